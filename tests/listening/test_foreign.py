"""How much of what colleagues write in five other languages is understood. It is never trained on."""

import json
from collections import Counter
from pathlib import Path

from adapters.language.minilm import MiniLM
from bot.listening.classify import Classifier
from bot.listening.labels import Intent

ROWS = [
    json.loads(line)
    for line in (Path(__file__).parent / "data" / "foreign_messages.jsonl").read_text(encoding="utf-8").splitlines()
]
#: Of a hundred messages: taken for something to hear out, and the right cause and area at first sight.
FLOORS = {"heard": 94, "cause": 42, "module": 64}


def test_messages_in_five_languages_are_heard_out_and_partly_understood() -> None:
    understood = Classifier.load(MiniLM()).classify([row["text"] for row in ROWS])
    right: dict[str, Counter[str]] = {}
    for row, found in zip(ROWS, understood, strict=True):
        for group in (row["language"], "all"):
            right.setdefault(group, Counter()).update(
                messages=1,
                heard=found.intent in (Intent.COMPLAINT, Intent.QUESTION),
                cause=found.cause == row["cause"],
                module=found.module == row["module"],
            )
    for group, count in right.items():
        print(group, dict(count))
    assert right["all"]["messages"] == 100
    assert all(right["all"][name] >= floor for name, floor in FLOORS.items()), right["all"]
