"""From a message to numbers: hashed word and character n-grams, handwritten cues, and screen names of the lexicon.

Hashing (Weinberger et al. 2009, "Feature hashing for large scale multitask learning") keeps the vocabulary out of the
artefact; crc32 keeps it the same on every machine and in every process.
"""

import json
import re
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from itertools import zip_longest
from math import log

import numpy as np
from numpy.typing import NDArray

from bot.listening.labels import Module
from bot.listening.understanding.lexicon import Lexicon
from bot.listening.understanding.text import clean, core, fold

#: Buckets of the hash. 2 to the 15 keeps collisions rare for the few thousand n-grams a training set of this size has.
BUCKETS = 1 << 15
MODULES = tuple(Module)
#: Naming many screens of a module says little more than naming one.
MOST_VOTES = 1.5
#: About the length of a subject line.
OPENING = 45

_WORD = re.compile(r"[^\W_]+")
_LONG_NUMBER = re.compile(r"\b[a-z]{0,4}[#\-]?\d{5,}\b")
_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True)
class Reading:
    """One message made ready: the text for the embedder, n-gram buckets with their counts, and cue values.

    `work` says that it names a screen or a business area; `private` that it speaks of private life and names no screen;
    `cosmetic` that it speaks of looks and of nothing that stops anyone.
    """

    text: str
    buckets: NDArray[np.int64]
    counts: NDArray[np.float32]
    cues: NDArray[np.float32]
    words: int
    work: bool
    private: bool
    cosmetic: bool


class Reader:
    """Turns messages into readings. Holds the cues and the lexicon, which are data files beside the training set."""

    def __init__(self) -> None:
        """Read and compile the data files (about 20 ms)."""
        self.lexicon = Lexicon.load()
        raw = json.loads((files("bot.listening") / "data" / "cues.json").read_text(encoding="utf-8"))
        self.names: tuple[str, ...] = tuple(raw)
        self._areas = [i for i, name in enumerate(self.names) if name.startswith("mod.")]
        self._private = self.names.index("intent.private")
        self._cosmetic = self.names.index("impact.cosmetic")
        self._stopping = [self.names.index(name) for name in ("impact.cannot", "impact.urgent")]
        self._cues = [re.compile("|".join(patterns)) for patterns in raw.values()]

    @property
    def width(self) -> int:
        """How many cue values a reading has."""
        return len(self._cues) + len(MODULES) + len(self._areas)

    def read(self, text: str) -> Reading:
        """Never raises, whatever the text."""
        kept = core(clean(text))
        folded = fold(kept)
        plain = _NUMBER.sub("0", _LONG_NUMBER.sub(" 00000 ", folded))
        words = _WORD.findall(plain)
        counted = Counter(zlib.crc32(gram.encode()) % BUCKETS for gram in _grams(words))
        cues = self._cue_values(folded)
        screens = bool(cues[len(self._cues) : len(self._cues) + len(MODULES)].any())
        return Reading(
            text=_LONG_NUMBER.sub("", kept).replace("_", " ").strip() or kept,
            buckets=np.fromiter(counted.keys(), dtype=np.int64, count=len(counted)),
            counts=np.array([1 + log(n) for n in counted.values()], dtype=np.float32),
            cues=cues,
            words=len(words),
            work=screens or any(cues[i] for i in self._areas),
            private=not screens and bool(cues[self._private]),
            cosmetic=bool(cues[self._cosmetic]) and not any(cues[i] for i in self._stopping),
        )

    def _cue_values(self, folded: str) -> NDArray[np.float32]:
        """A value a cue, then one a module for the screens named, then the areas again for the opening words alone.

        Mails to a help desk open with their subject, and that says where the trouble is.
        """
        values = np.zeros(self.width, dtype=np.float32)
        words = folded.replace("_", " ")
        for i, cue in enumerate(self._cues):
            if cue.search(words):
                values[i] = 1.0
        for module, votes in self.lexicon.votes(folded).items():
            values[len(self._cues) + MODULES.index(module)] = min(MOST_VOTES, votes)
        for place, i in enumerate(self._areas, start=len(self._cues) + len(MODULES)):
            if values[i] and self._cues[i].search(words[:OPENING]):
                values[place] = 1.0
        return values


def _grams(words: list[str]) -> Iterator[str]:
    """Words, pairs of neighbours, and the three to five letter pieces inside each word."""
    for first, second in zip_longest(words, words[1:]):
        yield first
        if second:
            yield f"{first} {second}"
        padded = f"_{first}_"
        for size in (3, 4, 5):
            for start in range(max(0, len(padded) - size + 1)):
                yield "~" + padded[start : start + size]
