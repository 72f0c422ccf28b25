"""A language model for tests: plain rules instead of a trained model, so that a test says itself what it expects.

Updates go through the real rewriter, because the gate must hold for what it writes.
"""

import re
import zlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from bot.listening.classify import Understanding
from bot.listening.labels import Cause, Impact, Intent, Module
from bot.ports import NOBODY, Behalf
from bot.translation.fidelity import Problem, verify
from bot.translation.glossary import Glossary
from bot.translation.rewrite import Draft, Rewriter

T = TypeVar("T")

CAUSES = {"slow": Cause.PERFORMANCE, "password": Cause.ACCESS, "how do": Cause.TRAINING}
MODULES = {"invoice": Module.FINANCE, "stock": Module.INVENTORY, "order": Module.SALES}
INTENTS = {"how do": Intent.QUESTION, "hello": Intent.OTHER, "thank": Intent.THANKS, "my issue": Intent.STATUS}


class PlainLanguage:
    """Implements ports.LanguageModel by looking for words."""

    def __init__(self) -> None:
        self._rewriter = Rewriter(Glossary.load())
        self.found: tuple[Problem, ...] | None = None
        self.checked: list[tuple[str, str]] = []
        self.calls = 0

    async def understand(self, text: str, behalf: Behalf = NOBODY) -> Understanding:
        self.calls += 1
        intent, cause, module = _first(INTENTS, text, Intent.COMPLAINT), _first(CAUSES, text, Cause.DEFECT), None
        module = _first(MODULES, text, Module.UNKNOWN)
        return Understanding(
            intent=intent,
            cause=cause,
            module=module,
            impact=Impact.SLOWED,
            confidence=0.9,
            causes=((cause, 0.9), (Cause.OTHER, 0.1)),
            modules=((module, 0.9), (Module.UNKNOWN, 0.1)),
            impacts=((Impact.SLOWED, 1.0),),
            engine="plain",
            intents=((intent, 1.0),),
        )

    async def rewrite(
        self, text: str, posted: datetime, zone: str, terms: Mapping[str, str], behalf: Behalf = NOBODY
    ) -> Draft:
        self.calls += 1
        own = Glossary.load().with_company_terms(terms) if terms else None
        return self._rewriter.translate(text, posted, zone, own)

    async def check(self, said: str, draft: str) -> tuple[Problem, ...]:
        """By rules alone, unless a test says what is `found`: what words mean is for the engine that ships."""
        self.checked.append((said, draft))
        return tuple(verify(said, draft)) if self.found is None else self.found

    async def close(self) -> None:
        """Nothing to give back."""

    async def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Each word has a direction of its own; texts that share words lie close."""
        rows = np.zeros((len(texts), 256), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            for word in re.findall(r"[a-z0-9]{4,}", text.lower()):
                row[zlib.crc32(word.encode()) % 256] += 1
        return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9), dtype=np.float32)


def _first(words: Mapping[str, T], text: str, otherwise: T) -> T:
    return next((label for word, label in words.items() if word in text.lower()), otherwise)
