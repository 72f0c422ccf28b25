"""Writes `bot/translation/data/support.json` anew: `python -m tests.eval.translation.weigh` (some minutes).

What it learns from are rewrites whose sentences are sound, the same with one fault, and the same with one sentence
gone: those the judge never saw (tests/eval/translation/judge, rows set aside) and the pairs that are looked at. The
pairs that are held out are not read.
"""

import json
import random
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from adapters.language.remembering import remembering_ear
from bot.translation.fidelity.align import Alignment, share
from bot.translation.fidelity.model import Clause, Reading, read
from bot.translation.fidelity.second_look import Looked, look
from bot.translation.fidelity.support import Ear, Meaning
from bot.translation.fidelity.verify import compare_sentences
from tests.eval.translation import bench
from tests.eval.translation.judge import lessons
from tests.eval.translation.mutate import faults

WEIGHTS = Path(__file__).parents[3] / "bot" / "translation" / "data" / "support.json"
#: A sentence of the post is gone with one of the rewrite if no other one carries nearly as much of it.
ITS_OWN = 0.3
#: Faults of the seeding program that change a sentence, not a value.
CHANGING = ("negation", "modality", "actor", "invented")
#: Of sound sentences no more than this share may be stopped.
SOUND_STOPPED = {"draft": 0.03, "post": 0.02}

Rows = list[tuple[tuple[float, ...], bool]]


def pairs() -> list[tuple[str, str]]:
    """(post, faithful rewrite): those that are looked at."""
    found = [bench.read_pairs(path) for path in (bench.PAIRS, bench.FREE_PAIRS)]
    seen = [pair for every in found for place, pair in enumerate(every) if not bench.held_out(place)]
    return seen + bench.read_pairs(bench.LETTERS)


def looked(post: str, rewrite: str, ear: Ear) -> tuple[list[Looked], list[Looked]]:
    """Both sides, as the gate weighs them."""
    alignment = Alignment(read(post), read(rewrite))
    return look(alignment, compare_sentences(alignment), Meaning(ear))


class Learned:
    """The rows for both sides."""

    def __init__(self, ear: Ear) -> None:
        self._ear = ear
        self.draft: Rows = []
        self.post: Rows = []

    def sound(self, post: str, rewrite: str) -> None:
        """A faithful rewrite: nothing is wrong on either side."""
        draft, back = looked(post, rewrite, self._ear)
        self.draft += [(one.numbers, False) for one in draft]
        self.post += [(one.numbers, False) for one in back]

    def faulty(self, post: str, faithful: str, rewrite: str) -> None:
        """A rewrite with a fault: its sentences that the faithful one does not have are wrong."""
        known = {clause.text for clause in read(faithful).clauses}
        draft, _ = looked(post, rewrite, self._ear)
        self.draft += [(one.numbers, True) for one in draft if one.clause.text not in known]

    def dropped(self, post: str, rest: str, gone: set[str]) -> None:
        """A rewrite without what carries these sentences of the post."""
        _, back = looked(post, rest, self._ear)
        self.post += [(one.numbers, True) for one in back if one.clause.text in gone]


def learn_from_pairs(learned: Learned) -> None:
    """The looked-at pairs, with the faults of the seeding program."""
    for number, (post, rewrite) in enumerate(pairs()):
        learned.sound(post, rewrite)
        for kind, faulty in faults(rewrite, seed=5000 + number):
            if kind in CHANGING:
                learned.faulty(post, rewrite, faulty)
        reading, source = read(rewrite), read(post)
        for clause in reading.clauses:
            rest = " ".join(other.text for other in reading.clauses if other is not clause)
            if rest:
                learned.dropped(post, rest, set(_only_in(source, clause, reading.clauses)))


def learn_from_records(learned: Learned) -> None:
    """The records the judge never saw, with the faults people wrote."""
    chance = random.Random(11)
    for record in lessons.read("records.jsonl"):
        if lessons.aside(record):
            said = [chance.choice(lessons.wordings(one)) for one in record["rewrite"]]
            post, faithful = " ".join(record["source"]), " ".join(said)
            learned.sound(post, faithful)
            for fault in record["faults"]:
                at = fault["at"]
                with_it = [*said[:at], fault["text"], *said[at + (fault["kind"] != "invented") :]]
                learned.faulty(post, faithful, " ".join(with_it))
            at = chance.randrange(len(said))
            gone = {record["source"][place] for place in _alone_at(record, at)}
            if len(said) > 1 and gone:
                learned.dropped(post, " ".join(said[:at] + said[at + 1 :]), gone)


def _alone_at(record: lessons.Row, at: int) -> Iterator[int]:
    for place in record["rewrite"][at]["from"]:
        if not any(place in one["from"] for other, one in enumerate(record["rewrite"]) if other != at):
            yield place


def _only_in(source: Reading, clause: Clause, clauses: list[Clause]) -> Iterator[str]:
    for one in source.clauses:
        others = [share(one, other) for other in clauses if other is not clause]
        if share(one, clause) > max(others, default=0.0) + ITS_OWN:
            yield one.text


def fitted(rows: Rows, sound_stopped: float) -> dict[str, object]:
    """The regression as it is written down, for numbers as they come."""
    numbers, wrong = np.array([row[0] for row in rows]), np.array([row[1] for row in rows])
    scale = StandardScaler().fit(numbers)
    model = LogisticRegression(class_weight="balanced", C=0.3).fit(scale.transform(numbers), wrong)
    sure: NDArray[np.float64] = model.predict_proba(scale.transform(numbers))[:, 1]
    stop = float(np.quantile(sure[~wrong], 1 - sound_stopped))
    caught = np.mean(sure[wrong] >= stop)
    print(f"{len(rows)} sentences, {wrong.sum()} wrong; stops {caught:.3f} of those, from {stop:.3f} on")
    weights = model.coef_[0] / scale.scale_
    bias = float(model.intercept_[0] - weights @ scale.mean_)
    return {"weights": [round(float(weight), 4) for weight in weights], "bias": round(bias, 4), "stop": round(stop, 4)}


def main() -> None:
    """Read, fit, write."""
    learned = Learned(remembering_ear(threads=2))
    learn_from_records(learned)
    learn_from_pairs(learned)
    found = {side: fitted(getattr(learned, side), share) for side, share in SOUND_STOPPED.items()}
    WEIGHTS.write_text(json.dumps(found, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
