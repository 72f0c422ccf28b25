"""The arithmetic of the scores is right, and floors are watched. The scores themselves: `make eval`."""

import json
from pathlib import Path

import pytest

from adapters.language.minilm import MiniLM
from bot.listening.classify import Classifier
from bot.listening.evaluate import Labelled, calibration_error, fallen, macro_f1, read, score, table


def test_macro_f1_is_the_mean_over_the_labels_that_occur() -> None:
    assert macro_f1(["a", "a", "b", "b"], ["a", "b", "b", "b"]) == pytest.approx((2 / 3 + 4 / 5) / 2)
    assert macro_f1(["a"], ["z"]) == 0


def test_calibration_error_is_the_mean_gap() -> None:
    assert calibration_error([(0.85, True), (0.85, True), (0.15, False), (0.15, False)]) == pytest.approx(0.15)
    assert calibration_error([(1.0, True), (1.0, False)]) == pytest.approx(0.5)


def test_a_score_below_its_floor_or_an_error_above_it_is_named() -> None:
    floors = {"golden": {"cause_f1": 0.7, "missed": 0.03}, "elsewhere": {"cause_f1": 0.9}}

    assert fallen({"golden": {"cause_f1": 0.7, "missed": 0.03}}, floors) == []
    problems = fallen({"golden": {"cause_f1": 0.69, "missed": 0.04}}, floors)
    assert [problem.split(" is ")[0] for problem in problems] == ["golden: cause_f1", "golden: missed"]


def test_undecided_labels_and_praise_are_left_out(tmp_path: Path) -> None:
    file = tmp_path / "rows.jsonl"
    rows = [
        {"text": "My account is locked", "cause": "access", "module": "unknown", "impact": "blocked"},
        {"text": "thank you", "cause": "praise", "module": "platform", "impact": "none"},
    ]
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")

    found = read(file)
    scores = score(found, Classifier.load(MiniLM()).classify([row.text for row in found]))

    assert scores["messages"] == 2
    assert scores["cause_f1"] == 1
    assert scores["missed"] == 0
    assert scores["talk_as_complaint"] == 0


def test_the_table_has_a_column_a_set() -> None:
    shown = table({"golden": {"messages": 3.0, "cause_f1": 0.5}, "other": {"messages": 2.0}})

    assert shown.splitlines()[0].split() == ["golden", "other"]
    assert shown.splitlines()[1].split() == ["messages", "3", "2"]
    assert not Labelled("hello", {}).complains
