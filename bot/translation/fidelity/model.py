"""What the gate reports, and how it reads a text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property, lru_cache

from bot.translation.facts import Fact, FactKind, extract_facts
from bot.translation.fidelity.words import Bag, Word, bag_of
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
    LEFT_OUT = "left_out"
    INVENTED = "invented"


@dataclass(frozen=True)
class Problem:
    """One thing a rewrite got wrong: the words in the source, those in the rewrite (either may be empty), and why."""

    kind: ProblemKind
    source: str
    rewrite: str
    why: str


#: Kinds of fact that are words, not values.
_PHRASES = frozenset({FactKind.NEGATION, FactKind.MODALITY, FactKind.ACTION})
_DAY = re.compile(r"[\d?]{4}-(\d\d-\d\d)")
_CUT = re.compile(
    r"[,;:]\s|\s(?:and|but|because|so|which|until|as|if|when|while|unless|since|before|after|who|though|although|whoever|whatever|"
    r"once)\s(?=[\w'./]+\s[\w'])|\s-\s|\s[–—]\s|[()]"
)


class Part:
    """A piece of a sentence that says one thing, with its words and its values."""

    def __init__(self, text: str, words: tuple[Word, ...], values: frozenset[str], clause: "Clause") -> None:
        self.low = text.strip(" ,;:()")
        self.bag = Bag(words)
        self.values = values
        self.clause = clause


class Clause:
    """A sentence as the gate reads it."""

    def __init__(self, sentence: Sentence, facts: tuple[Fact, ...], place: int) -> None:
        self.sentence = sentence
        self.facts = facts
        self.place = place
        self.bag = bag_of(sentence.text)
        self.words = tuple(self.bag.words)
        self.values = frozenset(_value(fact) for fact in facts if fact.kind not in _PHRASES)
        plain = sentence.text.lower().replace("’", "'")
        self.low = plain if "\n" not in plain and "  " not in plain else re.sub(r"\s+", " ", plain)

    @property
    def text(self) -> str:
        """The sentence's own words."""
        return self.sentence.text

    @cached_property
    def parts(self) -> list[Part]:
        """Its pieces, each with a content word or a value of its own."""
        plain = self.text.lower().replace("’", "'")
        pieces: list[tuple[int, int]] = []
        for start, end in _pieces(plain):
            # A piece with fewer than two words belongs to the one before it.
            if pieces and (self._count(start, end) < 2 or self._count(*pieces[-1]) < 2):
                pieces[-1] = (pieces[-1][0], end)
            else:
                pieces.append((start, end))
        return [self._part(plain, start, end) for start, end in pieces]

    def _count(self, start: int, end: int) -> int:
        return sum(start <= word.start < end for word in self.words)

    def _part(self, plain: str, start: int, end: int) -> Part:
        offset = self.sentence.start
        values = frozenset(_value(f) for f in self.facts if f.kind not in _PHRASES and start <= f.start - offset < end)
        return Part(plain[start:end], tuple(w for w in self.words if start <= w.start < end), values, self)


def _value(fact: Fact) -> str:
    """The value of a fact; of a date the day and the month alone, since one text may add the year or the weekday."""
    day = _DAY.match(fact.value) if fact.kind == FactKind.DATE else None
    return day[1] if day else fact.value


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    last = 0
    for match in _CUT.finditer(text):
        if match.start() > last:
            yield last, match.start()
            last = match.start()
    yield last, len(text)


#: Readings of texts up to this many characters are remembered: one post is compared with several drafts.
SHORT = 8_000


def read(text: str) -> "Reading":
    """The text as the gate reads it."""
    return _remembered(text) if len(text) <= SHORT else Reading(text)


@lru_cache(maxsize=64)
def _remembered(text: str) -> "Reading":
    return Reading(text)


class Reading:
    """A text with its facts and its sentences."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.facts = extract_facts(text)
        self.clauses = list(self._clauses())
        self.bag = Bag(tuple(word for clause in self.clauses for word in clause.words))
        self.low = re.sub(r"\s+", " ", text.lower().replace("’", "'"))

    def _clauses(self) -> Iterator[Clause]:
        at = 0
        for place, sentence in enumerate(split_sentences(self.text)):
            inside = []
            while at < len(self.facts) and self.facts[at].start < sentence.end:
                if self.facts[at].start >= sentence.start:
                    inside.append(self.facts[at])
                at += 1
            yield Clause(sentence, tuple(inside), place)
