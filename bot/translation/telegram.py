"""Telegram style into sentences: "Index rebuilt, MIGO slow" becomes "The index has been rebuilt", "MIGO is slow"."""

# ruff: noqa: E501  (patterns and tables of words read best on one line)
import re

from bot.translation.events import AHEAD, NO_END, ORDERS, event, next_word, short_news, with_comma
from bot.translation.grammar import DETERMINED, FINITE, capital, lacks_verb, lowered, plural, with_article
from bot.translation.kinds import UpdateKind

_DONE = (
    "deployed|imported|fixed|resolved|solved|replaced|restored|rebuilt|installed|updated|patched|upgraded|reverted|disabled|enabled|blocked|locked|unlocked|removed|"
    "deleted|added|cancelled|canceled|postponed|rescheduled|identified|reprocessed|renewed|released|corrected|applied|migrated|moved|switched off|switched on|turned off|turned on|rolled back|backed out|"
    "affected|expected|required|needed|logged off|restarted|rebooted|cleared|notified|informed|contacted|reset|found|lost|swapped|paused|suspended|delayed|extended|scheduled|planned|created|transported|rolled out|taken back|activated|deactivated|closed|opened|mailed|increased|raised|adjusted|changed|tested|reopened|withdrawn|killed|refreshed|published|queued|stuck"
)
_STATE = frozenset(
    [
        "affected",
        "expected",
        "required",
        "needed",
        "scheduled",
        "planned",
        "blocked",
        "locked",
        "delayed",
        "suspended",
        "paused",
        "stuck",
        "queued",
    ]
)
_PASSIVE = re.compile(
    rf"^(?P<subject>(?!(?:please|do|no longer|if)\b)(?:[^,;:]|(?<=\d),(?=\d)){{2,80}}?) (?P<adverb>(?:no longer|not|now|already|successfully|again|also|fully|partly|temporarily|manually|automatically) )?(?P<verb>{_DONE})"
    r"(?P<rest>(?: (?:at|on|by|since|in|into|to|from|for|with|after|before|until|till|via|through|again|now|today|tonight|yesterday|tomorrow|manually|automatically|successfully|due|because|and|over|as|this|last|next|during|\d|sat|sun|mon|tue|wed|thu|fri).*)?)$",
    re.IGNORECASE,
)
_PREDICATE = re.compile(
    r"^(?P<subject>(?!(?:please|do)\b)(?:(?:[^,;:]|(?<=\d),(?=\d)){2,80}?|(?:[\w./ -]{2,30}, ){1,4}[\w./ -]{2,30} and [\w./ -]{2,30}?)) (?P<what>(?:still |again |now |also |currently |partly |completely |temporarily |very )?(?:not (?:available|reachable|possible|working|syncing|affected|responding)|down|offline|online|unavailable|unreachable|inaccessible|available(?: again)?|"
    r"back(?: online| up| to normal| in service)?|up(?: and running)?(?: again)?|slow(?: again)?|degraded|broken|live|ready|closed|open(?: again)?|operational|in progress|ongoing|unaffected|working(?: again)?|failing|impossible|possible(?: again)?|read-only|limited|out of order|on site|due|waiting|missing|incomplete|running|pending|wrong|incorrect|empty|ok(?: again)?|okay|gone|full|out of (?:toner|paper|space|memory|disk space|labels|stock)|(?:not|no longer) (?:complete|ready|correct|possible|supported|available|needed|valid|updated)))"
    r"(?P<rest>(?: (?:at|on|since|in|from|for|with|after|before|until|till|again|now|today|tonight|tomorrow|due|because|this|next|during|as|between|\(|\d|sat|sun|mon|tue|wed|thu|fri).*)?)$",
    re.IGNORECASE,
)
_WE_DID = re.compile(
    r"^(?:(?P<adverb>just|now|already|also|manually|successfully) )?(?P<verb>restarted|deployed|rolled back|reverted|replaced|rebuilt|installed|disabled|enabled|added|removed|reset|cleared|increased|changed|adjusted|fixed|switched|moved|imported|updated|upgraded|patched|renewed|corrected|released|opened|closed|notified|informed|contacted|deleted|blocked|unlocked|locked|extended|cancelled|postponed|turned off|turned on|activated|deactivated|raised|asked|applied|migrated|reprocessed|transported|undid|stopped|started|identified|found) "
    r"(?=(?:the|a|an|all|our|your|it|them|this|these|\d|[a-z]|[A-Z]))(?!by |to |at |on |in |for |from |since |again|and )",
    re.IGNORECASE,
)
_DOING = {
    "investigating": "We are looking into it", "we are investigating": "We are looking into it", "under investigation": "We are looking into it", "monitoring": "We are watching it", "working on it": "We are working on it",
    "looking into it": "We are looking into it", "checking": "We are checking", "investigation ongoing": "We are looking into it", "investigation is ongoing": "We are looking into it", "we are monitoring": "We are watching it",
    "investigating with vendor": "We are looking into it with the vendor", "investigating with the vendor": "We are looking into it with the vendor", "no action needed": "You do not need to do anything",
    "no action required": "You do not need to do anything", "no user action required": "You do not need to do anything", "no user action needed": "You do not need to do anything", "action: none": "You do not need to do anything", "action required: none": "You do not need to do anything",
    "no action necessary": "You do not need to do anything", "more to follow": "More news will follow", "will keep you posted": "We will keep you informed", "we will keep you posted": "We will keep you informed", "updates to follow": "More news will follow",
    "vendor informed": "We have told the vendor", "no eta yet": "We do not know yet when it will be done",
}  # fmt: skip
_DOING_START = re.compile(
    r"^(?P<verb>restarting|rolling back|rebuilding|replacing|looking into|working on|working with|checking|investigating|testing|reprocessing|resetting|deploying|waiting for|monitoring|migrating) (?=\w)",
    re.IGNORECASE,
)
_WILL = re.compile(
    r"^will (?=(?:update|inform|keep|let|write|send|restart|deploy|fix|monitor|investigate|retry|try|roll|be back|notify|follow)\b)",
    re.IGNORECASE,
)
_SAYS_ALREADY = re.compile(r"\b(?:is|are|was|were|will (?:be|take)|can|must)\b")
_NO = re.compile(
    r"^no (?P<what>[a-z -]{3,40}?) (?P<verb>lost|expected|affected|planned|deleted|changed)(?P<rest>.*)$",
    re.IGNORECASE,
)
_PAST_TIME = re.compile(r"\b(?:yesterday|last (?:night|week)|this morning|at \d|\d{1,2}[:.]\d\d|ago)\b", re.IGNORECASE)
_DAY = re.compile(
    r"\b(?:mon|tue|wed|thu|fri|sat|sun)\w*\b|\b\d{1,2}(?:st|nd|rd|th|\.)? (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\w*|\b(?:jan|feb|mar|apr|jun|jul|aug|sep|oct|nov|dec)\w* \d|\b\d{4}-\d\d-\d\d|\b\d{1,2}/\d{1,2}",
    re.IGNORECASE,
)
_NO_SUBJECT = frozenset(
    [
        "there",
        "here",
        "it",
        "not",
        "if",
        "when",
        "and",
        "as",
        "to",
        "we",
        "you",
        "they",
        "who",
        "which",
        "because",
        "anything",
        "everything",
        "nothing",
        "anyone",
        "whoever",
        "where",
        "what",
    ]
)
_TIMED = re.compile(
    r"^(?P<when>(?:from|since|as of|on|starting) (?:[a-z]+ ){0,2}?(?:\d[\w.:-]*|today|tomorrow|monday|tuesday|wednesday|thursday|friday|saturday|sunday|now on|january|february|march|april|may|june|july|august|september|october|november|december)(?: (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*)?(?: 20\d\d)?,? )(?P<rest>.+)$",
    re.IGNORECASE,
)
_NONE = re.compile(
    r"^no (?P<what>(?:[\w/-]+ ){0,4}?[\w/-]+) (?P<rest>(?:for|on|to|in|of|from|at|with|until|during|since) .+)$",
    re.IGNORECASE,
)
_A_NEW = re.compile(
    r"^new (?P<what>(?:(?:field|report|column|role|app|button|feature|function|version|form|page|menu|tile|option|check|printer|release|interface)s?)\b.*)$",
    re.IGNORECASE,
)
_TROUBLE = re.compile(
    r"^(?:(?:elevated|high|increased|intermittent|on-and-off|some|short|slow|long|memory|hardware|network|technical|known|degraded) )?(?:[\w/-]+ ){0,2}?(?:error rates?|errors?|delays?|problems?|issues?|timeouts|failures?|latency|performance|response times|interruptions?|lock|login failures|fault|bug)\b",
    re.IGNORECASE,
)


def full_sentence(text: str, kind: UpdateKind) -> str:
    """The sentence with the verb it lacks, where that can only be one; else as it is. No full stop at its end."""
    known = _DOING.get(text.lower())
    if known is not None:
        return known
    if _DOING_START.match(text) and not _SAYS_ALREADY.search(text):
        return f"We are {lowered(text)}"
    found = _WILL.match(text)
    if found:
        return f"We will {text[found.end() :]}"
    for make in (_two_things, next_word, short_news, _nothing, _we_did, event, _timed, _is_so, _was_done, _there_is):
        made = make(text, kind)
        if made is not None:
            return made
    return text


def _two_things(text: str, kind: UpdateKind) -> str | None:
    """ "Index rebuilt, all is well": what stands before the comma is a sentence of its own."""
    left, comma, right = text.partition(", ")
    if (
        not comma
        or len(left.split()) < 2
        or len(right.split()) < 2
        or re.match(r"(?:if|when|and|or|but|as|because|since|which|who|so|in|on|at|for|from)\b", right, re.IGNORECASE)
    ):
        return None
    first = (
        next(
            (made for make in (_nothing, _we_did, event, _is_so, _was_done, _there_is) if (made := make(left, kind))),
            None,
        )
        if not FINITE.search(left)
        else None
    )
    second = full_sentence(right, kind)
    # After a whole sentence, a participle may go on with its list of verbs: "an outage that ended, restarted all ...".
    lists = _WE_DID.match(right) or "," in right or ORDERS.match(left)
    if first is None and (second == right or not FINITE.search(left) or lists):
        return None
    if second == right and not FINITE.search(right) and not re.match(r"please|use|do not", right, re.IGNORECASE):
        return f"{first} ({right})" if first and len(right.split()) <= 5 and _CAUSE.match(right) else None
    busy, stop, then = second.partition(". ")
    if _BUSY.search(busy) and first:
        return f"{first}, and {lowered(busy)}{stop}{then}"
    return f"{first or left}. {capital(second)}"


_CAUSE = re.compile(
    r"(?:wrong|missing|expired|faulty|bad|high|full|broken|hardware|network|disk|power|human|config\w*)\b[^,;:]*$",
    re.IGNORECASE,
)
_BUSY = re.compile(r"\b(?:is|are) (?:running|working on it)$")


def _there_is(text: str, kind: UpdateKind) -> str | None:
    """A noun phrase that can only mean that something is there: "No access from Lisbon", "Lock on table MSEG"."""
    if not lacks_verb(text) or len(text.split()) > 16 or ": " in text:
        return None
    found = _A_NEW.match(text)
    if found:
        return f"There {'are' if plural(found['what']) else 'is a'} new {found['what']}"
    found = _NONE.match(text)
    if found and not re.search(r"\b(?:need|action|idea|news)\b", found["what"]):
        return f"There {'are' if plural(found['what']) else 'is'} no {found['what']} {found['rest']}"
    found = _TROUBLE.match(text)
    if (
        found
        and kind in (UpdateKind.OUTAGE, UpdateKind.CHANGE)
        and re.match(r" (?:on|in|with|at|for|when|of|to|from)\b|$", text[found.end() :])
    ):
        many, low = plural(text), lowered(text)
        mass = re.search(r"\b(?:performance|latency)$", found[0], re.IGNORECASE)
        an = "" if many or mass or DETERMINED.match(low) else "an " if low[0] in "aeiou" else "a "
        return f"There {'are' if many else 'is'} {an}{low}"
    return None


def _timed(text: str, kind: UpdateKind) -> str | None:
    """A time in front of a telegram: "from 1 May two approvals needed"."""
    found = _TIMED.match(text)
    if not found:
        return None
    made = _is_so(found["rest"], kind) or _was_done(found["rest"], kind)
    return f"{found['when']}{made}" if made and not re.search(r" (?:was|were|has been|have been) ", made) else None


def _nothing(text: str, kind: UpdateKind) -> str | None:
    found = _NO.match(text)
    if not found or FINITE.search(found["what"]):
        return None
    verb = found["verb"].lower()
    if verb == "expected":
        return f"We expect no {found['what']}{found['rest']}"
    many = found["what"].endswith("s") and not found["what"].endswith("ss")
    be = ("are" if many else "is") if verb in _STATE else ("were" if many else "was")
    return f"No {found['what']} {be} {verb}{found['rest']}"


def _we_did(text: str, kind: UpdateKind) -> str | None:
    found = _WE_DID.match(text)
    if found is None or re.match(
        r"(?:\w+ ){0,6}?(?:is|are|was|were|will|has|have|can|must|may|cannot)\b", text[found.end() :]
    ):
        return None
    return f"We {text[0].lower()}{text[1:]}"


def _is_so(text: str, kind: UpdateKind) -> str | None:
    found = _PREDICATE.match(text)
    if (
        not found
        or FINITE.search(found["subject"])
        or found["subject"].split()[0].lower() in _NO_SUBJECT
        or ORDERS.match(found["subject"])
        or found["subject"].split()[-1].lower() in NO_END
    ):
        return None
    subject, what, rest = with_article(found["subject"]), found["what"], found["rest"]
    if FINITE.search(rest.split(",")[0].split(" and ")[0].split(";")[0].split(" because ")[0].split(" but ")[0]):
        return None
    be = _be(found["subject"], rest, kind)
    if be == "will be" and _NOW.search(what):
        be = "are" if plural(found["subject"]) else "is"
    no = re.match(r"(not|no longer) ", what, re.IGNORECASE)
    if be == "will be" and no:
        return f"{subject} will {no[1].lower()} be {what[no.end() :]}{with_comma(rest)}"
    if (
        kind in (UpdateKind.FIXED, UpdateKind.ROLLBACK)
        and be in ("is", "are")
        and what.lower() in ("wrong", "incorrect", "missing", "incomplete", "empty", "slow", "down")
    ):
        be = "was" if be == "is" else "were"
    return f"{subject} {be} {what}{with_comma(rest)}"


def _be(subject: str, rest: str, kind: UpdateKind) -> str:
    many = plural(subject)
    if re.match(r"\s?since\b", rest):
        return "have been" if many else "has been"
    if AHEAD.search(rest) or (
        kind in (UpdateKind.PLANNED, UpdateKind.WITHDRAWAL) and (_DAY.search(rest) or re.search(r"\d[:.]\d\d", rest))
    ):
        return "will be"
    if kind == UpdateKind.PLANNED and not _NOW.search(rest) and not re.search(r"\bsince\b", rest):
        return "will be"
    return "are" if many else "is"


_AT = re.compile(r" (?:at )?\d{1,2}[:.]\d\d")
_MOVED = frozenset({"postponed", "moved", "rescheduled", "extended", "cancelled", "canceled", "withdrawn"})
_NOW = re.compile(r"\b(?:now|still|currently|again|today)\b", re.IGNORECASE)


def _was_done(text: str, kind: UpdateKind) -> str | None:
    found = _PASSIVE.match(text)
    if not found or FINITE.search(found["subject"]) or " that " in text:
        return None
    subject, verb, rest = found["subject"], found["verb"].lower(), found["rest"]
    first = subject.split()[0].lower()
    if first in _NO_SUBJECT or ORDERS.match(subject) or re.search(r"\bif\b", subject):
        return None
    if FINITE.search(rest.split(",")[0].split(" and ")[0].split(" because ")[0]):
        return None
    many, adverb = plural(subject), found["adverb"] or ""
    if re.match(r"\s?since\b", rest):
        be = "have been" if many else "has been"
    elif AHEAD.search(rest) or (kind in (UpdateKind.PLANNED, UpdateKind.WITHDRAWAL) and _DAY.search(rest)):
        be = "will be"
    elif verb in _MOVED and not _AT.match(rest):
        be = "have been" if many else "has been"
    elif verb in _STATE:
        be = "are" if many else "is"
    elif _PAST_TIME.search(rest):
        be = "were" if many else "was"
    elif _DAY.search(rest) and kind not in (UpdateKind.FIXED, UpdateKind.ROLLBACK, UpdateKind.OUTAGE):
        return None
    elif _DAY.search(rest):
        be = "were" if many else "was"
    else:
        be = "have been" if many else "has been"
    rest = re.sub(r"^ (?=\d{1,2}[:.]\d\d(?! ?[-–]))", " at ", rest)
    if be == "will be" and adverb.lower() in ("not ", "no longer "):
        return f"{with_article(subject)} will {adverb.lower()}be {found['verb']}{rest}"
    return f"{with_article(subject)} {be} {adverb}{found['verb']}{with_comma(rest)}"
