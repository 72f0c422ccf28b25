"""Which sentences of the source a sentence of the rewrite goes back to."""

from collections.abc import Sequence
from typing import TypeVar

from bot.translation.fidelity.model import Clause, Reading

T = TypeVar("T")

#: Facts weigh more than words: a rewrite keeps them and rephrases the rest.
FACT_WEIGHT = 2.0
#: Sentences further apart than this are not compared at all.
LEAST = 0.18
#: Longer texts are compared within a window around the same place, so that the work stays linear.
WINDOW = 40


def _values(clause: Clause) -> set[str]:
    return {fact.value for fact in clause.facts if fact.kind not in ("negation", "modality", "action")}


def likeness(one: Clause, other: Clause) -> float:
    """How much of `one` is found in `other`: the share of its words, by meaning, and of its facts."""
    words = one.words
    hits = sum(_weight(word.concepts, other) for word in words)
    facts, theirs = _values(one), _values(other)
    total = len(words) + FACT_WEIGHT * len(facts)
    return (hits + FACT_WEIGHT * len(facts & theirs)) / total if total else 0.0


def _weight(concepts: frozenset[str], other: Clause) -> float:
    shared = concepts & other.concepts
    if not shared:
        return 0.0
    return 1.0 if any(not concept.startswith("=") for concept in shared) else 0.7


def align(ones: Reading, others: Reading, most: int = 3) -> list[list[tuple[float, Clause]]]:
    """For each sentence of `ones` the most alike of `others`, best first."""
    found = []
    for place, one in enumerate(ones.clauses):
        near = window(others.clauses, place, len(ones.clauses))
        scored = [(0.7 * likeness(one, other) + 0.3 * likeness(other, one), index) for index, other in enumerate(near)]
        scored.sort(key=lambda pair: (-pair[0], pair[1]))
        best = scored[0][0] if scored else 0.0
        found.append([(score, near[index]) for score, index in scored[:most] if score >= max(LEAST, 0.45 * best)])
    return found


def window(clauses: Sequence[T], place: int, of: int) -> Sequence[T]:
    """The sentences around the same share of the way through."""
    if len(clauses) <= 2 * WINDOW:
        return clauses
    middle = place * len(clauses) // max(of, 1)
    start = max(0, min(middle - WINDOW, len(clauses) - 2 * WINDOW))
    return clauses[start : start + 2 * WINDOW]
