"""Reading complaints from files as spreadsheets and helpdesks write them."""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.importing.columns import map_columns
from adapters.importing.complaints import History, read_history
from adapters.importing.dates import Dates, NotADate
from adapters.importing.files import Unreadable, decode, read_table
from bot.listening.labels import Cause, Impact

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def history(data: str | bytes, said: Mapping[str, Sequence[str]] | None = None, zone: str = "UTC") -> History:
    table = read_table(data if isinstance(data, bytes) else data.encode())
    return read_history(table, said or {}, "desk", zone, NOW)


def texts(data: str | bytes) -> list[str]:
    return [told.text for told in history(data).told]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "latin-1"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_any_encoding_and_delimiter_a_spreadsheet_writes(encoding: str, delimiter: str) -> None:
    rows = [["Id", "Text", "Area"], ["1", "Die Prüfung hängt", "Café"], ["2", "Où est la pièce ?", "Zürich"]]
    data = "\r\n".join(delimiter.join(row) for row in rows)
    assert texts(data.encode(encoding)) == ["Die Prüfung hängt", "Où est la pièce ?"]


def test_bytes_that_only_latin_1_knows() -> None:
    assert decode(b"caf\xe9 \x81")[1] == "Latin-1"
    assert decode("café".encode("cp1252")) == ("café", "Windows-1252")


@given(st.binary() | st.text().map(str.encode))
def test_any_bytes_are_read_or_refused_with_a_sentence(data: bytes) -> None:
    try:
        outcome = history(data).notes[0]
    except Unreadable as why:
        outcome = str(why)
    assert outcome


def test_text_may_span_lines_and_line_numbers_count_lines_of_the_file() -> None:
    data = 'id,text\n1,"first\nsecond, still first"\n\n2,\n3,"ok"\n4,too,many\n'
    found = history(data)
    assert [told.text for told in found.told] == ["first\nsecond, still first", "ok"]
    assert [(reject.line, reject.why) for reject in found.rejects] == [
        (5, "has no text"),
        (7, "has 3 fields, and the header has 2"),
    ]


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "is empty"),
        (b"\xef\xbb\xbf\r\n \n", "is empty"),
        (b"id,text\n", "no rows"),
        (b"PK\x03\x04rest", "Save it as CSV"),
        (b"%PDF-1.7", "not a text file"),
        (b"[[[[[", "no line of it is a JSON object"),
        (b"colour,size\nred,3\n", "No column looks like the text"),
        (b'id,text\n1,a\n2,"open\n3,c\n', "Line 3 opens a quotation mark that is never closed"),
        (b'"id,text\n1,a\n', "Line 1 opens a quotation mark that is never closed"),
    ],
)
def test_a_file_that_cannot_be_imported_says_why(data: bytes, why: str) -> None:
    with pytest.raises(Unreadable, match=why):
        history(data)


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("Issue key,Summary,Description,Created,Reporter,Status", ["Summary", "Description"]),
        ("Number,Short description,Opened,Caller", ["Short description"]),
        ("number,short_description,description,opened_at,sys_created_on", ["short_description", "description"]),
        ("Ticket ID;Subject;Requester email;Created at", ["Subject"]),
        ("nummer\tBetreff\tBeschreibung\terstellt am", ["Betreff", "Beschreibung"]),
        ("issueKey,issueTitle,createdAt", ["issueTitle"]),
        ("fields.summary,fields.created,key", ["fields.summary"]),
    ],
)
def test_columns_of_usual_helpdesks_are_found_by_their_names(header: str, expected: list[str]) -> None:
    columns = header.replace(";", ",").replace("\t", ",").split(",")
    mapped = map_columns(columns, {})
    assert list(mapped.columns["text"]) == expected
    assert "created" in mapped.columns


def test_title_and_description_make_up_the_text_once() -> None:
    data = "Summary,Description\nCannot post,The invoice stays open\nSame,Same words here\nOnly title,\n"
    assert texts(data) == ["Cannot post\nThe invoice stays open", "Same words here", "Only title"]


def test_what_somebody_says_counts_more_than_names() -> None:
    data = "text,Details,Prio\nwrong,right,blocked\n"
    found = history(data, {"text": ["Details"], "impact": ["Prio"]})
    assert found.told[0].text == "right"
    assert found.told[0].impact == Impact.BLOCKED


def test_labels_are_only_taken_when_somebody_says_so() -> None:
    data = '{"text": "a", "cause": "data", "impact": "High"}\n'
    assert history(data).told[0].cause is None
    assert history(data, {"cause": ["cause"]}).told[0].cause == Cause.DATA
    rejects = history(data, {"impact": ["impact"]}).rejects
    assert rejects[0].why == 'has "High" for impact; it takes blocked, slowed, annoyed, none'


@pytest.mark.parametrize(
    ("said", "why"), [({"colour": ["x"]}, "It takes text, id"), ({"text": ["Txt"]}, 'no column "Txt". There is: text')]
)
def test_a_wrong_map_says_what_there_is(said: dict[str, list[str]], why: str) -> None:
    with pytest.raises(Unreadable, match=why):
        history("text\na\n", said)


def test_json_lines_with_a_bad_line() -> None:
    found = history(
        '{"text": "a", "id": 1}\n\nnot json\n[1]\n{"text": "b", "id": 2, "nested": {"email": "X@Y.example"}}\n'
    )
    assert [told.text for told in found.told] == ["a", "b"]
    assert found.told[1].email == "x@y.example"
    assert [(reject.line, reject.why) for reject in found.rejects] == [
        (3, "is not valid JSON"),
        (4, "is not a JSON object"),
    ]


@pytest.mark.parametrize("wrap", [lambda rows: rows, lambda rows: {"total": 2, "issues": rows}])
def test_one_json_document_with_a_list(wrap: object) -> None:
    rows = [{"key": "A-1", "fields": {"summary": "a"}}, {"key": "A-2", "fields": {"summary": "b"}}]
    data = json.dumps(wrap(rows), indent=2)  # type: ignore[operator]
    assert texts(data) == ["a", "b"]


def test_the_same_complaint_has_the_same_source_and_counts_once() -> None:
    found = history("id,text\n1,a\n1,b\n2,a\n")
    assert [told.source for told in found.told] == ["import:desk:1", "import:desk:2"]
    without_ids = history("text,created\na,2026-01-01\na,2026-01-01\na,2026-01-02\n")
    assert len(without_ids.told) == 2
    assert any("repeat an earlier one" in note for note in without_ids.notes)


def test_resolved_complaints_are_known_by_date_or_status() -> None:
    data = (
        "text,created,status,resolved\n"
        "a,2026-01-01,Closed,2026-01-03\nb,2026-01-01,Resolved,\nc,2026-01-01,Open,2026-01-05\nd,2026-01-01,,2026-01-05\n"
    )
    days = [told.resolved_at and told.resolved_at.day for told in history(data).told]
    assert days == [3, 1, None, 5]


def test_characters_a_database_refuses_are_taken_out() -> None:
    assert texts("text\nnul\x00l\n") == ["null"]


def test_a_text_beyond_all_reason_is_left_out() -> None:
    assert "at most" in history(f"text\n{'a' * 50_000}\n").rejects[0].why


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2026-02-01T08:30:00Z", "2026-02-01 08:30"),
        ("2026-02-01T08:30:00.123+0100", "2026-02-01 07:30"),
        ("2026-02-01 08:30:00", "2026-02-01 07:30"),
        ("2026-02-01", "2026-01-31 23:00"),
        ("01.02.2026 08:30", "2026-02-01 07:30"),
        ("01/02/26 8:30 AM", "2026-02-01 07:30"),
        ("01/Feb/26 8:30 PM", "2026-02-01 19:30"),
        ("Sun, 01 Feb 2026 08:30:00 +0000", "2026-02-01 08:30"),
        ("Feb 1, 2026, 8:30:00 AM", "2026-02-01 07:30"),
        ("2026/02/01 08:30", "2026-02-01 07:30"),
        ("1769934600", "2026-02-01 08:30"),
        ("1769934600000", "2026-02-01 08:30"),
    ],
)
def test_dates_as_programs_write_them(written: str, read: str) -> None:
    found = Dates([written], "Europe/Berlin", NOW).read(written)
    assert found.tzinfo is UTC
    assert f"{found:%Y-%m-%d %H:%M}" == read


def test_one_date_shows_for_all_whether_the_month_comes_first() -> None:
    assert Dates(["01/02/2026", "01/13/2026"], "UTC", NOW).read("01/02/2026").month == 1
    assert Dates(["01/02/2026", "13/01/2026"], "UTC", NOW).read("01/02/2026").month == 2
    assert Dates(["01/02/2026"], "UTC", NOW).read("01/02/2026").month == 2


#: In UTC these are no longer between the first day and the last that there are.
EDGES = ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"]


@pytest.mark.parametrize(
    "written", ["soon", "5", "1.2", "14:30", "2026-13-45", "2031-01-01", "1066-10-14", "9" * 30, *EDGES]
)
def test_what_is_no_date_in_the_past_is_refused(written: str) -> None:
    with pytest.raises(NotADate):
        Dates([written], "UTC", NOW).read(written)
    assert history(f"text,created\na,{written}\n").rejects[0].line == 2


@given(st.text())
def test_any_text_as_a_date_is_read_or_refused(written: str) -> None:
    try:
        found = Dates([written], "UTC", NOW).read(written)
    except NotADate:
        found = NOW
    assert datetime(1980, 1, 1, tzinfo=UTC) <= found <= NOW
