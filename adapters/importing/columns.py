"""Which column is what: by the names helpdesks use, or as the person who imports says."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from adapters.importing.files import Unreadable

#: Names of columns, simplified as `_simple` does, the likeliest first.
_NAMES: dict[str, tuple[str, ...]] = {
    "title": (
        "summary", "subject", "title", "short_description", "issue_title", "ticket_title", "headline",
        "betreff", "titel", "objet", "asunto", "temat",
    ),
    "text": (
        "text", "description", "message", "body", "complaint", "details", "problem", "issue", "content", "question",
        "feedback", "comment", "request", "beschreibung", "kurzbeschreibung", "descripcion", "opis",
    ),
    "id": (
        "id", "key", "issue_key", "number", "ticket_id", "ticket_number", "ticket_no", "case_number", "case_id",
        "request_id", "issue_id", "incident_number", "external_id", "reference", "ticket", "nummer",
    ),
    "created": (
        "created", "created_at", "created_on", "created_date", "created_time", "creation_date", "opened_at", "opened",
        "open_date", "date_created", "date_opened", "reported_at", "reported", "submitted", "submitted_at",
        "sys_created_on", "timestamp", "date", "time", "datum", "erstellt", "erstellt_am", "fecha", "data",
    ),
    "email": (
        "email", "e_mail", "requester_email", "reporter_email", "caller_email", "contact_email", "customer_email",
        "user_email", "from_email", "mail", "requester", "reporter", "caller", "from",
    ),
    "resolved": (
        "resolved_at", "resolved", "resolution_date", "closed_at", "closed", "closed_date", "solved_at", "date_closed",
        "date_resolved",
    ),
    "status": ("status", "state", "ticket_status", "issue_status", "incident_state"),
}  # fmt: skip

#: What `--map` may name besides: labels are only taken from a file when somebody says so.
FIELDS = ("text", "id", "created", "email", "status", "resolved", "cause", "module", "impact")


@dataclass(frozen=True)
class Mapped:
    """Columns by what they are: several may make up the text. `unused` are the others."""

    columns: Mapping[str, Sequence[str]]
    unused: Sequence[str]

    def value(self, field: str, row: Mapping[str, str]) -> str:
        """A field of a row, without surrounding space; several columns one below the other."""
        parts = [row.get(column, "").replace("\x00", "").strip() for column in self.columns.get(field, ())]
        told: list[str] = []
        for part in parts:
            if part and not any(part in other for other in told):
                told = [other for other in told if other not in part] + [part]
        return "\n".join(told)


def map_columns(columns: Sequence[str], said: Mapping[str, Sequence[str]]) -> Mapped:
    """Which column is what; what was `said` counts before what the names suggest. Raises Unreadable."""
    for field, names in said.items():
        if field not in FIELDS:
            raise Unreadable(f"--map {field}=... is not something to map. It takes {', '.join(FIELDS)}.")
        for name in names:
            if name not in columns:
                raise Unreadable(f'There is no column "{name}". There is: {", ".join(columns)}.')
    found = {field: list(names) for field, names in said.items()}
    taken = {name for names in said.values() for name in names}
    guessed = {field: _guess(columns, names, taken) for field, names in _NAMES.items()}
    if "text" not in found:
        both = [column for column in (guessed["title"], guessed["text"]) if column]
        if not columns:
            raise Unreadable("It holds nothing that can be read: no line of it is a JSON object with fields.")
        if not both:
            raise Unreadable(
                f"No column looks like the text of a complaint. There is: {', '.join(columns)}. "
                "Say which one it is: --map text=Column"
            )
        found["text"] = list(dict.fromkeys(both))
    for field in ("id", "created", "email", "status", "resolved"):
        if field not in found and guessed[field]:
            found[field] = [guessed[field]]
    used = {column for names in found.values() for column in names}
    return Mapped(found, [column for column in columns if column not in used])


def _guess(columns: Sequence[str], names: Sequence[str], taken: set[str]) -> str:
    by_name: dict[str, str] = {}
    for column in columns:
        if column not in taken:
            by_name.setdefault(_simple(column), column)
    for column in columns:
        if column not in taken:
            by_name.setdefault(_simple(column.rpartition(".")[2]), column)
    return next((by_name[name] for name in names if name in by_name), "")


def _simple(column: str) -> str:
    """ "Issue key" and "Issue-Key" and "issueKey" are all issue_key."""
    parted = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", column)
    return re.sub(r"[^a-z0-9]+", "_", parted.lower()).strip("_")
