"""JSON Lines in and out: a line for each line, in order, whatever the lines hold."""

import io
import json
import os
import select
import threading
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.cli import jsonlines
from adapters.cli.jsonlines import Request, answer_lines

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)


def shout(requests: Sequence[Request]) -> list[dict[str, object]]:
    return [{"id": request.id, "loud": str(request.fields["text"]).upper()} for request in requests]


def run(data: bytes, folder: Path, answer: jsonlines.Answer = shout) -> tuple[list[dict[str, object]], bool]:
    """What comes out for a file with these bytes, and whether all was good."""
    path = folder / "in.jsonl"
    path.write_bytes(data)
    target = io.BytesIO()
    source = os.open(path, os.O_RDONLY)
    try:
        good = answer_lines(source, target, ["text"], answer)
    finally:
        os.close(source)
    return [json.loads(line) for line in target.getvalue().splitlines()], good


def test_answers_come_in_the_order_of_the_lines(tmp_path: Path) -> None:
    data = b"".join(b'{"id": %d, "text": "a%d"}\n' % (n, n) for n in range(100))
    lines, good = run(data, tmp_path)
    assert lines == [{"id": n, "loud": f"A{n}"} for n in range(100)]
    assert good


@pytest.mark.parametrize(
    ("line", "request_id", "why"),
    [
        (b"", None, "The line is empty"),
        (b"   ", None, "The line is empty"),
        (b"{", None, "not valid JSON"),
        (b'{"id": 1, "text": "a"', None, "not valid JSON"),
        (b'{"id": NaN, "text": "a"}', None, "not valid JSON"),
        (b'{"id": 1e999, "text": "a"}', None, "not valid JSON"),
        (b"[" * 100_000, None, "not valid JSON"),
        (b"[1]", None, "not an object"),
        (b'"text"', None, "not an object"),
        (b'{"text": "a"}', None, 'no "id"'),
        (b'{"id": "x"}', "x", 'has no "text"'),
        (b'{"id": 7, "text": null}', 7, 'needs a text for "text"'),
        (b'{"id": [1], "text": 5}', [1], 'needs a text for "text"'),
        (b'{"id": "x", "text": "caf\xe9"}', "x", "not valid UTF-8"),
    ],
)
def test_a_bad_line_gets_an_error_and_the_others_their_answers(
    line: bytes, request_id: object, why: str, tmp_path: Path
) -> None:
    good = b'{"id": "good", "text": "a"}'
    lines, all_good = run(good + b"\n" + line + b"\n" + good, tmp_path)
    assert not all_good
    assert lines[0] == lines[2] == {"id": "good", "loud": "A"}
    assert lines[1]["id"] == request_id
    assert why in str(lines[1]["error"])


@given(st.lists(st.binary(max_size=40).map(lambda line: line.replace(b"\n", b"")), min_size=1, max_size=40))
def test_any_bytes_give_one_line_for_each_line(tmp_path_factory: pytest.TempPathFactory, lines: list[bytes]) -> None:
    out, _ = run(b"".join(line + b"\n" for line in lines), tmp_path_factory.mktemp("lines"))
    assert len(out) == len(lines)


@given(JSON, st.text())
def test_any_id_and_text_come_back(tmp_path_factory: pytest.TempPathFactory, request_id: object, text: str) -> None:
    line = json.dumps({"id": request_id, "text": text}).encode() + b"\n"
    lines, good = run(line, tmp_path_factory.mktemp("lines"))
    assert good
    assert lines == [{"id": request_id, "loud": text.upper()}]


def test_half_a_character_comes_back_as_it_went_in(tmp_path: Path) -> None:
    lines, _ = run(b'{"id": "\\ud83d", "text": "a"}\n', tmp_path)
    assert lines[0]["id"] == "\ud83d"


def test_windows_line_ends_and_a_byte_order_mark_are_no_trouble(tmp_path: Path) -> None:
    lines, good = run(b'\xef\xbb\xbf{"id": 1, "text": "a"}\r\n{"id": 2, "text": "b"}\r\n', tmp_path)
    assert good
    assert [line["id"] for line in lines] == [1, 2]


def test_a_line_too_long_to_keep_gets_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jsonlines, "LONGEST", 200_000)
    long = b'{"id": 1, "text": "' + b"a" * 300_000 + b'"}'
    fits = b'{"id": 2, "text": "' + b"a" * 150_000 + b'"}'
    lines, good = run(long + b"\n" + fits + b"\n" + long, tmp_path)
    assert not good
    assert [line["id"] for line in lines] == [None, 2, None]
    assert "longer than" in str(lines[0]["error"])


def test_what_cannot_be_answered_costs_no_other_line_its_answer(tmp_path: Path) -> None:
    def fragile(requests: Sequence[Request]) -> list[dict[str, object]]:
        if any(request.id == 3 for request in requests):
            raise ZeroDivisionError
        return shout(requests)

    data = b"".join(b'{"id": %d, "text": "a"}\n' % n for n in range(6))
    lines, good = run(data, tmp_path, fragile)
    assert not good
    assert [line["id"] for line in lines] == list(range(6))
    assert [n for n, line in enumerate(lines) if "error" in line] == [3]


def test_nothing_in_gives_nothing_out(tmp_path: Path) -> None:
    assert run(b"", tmp_path) == ([], True)


def test_somebody_who_types_gets_each_answer_at_once() -> None:
    """The pipe stays open after the first line; its answer must not wait for a second one."""
    into, typed = os.pipe()
    answers, out = os.pipe()
    worker = threading.Thread(target=lambda: answer_lines(into, os.fdopen(out, "wb"), ["text"], shout))
    worker.start()
    with os.fdopen(answers, "rb", buffering=0) as read:
        for n in range(3):
            os.write(typed, b'{"id": %d, "text": "a"}\n' % n)
            assert select.select([read], [], [], 10)[0], "the answer waits for more lines"
            assert json.loads(read.readline())["id"] == n
        os.close(typed)
        assert read.readline() == b""
    worker.join()
    os.close(into)
