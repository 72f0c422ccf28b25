"""What was done, and by whom: "Index rebuilt" is "The index has been rebuilt", "Restarted the queue" is "We ...".

Of work that is done nobody says who did it, unless the post does.
"""

# ruff: noqa: E501  (patterns and tables of words read best on one line)
import re

from bot.translation.facts.calendar import DAY_START
from bot.translation.grammar import (
    NO_END,
    NO_SUBJECT,
    ORDERS,
    article,
    capital,
    first_clause,
    lowered,
    plural,
    verb_in,
    with_article,
)
from bot.translation.kinds import UpdateKind
from bot.translation.when import AHEAD, DAY, PAST, SINCE, SINCE_CLOCK, with_at, with_comma

_DONE = (
    "rejected|processed|sent|resent|deployed|imported|fixed|resolved|solved|replaced|restored|rebuilt|installed|updated|patched|upgraded|reverted|disabled|enabled|blocked|locked|unlocked|removed|"
    "deleted|added|cancelled|canceled|postponed|rescheduled|identified|reprocessed|renewed|released|corrected|applied|migrated|moved|switched off|switched on|turned off|turned on|rolled back|backed out|"
    "affected|expected|required|needed|logged off|restarted|rebooted|cleared|notified|informed|contacted|reset|found|lost|swapped|paused|suspended|delayed|extended|scheduled|planned|created|transported|rolled out|taken back|activated|deactivated|closed|opened|mailed|increased|raised|adjusted|changed|tested|reopened|withdrawn|killed|refreshed|published|queued|stuck"
)
_PASSIVE = re.compile(
    rf"^(?P<subject>(?!(?:please|do|no longer|if)\b)(?:[^,;:]|(?<=\d),(?=\d)){{2,80}}?) (?P<adverb>(?:no longer|not|now|already|successfully|again|also|fully|partly|temporarily|manually|automatically) )?(?P<verb>{_DONE})"
    rf"(?P<rest>(?: (?:at|on|by|since|in|into|to|from|for|with|after|before|until|till|via|through|again|now|today|tonight|yesterday|tomorrow|manually|automatically|successfully|due|because|and|over|as|this|last|next|during|\d|{DAY_START}).*)?)$",
    re.IGNORECASE,
)
_STATE = frozenset(
    ["affected", "expected", "required", "needed", "scheduled", "planned", "blocked", "locked", "delayed",
     "suspended", "paused", "stuck", "queued"]
)  # fmt: skip
_MOVED = frozenset({"postponed", "moved", "rescheduled", "extended", "cancelled", "canceled", "withdrawn"})
_WE_VERBS = "restarted|deployed|rolled back|reverted|replaced|rebuilt|installed|disabled|enabled|added|removed|reset|cleared|increased|changed|adjusted|fixed|switched|moved|imported|updated|upgraded|patched|renewed|corrected|released|opened|closed|notified|informed|contacted|deleted|blocked|unlocked|locked|extended|cancelled|postponed|turned off|turned on|activated|deactivated|raised|asked|applied|migrated|reprocessed|transported|undid|stopped|started|identified|found"
WE_DID = re.compile(
    rf"^(?:(?P<adverb>just|now|already|also|manually|successfully) )?(?P<verb>{_WE_VERBS}) "
    r"(?=[a-z\d])(?!\d{1,2}[:.]\d\d)(?!(?:by|to|at|on|in|for|from|since|again|and|until|till|via|during|over|due|after|before|with|as|yesterday|today|tonight|tomorrow) )",
    re.IGNORECASE,
)
_ALSO_A_VERB = re.compile(
    r"(?:[\w-]+ ){0,6}?(?:is|are|was|were|will|has|have|can|must|may|cannot|goes|comes|needs)\b|"
    r"(?!(?:the|an?|all|our|your|it|them|this|these)\b)(?:[\w-]+ ){0,3}?[\w-]+s (?:go|come|follow|need|arrive|stay|appear|show|work|run|start)\b"
)
_NO = re.compile(
    r"^no (?P<what>[a-z -]{3,40}?) (?P<verb>lost|expected|affected|planned|deleted|changed)(?P<rest>.*)$",
    re.IGNORECASE,
)
_MORE = rf"(?:finished|completed|started|stopped|{_DONE})"
_ROW = re.compile(
    rf"^(?P<subject>[^,;:]{{3,60}}?) (?P<first>{_MORE}\b[^,;:]{{0,30}}(?:(?<=\d):\d\d)?)(?P<others>(?:, (?:and )?{_MORE}\b(?:[^,;:]|(?<=\d):(?=\d)){{0,40}}){{1,3}})$",
    re.IGNORECASE,
)
_BARE = re.compile(r"(?<=[a-z])(?<!\bat)(?<!\bby)(?<!since)(?<!until)(?<!from) (?=\d{1,2}[:.]\d\d\b)")
_DENIED = ("not ", "no longer ")
#: "Processed by 13:00" may be done or still to do.
_BY = re.compile(r" by (?:\d|noon|midday|tomorrow|tonight|the end)", re.IGNORECASE)
_IF = re.compile(r"\bif\b")
_AT = re.compile(r" (?:at )?\d{1,2}[:.]\d\d")
#: One of these words is in every sentence that a deed can complete.
WORDS = frozenset(f"{_DONE}|{_WE_VERBS}".replace(" ", "|").split("|")) | {"lost", "deleted", "changed"}


def nothing(text: str, kind: UpdateKind) -> str | None:
    """ "No data lost" is "No data was lost"."""
    found = _NO.match(text)
    if not found or verb_in(found["what"]):
        return None
    verb = found["verb"].lower()
    if verb == "expected":
        return f"We expect no {found['what']}{found['rest']}"
    many = found["what"].endswith("s") and not found["what"].endswith("ss")
    be = ("are" if many else "is") if verb in _STATE else ("were" if many else "was")
    return f"No {found['what']} {be} {verb}{found['rest']}"


def we_did(text: str, kind: UpdateKind) -> str | None:
    """ "Restarted the queue" is what we did; "restarted 06:40" is what was done to something else."""
    found = WE_DID.match(text)
    if found is None or _ALSO_A_VERB.match(text, found.end()) or _PASSIVE.match(text[found.end() :]):
        return None
    return f"We {text[0].lower()}{text[1:]}"


def in_a_row(text: str, kind: UpdateKind) -> str | None:
    """ "Job cancelled at 03:12, restarted 06:40" is "The job was cancelled at 03:12 and restarted at 06:40"."""
    found = _ROW.match(text)
    if not found or not _can_be_subject(found["subject"], text):
        return None
    deeds = [found["first"], *(deed.removeprefix("and ") for deed in found["others"].removeprefix(", ").split(", "))]
    timed = [_BARE.sub(" at ", deed, count=1) for deed in deeds]
    be = "were" if plural(found["subject"]) else "was"
    return f"{with_article(found['subject'])} {be} {', '.join(timed[:-1])} and {timed[-1]}"


def was_done(text: str, kind: UpdateKind) -> str | None:
    """ "Index rebuilt" is "The index has been rebuilt"."""
    found = _PASSIVE.match(text)
    if not found or not _can_be_subject(found["subject"], text) or verb_in(first_clause(found["rest"])):
        return None
    subject, adverb = found["subject"], found["adverb"] or ""
    be = _be(plural(subject), found["verb"].lower(), found["rest"], kind)
    if be is None:
        return None
    whole = with_article(subject)
    if whole != subject and found["verb"].lower() in ("needed", "required"):
        whole = capital(f"{article(lowered(subject))} {lowered(subject)}")
    rest = with_at(found["rest"]) if adverb.lower() in _DENIED else with_comma(with_at(found["rest"]))
    return f"{whole} {_with_adverb(be, adverb)}{found['verb']}{rest}"


def _with_adverb(be: str, adverb: str) -> str:
    """ "has not been ", "will no longer be ", "is now "."""
    first, _space, second = be.partition(" ")
    return f"{first} {adverb}{second} " if second and adverb.lower() in _DENIED else f"{be} {adverb}"


def _can_be_subject(subject: str, text: str) -> bool:
    words = subject.lower().split()
    if (
        words[0] in NO_SUBJECT
        or words[-1] in NO_END
        or ORDERS.match(subject)
        or _IF.search(subject)
        or " that " in text
    ):
        return False
    return not verb_in(subject)


def _be(many: bool, verb: str, rest: str, kind: UpdateKind) -> str | None:
    """The form of "be" for a deed; None where it could be done or still to do."""
    has, is_, was = ("have been", "are", "were") if many else ("has been", "is", "was")
    if SINCE.match(rest) or SINCE_CLOCK.search(rest):
        return has
    if AHEAD.search(rest) or (kind in (UpdateKind.PLANNED, UpdateKind.WITHDRAWAL) and DAY.search(rest)):
        return "will be"
    if verb in _MOVED and not _AT.match(rest):
        return has
    if verb in _STATE:
        return is_
    if _BY.match(rest):
        return None
    if PAST.search(rest):
        return was
    if DAY.search(rest):
        return was if kind in (UpdateKind.FIXED, UpdateKind.ROLLBACK, UpdateKind.OUTAGE) else None
    return has
