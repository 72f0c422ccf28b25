"""Whether one text carries a sentence of the other: judged by words and, where words leave a doubt, by meaning.

The seven numbers of a sentence go into a logistic regression, one for what a rewrite leaves out and one for what it
makes up. `python -m tests.eval.translation.weigh` finds the weights anew from the pairs in the repository.
"""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from bot.translation.fidelity.align import window
from bot.translation.fidelity.model import Clause

if TYPE_CHECKING:  # bot.ports imports the rewriter, which imports the gate
    from bot.ports import Embedder

#: From this share of its words on a sentence counts as carried without a look at its meaning.
CLEAR = 0.8


class Meaning:
    """What sentences mean, as vectors, each worked out once for one comparison."""

    def __init__(self, embedder: "Embedder") -> None:
        self._embedder = embedder
        self._known: dict[str, NDArray[np.float32]] = {}

    def of(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One row of length 1 a text."""
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        if new:
            self._known.update(zip(new, self._embedder.embed(new), strict=True))
        return np.stack([self._known[text] for text in texts])


@dataclass(frozen=True)
class Weights:
    """A logistic regression: the probability that a sentence with these numbers is carried nowhere."""

    weights: tuple[float, ...]
    bias: float

    def probability(self, numbers: Sequence[float]) -> float:
        """From 0 to 1."""
        total = self.bias + sum(weight * number for weight, number in zip(self.weights, numbers, strict=True))
        return 1 / (1 + math.exp(-total))


@cache
def shipped_weights() -> dict[str, Weights]:
    """Those for what is `left_out` and for what is `made_up`."""
    read = json.loads(files("bot.translation").joinpath("data/support.json").read_text("utf-8"))
    return {name: Weights(tuple(found["weights"]), found["bias"]) for name, found in read.items()}


def numbers_of(one: Clause, share: float, others: Sequence[Clause], of: int, meaning: Meaning) -> tuple[float, ...]:
    """How near the sentence is to the other text's nearest sentence, two sentences and part of one; how near its own
    stray-most part is to anything there; the share of its words found there; how many words and values it has.

    `of` is how many sentences its own text has.
    """
    near = window(others, one.place, of)
    alone = [other.text for other in near]
    pairs = [f"{first} {second}" for first, second in pairwise(alone)]
    pieces = [part.low for other in near for part in other.parts]
    vectors = meaning.of([*alone, *pairs, *pieces])
    like = vectors @ meaning.of([one.text])[0]
    parts = (meaning.of([part.low for part in one.parts]) @ vectors.T).max(axis=1)
    spans = len(alone) + len(pairs)
    return (
        float(like[: len(alone)].max()),
        float(like[:spans].max()),
        float(like[spans:].max()),
        float(parts.min()),
        share,
        float(len(one.words)),
        float(len(one.values)),
    )
