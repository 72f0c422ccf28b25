"""`make eval` ends with 1 when a score has fallen, and CI runs it."""

from pathlib import Path

import pytest

from tests.eval import __main__ as evaluation
from tests.eval import themes, understanding
from tests.eval.translation import bench


@pytest.mark.parametrize("fallen", [[], ["golden: cause_f1 is .1, and its floor is .7"]])
def test_a_fallen_score_fails(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], fallen: list[str]
) -> None:
    for suite in (understanding, bench, themes):
        monkeypatch.setattr(suite, "evaluate", dict)
        monkeypatch.setattr(suite, "table", lambda _scores: "a table")
        monkeypatch.setattr(suite, "below_floor", lambda _scores: [])
    monkeypatch.setattr(bench, "below_floor", lambda _scores: fallen)

    assert evaluation.main() == len(fallen)
    printed = capsys.readouterr().out
    assert printed.count("a table") == 3
    assert all(line in printed for line in fallen)


def test_ci_scores_everything() -> None:
    lines = (Path(__file__).parents[2] / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    assert {"make check", "make test", "make eval"} <= set(lines)
