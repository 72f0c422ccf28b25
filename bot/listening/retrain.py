"""What a new classifier changes beside the one in use, before anybody lets it replace that one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import as_file, files

from bot.listening.classify import Classifier, Understanding
from bot.listening.evaluate import Labelled, read, score
from bot.listening.understanding.examples import Example

#: Scores of the golden set that are shown, and what to call them.
SHOWN = {
    "cause_f1": "cause, macro-F1",
    "module_f1": "area, macro-F1",
    "impact_f1": "impact, macro-F1",
    "missed": "complaints missed",
    "talk_as_complaint": "small talk taken for a complaint",
}
LABELS = ("cause", "module", "impact")


@dataclass(frozen=True)
class Comparison:
    """Two classifiers on the same messages. Shares are between 0 and 1; `*_changed` count messages."""

    golden_before: Mapping[str, float]
    golden_after: Mapping[str, float]
    golden_size: int
    golden_changed: int
    right_before: Mapping[str, float]  # of the corrections, by kind of label
    right_after: Mapping[str, float]
    corrections: int
    corrections_changed: int


def golden_messages() -> list[Labelled]:
    """The labelled messages that ship for measuring and are never trained on."""
    with as_file(files("bot.listening") / "data") as folder:
        return [*read(folder / "golden_messages.jsonl"), *read(folder / "golden_later.jsonl")]


def compare(
    before: Classifier, after: Classifier, golden: Sequence[Labelled], corrections: Sequence[Example]
) -> Comparison:
    """Read every message with both."""
    golden_texts, texts = [row.text for row in golden], [example.text for example in corrections]
    old, new = before.classify(golden_texts), after.classify(golden_texts)
    old_corrected, new_corrected = before.classify(texts), after.classify(texts)
    return Comparison(
        golden_before=score(golden, old),
        golden_after=score(golden, new),
        golden_size=len(golden),
        golden_changed=_changed(old, new),
        right_before=_right(corrections, old_corrected),
        right_after=_right(corrections, new_corrected),
        corrections=len(corrections),
        corrections_changed=_changed(old_corrected, new_corrected),
    )


def describe(comparison: Comparison, unseen: Mapping[str, float]) -> str:
    """The comparison as text. `unseen` is the share of corrections that is right by models that had not seen them."""
    lines = [f"On {comparison.golden_size} messages nobody trained on:   in use     new"]
    lines += [
        f"  {name:<34} {comparison.golden_before[key]:6.3f}  {comparison.golden_after[key]:6.3f}"
        for key, name in SHOWN.items()
    ]
    lines.append(f"  messages that get another label: {comparison.golden_changed}")
    if comparison.corrections:
        lines.append(
            f"On {comparison.corrections} corrections, share that is right:  in use     new  new, not having seen it"
        )
        lines += [
            f"  {name:<34} {comparison.right_before[name]:6.1%}  {comparison.right_after[name]:6.1%}"
            + (f"  {unseen[name]:6.1%}" if name in unseen else "")
            for name in comparison.right_before
        ]
        lines.append(f"  messages that get another label: {comparison.corrections_changed}")
    return "\n".join(lines)


def _changed(old: Sequence[Understanding], new: Sequence[Understanding]) -> int:
    names = ("intent", *LABELS)
    return sum(any(getattr(a, n) != getattr(b, n) for n in names) for a, b in zip(old, new, strict=True))


def _right(corrections: Sequence[Example], found: Sequence[Understanding]) -> dict[str, float]:
    shares = {}
    for name in LABELS:
        pairs = [(getattr(e, name), getattr(u, name)) for e, u in zip(corrections, found, strict=True)]
        hits = [wanted == got for wanted, got in pairs if wanted is not None]
        if hits:
            shares[name] = sum(hits) / len(hits)
    return shares
