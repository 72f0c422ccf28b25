"""Labelled messages: the training set that ships with Liaison, and corrections people made."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.resources import files

from bot.listening.labels import Cause, Impact, Intent, Module

#: The voice of what a company's own people wrote and put right.
CORRECTION = "correction"


@dataclass(frozen=True)
class Example:
    """A message and what it means. A label that makes no sense for it (the module of a joke) is None.

    `voice` names the kind of writer. Calibration holds out one voice after the other, because a company's people write
    in a voice the training set does not have. `weight` is what the example counts in training beside others.
    """

    text: str
    intent: Intent | None
    cause: Cause | None = None
    module: Module | None = None
    impact: Impact | None = None
    voice: str = CORRECTION
    weight: float = 1.0


def parse(line: str) -> Example:
    """One line of a training file. Raises KeyError or ValueError for a line that is not one."""
    row = json.loads(line)
    return Example(
        text=row["text"],
        intent=Intent(row["intent"]),
        cause=Cause(row["cause"]) if row.get("cause") else None,
        module=Module(row["module"]) if row.get("module") else None,
        impact=Impact(row["impact"]) if row.get("impact") else None,
        voice=row.get("voice", CORRECTION),
    )


def shipped() -> list[Example]:
    """Every example under data/training, files in the order of their names."""
    folder = files("bot.listening") / "data" / "training"
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".jsonl"))
    return list(_lines(line for name in names for line in (folder / name).read_text(encoding="utf-8").splitlines()))


def _lines(lines: Iterable[str]) -> Iterable[Example]:
    return (parse(line) for line in lines if line.strip())
