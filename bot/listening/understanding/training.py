"""Training the classifier: reproducible, offline, under two minutes.

Every model is a logistic regression; temperatures and confidence come from predictions on messages of voices that the
predicting model had not seen (leave one voice out). Composed examples help to train and are never predicted: they are
easier than what people write, and would make the model too sure of itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from bot.listening.understanding import compose
from bot.listening.understanding.compose import composed
from bot.listening.understanding.examples import CORRECTION, Example, shipped
from bot.listening.understanding.features import BUCKETS, Reader, Reading
from bot.listening.understanding.model import HEADS, Floats, Head, Model, dense_features, lean, softmax, temper, weigh

if TYPE_CHECKING:
    from bot.ports import Embedder

#: Inverse strength of the penalty on weights, for the dense and the sparse models. Chosen by cross-validation.
DENSE_C = 4.0
SPARSE_C = 20.0
#: Share of the dense model in the average.
SHARE = {"intent": 0.6, "cause": 0.6, "module": 0.6, "impact": 0.6}
#: Voices that cover all causes and modules, each as different from the others as one company is from the next.
BROAD = ("desk", "forum", "mail", "sapmail", "titles")
#: Voices held out together with the broad voice they resemble.
ALIKE = {
    "servicedesk": "sapmail",
    "tracker": "titles",
    "evening": "desk",
    "requests": "mail",
    "plants": "sapmail",
    "screens": "titles",
}
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Report:
    """What a training run did: numbers of examples, and scores on voices held out of their own training."""

    examples: int
    corrections: int
    accuracy: dict[str, float]
    temperature: dict[str, float]
    unseen: dict[str, float]  # of the corrections, the share right by models that had not seen them


@dataclass(frozen=True)
class Table:
    """All examples as features. Row i of each part belongs to example i."""

    readings: Sequence[Reading]
    dense: Floats
    sparse: Any  # a scipy csr_matrix; scipy has no types
    idf: Floats
    common: NDArray[np.bool_]  # buckets that at least two messages have
    weights: Floats  # of the examples


@dataclass(frozen=True)
class Found:
    """Calibrated predictions for the examples `rows`, made by models that had not seen their voice."""

    rows: Ints
    labels: Ints
    probabilities: Floats

    @property
    def right(self) -> NDArray[np.bool_]:
        """Where the likeliest label is the true one."""
        hit: NDArray[np.bool_] = self.probabilities.argmax(axis=1) == self.labels
        return hit


def train(out: Path, embedder: "Embedder", corrections: Sequence[Example] = ()) -> Report:
    """Train on the shipped examples and `corrections`, write the artefact to `out`, and say how it went."""
    examples = [*shipped(), *corrections, *composed()]
    table = featurise(examples, embedder)
    folds = np.array(folds_of(examples))
    usual = usual_impacts(examples)
    heads: dict[str, Head] = {}
    held_out: dict[str, Found] = {}
    for name in HEADS:
        rows, labels = targets(examples, name)
        raw = out_of_voice(table, rows, labels, name, folds[rows])
        told = folds[rows] != compose.VOICE
        temperature = best_temperature(raw[told], labels[told])
        heads[name] = fit(table, rows, labels, name, temperature)
        held_out[name] = Found(rows[told], labels[told], temper(raw[told], temperature))
    settle = settling(table, usual, held_out["cause"], held_out["impact"])
    Model(heads, table.idf, usual, settle, confidence_curve(held_out["cause"], held_out["module"])).save(out)
    return Report(
        examples=len(examples),
        corrections=len(corrections),
        accuracy={name: float(found.right.mean()) for name, found in held_out.items()},
        temperature={name: head.temperature for name, head in heads.items()},
        unseen=_unseen(held_out, examples),
    )


def _unseen(held_out: dict[str, Found], examples: Sequence[Example]) -> dict[str, float]:
    shares = {}
    for name, found in held_out.items():
        hits = [hit for row, hit in zip(found.rows, found.right, strict=True) if examples[row].voice == CORRECTION]
        if hits:
            shares[name] = float(np.mean(hits))
    return shares


def featurise(examples: Sequence[Example], embedder: "Embedder") -> Table:
    """Read and embed every example."""
    from scipy.sparse import csr_matrix  # type: ignore[import-untyped]

    reader = Reader()
    readings = [reader.read(example.text) for example in examples]
    vectors = embedder.embed([reading.text for reading in readings])
    seen = np.bincount(np.concatenate([r.buckets for r in readings]), minlength=BUCKETS)
    idf = (np.log((1 + len(readings)) / (1 + seen)) + 1).astype(np.float16).astype(np.float32)
    sparse = csr_matrix(
        (
            np.concatenate([weigh(r, idf) for r in readings]),
            np.concatenate([r.buckets for r in readings]),
            np.concatenate([[0], np.cumsum([len(r.buckets) for r in readings])]),
        ),
        shape=(len(readings), BUCKETS),
    )
    cues = np.stack([reading.cues for reading in readings])
    weights = np.array([example.weight for example in examples], dtype=np.float32)
    return Table(readings, dense_features(vectors, cues), sparse, idf, seen >= 2, weights)


def folds_of(examples: Sequence[Example]) -> list[str]:
    """What is held out together: a broad voice as a whole, and with each of them a fifth of everything else.

    A voice that alone carries an intent, a language or a cause cannot be held out whole: nothing would be left to learn
    it from. Composed examples are held out never.
    """
    kept = {voice: voice for voice in (*BROAD, compose.VOICE)} | ALIKE
    return [kept.get(e.voice, BROAD[i % len(BROAD)]) for i, e in enumerate(examples)]


def targets(examples: Sequence[Example], name: str) -> tuple[Ints, Ints]:
    """The rows that carry a label of this kind, and the labels as positions in their enum."""
    members = list(HEADS[name])
    found = [(i, members.index(label)) for i, e in enumerate(examples) if (label := getattr(e, name)) is not None]
    pairs = np.array(found, dtype=np.int64)
    return pairs[:, 0], pairs[:, 1]


def fit(table: Table, rows: Ints, labels: Ints, name: str, temperature: float) -> Head:
    """Both linear models of one label."""
    classes = len(HEADS[name])
    counted = table.weights[rows]
    dense = _weights(table.dense[rows], labels, counted, DENSE_C, classes)
    used = np.flatnonzero(table.common)  # a bucket that one message alone has teaches nothing and costs time
    few = _weights(table.sparse[rows][:, used], labels, counted, SPARSE_C, classes)
    sparse = np.zeros((BUCKETS + 1, classes), dtype=np.float32)
    sparse[used], sparse[-1] = few[:-1], few[-1]
    return Head(dense, sparse, SHARE[name], temperature)


def _weights(features: Any, labels: Ints, counted: Floats, strength: float, classes: int) -> Floats:
    from sklearn.linear_model import LogisticRegression

    fitted = LogisticRegression(C=strength, max_iter=200, tol=1e-3).fit(features, labels, counted)
    weights = np.zeros((features.shape[1] + 1, classes), dtype=np.float32)
    weights[-1] = -30.0  # a class without an example
    coefficients, bias = fitted.coef_, fitted.intercept_
    if len(fitted.classes_) == 2:
        coefficients, bias = np.vstack([-coefficients, coefficients]) / 2, np.array([-bias[0], bias[0]]) / 2
    weights[:-1, fitted.classes_] = coefficients.T
    weights[-1, fitted.classes_] = bias
    return weights


def predict(head: Head, table: Table, rows: Ints) -> Floats:
    """The untempered average of both models for some rows."""
    from_dense = softmax(table.dense[rows] @ head.dense[:-1] + head.dense[-1])
    from_sparse = softmax(np.asarray(table.sparse[rows] @ head.sparse[:-1]) + head.sparse[-1])
    mixed: Floats = head.share * from_dense + (1 - head.share) * from_sparse
    return mixed


def out_of_voice(table: Table, rows: Ints, labels: Ints, name: str, folds: NDArray[np.str_]) -> Floats:
    """Predictions for every row by a model that never saw its voice; none (zeros) for composed examples."""
    found = np.zeros((len(rows), len(HEADS[name])), dtype=np.float32)
    for fold in sorted(set(folds) - {compose.VOICE}):
        held = folds == fold
        head = fit(table, rows[~held], labels[~held], name, 1.0)
        found[held] = predict(head, table, rows[held])
    return found


def best_temperature(probabilities: Floats, labels: Ints) -> float:
    """The temperature with the least log loss, by search over a fixed grid."""
    grid = np.round(np.arange(0.4, 2.51, 0.05), 2)
    picked = [-np.log(temper(probabilities, t)[np.arange(len(labels)), labels] + 1e-9).mean() for t in grid]
    return float(grid[int(np.argmin(picked))])


def usual_impacts(examples: Sequence[Example]) -> Floats:
    """How many times as often as overall each impact comes with each cause, smoothed by two invented examples each."""
    causes, impacts = list(HEADS["cause"]), list(HEADS["impact"])
    counts = np.full((len(causes), len(impacts)), 2.0)
    for example in examples:
        if example.cause is not None and example.impact is not None:
            counts[causes.index(example.cause), impacts.index(example.impact)] += 1
    overall = counts.sum(axis=0) / counts.sum()
    ratio: Floats = (counts / counts.sum(axis=1, keepdims=True) / overall).astype(np.float32)
    return ratio


def settling(table: Table, usual: Floats, cause: Found, impact: Found) -> float:
    """The temperature of the impact after `lean`, which makes it too sure of itself."""
    rows, at, bt = np.intersect1d(cause.rows, impact.rows, return_indices=True)
    cosmetic = [table.readings[i].cosmetic for i in rows]
    leaned = lean(impact.probabilities[bt], cause.probabilities[at], usual, cosmetic)
    return best_temperature(leaned, impact.labels[bt])


def confidence_curve(cause: Found, module: Found) -> Floats:
    """How often cause and module are both right, by the product of their two probabilities.

    Platt scaling (Platt 1999) of the product's log odds: two numbers, so that a few lucky messages cannot bend it.
    """
    from sklearn.linear_model import LogisticRegression

    _, at, bt = np.intersect1d(cause.rows, module.rows, return_indices=True)
    product = cause.probabilities[at].max(axis=1) * module.probabilities[bt].max(axis=1)
    curve = LogisticRegression(C=1e6).fit(_log_odds(product), cause.right[at] & module.right[bt])
    grid = np.linspace(0, 1, 101)
    return np.array([grid, curve.predict_proba(_log_odds(grid))[:, 1]], dtype=np.float32)


def _log_odds(shares: NDArray[np.floating[Any]]) -> NDArray[np.floating[Any]]:
    """One column; 0 and 1 are taken for 1 and 99 in a hundred, which nothing we measure can tell apart from them."""
    kept = np.clip(shares, 0.01, 0.99)
    odds: NDArray[np.floating[Any]] = np.log(kept / (1 - kept)).reshape(-1, 1)
    return odds
