"""How many years of school a text asks for."""

import re
from collections.abc import Iterable
from functools import lru_cache

from bot.translation.sentences import split_sentences

_WORD = re.compile(r"[A-Za-zÄÖÜäöüß0-9][\w'’./@:-]*")
_VOWELS = re.compile(r"[aeiouyäöü]+")
#: Fewer words are no sentence, and neither is what ends with a colon: it goes on below. So counts textstat.
_LEAST = 3


@lru_cache(maxsize=20_000)
def syllables(word: str) -> int:
    """The syllables of an English word, by its groups of vowels; at least one."""
    low = word.lower().strip("'’.-:/")
    if not low.isalpha():
        return 1
    count = len(_VOWELS.findall(low))
    if low.endswith("e") and not low.endswith(("le", "ee", "ye")) and count > 1:
        count -= 1
    if low.endswith(("es", "ed")) and count > 1 and not re.search(r"(?:[sxz]|ch|sh|[td])e[sd]$|[cg]es$", low):
        count -= 1
    return max(count, 1)


def grade(text: str, known: Iterable[str] = ()) -> float:
    """The Flesch-Kincaid grade: 0.39 words a sentence + 11.8 syllables a word - 15.59 (Kincaid and others, 1975).

    `known` are names that readers know; each counts as one short word however long it is.
    """
    names = frozenset(part.lower() for name in known for part in _WORD.findall(name))
    words = sounds = sentences = 0
    for sentence in split_sentences(text.rstrip(" :\n")):
        found = _WORD.findall(sentence.text)
        words += len(found)
        sounds += sum(1 if word.lower().rstrip(".:") in names else syllables(word) for word in found)
        sentences += len(found) >= _LEAST and not sentence.text.endswith(":")
    if not words:
        return 0.0
    return 0.39 * words / max(sentences, 1) + 11.8 * sounds / words - 15.59
