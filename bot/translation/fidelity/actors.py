"""Who does it: we, the reader, or somebody the post names."""

# ruff: noqa: E501  (lists of words read best on one line)
import re
from collections.abc import Iterator

from bot.translation.fidelity.align import Alignment, Match
from bot.translation.fidelity.modality import asks, counterpart
from bot.translation.fidelity.model import Clause, Part, Problem, ProblemKind
from bot.translation.fidelity.words import SYNONYM, read_words

_US = r"we|i|our (?:team|engineers|staff|support|admins|people)|the it (?:team|department)|it staff"
#: We do something, other than ask, hope and the like.
_US_DO = re.compile(
    rf"\b(?:{_US})(?:'ll|'ve|'re)?\s(?!(?:\w+ ){{0,2}}(?:ask|asks|asked|advise|recommend|request|want|need you|need your|need it|need them|need|expect|urge|encourage|apologi\w+|thank|hope|know|see|hear|had been told|said|say|suggest|appreciate|understand|regret|like|look forward|would like)\b)"
)
_WE = re.compile(r"\b(?:we|we'\w+|our|us|i)\b")
_OF_US = re.compile(
    r"\b(?:we|we'\w+|our|us|i|teams?|engineers?|admins?|administrators?|help ?desk|service desk|department|technicians?|developers?|operations|vendor|provider|microsoft)\b"
)
_YOU = re.compile(
    r"\b(?:you|you'\w+|users?|customers?|everyone|everybody|colleagues?|employees?|staff|anyone|anybody|whoever|owners?|your|yours|people|nobody|no one|managers?|researchers?|students?|members?|participants?|visitors?|drivers?|pickers?|planners?|buyers?|approvers?|supervisors?|those)\b"
)
#: What people who use a system do with it, and people who run it say of themselves only where the post does.
_WE_CAN = re.compile(
    r"\b(?:we|i) (?:can|cannot|can't|may|must|need to|have to|should|do not have to|don't have to|need not)(?: (?:not|now|also|still|only|no longer|again|then|always))*"
    r" (?:use|read|see|log|sign|order|book|view|print|search|keep|find|choose|enter|type|scan|submit|post|edit|save|upload|download|ask|write|get|pay|attach|clock|hand|approve|register|connect|copy|work|put|fill|prove|say|name|provide|go on)\b"
)
_WE_NEED_NOT = re.compile(
    r"\b(?:nothing|no need|not|n't|none)\b[^.;]{0,25}\bwe (?:have|need|must)\b|\bwe (?:(?:do not|don't) (?:have|need) to|need not)\b"
)
_FIRST = re.compile(r"(?:so |and |then |but |because |since )?we\b")
_WE_WILL = re.compile(
    r"\bwe (?:will|shall|are going to|have to|must|need to|should)(?: (?:also|then|now|not))* (?P<verb>[a-z]+)\b"
)
_SUBJECT = re.compile(
    r"(?<!tell )(?<!let )(?<!lets )(?<!give )(?<!gives )(?<!for )(?<!to )(?<!with )(?<!of )(?<!than )(?<!show )(?<!shows )(?<!ask )(?<!asks )(?<!asked )(?<!advise )(?<!inform )(?<!call )(?<!help )(?<!helps )(?<!remind )(?<!send )"
    r"(?<!allow )(?<!allows )(?<!contact )(?<!want )(?<!need )(?<!about )(?<!from )(?<!does )(?<!do )(?<!can )(?<!whatever )(?<!what )(?<!else )(?<!lead )(?<!where )(?<!which )(?<!if )(?<!when )(?<!once )(?<!unless )(?<!that )\byou (?P<verb>(?:\w+ ){0,3}\w+)"
)
_AUX = re.compile(
    r"^(?:(?:will|are|have|had|now|also|already|just|all|again|going to|shall|were|then|only|is|do|did|not|been|be|probably|certainly) )*"
)
#: What happens to the reader, though we are the ones who act.
_OF_READERS = re.compile(
    r"^(?:can|cannot|may|might|could|must|should|need\w*|would|see\w*|find\w*|hear|get\w*|got|receiv\w*|lose|lost|notice|know|have|had|has|be|been|able|unable|told|asked|informed|notified|invited|want|like|wish|use|using|used|wait\w*|log\w*|sign\w*|want\w*|feel|miss|to|nothing|neither|no|the|a|an|any|more|less|fine|best|still|in|free|"
    r"there|back|affected|both|learn|enjoy|go|come|own\w*|work\w*|ha[sd]|save\w*|face|experience|won't|don't|can't|aren't|haven't|didn't|read\w*|not|give|enter\w*|your|our|this|that|it|whether|what|which|ask\w*|choose|owe|think|believe|save|pay|with|for|on|at|logged)\b"
)
#: What people who run systems do, in any tense.
_RUNNING = re.compile(
    r"^(?:patch\w*|deploy\w*|migrat\w*|upgrad\w*|replac\w*|rebuil\w*|restor\w*|roll\w* (?:back|out)|monitor\w*|investigat\w*|switch\w* (?:off|on|over)|turn\w* (?:off|on)|shut\w*|undid|undo|undone|undoing|took|taken|taking|take (?:\w+ ){0,4}(?:out|back|off)|look\w* into|looking|disabl\w*|enabl\w*|block\w*|"
    r"extend\w*|publish\w*|releas\w*|transfer\w*|mov(?:e|ed|ing)|fix\w*|repair\w*|stopped|stop|went back|gone back|reset\w*|corrected|detected|removed|started|added|cancelled|gave|put|made|changed|increased|locked|moved|sent|send (?:the|a) (?:new|next)|write again|keep an eye|add|making|building|trying|working on|aim\w*|plan\w*|expect|process\w*|have to (?:restart|assume)|try out|open (?:the )?systems?|leave the|install (?:the|a|new|windows)|swap\w*|load (?:it|them|the)|mend\w*|close (?:every|all|the)|make an? (?:urgent|change|new)|remove|clos(?:ed|ing)|break off|broke off)\b"
)
_REACH = r"(?:contact|call|e-?mail|write to|reach|inform|notify|tell|ask|let)"
_REACHES_YOU = re.compile(rf"\b{_REACH}\s(?:you|users|them|customers)\b")
_GET_IN_TOUCH = re.compile(
    rf"(?:^|[.:;,] |\b(?:please|or|and|then|must|to|should) )(?:{_REACH}|mail|ring|phone|turn to|forward|report|send)\b|^questions?\b|\bcontact:"
)
_WE_REACH = re.compile(
    rf"\b(?:{_US}) (?:will |shall |are going to |can )?(?:{_REACH}|mail|ring|phone)\b (?!you\b|users|everyone|everybody|all|them|people|key users|those|owners|participants|affected)"
)

#: "We contact us", "you advise you": nobody does that to themselves.
_TO_THEMSELVES = re.compile(
    r"\b(?:we(?: will| can| have|'ll)? \w+ us|(?<!if )(?<!when )(?<!whether )you(?: will| can)? (?!see|know|want|need|think|find)\w+ you)\b(?! can|'| are| have| need| will| must| may)"
)
#: What those who announce something do, and readers do not.
_ANNOUNCES = re.compile(
    r"(?<!if )(?<!when )(?<!whether )(?<!that )(?<!what )(?<!as )(?<!than )(?<!thing )\byou (?:will |also |now )?(?:expect|advise|apologi[sz]e|estimate|aim|intend|regret|recommend|suggest)\b"
)

_GROUPS = (
    "vendor vendors supplier suppliers provider providers seller maker manufacturer producer carrier carriers contractor contractors", "manager managers lead leads leader leaders supervisor supervisors head heads boss",
    "administrator administrators admin admins", "developer developers programmer programmers", "auditor auditors", "engineer engineers technician technicians",
    "finance accounting accountant accountants controller controllers controlling treasury bookkeeping bookkeepers financial", "hr personnel human payroll employee", "procurement purchasing buyer buyers purchaser purchasers",
    "sales salespeople sell sells", "warehouse warehouses picker pickers logistics", "planner planners", "legal lawyers law", "student students", "faculty professor teachers instructors",
    "researcher researchers scientists", "visitor visitors guest guests", "marketing", "customer customers client clients", "facilities", "bank banks",
    "management director directors executive executives", "driver drivers",
)  # fmt: skip
_GROUP_OF = {name: number for number, names in enumerate(_GROUPS) for name in names.split()}
_GROUP_WORD = re.compile(r"\b(?:" + "|".join(_GROUP_OF) + r")\b")


def swapped_actors(pairs: Alignment) -> Iterator[Problem]:
    """What somebody else does in the post."""
    known = {_GROUP_OF[word] for word in _GROUP_WORD.findall(pairs.source.low)}
    for clause, matches in zip(pairs.rewrite.clauses, pairs.back, strict=True):
        for part in clause.parts:
            found = counterpart(part, matches)
            if found is not None:
                why = _swapped(part, found[0], matches) or _odd(part.low, pairs.source.low)
                if why:
                    yield Problem(ProblemKind.ACTOR, found[1].clause.text, clause.text, why)
        if _WE_NEED_NOT.search(clause.low) and not _WE.search(pairs.source.low):
            yield Problem(ProblemKind.ACTOR, "", clause.text, "The post says this of the reader, the draft of us.")
        new = _other_group(pairs, clause, known)
        if new is not None and matches:
            yield Problem(ProblemKind.ACTOR, matches[0].clause.text, new, "The post names somebody else here.")


def _swapped(part: Part, said: str, matches: list[Match]) -> str | None:
    here, around = part.low, " . ".join(match.clause.low for match in matches[:2])
    if not _WE.search(said):
        if _US_DO.search(here) and asks(said) and (_FIRST.match(here) or not asks(here)):
            return "The post asks this of the reader, the draft says that we do it."
        if _US_DO.search(here) and _YOU.search(said) and not _YOU.search(here) and not _OF_US.search(around):
            return "The post says this of the reader, the draft of us."
        if not _WE.search(around) and _WE_CAN.search(here):
            return "The post says this of the reader, the draft of us."
        if not _WE.search(around) and _asked_of_reader(here, matches):
            return "The post asks this of the reader, the draft says that we do it."
        if _WE_REACH.search(here) and _GET_IN_TOUCH.search(said):
            return "The post asks the reader to get in touch, the draft says that we do."
    if (
        _REACHES_YOU.search(here)
        and _GET_IN_TOUCH.search(said)
        and not _REACHES_YOU.search(said)
        and not _YOU.search(said)
    ):
        return "The post asks the reader to get in touch, the draft says that others do."
    return "In the post this is not for the reader to do." if _not_yours(here, said) else None


def _odd(here: str, source: str) -> str | None:
    """What no announcement says of the reader or of us, unless the post does."""
    if (_TO_THEMSELVES.search(here) and not _TO_THEMSELVES.search(source)) or (
        _ANNOUNCES.search(here) and not _ANNOUNCES.search(source)
    ):
        return "The draft says of the reader or of us what the post does not."
    return None


def _asked_of_reader(here: str, matches: list[Match]) -> bool:
    """Whether what we do here is what the post gives as an order."""
    doing = _WE_WILL.search(here)
    words = read_words(doing["verb"]) if doing else ()
    return any(
        part.bag.holds(words[0]) >= SYNONYM
        for match in matches
        for part in match.clause.parts
        if words and asks(part.low)
    )


def _not_yours(here: str, said: str) -> bool:
    if _YOU.search(said) or asks(said):
        return False
    ours = bool(re.search(r"\bwe\b", said)) and not _WE.search(here)
    for match in _SUBJECT.finditer(here):
        verb = _AUX.sub("", match["verb"])
        if _RUNNING.match(verb) and not _may_be_yours(said):
            return True
        if ours and not _OF_READERS.match(verb):
            return True
    return False


def _may_be_yours(said: str) -> bool:
    return bool(
        re.search(
            r"\b(?:can|cannot|must|ha(?:ve|s) to|needs?|required?|possible|able|available|allowed|should|may|necessary|please)\b",
            said,
        )
    )


def _other_group(pairs: Alignment, clause: Clause, known: set[int]) -> str | None:
    """A group of people that the post does not name: managers for administrators, sales for finance."""
    for match in _GROUP_WORD.finditer(clause.low):
        word = next((word for word in clause.words if word.text == match[0]), None)
        if _GROUP_OF[match[0]] not in known and (word is None or pairs.source.bag.holds(word) < SYNONYM):
            return match[0]
    return None
