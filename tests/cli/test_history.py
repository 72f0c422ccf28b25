"""`liaison import` and `liaison digest` as somebody types them."""

import sqlite3
from pathlib import Path

import pytest

from adapters.cli import history
from tests.cli.conftest import Command
from tests.language import PlainLanguage

GOOD = "id,text,created\n1,The invoice list is slow,2026-03-02\n2,Stock counts of hall 4 are wrong,2026-03-03\n"


@pytest.fixture(autouse=True)
def _plain_language(monkeypatch: pytest.MonkeyPatch) -> None:
    """Words instead of the trained model: these tests are about what the commands keep and say."""
    monkeypatch.setattr("adapters.language.choose.load_language", lambda settings, store=None: PlainLanguage())


@pytest.fixture
def write(tmp_path: Path):
    """Write a file to import and return its path."""

    def write(data: str | bytes, name: str = "history.csv") -> str:
        path = tmp_path / name
        path.write_bytes(data if isinstance(data, bytes) else data.encode())
        return str(path)

    return write


def kept() -> list[str]:
    """The words of every complaint in the database, in the order they were told."""
    with sqlite3.connect("liaison.db") as connection:
        return [text for (text,) in connection.execute("SELECT text FROM complaints ORDER BY created_at")]


def test_a_file_imported_twice_is_kept_once(command: Command, write) -> None:
    first = command("import", write(GOOD))
    assert first.exit_code == 0
    assert "Imported 2 complaints into web:playground." in first.stdout

    again = command("import", write(GOOD + "3,The export fails,2026-03-04\n"))
    assert again.exit_code == 0
    assert "Imported 1 complaint into" in again.stdout
    assert "2 had been imported before." in again.stdout
    assert kept() == ["The invoice list is slow", "Stock counts of hall 4 are wrong", "The export fails"]


def test_a_row_that_cannot_be_used_is_listed_by_its_line_and_the_others_are_imported(command: Command, write) -> None:
    done = command("import", write(GOOD + "3,,2026-03-04\n4,The export fails,soon\n5,Labels jam,2026-03-05\n"))
    assert done.exit_code == 1
    assert "Imported 3 complaints" in done.stdout
    assert "2 rows were left out:" in done.stderr
    assert "  line 4 has no text" in done.stderr
    assert '  line 5 has "soon" where a date in the past belongs' in done.stderr
    assert kept() == ["The invoice list is slow", "Stock counts of hall 4 are wrong", "Labels jam"]


def test_two_helpdesks_that_number_alike_are_told_apart_by_a_label_or_not_at_all(command: Command, write) -> None:
    assert command("import", write(GOOD)).exit_code == 0
    other = write("id,text,created\n1,Payslips are missing,2026-03-05\n9,Labels jam,2026-03-05\n", "other.csv")

    stopped = command("import", other)
    assert stopped.exit_code == 1
    assert stopped.stderr.strip().endswith(
        "1 row has the id of a complaint that was imported before, but other words and another date. If the file is "
        "from another helpdesk, give it a name of its own with --label, such as --label servicedesk. If it is a newer "
        "export of the same one, say so with --label helpdesk. Nothing was imported."
    )
    assert kept() == ["The invoice list is slow", "Stock counts of hall 4 are wrong"]

    assert command("import", other, "--label", "servicedesk").exit_code == 0
    assert sorted(kept()[2:]) == ["Labels jam", "Payslips are missing"]


def test_a_newer_export_of_the_same_helpdesk_needs_no_label(command: Command, write) -> None:
    assert command("import", write(GOOD)).exit_code == 0
    again = command("import", write(GOOD.replace("is slow", "is very slow")))
    assert again.exit_code == 0
    assert "2 had been imported before." in again.stdout


def test_where_reading_is_cut_short_nothing_is_half_imported(
    command: Command, write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history, "BATCH", 1)
    understand = PlainLanguage.understand

    async def fail_at_the_second(self, text, *more):
        if "Stock" in text:
            raise RuntimeError("away")
        return await understand(self, text, *more)

    monkeypatch.setattr(PlainLanguage, "understand", fail_at_the_second)
    done = command("import", write(GOOD))
    assert isinstance(done.exception, RuntimeError)
    assert kept() == []


def test_a_password_in_a_row_is_not_kept(command: Command, write, tmp_path: Path) -> None:
    done = command("import", write("id,text\n1,I cannot log in. My password is Gr8tHorse!47 and it is refused\n"))
    assert done.exit_code == 0
    assert kept() == ["I cannot log in. My password is [password] and it is refused"]
    for file in tmp_path.glob("liaison.db*"):
        assert b"Gr8tHorse" not in file.read_bytes()
    assert "Gr8tHorse" not in done.output


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "The file is empty: there is nothing to import."),
        (b"\xef\xbb\xbf \n", "The file is empty: there is nothing to import."),
        (b"id,text\n", "The file has a header and no rows: there is nothing to import."),
    ],
)
def test_an_empty_file_is_refused_with_a_sentence(command: Command, write, data: bytes, why: str) -> None:
    done = command("import", write(data))
    assert done.exit_code == 1
    assert done.stderr.strip().endswith(f"history.csv: {why}")
    assert kept() == []


def test_a_file_that_is_not_there_is_said_in_a_sentence(command: Command) -> None:
    done = command("import", "nowhere.csv")
    assert done.exit_code == 1
    assert done.stderr == "nowhere.csv cannot be read: No such file or directory.\n"


def test_columns_of_a_latin_1_file_are_taken_as_map_says(command: Command, write) -> None:
    data = "Nr;Was;Wo;Tag\n7;Prüfung hängt;Halle Süd;02.03.2026\n".encode("latin-1")
    path = write(data)

    unsure = command("import", path)
    assert unsure.exit_code == 1
    assert "Say which one it is: --map text=Column" in unsure.stderr

    done = command("import", path, "--map", "text=Was", "--map", "created=Tag")
    assert done.exit_code == 0
    assert "Not used: Nr, Wo. Use a column with --map, such as --map text=Column." in done.stdout
    assert kept() == ["Prüfung hängt"]
    with sqlite3.connect("liaison.db") as connection:
        assert connection.execute("SELECT created_at FROM complaints").fetchone()[0].startswith("2026-03-02")


@pytest.mark.parametrize(
    ("mapping", "why"),
    [
        ("text", '--map is "text", but it takes field=Column, such as text=Summary,Details.'),
        ("colour=text", "--map colour=... is not something to map."),
        ("text=Nothing", 'There is no column "Nothing". There is: id, text, created.'),
    ],
)
def test_a_map_that_cannot_be_followed_is_said(command: Command, write, mapping: str, why: str) -> None:
    done = command("import", write(GOOD), "--map", mapping)
    assert done.exit_code == 1
    assert why in done.stderr
    assert kept() == []


def test_a_dry_run_keeps_nothing(command: Command, write) -> None:
    done = command("import", write(GOOD), "--dry-run")
    assert done.exit_code == 0
    assert "2 complaints could be imported." in done.stdout
    assert kept() == []


def test_the_digest_is_about_the_seven_days_that_end_as_of_a_day(command: Command, write) -> None:
    none_yet = command("digest")
    assert none_yet.exit_code == 1
    assert "Nobody has told Liaison anything yet" in none_yet.stderr

    assert command("import", write(GOOD)).exit_code == 0
    within = command("digest", "--as-of", "2026-03-08")
    before = command("digest", "--as-of", "2026-02-28")
    assert (within.exit_code, before.exit_code) == (0, 0)
    assert "2 March 2026 to 8 March 2026" in within.stdout
    assert "2 colleagues made 2 reports." in within.stdout
    assert "Invoice list is slow (Finance)" in within.stdout
    assert "22 February 2026 to 28 February 2026" in before.stdout
    assert "Nobody reported anything this week." in before.stdout
    assert command("digest", "--as-of", "2026-03-08").stdout == within.stdout

    for day in ("0001-01-01", "9999-12-31"):
        no_week = command("digest", "--as-of", day)
        assert no_week.exit_code == 1
        assert f"--as-of is {day}, but it takes a day from" in no_week.stderr

    wrong = command("digest", "--as-of", "Monday")
    assert wrong.exit_code == 2
