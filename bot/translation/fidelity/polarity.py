"""Yes and no, clause by clause."""

import re

from bot.translation.fidelity.align import window
from bot.translation.fidelity.claims import NEGATIVE, NOT
from bot.translation.fidelity.model import Problem, ProblemKind, Reading
from bot.translation.fidelity.words import Word, read_words, stem

_CUT = re.compile(
    r"[,;:]\s|\s(?:and|but|because|so|which|until|as|if|when|while|unless|since|before|after|who)\s(?=[a-z]+\s[a-z])|\s-\s|[()]"
)
#: A clause is compared with one that shares at least this part of its words.
ALIKE = 0.6


class Part:
    """A clause of a sentence with its words and its negations."""

    def __init__(self, low: str, sentence: str) -> None:
        self.low = low
        self.sentence = sentence
        self.words: tuple[Word, ...] = read_words(low)
        self.concepts = frozenset(concept for word in self.words for concept in word.concepts)
        self.stems = frozenset(stem(word) for word in NEGATIVE.findall(low))
        self.nots = len(NOT.findall(low))
        self.negative = frozenset(stem(word) for word in NEGATIVE.findall(sentence.lower()))

    def likeness(self, other: "Part") -> float:
        """The share of the words found in the other one."""
        if not self.words:
            return 0.0
        return sum(
            (1.0 if w.stem in other.concepts else 0.75) for w in self.words if w.concepts & other.concepts
        ) / len(self.words)


def flipped(source: Reading, rewrite: Reading) -> list[Problem]:
    """Clauses alike in everything but a "not"."""
    problems = []
    there, here = _parts(source), _parts(rewrite)
    for ours, theirs, reverse in ((here, there, False), (there, here, True)):
        for place, parts in enumerate(ours):
            near = [part for group in window(theirs, place, len(ours)) for part in group]
            for part in parts:
                match = _unmatched(part, near)
                if match is not None:
                    first, second = (part, match) if reverse else (match, part)
                    problems.append(
                        Problem(
                            ProblemKind.NEGATION, first.sentence, second.sentence, "One says yes here and the other no."
                        )
                    )
    return problems


def _parts(reading: Reading) -> list[list[Part]]:
    return [
        [Part(piece, clause.text) for piece in _CUT.split(clause.low) if piece.strip()] for clause in reading.clauses
    ]


def _unmatched(part: Part, others: list[Part]) -> Part | None:
    """The clause that says the same without a "not", when no clause says it with one."""
    if not part.nots or len(part.words) < 1:
        return None
    scored = [(0.5 * (part.likeness(other) + other.likeness(part)), other) for other in others]
    best = max((score for score, _ in scored), default=0.0)
    if best < ALIKE or (len(part.words) < 2 and best < 0.9):
        return None
    alike = [other for score, other in scored if score >= 0.8 * best]
    if any(other.nots >= part.nots or other.negative - part.stems for other in alike):
        return None
    return next(other for score, other in scored if score == best)
