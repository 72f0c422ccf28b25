"""The commands of the real app, on a database that only one test uses."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from adapters.cli import app

Command = Callable[..., Result]


@pytest.fixture
def command(tmp_path: Path, migrated_file: Path, monkeypatch: pytest.MonkeyPatch) -> Command:
    """Run a command in a folder of its own, with a database that is up to date: command("import", "file.csv")."""
    shutil.copyfile(migrated_file, tmp_path / "liaison.db")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LIAISON_DATABASE_URL", f"sqlite:///{tmp_path}/liaison.db")
    return lambda *arguments: CliRunner().invoke(app, arguments)
