"""`liaison doctor`: a line for each thing Liaison needs, and what mends it."""

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest
from typer.testing import Result

from adapters.cli.troubles import explain
from tests.cli.conftest import Command
from tests.teams.standin.signing import serving

KEY, PASSWORD = "sk-do-not-show-4711", "pa55-do-not-show"


def lines(done: Result) -> dict[str, str]:
    """How each thing is: {"database": "ok ..."}."""
    found = {}
    for line in done.stdout.splitlines():
        if line[:5].strip():
            found[line[5:21].strip()] = f"{line[:5].strip()} {line[21:]}"
    return found


def mends(done: Result) -> list[str]:
    return [line.strip() for line in done.stdout.splitlines() if line.strip().startswith("->")]


def test_all_is_well(command: Command) -> None:
    done = command("doctor")
    found = lines(done)
    assert done.exit_code == 0
    assert mends(done) == []
    assert list(found) == [
        "settings",
        "database",
        "language engine",
        "language model",
        "daily limit",
        "articles",
        "slack",
        "teams",
        "platforms",
        "cards",
    ]
    assert {state.split()[0] for state in found.values()} == {"ok"}
    assert "up to date at" in found["database"]
    assert "loads and reads a test sentence" in found["language engine"]


def test_a_key_of_blanks_is_told(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIAISON_OPENAI_API_KEY", "   ")
    found = lines(command("doctor"))
    assert found["settings"].endswith("LIAISON_OPENAI_API_KEY is blank, which counts as not set")
    assert found["settings"].startswith("MEND")
    assert "none set" in found["language model"]


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("LIAISON_PORT", "eighty", 'LIAISON_PORT is "eighty", but it takes a port number from 1 to 65535'),
        ("LIAISON_PROT", "80", "LIAISON_PROT is not a setting of Liaison; the closest is LIAISON_PORT"),
        ("LIAISON_DATABASE_URL", f"mysql://u:{PASSWORD}@h/n", "not shown, it may hold a password"),
    ],
)
def test_a_wrong_setting_is_named_with_what_it_takes(
    command: Command, monkeypatch: pytest.MonkeyPatch, name: str, value: str, says: str
) -> None:
    monkeypatch.setenv(name, value)
    done = command("doctor")
    found = lines(done)
    assert done.exit_code == 1
    assert list(found) == ["settings"]
    assert found["settings"].startswith("MEND")
    assert says in found["settings"]
    assert mends(done) == ["-> Correct it there, then run this again."]
    assert PASSWORD not in done.output


def test_a_database_without_tables_is_to_be_upgraded_and_left_as_it_is(
    command: Command, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("LIAISON_DATABASE_URL", f"sqlite:///{tmp_path}/new.db")
    done = command("doctor")
    assert done.exit_code == 1
    assert "has no tables yet" in lines(done)["database"]
    assert mends(done) == ["-> Run: liaison db upgrade"]
    assert not (tmp_path / "new.db").exists()

    assert command("db", "upgrade").exit_code == 0
    assert "up to date at" in lines(command("doctor"))["database"]


def test_a_file_that_is_no_database_is_named_and_stops_a_command_with_a_sentence(
    command: Command, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "notes.txt").write_text("Nothing here is a table. " * 100)
    monkeypatch.setenv("LIAISON_DATABASE_URL", f"sqlite:///{tmp_path}/notes.txt")
    assert "notes.txt is a database of Liaison's or not there yet" in mends(command("doctor"))[0]
    stopped = command("db", "upgrade").exception
    assert isinstance(stopped, Exception)
    assert explain(stopped) == "The database cannot be used (DatabaseError). `liaison doctor` says more."


def test_no_secret_is_shown_whatever_is_wrong(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    with refusing_service() as address:
        monkeypatch.setenv("LIAISON_DATABASE_URL", f"postgresql://liaison:{PASSWORD}@127.0.0.1:1/liaison")
        monkeypatch.setenv("LIAISON_OPENAI_API_KEY", KEY)
        monkeypatch.setenv("LIAISON_OPENAI_BASE_URL", address)
        done = command("doctor")
    found = lines(done)
    assert done.exit_code == 1
    assert found["database"].startswith("MEND postgresql://liaison:***@127.0.0.1:1/liaison cannot be reached")
    assert "(http_401)" in found["language model"]
    assert mends(done) == [
        "-> Start PostgreSQL, or correct LIAISON_DATABASE_URL.",
        "-> Check LIAISON_OPENAI_API_KEY.",
    ]
    assert KEY not in done.output
    assert PASSWORD not in done.output


def test_without_a_platform_nobody_can_talk_to_liaison(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIAISON_PLAYGROUND", "false")
    done = command("doctor")
    assert done.exit_code == 1
    assert lines(done)["platforms"].startswith("MEND none")
    assert mends(done) == ["-> Set LIAISON_PLAYGROUND=true, or set up Slack (docs/slack.md) or Teams (docs/teams.md)"]


def test_teams_that_cannot_work_is_named_with_what_mends_it(
    command: Command, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "broken.pem").write_text("not a certificate")
    monkeypatch.setenv("MicrosoftAppId", "99999999-8888-7777-6666-555555555555")
    monkeypatch.setenv("MicrosoftAppTenantId", "11111111-2222-3333-4444-555555555555")
    monkeypatch.setenv("MicrosoftAppCertificate", str(tmp_path / "broken.pem"))
    monkeypatch.setenv("ToBotFromChannelOpenIdMetadataUrl", "http://127.0.0.1:1/openid")
    found = lines(command("doctor"))
    assert found["teams"].startswith("MEND Microsoft's keys cannot be fetched")
    assert "Teams and the playground" in found["platforms"]
    with serving() as keys:
        monkeypatch.setenv("ToBotFromChannelOpenIdMetadataUrl", f"{keys.url}/openid")
        done = command("doctor")
    assert lines(done)["teams"].startswith("MEND MicrosoftAppCertificate has no certificate")
    assert mends(done) == ["-> Put both into that file; docs/teams.md says how."]


class _Refuse(BaseHTTPRequestHandler):
    """A language model's service that repeats the key it refuses, as some do."""

    def do_POST(self) -> None:
        body = b'{"error": {"message": "Incorrect API key: %s"}}' % KEY.encode()
        self.send_response(401)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_arguments: object) -> None:
        """Nothing on the screen."""


@contextmanager
def refusing_service() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), _Refuse)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
