"""A question to everybody: 5,000 people in three workspaces who have no direct chat yet, against Slack's limits.

Slack lets an app open 50 direct chats a minute and workspace, which would take 33 minutes. So the stand-in's minute is
shorter here and allows more, six times as much in all; what is compared is how long the limits themselves would take.
"""

import asyncio
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy.orm import Session

from adapters.engine.database import Database
from adapters.engine.engine import Engine
from adapters.slack.client import SlackChat
from adapters.slack.surroundings import Surroundings
from adapters.slack.web import WebApi
from adapters.tables import metadata
from bot.cards import Button, Buttons, Card, Outgoing, ToPerson, text
from bot.people.model import Account, Company, Person, Workspace
from bot.store import outbox
from bot.store.session import Store
from tests.bench.rows import Row
from tests.slack.standin.limits import Limits
from tests.slack.standin.server import StandIn, running
from tests.slack.standin.state import Slack

PEOPLE, WORKSPACES = 5000, 3

#: Direct chats that may be opened in one of the stand-in's minutes, and its seconds.
OPENED, MINUTE = 100, 20.0

#: How much longer than the limits it may take.
TARGET = 1.1

QUESTION = Card(
    "How easy was closing the month?",
    (
        text("How easy was closing the month?"),
        Buttons(tuple(Button(str(n), "pulse.answer", {"answer": str(n)}) for n in range(1, 6))),
    ),
)


def pulse() -> list[Row]:
    """Ask everybody, and compare with the shortest time in which the limits let anybody do it."""
    with tempfile.TemporaryDirectory() as folder:
        seconds, doubled = asyncio.run(_ask(Path(folder)))
    fullest = -(-PEOPLE // WORKSPACES)
    least = (fullest - 1) // OPENED * MINUTE
    ratio = seconds / least
    return [
        Row(
            f"a pulse to {PEOPLE:,} people in {WORKSPACES} Slack workspaces, {doubled} doubled",
            f"{seconds:.0f} s",
            f"{ratio:.2f} of what the limits take",
            f"<= {TARGET}",
            ratio <= TARGET and not doubled,
        )
    ]


async def _ask(folder: Path) -> tuple[float, int]:
    """Seconds until everybody has the question, and how many have it twice."""
    slack = Slack()
    limits = Limits(slack.now, {"3": OPENED})
    limits.minute = MINUTE
    database = Database(f"sqlite:///{folder}/pulse.db")
    store = Store(database.core())
    metadata.create_all(store.engine)
    async with running(slack, limits) as stand_in:
        await store.across_companies(lambda session: _furnish(session, slack))
        chat = _chat(stand_in, store)
        engine = Engine(database, store)
        await engine.start(_nothing, {"slack": chat})
        try:
            started = time.monotonic()
            await store.write(1, lambda session: _send(session, engine))
            async with asyncio.timeout(3600):
                while _asked(slack) < PEOPLE:  # noqa: ASYNC110
                    await asyncio.sleep(0.1)
            seconds = time.monotonic() - started
        finally:
            await engine.stop()
            await chat.close()
    await store.close()
    chats = [channel for team in slack.teams.values() for channel in team.channels.values()]
    return seconds, sum(len(channel.posts) > 1 for channel in chats)


def _chat(stand_in: StandIn, store: Store) -> SlackChat:
    tokens = {token.team: words for words, token in stand_in.slack.tokens.items()}

    async def token(workspace: str) -> str:
        return tokens[workspace]

    async def owner_of(_platform: str, _workspace: str) -> int:
        return 1

    return SlackChat(WebApi(token, stand_in.api), Surroundings(store, owner_of))


async def _nothing(_company: int, _event: str) -> None:
    """Nobody writes to us here."""


def _furnish(session: Session, slack: Slack) -> None:
    now = datetime.now(UTC)
    session.add(Company(id=1, name="Acme", created_at=now))
    session.flush()
    for number in range(WORKSPACES):
        slack.workspace(f"T{number}", f"xoxb-{number}")
        session.add(Workspace(id=number + 1, company_id=1, platform="slack", external_id=f"T{number}"))
    session.flush()
    for number in range(1, PEOPLE + 1):
        team = number % WORKSPACES
        slack.person(f"T{team}", f"U{number:05d}", f"Person {number}")
        session.add(Person(id=number, company_id=1, name=f"Person {number}"))
        session.flush()
        session.add(
            Account(company_id=1, person_id=number, workspace_id=team + 1, external_id=f"U{number:05d}", seen_at=now)
        )


def _send(session: Session, engine: Engine) -> None:
    everybody = [Outgoing(ToPerson(number), QUESTION, f"pulse:{number}") for number in range(1, PEOPLE + 1)]
    outbox.send(session, engine.enqueue, everybody, datetime.now(UTC))


def _asked(slack: Slack) -> int:
    return sum(bool(channel.posts) for team in slack.teams.values() for channel in team.channels.values())


if __name__ == "__main__":
    print(pulse())
