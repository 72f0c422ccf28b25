"""After Publish: what goes on, what was wrong, what waits for its time, what was promised, and who hears."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.cards import Heading
from bot.messages import FormSubmitted
from bot.ports import Profile
from bot.translation import later, news
from bot.translation.follow_up import goes_on
from bot.translation.model import Announcement, Relation
from bot.translation.next_word import promised_at
from tests.office import START, Office, Shown, words

SLOW = "EWM: goods receipt is slow since 08:10 UTC (INC0012345). We are looking into it. Next update by 11:00 UTC."
STILL = "Still slow."
MENDED = "INC0012345 is fixed since 12:00 UTC, please scan again."
REPORT = "Goods receipt is slow, posting takes minutes"


@pytest.fixture
async def firm(office: Office) -> Office:
    await office.open_company()
    return office


async def published(firm: Office, post: str = SLOW) -> str:
    message = await firm.say("ivy", post, "erp-it")
    await firm.press("ivy", "Publish", "erp-it")
    return message


def headline(shown: Shown) -> str:
    block = shown.card.blocks[0]
    assert isinstance(block, Heading)
    return block.text


def news_of(firm: Office) -> list[Shown]:
    return [m for m in firm.seen(channel="erp-news") if m.key.startswith("news:")]


async def test_an_answer_in_the_thread_is_a_follow_up_and_changes_the_headline(firm: Office) -> None:
    first = await published(firm)
    firm.later(hours=1)
    await firm.say("ivy", STILL, "erp-it", thread=first)
    preview = firm.seen(channel="erp-it")[-1]
    assert preview.thread == first  # a platform knows a thread by its first message
    assert "A follow-up of EWM: goods receipt" in words(preview.card)
    await firm.press("ivy", "Publish", "erp-it")
    announcement, reply = news_of(firm)
    assert reply.thread == announcement.id
    assert headline(announcement).endswith(" · EWM: goods receipt has been slow since 08:10 UTC")
    assert "at 10:00" in headline(announcement)


async def test_the_same_reference_joins_without_a_thread_and_asks_reporters(firm: Office) -> None:
    await firm.say("ann", REPORT)
    await published(firm)
    firm.later(hours=3, minutes=20)
    await firm.say("ivy", MENDED, "erp-it")
    await firm.press("ivy", "Publish", "erp-it")
    assert headline(news_of(firm)[0]).startswith("Fixed at 12:20 · ")
    told = [words(m.card) for m in firm.seen("ann") if m.key.startswith("told:")]
    assert len(told) == 2
    assert all(card.startswith("You told us:\n" + REPORT) for card in told)
    assert "Is it fixed for you?" in told[1]


async def test_where_only_the_system_is_shared_the_author_is_asked(firm: Office) -> None:
    await published(firm)
    await firm.say("ivy", "Goods receipt in EWM is fixed since 12:00 UTC, please scan again.", "erp-it")
    assert "Does this go on with" in words(firm.last(channel="erp-it"))
    await firm.press("ivy", "Yes, a follow-up", "erp-it")
    await firm.press("ivy", "Publish", "erp-it")
    assert news_of(firm)[1].thread == news_of(firm)[0].id


@pytest.mark.parametrize("press", ["No, news of its own", None])
async def test_a_no_and_no_answer_make_news_of_its_own(firm: Office, press: str | None) -> None:
    await published(firm)
    await firm.say("ivy", "Goods receipt in EWM is fixed since 12:00 UTC, please scan again.", "erp-it")
    if press:
        await firm.press("ivy", press, "erp-it")
    await firm.press("ivy", "Publish", "erp-it")
    assert [m.thread for m in news_of(firm)] == [None, None]
    assert news_of(firm)[0].edits == 0


async def test_talk_in_the_thread_and_other_threads_get_no_draft(firm: Office) -> None:
    first = await published(firm)
    shown = len(firm.seen(channel="erp-it"))
    await firm.say("ivy", "Is it still slow for anybody?", "erp-it", thread=first)
    await firm.say("ivy", "Thanks all", "erp-it", thread=first)
    await firm.say("ivy", STILL, "erp-it", thread="another")
    assert len(firm.seen(channel="erp-it")) == shown


@pytest.mark.parametrize("text", ["still down", "Fixed.", "extended to 18:00", "rolled back", "Delayed until Monday"])
def test_short_words_of_how_it_goes_on(text: str) -> None:
    assert goes_on(text)


async def test_an_edit_after_publishing_is_a_correction_with_what_changed(firm: Office) -> None:
    await firm.say("ann", REPORT)
    first = await published(firm)
    shown = len(firm.seen(channel="erp-news"))
    await firm.edit("ivy", first, SLOW.replace("11:00", "13:00"), "erp-it")
    assert len(firm.seen(channel="erp-news")) == shown  # nothing goes out before somebody presses
    assert "The colleague I had written to hears it directly too" in words(firm.last(channel="erp-it"))
    await firm.press("ivy", "Publish", "erp-it")
    announcement, correction = news_of(firm)
    assert correction.thread == announcement.id
    assert headline(correction).startswith("Correction: ")
    assert "It is 13:00, not 11:00." in words(correction.card)
    assert "by 13:00" in words(announcement.card)
    assert headline(announcement).startswith("Corrected at 09:00 · ")
    told = words(firm.last("ann"))
    assert told.startswith("You told us:\n" + REPORT)
    assert "IT corrects what I passed on:" in told
    assert "It is 13:00, not 11:00." in told


async def test_a_correction_of_the_first_words_does_not_take_back_that_it_is_fixed(firm: Office) -> None:
    first = await published(firm)
    await firm.say("ivy", MENDED, "erp-it")
    await firm.press("ivy", "Publish", "erp-it")
    await firm.edit("ivy", first, SLOW.replace("08:10", "08:30"), "erp-it")
    await firm.press("ivy", "Publish", "erp-it")
    assert headline(news_of(firm)[0]).startswith("Fixed at 09:00 · ")
    await firm.edit("ivy", first, SLOW.replace("08:10", "08:40"), "erp-it")
    await firm.press("ivy", "Publish", "erp-it")
    assert "It is 08:40, not 08:30." in words(news_of(firm)[-1].card)


async def test_a_draft_waits_for_its_time_and_goes_out_once(firm: Office) -> None:
    await firm.say("ivy", SLOW, "erp-it")
    await firm.fill("ivy", "Publish later", "erp-it", day="2026-03-02", time="18:00")
    assert "It goes out by itself" in words(firm.last(channel="erp-it"))
    firm.later(hours=8)
    await firm.tick()
    assert news_of(firm) == []
    firm.later(hours=1)
    await firm.tick()
    await firm.tick()
    assert len(news_of(firm)) == 1
    assert "Ivy published this" in words(firm.last(channel="erp-it"))


async def test_what_waits_can_be_stopped_moved_or_published_at_once(firm: Office) -> None:
    await firm.say("ivy", SLOW, "erp-it")
    await firm.fill("ivy", "Publish later", "erp-it", day="2026-03-02", time="18:00")
    await firm.press("ivy", "Do not publish then", "erp-it")
    await firm.fill("ivy", "Publish later", "erp-it", day="2026-03-02", time="19:00")
    await firm.fill("ivy", "Change the time", "erp-it", day="2026-03-03", time="07:00")
    firm.later(hours=12)
    await firm.tick()
    assert news_of(firm) == []
    await firm.press("ivy", "Publish", "erp-it")
    firm.later(days=1)
    await firm.tick()
    assert len(news_of(firm)) == 1


async def test_words_nobody_has_approved_do_not_go_out_by_themselves(firm: Office) -> None:
    post = await firm.say("ivy", SLOW, "erp-it")
    await firm.fill("ivy", "Publish later", "erp-it", day="2026-03-02", time="18:00")
    await firm.edit("ivy", post, SLOW.replace("11:00", "13:00"), "erp-it")
    firm.later(hours=10)
    await firm.tick()
    assert news_of(firm) == []


async def test_the_gate_looks_again_when_the_time_has_come(firm: Office) -> None:
    await firm.say("ivy", SLOW, "erp-it")
    await firm.fill("ivy", "Publish later", "erp-it", day="2026-03-02", time="18:00")
    await firm.fill("ivy", "Edit", "erp-it", plain="EWM is slow since 09:45 UTC.")
    firm.later(hours=10)
    await firm.tick()
    assert news_of(firm) == []
    assert "I did not publish this" in words(firm.last(channel="erp-it"))


@pytest.mark.parametrize(
    ("day", "clock", "zone", "is_moment"),
    [
        ("2026-03-29", "02:30", "Europe/Berlin", "does not exist"),
        ("2026-10-25", "02:30", "Europe/Berlin", "comes twice"),
        ("2026-03-29", "03:30", "Europe/Berlin", datetime(2026, 3, 29, 1, 30, tzinfo=UTC)),
        ("2026-03-02", "18.00", "America/New_York", datetime(2026, 3, 2, 23, 0, tzinfo=UTC)),
        ("2026-02-30", "18:00", "UTC", "cannot read"),
        ("2026-03-02", "six", "UTC", "cannot read"),
        ("0001-01-01", "00:00", "Asia/Tokyo", "cannot read"),
    ],
)
def test_a_time_on_somebodys_own_clock(day: str, clock: str, zone: str, is_moment: datetime | str) -> None:
    found = later.moment_of(day, clock, zone)
    assert found == is_moment if isinstance(is_moment, datetime) else isinstance(found, str) and is_moment in found


async def test_a_time_that_is_over_is_refused_in_words(firm: Office) -> None:
    await firm.say("ivy", SLOW, "erp-it")
    await firm.fill("ivy", "Publish later", "erp-it", day="2026-03-02", time="08:59")
    assert "That time is over already" in words(firm.last("ivy"))
    assert "It goes out by itself" not in words(firm.last(channel="erp-it"))


async def test_a_promised_word_that_does_not_come_brings_one_reminder(firm: Office) -> None:
    first = await published(firm)
    for _ in range(3):
        firm.later(hours=3)
        await firm.tick()
    reminders = [m for m in firm.seen(channel="erp-it") if m.key.startswith("next_word:")]
    assert [m.thread for m in reminders] == [first]
    assert "colleagues were told to expect the next word by now" in words(reminders[0].card)


async def test_a_word_that_came_needs_no_reminder(firm: Office) -> None:
    first = await published(firm)
    await firm.say("ivy", STILL, "erp-it", thread=first)
    await firm.press("ivy", "Publish", "erp-it")
    firm.later(hours=5)
    await firm.tick()
    assert not any(m.key.startswith("next_word:") for m in firm.seen(channel="erp-it"))


@pytest.mark.parametrize(
    ("text", "zone", "due"),
    [
        ("Next update by 11:00.", "Europe/Berlin", datetime(2026, 3, 2, 10, 0, tzinfo=UTC)),
        ("Next update at 11:00 CET.", "America/New_York", datetime(2026, 3, 2, 10, 0, tzinfo=UTC)),
        ("We will update you by 08:00.", "UTC", datetime(2026, 3, 3, 8, 0, tzinfo=UTC)),
        ("Next update in 2 hours.", "UTC", datetime(2026, 3, 2, 11, 0, tzinfo=UTC)),
        ("The system is down until 11:00.", "UTC", None),
        ("Further updates will follow.", "UTC", None),
    ],
)
def test_when_the_next_word_is_promised(text: str, zone: str, due: datetime | None) -> None:
    assert promised_at(text, START, zone) == due


async def test_people_of_an_area_get_two_sentences_on_their_own_clock(office: Office) -> None:
    office.chat.profiles["ann"] = Profile(name="Ann", zone="Europe/Lisbon")
    office.chat.profiles["ivy"] = Profile(name="Ivy", zone="Europe/Berlin")
    await office.open_company()
    await office.say("ann", "The dunning letters have the wrong bank account")
    await office.fill("ann", "Change this", module="finance")
    await office.say(
        "ivy", "SuccessFactors will be down tonight from 22:00 CET. Please save your work before.", "erp-it"
    )
    await office.fill("ivy", "Who gets it", "erp-it", audience="module:finance")
    assert "1 colleague gets two sentences directly" in words(office.last(channel="erp-it"))
    await office.press("ivy", "Publish", "erp-it")
    heads_up = [words(m.card) for m in office.seen("ann") if m.key.startswith("heads_up:")]
    assert len(heads_up) == 1
    assert "22:00 CET (21:00 for you)" in heads_up[0]
    assert "For: people who work with Finance" in words(office.last(channel="erp-news"))


async def test_an_audience_nobody_offered_is_refused(firm: Office) -> None:
    await firm.say("ivy", SLOW, "erp-it")
    value = firm.button("Who gets it", channel="erp-it").value
    by, place = firm.person("ivy"), firm.place("ivy", "erp-it")
    await firm.deliver(
        FormSubmitted(firm.event(), firm.now, by, place, "update.audience", value, {"audience": "site:X"})
    )
    assert "Nothing has changed" in words(firm.last("ivy"))


async def test_of_two_who_press_at_once_one_publishes_and_the_other_is_told(firm: Office) -> None:
    await firm.say("ian", "Good morning", "erp-it")
    await firm.say("ivy", SLOW, "erp-it")
    publish = firm.button("Publish", channel="erp-it")
    await firm.press_raw("ivy", publish.action, publish.value, "erp-it")
    await firm.press_raw("ian", publish.action, publish.value, "erp-it")
    assert len(news_of(firm)) == 1
    assert "has been dealt with already" in words(firm.last("ian"))


KINDS = st.sampled_from(["fixed", "outage", "delay", "rollback", "planned", "change"])
LATER = st.lists(st.tuples(KINDS, st.sampled_from([Relation.FOLLOW_UP, Relation.CORRECTION])), max_size=6)


@settings(max_examples=100)
@given(LATER)
def test_the_state_is_that_of_the_newest_follow_up_whatever_is_corrected(steps: list[tuple[str, Relation]]) -> None:
    root = Announcement(kind="outage", relation=Relation.OWN, published_at=START)
    chain = [Announcement(kind=kind, relation=relation, published_at=START) for kind, relation in steps]
    state = news.state_of(root, chain, later.zone_of("UTC"))
    follow_ups = [kind for kind, relation in steps if relation == Relation.FOLLOW_UP]
    assert (state == "") == (not steps)
    assert state.startswith("Corrected") == (bool(steps) and not follow_ups)
    assert state.startswith("Fixed") == (bool(follow_ups) and follow_ups[-1] == "fixed")
