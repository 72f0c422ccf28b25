"""Where sentences begin and end, in prose, lists and mails."""

import re
from dataclasses import dataclass
from functools import lru_cache

_BREAK = re.compile(
    r"(?<=[.!?])[\"')\]]?\s+(?=[\"'(\[]?[A-Z0-9ÄÖÜ/\\*-])|(?<=[.!?])[\"')\]]?\s+(?=[a-z]+\.[a-z]|\S)|[ \t]*\n+[ \t]*"
)
_SHORT = re.compile(
    r"(?:^|[\s(])(?:e\.g|i\.e|approx|ca|maint|no|nos|dr|mr|mrs|ms|st|vs|etc|incl|ext|min|max|tel|fig|jan|feb|mar|apr|jun|jul|aug|"
    r"sept?|oct|nov|dec|mon|tue|wed|thu|fri|sat|sun|resp|bzw|z\.b|d\.h)\.$",
    re.IGNORECASE,
)
_ORDINAL = re.compile(r"(?:^|\s)\d{1,2}\.$")
_MONTH = re.compile(r"(?:jan|feb|m[aä]r|apr|ma[iy]|jun|jul|aug|sep|o[ck]t|nov|de[cz])", re.IGNORECASE)
_HALF_DAY = re.compile(r"\b[ap]\.m\.$", re.IGNORECASE)
MARKER = re.compile(r"^\s*(?:[-*•‣–—o]\s+|\(?\d{1,2}[.)]\s+|#{1,6}\s+|>\s?|\[[ x]\]\s+)+")


@dataclass(frozen=True)
class Sentence:
    """One sentence or list item: `text` is `source[start:end]`, without the list's marker."""

    text: str
    start: int
    end: int
    marker: str = ""


#: Texts up to this many characters are remembered: headline, summary, grade and the gate read the same sentences.
_REMEMBERED = 4_000


def split_sentences(text: str) -> list[Sentence]:
    """The sentences of a text in order; blank ones are left out."""
    return list(_known(text)) if len(text) <= _REMEMBERED else _split(text)


@lru_cache(maxsize=2_000)
def _known(text: str) -> tuple[Sentence, ...]:
    return tuple(_split(text))


def _split(text: str) -> list[Sentence]:
    found: list[Sentence] = []
    last = 0
    for match in _BREAK.finditer(text):
        before = text[max(last, match.start() - 12) : match.start()]
        newline = "\n" in match[0]
        following = text[match.end() : match.end() + 1]
        if not newline and (
            _SHORT.search(before) or not (following.isupper() or following.isdigit() or following in "\"'([/\\*-")
        ):
            continue
        if not newline and _ORDINAL.search(before) and _MONTH.match(text, match.end()):
            continue
        if not newline and _HALF_DAY.search(before) and not following.isupper():
            continue
        _append(found, text, last, match.start() + (1 if match[0][:1] in "\"')]" else 0))
        last = match.end()
    _append(found, text, last, len(text))
    return found


def _append(found: list[Sentence], text: str, start: int, end: int) -> None:
    piece = text[start:end]
    marker = MARKER.match(piece)
    begin = start + (marker.end() if marker else 0)
    clean = text[begin:end].strip()
    if clean:
        begin += len(text[begin:end]) - len(text[begin:end].lstrip())
        found.append(Sentence(clean, begin, begin + len(clean), marker[0] if marker else ""))
