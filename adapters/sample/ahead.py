"""A language model that has read everything before: what it is asked for is worked out ahead, several at a time."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from bot.listening.classify import Understanding
from bot.ports import NOBODY, Behalf, LanguageModel
from bot.translation.fidelity.model import Problem
from bot.translation.rewrite import Draft

#: Questions put to the model at the same time.
AT_ONCE = 4


class ReadAhead:
    """Implements `bot.ports.LanguageModel` over another one. What was not read ahead is asked when it is needed."""

    def __init__(self, model: LanguageModel) -> None:
        self._model = model
        self._understood: dict[str, Understanding] = {}
        self._vectors: dict[str, NDArray[np.float32]] = {}

    async def read(self, texts: Iterable[str], told: Callable[[], Awaitable[None]]) -> None:
        """Understand these texts now. `told` is called after each."""
        limit = asyncio.Semaphore(AT_ONCE)

        async def one(text: str) -> None:
            async with limit:
                await self.understand(text)
                await self.embed([text])
                await told()

        async with asyncio.TaskGroup() as group:
            for text in dict.fromkeys(texts):
                group.create_task(one(text))

    async def understand(self, text: str, behalf: Behalf = NOBODY) -> Understanding:
        """As the model does."""
        if text not in self._understood:
            self._understood[text] = await self._model.understand(text, behalf)
        return self._understood[text]

    async def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """As the model does."""
        missing = [text for text in dict.fromkeys(texts) if text not in self._vectors]
        if missing:
            rows = await self._model.embed(missing)
            self._vectors.update(zip(missing, rows, strict=True))
        return np.stack([self._vectors[text] for text in texts])

    async def check(self, said: str, draft: str) -> tuple[Problem, ...]:
        """As the model does."""
        return await self._model.check(said, draft)

    async def rewrite(
        self, text: str, posted: datetime, zone: str, terms: Mapping[str, str], behalf: Behalf = NOBODY
    ) -> Draft:
        """As the model does; an update is needed once."""
        return await self._model.rewrite(text, posted, zone, terms, behalf)
