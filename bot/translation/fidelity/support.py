"""What sentences mean: how near they are to one another, and what the judge says of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:  # bot.ports imports the rewriter, which imports the gate
    from bot.ports import Embedder, Judge

#: What a judge says of a sentence beside others: they carry it, say it otherwise in one of these ways, or nowhere.
VERDICTS = ("carried", "negation", "actor", "modality", "tense", "direction", "other", "absent")
#: A sentence is laid beside the one most like it, the two, and the three most like it.
MOST_BESIDE = 3


@dataclass(frozen=True)
class Ear:
    """What hears meaning: an embedder and a judge."""

    embedder: "Embedder"
    judge: "Judge"


@dataclass(frozen=True)
class Heard:
    """What was heard of one sentence beside the other text's.

    `verdicts` are probabilities in the order of VERDICTS beside those sentences that carry it best, `alone` beside the
    `nearest` one, `near` the cosine to that one.
    """

    verdicts: NDArray[np.float32]
    alone: NDArray[np.float32]
    near: float
    nearest: str


class Meaning:
    """Listens to sentences, each once for one comparison."""

    def __init__(self, ear: Ear) -> None:
        self._ear = ear

    def hear(self, sentences: Sequence[tuple[str, Sequence[str]]]) -> list[Heard]:
        """Each (sentence, the other text's sentences in their order), of which there is at least one."""
        vectors = self._vectors([text for one, others in sentences for text in (one, *others)])
        asked: list[list[tuple[str, str]]] = []
        nearest: list[float] = []
        for one, others in sentences:
            like = np.array([vectors[one] @ vectors[other] for other in others])
            order = np.argsort(-like, kind="stable")
            most = min(MOST_BESIDE, len(others))
            asked.append([(" ".join(others[i] for i in sorted(order[:count])), one) for count in range(1, most + 1)])
            nearest.append(float(like[order[0]]))
        every = list(dict.fromkeys(question for questions in asked for question in questions))
        answers = dict(zip(every, self._ear.judge.judge(every), strict=True)) if every else {}
        return [
            Heard(
                max((answers[question] for question in questions), key=lambda row: float(row[0])),
                answers[questions[0]],
                near,
                questions[0][0],
            )
            for questions, near in zip(asked, nearest, strict=True)
        ]

    def _vectors(self, texts: Sequence[str]) -> dict[str, NDArray[np.float32]]:
        each = list(dict.fromkeys(texts))
        return dict(zip(each, self._ear.embedder.embed(each), strict=True)) if each else {}
