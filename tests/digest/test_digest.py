"""The digest: what it says, when it comes, and to whom."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from bot.cards import Picture
from bot.digest.model import PictureFile
from bot.digest.schedule import digest, schedule_next
from bot.digest.text import as_text
from bot.digest.week import week_before
from bot.listening.working_days import working_days
from bot.store.agenda import Appointment
from tests.office import Office, words

BERLIN = ZoneInfo("Europe/Berlin")
FIXED = "We fixed the error when posting an invoice in FB60 today at 14:00. Please post your invoices again."


@pytest.fixture
async def firm(office: Office) -> Office:
    await office.open_company()
    return office


async def a_week(firm: Office) -> None:
    """Two colleagues cannot post, IT mends it, one confirms and thanks, one says it is still broken."""
    await firm.say("ann", "Posting an invoice fails with an error, I cannot post invoices")
    await firm.press("ann", "I'm blocked")
    await firm.say("bob", "Posting invoices fails, there is an error when posting an invoice")
    await firm.press("bob", "It slows me down")
    await firm.say("eve", "The stock list is slow to open")
    await firm.press("eve", "I'm blocked")
    firm.later(hours=3)
    await firm.say("ivy", FIXED, "erp-it")
    await firm.press("ivy", "Publish", "erp-it")
    await firm.press("ann", "Fixed")
    await firm.fill("ann", "Thank IT", reason="I could pay our suppliers on time.")
    await firm.fill("bob", "Still broken", reason="It still says the period is closed")


async def test_the_digest_says_what_needs_the_brm_first(firm: Office) -> None:
    await a_week(firm)
    await firm.say("ben", "digest")
    said = words(firm.last("ben"))
    needs = said[: said.index("What colleagues told us")]
    assert "One colleague (Eve) has been blocked" in needs
    assert "Stock list is slow" in needs
    assert "Not fixed after all" in needs
    assert "It still says the period is closed" in needs
    assert "3 colleagues made 3 reports" in said
    assert "2 colleagues who had reported it heard at once" in said
    assert "One colleague confirmed that a fix works for them." in said
    assert "I could pay our suppliers on time." in said
    picture = next(block for block in firm.last("ben").blocks if isinstance(block, Picture))
    assert "Finance 2" in picture.alt
    file = await firm.store.read(await firm.company(), lambda s: s.get_one(PictureFile, picture.picture_id))
    assert file.png.startswith(b"\x89PNG")


async def test_it_comes_by_itself_on_monday_morning_once(firm: Office) -> None:
    await a_week(firm)
    firm.now = datetime(2026, 3, 9, 7, 59, tzinfo=UTC)
    await firm.tick()
    firm.now = datetime(2026, 3, 9, 8, 0, tzinfo=UTC)
    for _ in range(3):
        await firm.tick()
        firm.later(hours=1)
    assert _digests(firm) == 1
    assert "The week with the ERP system" in words(firm.last(channel="erp-brm"))
    brief = words(firm.last(channel="erp-leadership"))
    assert "Work that stands still" in brief
    assert "Ann" not in brief
    firm.later(days=7)
    await firm.tick()
    assert _digests(firm) == 2


def _digests(firm: Office) -> int:
    return sum(message.key.startswith("digest:") for message in firm.seen(channel="erp-brm"))


async def test_executives_get_the_brief_and_colleagues_nothing(firm: Office) -> None:
    await a_week(firm)
    await firm.say("eve", "digest")
    assert "Needs you" not in words(firm.last("eve"))
    assert "Where it hurts" in words(firm.last("eve"))
    await firm.say("ann", "digest")
    assert "Only colleagues in the BRM channel" in words(firm.last("ann"))


async def test_a_hidden_name_stays_hidden(firm: Office) -> None:
    await firm.say("ann", "Posting an invoice fails with an error")
    await firm.fill("ann", "Change this", impact="blocked", visibility="nobody")
    await firm.say("ben", "digest")
    await firm.say("ben", "themes")
    shown = [words(m.card) for m in [*firm.seen("ben"), *firm.seen(channel="erp-brm")]]
    assert any("One colleague has been blocked" in said for said in shown)
    assert not any("Ann" in said for said in shown)


async def test_an_empty_week_reads_well(firm: Office) -> None:
    await firm.say("ben", "digest")
    said = words(firm.last("ben"))
    assert "Nothing needs you this week." in said
    assert "Nobody reported anything this week." in said
    assert not any(isinstance(block, Picture) for block in firm.last("ben").blocks)


async def _many_cannot_print(firm: Office, number: int, impact: str = "It's annoying") -> None:
    for one in range(number):
        await firm.say(f"p{one}", f"The delivery note does not print, no {one} paper comes out of the printer")
        await firm.press(f"p{one}", impact)


async def test_many_who_have_no_answer_yet_need_the_brm_at_once(firm: Office) -> None:
    await _many_cannot_print(firm, 6)
    firm.later(days=1)
    await firm.say("ben", "digest")
    said = words(firm.last("ben"))
    needs = said[: said.index("What colleagues told us")]
    assert "Nothing needs you" not in needs
    assert "- 6 colleagues have had no answer from IT since" in needs
    assert "Nobody looks after it yet: ask IT who will." in needs
    assert "[Open: " in needs
    await firm.say("eve", "digest")
    assert "No answer from IT yet: 6 reports. First: " in words(firm.last("eve"))


async def test_what_to_ask_for_follows_from_where_it_stands(firm: Office) -> None:
    await _many_cannot_print(firm, 5)
    firm.later(days=8)
    await firm.say("ivy", "themes")
    await firm.press("ivy", "Open")
    await firm.fill("ivy", "Owner and promise", owner="2", promised_for="")
    firm.later(days=14)
    await firm.say("ben", "digest")
    assert "5 colleagues wait. Ivy looks after it: ask for a day." in words(firm.last("ben"))
    await firm.fill("ivy", "Owner and promise", owner="2", promised_for=f"{firm.now:%Y-%m-%d}")
    firm.later(days=3)
    await firm.say("ben", "digest")
    said = words(firm.last("ben"))
    assert "- Promise passed: " in said
    assert "5 colleagues wait. Ivy looks after it: ask for a new day." in said


async def test_a_large_theme_comes_before_one_who_is_blocked_and_after_many_who_are(firm: Office) -> None:
    await _many_cannot_print(firm, 6)
    await firm.say("zoe", "I cannot log in to the payroll screen, it says my account is locked")
    await firm.press("zoe", "I'm blocked")
    await firm.say("ben", "digest")
    said = words(firm.last("ben"))
    assert said.index("6 colleagues have had no answer") < said.index("One colleague (Zoe) has been blocked")
    assert "Nobody looks after it yet: ask IT who will." in said
    assert "In all, 7 reports in 2 themes have no answer from IT yet, the oldest since" in said
    for one in (0, 1):
        await firm.fill(f"p{one}", "Change this", impact="blocked")
    await firm.say("ben", "digest")
    assert "- 2 colleagues (P0 and P1) have been blocked since" in words(firm.last("ben"))
    assert ". 4 more wait. Nobody looks after it yet" in words(firm.last("ben"))


async def test_nothing_needs_the_brm_yet_where_a_few_still_wait(firm: Office) -> None:
    await firm.say("ann", "Posting an invoice fails with an error")
    await firm.press("ann", "It's annoying")
    await firm.say("ben", "digest")
    said = words(firm.last("ben"))
    assert "Nothing needs you yet.\nOne report has no answer from IT yet, since" in said
    assert "Nothing needs you this week." not in said


async def test_the_channels_that_read_it_have_a_button_for_it(firm: Office) -> None:
    await firm.press("ben", "Digest now", "erp-brm")
    assert "Nobody reported anything this week." in words(firm.last(channel="erp-brm"))
    await firm.press("eve", "Digest now", "erp-leadership")
    assert "A quiet week" in words(firm.last("eve"))


async def test_a_digest_of_the_past_does_not_know_the_future(firm: Office) -> None:
    await firm.say("ann", "Posting an invoice fails with an error, I cannot post invoices")
    firm.later(days=8)
    await firm.say("ivy", FIXED, "erp-it")
    await firm.press("ivy", "Publish", "erp-it")
    company = await firm.company()
    then = await firm.store.write(company, lambda s: digest(s, date(2026, 3, 8), "UTC", firm.now))
    text = as_text(then, ZoneInfo("UTC"))
    assert "IT has not answered yet." in " ".join(text.split())
    assert "IT published nothing this week." in text


async def test_the_text_wraps_for_a_terminal(firm: Office) -> None:
    await a_week(firm)
    company = await firm.company()
    card = await firm.store.write(company, lambda s: digest(s, firm.now.date(), "UTC", firm.now))
    lines = as_text(card, BERLIN).splitlines()
    assert max(len(line) for line in lines) <= 88
    assert "[Reports by business area" in "\n".join(lines)


@pytest.mark.parametrize(
    ("now", "due"),
    [
        (datetime(2026, 10, 23, 12, tzinfo=UTC), datetime(2026, 10, 26, 7, tzinfo=UTC)),  # clocks went back on Sunday
        (datetime(2026, 3, 27, 12, tzinfo=UTC), datetime(2026, 3, 30, 6, tzinfo=UTC)),  # clocks went forward on Sunday
        (datetime(2026, 3, 30, 5, 59, tzinfo=UTC), datetime(2026, 3, 30, 6, tzinfo=UTC)),
        (datetime(2026, 3, 30, 6, 0, tzinfo=UTC), datetime(2026, 4, 6, 6, tzinfo=UTC)),
    ],
)
async def test_monday_at_eight_is_eight_on_the_wall(firm: Office, now: datetime, due: datetime) -> None:
    company = await firm.company()

    def work(session: object) -> list[datetime]:
        from sqlalchemy.orm import Session

        assert isinstance(session, Session)
        for _ in range(2):
            schedule_next(session, company, "Europe/Berlin", now)
        rows = session.scalars(select(Appointment).where(Appointment.kind == "digest.week", Appointment.at > now))
        return [row.at for row in rows if row.at.minute == 0 and row.at.hour != 8]

    assert await firm.store.write(company, work) == [due]


def test_a_week_is_seven_local_days() -> None:
    start, end = week_before(date(2026, 10, 25), BERLIN)
    assert end - start == timedelta(days=7, hours=1)
    assert start.astimezone(BERLIN).isoformat() == "2026-10-19T00:00:00+02:00"


def test_working_days_leave_out_weekends() -> None:
    monday, thursday = datetime(2026, 3, 2, 9, tzinfo=UTC), datetime(2026, 3, 12, 9, tzinfo=UTC)
    assert working_days(monday, thursday, BERLIN) == 7
    assert working_days(monday, monday, BERLIN) == 0


async def test_an_area_that_is_not_known_is_not_named(firm: Office) -> None:
    await _many_cannot_print(firm, 6)
    firm.later(days=1)
    for reader in ("ben", "eve"):
        await firm.say(reader, "digest")
        said = words(firm.last(reader))
        assert "delivery note" in said.lower()
        assert "(Not clear yet)" not in said
        assert "most in Not clear yet" not in said
