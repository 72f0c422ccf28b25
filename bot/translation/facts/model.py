"""What a fact is."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum


class FactKind(StrEnum):
    """The kinds of fact of design.md."""

    TIME = "time"
    DATE = "date"
    ZONE = "zone"
    DURATION = "duration"
    SYSTEM = "system"
    ID = "id"
    VERSION = "version"
    QUANTITY = "quantity"
    CONTACT = "contact"
    LINK = "link"
    NEGATION = "negation"
    MODALITY = "modality"
    ACTION = "action"


@dataclass(frozen=True)
class Fact:
    """One fact: `text` is `source[start:end]`, `value` is the same for equal facts in other clothes.

    A time is "22:00", a date "2026-03-14" with "?" for what is not said, a duration in minutes ("120 min") or
    months, a quantity a number and its unit. `approximate` tells "about 2 hours" from "2 hours".
    """

    kind: FactKind
    text: str
    start: int
    end: int
    value: str
    approximate: bool = False


#: Stands in a text where an earlier reader has already found a fact.
TAKEN = "\x01"

#: Typographic characters with a plain one of the same length, so that spans stay true.
PLAIN = str.maketrans(
    {
        "\u00a0": " ", "\u202f": " ", "\u2007": " ", "\u2009": " ", "\u2010": "-", "\u2011": "-", "\u2012": "-",
        "\u2013": "-", "\u2014": "-", "\u2212": "-", "\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"',
        "\x00": " ", "\x01": " ", "\u2192": ">", "\u21d2": ">",
    }
)  # fmt: skip

_DIGIT = re.compile(r"\d")
_WORD = re.compile(r"[^\W\d_]+")
_ABOUT = re.compile(
    r"(?:~|≈|\b(?:about|around|approx\.?|approximately|roughly|nearly|almost|circa|ca\.|some|an estimated|"
    r"estimated at|or so|etwa|ungefähr)) ?(?:at |on )?$",
    re.IGNORECASE,
)


def in_small_letters(text: str) -> str:
    """The text in small letters, each where the large one stood."""
    small = text.lower()
    return small if len(small) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


class Scan:
    """A text being read for facts; what one reader has taken is hidden from the next."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.plain = text.translate(PLAIN)
        self.rest = self.plain
        self.facts: list[Fact] = []
        #: The same text in small letters, which patterns read faster.
        self.small = in_small_letters(self.plain)
        #: Every run of letters in the text, in small letters: a cheap test before a dear pattern.
        self.words = frozenset(_WORD.findall(self.small))
        self._has_digit = _DIGIT.search(self.plain) is not None

    def has(self, needs: str) -> bool:
        """Whether a pattern that needs one of these characters can match; a 0 stands for any digit."""
        if not needs:
            return True
        rest = self.rest  # A loop: this is asked thirty times a text, and a generator costs more than the answer.
        for sign in needs:  # noqa: SIM110
            if self._has_digit if sign == "0" else sign in rest:
                return True
        return False

    def take(
        self,
        kind: FactKind,
        pattern: re.Pattern[str],
        value: Callable[[re.Match[str]], str | None],
        group: int = 0,
        needs: str = "",
        words: frozenset[str] = frozenset(),
    ) -> None:
        """Take every match whose `value` is not None.

        Without one of the characters in `needs`, and one of the `words` where there are any, nothing matches.
        """
        if not self.has(needs) or (words and self.words.isdisjoint(words)):
            return
        spans = []
        for match in pattern.finditer(self.rest):
            found = value(match)
            start, end = match.span(group)
            if found is not None and start < end:
                self.add(kind, start, end, found)
                spans.append((start, end))
        if spans:
            self.hide(spans)

    def add(self, kind: FactKind, start: int, end: int, value: str) -> None:
        """Note a fact, without hiding it."""
        about = bool(_ABOUT.search(self.plain, max(0, start - 18), start)) or self.plain[start : start + 1] in "~≈"
        self.facts.append(Fact(kind, self.text[start:end], start, end, value, about))

    def hide(self, spans: Iterable[tuple[int, int]]) -> None:
        """Hide spans, in order, from the readers to come."""
        pieces: list[str] = []
        last = 0
        for start, end in spans:
            pieces += [self.rest[last:start], TAKEN * (end - start)]
            last = end
        self.rest = "".join([*pieces, self.rest[last:]])
