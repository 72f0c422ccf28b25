"""Which sentences, and which parts of them, of one text go with which of the other."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol, TypeVar

from bot.translation.fidelity.model import Clause, Part, Reading
from bot.translation.fidelity.words import Bag

T = TypeVar("T")

#: Values weigh more than words: a rewrite keeps them and rephrases the rest.
VALUE = 2.0
#: A first line this much of which stands in a later sentence is a headline.
SAID_AGAIN = 0.6
#: Sentences further apart than this are not compared at all.
LEAST = 0.15
#: Of the sentences alike, those at least this near to the best one are compared.
NEAR_BEST = 0.5
#: Longer texts are compared within a window around the same place, so that the work grows with their length alone.
WINDOW = 40


class Worded(Protocol):
    """Anything with words and values: a sentence or a part of one."""

    bag: Bag
    values: frozenset[str]


def share(one: Worded, other: Worded) -> float:
    """How much of `one` is found in `other`: the share of its words, by meaning, and of its values."""
    total = len(one.bag.words) + VALUE * len(one.values)
    if not total:
        return 0.0
    holds = other.bag.holds
    found = sum(map(holds, one.bag.words)) + VALUE * len(one.values & other.values)
    return found / total


def alike(one: Worded, other: Worded) -> float:
    """How alike two pieces are, from 0 to 1, whichever is the longer."""
    return 0.5 * (share(one, other) + share(other, one))


@dataclass(frozen=True)
class Match:
    """A sentence of the other text, and how alike it is."""

    score: float
    clause: Clause


class Alignment:
    """Two readings with the sentences that go together."""

    def __init__(self, source: Reading, rewrite: Reading) -> None:
        self.source = source
        self.rewrite = rewrite
        self._scores: dict[tuple[int, int], float] = {}
        back: list[list[Match]] = []
        forth: list[list[Match]] = [[] for _ in source.clauses]
        for one in rewrite.clauses:
            found = []
            for clause in window(source.clauses, one.place, len(rewrite.clauses)):
                score = alike(one, clause)
                if score >= LEAST:
                    self._scores[clause.place, one.place] = score
                    found.append(Match(score, clause))
                    forth[clause.place].append(Match(score, one))
            back.append(_best(found))
        #: For each sentence of the rewrite those of the source it goes back to, best first.
        self.back = back
        #: For each sentence of the source those of the rewrite made from it, best first.
        self.forth = [_best(found) for found in forth]

    @cached_property
    def body(self) -> list[Clause]:
        """The sentences of the rewrite without a headline that says again what one of them says."""
        clauses = self.rewrite.clauses
        if len(clauses) > 1 and "\n" in self.rewrite.text[clauses[0].sentence.end : clauses[1].sentence.start]:
            first = clauses[0]
            if any(share(first, other) >= SAID_AGAIN for other in clauses[1:WINDOW]):
                return clauses[1:]
        return clauses

    def score(self, source: Clause, rewrite: Clause) -> float:
        """How alike two sentences are; 0 where they are not compared."""
        return self._scores.get((source.place, rewrite.place), 0.0)


def _best(found: list[Match]) -> list[Match]:
    found.sort(key=lambda match: (-match.score, match.clause.place))
    return [match for match in found if match.score >= NEAR_BEST * found[0].score][:4] if found else []


def window(clauses: Sequence[T], place: int, of: int) -> Sequence[T]:
    """The sentences around the same share of the way through."""
    if len(clauses) <= 2 * WINDOW:
        return clauses
    middle = place * len(clauses) // max(of, 1)
    start = max(0, min(middle - WINDOW, len(clauses) - 2 * WINDOW))
    return clauses[start : start + 2 * WINDOW]


#: How much of the likeness of two parts is that of the sentences around them.
AROUND = 0.35


def parts_like(part: Part, matches: Sequence[Match]) -> list[tuple[float, Part]]:
    """The parts of sentences that go with this part's sentence, the most alike first."""
    found = [
        ((1 - AROUND) * alike(part, other) + AROUND * match.score, other)
        for match in matches
        for other in match.clause.parts
    ]
    found.sort(key=lambda pair: -pair[0])
    return found
