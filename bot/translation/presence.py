"""What is there: "Lock on table MSEG" is "There is a lock on table MSEG"."""

# ruff: noqa: E501  (patterns and tables of words read best on one line)
import re

from bot.translation.grammar import DETERMINED, article, lacks_verb, lowered, plural
from bot.translation.kinds import UpdateKind

_NONE = re.compile(
    r"^no (?P<what>(?:[\w/-]+ ){0,4}?[\w/-]+) (?P<rest>(?:for|on|to|in|of|from|at|with|until|during|since) .+)$",
    re.IGNORECASE,
)
_A_NEW = re.compile(
    r"^new (?P<what>(?:(?:field|report|column|role|app|button|feature|function|version|form|page|menu|tile|option|check|printer|release|interface)s?)\b.*)$",
    re.IGNORECASE,
)
_TROUBLE = re.compile(
    r"^(?:(?:elevated|high|increased|intermittent|on-and-off|some|short|slow|long|memory|hardware|network|technical|known|degraded) )?(?:[\w/-]+ ){0,2}?(?:error rates?|errors?|delays?|problems?|issues?|timeouts|failures?|latency|performance|response times|interruptions?|lock|login failures|fault|bug|dumps?)\b",
    re.IGNORECASE,
)
_WHERE = re.compile(r" (?:on|in|with|at|for|when|of|to|from|since)\b|$")
_ASKED = re.compile(r"\b(?:need|action|idea|news|more)\b")
_MASS = re.compile(r"\b(?:performance|latency)$", re.IGNORECASE)
_LATER = re.compile(r"\bsince\b", re.IGNORECASE)
#: Longer phrases, in words, are left to their author.
_LONGEST = 16


def there_is(text: str, kind: UpdateKind) -> str | None:
    """A noun phrase that can only mean that something is there: "No access from Lisbon", "Lock on table MSEG"."""
    if len(text.split()) > _LONGEST or ": " in text or not lacks_verb(text):
        return None
    found = _A_NEW.match(text)
    if found:
        return f"There {'are' if plural(found['what']) else 'is a'} new {found['what']}"
    found = _NONE.match(text)
    if found and not _ASKED.search(found["what"]) and " and no " not in text:
        return f"There {'are' if plural(found['what']) else 'is'} no {found['what']} {found['rest']}"
    found = _TROUBLE.match(text)
    if found and kind in (UpdateKind.OUTAGE, UpdateKind.CHANGE) and _WHERE.match(text, found.end()):
        return _trouble(text, found[0])
    return None


def _trouble(text: str, name: str) -> str:
    many, low = plural(name), lowered(text)
    bare = many or _MASS.search(name) or DETERMINED.match(low)
    an = "" if bare else f"{article(low)} "
    be = "are" if many else "is"
    if _LATER.search(text):
        be = "have been" if many else "has been"
    return f"There {be} {an}{low}"
