"""Telegram style into sentences: "PRD restart tonight" becomes "PRD will be restarted tonight"."""

# ruff: noqa: E501  (patterns and tables of words read best on one line)
import re

from bot.translation.kinds import UpdateKind

#: Words that make a text a sentence.
FINITE = re.compile(
    r"\b(?:is|are|was|were|am|be|will|would|has|have|had|can|cannot|(?-i:may)(?! \d)|might|must|shall|should|could|do|does|did|let|needs?|"
    r"(?:we|they) \w+|works(?! (?:on|at)\b)|(?<=s )work|(?<=s )take|shows?|fails?|stops?|stopped|starts?(?! \d)|started|failed|crash(?:es|ed)|runs?(?= (?:on|at|again|every|with))|moves|changes(?= (?:from|to|on|at))|(?<=s )change(?= (?:from|to|on|at))|changed(?= (?:from|to|on))|ends|ended|begins|began|remains?|stays?|returns? (?=to|an?|incomplete|wrong|no)|"
    r"expires?|expired|accepts?|rejects?|replaces|supports|(?<=s )drop|drops (?=from|to|by|after)|dropped|increases (?=from|to|by)|slips|gets?|got|goes|went|comes?|came|takes|took|sends|keeps?|kept|loses?|lost(?! (?:at|in|by|on|data))|hit|"
    r"arrives?|arrived|says|said|confirmed (?:the|that|a)|completed|finished|becomes?|became|contains?|appears?|applies|apply|affects?|receives?|see|sees|allows?|cannot|don't|doesn't|isn't|aren't|won't|can't|wasn't|weren't|didn't|hasn't|haven't|we've|we're|you'll|we'll|it's|wait|waits|exist|exists|answers|asks|creates|calculates|installs|uses|includes|provides|offers|means|makes|gives|helps|leads to|prevents|causes|blocks|switches|retries|refuses|rounds|prints (?=blank|the|a|no|wrong)|slips|arrive|expect|remain|installs|opens|closes|reopens|now [a-z]+s)\b",
    re.IGNORECASE,
)
_DONE = (
    "deployed|imported|fixed|resolved|solved|replaced|restored|rebuilt|installed|updated|patched|upgraded|reverted|disabled|enabled|blocked|locked|unlocked|removed|"
    "deleted|added|cancelled|canceled|postponed|rescheduled|identified|reprocessed|renewed|released|corrected|applied|migrated|moved|switched off|switched on|turned off|turned on|rolled back|backed out|"
    "affected|expected|required|needed|logged off|restarted|rebooted|cleared|notified|informed|contacted|reset|found|lost|swapped|paused|suspended|delayed|extended|scheduled|planned|created|transported|rolled out|taken back|activated|deactivated|closed|opened|mailed|increased|raised|adjusted|changed|tested|reopened|withdrawn|killed|refreshed|published|queued|stuck"
)
_STATE = frozenset(
    "affected expected required needed scheduled planned blocked locked delayed suspended paused stuck queued".split()
)
_PASSIVE = re.compile(
    rf"^(?P<subject>(?!(?:please|do|no longer|if)\b)(?:[^,;:]|(?<=\d),(?=\d)){{2,80}}?) (?P<adverb>(?:no longer|not|now|already|successfully|again|also|fully|partly|temporarily|manually|automatically) )?(?P<verb>{_DONE})"
    r"(?P<rest>(?: (?:at|on|by|since|in|into|to|from|for|with|after|before|until|till|via|through|again|now|today|tonight|yesterday|tomorrow|manually|automatically|successfully|due|because|and|over|as|this|last|next|during|\d|sat|sun|mon|tue|wed|thu|fri).*)?)$",
    re.IGNORECASE,
)
_PREDICATE = re.compile(
    r"^(?P<subject>(?!(?:please|do)\b)(?:(?:[^,;:]|(?<=\d),(?=\d)){2,80}?|(?:[\w./ -]{2,30}, ){1,4}[\w./ -]{2,30} and [\w./ -]{2,30}?)) (?P<what>(?:still |again |now |also |currently |partly |completely |temporarily |very )?(?:not (?:available|reachable|possible|working|syncing|affected|responding)|down|offline|online|unavailable|unreachable|inaccessible|available(?: again)?|"
    r"back(?: online| up| to normal| in service)?|up(?: and running)?(?: again)?|slow(?: again)?|degraded|broken|live|ready|closed|open(?: again)?|operational|in progress|ongoing|unaffected|working(?: again)?|failing|impossible|possible(?: again)?|read-only|limited|out of order|on site|due|waiting|missing|incomplete|running|pending|wrong|incorrect|empty|ok(?: again)?|okay|gone|full|(?:not|no longer) (?:complete|ready|correct|possible|supported|available|needed|valid|updated)))"
    r"(?P<rest>(?: (?:at|on|since|in|from|for|with|after|before|until|till|again|now|today|tonight|tomorrow|due|because|this|next|during|as|between|\(|\d|sat|sun|mon|tue|wed|thu|fri).*)?)$",
    re.IGNORECASE,
)
_WORK = {
    "restart": "be restarted", "reboot": "be restarted", "upgrade": "be upgraded", "update": "be updated", "patching": "be patched", "migration": "be migrated",
    "refresh": "be refreshed", "shutdown": "be shut down", "failover": "be switched over", "switchover": "be switched over", "replacement": "be replaced",
    "relocation": "be moved", "deployment": "be installed", "import": "be imported", "decommissioning": "be switched off for good", "reimage": "be set up anew",
}  # fmt: skip
_WHEN = (
    r"(?:tonight|today|tomorrow|this (?:weekend|evening|afternoon|morning|week)|next (?:week|weekend|month)|(?:on |in the night (?:of|to) |the night of )?(?:mon|tue|wed|thu|fri|sat|sun)\w{0,6}\b|on \d|\d{1,2}[.:]\d\d|"
    r"at \d|from \d|between \d|\d{1,2} ?(?:am|pm)|\d{4}-\d\d|\d{1,2}(?:-\d{1,2})?(?:st|nd|rd|th)?[. ](?:of )?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)|during )"
)
_EVENT = re.compile(
    rf"^(?P<subject>(?:[\w./&+-]+ ){{1,4}}?)(?P<work>{'|'.join(_WORK)})(?P<comma>,?:?) (?=(?P<when>{_WHEN}))(?P<rest>.+)$",
    re.IGNORECASE,
)
_OF = re.compile(
    rf"^(?:the )?(?:planned |scheduled |emergency )?(?P<work>{'|'.join(_WORK)}) of (?P<subject>(?:(?!\b(?:on|from|to|at|tonight|tomorrow)\b)[\w./&+'-]+ ){{1,6}})(?P<rest>.*{_WHEN}.*)$",
    re.IGNORECASE,
)
_THERE = re.compile(
    rf"^(?P<what>(?:(?:the|our) )?(?:[\w/&+-]+ ){{0,4}}(?:maintenance(?: window| work)?|downtime|power test|dr test|failover test|training|freeze|outage|interruption|patch day|security patch|(?:kernel|system|database|client|short|planned|quick) (?:upgrade|restart|reboot|update|refresh|migration))(?: (?:of|at|in|on|for) (?!mon|tue|wed|thu|fri|sat|sun|\d)(?:the )?(?:(?!on\b|from\b)[\w/&+-]+ ?){{1,4}}?)?)[,:]? (?=(?P<when>{_WHEN}))(?P<rest>.+)$",
    re.IGNORECASE,
)
_MASS = re.compile(r"\b(?:maintenance|work|downtime|training)(?= (?:of|at|in|on|for)\b|$)", re.IGNORECASE)
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
_NEXT = re.compile(
    r"^next (?:update|info|news|status)(?: is| comes)?:? (?:at |by )?(?=.*\d)(?P<when>.+)$", re.IGNORECASE
)
_ETA = re.compile(
    r"^(?:eta|expected|est\. fix|estimated fix|fix expected|expected fix)(?: for fix| to fix)?:? (?P<when>(?:by |at |in |about |approx\. |~)?\d.*)$",
    re.IGNORECASE,
)
_NO = re.compile(
    rf"^no (?P<what>[a-z -]{{3,40}}?) (?P<verb>lost|expected|affected|planned|deleted|changed)(?P<rest>.*)$",
    re.IGNORECASE,
)
_PAST_TIME = re.compile(r"\b(?:yesterday|last (?:night|week)|this morning|at \d|\d{1,2}[:.]\d\d|ago)\b", re.IGNORECASE)
_AHEAD = re.compile(r"\b(?:tomorrow|tonight|next|coming|this weekend|later today)\b", re.IGNORECASE)
_DAY = re.compile(
    r"\b(?:mon|tue|wed|thu|fri|sat|sun)\w*\b|\b\d{1,2}(?:st|nd|rd|th|\.)? (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\w*|\b(?:jan|feb|mar|apr|jun|jul|aug|sep|oct|nov|dec)\w* \d|\b\d{4}-\d\d-\d\d|\b\d{1,2}/\d{1,2}",
    re.IGNORECASE,
)
_HEADS = frozenset(
    "cause fix issue problem queue index server job database db certificate interface vendor provider patch update upgrade change system service connection network link report workflow printer spooler team error bug outage backup rollout rollback release deployment migration cutover client gateway cluster node portal app website site line run load batch freeze refresh lock line prompt process flow certificate finding problem day disk login logon page form table file transport correction solution restart template process program export import feed scanner training".split()
)  # fmt: skip
_DETERMINED = re.compile(
    r"^(?:the|a|an|all|some|any|no|our|your|their|this|that|these|those|each|every|both|most|many|new accounts|\d|[\"'“])",
    re.IGNORECASE,
)


_NO_SUBJECT = frozenset(
    "there here it not if when and as to we you they who which because anything everything nothing anyone whoever where what".split()
)
_NO_END = frozenset("to the a an of be and or not in on at with by for is that this as than it who which".split())
_TO_BE = re.compile(r"^(?P<what>[^,;:]{3,60}?) to be (?P<rest>[a-z-]+(?:ed|en|t)\b.*)$", re.IGNORECASE)
_ORDERS = re.compile(
    r"(?:re(?:print|send|post|enter|try|open)|print|send|post|use|save|check|log|call|write|restart|clear|ask|enter|open|close|wait|install|export|switch|leave|keep|contact) (?!(?:server|queue|spooler|job|run|issue|problem|error|file|point|output|load|line)\b)",
    re.IGNORECASE,
)
_TIMED = re.compile(
    r"^(?P<when>(?:from|since|as of|on|starting) (?:[a-z]+ ){0,2}?(?:\d[\w.:-]*|today|tomorrow|monday|tuesday|wednesday|thursday|friday|saturday|sunday|now on|january|february|march|april|may|june|july|august|september|october|november|december)(?: (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*)?(?: 20\d\d)?,? )(?P<rest>.+)$",
    re.IGNORECASE,
)
_NEW_DATE = re.compile(
    rf"^(?:the )?new (?P<what>date|run|time|target|version|attempt|start|window|deadline|eta):? (?=(?:{_WHEN}|\d))(?P<when>.+)$",
    re.IGNORECASE,
)
_COMES = re.compile(
    rf"^(?:the |a )?(?P<what>(?:hot|bug)?fix|repair|correction|solution|new version|rerun|re-run|restart|final update|follow-up):? (?=(?:{_WHEN}))(?P<when>.+)$",
    re.IGNORECASE,
)
_TAKES = re.compile(
    r"^(?:(?:runtime|duration|estimated duration|takes)):? (?=(?:about|approx|~|up to|max|only|\d))", re.IGNORECASE
)
_NONE = re.compile(
    r"^no (?P<what>(?:[\w/-]+ ){0,4}?[\w/-]+) (?P<rest>(?:for|on|to|in|of|from|at|with|until|during|since) .+)$",
    re.IGNORECASE,
)
_A_NEW = re.compile(
    r"^new (?P<what>(?:(?:field|report|column|role|app|button|feature|function|version|form|page|menu|tile|option|check|printer|release|interface)s?)\b.*)$",
    re.IGNORECASE,
)
_ONLY = re.compile(
    r"^(?P<what>[^,;:]{3,50}) only (?P<rest>(?:via|through|with|by|after|on request|until|in)\b.*)$", re.IGNORECASE
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
    for make in (_two_things, _next_word, _short_news, _nothing, _we_did, _event, _timed, _is_so, _was_done, _there_is):
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
        next((made for make in (_nothing, _we_did, _is_so, _was_done, _there_is) if (made := make(left, kind))), None)
        if not FINITE.search(left)
        else None
    )
    second = full_sentence(right, kind)
    if first is None and not (
        second != right and FINITE.search(left) and re.match(r"(?:eta|next update|no )", right, re.IGNORECASE)
    ):
        return None
    if second == right and not FINITE.search(right) and not re.match(r"please|use|do not", right, re.IGNORECASE):
        return f"{first} ({right})" if first and len(right.split()) <= 5 and _CAUSE.match(right) else None
    if _BUSY.search(second) and first and ". " not in second:
        return f"{first}, and {lowered(second)}"
    return f"{first or left}. {_capital(second)}"


_CAUSE = re.compile(
    r"(?:wrong|missing|expired|faulty|bad|high|full|broken|hardware|network|disk|power|human|config\w*)\b[^,;:]*$",
    re.IGNORECASE,
)
_BUSY = re.compile(r"\b(?:is|are) (?:running|working on it)$")
AUX = re.compile(r"\b(?:is|are|was|were|will|has|have|had|can|cannot|may|must|should|does|did)\b")


def lacks_verb(text: str) -> bool:
    """Whether a text is no sentence yet."""
    return not FINITE.search(text)


def _short_news(text: str, kind: UpdateKind) -> str | None:
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
    found = _TO_BE.match(text)
    if (
        found
        and lacks_verb(found["what"])
        and not _AHEAD.search(text)
        and found["what"].split()[-1].lower() not in _NO_END
    ):
        return f"{found['what']} {'have' if plural(found['what']) else 'has'} to be {found['rest']}"
    found = _ONLY.match(text)
    if found and lacks_verb(text) and not _ORDERS.match(text) and len(found["what"].split()) <= 4:
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
        an = "" if many or mass or _DETERMINED.match(low) else "an " if low[0] in "aeiou" else "a "
        return f"There {'are' if many else 'is'} {an}{low}"
    return None


def _timed(text: str, kind: UpdateKind) -> str | None:
    """A time in front of a telegram: "from 1 May two approvals needed"."""
    found = _TIMED.match(text)
    if not found:
        return None
    made = _is_so(found["rest"], kind) or _was_done(found["rest"], kind)
    return f"{found['when']}{made}" if made and not re.search(r" (?:was|were|has been|have been) ", made) else None


def _next_word(text: str, kind: UpdateKind) -> str | None:
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


def _event(text: str, kind: UpdateKind) -> str | None:
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
                return _capital(f"{with_article(subject)} will {_WORK[found['work'].lower()]} {_comma(found['rest'])}")
    found = _THERE.match(text)
    if found:
        what = found["what"]
        an = "" if _DETERMINED.match(what) or _MASS.search(what) else "an " if what[0].lower() in "aeiou" else "a "
        return f"There will be {an}{lowered(what.strip())} {_comma(found['rest'])}".replace(" on on ", " on ")
    return None


def _is_so(text: str, kind: UpdateKind) -> str | None:
    found = _PREDICATE.match(text)
    if (
        not found
        or FINITE.search(found["subject"])
        or found["subject"].split()[0].lower() in _NO_SUBJECT
        or _ORDERS.match(found["subject"])
        or found["subject"].split()[-1].lower() in _NO_END
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
        return f"{subject} will {no[1].lower()} be {what[no.end() :]}{_comma(rest)}"
    if (
        kind in (UpdateKind.FIXED, UpdateKind.ROLLBACK)
        and be in ("is", "are")
        and what.lower() in ("wrong", "incorrect", "missing", "incomplete", "empty", "slow", "down")
    ):
        be = "was" if be == "is" else "were"
    return f"{subject} {be} {what}{_comma(rest)}"


def _be(subject: str, rest: str, kind: UpdateKind) -> str:
    many = plural(subject)
    if re.match(r"\s?since\b", rest):
        return "have been" if many else "has been"
    if _AHEAD.search(rest) or (
        kind in (UpdateKind.PLANNED, UpdateKind.WITHDRAWAL) and (_DAY.search(rest) or re.search(r"\d[:.]\d\d", rest))
    ):
        return "will be"
    if kind == UpdateKind.PLANNED and not _NOW.search(rest) and not re.search(r"\bsince\b", rest):
        return "will be"
    return "are" if many else "is"


_NOW = re.compile(r"\b(?:now|still|currently|again|today)\b", re.IGNORECASE)


def _was_done(text: str, kind: UpdateKind) -> str | None:
    found = _PASSIVE.match(text)
    if not found or FINITE.search(found["subject"]) or " that " in text:
        return None
    subject, verb, rest = found["subject"], found["verb"].lower(), found["rest"]
    first = subject.split()[0].lower()
    if first in _NO_SUBJECT or _ORDERS.match(subject) or re.search(r"\bif\b", subject):
        return None
    if FINITE.search(rest.split(",")[0].split(" and ")[0].split(" because ")[0]):
        return None
    many, adverb = plural(subject), found["adverb"] or ""
    if re.match(r"\s?since\b", rest):
        be = "have been" if many else "has been"
    elif _AHEAD.search(rest) or (kind in (UpdateKind.PLANNED, UpdateKind.WITHDRAWAL) and _DAY.search(rest)):
        be = "will be"
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
    return f"{with_article(subject)} {be} {adverb}{found['verb']}{_comma(rest)}"


def plural(subject: str) -> bool:
    """Whether "are" follows. Looks at the head of the phrase, the word before "of", "for" or "in"."""
    if re.match(
        r"(?:both|all|some|many|most|these|those|several|(?:[2-9]|\d{2,}) )", subject, re.IGNORECASE
    ) and not re.match(r"all of (?:it|the \w+(?<!s)) ", subject):
        return not re.match(r"(?:all|some|most) (?:data|work|traffic|access|mail)\b", subject, re.IGNORECASE)
    parts = re.split(r"\s(?:and|&)\s", re.split(r"\s(?:of|for|in|on|at|with|from|to|between|after)\s", subject)[0])
    if (
        parts[-1].split()
        and any(c.isdigit() for c in parts[-1].split()[-1])
        and re.match(r"[A-Za-z]+ [a-z]+s ", parts[-1])
    ):
        return True
    head = parts[-1].split()[-1].strip("()\"'").lower() if parts[-1].split() else ""
    return len(parts) > 1 or (
        head.endswith("s")
        and not head.endswith(("ss", "us", "is", "sms", "dns", "tms", "mes", "sales", "news", "wms", "gts", "ewms"))
        and not parts[-1].split()[-1].isupper()
    )


def with_article(subject: str) -> str:
    """The phrase with "the" where it needs it: "Root cause" is "The root cause", "PRD" stays."""
    if _DETERMINED.match(subject) or plural(subject):
        return subject
    head = re.split(r"\s(?:of|for|in|on|at|with|from|to|between|after)\s", subject)[0].split()
    if (
        not head
        or head[-1].lower() not in _HEADS
        or any(word[0].isupper() for word in head[1:])
        or (len(head[0]) > 1 and head[0].isupper() and len(head) == 1)
    ):
        return subject
    return f"The {lowered(subject)}"


def lowered(text: str) -> str:
    """The text with a small first letter, unless it begins with a name."""
    word = text.split(" ", 1)[0]
    return text if len(word) > 1 and any(c.isupper() or c.isdigit() for c in word[1:]) else text[:1].lower() + text[1:]


def _comma(rest: str) -> str:
    """ "tonight, 22:00-22:30 CET": a comma before a span of time, and "on" before a day."""
    rest = re.sub(
        r"^( ?)(?=(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]* \d|(?:mon|tues|wednes|thurs|fri|satur|sun)day|\d{1,2}(?:-\d{1,2})? (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)|20\d\d-\d\d))",
        r"\1on ",
        rest,
        count=1,
        flags=re.IGNORECASE,
    )
    return re.sub(
        rf"(tonight|tomorrow|today|(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*|[a-z]{{3,9}} \d{{1,2}}|\d{{1,2}} [a-z]{{3,9}}|\d{{4}}-\d\d-\d\d) (?=\d{{1,2}}[:.]\d\d ?[-–])",
        r"\1, ",
        rest,
        count=1,
        flags=re.IGNORECASE,
    )


def _capital(text: str) -> str:
    word = text.split(" ", 1)[0]
    return text[:1].upper() + text[1:] if word.isalpha() and word.islower() else text
