"""Themes when things happen in an order nobody planned: people leave, days do not exist, nothing is left to choose."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.cards import Card, ChoiceField, Form
from bot.listening.model import Complaint, Theme
from bot.messages import FormSubmitted, MemberLeft
from tests.office import Office, words

INVOICE = "Posting an invoice fails with an error, I cannot post invoices"


@pytest.fixture
async def firm(office: Office) -> Office:
    await office.open_company()
    await office.say("ann", INVOICE)
    return office


async def open_theme(office: Office, person: str) -> None:
    await office.say(person, "themes")
    await office.press(person, "Open")


async def test_a_new_day_can_be_promised_after_the_owner_has_left_it(firm: Office) -> None:
    await open_theme(firm, "ivy")
    await firm.fill("ivy", "Owner and promise", owner="2", promised_for="2026-03-06")
    await firm.deliver(MemberLeft(firm.event(), firm.now, firm.person("ivy"), firm.place("ivy", "erp-it")))
    await open_theme(firm, "ben")
    form = await firm.form("ben", "Owner and promise")
    assert isinstance(form, Form)
    owner = form.fields[0]
    assert isinstance(owner, ChoiceField)
    assert owner.value in dict(owner.options)
    await firm.fill("ben", "Owner and promise", promised_for="2026-03-09")
    assert "has promised it for Monday 9 March" in words(firm.last("ann"))


@pytest.mark.parametrize("day", ["2026-02-30", "tomorrow", "99999-01-01", "\u0662\u0660\u0662\u0666-03-09"])
async def test_what_is_no_day_is_no_promise_and_is_said_so(firm: Office, day: str) -> None:
    await open_theme(firm, "ivy")
    await firm.fill("ivy", "Owner and promise", promised_for=day)
    assert "I cannot read that day" in words(firm.last("ivy"))
    assert len(firm.seen("ann")) == 1


async def test_the_only_report_of_the_only_theme_has_nowhere_to_go(firm: Office) -> None:
    await open_theme(firm, "ben")
    button = firm.button("Move a report", "ben")
    assert isinstance(await firm.form("ben", "Move a report"), Card)
    by, place, answers = firm.person("ben"), firm.place("ben", None), {"report": "1", "into": "new"}
    await firm.deliver(FormSubmitted(firm.event(), firm.now, by, place, "theme.move", button.value, answers))
    assert "Nothing has changed" in words(firm.last("ben"))

    def themes(session: Session) -> int | None:
        return session.scalar(select(func.count()).select_from(Theme))

    assert await firm.store.read(await firm.company(), themes) == 1


async def test_a_name_hidden_after_reopening_leaves_its_channel_too(firm: Office) -> None:
    await open_theme(firm, "ivy")
    await firm.fill("ivy", "It is fixed")
    await firm.fill("ann", "Still broken", reason="The same error")
    assert "Ann" in words(firm.last(channel="erp-it"))
    shown = len(firm.seen(channel="erp-it"))
    await firm.fill("ann", "Change this", visibility="brm_only")
    assert "Not fixed yet for A colleague" in words(firm.last(channel="erp-it"))
    assert len(firm.seen(channel="erp-it")) == shown


async def test_what_is_taken_back_after_reopening_leaves_the_channel_of_it(firm: Office) -> None:
    await open_theme(firm, "ivy")
    await firm.fill("ivy", "It is fixed")
    await firm.fill("ann", "Still broken", reason="The same error")
    await firm.press("ann", "Take it back")
    line = words(firm.last(channel="erp-it"))
    assert "taken it back" in line
    assert "Ann" not in line
    assert "error" not in line


async def test_somebody_who_wants_no_reminders_is_not_asked_a_second_time(firm: Office) -> None:
    await firm.say("ann", "mute")
    await open_theme(firm, "ivy")
    await firm.fill("ivy", "It is fixed")
    for _ in range(25):
        firm.later(days=1)
        await firm.tick()
    keys = [message.key.partition(":")[0] for message in firm.seen("ann")]
    assert "asked_again" not in keys
    assert keys[-1] == "closed"


async def test_a_theme_keeps_its_name_where_none_is_given_and_says_so(firm: Office) -> None:
    await open_theme(firm, "ben")
    await firm.fill("ben", "Rename", title="   ")
    assert "A theme needs a name" in words(firm.last("ben"))


async def test_a_promise_that_is_far_off_is_said_with_its_year(firm: Office) -> None:
    await open_theme(firm, "ivy")
    await firm.fill("ivy", "Owner and promise", promised_for="2027-03-05")
    assert "promised for Friday 5 March 2027" in words(firm.last("ann"))


async def test_my_issues_goes_on_where_a_card_ends(office: Office) -> None:
    await office.say("ann", INVOICE)

    def copy(session: Session) -> None:
        first = session.scalars(select(Complaint)).one()
        for number in range(11):
            session.add(
                Complaint(
                    source=f"more:{number}", text=f"number {number}", person_id=first.person_id, cause=first.cause,
                    module=first.module, impact=first.impact, guessed_cause=first.cause, guessed_module=first.module,
                    guessed_impact=first.impact, confidence=1.0, engine="plain", created_at=first.created_at,
                )
            )  # fmt: skip

    await office.store.write(await office.company(), copy)
    await office.say("ann", "my issues")
    assert "And 2 more." in words(office.last("ann"))
    await office.press("ann", "More")
    assert "Posting an invoice fails" in words(office.last("ann"))
    assert "[More]" not in words(office.last("ann"))
