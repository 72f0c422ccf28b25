"""A pulse from asking to showing, and the promise that nobody can be tied to an answer."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from adapters.engine.database import create_engine
from bot.messages import ButtonPressed
from bot.ports import Profile
from bot.pulse.mornings import next_morning
from bot.pulse.questions import BANK, Audience, next_question, umux_lite
from bot.pulse.statistics import adjusted_wald, differs, may_show
from bot.store.base import Base
from bot.store.session import Store
from tests.office import Office, words

PEOPLE = [f"p{number}" for number in range(1, 8)]


@pytest.fixture
async def firm(office: Office) -> Office:
    """A BRM, somebody in IT, and seven colleagues."""
    await office.open_channel("erp-brm", "brm_digest", ["ben"], by="ben")
    await office.open_channel("erp-it", "it_updates", ["ivy"], by="ben")
    await office.open_channel("erp-news", "news", PEOPLE, by="ben")
    await office.say("ben", "help")
    return office


async def ask(firm: Office, question: str = "told", when: str = "now") -> None:
    await firm.fill("ben", "Ask a question now", question=question, when=when)
    await firm.tick()


async def answer(firm: Office, person: str, label: str) -> None:
    await firm.press(person, label)


async def test_an_answer_is_one_tap_and_results_show_from_five_up(firm: Office) -> None:
    await ask(firm)
    assert "IT tells me what I need to know" in words(firm.last("p1"))
    assert "Not who gave which" in words(firm.last("p1"))
    for number, person in enumerate(PEOPLE[:4], start=1):
        await answer(firm, person, "6")
        assert "Results show once 5 people" in words(firm.last(channel="erp-brm")), number
    await answer(firm, "p5", "2")
    shown = words(firm.last(channel="erp-brm"))
    assert "4 of 5 agree" in shown
    assert "between 36% and 98%" in shown
    # The sixth and seventh answers alone would point at two people, so they are not shown.
    await answer(firm, "p6", "1 Not at all")
    assert words(firm.last(channel="erp-brm")) == shown


async def test_it_is_not_asked_what_colleagues_are_asked(firm: Office) -> None:
    await ask(firm)
    assert firm.seen("ivy") == []


async def test_a_second_tap_changes_nothing(firm: Office) -> None:
    await ask(firm)
    button = firm.button("6", "p1")
    await firm.press_raw("p1", button.action, button.value)
    assert "Your answer is in, without your name" in words(firm.last("p1"))
    await firm.press_raw("p1", button.action, {**button.value, "value": "1"})
    assert "in already" in words(firm.last("p1"))


@pytest.mark.parametrize("value", ["0", "8", "99", "", "six"])
async def test_made_up_answers_are_not_counted(firm: Office, value: str) -> None:
    await ask(firm)
    button = firm.button("6", "p1")
    await firm.press_raw("p1", button.action, {**button.value, "value": value})
    assert "Nothing has changed" in words(firm.last("p1"))


async def test_somebody_who_was_not_asked_cannot_answer(firm: Office) -> None:
    await ask(firm)
    button = firm.button("6", "p1")
    await firm.press_raw("ivy", button.action, button.value)
    assert "Nothing has changed" in words(firm.last("ivy"))


async def test_nobody_is_asked_twice_in_fourteen_days(firm: Office) -> None:
    await ask(firm)
    asked = len(firm.seen("p1"))
    await ask(firm, "easy")
    assert "Nobody could be asked" in words(firm.last("ben"))
    firm.later(days=13)
    await ask(firm, "easy")
    assert len(firm.seen("p1")) == asked
    firm.later(days=1, hours=6)
    await firm.tick()  # the scheduled question of this fortnight has come round by itself
    assert len(firm.seen("p1")) == asked + 1
    await ask(firm, "easy")
    assert len(firm.seen("p1")) == asked + 1


async def test_too_small_a_group_is_not_asked(firm: Office) -> None:
    await ask(firm, "mirror_seen")
    assert "Only one person could be asked" in words(firm.last("ben"))
    assert firm.seen("ivy") == []


async def test_only_a_brm_asks(firm: Office) -> None:
    button = firm.button("Ask a question now", "ben")
    await firm.press_raw("p1", button.action, {})
    form = await firm.form("ben", "Ask a question now")
    assert form is not None
    await firm.say("p1", "pulse")
    assert "Only colleagues in the BRM channel" in words(firm.last("p1"))


async def test_a_question_closes_after_a_week_and_says_so(firm: Office) -> None:
    await ask(firm)
    await answer(firm, "p1", "6")
    button = firm.button("6", "p2")
    firm.later(days=7)
    await firm.tick()
    assert "This question is closed. No answer needed." in words(firm.last("p2"))
    assert "without your name" in words(firm.last("p1"))
    assert any("Fewer than 5 people answered" in words(m.card) for m in firm.seen(channel="erp-brm"))
    await firm.press_raw("p2", button.action, button.value)
    assert "This question is closed" in words(firm.last("p2"))


async def test_everyone_is_asked_in_their_own_morning(office: Office) -> None:
    zones = {"p1": "Europe/Paris", "p2": "America/Chicago", "p3": "Asia/Kolkata", "p4": "Asia/Tokyo", "p5": "UTC"}
    for name, zone in zones.items():
        office.chat.profiles[name] = Profile(name, zone=zone)
    await office.open_channel("erp-brm", "brm_digest", ["ben"], by="ben")
    await office.open_channel("erp-it", "it_updates", ["ben"], by="ben")
    await office.open_channel("erp-news", "news", list(zones), by="ben")
    await office.say("ben", "help")
    await office.fill("ben", "Ask a question now", question="need", when="morning")
    asked: dict[str, datetime] = {}
    for _ in range(2 * 24 * 4):
        office.later(minutes=15)
        await office.tick()
        for name in zones:
            if office.seen(name) and name not in asked:
                asked[name] = office.now
    assert set(asked) == set(zones)
    for name, zone in zones.items():
        assert 9 <= asked[name].astimezone(ZoneInfo(zone)).hour <= 11, name


async def test_a_scheduled_pulse_asks_by_itself_and_again_two_weeks_later(firm: Office) -> None:
    for _ in range(8):
        firm.later(days=3)
        await firm.tick()
    first = [words(m.card) for m in firm.seen(channel="erp-brm") if "Asked of" in words(m.card)]
    assert first
    for _ in range(5):
        firm.later(days=3)
        await firm.tick()
    second = [words(m.card) for m in firm.seen(channel="erp-brm") if "Asked of" in words(m.card)]
    assert len(second) > len(first)


async def dump(firm: Office) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table but for the counts themselves, without the clock's columns."""
    rows = {}
    for table in Base.metadata.sorted_tables:
        if table.name == "pulse_answers":
            continue
        columns = [c for c in table.columns if not isinstance(c.type, sa.DateTime) and not c.name.endswith("_at")]
        found = await firm.store.across_companies(lambda s, c=columns: [tuple(r) for r in s.execute(sa.select(*c))])
        rows[table.name] = sorted(found, key=repr)
    return rows


async def test_no_row_outside_the_counts_knows_what_was_answered(
    firm: Office, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Take the database as it is before an answer. Whatever is answered, everything but the counts turns out alike."""
    await ask(firm)
    source = firm.store.engine.url.database
    assert source is not None
    outcomes = []
    for label in ("2", "6"):
        copy = tmp_path_factory.mktemp("copy") / "firm.db"
        with closing(sqlite3.connect(source)) as original, closing(sqlite3.connect(copy)) as twin_file:
            original.backup(twin_file)
        twin = Office(Store(create_engine(f"sqlite:///{copy}")), firm.core.language)
        twin.chat.messages = [replace(message) for message in firm.chat.messages]
        button = firm.button(label, "p1")
        await twin.deliver(
            ButtonPressed("the-tap", firm.now, firm.person("p1"), firm.place("p1", None), button.action, button.value)
        )
        assert "without your name" in words(twin.last("p1"))
        outcomes.append(await dump(twin))
        await twin.store.close()
    assert outcomes[0] == outcomes[1]


def test_answers_have_no_path_to_people() -> None:
    table = Base.metadata.tables["pulse_answers"]
    assert {key.column.table.name for column in table.columns for key in column.foreign_keys} == {
        "pulse_campaigns",
        "companies",
    }
    assert {column.name for column in table.columns} == {"id", "company_id", "campaign_id", "value", "count"}


@given(st.lists(st.integers(1, 40), max_size=60), st.integers(5, 10))
def test_two_showings_always_differ_by_at_least_the_floor(arrivals: list[int], floor: int) -> None:
    count = shown = 0
    showings = []
    for more in arrivals:
        count += more
        if may_show(count, shown, floor):
            shown = count
            showings.append(shown)
    assert all(later - earlier >= floor for earlier, later in zip([0, *showings], showings, strict=False))


def test_small_groups_get_wide_intervals() -> None:
    four_of_five, fourteen_of_twenty = adjusted_wald(4, 5), adjusted_wald(14, 20)
    assert (round(four_of_five.low, 2), round(four_of_five.high, 2)) == (0.36, 0.98)
    assert (round(fourteen_of_twenty.low, 2), round(fourteen_of_twenty.high, 2)) == (0.48, 0.86)
    assert differs(fourteen_of_twenty, four_of_five) is None
    assert differs(adjusted_wald(38, 40), adjusted_wald(8, 40)) == "up"


@given(st.integers(0, 500), st.integers(1, 500))
def test_an_interval_contains_its_share(agree: int, count: int) -> None:
    agree = min(agree, count)
    share = adjusted_wald(agree, count)
    assert 0 <= share.low <= agree / count <= share.high <= 1


@given(
    st.datetimes(datetime(2025, 1, 1), datetime(2028, 1, 1), timezones=st.just(ZoneInfo("UTC"))),
    st.sampled_from(["Europe/Berlin", "America/Sao_Paulo", "Asia/Kolkata", "Pacific/Apia", "UTC", "Nowhere/Atlantis"]),
    st.text(max_size=8),
)
def test_a_morning_is_a_working_morning_and_within_four_days(after: datetime, zone: str, salt: str) -> None:
    due = next_morning(after, zone, salt)
    local = due.astimezone(ZoneInfo("UTC" if zone.startswith("Nowhere") else zone))
    assert after < due <= after + timedelta(days=4, hours=4)
    assert local.weekday() < 5
    assert 9 <= local.hour < 11


def test_questions_take_turns() -> None:
    asked: list[str] = []
    colleagues = [question.code for question in BANK.values() if question.audience == Audience.COLLEAGUES]
    for _ in colleagues:
        asked.append(next_question(Audience.COLLEAGUES, asked).code)
    assert sorted(asked) == sorted(colleagues)


def test_umux_lite_spans_its_scale() -> None:
    assert (umux_lite(1, 1), umux_lite(4, 4), umux_lite(7, 7)) == (0, 50, 100)
