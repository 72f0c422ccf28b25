"""The engine that works at once: in order, once, and again after a crash."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from adapters.engine.inline import InlineEngine
from bot.cards import Card
from bot.core import Core
from bot.messages import MessageReceived
from bot.ports import ChatError, RateLimited, Unavailable
from bot.store.inbox import Event, Job
from bot.store.outbox import Delivery, DeliveryState
from tests.office import Office, OfficeChat, words


class Gone(BaseException):
    """The process is gone."""


class Moody(OfficeChat):
    """Fails with each of `moods` in turn before it works; `lost` ends the process after the next card is shown."""

    def __init__(self, *moods: ChatError) -> None:
        super().__init__()
        self.moods = list(moods)
        self.lost = False

    async def post(self, workspace: str, place: str, card: Card, key: str, thread: str | None) -> str:
        if self.moods:
            raise self.moods.pop(0)
        shown = await super().post(workspace, place, card, key, thread)
        if self.lost:
            self.lost = False
            raise Gone
        return shown


class Desk:
    """A core on the office's database with a moody chat, run by an engine of its own."""

    def __init__(self, office: Office, *moods: ChatError) -> None:
        self.office = office
        self.chat = Moody(*moods)
        self.slept: list[float] = []
        self.engine = InlineEngine(sleep=self._sleep)
        self.core = Core(office.store, office.core.language, {self.chat.platform: self.chat}, self.engine.enqueue)

    async def _sleep(self, seconds: float) -> None:
        self.slept.append(seconds)

    def hello(self) -> MessageReceived:
        person, place = self.office.person("ann"), self.office.place("ann", None)
        return MessageReceived(self.office.event(), self.office.now, person, place, "hello", "m-hello")

    async def say_hello(self) -> None:
        await self.core.accept([self.hello()])
        await self.engine.settle(self.core)

    async def restart(self) -> None:
        """The process comes back and takes up what it left."""
        self.engine = InlineEngine(sleep=self._sleep)
        self.core = Core(self.office.store, self.core.language, self.core.chats, self.engine.enqueue)
        company = await self.office.company()
        await self.engine.recover(self.core, company, f"{company}:")


async def test_a_platform_that_asks_for_a_pause_gets_it(office: Office) -> None:
    desk = Desk(office, RateLimited(7.0))
    await desk.say_hello()
    assert desk.slept == [7.0]
    assert len(desk.chat.messages) == 1


async def test_a_platform_that_fails_is_asked_again_later(office: Office) -> None:
    desk = Desk(office, Unavailable("down"), Unavailable("down"))
    await desk.say_hello()
    assert len(desk.slept) == 2
    assert len(desk.chat.messages) == 1


async def test_a_job_whose_transaction_failed_never_runs(office: Office) -> None:
    desk = Desk(office)
    company = await office.company()

    def fail(session: Session) -> None:
        desk.engine.enqueue(session, [Job("receive", "x", (company, "x"), "p")])
        raise LookupError

    with pytest.raises(LookupError):
        await office.store.write(company, fail)
    ran: list[str] = []

    async def note(company_id: int, event_id: str) -> None:
        ran.append(event_id)

    desk.core.handle = note  # type: ignore[method-assign]
    await desk.engine.settle(desk.core)
    assert ran == []


async def test_an_event_that_was_kept_and_not_handled_is_handled_after_a_crash(office: Office) -> None:
    desk = Desk(office)
    await desk.core.accept([desk.hello()])
    await desk.restart()
    assert "ERP" in words(desk.chat.messages[-1].card)
    company = await office.company()
    assert (
        await office.store.read(company, lambda s: s.scalar(select(Event.id).where(Event.handled_at.is_(None)))) is None
    )


async def test_a_card_that_was_shown_when_the_process_died_is_not_shown_twice(office: Office) -> None:
    desk = Desk(office)
    desk.chat.lost = True
    with pytest.raises(Gone):
        await desk.say_hello()
    await desk.restart()
    assert len(desk.chat.messages) == 1
    company = await office.company()
    assert await office.store.read(company, lambda s: s.scalar(select(Delivery.state))) == DeliveryState.SENT


async def test_a_card_that_another_engine_is_sending_is_left_to_it(office: Office) -> None:
    desk = Desk(office)
    desk.chat.lost = True
    with pytest.raises(Gone):
        await desk.say_hello()
    company = await office.company()

    def hand_over(session: Session) -> None:
        session.scalars(select(Delivery)).one().holder = "1.0"

    await office.store.write(company, hand_over)
    await desk.restart()
    assert await office.store.read(company, lambda s: s.scalar(select(Delivery.state))) == DeliveryState.SENDING
