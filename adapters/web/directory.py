"""Who is in the playground and where they can talk, kept in memory for a moment: it is asked for with every message."""

import asyncio
import time
from dataclasses import dataclass, field
from functools import cached_property
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from adapters.web.model import WebMember, WebPersona, WebPlace
from bot.people.names import Names
from bot.store.session import Store

#: How long what is remembered is believed, in seconds: another replica may open a channel at any time. Somebody who
#: asks in busy times need not wait for the database: for the longer time they get what is remembered while it is read
#: anew.
BELIEVED, BELIEVED_MEANWHILE = 1.0, 5.0


@dataclass(frozen=True)
class Persona:
    """Somebody one can be. `listed` personas are offered on the page."""

    code: str
    name: str
    job: str
    area: str
    email: str
    zone: str
    listed: bool = True

    @property
    def clock(self) -> ZoneInfo:
        """Their time zone."""
        return ZoneInfo(self.zone)

    @property
    def initials(self) -> str:
        """One or two letters for a picture nobody has."""
        parts = self.name.replace("-", " ").split()
        return (parts[0][0] + (parts[-1][0] if len(parts) > 1 else "")).upper()


@dataclass(frozen=True)
class Spot:
    """A place of the playground and who may read and write there."""

    code: str
    name: str
    topic: str
    direct: bool
    members: frozenset[str]

    @property
    def title(self) -> str:
        """The name as people write it."""
        return self.name if self.direct else f"#{self.name}"


@dataclass(frozen=True)
class Directory:
    """Everybody and every place, by code, in the order they are shown."""

    personas: dict[str, Persona] = field(default_factory=dict)
    spots: dict[str, Spot] = field(default_factory=dict)

    @cached_property
    def names(self) -> Names:
        """What everybody is called, ready for looking up."""
        return Names.of([persona.name for persona in self.personas.values()])

    def listed(self) -> list[Persona]:
        """The people the page offers."""
        return [persona for persona in self.personas.values() if persona.listed]

    def spots_of(self, persona: str) -> list[Spot]:
        """Where somebody can talk: their direct chat first, then their channels."""
        mine = [spot for spot in self.spots.values() if persona in spot.members]
        return sorted(mine, key=lambda spot: not spot.direct)


class DirectoryReader:
    """Reads the directory, at most once in `BELIEVED` seconds; whoever asks meanwhile shares the answer."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._known = Directory()
        self._read_at = float("-inf")
        self._reading: asyncio.Task[Directory] | None = None

    async def read(self, company_id: int) -> Directory:
        """The directory as it is now, or was a moment ago."""
        age = time.monotonic() - self._read_at
        if age <= BELIEVED:
            return self._known
        if self._reading is None:
            self._reading = asyncio.create_task(self._read(company_id))
            self._reading.add_done_callback(_seen)
        if age <= BELIEVED_MEANWHILE:
            return self._known
        return await asyncio.shield(self._reading)  # one who leaves does not take it from the others

    async def _read(self, company_id: int) -> Directory:
        mine, asked_at = asyncio.current_task(), time.monotonic()
        try:
            found = await self._store.read(company_id, _read)
            if self._reading is mine:  # else something has changed meanwhile
                self._known, self._read_at = found, asked_at
            return found
        finally:
            if self._reading is mine:
                self._reading = None

    def forget(self) -> None:
        """Read anew next time, because we have just changed something."""
        self._read_at = float("-inf")
        self._reading = None


def _seen(reading: asyncio.Task[Directory]) -> None:
    """A failure that nobody waited for is no news: the next one to ask reads again and hears of it."""
    if not reading.cancelled():
        reading.exception()


def _read(session: Session) -> Directory:
    members: dict[str, set[str]] = {}
    for row in session.scalars(select(WebMember)):
        members.setdefault(row.place, set()).add(row.persona)
    personas = [
        Persona(row.code, row.name, row.job, row.area, row.email, row.zone, listed=row.rank is not None)
        for row in session.scalars(select(WebPersona).order_by(WebPersona.rank, WebPersona.id))
    ]
    spots = [
        Spot(
            row.code,
            row.name,
            row.topic,
            direct=row.direct_with is not None,
            members=frozenset({row.direct_with} if row.direct_with else members.get(row.code, ())),
        )
        for row in session.scalars(select(WebPlace).order_by(WebPlace.id))
    ]
    return Directory({p.code: p for p in personas}, {s.code: s for s in spots})
