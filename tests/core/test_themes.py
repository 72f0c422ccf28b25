"""Themes: who may do what, what is kept, what reporters hear, and that replicas and rollbacks agree on them."""

from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from adapters.engine.database import create_engine
from bot.cards import Card, Form
from bot.listening import index, themes
from bot.listening.model import Complaint, Theme, ThemeEvent, ThemeStep
from bot.store.session import Store
from tests.language import PlainLanguage
from tests.office import Office, words

INVOICE = "Posting an invoice fails with an error, I cannot post invoices"
SAME = "Posting invoices fails, there is an error when posting an invoice"
OTHER = "The invoice print has no bank details"


@pytest.fixture
async def firm(office: Office) -> Office:
    await office.open_company()
    return office


async def open_theme(office: Office, person: str) -> str:
    """Open the first theme of the list; returns the card's words."""
    await office.say(person, "themes")
    await office.press(person, "Open")
    return words(office.last(person))


async def trail(office: Office) -> list[tuple[ThemeStep, str | None, str]]:
    def read(session: Session) -> list[tuple[ThemeStep, str | None, str]]:
        rows = session.scalars(select(ThemeEvent).order_by(ThemeEvent.id))
        return [(row.step, row.person.name if row.person else None, row.detail) for row in rows]

    return await office.store.read(await office.company(), read)


async def test_everything_done_to_a_theme_is_kept_with_who(firm: Office) -> None:
    await firm.say("ann", INVOICE)
    await open_theme(firm, "ben")
    await firm.fill("ben", "Rename", title="Invoices cannot be posted")
    await firm.fill("ben", "Rename", title="Invoices cannot be posted")
    await open_theme(firm, "ivy")
    await firm.fill("ivy", "Owner and promise", owner="2", promised_for="2026-03-06")
    await firm.press("ivy", "We work on it")
    await firm.fill("ivy", "It is fixed")
    await firm.fill("ann", "Still broken", reason="No")
    assert await trail(firm) == [
        (ThemeStep.RENAMED, "Ben", "Invoices cannot be posted"),
        (ThemeStep.OWNER, "Ivy", "2"),
        (ThemeStep.PROMISE, "Ivy", "2026-03-06"),
        (ThemeStep.IN_PROGRESS, "Ivy", ""),
        (ThemeStep.RESOLVED, "Ivy", ""),
        (ThemeStep.REOPENED, "Ann", ""),
    ]


@pytest.mark.parametrize(
    ("person", "action"),
    [
        ("ann", "theme.open"), ("ann", "theme.list"), ("ben", "theme.begin"), ("eve", "theme.open"),
        ("ivy", "theme.rename"), ("ivy", "theme.merge"), ("ivy", "theme.split"), ("ivy", "theme.move"),
        ("ivy", "theme.goal"), ("ivy", "goal.record"), ("ben", "theme.fixed"), ("ben", "theme.cause"),
        ("ann", "theme.owner"), ("ann", "theme.workaround"), ("ann", "theme.ask"),
    ],
)  # fmt: skip
async def test_only_those_whose_it_is_may_touch_a_theme(firm: Office, person: str, action: str) -> None:
    await firm.say("ann", INVOICE)
    await firm.press_raw(person, action, {"theme": "1"})
    said = words(firm.last(person))
    assert "Only colleagues in the" in said or "do not know that button" in said
    assert await trail(firm) == []


async def test_the_same_person_twice_counts_once_and_hears_once(firm: Office) -> None:
    await firm.say("ann", INVOICE)
    await firm.say("ann", SAME)
    assert "1 colleague told me this" in await open_theme(firm, "ivy")
    before = len(firm.seen("ann"))
    await firm.press("ivy", "We work on it")
    assert len(firm.seen("ann")) == before + 1


async def test_what_was_taken_back_counts_no_more_and_its_words_leave_the_title(firm: Office) -> None:
    await firm.say("ann", INVOICE)
    await firm.say("bob", SAME)
    await firm.press("ann", "Take it back")
    card = await open_theme(firm, "ben")
    assert "1 colleague told me this" in card
    assert SAME in card
    assert INVOICE not in card


async def test_a_promise_that_changes_is_told_again_and_the_same_one_is_not(firm: Office) -> None:
    await firm.say("ann", INVOICE)
    await open_theme(firm, "ivy")
    for day, cards in (("2026-03-06", 2), ("2026-03-06", 2), ("2026-03-09", 3), ("2026-03-06", 4)):
        await firm.fill("ivy", "Owner and promise", owner="2", promised_for=day)
        assert len(firm.seen("ann")) == cards
    assert "promised it for Friday 6 March" in words(firm.last("ann"))


async def test_a_promise_that_is_taken_back_is_said_so(firm: Office) -> None:
    await firm.say("ann", INVOICE)
    await open_theme(firm, "ivy")
    await firm.fill("ivy", "Owner and promise", owner="2", promised_for="2026-03-06")
    await firm.fill("ivy", "Owner and promise", owner="2", promised_for="")
    assert "The promise for Friday 6 March no longer holds" in words(firm.last("ann"))


async def test_a_day_that_is_over_is_no_promise(firm: Office) -> None:
    await firm.say("ann", INVOICE)
    await open_theme(firm, "ivy")
    await firm.fill("ivy", "Owner and promise", promised_for="2026-02-27")
    assert "That day is over already" in words(firm.last("ivy"))
    assert len(firm.seen("ann")) == 1


async def test_a_workaround_comes_once_to_those_who_wait_and_at_once_to_the_next(firm: Office) -> None:
    await firm.say("ann", INVOICE)
    await open_theme(firm, "ben")
    for _ in range(2):
        await firm.fill("ben", "Known error", workaround="Use tax code V2.")
    assert sum("Use tax code V2." in words(m.card) for m in firm.seen("ann")) == 1
    await firm.say("bob", SAME)
    assert "Until it is fixed: Use tax code V2." in words(firm.last("bob"))
    assert len(firm.seen("bob")) == 1


async def test_old_buttons_of_a_merged_theme_lead_to_where_it_went(firm: Office) -> None:
    await firm.say("ann", INVOICE)
    await firm.say("bob", OTHER)
    await open_theme(firm, "ben")
    await firm.fill("ben", "Merge", into="2")
    await firm.press_raw("ben", "theme.open", {"theme": "1"})
    assert "2 colleagues told me this" in words(firm.last("ben"))
    # What is told next is about the one theme that is left.
    await firm.say("bob", OTHER)
    await firm.press_raw("ben", "theme.open", {"theme": "1"})
    assert "2 colleagues told me this" in words(firm.last("ben"))


async def test_a_theme_cannot_be_merged_with_itself(firm: Office) -> None:
    await firm.say("ann", INVOICE)
    await firm.say("bob", OTHER)
    await open_theme(firm, "ben")
    value = firm.button("Merge", "ben").value
    await firm.fill("ben", "Merge", into=value["theme"])
    assert "Nothing has changed" in words(firm.last("ben"))


async def test_a_split_needs_a_name_and_must_leave_somebody(firm: Office) -> None:
    await firm.say("ann", INVOICE)
    await firm.say("bob", SAME)
    await open_theme(firm, "ben")
    await firm.fill("ben", "Split", title="Another", report1="goes", report2="goes")
    assert "Nothing has changed" in words(firm.last("ben"))
    await firm.fill("ben", "Split", title="Another", report2="goes")
    assert "Another" in words(firm.last("ben"))


async def test_working_on_it_twice_tells_nobody_twice_but_reaches_who_came_later(firm: Office) -> None:
    await firm.say("ann", INVOICE)
    await open_theme(firm, "ivy")
    await firm.press("ivy", "We work on it")
    await firm.press("ivy", "We work on it")
    assert len(firm.seen("ann")) == 2
    await firm.say("bob", SAME)
    button = firm.button("We work on it", "ivy")
    await firm.press_raw("ivy", button.action, button.value)
    assert (len(firm.seen("ann")), len(firm.seen("bob"))) == (2, 2)


async def test_views_that_agree_are_no_gap(firm: Office) -> None:
    await firm.say("ann", INVOICE)
    await open_theme(firm, "ivy")
    await firm.fill("ivy", "IT sees it differently", cause="defect")
    assert "Seen differently" not in words(firm.last("ivy"))
    await firm.fill("ivy", "IT sees it differently", cause="training")
    assert "Colleagues call it a defect, IT calls it a question of training." in words(firm.last("ivy"))


async def test_the_list_goes_on_with_more(firm: Office) -> None:
    things = ("stock", "printer", "badge", "truck", "pallet", "scanner", "currency", "calendar", "forklift", "lamp")
    for thing in things:
        await firm.say("ann", f"{thing} {thing} {thing} broken")
    await firm.say("ivy", "themes")
    first = words(firm.last("ivy"))
    assert first.count("[Open]") == 8
    assert "And 2 more." in first
    await firm.press("ivy", "More")
    assert words(firm.last("ivy")).count("[Open]") == 2


async def test_a_form_about_a_theme_that_is_gone_is_not_shown(firm: Office) -> None:
    await firm.say("ann", INVOICE)
    await open_theme(firm, "ben")
    await firm.press("ann", "Take it back")
    assert isinstance(await firm.form("ben", "Rename"), Card)


async def test_two_replicas_see_each_others_themes(firm: Office, tmp_path: Path, language: PlainLanguage) -> None:
    twin = Store(create_engine(f"sqlite:///{tmp_path}/office.db"))
    other = Office(twin, language)
    other.chat, other._ids = firm.chat, firm._ids
    other.core.chats = {"office": firm.chat}
    await firm.say("ann", INVOICE)
    await other.say("bob", SAME)
    await firm.say("cara", INVOICE)
    assert "One colleague has told me the same" in words(firm.last("bob"))
    assert "2 colleagues have told me the same" in words(firm.last("cara"))
    await twin.close()


async def test_what_was_rolled_back_is_never_remembered(firm: Office) -> None:
    await firm.say("ann", INVOICE)
    company = await firm.company()

    def joins(session: Session) -> Theme:
        complaint = session.scalars(select(Complaint)).one()
        fresh = themes.start(session, complaint)
        themes.leave(session, complaint)
        themes.put(session, complaint, fresh)
        return fresh

    def fails(session: Session) -> None:
        joins(session)
        raise RuntimeError("rolled back")

    with pytest.raises(RuntimeError):
        await firm.store.write(company, fails)
    await firm.say("bob", SAME)
    assert "One colleague has told me the same" in words(firm.last("bob"))
    found = await firm.store.read(company, lambda s: s.scalars(select(Theme.id)).all())
    assert found == [1]


async def test_themes_changed_in_one_transaction_are_found_in_it(firm: Office) -> None:
    company = await firm.company()
    await firm.say("ann", INVOICE)

    def work(session: Session) -> tuple[int, int]:
        first = session.scalars(select(Complaint)).one()
        changes = index.changes_in(session, company)
        themes.leave(session, first)
        joined = themes.gather(session, first, themes.unpack(first.embedding or b""))
        return changes.revision, index.changes_in(session, company).revision if joined else 0

    one, two = await firm.store.write(company, work)
    assert one == two


async def test_owner_and_promise_shows_who_is_in_it(firm: Office) -> None:
    await firm.say("ann", INVOICE)
    await open_theme(firm, "ben")
    form = await firm.form("ben", "Owner and promise")
    assert isinstance(form, Form)
    assert getattr(form.fields[0], "options", ()) == (("2", "Ivy"),)
