"""Writes `bot/translation/data/support.json` anew: `python -m tests.eval.translation.weigh` (about two minutes).

What it learns from are the pairs that are looked at: faithful rewrites, the same with one sentence gone, and the same
with a sentence of another update. The pairs that are held out are not read.
"""

import json
import random
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from adapters.language.minilm import MiniLM
from bot.translation.fidelity.align import Alignment, share
from bot.translation.fidelity.coverage import carried, says_something, supported
from bot.translation.fidelity.model import Clause, Reading, read
from bot.translation.fidelity.support import Meaning, numbers_of
from tests.eval.translation import bench

WEIGHTS = Path(__file__).parents[3] / "bot" / "translation" / "data" / "support.json"
#: A sentence of the post is gone with one of the rewrite if no other one carries nearly as much of it.
ITS_OWN = 0.3

Row = tuple[tuple[float, ...], bool]


def pairs() -> list[tuple[str, str]]:
    """(post, faithful rewrite): those that are looked at."""
    found = [bench.read_pairs(path) for path in (bench.PAIRS, bench.FREE_PAIRS)]
    seen = [pair for every in found for place, pair in enumerate(every) if not bench.held_out(place)]
    return seen + bench.read_pairs(bench.LETTERS)


def left_out(post: Reading, rewrite: Reading, meaning: Meaning) -> Iterator[Row]:
    """Each sentence of the post: carried by the rewrite, and not carried once its sentence there is gone."""
    yield from _rows(carried(Alignment(post, rewrite)), post, rewrite, meaning, gone=False)
    for clause in rewrite.clauses:
        rest = " ".join(other.text for other in rewrite.clauses if other is not clause)
        if rest:
            poorer = read(rest)
            its_own = [one for one in post.clauses if _only_in(one, clause, rewrite.clauses)]
            shares = [found for found in carried(Alignment(post, poorer)) if found[0] in its_own]
            yield from _rows(shares, post, poorer, meaning, gone=True)


def made_up(post: Reading, rewrite: Reading, stranger: str, meaning: Meaning) -> Iterator[Row]:
    """Each sentence of the rewrite, and one of another update at its end."""
    yield from _rows(supported(Alignment(post, rewrite)), rewrite, post, meaning, gone=False)
    longer = read(f"{rewrite.text} {stranger}")
    shares = [found for found in supported(Alignment(post, longer)) if found[0].place >= len(rewrite.clauses)]
    yield from _rows(shares, longer, post, meaning, gone=True)


def _only_in(one: Clause, clause: Clause, clauses: list[Clause]) -> bool:
    others = [share(one, other) for other in clauses if other is not clause]
    return share(one, clause) > max(others, default=0.0) + ITS_OWN


def _rows(
    shares: list[tuple[Clause, float, float]], own: Reading, other: Reading, meaning: Meaning, gone: bool
) -> Iterator[Row]:
    for one, carried_share, _ in shares:
        if says_something(one):
            yield numbers_of(one, carried_share, other.clauses, len(own.clauses), meaning), gone


def fitted(rows: list[Row]) -> dict[str, object]:
    """The regression as it is written down, for numbers as they come."""
    numbers, gone = np.array([row[0] for row in rows]), np.array([row[1] for row in rows])
    scale = StandardScaler().fit(numbers)
    model = LogisticRegression(class_weight="balanced").fit(scale.transform(numbers), gone)
    weights = model.coef_[0] / scale.scale_
    bias = float(model.intercept_[0] - weights @ scale.mean_)
    return {"weights": [round(float(weight), 4) for weight in weights], "bias": round(bias, 4)}


def main() -> None:
    """Read, fit, write."""
    meaning, chance, every = Meaning(MiniLM()), random.Random(7), pairs()
    missing: list[Row] = []
    added: list[Row] = []
    for post, rewrite in every:
        stranger = chance.choice(read(chance.choice(every)[1]).clauses).text
        missing += left_out(read(post), read(rewrite), meaning)
        added += made_up(read(post), read(rewrite), stranger, meaning)
    WEIGHTS.write_text(json.dumps({"left_out": fitted(missing), "made_up": fitted(added)}, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
