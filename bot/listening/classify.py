"""From a colleague's words to what they want, why it hurts, where in the business, and how much. Works offline."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from bot.listening.labels import Cause, Impact, Intent, Module
from bot.listening.understanding.features import Reader
from bot.listening.understanding.intents import decide
from bot.listening.understanding.model import Floats, Model

if TYPE_CHECKING:  # bot.ports imports this module
    from bot.ports import Embedder

Label = TypeVar("Label", bound=StrEnum)


@dataclass(frozen=True)
class Understanding:
    """What one message was taken to mean.

    `confidence` is the calibrated probability that cause and module are both what the reporter would say. The pairs are
    calibrated probabilities, best first, and each field before them is the first of its pairs. `intent` may differ from
    the first of `intents` where a rule of bot.listening.understanding.intents overrides the model.
    """

    intent: Intent
    cause: Cause
    module: Module
    impact: Impact
    confidence: float
    causes: tuple[tuple[Cause, float], ...]
    modules: tuple[tuple[Module, float], ...]
    impacts: tuple[tuple[Impact, float], ...]
    engine: str
    intents: tuple[tuple[Intent, float], ...]


class Classifier:
    """Understands messages. Safe to use from several threads; blocks, so call it off the event loop."""

    def __init__(self, embedder: "Embedder", model: Model, reader: Reader) -> None:
        """Use `load` unless the parts are at hand."""
        self._embedder = embedder
        self._model = model
        self._reader = reader

    @classmethod
    def load(cls, embedder: "Embedder", path: Path | None = None) -> "Classifier":
        """With the model in `path`, or the one that ships with Liaison. Raises ModelUnreadable."""
        return cls(embedder, Model.load(path), Reader())

    def classify(self, texts: Sequence[str]) -> list[Understanding]:
        """One answer a text, in order. Any text at all gets one: a long one is read at its most telling parts."""
        if not texts:
            return []
        readings = [self._reader.read(text) for text in texts]
        vectors = self._embedder.embed([reading.text for reading in readings])
        found = self._model.probabilities(readings, vectors)
        return [
            self._understand(decide(reading, found["intent"][i]), {k: v[i] for k, v in found.items()})
            for i, reading in enumerate(readings)
        ]

    def _understand(self, intent: Intent, found: dict[str, Floats]) -> Understanding:
        causes, modules = _ranked(Cause, found["cause"]), _ranked(Module, found["module"])
        impacts, intents = _ranked(Impact, found["impact"]), _ranked(Intent, found["intent"])
        return Understanding(
            intent=intent,
            cause=causes[0][0],
            module=modules[0][0],
            impact=impacts[0][0],
            confidence=self._model.confidence(causes[0][1] * modules[0][1]),
            causes=causes,
            modules=modules,
            impacts=impacts,
            engine="embedded",
            intents=intents,
        )


def _ranked(labels: type[Label], probabilities: Floats) -> tuple[tuple[Label, float], ...]:
    members = list(labels)
    order = np.argsort(-probabilities, kind="stable")
    return tuple((members[i], float(probabilities[i])) for i in order)
