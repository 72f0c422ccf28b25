"""Who does it: we, the reader, or somebody the post names."""

# ruff: noqa: E501  (lists of words read best on one line)
import re
from collections.abc import Iterator

from bot.translation.facts.phrases import ACTION_VERBS
from bot.translation.fidelity.align import Alignment, Match
from bot.translation.fidelity.modality import asks, counterpart
from bot.translation.fidelity.model import Clause, Part, Problem, ProblemKind

_US = r"we|i|our (?:team|engineers|staff|support|admins|people)|the it (?:team|department)|it staff"
_US_DO = re.compile(
    rf"\b(?:{_US})(?:'ll|'ve|'re)?\s(?!(?:\w+ ){{0,2}}(?:ask|asks|asked|advise|recommend|request|want|need you|need your|need it|need them|expect|urge|encourage|apologi\w+|thank|hope|know|see|hear|had been told|said|say|suggest|appreciate|understand|regret|like|look forward)\b)"
)
_OF_US = re.compile(
    r"\b(?:we|we'\w+|our|us|i|it|it team|team|teams|engineers?|admins?|administrators?|support|help ?desk|service desk|staff|department|technicians?|developers?|basis|operations|department|vendor|provider|supplier|partner|microsoft|sap|oracle|project)\b"
)
_YOU = re.compile(
    r"\b(?:you|you'\w+|users?|customers?|everyone|everybody|colleagues?|employees?|staff|anyone|anybody|whoever|owners?|your|yours|people|nobody|no one|managers?|researchers?|students?|members?|participants?|visitors?|drivers?|pickers?|planners?|buyers?|approvers?|supervisors?|those)\b"
)
#: What people who use a system do with it, and people who run it do not.
_USE = r"use|read|see|reach|open|log|sign|access|work|order|book|view|print|search|keep|find|choose|enter|type|print|scan|submit|post|change|edit|save|upload|download|create|ask|write|call|look|get|order|pay|attach|clock|hand|export|approve|release|confirm|register|restart|install|connect|copy|need|have"
_WE_CAN = re.compile(rf"\b(?:we|i) (?:can|cannot|can't|may|must|need to|have to|should|do not have to|don't have to|need not)\b(?: (?:not|now|also|still|only|no longer|again|then|always))*(?: (?P<verb>{_USE}))?\b")
_NOT_YOURS = re.compile(
    r"\b(?:you|you've|you're|you'll)\s(?:will |are |have |had |'ve |now |also |already |then |just |all |again |is |going to )*(?P<verb>[a-z]+)\b(?P<after>[^.;,]{0,20})"
)
#: What happens to the reader, or what a reader does with any system.
_YOURS = re.compile(
    r"^(?:can|cannot|may|might|could|must|should|need|needs|would|do|don't|did|does|not|never|see|find|get|gets|hear|lose|lost|receive\w*|be|been|have|had|want|like|use|using|used|notice|wait|know|notified|informed|told|asked|able|unable|logged|signed|"
    r"work|working|worked|own|owns|keep|kept|enter\w*|type|typed|look|click|choose|chose|open|opened|save|saved|print\w*|read|reach|miss|come|go|still|only|no|longer|yourself|in|at|on|free|affected|submit\w*|sent|send|order\w*|made|"
    r"make|connected|registered|invited|running|run|currently|expecting|expect|experience|face|start|attach\w*|post\w*|create\w*|upload\w*|report\w*|once|ever|left|leave|add|added|pay|paid|hand|handed|cannot|won't|aren't|haven't|didn't|view|edit|needed|back|log|sign|has|stay|missing|there|all|both|lead|write|copied|wrote|ordered|spent|attached|submitted|typing|got|were|was|deliver|suggest)$"
)
_REACH = r"(?:contact|call|e-?mail|write to|reach|inform|notify|tell|ask|let)"
_REACHES_YOU = re.compile(rf"\b{_REACH}\s(?:you|users|them|customers)\b")
_GET_IN_TOUCH = re.compile(rf"(?:^|[.:;,] |\b(?:please|or|and|then|must|to|should) )(?:{_REACH}|mail|ring|phone|turn to|forward|report|send)\b")
_WE_REACH = re.compile(rf"\b(?:{_US}) (?:will |shall |are going to |can )?(?:{_REACH}|mail|ring|phone)\b (?!you\b|users|everyone|everybody|all|them|people|key users|those|owners|participants|affected)")

_GROUPS = (
    "vendor vendors supplier suppliers provider providers seller maker manufacturer producer carrier carriers contractor contractors", "manager managers lead leads leader leaders supervisor supervisors head heads boss",
    "administrator administrators admin admins", "developer developers programmer programmers", "auditor auditors", "engineer engineers technician technicians",
    "finance accounting accountant accountants controller controllers controlling treasury bookkeeping bookkeepers financial", "hr personnel human payroll employee", "procurement purchasing buyer buyers purchase purchases purchaser purchasers",
    "sales salespeople sell sells", "warehouse warehouses picker pickers logistics", "planner planners", "legal lawyers law", "student students", "faculty professor teachers instructors",
    "researcher researchers scientists", "visitor visitors guest guests", "marketing", "customer customers client clients buyer buyers", "facilities", "bank banks",
    "management director directors executive executives", "driver drivers",
)  # fmt: skip
_GROUP_OF: dict[str, set[int]] = {}
for _number, _names in enumerate(_GROUPS):
    for _name in _names.split():
        _GROUP_OF.setdefault(_name, set()).add(_number)
_GROUP_WORD = re.compile(r"\b(?:" + "|".join(_GROUP_OF) + r")\b")
_SOMEBODY = re.compile(r"\b(?:you|users?|everyone|team|staff|employees?|we|colleagues|people|responsible|owners?|technician|someone|somebody)\b")


def swapped_actors(pairs: Alignment) -> Iterator[Problem]:
    """What somebody else does in the post."""
    for clause, matches in zip(pairs.rewrite.clauses, pairs.back, strict=True):
        for part in clause.parts:
            found = counterpart(part, matches)
            if found is not None:
                why = _swapped(part, found[0], clause, matches)
                if why:
                    yield Problem(ProblemKind.ACTOR, found[1].clause.text, clause.text, why)
        group = _other_group(pairs, clause, matches)
        if group is not None:
            yield group


def _swapped(part: Part, said: str, clause: Clause, matches: list[Match]) -> str | None:
    here, around = part.low, " . ".join(match.clause.low for match in matches[:2])
    ours = _US_DO.search(here)
    if ours and not _OF_US.search(around) and (asks(said) or _YOU.search(said)) and not _YOU.search(here):
        return "The post asks this of the reader, the draft says that we do it."
    can = _WE_CAN.search(here)
    if can and not re.search(r"\b(?:we|we'\w+|our|us|i)\b", around):
        return "The post says this of the reader, the draft of us."
    if _WE_REACH.search(here) and (_GET_IN_TOUCH.search(said) or asks(said)) and not re.search(r"\bwe\b", said):
        return "The post asks the reader to get in touch, the draft says that we do."
    if _REACHES_YOU.search(here) and _GET_IN_TOUCH.search(said) and not _REACHES_YOU.search(said) and not _YOU.search(said):
        return "The post asks the reader to get in touch, the draft says that others do."
    for yours in _NOT_YOURS.finditer(here):
        if not _YOURS.match(yours["verb"]) and not _YOU.search(said) and not asks(said) and not _may_be_yours(said):
            return "In the post this is not for the reader to do."
    return None


def _may_be_yours(said: str) -> bool:
    return bool(re.search(r"\b(?:can|cannot|must|ha(?:ve|s) to|needs?|required?|possible|able|available|allowed|should|may|necessary|please)\b", said))


def _other_group(pairs: Alignment, clause: Clause, matches: list[Match]) -> Problem | None:
    """Another group of people than in the post: managers instead of administrators, sales instead of finance."""
    words = _GROUP_WORD.findall(clause.low)
    if not words or not matches:
        return None
    known = {number for word in _GROUP_WORD.findall(pairs.source.low) for number in _GROUP_OF[word]}
    new = [word for word in words if not _GROUP_OF[word] & known]
    if not new:
        return None
    kept = {number for word in _GROUP_WORD.findall(pairs.rewrite.low) for number in _GROUP_OF[word]}
    there = " ".join(match.clause.low for match in matches[:2])
    gone = [word for word in _GROUP_WORD.findall(there) if not _GROUP_OF[word] & kept]
    if not gone and not _SOMEBODY.search(there):
        return None
    return Problem(ProblemKind.ACTOR, gone[0] if gone else "", new[0], "The post names somebody else here.")


_ACTS = re.compile(rf"\b(?:{ACTION_VERBS})\b")
