"""An ear that works out each sentence and each question once: drafts of one post mostly ask the same again."""

from collections.abc import Callable, Hashable, Sequence
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from adapters.language.judge import Judge
from adapters.language.minilm import MiniLM
from bot.ports import Embedder
from bot.ports import Judge as AnyJudge
from bot.translation.fidelity import Ear

Asked = TypeVar("Asked", bound=Hashable)
Rows = NDArray[np.float32]

#: Sentences, and questions, that are remembered before all are forgotten: at most about 150 MB.
MOST = 50_000


class Remembering:
    """An `Embedder` and a `Judge` (bot.ports) in front of others."""

    def __init__(self, embedder: Embedder, judge: AnyJudge) -> None:
        self._embedder, self._judge = embedder, judge
        self._vectors: dict[str, Rows] = {}
        self._verdicts: dict[tuple[str, str], Rows] = {}

    def embed(self, texts: Sequence[str]) -> Rows:
        """As Embedder.embed."""
        return _remembered(texts, self._vectors, self._embedder.embed)

    def judge(self, questions: Sequence[tuple[str, str]]) -> Rows:
        """As Judge.judge."""
        return _remembered(questions, self._verdicts, self._judge.judge)


def _remembered(asked: Sequence[Asked], known: dict[Asked, Rows], work_out: Callable[[Sequence[Asked]], Rows]) -> Rows:
    if len(known) > MOST:
        known.clear()
    new = [one for one in dict.fromkeys(asked) if one not in known]
    if new:
        known.update(zip(new, work_out(new), strict=True))
    return np.stack([known[one] for one in asked]) if asked else work_out([])


def remembering_ear(threads: int = 1) -> Ear:
    """The ear that ships, with a memory. Raises EmbedderMissing when the embedder is not installed."""
    remembering = Remembering(MiniLM(threads), Judge(threads))
    return Ear(remembering, remembering)
