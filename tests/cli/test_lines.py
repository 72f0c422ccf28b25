"""`liaison classify`, `translate` and `verify` from start to end: a line out for each line in, in their order."""

import json
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from adapters.cli import main
from bot.listening.labels import Cause, Impact, Intent, Module
from tests.cli.conftest import Command

UPDATE = "The ERP will be unavailable on 14 March 2026 from 18:00 to 20:00 CET. Do not post invoices meanwhile."


@pytest.fixture
def run(command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Run a command on these lines; returns what it writes and its exit status."""

    def run(name: str, lines: Sequence[object]) -> tuple[list[dict[str, object]], int]:
        source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
        source.write_text("".join(f"{one if isinstance(one, str) else json.dumps(one)}\n" for one in lines), "utf-8")
        with source.open() as stdin, target.open("w") as stdout, monkeypatch.context() as patch:
            patch.setattr(sys, "stdin", stdin)
            patch.setattr(sys, "stdout", stdout)
            patch.setattr(sys, "argv", ["liaison", name])
            with pytest.raises(SystemExit) as ended:
                main()
        written = target.read_text("utf-8").splitlines()
        return [json.loads(line) for line in written], int(ended.value.code or 0)

    return run


def test_classify(run) -> None:
    out, status = run(
        "classify",
        [
            {"id": "a", "text": "I cannot log in to the warehouse system, my account is locked"},
            "{",
            {"id": 3, "text": "How do I cancel a purchase order?"},
            {"id": 4},
            {"id": "e", "text": "Thank you, the report works again"},
        ],
    )
    assert status == 1
    assert [line["id"] for line in out] == ["a", None, 3, 4, "e"]
    assert ["error" in line for line in out] == [False, True, False, True, False]
    assert "not valid JSON" in str(out[1]["error"])
    assert 'has no "text"' in str(out[3]["error"])
    assert (out[0]["cause"], out[2]["intent"], out[4]["intent"]) == ("access", "question", "thanks")
    for line in (out[0], out[2], out[4]):
        assert set(line) == {"id", "intent", "cause", "module", "impact", "confidence", "engine"}
        assert line["intent"] in set(Intent)
        assert line["cause"] in set(Cause)
        assert line["module"] in set(Module)
        assert line["impact"] in set(Impact)
        assert 0 <= float(str(line["confidence"])) <= 1


def test_translate(run) -> None:
    out, status = run("translate", [{"id": 2, "text": UPDATE}, {"id": 1, "text": 5}, {"id": 0, "text": UPDATE}])
    assert status == 1
    assert [line["id"] for line in out] == [2, 1, 0]
    assert 'needs a text for "text"' in str(out[1]["error"])
    good = out[0]
    assert set(good) == {"id", "plain", "facts", "missing", "unexplained", "grade", "engine"}
    assert {**good, "id": 0} == out[2]
    assert "18:00" in str(good["plain"])
    facts = good["facts"]
    assert isinstance(facts, list)
    assert all(set(fact) == {"kind", "text"} and fact["text"] in UPDATE for fact in facts)
    assert {"time", "date", "negation"} <= {fact["kind"] for fact in facts}


def test_verify(run) -> None:
    good = {"source": UPDATE, "rewrite": UPDATE}
    late = {"source": UPDATE, "rewrite": UPDATE.replace("20:00", "21:00")}
    out, status = run("verify", [{"id": 1, **good}, {"id": 2, "source": UPDATE}, {"id": 3, **late}])
    assert status == 1
    assert [line["id"] for line in out] == [1, 2, 3]
    assert out[0] == {"id": 1, "faithful": True, "problems": []}
    assert 'has no "rewrite"' in str(out[1]["error"])
    assert out[2]["faithful"] is False
    problems = out[2]["problems"]
    assert isinstance(problems, list)
    assert all(set(problem) == {"kind", "source", "rewrite", "why"} for problem in problems)
    assert any("21:00" in problem["rewrite"] for problem in problems)


def test_where_every_line_is_good_the_exit_status_is_0(run) -> None:
    assert run("verify", [{"id": 1, "source": UPDATE, "rewrite": UPDATE}])[1] == 0
