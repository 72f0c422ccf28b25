"""From bytes to rows, whatever program wrote the file: encoding, delimiter, and CSV or JSON are found out."""

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

#: Delimiters that spreadsheets and helpdesks write.
_DELIMITERS = ",;\t|"

#: A longer field is not a complaint; in characters.
_LONGEST_FIELD = 4_000_000


class Unreadable(Exception):
    """This file cannot be imported at all. The message says why, and what to do."""


@dataclass(frozen=True)
class Row:
    """One record: the line it begins on, and its values by column."""

    line: int
    values: Mapping[str, str]


@dataclass(frozen=True)
class Reject:
    """A record that cannot be used, and why."""

    line: int
    why: str


@dataclass(frozen=True)
class Table:
    """A whole file. `how` says how it was read, for the person who imports it."""

    columns: Sequence[str]
    rows: Sequence[Row]
    rejects: Sequence[Reject] = field(default_factory=tuple)
    how: str = ""


def read_table(data: bytes) -> Table:
    """The records of a file. Raises Unreadable."""
    if not data.strip(b"\x00\xef\xbb\xbf\xfe\xff \t\r\n"):
        raise Unreadable("The file is empty: there is nothing to import.")
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise Unreadable("This is a spreadsheet file. Save it as CSV and import that.")
    if data.startswith((b"%PDF", b"\x1f\x8b")):
        raise Unreadable("This is not a text file. It takes CSV or JSON Lines.")
    text, encoding = decode(data)
    table = _read_json(text) if text.lstrip()[:1] in ("{", "[") else _read_csv(text)
    if not table.rows and not table.rejects:
        raise Unreadable("The file has a header and no rows: there is nothing to import.")
    return Table(table.columns, table.rows, table.rejects, f"{table.how}, {encoding}")


def decode(data: bytes) -> tuple[str, str]:
    """The text of a file and the encoding it was written in. Every file has one: any bytes are valid Latin-1."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    elif data[:200].count(0) >= len(data[:200]) // 3:
        encodings = ["utf-16-le" if data[1:2] == b"\x00" else "utf-16-be"]
    else:
        encodings = ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            return data.decode(encoding), {"utf-8-sig": "UTF-8", "cp1252": "Windows-1252"}.get(encoding, "UTF-16")
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1"), "Latin-1"


def _read_csv(text: str) -> Table:
    csv.field_size_limit(_LONGEST_FIELD)
    delimiter = _delimiter(text)
    records = _records(f"{text}\n{_END}", delimiter)
    try:
        line, header = next(records)
        _refuse_open_quote(line, header)
        columns = [name.strip() for name in header]
        rows: list[Row] = []
        rejects: list[Reject] = []
        for line, record in records:
            if record == [_END]:
                break
            _refuse_open_quote(line, record)
            if not any(value.strip() for value in record):
                continue
            if len(record) > len(columns) and any(value.strip() for value in record[len(columns) :]):
                rejects.append(Reject(line, f"has {len(record)} fields, and the header has {len(columns)}"))
            else:
                rows.append(Row(line, _first_of_each(columns, record)))
    except csv.Error as problem:
        raise Unreadable(f"The file is not valid CSV: {problem}.") from None
    return Table(columns, rows, rejects, f"CSV with {_NAMES[delimiter]}")


#: A line of our own after the last one (U+001E, which ends a record): read inside a field, it shows an open quote.
_END = "\x1e"
_NAMES = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}


def _refuse_open_quote(line: int, record: Sequence[str]) -> None:
    """Without its closing mark a field would swallow the rest of the file, and nobody would notice."""
    if record[-1].endswith(f"\n{_END}"):
        raise Unreadable(f"Line {line} opens a quotation mark that is never closed. Close it or take it out.")


def _first_of_each(columns: Sequence[str], record: Sequence[str]) -> dict[str, str]:
    """Some exports have several columns of one name; the first counts."""
    values: dict[str, str] = {}
    for column, value in zip(columns, record, strict=False):
        values.setdefault(column, value)
    return values


def _records(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Each record with the line it begins on; one may span several lines. Blank lines are none."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    begins = 1
    for record in reader:
        if record:
            yield begins, record
        begins = reader.line_num + 1


def _delimiter(text: str) -> str:
    """The one that splits the first records into the most equal fields."""

    def fit(delimiter: str) -> tuple[float, int]:
        widths = []
        for _, record in _records(text[:100_000], delimiter):
            widths.append(len(record))
            if len(widths) == 50:
                break
        width = widths[0] if widths else 0
        return (widths.count(width) / len(widths) if width > 1 else 0.0), width

    return max(_DELIMITERS, key=fit)


def _read_json(text: str) -> Table:
    """JSON Lines, or one JSON document that is, or holds, a list of objects."""
    records, rejects, how = _json_lines(text)
    if rejects:
        whole = _json_document(text)
        if whole is not None:
            records, rejects, how = whole, [], "JSON"
    rows = [Row(line, flat) for line, flat in records]
    columns = list(dict.fromkeys(column for row in rows for column in row.values))
    return Table(columns, rows, rejects, how)


def _json_lines(text: str) -> tuple[list[tuple[int, dict[str, str]]], list[Reject], str]:
    records, rejects = [], []
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            found = json.loads(line)
        except (ValueError, RecursionError):
            rejects.append(Reject(number, "is not valid JSON"))
            continue
        if isinstance(found, dict):
            records.append((number, dict(_flat(found))))
        else:
            rejects.append(Reject(number, "is not a JSON object"))
    return records, rejects, "JSON Lines"


def _json_document(text: str) -> list[tuple[int, dict[str, str]]] | None:
    """The objects of a document; their "lines" are their positions, since a document may be one long line."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if isinstance(found, dict):
        lists = [value for value in found.values() if isinstance(value, list) and value]
        found = max(lists, key=len, default=None)
    if not isinstance(found, list) or not all(isinstance(item, dict) for item in found):
        return None
    return [(number, dict(_flat(item))) for number, item in enumerate(found, start=1)]


def _flat(value: Mapping[str, object], prefix: str = "") -> Iterator[tuple[str, str]]:
    """Nested objects as columns with dots; lists and nulls are left out."""
    for name, item in value.items():
        if isinstance(item, dict):
            yield from _flat(item, f"{prefix}{name}.")
        elif item is not None and not isinstance(item, list):
            yield f"{prefix}{name}", item if isinstance(item, str) else json.dumps(item)
