"""How well messages are understood: scores on labelled messages, a table of them, and floors they must not fall below.

Macro-F1 leaves out `other` and `unknown`, which say that a reader could not decide. A complaint counts as missed when
its intent is neither complaint nor question; `missed_strict` wants complaint itself.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from bot.listening.labels import Intent

if TYPE_CHECKING:
    from bot.listening.classify import Classifier, Understanding

#: Labels that leave a message out of the score of that kind.
UNDECIDED = {"cause": {"other", "praise"}, "module": {"unknown"}, "impact": set[str]()}
TALK = {Intent.OTHER, Intent.THANKS}
HEARD = {Intent.COMPLAINT, Intent.QUESTION}


@dataclass(frozen=True)
class Labelled:
    """A message and its labels as a reader gave them. `labels` holds any of intent, cause, module and impact."""

    text: str
    labels: Mapping[str, str]

    @property
    def complains(self) -> bool:
        """Whether the message reports something, praise left out."""
        return self.labels.get("cause", "praise") != "praise"


def read(path: Path) -> list[Labelled]:
    """A file of JSON Lines with "text" and labels. A line without a cause is talk, as in a file of small talk."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    names = ("intent", "cause", "module", "impact")
    return [Labelled(row["text"], {name: row[name] for name in names if row.get(name)}) for row in rows]


def evaluate(classifier: "Classifier", golden: Path, real: Path | None = None) -> dict[str, dict[str, float]]:
    """Scores by set: the golden messages, and where the folder `real` holds them its complaints, both halves and talk.

    "golden, later" stands beside `golden` in golden_later.jsonl: messages written after the training set was closed.
    """
    sets = {"golden": read(golden)}
    if (later := golden.with_name("golden_later.jsonl")).is_file():
        sets["golden, later"] = read(later)
    if real is not None and (complaints := real / "complaints_dev.jsonl").is_file():
        rows = read(complaints)
        sets |= {"real complaints": rows, "real, odd lines": rows[::2], "real, even lines": rows[1::2]}
    if real is not None and (talk := real / "chitchat_dev.jsonl").is_file():
        sets["real talk"] = read(talk)
    return {name: score(rows, classifier.classify([row.text for row in rows])) for name, rows in sets.items()}


def score(rows: Sequence[Labelled], found: Sequence["Understanding"]) -> dict[str, float]:
    """Every score that the labels of these rows allow, between 0 and 1."""
    pairs = list(zip(rows, found, strict=True))
    complaints = [(row, u) for row, u in pairs if row.complains]
    scores = {"messages": float(len(rows))}
    if complaints:
        for name in UNDECIDED:
            scores |= _labels(name, complaints)
        scores |= _confidence(complaints)
        scores["missed"] = _share(u.intent not in HEARD for _, u in complaints)
        told = [u for row, u in complaints if row.labels.get("intent") != Intent.QUESTION]
        scores["missed_strict"] = _share(u.intent is not Intent.COMPLAINT for u in told)
    if talk := [u for row, u in pairs if not row.complains and row.labels.get("intent", "other") in TALK]:
        scores["talk_as_complaint"] = _share(u.intent is Intent.COMPLAINT for u in talk)
        scores["talk_as_question"] = _share(u.intent is Intent.QUESTION for u in talk)
    return scores


def _labels(name: str, pairs: Sequence[tuple[Labelled, "Understanding"]]) -> dict[str, float]:
    """Macro-F1 and the share with the right label among the first two."""
    decided = [(row.labels[name], u) for row, u in pairs if row.labels[name] not in UNDECIDED[name]]
    if not decided:
        return {}
    right = [label for label, _ in decided]
    ranked = [[str(label) for label, _ in getattr(u, f"{name}s")] for _, u in decided]
    return {
        f"{name}_f1": macro_f1(right, [labels[0] for labels in ranked]),
        f"{name}_top2": _share(label in labels[:2] for label, labels in zip(right, ranked, strict=True)),
    }


def _confidence(pairs: Sequence[tuple[Labelled, "Understanding"]]) -> dict[str, float]:
    """Expected calibration error of the confidence, and of the likeliest label of each kind."""
    both = [(u.confidence, _right(row, u, "cause") and _right(row, u, "module")) for row, u in pairs]
    scores = {"ece": calibration_error(both)}
    for name in UNDECIDED:
        scores[f"{name}_ece"] = calibration_error(
            [(getattr(u, f"{name}s")[0][1], _right(row, u, name)) for row, u in pairs]
        )
    return scores


def _right(row: Labelled, understanding: "Understanding", name: str) -> bool:
    return row.labels[name] == str(getattr(understanding, name))


def macro_f1(right: Sequence[str], found: Sequence[str]) -> float:
    """The mean over the labels that occur in `right` of the harmonic mean of precision and recall."""
    scores = []
    for label in sorted(set(right)):
        hits = sum(r == f == label for r, f in zip(right, found, strict=True))
        scores.append(2 * hits / (right.count(label) + found.count(label)))
    return sum(scores) / len(scores) if scores else 0.0


def calibration_error(pairs: Sequence[tuple[float, bool]], bins: int = 10) -> float:
    """Expected calibration error (Naeini et al. 2015): the mean gap of confidence and being right, in equal bins."""
    sure, right = np.array([p for p, _ in pairs]), np.array([float(ok) for _, ok in pairs])
    bin_of = np.minimum((sure * bins).astype(int), bins - 1)
    gaps = [abs(sure[bin_of == b].mean() - right[bin_of == b].mean()) * (bin_of == b).mean() for b in set(bin_of)]
    return float(sum(gaps))


def _share(flags: Iterable[bool]) -> float:
    listed = list(flags)
    return sum(listed) / len(listed)


def fallen(scores: Mapping[str, Mapping[str, float]], floors: Mapping[str, Mapping[str, float]]) -> list[str]:
    """A sentence for each score worse than its floor. The floor of an error (ece, missed, talk) is the most allowed."""
    problems = []
    for name, limits in floors.items():
        for key, limit in limits.items():
            value = scores.get(name, {}).get(key)
            if value is None:
                continue  # this set is not on this machine
            worse = value > limit if _is_error(key) else value < limit
            if worse:
                problems.append(f"{name}: {key} is {value:.3f}, and may not be worse than {limit:.3f}")
    return problems


def _is_error(key: str) -> bool:
    return key.endswith("ece") or key.startswith(("missed", "talk"))


def table(scores: Mapping[str, Mapping[str, float]]) -> str:
    """All scores as text, a row a score and a column a set."""
    keys = list(dict.fromkeys(key for found in scores.values() for key in found))
    lines = [" " * 20 + "".join(f"{name:>18}" for name in scores)]
    for key in keys:
        cells = (
            f"{found[key]:18.0f}" if key == "messages" else f"{found[key]:18.3f}" if key in found else " " * 18
            for found in scores.values()
        )
        lines.append(f"{key:<20}" + "".join(cells))
    return "\n".join(lines)
