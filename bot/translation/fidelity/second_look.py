"""The second look: what the rules found, weighed with what the sentences mean.

Rules see a "not" that has no counterpart; only meaning tells whether "the portal is shut" was one. So each sentence
that is no copy is laid beside the other text, and a logistic regression weighs what the judge says of it together with
what each rule found in it. Where that says the sentence is sound, what the rules found is dropped; where it says that
it is not, they stand, or the judge's own word if no rule saw anything. `python -m tests.eval.translation.weigh` finds
the weights anew.
"""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from bot.translation.fidelity.align import Alignment
from bot.translation.fidelity.coverage import carried, left_out, says_something, supported
from bot.translation.fidelity.model import Clause, Problem, ProblemKind
from bot.translation.fidelity.support import VERDICTS, Heard, Meaning
from bot.translation.fidelity.verbatim import copied

#: Finds of rules that speak of a sentence of the draft, and those that speak of one of the post.
OF_DRAFT = (
    ProblemKind.NEGATION, ProblemKind.MODALITY, ProblemKind.ACTOR, ProblemKind.TENSE, ProblemKind.DIRECTION,
    ProblemKind.INVENTED,
)  # fmt: skip
OF_POST = (ProblemKind.DROPPED_ACTION, ProblemKind.DROPPED_WARNING, ProblemKind.LEFT_OUT)
#: The judge's word where no rule saw anything.
_KINDS = {
    "negation": ProblemKind.NEGATION, "actor": ProblemKind.ACTOR, "modality": ProblemKind.MODALITY,
    "tense": ProblemKind.TENSE, "direction": ProblemKind.DIRECTION, "absent": ProblemKind.INVENTED,
}  # fmt: skip
_WHY = {
    "negation": "The draft seems to say the opposite of the post.",
    "actor": "In the post somebody else seems to do this, or to be meant.",
    "modality": "What is certain, possible or a duty seems to have changed.",
    "tense": "What is done and what is still to be done seem to have changed.",
    "direction": "The order or the direction seems to be turned round.",
    "other": "The draft seems to say something else than the post here.",
    "absent": "Nothing in the post says this.",
}
#: From this demand on (see coverage) a sentence stands among copies.
STANDS_OUT = 0.5
#: From this share of its sentences on a draft is a copy with changes, and the rules alone tell.
MOSTLY = 0.5
#: So many sentences of both texts together get a second look, about ten seconds' work; of longer ones the rules tell.
MOST = 200
#: How much of a sentence the other text has, and how much is enough where the rest is worded as it is.
Shares = dict[Clause, tuple[float, float]]
#: Probabilities nearer to 0 and 1 than this count as this near.
_EDGE = 0.002


@dataclass(frozen=True)
class Weights:
    """A logistic regression with the probability from which on a sentence is stopped."""

    weights: tuple[float, ...]
    bias: float
    stop: float

    def probability(self, numbers: Sequence[float]) -> float:
        """From 0 to 1 that the sentence is not sound."""
        total = self.bias + sum(weight * number for weight, number in zip(self.weights, numbers, strict=True))
        return 1 / (1 + math.exp(-total))


@cache
def shipped_weights() -> dict[str, Weights]:
    """Those for sentences of the `draft` and of the `post`."""
    read = json.loads(files("bot.translation").joinpath("data/support.json").read_text("utf-8"))
    return {name: Weights(tuple(one["weights"]), one["bias"], one["stop"]) for name, one in read.items()}


@dataclass(frozen=True)
class Looked:
    """A sentence with its numbers, what was heard of it, and what the rules found in it."""

    clause: Clause
    numbers: tuple[float, ...]
    heard: Heard
    found: tuple[Problem, ...]


def look(pairs: Alignment, found: Sequence[Problem], meaning: Meaning) -> tuple[list[Looked], list[Looked]]:
    """The sentences of the draft and those of the post that are no copies, as they are weighed."""
    said = {one: (share, enough) for one, share, enough in carried(pairs)}
    written = {one: (share, enough) for one, share, enough in supported(pairs)}
    draft = _worth_it(written, pairs.source.low)
    post = _worth_it(said, pairs.rewrite.low)
    there, here = [one.text for one in pairs.source.clauses], [one.text for one in pairs.rewrite.clauses]
    if not there or not here:
        return [], []
    heard = meaning.hear([(one.text, there) for one in draft] + [(one.text, here) for one in post])
    ours = zip(draft, heard[: len(draft)], strict=True)
    theirs = zip(post, heard[len(draft) :], strict=True)
    return (
        [_looked(one, sound, written[one][0], OF_DRAFT, _of_draft(found, one)) for one, sound in ours],
        [_looked(one, sound, said[one][0], OF_POST, _of_post(found, one)) for one, sound in theirs],
    )


def _worth_it(shares: Shares, other: str) -> list[Clause]:
    """Sentences that are no copies and do not stand among copies, where every word tells."""
    return [
        one
        for one, (_, enough) in shares.items()
        if enough < STANDS_OUT and says_something(one) and one.low.rstrip(". ") not in other
    ]


def _of_draft(found: Sequence[Problem], clause: Clause) -> list[Problem]:
    return [one for one in found if one.kind in OF_DRAFT and one.rewrite and one.rewrite in clause.text]


def _of_post(found: Sequence[Problem], clause: Clause) -> list[Problem]:
    return [one for one in found if one.kind in OF_POST and one.source == clause.text]


def _looked(
    clause: Clause, heard: Heard, share: float, kinds: Sequence[ProblemKind], found: Sequence[Problem]
) -> Looked:
    verdicts, alone = heard.verdicts, heard.alone
    numbers = (
        _log_odds(float(verdicts[0])),
        _log_odds(float(alone[0])),
        _log_odds(float(verdicts[-1])),
        share,
        heard.near,
        math.log1p(len(clause.words)),
        *(float(any(problem.kind == kind for problem in found)) for kind in kinds),
    )
    return Looked(clause, numbers, heard, tuple(found))


def _log_odds(probability: float) -> float:
    held = min(1 - _EDGE, max(_EDGE, probability))
    return math.log(held / (1 - held))


def weighed(pairs: Alignment, found: Sequence[Problem], meaning: Meaning) -> list[Problem]:
    """The problems of sentences that stand after the second look."""
    if copied(pairs) >= MOSTLY or len(pairs.source.clauses) + len(pairs.rewrite.clauses) > MOST:
        return list(found)
    weights = shipped_weights()
    draft, post = look(pairs, found, meaning)
    cleared: set[Problem] = set()
    added: list[Problem] = []
    for looked, side in ((draft, "draft"), (post, "post")):
        for one in looked:
            if weights[side].probability(one.numbers) < weights[side].stop:
                cleared.update(one.found)
            elif not one.found:
                added += _new(one, side)
    return [problem for problem in found if problem not in cleared] + added


def _new(one: Looked, side: str) -> list[Problem]:
    if side == "post":
        problem = left_out(one.clause)
        return [problem] if problem is not None else []
    verdict = VERDICTS[1 + int(one.heard.verdicts[1:].argmax())]
    source = "" if verdict == "absent" else one.heard.nearest
    return [Problem(_KINDS.get(verdict, ProblemKind.INVENTED), source, one.clause.text, _WHY[verdict])]
