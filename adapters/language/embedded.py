"""The language engine that ships with Liaison: everything on this machine's CPU, no key, no network."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from functools import lru_cache
from threading import Lock
from typing import Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from adapters.language.judge import Judge
from adapters.language.minilm import MiniLM
from bot.listening.classify import Classifier, Understanding
from bot.ports import NOBODY, Behalf, Embedder, LanguageModel
from bot.translation.fidelity import Ear, Problem, verify
from bot.translation.glossary import Glossary
from bot.translation.rewrite import Draft, Rewriter

T = TypeVar("T")

#: Messages understood at the same time. The embedder uses one core for each.
THREADS = 2


class Language(LanguageModel, Protocol):
    """A language model that has something to give back at the end."""

    async def close(self) -> None:
        """Let go of threads and connections."""
        ...


class EmbeddedModel:
    """A `LanguageModel` (bot.ports). Work runs in a few threads of its own, so the event loop stays free."""

    def __init__(self, embedder: Embedder, classifier: Classifier, rewriter: Rewriter, threads: int = THREADS) -> None:
        """Use `load` unless the parts are at hand."""
        self._embedder = embedder
        self._classifier = classifier
        self._rewriter = rewriter
        self._judge: Judge | None = None  # most drafts are by rules and need none
        self._loading = Lock()
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="language")

    @classmethod
    def load(cls) -> "EmbeddedModel":
        """With everything that ships: about a second and 200 MB. Raises EmbedderMissing or ModelUnreadable."""
        embedder = MiniLM()
        return cls(embedder, Classifier.load(embedder), Rewriter(Glossary.load()))

    async def understand(self, text: str, behalf: Behalf = NOBODY) -> Understanding:
        """What a colleague's message is about."""
        return (await self._run(lambda: self._classifier.classify([text])))[0]

    async def rewrite(
        self, text: str, posted: datetime, zone: str, terms: Mapping[str, str], behalf: Behalf = NOBODY
    ) -> Draft:
        """An update in plain words, by rules and glossary."""
        own = _with(tuple(terms.items())) if terms else None
        return await self._run(lambda: self._rewriter.translate(text, posted, zone, own))

    async def check(self, said: str, draft: str) -> tuple[Problem, ...]:
        """The gate, with an ear for meaning. The first time it loads the judge: half a second and 60 MB."""
        return await self._run(lambda: tuple(verify(said, draft, ear=self._ear())))

    def _ear(self) -> Ear:
        with self._loading:
            if self._judge is None:
                self._judge = Judge()
        return Ear(self._embedder, self._judge)

    async def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One vector a text, as Embedder.embed."""
        return await self._run(lambda: self._embedder.embed(texts))

    async def close(self) -> None:
        """Let the work in hand finish and end the threads."""
        await asyncio.to_thread(self._pool.shutdown)

    async def _run(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._pool, work)


@lru_cache(maxsize=16)
def _with(terms: tuple[tuple[str, str], ...]) -> Glossary:
    """The shipped glossary with a company's own words; building it takes as long as a draft."""
    return Glossary.load().with_company_terms(dict(terms))
