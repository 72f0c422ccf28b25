"""The story as it is written down: complete, believable in its times, and never in the future."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.sample.story import Asking, Calendar, Posting, Promising, Telling, read_month, read_people
from adapters.web.seed import PEOPLE
from bot.pulse.questions import BANK

MONTH = read_month()
ZONES = {person.code: ZoneInfo(person.zone) for person in (*PEOPLE, *read_people())}

TUESDAY = datetime(2026, 11, 24, 14, 30, tzinfo=UTC)
SUNDAY = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def calendar(loaded: datetime = TUESDAY) -> Calendar:
    return Calendar(loaded, ZONES)


def test_everybody_in_it_exists_and_says_something() -> None:
    assert {line.who for line in MONTH} == set(ZONES)
    assert len({person.name for person in read_people()}) == len(read_people()) >= 40


def test_ids_are_unique() -> None:
    assert [name for name, times in Counter(line.id for line in MONTH).items() if times > 1] == []


def test_what_updates_answer_has_been_told() -> None:
    told = {line.about for line in MONTH if isinstance(line, Telling)}
    for line in MONTH:
        if isinstance(line, Posting):
            assert set(line.answers) <= told
        if isinstance(line, Promising):
            assert line.promises in told


def test_pulses_ask_questions_we_have_on_our_scale() -> None:
    asked = [line for line in MONTH if isinstance(line, Asking)]
    assert {line.asks for line in asked} <= set(BANK)
    assert set("".join(line.answers for line in asked)) <= set("01234567")


def test_whoever_finds_it_broken_says_what_they_see() -> None:
    for line in MONTH:
        if isinstance(line, Telling):
            assert bool(line.reason) == (line.finds == "broken")
            assert not line.thanks or line.finds == "fixed"


@given(st.datetimes(datetime(2025, 1, 1), datetime(2028, 12, 31), timezones=st.just(UTC)))
def test_on_whatever_day_it_is_loaded_people_work_by_day_and_in_the_week(loaded: datetime) -> None:
    days = calendar(loaded)
    for line in MONTH:
        at = days.moment(line.at, line.who)
        local = at.astimezone(ZONES[line.who])
        assert at < loaded
        assert at > loaded - timedelta(days=45)
        if " sat " not in line.at:
            assert local.weekday() < 5
            assert 6 <= local.hour <= 20


@given(st.datetimes(datetime(2025, 1, 1), datetime(2028, 12, 31), timezones=st.just(UTC)))
def test_mondays_in_the_story_are_mondays(loaded: datetime) -> None:
    for line in MONTH:
        if " mon " in line.at:
            assert calendar(loaded).moment(line.at, line.who).astimezone(ZONES[line.who]).weekday() == 0


def test_the_last_week_is_the_one_that_is_over() -> None:
    assert calendar(TUESDAY).day("-1 fri") == date(2026, 11, 20)
    assert calendar(SUNDAY).day("-1 fri") == date(2026, 11, 20)
    assert calendar(TUESDAY).day("ago 1") == date(2026, 11, 23)
    assert calendar(SUNDAY).day("ago 1") == date(2026, 11, 20)
    assert calendar(TUESDAY).day("ago 2") == date(2026, 11, 20)


def test_dates_in_words_are_filled_in() -> None:
    winter, summer = datetime(2026, 11, 24, tzinfo=UTC), datetime(2026, 7, 7, tzinfo=UTC)
    words = "From {day:-2 fri}, 18:00 {cet}"
    assert calendar(winter).text(words, winter) == "From Friday 13 November, 18:00 CET"
    assert calendar(summer).text(words, summer) == "From Friday 26 June, 18:00 CEST"


def test_answers_come_in_working_hours() -> None:
    friday_evening = datetime(2026, 11, 20, 20, 0, tzinfo=UTC)
    at = calendar().answer_time(friday_evening, "gregor", "gr1").astimezone(ZONES["gregor"])
    assert at.date() == date(2026, 11, 23)
    assert 7 <= at.hour < 10


def test_answers_wait_until_it_could_be_tried() -> None:
    asked, tried = datetime(2026, 11, 12, 15, 0, tzinfo=UTC), datetime(2026, 11, 16, 6, 30, tzinfo=UTC)
    assert calendar().answer_time(asked, "gregor", "gr1", tried) >= tried


@pytest.mark.parametrize("words", ["", "yesterday", "-1 mon", "-1 mon 7:30", "ago 08:00"])
def test_what_is_no_moment_is_refused(words: str) -> None:
    with pytest.raises(ValueError, match="no moment"):
        calendar().moment(words, "gregor")
