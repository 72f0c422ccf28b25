"""What the gate reports, and how it reads a text."""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from bot.translation.facts import Fact, extract_facts
from bot.translation.fidelity.words import Word, read_words
from bot.translation.sentences import Sentence, split_sentences


class ProblemKind(StrEnum):
    """What went wrong in a rewrite."""

    TIME = "time"
    DATE = "date"
    ZONE = "zone"
    DURATION = "duration"
    NUMBER = "number"
    ID = "id"
    SYSTEM = "system"
    CONTACT = "contact"
    NEGATION = "negation"
    MODALITY = "modality"
    TENSE = "tense"
    ACTOR = "actor"
    DIRECTION = "direction"
    DROPPED_ACTION = "dropped_action"
    DROPPED_WARNING = "dropped_warning"
    INVENTED = "invented"


@dataclass(frozen=True)
class Problem:
    """One thing a rewrite got wrong: the words in the source, those in the rewrite (either may be empty), and why."""

    kind: ProblemKind
    source: str
    rewrite: str
    why: str


@dataclass(frozen=True)
class Clause:
    """A sentence as the gate reads it."""

    sentence: Sentence
    words: tuple[Word, ...]
    facts: tuple[Fact, ...]

    @property
    def text(self) -> str:
        """The sentence's own words."""
        return self.sentence.text

    @cached_property
    def low(self) -> str:
        """The words in lower case with plain apostrophes and single spaces."""
        return re.sub(r"\s+", " ", self.text.lower().replace("’", "'"))

    @cached_property
    def concepts(self) -> frozenset[str]:
        """What its content words mean."""
        return frozenset(concept for word in self.words for concept in word.concepts)


class Reading:
    """A text with its facts and its sentences."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.facts = extract_facts(text)
        self.clauses = list(self._clauses())
        self.concepts = frozenset(concept for clause in self.clauses for concept in clause.concepts)
        self.low = re.sub(r"\s+", " ", text.lower().replace("’", "'"))

    def _clauses(self) -> list[Clause]:
        clauses = []
        at = 0
        for sentence in split_sentences(self.text):
            inside = []
            while at < len(self.facts) and self.facts[at].start < sentence.end:
                if self.facts[at].start >= sentence.start:
                    inside.append(self.facts[at])
                at += 1
            clauses.append(Clause(sentence, read_words(sentence.text), tuple(inside)))
        return clauses
