"""The bench's own floors hold for what ships."""

from tests.eval.translation.bench import below_floor, evaluate


def test_no_score_falls_below_its_floor() -> None:
    assert below_floor(evaluate()) == []
