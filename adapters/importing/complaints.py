"""From rows to complaints of the past."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TypeVar

from adapters.importing.columns import Mapped, map_columns
from adapters.importing.dates import Dates, NotADate
from adapters.importing.files import Reject, Row, Table
from bot.listening.hear import LONGEST
from bot.listening.labels import Cause, Impact, Module
from bot.listening.remember import Told

Label = TypeVar("Label", bound=StrEnum)

#: Words helpdesks use for what nobody waits for any more.
_CLOSED = re.compile(
    r"\b(closed?|resolved|done|completed?|cancell?ed|fixed|solved|rejected|geschlossen|erledigt)\b", re.I
)

_EMAIL = re.compile(r"[^@\s<>]+@[^@\s<>]+\.[^@\s<>]+")


@dataclass(frozen=True)
class History:
    """What a file holds: complaints, what could not be used, and a line for each thing worth knowing about how."""

    told: Sequence[Told]
    rejects: Sequence[Reject]
    notes: Sequence[str]


def read_history(table: Table, said: Mapping[str, Sequence[str]], label: str, zone: str, now: datetime) -> History:
    """The complaints of a table. `said` are --map options, `label` names where the file is from. Raises Unreadable."""
    mapped = map_columns(table.columns, said)
    dates = Dates([mapped.value("created", row.values) for row in table.rows], zone, now)
    told: dict[str, Told] = {}
    rejects = list(table.rejects)
    twice = 0
    for row in table.rows:
        one = _read(row, mapped, dates, label, now)
        if isinstance(one, Reject):
            rejects.append(one)
        else:
            twice += one.source in told
            told.setdefault(one.source, one)
    rejects.sort(key=lambda reject: reject.line)
    return History(list(told.values()), rejects, _notes(table, mapped, dates, twice))


def _read(row: Row, mapped: Mapped, dates: Dates, label: str, now: datetime) -> Told | Reject:
    text = mapped.value("text", row.values)
    if not text:
        return Reject(row.line, "has no text")
    if len(text) > LONGEST:
        return Reject(row.line, f"has {len(text)} characters; at most {LONGEST} can be read")
    created = mapped.value("created", row.values)
    try:
        at = dates.read(created) if created else now
        resolved_at = _resolved(mapped, row, dates, at)
        cause = _label(Cause, mapped.value("cause", row.values))
        module = _label(Module, mapped.value("module", row.values))
        impact = _label(Impact, mapped.value("impact", row.values))
    except NotADate:
        return Reject(row.line, f'has "{created[:40]}" where a date in the past belongs')
    except _NotALabel as problem:
        return Reject(row.line, str(problem))
    email = _EMAIL.search(mapped.value("email", row.values))
    return Told(
        source=_source(label, mapped.value("id", row.values), text, created),
        text=text,
        at=at,
        email=email[0].lower() if email else None,
        resolved_at=resolved_at,
        cause=cause,
        module=module,
        impact=impact,
    )


def _resolved(mapped: Mapped, row: Row, dates: Dates, at: datetime) -> datetime | None:
    """When it was called done: as the file says, else on its first day where only its status says so."""
    status = mapped.value("status", row.values)
    if status and not _CLOSED.search(status):
        return None
    try:
        return max(dates.read(mapped.value("resolved", row.values)), at)
    except NotADate:
        return at if status else None


class _NotALabel(ValueError):
    """A column that was mapped to a label holds something else."""


def _label(labels: type[Label], value: str) -> Label | None:
    if not value:
        return None
    try:
        return labels(re.sub(r"[^a-z]+", "_", value.lower()).strip("_"))
    except ValueError:
        choices = ", ".join(labels)
        raise _NotALabel(f'has "{value[:40]}" for {labels.__name__.lower()}; it takes {choices}') from None


def _source(label: str, row_id: str, text: str, created: str) -> str:
    """What makes this complaint itself: its own id where it has one, else its words and date."""
    if row_id:
        return f"import:{label}:{row_id[:200]}"
    words = f"{created}\n{text}".encode("utf-8", "surrogatepass")
    return f"import:{label}:{hashlib.sha256(words).hexdigest()[:32]}"


def _notes(table: Table, mapped: Mapped, dates: Dates, twice: int) -> list[str]:
    notes = [f"Read as {table.how}."]
    for field, columns in mapped.columns.items():
        notes.append(f"{field}: {' and '.join(columns)}")
    if "created" not in mapped.columns:
        notes.append("created: no such column, so all of them count as told today")
    elif dates.month_first:
        notes.append("Dates have the month first.")
    if mapped.unused:
        some = f"{', '.join(mapped.unused[:20])}{' and more' if len(mapped.unused) > 20 else ''}"
        notes.append(f"Not used: {some}. Use a column with --map, such as --map text=Column.")
    if twice:
        notes.append(f"{twice} rows repeat an earlier one and count once.")
    return notes
