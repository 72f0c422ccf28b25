"""What will happen, and when the next word comes: "PRD restart tonight", "Next update 11:30", "New date: 9 May"."""

# ruff: noqa: E501  (patterns and tables of words read best on one line)
import re

from bot.translation.facts.calendar import DAY_NAME, DAY_START, NEAR_DAY
from bot.translation.grammar import (
    AUX,
    DETERMINED,
    ORDERS,
    article,
    capital,
    first_clause,
    lacks_verb,
    lowered,
    plural,
    verb_in,
    with_article,
)
from bot.translation.kinds import UpdateKind
from bot.translation.when import CLOCK, WHEN, at, with_comma

_WORK = {
    "restart": "be restarted", "reboot": "be restarted", "upgrade": "be upgraded", "update": "be updated", "patching": "be patched", "migration": "be migrated",
    "refresh": "be refreshed", "shutdown": "be shut down", "failover": "be switched over", "switchover": "be switched over", "replacement": "be replaced",
    "relocation": "be moved", "deployment": "be installed", "import": "be imported", "decommissioning": "be switched off for good", "reimage": "be set up anew",
}  # fmt: skip
#: One of these words is in every sentence that tells an event.
WORDS = frozenset(_WORK) | frozenset(
    ["renewal", "replacement", "maintenance", "downtime", "test", "training", "freeze", "outage", "interruption", "day", "patch"]
)  # fmt: skip
_EVENT = re.compile(
    rf"^(?P<subject>(?:[\w./&+-]+ ){{1,4}}?)(?P<work>{'|'.join(_WORK)})(?P<comma>,?:?) (?=(?P<when>{WHEN}))(?P<rest>.+)$",
    re.IGNORECASE,
)
_OF = re.compile(
    rf"^(?:the )?(?:planned |scheduled |emergency )?(?P<work>{'|'.join(_WORK)}) of (?P<subject>(?:(?!\b(?:on|from|to|at|tonight|tomorrow)\b)[\w./&+'-]+ ){{1,6}})(?P<rest>.*{WHEN}.*)$",
    re.IGNORECASE,
)
_THERE = re.compile(
    rf"^(?P<what>(?:(?:the|our) )?(?:[\w/&+-]+ ){{0,4}}(?:maintenance(?: window| work)?|downtime|power test|dr test|failover test|training|freeze|outage|interruption|renewal|replacement|patch day|security patch|(?:kernel|system|database|client|short|planned|quick|emergency) (?:upgrade|restart|reboot|update|refresh|migration))(?: (?:of|at|in|on|for) (?!(?:{DAY_START})|\d)(?:the )?(?:(?!on\b|from\b)[\w/&+-]+ ?){{1,4}}?)?)[,:]? (?=(?P<when>{WHEN}))(?P<rest>.+)$",
    re.IGNORECASE,
)
_ON = re.compile(
    rf"^(?P<what>(?:planned |scheduled |emergency )?(?:maintenance|downtime)) (?P<system>[A-Z][A-Z0-9/&,-]{{1,12}}(?: (?:and|&|[A-Z0-9]+))*),? (?=(?P<when>(?i:{WHEN})))(?P<rest>.+)$",
)
_MASS = re.compile(r"\b(?:maintenance|work|downtime|training)(?= (?:of|at|in|on|for)\b|$)", re.IGNORECASE)
_NEXT = re.compile(
    rf"^next (?:upd(?:ate)?\.?|info|news|status|info update)(?: is| comes| follows)?:? (?:at |by )?(?=.*\d|(?:{NEAR_DAY}|in |later|this |next |early |{DAY_NAME}))(?P<when>.+)$",
    re.IGNORECASE,
)
_BY = re.compile(r"\bby $", re.IGNORECASE)
_ETA = re.compile(
    r"^(?:eta|expected|est\. fix|estimated fix|fix expected|expected fix|new estimate)(?: for (?:the )?fix| to fix)?:? (?P<when>(?:by |at |in |about |approx\. |~)?\d.*)$",
    re.IGNORECASE,
)
_SPAN = re.compile(r"(?:about |approx\. |~)?\d+(?:-\d+)? ?(?:h|min|hour|minute|day)")
#: One of these words begins what `next_word` and `short_news` complete.
FIRST = frozenset(
    ["next", "eta", "expected", "est", "estimated", "fix", "new", "the", "a", "hotfix", "bugfix", "repair",
     "correction", "solution", "rerun", "re", "restart", "final", "follow", "runtime", "duration", "takes"]
)  # fmt: skip
_NEW_DATE = re.compile(
    rf"^(?:the )?new (?P<what>date|run|time|target|version|attempt|start|window|deadline|eta|estimate):? (?=(?:{WHEN}|\d))(?P<when>.+)$",
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
        when = found["when"] if found["what"].lower() in ("time", "estimate", "eta") else at(found["when"])
        return f"The new {found['what']} is {when}"
    found = _COMES.match(text)
    if found and not AUX.search(text):
        return f"The {found['what'].lower()} comes {at(found['when'])}"
    found = _TAKES.match(text)
    if found:
        return f"It takes {text[found.end() :]}"
    found = _ONLY.match(text)
    if found and lacks_verb(text) and not ORDERS.match(text) and len(found["what"].split()) <= 4:
        return f"{found['what']} {'are' if plural(found['what']) else 'is'} only possible {found['rest']}"
    return None


def next_word(text: str, kind: UpdateKind) -> str | None:
    """ "Next update 11:30" is "The next update comes at 11:30", "ETA 45 minutes" is what we expect."""
    found = _NEXT.match(text)
    if found:
        by, when = _BY.search(text[: found.start("when")]), found["when"]
        return f"The next update comes {'by ' if by else ''}{when if by else at(when)}"
    found = _ETA.match(text)
    if not found or kind in (UpdateKind.PLANNED, UpdateKind.FEATURE, UpdateKind.DELAY):
        return None
    when = found["when"]
    clock = CLOCK.match(when)
    if _SPAN.match(when) and not clock:
        return f"We expect this to take {when}"
    return f"We expect a fix {'at ' if clock else ''}{when}"


def event(text: str, kind: UpdateKind) -> str | None:
    """ "PRD restart tonight" is "PRD will be restarted tonight", "Maintenance on Sunday" is "There will be ..."."""
    if AUX.search(text) or _PAST.search(text) or _THEN.match(text) or kind in (UpdateKind.FIXED, UpdateKind.ROLLBACK):
        return None
    for pattern in (_EVENT, _OF):
        found = pattern.match(text)
        subject = _subject(found["subject"]) if found else ""
        if found and subject and not verb_in(subject) and not verb_in(first_clause(found["rest"])):
            return capital(
                f"{with_article(subject)} will {_WORK[found['work'].lower()]} {with_comma(at(found['rest']))}"
            )
    found = _ON.match(lowered(text))
    if found:
        return f"There will be {found['what']} on {found['system']} {with_comma(found['rest'])}"
    found = _THERE.match(text)
    if not found or verb_in(found["what"]) or verb_in(first_clause(found["rest"])):
        return None
    what = _OUR.sub("", found["what"].strip())
    an = "" if DETERMINED.match(what) or _MASS.search(what) else f"{article(lowered(what))} "
    return f"There will be {an}{lowered(what)} {with_comma(found['rest'])}".replace(" on on ", " on ")


_PAST = re.compile(
    r"\b(?:yesterday|last night|completed|finished|done|postponed|cancelled|canceled|delayed|extended|rescheduled|needed|required)\b",
    re.IGNORECASE,
)
_THEN = re.compile(r"(?:then|also|and|or|but|so|after that)\b", re.IGNORECASE)
_OUR = re.compile(r"^(?:the|our) ", re.IGNORECASE)
_PLANNED = re.compile(r"^(?:planned|scheduled|emergency)\s", re.IGNORECASE)
_NO_SUBJECT_END = re.compile(r"\b(?:of|for|the|and|with)$")
_NO_NAME = frozenset(["planned", "scheduled", "emergency", "short", "quick", "update", "new", "next", "last", "status"])


def _subject(words: str) -> str:
    """What the work is done to; empty where the words do not name it."""
    subject = _PLANNED.sub("", words.strip())
    low = subject.lower()
    if low in ("system", "server"):
        return f"the {low}"
    return "" if low in _NO_NAME or _NO_SUBJECT_END.search(subject) else subject
