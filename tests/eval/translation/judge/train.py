"""Trains the judge and writes `adapters/language/data/judge.onnx`: `python -m tests.eval.translation.judge.train`.

First sentences beside themselves with one change, until the judge compares word for word; then rewrites. Each step
takes a few whole groups: besides the usual cross-entropy over the verdicts, each claim that is carried must score above
every one of its group that is not, since a fault differs from its faithful sibling in a word or two.
"""

import argparse
import random
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from tokenizers import Tokenizer
from torch import Tensor, nn

from adapters.language.judge import MAX_TOKENS, WEIGHTS
from adapters.language.minilm import TOKENIZER, package_file
from bot.translation.fidelity.support import VERDICTS
from tests.eval.translation.judge import lessons
from tests.eval.translation.judge.net import JudgeNet

#: Questions in one step, at least.
BATCH = 36
#: Groups sorted by length together, so that those of one step need little padding.
POOL = 160
WARMUP, LEAST_RATE = 0.06, 0.03


@dataclass(frozen=True)
class Stage:
    """Some steps on some lessons. `frozen` layers, and the embeddings, stay as they are; -1 for none."""

    steps: int
    rate: float
    frozen: int
    groups: Callable[[random.Random], list[lessons.Group]]


def tokenizer() -> Tokenizer:
    """That of the service."""
    found = Tokenizer.from_file(str(package_file(*TOKENIZER)))
    found.no_padding()
    found.enable_truncation(max_length=MAX_TOKENS, strategy="longest_first")
    return found


def tensors(questions: Sequence[lessons.Question], words: Tokenizer) -> tuple[Tensor, Tensor, Tensor]:
    """ids, mask and types, padded to the longest."""
    encoded = [words.encode(said, claim) for said, claim, _ in questions]
    longest = max(len(one.ids) for one in encoded)
    ids, mask, types = (torch.zeros(len(encoded), longest, dtype=torch.long) for _ in range(3))
    for row, one in enumerate(encoded):
        size = len(one.ids)
        ids[row, :size], types[row, :size], mask[row, :size] = torch.tensor(one.ids), torch.tensor(one.type_ids), 1
    return ids, mask, types


def batches(groups: list[lessons.Group], chance: random.Random) -> Iterator[list[lessons.Group]]:
    """Whole groups, of about the same length, in random order."""
    chance.shuffle(groups)
    for start in range(0, len(groups), POOL):
        pool = sorted(groups[start : start + POOL], key=_length)
        found: list[list[lessons.Group]] = [[]]
        for group in pool:
            if sum(map(len, found[-1])) >= BATCH:
                found.append([])
            found[-1].append(group)
        chance.shuffle(found)
        yield from found


def _length(group: lessons.Group) -> int:
    return max(len(said) + len(claim) for said, claim, _ in group)


def loss_of(logits: Tensor, batch: list[lessons.Group]) -> Tensor:
    """Cross-entropy, and how far claims that are carried fail to stand above their faulty siblings."""
    wanted = torch.tensor([VERDICTS.index(verdict) for group in batch for _, _, verdict in group])
    group_of = torch.tensor([place for place, group in enumerate(batch) for _ in group])
    loss = nn.functional.cross_entropy(logits, wanted)
    score = logits[:, 0] - torch.logsumexp(logits[:, 1:], 1)
    good, bad = (wanted == 0).nonzero()[:, 0], (wanted != 0).nonzero()[:, 0]
    siblings = group_of[good][:, None] == group_of[bad][None]
    if siblings.any():
        loss = loss + nn.functional.softplus(score[bad][None] - score[good][:, None])[siblings].mean()
    return loss


def train(net: JudgeNet, stage: Stage, words: Tokenizer, seed: int) -> None:
    """Run one stage."""
    if stage.frozen >= 0:
        net.freeze(stage.frozen)
    flat = [part for part in net.parameters() if part.ndim == 1]
    deep = [part for name, part in net.named_parameters() if part.ndim > 1 and not name.startswith("head")]
    optimizer = torch.optim.AdamW([
        {"params": deep, "weight_decay": 0.01, "lr": stage.rate},
        {"params": flat, "weight_decay": 0.0, "lr": stage.rate},
        {"params": [net.head.weight], "weight_decay": 0.0, "lr": 3 * stage.rate},
    ])  # fmt: skip
    change = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1, (step + 1) / (WARMUP * stage.steps)) * max(LEAST_RATE, 1 - step / stage.steps)
    )
    net.train()
    for step, batch in enumerate(_endless(stage, seed)):
        if step >= stage.steps:
            return
        loss = loss_of(net(*tensors([one for group in batch for one in group], words)), batch)
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        optimizer.step()
        change.step()
        if step % 100 == 0:
            print(f"step {step} of {stage.steps}: loss {loss.item():.3f}", flush=True)


def _endless(stage: Stage, seed: int) -> Iterator[list[lessons.Group]]:
    while True:
        chance = random.Random(seed)
        yield from batches(stage.groups(chance), chance)
        seed += 1


def first(chance: random.Random) -> list[lessons.Group]:
    """Sentences beside themselves."""
    return [group for record in _learned("records.jsonl") for group in lessons.copies(record, chance)]


def all_lessons(chance: random.Random) -> list[lessons.Group]:
    """Rewrites, single sentences, and of the first lessons three a record."""
    groups = [group for line in _learned("lines.jsonl") for group in lessons.sayings(line, chance)]
    for record in _learned("records.jsonl"):
        near = list(lessons.copies(record, chance))
        groups += chance.sample(near, min(3, len(near)))
        groups += lessons.rewrites(record, chance)
    return groups


def _learned(name: str) -> list[lessons.Row]:
    return [row for row in lessons.read(name) if not lessons.aside(row)]


def _aside(name: str) -> list[lessons.Row]:
    return [row for row in lessons.read(name) if lessons.aside(row)]


class _Probabilities(nn.Module):
    def __init__(self, net: JudgeNet) -> None:
        super().__init__()
        self.net = net

    def forward(self, ids: Tensor, mask: Tensor, types: Tensor) -> Tensor:
        return torch.softmax(self.net(ids, mask, types), -1)


def write(net: JudgeNet, path: Path = WEIGHTS) -> None:
    """As ONNX with int8 weights, one scale a column."""
    example = tuple(torch.ones(2, 9, dtype=torch.long) for _ in range(3))
    names = ["ids", "mask", "types"]
    axes = {name: {0: "questions", 1: "pieces"} for name in names} | {"probabilities": {0: "questions"}}
    with tempfile.TemporaryDirectory() as folder:
        whole = str(Path(folder) / "judge.onnx")
        torch.onnx.export(
            _Probabilities(net).eval(), example, whole, input_names=names, output_names=["probabilities"],
            dynamic_axes=axes, opset_version=17, dynamo=False,
        )  # fmt: skip
        path.parent.mkdir(exist_ok=True)
        quantize_dynamic(whole, str(path), weight_type=QuantType.QInt8, per_channel=True)


def main() -> None:
    """Learn, say how well it went, write."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--first", type=int, default=300, help="steps on sentences beside themselves")
    options.add_argument("--steps", type=int, default=2800, help="steps on all lessons")
    options.add_argument("--out", type=Path, default=WEIGHTS)
    chosen = options.parse_args()
    torch.manual_seed(1)
    words, net = tokenizer(), JudgeNet(len(VERDICTS)).start_from_minilm()
    train(net, Stage(chosen.first, 1e-4, -1, first), words, seed=1)
    train(net, Stage(chosen.steps, 1.2e-4, 1, all_lessons), words, seed=100)
    write(net, chosen.out)
    print(report(net, words))


def report(net: JudgeNet, words: Tokenizer) -> str:
    """On rows set aside: how often a claim of a group that is carried scores above one that is not, by verdict."""
    net.eval()
    chance = random.Random(5)
    groups = [group for row in _aside("records.jsonl") for group in lessons.rewrites(row, chance)]
    groups += [group for row in _aside("lines.jsonl") for group in lessons.sayings(row, chance)]
    above: dict[str, list[float]] = {}
    for group in groups:
        with torch.no_grad():
            carried = net(*tensors(group, words)).softmax(-1)[:, 0].numpy()
        good = carried[[verdict == "carried" for _, _, verdict in group]]
        for score, (_, _, verdict) in zip(carried, group, strict=True):
            if verdict != "carried" and len(good):
                above.setdefault(verdict, []).append(float(np.mean(good > score)))
    return "\n".join(f"{verdict}: {np.mean(found):.3f} of {len(found)}" for verdict, found in above.items())


if __name__ == "__main__":
    main()
