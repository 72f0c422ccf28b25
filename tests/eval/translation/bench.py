"""`evaluate()`: recall of the gate by kind of fault, faithful pairs stopped, and what the rewriter makes of updates."""

# ruff: noqa: E501  (patterns and tables of words read best on one line)
import json
import os
import re
import sys
import time
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from adapters.language.remembering import remembering_ear
from bot.translation.fidelity import Ear, verify
from bot.translation.glossary import Glossary
from bot.translation.rewrite import Rewriter
from tests.eval.translation.mutate import KINDS, faults

HERE = Path(__file__).parent
PAIRS = HERE / "pairs.jsonl"
FREE_PAIRS = HERE / "free_pairs.jsonl"
FRESH_PAIRS = HERE / "fresh_pairs.jsonl"
LETTERS = HERE / "letters_pairs.jsonl"
SEALED = HERE / "sealed_pairs.jsonl"
BY_HAND = HERE / "faults.jsonl"
UPDATES = HERE / "updates.jsonl"
#: Ten ways to write an update; of each two that nobody looks at while the rewriter is improved.
VOICES = HERE / "voices.jsonl"
FLOORS = HERE / "floors.json"
ROOT = HERE.parents[2]


def held_out(place: int) -> bool:
    """Every third pair is held out: nobody looks at it while the gate is improved."""
    return place % 3 == 2


def read(path: Path) -> list[dict[str, Any]]:
    """JSON Lines."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def read_pairs(path: Path) -> list[tuple[str, str]]:
    """The sources with their faithful rewrites."""
    return [(row["source"], row["rewrite"]) for row in read(path)]


def outside_updates() -> list[dict[str, Any]]:
    """Real updates where `../shared/data` (or EVAL_DATA) exists; read and scored, never copied."""
    folder = Path(os.environ.get("EVAL_DATA", ROOT.parent / "shared" / "data"))
    path = folder / "updates_dev.jsonl"
    return read(path) if path.exists() else []


def score_gate(pairs: Iterable[tuple[str, str]], ear: Ear | None = None) -> dict[str, Any]:
    """Recall by kind, the share of faithful pairs stopped, and balanced accuracy, of (source, faithful rewrite) pairs."""
    caught: dict[str, list[bool]] = defaultdict(list)
    stopped: list[bool] = []
    for number, (source, rewrite) in enumerate(pairs):
        stopped.append(bool(verify(source, rewrite, ear=ear)))
        for kind, faulty in faults(rewrite, seed=1000 + number):
            caught[kind].append(bool(verify(source, faulty, ear=ear)))
    return summarise(caught, stopped)


def summarise(caught: dict[str, list[bool]], stopped: list[bool]) -> dict[str, Any]:
    """The numbers of one set. Balanced accuracy is the mean of the share of faults caught and of faithful pairs let through."""
    every = [hit for hits in caught.values() for hit in hits]
    recall = sum(every) / len(every) if every else 0.0
    false = sum(stopped) / len(stopped) if stopped else 0.0
    return {
        "recall": {kind: round(sum(caught[kind]) / len(caught[kind]), 4) for kind in KINDS if caught.get(kind)},
        "count": {kind: len(caught[kind]) for kind in KINDS if caught.get(kind)},
        "faithful_stopped": round(false, 4),
        "faithful": len(stopped),
        "balanced_accuracy": round((recall + 1 - false) / 2, 4),
    }


def score_by_hand(ear: Ear | None = None) -> dict[str, Any]:
    """Recall on faults that people wrote."""
    caught: dict[str, list[bool]] = defaultdict(list)
    for row in read(BY_HAND):
        caught[row["kind"]].append(bool(verify(row["source"], row["rewrite"], ear=ear)))
    every = [hit for hits in caught.values() for hit in hits]
    recall = {kind: round(sum(hits) / len(hits), 4) for kind, hits in sorted(caught.items())}
    return {"recall": recall, "faults": len(every), "caught": round(sum(every) / len(every), 4)}


def score_rewriter(rows: list[dict[str, Any]], rewriter: Rewriter) -> dict[str, Any]:
    """What the rewriter makes of updates: facts kept, drafts the gate stops, grade, and speed on this machine."""
    start = time.perf_counter()
    drafts = [rewriter.translate(row["text"]) for row in rows]
    spent = time.perf_counter() - start
    listed = kept = 0
    for row, draft in zip(rows, drafts, strict=True):
        plain = _flat(draft.plain)
        for kind, facts in row.get("facts", {}).items():
            if kind != "actions_required":
                listed += len(facts)
                kept += sum(_flat(fact) in plain for fact in facts)
    return {
        "updates": len(rows),
        "facts_kept": round(kept / listed, 4) if listed else None,
        "stopped_by_gate": sum(bool(draft.problems) for draft in drafts),
        "grade_8_or_less": round(sum(draft.grade <= 8 for draft in drafts) / len(rows), 4),
        "a_second": round(len(rows) / spent, 1),
    }


def _flat(text: str) -> str:
    return re.sub(r"\s+", " ", text).lower()


def evaluate() -> dict[str, Any]:
    """Every score: the seen and the held-out pairs, those worded with more freedom, those nobody looks at (`fresh`, `sealed`), the faults written by hand, and real updates where they exist."""
    pairs, free = read_pairs(PAIRS), read_pairs(FREE_PAIRS)
    rewriter, ear = Rewriter(Glossary.load()), remembering_ear(threads=2)
    scores: dict[str, Any] = {
        "seen": score_gate((pair for place, pair in enumerate(pairs) if not held_out(place)), ear),
        "held_out": score_gate((pair for place, pair in enumerate(pairs) if held_out(place)), ear),
        "free_seen": score_gate((pair for place, pair in enumerate(free) if not held_out(place)), ear),
        "free_held_out": score_gate((pair for place, pair in enumerate(free) if held_out(place)), ear),
        "fresh": score_gate(read_pairs(FRESH_PAIRS), ear),
        "letters": score_gate(read_pairs(LETTERS), ear),
        "sealed": score_gate(read_pairs(SEALED), ear),
        "by_hand": score_by_hand(ear),
        "rewriter": score_rewriter([{"text": source} for source, _ in pairs], rewriter),
        "telegrams": score_rewriter(read(UPDATES), rewriter),
        "voices_seen": score_rewriter([row for row in read(VOICES) if not row["held_out"]], rewriter),
        "voices_held_out": score_rewriter([row for row in read(VOICES) if row["held_out"]], rewriter),
    }
    outside = outside_updates()
    if outside:
        texts = [row["text"] for row in outside]
        scores["outside_identity"] = score_gate(((text, text) for text in texts), ear)
        scores["outside_drafts"] = score_gate(((text, rewriter.translate(text).plain) for text in texts), ear)
        scores["outside_rewriter"] = score_rewriter(outside, rewriter)
    return scores


REWRITTEN = ("rewriter", "telegrams", "voices_seen", "voices_held_out", "outside_rewriter")
SETS = (
    "seen",
    "held_out",
    "free_seen",
    "free_held_out",
    "fresh",
    "letters",
    "sealed",
    "outside_identity",
    "outside_drafts",
)


def table(scores: dict[str, Any]) -> str:
    """The scores as text."""
    names = [name for name in SETS if name in scores]
    lines = [f"{'recall':18}" + "".join(f"{name:>20}" for name in names)]
    for kind in KINDS:
        cells = (
            f"{s['recall'][kind]:.3f} ({s['count'][kind]})" if kind in s["recall"] else "-"
            for s in (scores[n] for n in names)
        )
        lines.append(f"{kind:18}" + "".join(f"{cell:>20}" for cell in cells))
    for key in ("faithful_stopped", "balanced_accuracy"):
        lines.append(f"{key:18}" + "".join(f"{scores[name][key]:>20.3f}" for name in names))
    lines.append(
        f"by hand: {scores['by_hand']['caught']:.3f} of {scores['by_hand']['faults']} faults, {scores['by_hand']['recall']}"
    )
    lines += [f"{name}: {scores[name]}" for name in REWRITTEN if name in scores]
    return "\n".join(lines)


def below_floor(scores: dict[str, Any]) -> list[str]:
    """Scores under their floor, in words. A set that is not there (real updates) has no floor to miss."""
    floors = json.loads(FLOORS.read_text("utf-8"))
    wrong = []
    for name, wanted in floors.items():
        for path, floor in wanted.items():
            value: Any = scores.get(name)
            for key in path.split("."):
                value = value.get(key) if isinstance(value, dict) else None
            most = path in ("faithful_stopped", "stopped_by_gate")
            if name in scores and (value is None or (value > floor if most else value < floor)):
                wrong.append(f"{name} {path} is {value}, {'at most' if most else 'at least'} {floor} is expected")
    return wrong


if __name__ == "__main__":
    found = evaluate()
    print(table(found))
    failed = below_floor(found)
    print("\n".join(failed))
    sys.exit(1 if failed else 0)
