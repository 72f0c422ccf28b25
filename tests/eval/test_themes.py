"""The set is what it says, BCubed is computed right, and floors are watched. The scores: `make eval`."""

from collections import Counter

import pytest

from tests.eval.themes import bcubed, below_floor, read


def test_the_set_has_sixty_uneven_themes() -> None:
    sizes = Counter(row["theme"] for row in read())
    assert (len(sizes), sum(sizes.values())) == (60, 300)
    assert (min(sizes.values()), max(sizes.values())) == (1, 12)
    assert len({row["text"] for row in read()}) == 300


def test_bcubed_of_a_known_case() -> None:
    precision, recall, f1 = bcubed(["a", "a", "b"], [1, 1, 1])
    assert precision == pytest.approx((2 / 3 + 2 / 3 + 1 / 3) / 3)
    assert recall == 1
    assert f1 == pytest.approx(2 * precision / (precision + 1))
    assert bcubed(["a", "b"], [1, 2]) == (1, 1, 1)


def test_a_score_below_its_floor_is_named() -> None:
    low = {"gathered_precision": 1.0, "gathered_f1": 0.1}
    assert [problem.split(" is ")[0] for problem in below_floor(low)] == ["themes: gathered_f1"]
