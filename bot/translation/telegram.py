"""Telegram style into sentences: "Index rebuilt, MIGO slow" becomes "The index has been rebuilt", "MIGO is slow"."""

# ruff: noqa: E501  (patterns and tables of words read best on one line)
import re
from collections.abc import Callable

from bot.translation import deeds, events, states
from bot.translation.deeds import WE_DID, in_a_row, nothing, was_done, we_did
from bot.translation.events import event, next_word, short_news
from bot.translation.facts.calendar import DAY_NAME, MONTH, NEAR_DAY
from bot.translation.grammar import ORDERS, capital, lowered, verb_in
from bot.translation.kinds import UpdateKind
from bot.translation.phrase_rules import words_in
from bot.translation.presence import there_is
from bot.translation.states import is_so

_LOOKING = "We are looking into it"
_NO_ACTION = "You do not need to do anything"
_KNOWN = {
    "investigating": _LOOKING, "we are investigating": _LOOKING, "under investigation": _LOOKING, "looking into it": _LOOKING, "investigation ongoing": _LOOKING, "investigation is ongoing": _LOOKING,
    "monitoring": "We are watching it", "we are monitoring": "We are watching it", "working on it": "We are working on it", "checking": "We are checking",
    "investigating with vendor": f"{_LOOKING} with the vendor", "investigating with the vendor": f"{_LOOKING} with the vendor",
    "no action needed": _NO_ACTION, "no action required": _NO_ACTION, "no user action required": _NO_ACTION, "no user action needed": _NO_ACTION, "action: none": _NO_ACTION, "action required: none": _NO_ACTION, "no action necessary": _NO_ACTION,
    "more to follow": "More news will follow", "updates to follow": "More news will follow", "will keep you posted": "We will keep you informed", "we will keep you posted": "We will keep you informed",
    "vendor informed": "We have told the vendor", "no eta yet": "We do not know yet when it will be done",
    "no impact": "There is no impact", "still down, sorry": "It is still down", "still down": "It is still down", "back up": "It is back up", "back online": "It is back online",
}  # fmt: skip
_BUSY_WITH = re.compile(
    r"^(?P<verb>restarting|rolling back|rebuilding|replacing|looking into|working on|working with|checking|investigating|testing|reprocessing|resetting|deploying|waiting for|monitoring|migrating) (?=\w)",
    re.IGNORECASE,
)
_WILL = re.compile(
    r"^will (?=(?:update|inform|keep|let|write|send|restart|deploy|fix|monitor|investigate|retry|try|roll|be back|notify|follow)\b)",
    re.IGNORECASE,
)
#: "Fixed since 12:00: the invoice print works" names the news after the colon.
_SINCE = re.compile(
    r"^(?P<state>fixed|solved|resolved|restored|closed) since (?P<when>[^:,;]{2,30}?(?::\d\d)?(?: [A-Z]{2,4})?)(?:: (?P<what>.{8,}))?$",
    re.IGNORECASE,
)
_SAYS_ALREADY = re.compile(r"\b(?:is|are|was|were|will (?:be|take)|can|must)\b")
_TIMED = re.compile(
    rf"^(?P<when>(?:from|since|as of|on|starting) (?:[a-z]+ ){{0,2}}?(?:\d[\w.:-]*|{NEAR_DAY}|{DAY_NAME}|now on|{MONTH})(?: {MONTH})?(?: 20\d\d)?,? )(?P<rest>.+)$",
    re.IGNORECASE,
)
_PAST_FORM = re.compile(r" (?:was|were|has been|have been) ")
_GOES_ON = re.compile(
    r"(?:if|when|and|or|but|as|because|since|which|who|so|in|on|at|for|from|to|with|by|after|before|during|while|due|until|including|especially|then)\b",
    re.IGNORECASE,
)
_ASKS = re.compile(r"(?:please|use|do not)\b", re.IGNORECASE)
_CAUSE = re.compile(
    r"(?:wrong|missing|expired|faulty|bad|high|full|broken|hardware|network|disk|power|human|config\w*)\b[^,;:]*$",
    re.IGNORECASE,
)
_RUNNING = re.compile(r"\b(?:is|are) (?:running|working on it)$")
_MOVED = re.compile(
    rf"(?:extended|postponed|delayed|rescheduled|cancelled|moved) (?:until|till|to|by) (?=\d|{NEAR_DAY}|{DAY_NAME}|{MONTH}|next |another )[^,;:]{{1,20}}(?::\d\d[^,;:]{{0,10}})?$",
    re.IGNORECASE,
)
Maker = Callable[[str, UpdateKind], str | None]


def full_sentence(text: str, kind: UpdateKind) -> str:
    """The sentence with the verb it lacks, where that can only be one; else as it is. No full stop at its end."""
    known = _KNOWN.get(text.lower())
    if known is not None:
        return known
    if _BUSY_WITH.match(text) and not _SAYS_ALREADY.search(text):
        return f"We are {lowered(text)}"
    found = _SINCE.match(text)
    if found:
        told = f"This has been {found['state'].lower()} since {found['when']}"
        return f"{capital(found['what'])}. {told}" if found["what"] else told
    found = _WILL.match(text)
    if found:
        return f"We will {text[found.end() :]}"
    return _made(text, kind, _WHOLE) or text


def _made(text: str, kind: UpdateKind, makers: tuple[tuple[Maker, frozenset[str] | None], ...]) -> str | None:
    """What the first maker makes of it. One whose words the text does not have is not asked."""
    words = words_in(text)
    for make, needs in makers:
        if needs is None or not words.isdisjoint(needs):
            made = make(text, kind)
            if made is not None:
                return made
    return None


def _all_things(text: str, kind: UpdateKind) -> str | None:
    """ "Index rebuilt, all is well, use MIGO": each piece is a sentence; None where one of them is not."""
    pieces = text.split(", ")
    if len(pieces) < 2 or any(len(piece.split()) < 2 or _GOES_ON.match(piece) for piece in pieces):
        return None
    if any(WE_DID.match(piece) for piece in pieces[1:]):
        return None
    said = [_piece(piece, kind) for piece in pieces]
    if None in said or said == pieces:
        return None
    return ". ".join(capital(sentence or "") for sentence in said)


def _piece(text: str, kind: UpdateKind) -> str | None:
    if _ASKS.match(text) or ORDERS.match(text):
        return text
    verb = verb_in(text)
    if verb:
        return text if verb.start() > 0 else None
    return _KNOWN.get(text.lower()) or _made(text, kind, (*_WHOLE[3:5], *_PARTS))


def _two_things(text: str, kind: UpdateKind) -> str | None:
    """ "Index rebuilt, all is well": what stands before the comma is a sentence of its own."""
    left, comma, right = text.partition(", ")
    if not comma or len(left.split()) < 2 or len(right.split()) < 2 or _GOES_ON.match(right):
        return None
    first = _this_was(left) or (_made(left, kind, _PARTS) if not verb_in(left) else None)
    second = full_sentence(right, kind)
    # After a whole sentence, a participle may go on with its list of verbs: "an outage that ended, restarted all ...".
    lists = WE_DID.match(right) or "," in right or ORDERS.match(left)
    if first is None and (second == right or not verb_in(left) or lists):
        return None
    if second == right and not verb_in(right) and not _ASKS.match(right) and not ORDERS.match(right):
        return f"{first} ({right})" if first and len(right.split()) <= 5 and _CAUSE.match(right) else None
    busy, stop, then = second.partition(". ")
    if _RUNNING.search(busy) and first:
        return f"{first}, and {lowered(busy)}{stop}{then}"
    return f"{first or left}. {capital(second)}"


def _this_was(text: str) -> str | None:
    """ "Extended until 19:00" says of what the post is about that it has been extended."""
    found = _MOVED.match(text)
    return f"This has been {lowered(text)}" if found else None


def _timed(text: str, kind: UpdateKind) -> str | None:
    """A time in front of a telegram: "from 1 May two approvals needed"."""
    found = _TIMED.match(text)
    if not found:
        return None
    made = is_so(found["rest"], kind) or was_done(found["rest"], kind)
    return f"{found['when']}{made}" if made and not _PAST_FORM.search(made) else None


_PARTS: tuple[tuple[Maker, frozenset[str] | None], ...] = (
    (nothing, frozenset({"no"})),
    (we_did, deeds.WORDS),
    (event, events.WORDS),
    (is_so, states.WORDS),
    (was_done, deeds.WORDS),
    (there_is, None),
)
_WHOLE: tuple[tuple[Maker, frozenset[str] | None], ...] = (
    (in_a_row, deeds.WORDS),
    (_all_things, None),
    (_two_things, None),
    (next_word, events.FIRST),
    (short_news, None),
    *_PARTS[:3],
    (_timed, frozenset({"from", "since", "as", "on", "starting"})),
    *_PARTS[3:],
)
