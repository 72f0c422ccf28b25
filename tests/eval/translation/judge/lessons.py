"""What the judge learns from: texts of our own, as groups of questions with one thing said and several claims.

`records.jsonl` holds posts with a rewrite, sentence by sentence with the numbers of the post's sentences it stands on,
another wording of each, and faulty ones; `lines.jsonl` single sentences of posts with several that say the same and
several that do not. They were written for this alone, without a look at any text that the gate is measured on.
"""

import hashlib
import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bot.translation.fidelity.support import VERDICTS
from tests.eval.translation.judge.shake import shaken

HERE = Path(__file__).parent
#: (what is said, what is claimed, verdict)
Question = tuple[str, str, str]
Group = list[Question]
Row = dict[str, Any]

#: Kinds of fault in the files that are one verdict.
_VERDICTS = {"scope": "other", "condition": "other", "meaning": "other", "invented": "absent"}
#: One row in so many is never learned from.
ASIDE = 9
#: How often a sentence that does not belong stands beside those that do, and how often none that does.
BESIDE, NONE_OF_ITS_OWN = 0.25, 0.3


def read(name: str) -> list[Row]:
    """The rows of a file."""
    return [json.loads(line) for line in HERE.joinpath(name).read_text("utf-8").splitlines() if line]


def aside(row: Row) -> bool:
    """Whether this row is kept for looking how well the judge does."""
    text = row["post"] if "post" in row else row["source"][0]
    return int(hashlib.md5(text.encode(), usedforsecurity=False).hexdigest(), 16) % ASIDE == 0


def verdict_of(fault: Row) -> str:
    """The verdict that a fault of a file deserves."""
    found: str = _VERDICTS.get(fault["kind"], fault["kind"])
    if found not in VERDICTS:
        raise ValueError(f"{fault['kind']} is no kind of fault the judge knows.")
    return found


def copies(record: Row, chance: random.Random) -> Iterator[Group]:
    """Sentences beside themselves and beside themselves with one change: what the judge learns first."""
    for sentence in [*record["source"], *(said["text"] for said in record["rewrite"])]:
        changed = shaken(sentence, chance)
        if changed:
            verdict, other = changed
            one, two = (sentence, other) if chance.random() < 0.5 else (other, sentence)
            yield [(one, one, "carried"), (one, two, verdict)]
    for fault in _changed(record):
        said = max(wordings(record["rewrite"][fault["at"]]), key=lambda text: _alike(text, fault["text"]))
        yield [(said, said, "carried"), (said, fault["text"], verdict_of(fault))]


def rewrites(record: Row, chance: random.Random) -> Iterator[Group]:
    """What the post says, with both wordings of the rewrite and with its faults, and one wording with the other."""
    source = record["source"]
    for place, said in enumerate(record["rewrite"]):
        faults = [fault for fault in _changed(record) if fault["at"] == place]
        texts = wordings(said)
        yield _of_the_post(source, said, faults, chance)
        if len(texts) > 1:
            one, other = chance.sample(texts, 2)
            yield [(one, other, "carried"), *((_far(texts, f["text"]), f["text"], verdict_of(f)) for f in faults)]
    for fault in record["faults"]:
        if fault["kind"] == "invented":
            yield [(" ".join(chance.sample(source, min(2, len(source)))), fault["text"], "absent")]


def _of_the_post(source: list[str], said: Row, faults: list[Row], chance: random.Random) -> Group:
    own, rest = list(said["from"]), [place for place in range(len(source)) if place not in said["from"]]
    if rest and chance.random() < BESIDE:
        own.append(chance.choice(rest))
    post = " ".join(source[place] for place in sorted(own))
    texts = wordings(said)
    group = [(post, text, "carried") for text in texts]
    group += [(post, fault["text"], verdict_of(fault)) for fault in faults]
    changed = shaken(chance.choice(texts), chance) if chance.random() < 0.4 else None
    if changed:
        group.append((post, changed[1], changed[0]))
    if rest and chance.random() < NONE_OF_ITS_OWN:
        group.append((source[chance.choice(rest)], chance.choice(texts), "absent"))
    return group


def sayings(line: Row, chance: random.Random) -> Iterator[Group]:
    """A sentence of a post with all that is said of it, and one wording with another."""
    wrong = [(fault["text"], verdict_of(fault)) for fault in line["other"]]
    post = line["post"]
    yield [(post, text, "carried") for text in line["same"]] + [(post, text, verdict) for text, verdict in wrong]
    one, other = chance.sample(line["same"], 2)
    chosen = chance.sample(wrong, min(2, len(wrong)))
    yield [(one, other, "carried"), *((one, text, verdict) for text, verdict in chosen)]


def wordings(said: Row) -> list[str]:
    """The ways a sentence of a rewrite is worded."""
    return list(dict.fromkeys(text for text in (said["text"], said.get("also")) if text))


def _changed(record: Row) -> list[Row]:
    return [fault for fault in record["faults"] if fault["kind"] != "invented"]


def _alike(one: str, other: str) -> float:
    first, second = set(one.lower().split()), set(other.lower().split())
    return len(first & second) / max(1, len(first | second))


def _far(texts: list[str], fault: str) -> str:
    """The wording that the fault was not made from."""
    return min(texts, key=lambda text: _alike(text, fault))
