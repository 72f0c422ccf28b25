"""Finding the passage that answers a question: by meaning and by words, both on this machine.

A passage's score is the mean of two cosines: of sentence vectors (its nearest piece) and of TF-IDF over word stems. On
the questions in tests/asking the mean put the right passage first more often than reciprocal rank fusion of the two did
(35 against 34 of 38), and unlike ranks it also says whether the best passage is good enough to be shown.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import structlog
from numpy.typing import NDArray

from bot.listening.asking.articles import Passage, article_files, read_article
from bot.listening.asking.reading import key_words, windows

if TYPE_CHECKING:
    from sklearn.feature_extraction.text import TfidfVectorizer

log = structlog.get_logger()

Floats = NDArray[np.float32]
Embed = Callable[[Sequence[str]], Awaitable[Floats]]
#: What tells that a file is as it was: its time in nanoseconds and its size.
Stamp = tuple[int, int]

#: The least mean likeness of a passage that is shown. Chosen on tests/asking; see docs/how-to-questions.md.
GOOD = 0.33


@dataclass(frozen=True)
class Found:
    """The best passage for a question and its score, 0 to 1, whether good enough or not."""

    passage: Passage
    score: float


@dataclass
class _File:
    stamp: Stamp
    passages: list[Passage]
    views: Floats  # vectors of pieces of the passages
    owners: list[int]  # which passage each view belongs to


@dataclass
class _Index:
    passages: list[Passage] = field(default_factory=list)
    views: Floats = field(default_factory=lambda: np.zeros((0, 0), dtype=np.float32))
    owners: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    lexical: "TfidfVectorizer | None" = None
    matrix: Any = None  # sparse, a row a passage


class Knowledge:
    """The articles of a folder, read again when they change. Works off the event loop and holds no transaction."""

    def __init__(self, folder: Path | None, embed: Embed) -> None:
        """`folder` is None where no articles are set; `embed` gives vectors as `bot.ports.LanguageModel.embed`."""
        self._folder = folder
        self._embed = embed
        self._files: dict[Path, _File] = {}
        self._index = _Index()
        self._reading = asyncio.Lock()

    async def answer(self, question: str) -> Passage | None:
        """The passage that answers a question, or None: then nothing may be said in its place."""
        found = await self.best(question)
        return found.passage if found is not None and found.score >= GOOD else None

    async def best(self, question: str) -> Found | None:
        """The nearest passage with its score, however bad; None where there are no articles."""
        await self.refresh()
        index = self._index
        if not index.passages or not question.strip():
            return None
        vector = (await self._embed([question]))[0]
        return await asyncio.to_thread(_search, index, question, vector)

    async def refresh(self) -> None:
        """Take in files that are new or changed, and let go of those that are gone."""
        if self._folder is None:
            return
        async with self._reading:
            stamps = await asyncio.to_thread(_stamps, self._folder)
            if stamps == {path: file.stamp for path, file in self._files.items()}:
                return
            fresh = {path: self._files[path] for path in stamps if self._is_same(path, stamps[path])}
            for path in stamps.keys() - fresh.keys():
                fresh[path] = await self._read(self._folder, path, stamps[path])
            self._files = dict(sorted(fresh.items()))
            self._index = await asyncio.to_thread(_build, list(self._files.values()))
            log.info("articles_read", files=len(self._files), passages=len(self._index.passages))

    def _is_same(self, path: Path, stamp: Stamp) -> bool:
        return path in self._files and self._files[path].stamp == stamp

    async def _read(self, folder: Path, path: Path, stamp: Stamp) -> _File:
        try:
            found = await asyncio.to_thread(read_article, folder, path)
        except OSError as problem:
            log.warning("article_unreadable", file=path.name, error=type(problem).__name__)
            found = []
        views = [(owner, view) for owner, passage in enumerate(found) for view in windows(passage)]
        vectors = await self._embed([view for _, view in views]) if views else np.zeros((0, 0), dtype=np.float32)
        return _File(stamp, found, vectors, [owner for owner, _ in views])


def _stamps(folder: Path) -> dict[Path, Stamp]:
    stamps = {}
    for path in article_files(folder):
        try:
            known = path.stat()
        except OSError:
            continue  # it went away while we looked
        stamps[path] = (known.st_mtime_ns, known.st_size)
    return stamps


def _build(files: Sequence[_File]) -> _Index:
    passages: list[Passage] = []
    owners: list[int] = []
    for file in files:
        owners += [len(passages) + owner for owner in file.owners]
        passages += file.passages
    if not passages:
        return _Index()
    # It takes a second and 50 MB to import: only whoever has articles pays for it.
    from sklearn.feature_extraction.text import TfidfVectorizer

    lexical = TfidfVectorizer(analyzer=key_words, sublinear_tf=True, norm="l2")
    try:
        matrix = lexical.fit_transform([f"{p.title} {p.heading} {p.heading} {p.text}" for p in passages])
    except ValueError:  # articles without a single word
        return _Index()
    views = np.vstack([file.views for file in files if len(file.views)])
    return _Index(passages, views, np.asarray(owners), lexical, matrix)


def _search(index: _Index, question: str, vector: Floats) -> Found:
    meaning, words = likeness(index, question, vector)
    score = (meaning + words) / 2
    best = int(np.argmax(score))
    return Found(index.passages[best], float(score[best]))


def likeness(index: _Index, question: str, vector: Floats) -> tuple[Floats, Floats]:
    """(by meaning, by words) of each passage: cosines from 0 to 1, of the nearest piece and of the whole."""
    meaning = np.zeros(len(index.passages), dtype=np.float32)
    np.maximum.at(meaning, index.owners, np.clip(index.views @ vector, 0, 1))
    if index.lexical is None:
        return meaning, np.zeros_like(meaning)
    asked = index.lexical.transform([question])
    words = (index.matrix @ asked.T).toarray().ravel()
    return meaning, np.asarray(words, dtype=np.float32)
