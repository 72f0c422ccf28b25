"""May, will, must, should: what is possible, certain, a duty or advice stays so."""

# ruff: noqa: E501  (lists of words read best on one line)
import re
from collections.abc import Iterator, Sequence

from bot.translation.facts.phrases import ACTION_VERBS
from bot.translation.fidelity.align import Alignment, Match, parts_like
from bot.translation.fidelity.model import Part, Problem, ProblemKind

#: Not the month.
_MAY_VERB = r"(?:(?<!\d )|(?<=:\d\d ))(?<!\d\. )(?<!\dth )(?<!\dst )(?<!\dnd )(?<!\drd )(?<!\bin )(?<!\bof )(?<!\bby )(?<!since )(?<!until )(?<!from )(?<!early )(?<!late )may(?! \d|,? 20\d\d)"
_MAY = re.compile(
    rf"\b(?:{_MAY_VERB}|might|could(?! not| have)|possibly|perhaps|maybe|potentially|(?:it is|it's) possible|can happen|risk of|chance)\b"
)
#: What says that something is possible, not certain.
_POSSIBLE = (
    rf"{_MAY_VERB}|might|could|can|possib\w*|perhaps|maybe|potential\w*|risks?|chance|likel[yi]\w*|unlikely|should|expect\w*|whether|sometimes|would|danger|rule out|able|in case|believe\w*|thinks?|appears?|seems?|hop(?:e|es|ed|ing)|"
    r"probabl[ey]|presumably|estimat\w*|with luck|assum\w*|happens? that|vary|varies|depend\w*|prone|occasional\w*|unsure|uncertain|not certain|unclear|suggest\w*|optional\w*"
)
_MAY_LIKE = re.compile(rf"\b(?:{_POSSIBLE}|allow\w*|permitted|free to|choose|lets?|enabl\w*)\b")
_WAS = re.compile(r"\b(?:was|were|had|did)\b")
_MIGHT = re.compile(r"\b(?:might|could(?! not| have)|possibly|perhaps|maybe)\b")
_MIGHT_LIKE = re.compile(rf"\b(?:{_POSSIBLE})\b")
#: What a "may" can stand for besides: what is allowed, and what has a limit.
_GRANTED = re.compile(
    rf"\b(?:{_POSSIBLE}|allow\w*|permitted|free to|choose|options?|lets?|enabl\w*|available|valid|accept\w*|maximum|limit\w*|up to|at most|not before|need not|at any time)\b"
)
_YOU_MAY = re.compile(r"\b(?:you|users?|everyone|everybody) may\b")
_MUST = re.compile(
    r"(?<!not )(?<!n't )(?<!nothing you )(?<!nothing )(?<!nobody )(?<!no one )\b(?:must|ha(?:ve|s) to|needs? to|(?:is|are|be|becomes?) (?:required|obliged|mandatory|compulsory|necessary)|mandatory|compulsory|obligatory)\b(?! (?:wait|assume|restart))"
)
_MUST_LIKE = re.compile(
    r"\b(?:must|ha(?:ve|s|d) (?:\w+ )?to|needs?|needed|needing|requir\w*|mandatory|necessary|compulsory|please|should|only|make sure|ensure|obliged|without|otherwise|it takes|takes|unless|is to|are to|until|will not|before|ask\w*|"
    r"enforce\w*|demand\w*|essential|obligat\w*|else|want\w*|cannot|can't|no longer|expects?|forc\w*|minimum|at least|policy|maximum|limit\w*|responsible|handled|expir\w*|considered|restart|remember|duty|insist\w*|own\w*|manual\w*|due)\b"
)
_WEAK = re.compile(
    rf"\b(?:{_MAY_VERB}|might|could|optional\w*|if you (?:like|want|wish)|feel free|should|recommend\w*|encourag\w*|can|you can|are free to|voluntar\w*|advis\w*)\b"
)
_ADVISED = re.compile(r"\b(?:should|recommend\w*|encourag\w*|advis\w*|best off)\b")
_FIRM = re.compile(
    r"\b(?:must|ha(?:ve|s) to|needs? to|needed|required?|requires|mandatory|necessary|only|will not|please|cannot|do not|don't|never|no longer)\b"
)
_ASKS = re.compile(
    rf"(?:^|[.:;,!?] |\b(?:and|then|so|please|or|but|instead) )(?:{ACTION_VERBS}|bring|collect|hand|object|finish)\b(?! \d| [a-z]{2, 4}\d{4}| (?:of|is|are|was|were|will|has|can|addresses|accounts?)\b|-)"
)
#: From this likeness on a part is compared with parts, below it with whole sentences.
SURE = 0.45
#: Parts this near to the best one are read with it.
NEAR_BEST = 0.7
#: Parts less alike than this are not compared.
LEAST = 0.22


def asks(text: str) -> bool:
    """Whether a text gives an order."""
    return bool(_ASKS.search(text))


def counterpart(part: Part, matches: Sequence[Match]) -> tuple[str, Part] | None:
    """What the other text says where this part stands: its words, and the part most alike."""
    found = parts_like(part, matches)
    if not found or found[0][0] < LEAST:
        return None
    best = found[0][0]
    if best < SURE:
        return " . ".join(match.clause.low for match in matches[:2]), found[0][1]
    return " . ".join(other.low for score, other in found if score >= NEAR_BEST * best), found[0][1]


def changed_modality(pairs: Alignment) -> Iterator[Problem]:
    """What was possible and is now certain, a duty that is now a choice, and the like."""
    more = sum(len(_MAY.findall(clause.low)) for clause in pairs.body) - len(_MAY.findall(pairs.source.low))
    for clause, matches in zip(pairs.rewrite.clauses, pairs.back, strict=True):
        for part in clause.parts:
            if _MAY.search(part.low) or _MUST.search(part.low) or _WEAK.search(part.low):
                found = counterpart(part, matches)
                why = found and _new(part.low, found[0], found[1].clause.low, more > 0)
                if found and why:
                    yield Problem(ProblemKind.MODALITY, found[1].clause.text, clause.text, why)
    for clause, matches in zip(pairs.source.clauses, pairs.forth, strict=True):
        for part in clause.parts:
            if _MAY.search(part.low) or _MUST.search(part.low):
                found = counterpart(part, matches)
                why = found and _lost(part.low, found[0], more < 0)
                if found and why:
                    yield Problem(ProblemKind.MODALITY, clause.text, found[1].clause.text, why)


def _new(here: str, said: str, sentence: str, more: bool) -> str | None:
    """`said` is what the post says in this place, `sentence` the whole sentence of it."""
    if (
        more
        and _MAY.search(here)
        and not (_WAS.search(said) and re.search(r"\bcould\b", here))
        and not _GRANTED.search(said)
        and not (_YOU_MAY.search(here) and _GRANTED.search(sentence))
    ):
        return "The post is certain where the draft says that it may be."
    if (
        more
        and _MIGHT.search(here)
        and not (_WAS.search(said) and re.search(r"\bcould\b", here))
        and not _MIGHT_LIKE.search(said)
    ):
        return "The post is certain where the draft says that it may be."
    if re.search(r"\bmust\b", here) and _ADVISED.search(said) and not _FIRM.search(said):
        return "The draft makes this a duty, and the post only advises it."
    if _MUST.search(here) and not _MUST_LIKE.search(said) and not asks(said):
        return "The draft makes this a duty, and the post does not."
    if _WEAK.search(here) and _MUST.search(said) and not _MUST_LIKE.search(here) and not _WEAK.search(said):
        return "The post makes this a duty, and the draft does not."
    return None


def _lost(said: str, here: str, fewer: bool) -> str | None:
    if fewer and _MAY.search(said) and not _MAY_LIKE.search(here):
        return "The post says that this may be, the draft that it is so."
    if _MUST.search(said) and _WEAK.search(here) and not _MUST_LIKE.search(here) and not asks(here):
        return "The post makes this a duty, and the draft does not."
    return None
