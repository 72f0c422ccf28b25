"""What activities told of how everybody is reached, as it is kept. Whoever only keeps it needs nothing of Microsoft."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from adapters.teams.model import TeamsAccount, TeamsConversation


@dataclass(frozen=True)
class Sighting:
    """What an activity tells of how its conversation and its person are reached, as rows of our tables."""

    conversation: dict[str, Any]
    account: dict[str, Any] | None


def insert(session: Session, sightings: Sequence[Sighting]) -> None:
    """Keep what is newest of each conversation and person, in this transaction."""
    conversations = {(row["tenant"], row["conversation"]): row for row in (s.conversation for s in sightings)}
    accounts = {(row["tenant"], row["account"]): row for row in (s.account for s in sightings) if row is not None}
    upsert(session, TeamsConversation, ("tenant", "conversation"), list(conversations.values()))
    upsert(session, TeamsAccount, ("tenant", "account"), list(accounts.values()))


def upsert(
    session: Session,
    table: type[TeamsConversation] | type[TeamsAccount],
    unique: tuple[str, ...],
    rows: list[dict[str, Any]],
) -> None:
    """Insert rows, or change those there are where these are as new. What is not told stays as it was."""
    if not rows:
        return
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    statement = insert(table)
    new, old = statement.excluded, table.__table__.c
    told: dict[str, Any] = {
        name: func.coalesce(func.nullif(new[name], ""), old[name]) for name in rows[0] if name not in unique
    }
    told |= {name: new[name] for name in ("company_id", "service_url", "bot", "seen_at", "removed_at") if name in told}
    session.connection().execute(
        statement.on_conflict_do_update(index_elements=unique, set_=told, where=new["seen_at"] >= old["seen_at"]), rows
    )
