"""How well complaints are gathered into themes: BCubed on a set written for it, beside k-means on the same embeddings.

BCubed (Bagga and Baldwin 1998; Amigo et al. 2009 say why it is the one to use) looks at each complaint: the share of
its theme that belongs with it (precision), and the share of those that belong with it that its theme has (recall).
"""

import json
import random
from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import sqlalchemy as sa
from sklearn.cluster import KMeans
from sqlalchemy.orm import Session

import bot.core  # noqa: F401 - brings every table
from adapters.language.minilm import MiniLM
from bot.listening import likeness, themes
from bot.listening.classify import Classifier, Understanding
from bot.listening.likeness import Vector
from bot.listening.model import Complaint
from bot.people.model import Company
from bot.store.base import Base
from bot.store.session import CompanySession

HERE = Path(__file__).parent
#: The order of arrival decides a little, so it is fixed, and three orders are averaged.
SEEDS = (1, 2, 3)
START = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)

Scores = dict[str, float]


def read(path: Path = HERE / "themes_messages.jsonl") -> list[dict[str, str]]:
    """Complaints, each with its text, theme, cause and module."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def bcubed(right: Sequence[Hashable], found: Sequence[Hashable]) -> tuple[float, float, float]:
    """Precision, recall and their harmonic mean, each averaged over the complaints."""
    theirs, ours = _groups(right), _groups(found)
    both = [len(theirs[r] & ours[f]) for r, f in zip(right, found, strict=True)]
    precision = float(np.mean([n / len(ours[f]) for n, f in zip(both, found, strict=True)]))
    recall = float(np.mean([n / len(theirs[r]) for n, r in zip(both, right, strict=True)]))
    return precision, recall, 2 * precision * recall / (precision + recall)


def _groups(labels: Sequence[Hashable]) -> dict[Hashable, set[int]]:
    groups: dict[Hashable, set[int]] = defaultdict(set)
    for number, label in enumerate(labels):
        groups[label].add(number)
    return groups


def evaluate(path: Path | None = None) -> Scores:
    """Scores of the gatherer as it runs in production, and of k-means told the right number of themes."""
    rows = read(path) if path else read()
    embedder = MiniLM()
    texts = [row["text"] for row in rows]
    vectors, understood = embedder.embed(texts), Classifier.load(embedder).classify(texts)
    right = [row["theme"] for row in rows]
    gathered = [bcubed(right, gather(texts, understood, vectors, seed)) for seed in SEEDS]
    count = len(set(right))
    means = [bcubed(right, KMeans(count, n_init=4, random_state=seed).fit_predict(vectors).tolist()) for seed in SEEDS]
    scores = {"complaints": float(len(rows)), "themes": float(count)}
    for name, runs in (("gathered", gathered), ("kmeans", means)):
        for measure, values in zip(("precision", "recall", "f1"), zip(*runs, strict=True), strict=True):
            scores[f"{name}_{measure}"] = float(np.mean(values))
    return scores


def gather(texts: Sequence[str], understood: Sequence[Understanding], vectors: Vector, seed: int) -> list[int]:
    """The theme of each complaint, after they arrived one by one in a shuffled order."""
    engine = sa.create_engine("sqlite://")
    Base.metadata.create_all(engine)
    order = list(range(len(texts)))
    random.Random(seed).shuffle(order)
    found = [0] * len(texts)
    with CompanySession(engine) as session:
        session.add(Company(id=1, name="eval", created_at=START))
        session.commit()
        session.info["company"] = 1
        for number in order:
            found[number] = _tell(session, number, texts[number], understood[number], vectors[number])
            session.commit()
    engine.dispose()
    return found


def _tell(session: Session, number: int, text: str, understood: Understanding, vector: Vector) -> int:
    complaint = Complaint(
        source=str(number), text=text,
        cause=understood.cause, module=understood.module, impact=understood.impact,
        guessed_cause=understood.cause, guessed_module=understood.module, guessed_impact=understood.impact,
        confidence=understood.confidence, engine=understood.engine,
        embedding=likeness.pack(vector), profile=likeness.profile_of(understood),
        created_at=START + timedelta(minutes=number),
    )  # fmt: skip
    session.add(complaint)
    session.flush()
    return themes.gather(session, complaint, vector).id


def table(scores: Mapping[str, float]) -> str:
    """Both side by side."""
    lines = [f"{scores['complaints']:.0f} complaints in {scores['themes']:.0f} themes   gathered   k-means"]
    lines += [
        f"  BCubed {measure:<26} {scores[f'gathered_{measure}']:8.3f}  {scores[f'kmeans_{measure}']:8.3f}"
        for measure in ("precision", "recall", "f1")
    ]
    return "\n".join(lines)


def below_floor(scores: Mapping[str, float]) -> list[str]:
    """A sentence for each score below its floor in themes_floors.json."""
    floors: dict[str, float] = json.loads((HERE / "themes_floors.json").read_text(encoding="utf-8"))
    return [
        f"themes: {name} is {scores[name]:.3f}, and may not be below {floor:.3f}"
        for name, floor in floors.items()
        if scores[name] < floor
    ]


if __name__ == "__main__":
    print(table(evaluate()))
