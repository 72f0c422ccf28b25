"""An office for tests: people speak and press, the core answers, and every card that reaches somebody can be read.

Deliveries go through the same claim and record steps as in production, onto a chat that obeys what real ones demand:
a message has an id, an edit needs a message that exists, and a key is shown once.
"""

import asyncio
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

from adapters.engine.database import create_engine
from adapters.engine.inline import InlineEngine
from bot.cards import Button, Buttons, Card, Form
from bot.core import Core
from bot.listening.asking.index import Knowledge
from bot.messages import (
    BotJoined,
    ButtonPressed,
    FormSubmitted,
    FromPerson,
    MemberJoined,
    MessageDeleted,
    MessageEdited,
    MessageReceived,
    PersonRef,
    PlaceRef,
    ShortcutUsed,
)
from bot.ports import AccountClosed, LanguageModel, Profile, Refused
from bot.store.session import Store

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
WORKSPACE = "office"


@dataclass
class Shown:
    """One message as people see it now."""

    id: str
    place: str
    card: Card
    key: str
    thread: str | None
    edits: int = 0


@dataclass
class OfficeChat:
    """A platform in memory."""

    platform: str = "office"
    profiles: dict[str, Profile] = field(default_factory=dict)
    messages: list[Shown] = field(default_factory=list)
    gone: set[str] = field(default_factory=set)  # places and people that are not there
    closed: set[str] = field(default_factory=set)  # people whose accounts were closed

    async def post(self, workspace: str, place: str, card: Card, key: str, thread: str | None) -> str:
        self._refuse(place, "channel_not_found")
        if place.removeprefix("dm-") in self.closed:
            raise Refused("channel_not_found")  # what a platform may call it
        assert await self.find(workspace, place, key) is None, f"{key} would be shown twice"
        self.messages.append(Shown(f"m{len(self.messages) + 1}", place, card, key, thread))
        return self.messages[-1].id

    async def edit(self, workspace: str, place: str, message_id: str, card: Card, key: str) -> None:
        shown = next((m for m in self.messages if m.id == message_id and m.place == place), None)
        if shown is None:
            raise Refused("message_not_found")
        shown.card, shown.edits = card, shown.edits + 1

    async def find(self, workspace: str, place: str, key: str) -> str | None:
        return next((m.id for m in self.messages if m.place == place and m.key == key), None)

    async def open_direct(self, workspace: str, person: str) -> str:
        self._refuse(person, "user_not_found")
        if person in self.closed:
            raise AccountClosed("user_disabled")
        return f"dm-{person}"

    async def profile(self, workspace: str, person: str) -> Profile:
        self._refuse(person, "user_not_found")
        if person in self.closed:
            raise AccountClosed("user_deactivated")
        return self.profiles.get(person, Profile(name=person.title()))

    def _refuse(self, name: str, code: str) -> None:
        if name in self.gone:
            raise Refused(code)


async def _nothing_may_wait(seconds: float) -> None:
    raise AssertionError(f"The chat refused a card, which would be tried again in {seconds} seconds.")


@dataclass(frozen=True)
class Opened:
    """What an office has right after its company opened: the database file, what is on screen, and how many events."""

    database: Path
    messages: tuple[Shown, ...]
    events: int


#: Who is in the channels of a company that opens.
STAFF = ("ben", "ivy", "eve", "ann", "bob")


class Office:
    """Drives a core as its people would. Time stands still unless a test moves `now`."""

    def __init__(
        self,
        store: Store,
        language: LanguageModel,
        knowledge: Knowledge | None = None,
        opened: Opened | None = None,
    ) -> None:
        """`opened` spares opening the company: that takes as long as most tests do."""
        self.opened = opened
        self.chat = OfficeChat()
        self.engine = InlineEngine(sleep=_nothing_may_wait)
        chats = {self.chat.platform: self.chat}
        self.core = Core(store, language, chats, self.engine.enqueue, knowledge=knowledge)
        self.store = store
        self.now = START
        self._ids = count(1)

    async def company(self) -> int:
        return await self.core.company_of(self.chat.platform, WORKSPACE)

    def person(self, name: str) -> PersonRef:
        return PersonRef(self.chat.platform, WORKSPACE, name)

    def place(self, person: str, channel: str | None) -> PlaceRef:
        return PlaceRef(self.chat.platform, WORKSPACE, channel or f"dm-{person}", direct=channel is None)

    def event(self) -> str:
        return f"e{next(self._ids)}"

    async def deliver(self, *messages: FromPerson) -> None:
        """Hand messages to the core and let it, and every delivery that follows, come to rest."""
        await self.core.accept(messages)
        await self.settle()

    async def settle(self) -> None:
        """Let everything that is under way come to rest."""
        await self.engine.settle(self.core)

    async def say(self, person: str, text: str, channel: str | None = None, **more: object) -> str:
        """Somebody writes; returns the message's id."""
        event = self.event()
        message_id = str(more.pop("message_id", f"msg-{event}"))
        await self.deliver(
            MessageReceived(
                event, self.now, self.person(person), self.place(person, channel), text, message_id, **more  # type: ignore[arg-type]
            )
        )  # fmt: skip
        return message_id

    async def choose(self, person: str, shortcut: str, text: str, channel: str | None = None, **more: object) -> None:
        """Somebody chooses a shortcut on a message; `author` is a name here."""
        event = self.event()
        message_id = str(more.pop("message_id", f"msg-{event}"))
        author = more.pop("author", None)
        await self.deliver(
            ShortcutUsed(
                event, self.now, self.person(person), self.place(person, channel), shortcut, text, message_id,
                author=self.person(str(author)) if author else None, **more  # type: ignore[arg-type]
            )
        )  # fmt: skip

    async def edit(self, person: str, message_id: str, text: str, channel: str | None = None) -> None:
        place = self.place(person, channel)
        await self.deliver(MessageEdited(self.event(), self.now, self.person(person), place, text, message_id))

    async def delete(self, person: str, message_id: str, channel: str | None = None) -> None:
        place = self.place(person, channel)
        await self.deliver(MessageDeleted(self.event(), self.now, self.person(person), place, message_id))

    async def open_channel(self, name: str, purpose: str, members: Sequence[str], by: str) -> None:
        """The bot joins a channel, its members are in it, and `by` says what it is for."""
        place = self.place("", name)
        await self.deliver(BotJoined(self.event(), self.now, self.person(by), place, name))
        for member in members:
            await self.deliver(MemberJoined(self.event(), self.now, self.person(member), place))
        await self.press_raw(by, "place.purpose", {"purpose": purpose}, name)

    async def open_company(self) -> None:
        """Ben the BRM, Ivy of IT, Eve the executive; Ann and Bob are colleagues."""
        if self.opened is not None and self._as_new():
            with closing(sqlite3.connect(self.opened.database)) as made, closing(sqlite3.connect(self._file())) as mine:
                made.backup(mine)
            self.continue_from(self.opened)
            return
        await self.open_channel("erp-brm", "brm_digest", ["ben"], by="ben")
        await self.open_channel("erp-it", "it_updates", ["ivy"], by="ben")
        await self.open_channel("erp-news", "news", ["ann", "bob", "ivy", "ben", "eve"], by="ben")
        await self.open_channel("erp-leadership", "leadership", ["eve"], by="ben")

    def _as_new(self) -> bool:
        """Whether opening would end as it always does: nothing has happened, and nobody has another name or is gone."""
        special = self.chat.gone | self.chat.profiles.keys()
        return self.now == START and not self.chat.messages and special.isdisjoint(STAFF) and not self._has_companies()

    def continue_from(self, opened: Opened) -> None:
        """Know what happened until there, where the database knows it already."""
        self.chat.messages += [replace(message) for message in opened.messages]
        self._ids = count(opened.events + 1)

    def _file(self) -> Path:
        return Path(self.store.engine.url.database or "")

    def _has_companies(self) -> bool:
        with closing(sqlite3.connect(self._file())) as database:
            return database.execute("SELECT 1 FROM companies").fetchone() is not None

    async def press_raw(self, person: str, action: str, value: dict[str, str], channel: str | None = None) -> None:
        place = self.place(person, channel)
        await self.deliver(ButtonPressed(self.event(), self.now, self.person(person), place, action, value))

    def seen(self, person: str | None = None, channel: str | None = None) -> list[Shown]:
        """What somebody sees in their direct chat, or anybody in a channel, oldest first."""
        place = channel or f"dm-{person}"
        return [message for message in self.chat.messages if message.place == place]

    def last(self, person: str | None = None, channel: str | None = None) -> Card:
        return self.seen(person, channel)[-1].card

    def button(self, label: str, person: str | None = None, channel: str | None = None) -> Button:
        """The newest button with this label that is on screen there."""
        for message in reversed(self.seen(person, channel)):
            for block in message.card.blocks:
                for button in block.buttons if isinstance(block, Buttons) else ():
                    if button.label == label:
                        return button
        raise AssertionError(f"There is no button {label!r}; there is {words(self.seen(person, channel)[-1].card)}")

    async def press(self, person: str, label: str, channel: str | None = None) -> None:
        """Press a button that is on screen."""
        button = self.button(label, person, channel)
        assert not button.opens_form, f"{label!r} opens a form: use fill()"
        await self.press_raw(person, button.action, button.value, channel)

    async def form(self, person: str, label: str, channel: str | None = None) -> Form | Card | None:
        """What pressing a button that opens a form shows."""
        button = self.button(label, person, channel)
        place = self.place(person, channel)
        press = ButtonPressed(self.event(), self.now, self.person(person), place, button.action, button.value)
        return await self.core.form_for(press)

    async def fill(self, person: str, label: str, channel: str | None = None, **answers: str) -> None:
        """Press a button, fill in the form it opens, and send it; fields not named keep what they show."""
        form = await self.form(person, label, channel)
        assert isinstance(form, Form), form
        given = {item.name: answers.get(item.name, item.value) for item in form.fields}
        assert set(answers) <= set(given), f"The form has {sorted(given)}"
        place = self.place(person, channel)
        await self.deliver(
            FormSubmitted(self.event(), self.now, self.person(person), place, form.name, form.value, given)
        )

    async def tick(self) -> None:
        """The clock looks what is due, and everything that follows comes to rest."""
        while await self.core.tick(self.now):
            await self.settle()

    def later(self, **span: float) -> None:
        """Let time pass."""
        self.now += timedelta(**span)


def opening(path: Path) -> Opened:
    """Open a company in an empty database file with every table of ours, for others to go on from."""
    from tests.language import PlainLanguage

    async def open_it() -> Opened:
        office = Office(Store(create_engine(f"sqlite:///{path}")), PlainLanguage())
        await office.open_company()
        await office.store.close()
        return Opened(path, tuple(office.chat.messages), next(office._ids) - 1)

    return asyncio.run(open_it())


def words(card: Card) -> str:
    """Everything a card says, buttons in square brackets."""
    from bot.wording import words as bare

    lines = []
    for block in card.blocks:
        if isinstance(block, Buttons):
            lines.append(" ".join(f"[{button.label}]" for button in block.buttons))
            continue
        for name in ("text", "alt"):
            if isinstance(getattr(block, name, None), str):
                by = getattr(block, "by", None)
                lines.append(getattr(block, name) + (f" ({by})" if by else ""))
        if hasattr(block, "spans"):
            lines.append("".join(bare(span) for span in block.spans))
        for item in getattr(block, "items", ()):
            lines.append("- " + "".join(bare(span) for span in item))
        for label, spans in getattr(block, "pairs", ()):
            lines.append(f"{label}: " + "".join(bare(span) for span in spans))
    return "\n".join(lines)
