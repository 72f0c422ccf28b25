"""`liaison serve`: what it looks at before it changes anything."""

import socket
from pathlib import Path

import pytest

from adapters import cli


def test_a_port_that_is_taken_is_told_before_the_database_is_touched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LIAISON_DATABASE_URL", f"sqlite:///{tmp_path}/liaison.db")
    with socket.create_server(("127.0.0.1", 0)) as other:
        monkeypatch.setattr("sys.argv", ["liaison", "serve", "--port", str(other.getsockname()[1])])
        with pytest.raises(SystemExit) as ended:
            cli.main()
    assert ended.value.code == 1
    assert "Another program listens on this port already." in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
