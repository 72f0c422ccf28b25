"""Whatever people do in whatever order: states change as the loop allows, nobody hears a thing twice, no name leaks.

A machine of hypothesis drives the core through its messages, with values that fit and values that do not.
"""

import asyncio
import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path

import sqlalchemy as sa
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from sqlalchemy.orm import Session

from adapters.engine.database import create_engine
from bot.listening.model import LEGAL, Complaint, ComplaintState, Theme, ThemeEvent, ThemeStep
from bot.messages import ButtonPressed, FormSubmitted
from bot.store.base import Base
from bot.store.session import Store
from tests.language import PlainLanguage
from tests.office import Office, Opened, opening, words

TEXTS = (
    "Posting an invoice fails with an error, I cannot post invoices",
    "The stock list shows wrong numbers for pallets",
)
#: Cara shows her name to nobody, from the first moment on.
REPORTERS, HIDDEN = ("ann", "bob", "cara"), "cara"

numbers = st.integers(1, 6).map(str)
people = st.sampled_from(REPORTERS)


@cache
def opened() -> Opened:
    """The office that every run of the machine goes on from."""
    folder = Path(tempfile.mkdtemp(prefix="loop"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    engine = create_engine(f"sqlite:///{folder}/opened.db")
    Base.metadata.create_all(engine)
    engine.dispose()
    return opening(folder / "opened.db")


class LoopMachine(RuleBasedStateMachine):
    """An office whose people press anything."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="loop"))
        shutil.copyfile(opened().database, self.folder / "loop.db")
        self.runner = asyncio.Runner()
        self.office = Office(Store(create_engine(f"sqlite:///{self.folder}/loop.db")), PlainLanguage())
        self.office.continue_from(opened())
        self.states: dict[int, ComplaintState] = {}
        self.withdrawn: set[int] = set()

    def teardown(self) -> None:
        self.runner.run(self.office.store.close())
        self.runner.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def press(self, person: str, action: str, **value: str) -> None:
        self.runner.run(self.office.press_raw(person, action, value))

    def fill(self, person: str, form: str, value: dict[str, str], **answers: str) -> None:
        office = self.office
        who, place = office.person(person), office.place(person, None)

        async def both() -> None:
            shown = await office.core.form_for(ButtonPressed(office.event(), office.now, who, place, form, value))
            assert person == HIDDEN or "Cara" not in str(shown)
            await office.deliver(FormSubmitted(office.event(), office.now, who, place, form, value, answers))

        self.runner.run(both())

    @rule(person=people, text=st.sampled_from(TEXTS))
    def report(self, person: str, text: str) -> None:
        self.runner.run(self.office.say(person, text))
        if person == HIDDEN:
            mine = str(max(self.complaints()))
            self.fill(
                person, "complaint.correct", {"complaint": mine}, cause="defect", module="finance", visibility="nobody"
            )

    @rule(person=people, complaint=numbers, impact=st.sampled_from(["blocked", "slowed"]))
    def say_impact(self, person: str, complaint: str, impact: str) -> None:
        self.press(person, "complaint.impact", complaint=complaint, impact=impact)

    @rule(person=people, complaint=numbers, action=st.sampled_from(["complaint.fixed", "complaint.withdraw"]))
    def answer(self, person: str, complaint: str, action: str) -> None:
        self.press(person, action, complaint=complaint)

    @rule(person=people, complaint=numbers)
    def still_broken(self, person: str, complaint: str) -> None:
        self.fill(person, "complaint.broken", {"complaint": complaint}, reason="It fails as before")

    @rule(person=st.sampled_from(["ivy", "ben", "ann"]), theme=numbers)
    def begin(self, person: str, theme: str) -> None:
        self.press(person, "theme.begin", theme=theme)

    @rule(person=st.sampled_from(["ivy", "bob"]), theme=numbers)
    def call_it_fixed(self, person: str, theme: str) -> None:
        self.fill(person, "theme.fixed", {"theme": theme}, words="")

    @rule(theme=numbers, day=st.sampled_from(["", "2026-03-05", "2026-03-20"]), owner=st.sampled_from(["", "2", "1"]))
    def promise(self, theme: str, day: str, owner: str) -> None:
        self.fill("ivy", "theme.owner", {"theme": theme}, owner=owner, promised_for=day)

    @rule(theme=numbers, words_=st.sampled_from(["", "Use the other screen"]))
    def workaround(self, theme: str, words_: str) -> None:
        self.fill("ben", "theme.workaround", {"theme": theme}, workaround=words_)

    @rule(theme=numbers, into=numbers)
    def merge(self, theme: str, into: str) -> None:
        self.fill("ben", "theme.merge", {"theme": theme}, into=into)

    @rule(theme=numbers, report=numbers, into=st.one_of(numbers, st.just("new")))
    def move(self, theme: str, report: str, into: str) -> None:
        self.fill("ben", "theme.move", {"theme": theme}, report=report, into=into)

    @rule(asker=st.sampled_from(["ivy", "ben", "ann"]), complaint=numbers)
    def ask(self, asker: str, complaint: str) -> None:
        self.fill(asker, "theme.ask", {"complaint": complaint}, question="Since when?")

    @rule(person=people, inquiry=numbers)
    def reply(self, person: str, inquiry: str) -> None:
        self.fill(person, "inquiry.answer", {"inquiry": inquiry}, answer="Since Monday")

    @rule(person=st.sampled_from(["ivy", "ben"]), theme=numbers)
    def look(self, person: str, theme: str) -> None:
        self.runner.run(self.office.say(person, "themes"))
        self.press(person, "theme.open", theme=theme)

    @rule(days=st.sampled_from([1, 8]))
    def days_pass(self, days: int) -> None:
        self.office.later(days=days)
        self.runner.run(self.office.tick())

    def complaints(self) -> dict[int, Complaint]:
        async def read() -> dict[int, Complaint]:
            def rows(session: Session) -> dict[int, Complaint]:
                return {row.id: row for row in session.scalars(sa.select(Complaint))}

            return await self.office.store.read(await self.office.company(), rows)

        return self.runner.run(read())

    @invariant()
    def states_change_only_as_the_loop_allows(self) -> None:
        for number, complaint in self.complaints().items():
            before = self.states.get(number, ComplaintState.RECEIVED)
            assert complaint.state == before or complaint.state in LEGAL[before], (before, complaint.state)
            assert number not in self.withdrawn or complaint.state == ComplaintState.CLOSED
            self.states[number] = complaint.state
            if complaint.withdrawn_at is not None:
                self.withdrawn.add(number)

    @invariant()
    def nobody_hears_a_thing_twice(self) -> None:
        shown = self.office.chat.messages
        assert len({(message.place, message.key) for message in shown}) == len(shown)
        asked = [m for m in shown if m.key.startswith("told:event:") and "Is it fixed" not in words(m.card)]
        told = [(m.place, m.key.split(":")[2]) for m in asked]
        assert len(set(told)) == len(told)

    @invariant()
    def no_name_leaks(self) -> None:
        for message in self.office.chat.messages:
            said = words(message.card)
            assert message.place == f"dm-{HIDDEN}" or "Cara" not in said, said
            assert "something went wrong on my side" not in said

    @invariant()
    def themes_hold_what_they_say(self) -> None:
        async def read() -> None:
            def check(session: Session) -> None:
                for theme in session.scalars(sa.select(Theme)):
                    inside = sa.select(sa.func.count()).where(Complaint.theme_id == theme.id)
                    assert session.scalar(inside) == theme.size
                reminded = sa.select(ThemeEvent.theme_id, ThemeEvent.detail).where(
                    ThemeEvent.step == ThemeStep.REMINDED
                )
                rows = session.execute(reminded).all()
                assert len(set(rows)) == len(rows)

            await self.office.store.read(await self.office.company(), check)

        self.runner.run(read())


LoopMachine.TestCase.settings = settings(
    max_examples=10,
    stateful_step_count=18,
    suppress_health_check=list(HealthCheck),
)
TestLoop = LoopMachine.TestCase
