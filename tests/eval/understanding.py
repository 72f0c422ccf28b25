"""Scores of understanding with the classifier that ships: on the golden messages and, where they are, on real ones."""

import json
import os
from collections.abc import Mapping
from pathlib import Path

from adapters.language.minilm import MiniLM
from bot.listening.classify import Classifier
from bot.listening.evaluate import evaluate as score_sets
from bot.listening.evaluate import fallen, table

__all__ = ["GOLDEN", "REAL", "below_floor", "evaluate", "real_data", "table"]

HERE = Path(__file__).parent
FLOORS = HERE / "floors.json"
GOLDEN = HERE.parents[1] / "bot" / "listening" / "data" / "golden_messages.jsonl"
#: Real messages, beside the checkout; they are not ours to ship.
REAL = Path(os.environ.get("EVAL_DATA", HERE.parents[2] / "shared" / "data"))

Scores = dict[str, dict[str, float]]


def real_data() -> Path | None:
    """The folder of real messages, or None where there is none."""
    return REAL if REAL.is_dir() else None


def evaluate() -> Scores:
    """Every score by set."""
    return score_sets(Classifier.load(MiniLM()), GOLDEN, real_data())


def below_floor(scores: Mapping[str, Mapping[str, float]]) -> list[str]:
    """A sentence for each score that is worse than its floor."""
    return fallen(scores, json.loads(FLOORS.read_text(encoding="utf-8")))
