"""The trained part: linear models over embeddings and over n-grams, their probabilities averaged and calibrated.

The artefact is one .npz file of plain arrays: weights in float16, names as text. Nothing in it can run code.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from importlib.resources import as_file, files
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.listening.labels import Cause, Impact, Intent, Module
from bot.listening.understanding.features import BUCKETS, Reading

Floats = NDArray[np.float32]
#: What is predicted, in the order in which the weights lie.
HEADS: dict[str, type[StrEnum]] = {"intent": Intent, "cause": Cause, "module": Module, "impact": Impact}
#: Raised with the layout of the artefact, so that an old file is refused instead of misread.
FORMAT = 4
#: How often a second careful reader gives a clear message the same label. Real messages are short and readers differ on
#: many, which the examples, labelled by one author, cannot teach; so no label is surer than this.
AGREEMENT = 0.95
#: What people may label differently. What somebody wants from a message is plainer.
DISPUTED = ("cause", "module", "impact")


class ModelUnreadable(Exception):
    """The artefact is missing, damaged or of another format. The message says what to do."""


@dataclass(frozen=True)
class Head:
    """One label's two linear models and its calibration. Columns are classes in the order of the enum."""

    dense: Floats  # (features + 1, classes), the last row is the bias
    sparse: Floats  # (BUCKETS + 1, classes)
    share: float  # of the dense model in the average
    temperature: float


@dataclass(frozen=True)
class Model:
    """Everything learned."""

    heads: dict[str, Head]
    idf: Floats
    usual: Floats  # (causes, impacts): how much more often than usual a cause comes with an impact
    settle: float  # temperature of the impact after the cause has pulled it
    sure: Floats  # (2, n): confidence as measured (row 1) at the product of the two probabilities (row 0)

    def probabilities(self, readings: Sequence[Reading], vectors: Floats) -> dict[str, Floats]:
        """Calibrated probabilities (messages, classes) for each head."""
        cues = np.stack([reading.cues for reading in readings]) if readings else np.zeros((0, 0), np.float32)
        dense = dense_features(vectors, cues)
        weighted = [weigh(reading, self.idf) for reading in readings]
        found = {name: self._head(head, dense, readings, weighted) for name, head in self.heads.items()}
        cosmetic = [reading.cosmetic for reading in readings]
        found["impact"] = temper(lean(found["impact"], found["cause"], self.usual, cosmetic), self.settle)
        return found | {name: doubt(found[name]) for name in DISPUTED}

    @staticmethod
    def _head(head: Head, dense: Floats, readings: Sequence[Reading], weighted: Sequence[Floats]) -> Floats:
        from_dense = softmax(dense @ head.dense[:-1] + head.dense[-1])
        scores = [values @ head.sparse[r.buckets] for r, values in zip(readings, weighted, strict=True)]
        from_sparse = softmax(np.array(scores, dtype=np.float32) + head.sparse[-1])
        return temper(head.share * from_dense + (1 - head.share) * from_sparse, head.temperature)

    def confidence(self, product: float) -> float:
        """The measured chance that cause and module are both right, given the product of their probabilities.

        The product is that of the probabilities as they leave this model. Never above what two readers agree on.
        """
        return AGREEMENT**2 * float(np.interp(product / AGREEMENT**2, self.sure[0], self.sure[1]))

    def save(self, path: Path) -> None:
        """Write the artefact. The same model gives the same bytes."""
        arrays: dict[str, NDArray[np.generic]] = {
            "format": np.array(FORMAT),
            "idf": self.idf.astype(np.float16),
            "sure": self.sure.astype(np.float32),
            "usual": self.usual.astype(np.float32),
            "settle": np.array(self.settle, dtype=np.float32),
        }
        for name, head in self.heads.items():
            arrays[f"{name}.dense"] = head.dense.astype(np.float16)
            arrays[f"{name}.sparse"] = head.sparse.astype(np.float16)
            arrays[f"{name}.mix"] = np.array([head.share, head.temperature], dtype=np.float32)
        with path.open("wb") as out:
            np.savez_compressed(out, allow_pickle=False, **arrays)

    @classmethod
    def load(cls, path: Path | None = None) -> "Model":
        """The model in `path`, or the one that ships with Liaison. Raises ModelUnreadable."""
        if path is None:
            with as_file(files("bot.listening") / "data" / "model.npz") as shipped:
                return cls.load(shipped)
        try:
            with np.load(path, allow_pickle=False) as data:
                if int(data["format"]) != FORMAT:
                    raise ModelUnreadable(f"{path} was made by another version. Run `liaison train` to make it again.")
                heads = {name: _read_head(data, name) for name in HEADS}
                idf = data["idf"].astype(np.float32)
                return cls(heads, idf, data["usual"], float(data["settle"]), data["sure"])
        except (OSError, KeyError, ValueError, EOFError) as error:
            raise ModelUnreadable(f"{path} is not a model Liaison can read. Run `liaison train`.") from error


def _read_head(data: np.lib.npyio.NpzFile, name: str) -> Head:
    share, temperature = (float(x) for x in data[f"{name}.mix"])
    dense, sparse = (data[f"{name}.{part}"].astype(np.float32) for part in ("dense", "sparse"))
    if sparse.shape != (BUCKETS + 1, len(HEADS[name])):
        raise ValueError(name)
    return Head(dense, sparse, share, temperature)


#: How far the likely causes pull the impact: 0 not at all, 1 as if both were independent evidence.
PULL = 0.5


#: How much likelier `annoyed` gets where a message speaks of looks and of nothing that stops anyone.
LOOKS = 3.0


def lean(impact: Floats, cause: Floats, usual: Floats, cosmetic: Sequence[bool]) -> Floats:
    """Impact in the light of the cause, for a refused login mostly blocks and a wish mostly does not; and of looks."""
    pulled: Floats = impact * (cause @ usual) ** np.float32(PULL)
    pulled[np.array(cosmetic, dtype=bool), list(Impact).index(Impact.ANNOYED)] *= np.float32(LOOKS)
    leaned: Floats = pulled / pulled.sum(axis=1, keepdims=True)
    return leaned


#: Weight of a cue beside an embedding of length 1. Chosen by cross-validation on the training set.
CUE_WEIGHT = 0.35


def doubt(probabilities: Floats) -> Floats:
    """Probabilities that leave room for a second reader's mind; their order stays."""
    doubted: Floats = AGREEMENT * probabilities + (1 - AGREEMENT) / probabilities.shape[1]
    return doubted


def dense_features(vectors: Floats, cues: Floats) -> Floats:
    """Embeddings and cues side by side."""
    joined: Floats = np.hstack([vectors, CUE_WEIGHT * cues]).astype(np.float32)
    return joined


def weigh(reading: Reading, idf: Floats) -> Floats:
    """TF-IDF values of a reading's buckets, of length 1 together."""
    values: Floats = reading.counts * idf[reading.buckets]
    norm = float(np.linalg.norm(values))
    return values / norm if norm else values


def softmax(scores: Floats) -> Floats:
    """Row by row."""
    raised: Floats = np.exp(scores - scores.max(axis=1, keepdims=True))
    total: Floats = raised / raised.sum(axis=1, keepdims=True)
    return total


def temper(probabilities: Floats, temperature: float) -> Floats:
    """Temperature scaling (Guo et al. 2017, "On calibration of modern neural networks") of given probabilities."""
    scores: Floats = (np.log(np.maximum(probabilities, 1e-9)) / temperature).astype(np.float32)
    return softmax(scores)
