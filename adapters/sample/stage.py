"""The playground as one person after another uses it: writing, reading the screen, pressing what is on it."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from adapters.engine.inline import InlineEngine
from adapters.sample import backstage
from adapters.web.board import PLATFORM, WORKSPACE, Board, direct_code
from adapters.web.chat import WebChat
from bot.cards import CARD, Button, Buttons, Form
from bot.core import Core
from bot.messages import ButtonPressed, FormSubmitted, FromPerson, MemberJoined, MessageReceived, PersonRef, PlaceRef
from bot.ports import LanguageModel
from bot.store.inbox import CLOCK, Event, Job

T = TypeVar("T")

#: Every event of the sample month is named so, and so is what its clock brings.
PREFIX, TICK = "sample:", "sample-tick:"

#: Posts on the screen of somebody who scrolls back to what they were asked.
SCREEN = 80

#: Liaison answers this long after it was told something.
THINKING = timedelta(seconds=2)


class Stage:
    """Everything happens at `now`, which the story moves; what lies before `loaded` belongs to it.

    That includes appointments: those made here for a moment that has passed are held back from the real clock, which
    would find them all due at once.
    """

    def __init__(self, board: Board, language: LanguageModel) -> None:
        self.board = board
        self.now = self.loaded = datetime.now(UTC)
        self._looked = False
        self._next_due: datetime | None = None
        self.engine = InlineEngine()
        chat = WebChat(board, clock=lambda: self.now + THINKING)
        self.core = Core(board.store, language, {PLATFORM: chat}, self._enqueue)

    async def store_id(self, event: str) -> str:
        """How the store names an event of the story."""
        return f"{await self.board.company()}:{PLATFORM}:{WORKSPACE}:{PREFIX}{event}"

    async def ask(self, question: Callable[[Session], T]) -> T:
        """Look something up in the store."""
        return await self.board.store.read(await self.board.company(), question)

    async def last_event(self) -> str | None:
        """The event of the story that was told last, by its name there. None before the first."""
        start = await self.store_id("")
        mine = select(Event.id).where(Event.id.startswith(start, autoescape=True))
        last = await self.ask(lambda s: s.scalar(mine.order_by(Event.received_at.desc()).limit(1)))
        return last.removeprefix(start) if last is not None else None

    async def told_at(self, event: str) -> datetime | None:
        """When an event of the story reached the store, by the real clock."""
        name = await self.store_id(event)
        return await self.ask(lambda s: s.scalar(select(Event.received_at).where(Event.id == name)))

    async def hear_again(self) -> None:
        """Answer what an interrupted loading had kept and not answered, at the moment it belongs to."""
        starts = await self._starts()
        moment = await self.ask(partial(backstage.unheard_since, starts=starts))
        await self._recover(moment)

    async def show_again(self, step: datetime | None = None) -> None:
        """Show the cards that an interrupted loading had not shown, at the moment they belong to.

        That is when the last `step` took place or, if later, what the clock brought after it. Before the first step it
        is when they were made; later that would be wrong for a card that had been shown before and changed.
        """
        moment = await self.ask(backstage.unshown_since)
        if moment is not None and step is not None:
            tick = await self.ask(backstage.last_tick)
            moment = max(step, tick or step)
        await self._recover(moment)

    async def _recover(self, moment: datetime | None) -> None:
        if moment is None:
            return
        now, self.now = self.now, moment
        for start in await self._starts():
            await self.engine.recover(self.core, await self.board.company(), start)
        self.now = now

    async def _starts(self) -> tuple[str, str]:
        """How the names of our events begin, and of what our clock brings."""
        return await self.store_id(""), f"{await self.board.company()}:{CLOCK}:{TICK}"

    async def change(self, work: Callable[[Session], None]) -> None:
        """Change something in the store, with what follows from it."""

        def and_enqueue(session: Session) -> None:
            work(session)
            self._enqueue(session, [])

        await self.board.store.write(await self.board.company(), and_enqueue)

    async def keep_appointments(self, until: datetime) -> None:
        """Let the story's clock bring what is due up to a moment, each at its own time."""
        company_id = await self.board.company()
        while (due := await self._next_appointment()) is not None and due <= until:
            self.now, self._looked = due, False
            claim = partial(backstage.claim_held, enqueue=self._enqueue, company_id=company_id, due=due, name=TICK)
            await self.board.store.write(company_id, claim)
            await self.engine.settle(self.core)

    async def _next_appointment(self) -> datetime | None:
        if not self._looked:
            self._looked = True  # before the question: an answer that is out of date by then is asked for again
            self._next_due = await self.ask(backstage.next_held)
        return self._next_due

    async def say(self, event: str, who: str, text: str, channel: str = "") -> None:
        """Somebody writes in a channel, or in the direct chat where none is named."""
        place = channel or direct_code(who)
        post = await self.board.write(place, PREFIX + event, author=who, text=text, at=self.now)
        await self._tell(MessageReceived(PREFIX + event, self.now, _person(who), self._place(who, channel), text, post))

    async def join(self, events: Mapping[str, str], channel: str) -> None:
        """People become members of a channel: their codes by the names of the events."""
        place = self._place("", channel)
        await self._tell(*(MemberJoined(PREFIX + name, self.now, _person(who), place) for name, who in events.items()))

    async def press(self, event: str, who: str, action: str, value: Mapping[str, str], channel: str = "") -> bool:
        """Press the newest button there that means this. False where no such button is on the screen."""
        button = await self._button(who, action, value, channel)
        if button is None:
            return False
        place = self._place(who, channel)
        await self._tell(ButtonPressed(PREFIX + event, self.now, _person(who), place, button.action, button.value))
        return True

    async def fill(
        self, event: str, who: str, action: str, value: Mapping[str, str], answers: Mapping[str, str], channel: str = ""
    ) -> bool:
        """Open the form behind a button, answer these fields, leave the others as they are, and send it.

        False where there is no such button, or no form behind it.
        """
        button = await self._button(who, action, value, channel)
        if button is None:
            return False
        person, place = _person(who), self._place(who, channel)
        press = ButtonPressed(PREFIX + event, self.now, person, place, button.action, button.value)
        form = await self.core.form_for(press)
        if not isinstance(form, Form):
            return False
        given = {item.name: answers.get(item.name, item.value) for item in form.fields}
        await self._tell(FormSubmitted(PREFIX + event, self.now, person, place, form.name, form.value, given))
        return True

    def _enqueue(self, session: Session, jobs: Sequence[Job]) -> None:
        # What arrives makes no appointments; answering it does.
        if not any(job.workflow == "receive" for job in jobs) and backstage.hold(session, self.loaded):
            self._looked = False
        self.engine.enqueue(session, jobs)

    async def _tell(self, *messages: FromPerson) -> None:
        await self.core.accept(messages)
        await self.engine.settle(self.core)

    async def _button(self, who: str, action: str, value: Mapping[str, str], channel: str) -> Button | None:
        posts, replies = await self.board.page(channel or direct_code(who), SCREEN)
        for post in sorted([*posts, *replies], key=lambda p: p.created, reverse=True):
            if post.card is None or f'"{action}"' not in post.card:
                continue
            for block in CARD.validate_json(post.card).blocks:
                for button in block.buttons if isinstance(block, Buttons) else ():
                    if button.action == action and value.items() <= button.value.items():
                        return button
        return None

    def _place(self, who: str, channel: str) -> PlaceRef:
        return PlaceRef(PLATFORM, WORKSPACE, channel or direct_code(who), direct=not channel)


def _person(who: str) -> PersonRef:
    return PersonRef(PLATFORM, WORKSPACE, who)
