"""Words as the gate compares them: without endings, with what means the same."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from bot.translation.fidelity.stems import groups, related, stem, stopwords

_WORD = re.compile(r"[A-Za-zÄÖÜäöüß][A-Za-zÄÖÜäöüß']{0,60}")
#: How far a word of the other text stands for this one: the same stem, a synonym, a word of a meaning close by.
SAME, SYNONYM, RELATED = 1.0, 0.8, 0.6


@dataclass(frozen=True)
class Word:
    """A content word: as written, its stem, its groups of synonyms, and where it stands in its sentence."""

    text: str
    stem: str
    groups: frozenset[int]
    start: int


class Bag:
    """The words of a sentence or of a part of it, ready to be looked up."""

    def __init__(self, words: Sequence[Word]) -> None:
        self.words = words
        self.stems = frozenset(word.stem for word in words)
        self.groups = frozenset(group for word in words for group in word.groups)
        kin = related()
        self.kin = frozenset().union(*(kin[name] for name in self.stems if name in kin))

    def holds(self, word: Word) -> float:
        """How well a word is carried here, from 0 to 1."""
        if word.stem in self.stems:
            return SAME
        if word.groups and not word.groups.isdisjoint(self.groups):
            return SYNONYM
        return RELATED if word.stem in self.kin else 0.0


@cache
def _phrases() -> tuple[re.Pattern[str], dict[str, str]]:
    """Words that mean one thing together, like "switch off"."""
    lines = files("bot.translation").joinpath("data/phrases.txt").read_text("utf-8").splitlines()
    table: dict[str, str] = {}
    for line in lines:
        meaning, _, forms = line.partition("=")
        table |= {form.strip(): meaning.strip() for form in forms.split("|") if form.strip()}
    ordered = sorted(table, key=len, reverse=True)
    return re.compile(r"\b(?:" + "|".join(re.escape(form) for form in ordered) + r")\b"), table


@lru_cache(maxsize=20_000)
def _word(word: str) -> tuple[str, frozenset[int]] | None:
    """The stem and the synonyms of a content word; None for any other."""
    if len(word) < 2 or word in stopwords():
        return None
    short = stem(word)
    return short, groups().get(short, frozenset())


def read_words(text: str) -> tuple[Word, ...]:
    """The content words of a sentence."""
    pattern, table = _phrases()
    low = text.lower().replace("’", "'")
    low = pattern.sub(lambda m: table[m[0]].ljust(len(m[0])), low)
    words = []
    for match in _WORD.finditer(low):
        text_of = match[0].strip("'")
        found = _word(text_of)
        if found is not None:
            words.append(Word(text_of, *found, match.start()))
    return tuple(words)


@lru_cache(maxsize=4_000)
def bag_of(text: str) -> Bag:
    """The content words of a sentence, ready to be looked up. Remembered: both texts share many sentences."""
    return Bag(read_words(text))


def is_content(word: str) -> bool:
    """Whether a word carries meaning of its own."""
    return word.lower() not in stopwords()


def same_meaning(one: str, other: str) -> bool:
    """Whether two words have a stem or a group of synonyms in common."""
    first, second = stem(one), stem(other)
    return first == second or not groups().get(first, frozenset()).isdisjoint(groups().get(second, frozenset()))
