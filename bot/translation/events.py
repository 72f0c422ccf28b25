"""What will happen, and when the next word comes: "PRD restart tonight", "Next update 11:30", "New date: 9 May"."""

# ruff: noqa: E501  (patterns and tables of words read best on one line)
import re

from bot.translation.grammar import AUX, DETERMINED, capital, lacks_verb, lowered, plural, with_article
from bot.translation.kinds import UpdateKind

_WORK = {
    "restart": "be restarted", "reboot": "be restarted", "upgrade": "be upgraded", "update": "be updated", "patching": "be patched", "migration": "be migrated",
    "refresh": "be refreshed", "shutdown": "be shut down", "failover": "be switched over", "switchover": "be switched over", "replacement": "be replaced",
    "relocation": "be moved", "deployment": "be installed", "import": "be imported", "decommissioning": "be switched off for good", "reimage": "be set up anew",
}  # fmt: skip
WHEN = (
    r"(?:tonight|today|tomorrow|this (?:weekend|evening|afternoon|morning|week)|next (?:week|weekend|month)|(?:on |in the night (?:of|to) |the night of )?(?:mon|tue|wed|thu|fri|sat|sun)\w{0,6}\b|on \d|\d{1,2}[.:]\d\d|"
    r"at \d|from \d|between \d|\d{1,2} ?(?:am|pm)|\d{4}-\d\d|\d{1,2}(?:-\d{1,2})?(?:st|nd|rd|th)?[. ](?:of )?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)|during |in \d{1,3} (?:min|h\b|hour))"
)
_EVENT = re.compile(
    rf"^(?P<subject>(?:[\w./&+-]+ ){{1,4}}?)(?P<work>{'|'.join(_WORK)})(?P<comma>,?:?) (?=(?P<when>{WHEN}))(?P<rest>.+)$",
    re.IGNORECASE,
)
_OF = re.compile(
    rf"^(?:the )?(?:planned |scheduled |emergency )?(?P<work>{'|'.join(_WORK)}) of (?P<subject>(?:(?!\b(?:on|from|to|at|tonight|tomorrow)\b)[\w./&+'-]+ ){{1,6}})(?P<rest>.*{WHEN}.*)$",
    re.IGNORECASE,
)
_THERE = re.compile(
    rf"^(?P<what>(?:(?:the|our) )?(?:[\w/&+-]+ ){{0,4}}(?:maintenance(?: window| work)?|downtime|power test|dr test|failover test|training|freeze|outage|interruption|patch day|security patch|(?:kernel|system|database|client|short|planned|quick|emergency) (?:upgrade|restart|reboot|update|refresh|migration))(?: (?:of|at|in|on|for) (?!mon|tue|wed|thu|fri|sat|sun|\d)(?:the )?(?:(?!on\b|from\b)[\w/&+-]+ ?){{1,4}}?)?)[,:]? (?=(?P<when>{WHEN}))(?P<rest>.+)$",
    re.IGNORECASE,
)
_MASS = re.compile(r"\b(?:maintenance|work|downtime|training)(?= (?:of|at|in|on|for)\b|$)", re.IGNORECASE)
_NEXT = re.compile(
    r"^next (?:update|info|news|status)(?: is| comes)?:? (?:at |by )?(?=.*\d)(?P<when>.+)$", re.IGNORECASE
)
_ETA = re.compile(
    r"^(?:eta|expected|est\. fix|estimated fix|fix expected|expected fix)(?: for fix| to fix)?:? (?P<when>(?:by |at |in |about |approx\. |~)?\d.*)$",
    re.IGNORECASE,
)
AHEAD = re.compile(r"\b(?:tomorrow|tonight|next|coming|this weekend|later today)\b", re.IGNORECASE)
NO_END = frozenset(
    [
        "to",
        "the",
        "a",
        "an",
        "of",
        "be",
        "and",
        "or",
        "not",
        "in",
        "on",
        "at",
        "with",
        "by",
        "for",
        "is",
        "that",
        "this",
        "as",
        "than",
        "it",
        "who",
        "which",
    ]
)
ORDERS = re.compile(
    r"(?:re(?:print|send|post|enter|try|open)|print|send|post|use|save|check|log|call|write|restart|clear|ask|enter|open|close|wait|install|export|switch|leave|keep|contact) (?!(?:server|queue|spooler|job|run|issue|problem|error|file|point|output|load|line)\b)",
    re.IGNORECASE,
)
_NEW_DATE = re.compile(
    rf"^(?:the )?new (?P<what>date|run|time|target|version|attempt|start|window|deadline|eta):? (?=(?:{WHEN}|\d))(?P<when>.+)$",
    re.IGNORECASE,
)
_COMES = re.compile(
    rf"^(?:the |a )?(?P<what>(?:hot|bug)?fix|repair|correction|solution|new version|rerun|re-run|restart|final update|follow-up):? (?=(?:{WHEN}))(?P<when>.+)$",
    re.IGNORECASE,
)
_TAKES = re.compile(
    r"^(?:(?:runtime|duration|estimated duration|takes)):? (?=(?:about|approx|~|up to|max|only|\d))", re.IGNORECASE
)
_ONLY = re.compile(
    r"^(?P<what>[^,;:]{3,50}) only (?P<rest>(?:via|through|with|by|after|on request|until|in)\b.*)$", re.IGNORECASE
)


def short_news(text: str, kind: UpdateKind) -> str | None:
    """Two or three words with a time: "New date: 9 May", "Hotfix tomorrow", "Runtime 2 h"."""
    found = _NEW_DATE.match(text)
    if found:
        return f"The new {found['what']} is {_at(found['when'])}"
    found = _COMES.match(text)
    if found and not AUX.search(text):
        return f"The {found['what'].lower()} comes {_at(found['when'])}"
    found = _TAKES.match(text)
    if found:
        return f"It takes {text[found.end() :]}"
    found = _ONLY.match(text)
    if found and lacks_verb(text) and not ORDERS.match(text) and len(found["what"].split()) <= 4:
        return f"{found['what']} {'are' if plural(found['what']) else 'is'} only possible {found['rest']}"
    return None


def _at(when: str) -> str:
    """ "15:00" is "at 15:00", "tonight 20:00" is "tonight at 20:00"."""
    when = re.sub(
        r"(tonight|tomorrow|today|[a-z]+day) (?=\d{1,2}[:.]\d\d(?! ?[-–]))",
        r"\1 at ",
        when,
        count=1,
        flags=re.IGNORECASE,
    )
    return f"at {when}" if re.match(r"\d{1,2}(?:[:.]\d\d| ?[ap]m)", when) else when


def next_word(text: str, kind: UpdateKind) -> str | None:
    found = _NEXT.match(text)
    if found:
        by, when = re.search(r"\b(by) $", text[: found.start("when")]), found["when"]
        return f"The next update comes {'by ' if by else ''}{when if by else _at(when)}"
    found = _ETA.match(text)
    if found and kind not in (UpdateKind.PLANNED, UpdateKind.FEATURE, UpdateKind.DELAY):
        when = found["when"]
        unit = re.match(r"(?:about |approx\. |~)?\d+(?:-\d+)? ?(?:h|min|hour|minute|day)", when)
        clock = re.match(r"\d{1,2}(?:[:.]\d\d| ?[ap]m)", when)
        return (
            f"We expect this to take {when}"
            if unit and not clock
            else f"We expect a fix {'at ' if clock else ''}{when}"
        )
    return None


def event(text: str, kind: UpdateKind) -> str | None:
    if not lacks_verb(text) and re.search(r"\b(?:is|are|was|were|will|has|have|can|must|may|cannot)\b", text):
        return None
    past = re.search(r"\b(?:yesterday|last night|completed|finished|done)\b", text, re.IGNORECASE)
    if past or kind in (UpdateKind.FIXED, UpdateKind.ROLLBACK):
        return None
    for pattern in (_EVENT, _OF):
        found = pattern.match(text)
        if found and not re.search(r"\b(?:of|for|the|and|with)\b", found["subject"].strip().split(" ")[-1]):
            subject = re.sub(r"^(?:planned|scheduled|emergency)\s", "", found["subject"].strip(), flags=re.IGNORECASE)
            if subject.lower() in (
                "system",
                "server",
                "planned",
                "scheduled",
                "emergency",
                "short",
                "quick",
                "update",
                "new",
            ):
                subject = f"the {subject.lower()}" if subject.lower() in ("system", "server") else ""
            if subject:
                return capital(
                    f"{with_article(subject)} will {_WORK[found['work'].lower()]} {with_comma(found['rest'])}"
                )
    found = _THERE.match(text)
    if found:
        what = found["what"]
        an = "" if DETERMINED.match(what) or _MASS.search(what) else "an " if what[0].lower() in "aeiou" else "a "
        return f"There will be {an}{lowered(what.strip())} {with_comma(found['rest'])}".replace(" on on ", " on ")
    return None


def with_comma(rest: str) -> str:
    """ "tonight, 22:00-22:30 CET": a comma before a span of time, and "on" before a day."""
    rest = re.sub(
        r"^( ?)(?=(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]* \d|(?:mon|tues|wednes|thurs|fri|satur|sun)day|\d{1,2}(?:-\d{1,2})? (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)|20\d\d-\d\d))",
        r"\1on ",
        rest,
        count=1,
        flags=re.IGNORECASE,
    )
    return re.sub(
        r"(tonight|tomorrow|today|(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*|[a-z]{3,9} \d{1,2}|\d{1,2} [a-z]{3,9}|\d{4}-\d\d-\d\d) (?=\d{1,2}[:.]\d\d ?[-–] ?\d)",
        r"\1, ",
        rest,
        count=1,
        flags=re.IGNORECASE,
    )
