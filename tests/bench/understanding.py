"""How fast one core understands messages, through the command that people pipe files into."""

import json
import os
import statistics
import subprocess
import sys
import time
from itertools import islice
from pathlib import Path

from tests.bench.load import messages
from tests.bench.rows import Row

#: Messages a second in a batch, and the median for one message in milliseconds.
BATCH, ONE = 100.0, 25.0

MANY, SINGLES = 1500, 60


def understanding() -> list[Row]:
    """`liaison classify` on one core: a batch without its start, and one message at a time in a running service."""
    words = list(islice(messages(3), MANY))
    spent = _piped(words) - _piped(words[:1])
    a_second = (MANY - 1) / spent
    one = 1000 * statistics.median(_one_by_one(words[:SINGLES]))
    return [
        Row("liaison classify, batch, one core", f"{a_second:.0f}/s", "", f">= {BATCH:.0f}/s", a_second >= BATCH),
        Row("one message understood, one core", f"p50 {one:.1f} ms", "", f"< {ONE:.0f} ms", one < ONE),
    ]


def _piped(words: list[str]) -> float:
    """Seconds from the start of the command to its last line."""
    lines = "".join(json.dumps({"id": number, "text": text}) + "\n" for number, text in enumerate(words))
    started = time.perf_counter()
    told = subprocess.run(
        [str(Path(sys.executable).with_name("liaison")), "classify"],
        input=lines,
        capture_output=True,
        text=True,
        check=True,
        preexec_fn=_on_one_core,
    )
    spent = time.perf_counter() - started
    if len(told.stdout.splitlines()) != len(words):
        raise AssertionError("A line went missing.")
    return spent


def _one_by_one(words: list[str]) -> list[float]:
    """Seconds for each message when it comes alone, as in a chat. Run in a process of its own, on one core."""
    code = (
        "import json, sys, time\n"
        "from adapters.language.minilm import MiniLM\n"
        "from bot.listening.classify import Classifier\n"
        "classifier, spent = Classifier.load(MiniLM()), []\n"
        "classifier.classify(['One to warm up.'])\n"
        "for text in json.load(sys.stdin):\n"
        "    started = time.perf_counter()\n"
        "    classifier.classify([text])\n"
        "    spent.append(time.perf_counter() - started)\n"
        "print(json.dumps(spent))\n"
    )
    told = subprocess.run(
        [sys.executable, "-c", code],
        input=json.dumps(words),
        capture_output=True,
        text=True,
        check=True,
        preexec_fn=_on_one_core,
    )
    return list(json.loads(told.stdout))


def _on_one_core() -> None:
    if hasattr(os, "sched_setaffinity"):  # Linux; on macOS the figures are those of all cores
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
