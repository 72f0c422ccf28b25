"""What is so: "VPN down since 07:40" is "VPN has been down since 07:40"."""

# ruff: noqa: E501  (patterns and tables of words read best on one line)
import re

from bot.translation.facts.calendar import DAY_START
from bot.translation.grammar import NO_END, NO_SUBJECT, ORDERS, first_clause, plural, verb_in, with_article
from bot.translation.kinds import UpdateKind
from bot.translation.when import AHEAD, DAY, NOW, SINCE, SINCE_CLOCK, with_comma

_WHAT = (
    r"(?:still |again |now |also |currently |partly |completely |temporarily |very )?(?:not (?:available|reachable|possible|working|syncing|affected|responding)|down|offline|online|unavailable|unreachable|inaccessible|available(?: again)?|"
    r"not (?:finished|done|fixed|completed)(?: yet)?|back(?: online| up| to normal| in service)?|up(?: and running)?(?: again)?|slow(?: again)?|degraded|broken|live|ready|closed|open(?: again)?|operational|in progress|ongoing|unaffected|working(?: again)?|failing|impossible|possible(?: again)?|read-only|limited|out of order|on site|on the way|late by|due|waiting|missing|incomplete|running|pending|wrong|incorrect|empty|ok(?: again)?|okay|gone|full|out of (?:toner|paper|space|memory|disk space|labels|stock)|(?:not|no longer) (?:complete|ready|correct|possible|supported|available|needed|valid|updated))"
)
_REST = rf"(?P<rest>(?: (?:at|on|since|in|from|for|with|after|before|until|till|again|now|today|tonight|tomorrow|due|because|this|next|during|as|between|about|\(|\d|{DAY_START}).*)?)$"
_PREDICATE = re.compile(
    rf"^(?P<subject>(?!(?:please|do)\b)(?:(?:[^,;:]|(?<=\d),(?=\d)){{2,80}}?|(?:[\w./ -]{{2,30}}, ){{1,4}}[\w./ -]{{2,30}} and [\w./ -]{{2,30}}?)) (?P<what>{_WHAT}){_REST}",
    re.IGNORECASE,
)
_ALONE = re.compile(
    rf"^(?P<what>still (?:down|not \w+|slow|unavailable|offline|broken)|(?:back|up) (?:online|and running|again|to normal)|available|(?:now|still) expected)(?P<rest>(?:,? (?:since|from|again|now|until|for|in|at|on|by|today|tomorrow|tonight|\d|{DAY_START}).*)?)$",
    re.IGNORECASE,
)
#: One of these words is in every sentence that `is_so` can complete.
WORDS = frozenset(
    ["finished", "done", "fixed", "completed", "expected", "available", "reachable", "possible", "working", "syncing", "affected", "responding", "down", "offline",
     "online", "unavailable", "unreachable", "inaccessible", "back", "up", "slow", "degraded", "broken", "live",
     "ready", "closed", "open", "operational", "progress", "ongoing", "unaffected", "failing", "impossible",
     "read", "limited", "order", "site", "way", "late", "due", "waiting", "missing", "incomplete", "running",
     "pending", "wrong", "incorrect", "empty", "ok", "okay", "gone", "full", "toner", "paper", "space",
     "memory", "labels", "stock", "complete", "correct", "supported", "needed", "valid", "updated"]
)  # fmt: skip
_NO = re.compile(r"(not|no longer) ", re.IGNORECASE)
#: "Messed up", "shut down", "came back": what looks like a state is half of a verb.
_VERB_BEFORE = re.compile(
    r"\b(?:\w{2,}ed|set|shut|put|cut|got|gave|went|came|took|held|broke|brought|let|made|kept|grew|woke|ran|pick|picks)$",
    re.IGNORECASE,
)
#: "Down from 90 s to 12 s" says how much less, not that something stands still.
_LESS = re.compile(r"(?:down|up) (?:from|to|by) (?:about |~)?\d[\d.,]* ?(?!\S*:)(?:%|percent|[a-z]+)", re.IGNORECASE)
_PARTICLE = re.compile(r"(?:down|up|back|open|on)\b", re.IGNORECASE)
_BAD = frozenset({"wrong", "incorrect", "missing", "incomplete", "empty", "slow", "down"})
_CLOCK = re.compile(r"\d[:.]\d\d")
_ENDED = (UpdateKind.FIXED, UpdateKind.ROLLBACK)


def is_so(text: str, kind: UpdateKind) -> str | None:
    """The sentence with the "is" or "will be" it lacks."""
    alone = _ALONE.match(text)
    if alone:
        return None if SINCE.match(alone["rest"]) else f"It is {alone['what'].lower()}{with_comma(alone['rest'])}"
    found = _PREDICATE.match(text)
    if not found or not _can_be_subject(found["subject"]) or verb_in(first_clause(found["rest"])):
        return None
    what, rest = found["what"], found["rest"]
    if _LESS.match(what + rest) or (_PARTICLE.match(what) and _VERB_BEFORE.search(found["subject"])):
        return None
    return f"{with_article(found['subject'])} {_verb(found['subject'], what, rest, kind)}{with_comma(rest)}"


def _can_be_subject(subject: str) -> bool:
    words = subject.lower().split()
    return not (verb_in(subject) or words[0] in NO_SUBJECT or ORDERS.match(subject) or words[-1] in NO_END)


def _verb(subject: str, what: str, rest: str, kind: UpdateKind) -> str:
    """The verb with what it says: "will not be available", "was missing" of what is mended."""
    be = _be(subject, rest, kind)
    many = plural(subject)
    if be == "will be" and NOW.search(what):
        be = "are" if many else "is"
    no = _NO.match(what)
    if be == "will be" and no:
        return f"will {no[1].lower()} be {what[no.end() :]}"
    if kind in _ENDED and be in ("is", "are") and what.lower() in _BAD:
        be = "were" if many else "was"
    return f"{be} {what}"


def _be(subject: str, rest: str, kind: UpdateKind) -> str:
    many = plural(subject)
    if SINCE.match(rest) or SINCE_CLOCK.search(rest):
        return "have been" if many else "has been"
    dated = kind in (UpdateKind.PLANNED, UpdateKind.WITHDRAWAL) and (DAY.search(rest) or _CLOCK.search(rest))
    if AHEAD.search(rest) or dated or (kind == UpdateKind.PLANNED and not NOW.search(rest) and "since" not in rest):
        return "will be"
    return "are" if many else "is"
