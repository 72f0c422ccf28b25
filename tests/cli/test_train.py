"""`liaison train` learns what people put right, says what changes, and replaces nothing unasked."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner, Result

from adapters.cli import app
from adapters.cli.company import open_store
from adapters.language.choose import load_classifier
from adapters.settings import load_settings
from bot.listening.labels import Cause, Impact, Module
from bot.listening.model import Complaint
from bot.listening.understanding import training
from bot.listening.understanding.compose import composed
from bot.listening.understanding.examples import shipped
from bot.people.model import Company

WHEN = datetime(2026, 3, 2, 9, tzinfo=UTC)
ODD = "the zorblax is grumpy"


class Letters:
    """An embedder that counts letters: quick, and the same on every machine."""

    def __init__(self, threads: int = 1) -> None:
        self.threads = threads

    def embed(self, texts):
        rows = np.array([[text.lower().count(letter) for letter in "abcdefgh"] for text in texts], dtype=np.float32)
        return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1)


@pytest.fixture(scope="module")
def former(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A classifier of few examples, as if the company had trained one before."""
    path = tmp_path_factory.mktemp("former") / "classifier.npz"
    with pytest.MonkeyPatch.context() as patch:
        _few_examples(patch)
        training.train(path, Letters())
    return path.read_bytes()


@pytest.fixture
def own(former: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A company with that classifier in use and a database of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LIAISON_DATABASE_URL", f"sqlite:///{tmp_path}/liaison.db")
    monkeypatch.setattr("adapters.language.minilm.MiniLM", Letters)
    _few_examples(monkeypatch)
    path = tmp_path / "var" / "classifier.npz"
    path.parent.mkdir()
    path.write_bytes(former)
    return path


def _few_examples(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(training, "shipped", lambda: shipped()[::40])
    patch.setattr(training, "composed", lambda: composed()[::160])


def tell(*complaints: Complaint) -> None:
    async def store_them() -> None:
        async with open_store(load_settings()) as store:
            company = Company(name="Acme", created_at=WHEN)
            await store.across_companies(lambda s: s.add(company))
            await store.write(company.id, lambda s: s.add_all(complaints))

    asyncio.run(store_them())


def complaint(number: int, cause: Cause, module: Module, impact: Impact, told: bool = False) -> Complaint:
    """One that was understood as a defect in finance that slows."""
    return Complaint(
        source=f"e{number}",
        text=f"{ODD} {number}",
        cause=cause,
        module=module,
        impact=impact,
        guessed_cause=Cause.DEFECT,
        guessed_module=Module.FINANCE,
        guessed_impact=Impact.SLOWED,
        impact_told=told,
        confidence=0.5,
        engine="embedded",
        created_at=WHEN,
    )


def train(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["train", *arguments])


def test_with_nothing_corrected_there_is_nothing_to_learn(own: Path) -> None:
    tell(complaint(1, Cause.DEFECT, Module.FINANCE, Impact.SLOWED))
    before = own.read_bytes()

    done = train("--yes")

    assert done.exit_code == 0
    assert "Nobody has corrected anything yet" in done.output
    assert own.read_bytes() == before


def test_nothing_is_replaced_where_nobody_can_be_asked(own: Path) -> None:
    tell(*(complaint(n, Cause.PROCESS, Module.PROJECTS, Impact.ANNOYED, told=True) for n in range(6)))
    before = own.read_bytes()

    done = train()

    assert done.exit_code == 1
    assert "6 of them corrections" in done.output
    assert "On 6 corrections, share that is right" in done.output
    assert "messages that get another label" in done.output
    assert "Nothing was replaced. Add --yes" in done.output
    assert own.read_bytes() == before
    assert [path.name for path in own.parent.iterdir()] == ["classifier.npz"]


def test_corrections_are_learned_and_used_from_then_on(own: Path) -> None:
    tell(*(complaint(n, Cause.PROCESS, Module.PROJECTS, Impact.ANNOYED, told=True) for n in range(6)))

    done = train("--yes")
    found = load_classifier(load_settings(), Letters()).classify([f"{ODD} today"])[0]

    assert done.exit_code == 0, done.output
    assert "Wrote var/classifier.npz" in done.output
    assert (found.cause, found.module, found.impact) == (Cause.PROCESS, Module.PROJECTS, Impact.ANNOYED)


def test_a_classifier_of_another_version_is_left_aside_with_a_warning(
    own: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()
    own.write_bytes(b"from long ago")
    monkeypatch.chdir(own.parents[1])

    class Plain:
        def embed(self, texts):
            return np.zeros((len(texts), 384), dtype=np.float32)

    found = load_classifier(load_settings(), Plain()).classify(["FB60 gives no authorization"])[0]

    assert found.cause is Cause.ACCESS
    assert "The classifier that ships is used" in caplog.text
