"""JSON Lines from a pipe: one line out for each line in, in the same order, whatever the lines hold.

Input is read as it comes: as long as more is waiting, lines are answered in batches; somebody who types one line gets
its answer before typing the next.
"""

import json
import math
import os
import select
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO

#: Lines answered at once when they are waiting.
BATCH = 32

#: A longer line is not kept in memory; it gets an error. In bytes.
LONGEST = 8 * 1024 * 1024

_CHUNK = 1 << 16


@dataclass(frozen=True)
class Request:
    """A line that could be read: its id, any JSON value, and the whole object."""

    id: object
    fields: dict[str, object]


@dataclass(frozen=True)
class Unreadable:
    """A line that could not; `id` is None unless the line named one. `why` is a sentence."""

    id: object
    why: str


#: Answers requests, one object each, in order. What it raises for a batch is tried again one by one.
Answer = Callable[[Sequence[Request]], Sequence[dict[str, object]]]


def answer_lines(source: int, target: BinaryIO, needs: Sequence[str], answer: Answer) -> bool:
    """Answer every line of a file descriptor; `needs` are the text fields each must have. True when none was wrong."""
    good = True
    for batch in _Lines(source).batches():
        read = [parse(line, needs) for line in batch]
        requests = [item for item in read if isinstance(item, Request)]
        answers = iter(_answer_all(requests, answer))
        lines = [next(answers) if isinstance(item, Request) else _error(item.id, item.why) for item in read]
        good = good and not any("error" in line for line in lines)
        target.write(b"".join(_dump(line) for line in lines))
        target.flush()
    return good


def parse(line: bytes | None, needs: Sequence[str]) -> Request | Unreadable:
    """One line as a request. None stands for a line that was too long to keep."""
    if line is None:
        return Unreadable(None, f"The line is longer than {LONGEST // 1024 // 1024} MB.")
    if not line.strip():
        return Unreadable(None, "The line is empty; it takes a JSON object.")
    try:
        words = line.decode("utf-8-sig", "replace")
        fields = json.loads(words, parse_constant=_refuse_constant, parse_float=_finite)
    except (ValueError, RecursionError):
        return Unreadable(None, "The line is not valid JSON.")
    if not isinstance(fields, dict):
        return Unreadable(None, "The line is valid JSON, but not an object.")
    if "id" not in fields:
        return Unreadable(None, 'The line has no "id".')
    for name in needs:
        if not isinstance(fields.get(name), str):
            missing = "has no" if name not in fields else "needs a text for"
            return Unreadable(fields["id"], f'The line {missing} "{name}".')
    if not _is_utf8(line):
        return Unreadable(fields["id"], "The line is not valid UTF-8.")
    return Request(fields["id"], fields)


def _refuse_constant(name: str) -> object:
    raise ValueError(f"{name} is not JSON")


def _finite(number: str) -> float:
    """The number, unless it is too large to be written again: JSON has no infinity."""
    value = float(number)
    if not math.isfinite(value):
        raise ValueError(f"{number} is too large")
    return value


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _answer_all(requests: Sequence[Request], answer: Answer) -> Sequence[dict[str, object]]:
    if not requests:
        return []
    try:
        return answer(requests)
    except Exception as problem:  # whatever it was, the other lines still get their answers
        if len(requests) == 1:
            return [_error(requests[0].id, f"This line could not be answered ({type(problem).__name__}).")]
        return [_answer_all([request], answer)[0] for request in requests]


def _error(request_id: object, why: str) -> dict[str, object]:
    return {"id": request_id, "error": why}


def _dump(line: dict[str, object]) -> bytes:
    try:
        return json.dumps(line, ensure_ascii=False).encode() + b"\n"
    except UnicodeEncodeError:  # half a character, which JSON can name and UTF-8 cannot
        return json.dumps(line).encode() + b"\n"


class _Lines:
    """Lines of a file descriptor, without their ends; None for one that is too long to keep."""

    def __init__(self, source: int) -> None:
        self._source = source
        self._whole: deque[bytes | None] = deque()
        self._parts: list[bytes] = []  # of the line whose end has not come yet
        self._size = 0

    def batches(self) -> Iterator[list[bytes | None]]:
        """As many lines as are waiting, at most BATCH, as soon as there is one."""
        more = True
        while more:
            while more and len(self._whole) < BATCH and (not self._whole or self._is_waiting()):
                more = self._read()
            while self._whole and (not more or len(self._whole) >= BATCH or not self._is_waiting()):
                yield [self._whole.popleft() for _ in range(min(BATCH, len(self._whole)))]

    def _is_waiting(self) -> bool:
        return bool(select.select([self._source], [], [], 0)[0])

    def _read(self) -> bool:
        """Read what is there, waiting for it if need be. False at the end."""
        chunk = os.read(self._source, _CHUNK)
        first, *others = chunk.split(b"\n")
        self._extend(first)
        for piece in others:
            self._end_line()
            self._extend(piece)
        if not chunk and self._size:
            self._end_line()
        return bool(chunk)

    def _extend(self, piece: bytes) -> None:
        self._size += len(piece)
        if self._size <= LONGEST:
            self._parts.append(piece)
        else:
            self._parts.clear()

    def _end_line(self) -> None:
        self._whole.append(b"".join(self._parts) if self._size <= LONGEST else None)
        self._parts, self._size = [], 0
