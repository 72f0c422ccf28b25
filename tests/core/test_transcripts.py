"""One golden conversation for each path through the loop: what everybody reads, word for word."""

import pytest

from bot.ports import Profile
from tests.asking.test_doubt import Unsure
from tests.core.scribe import Scribe
from tests.office import Office

INVOICE = "Posting an invoice fails with an error, I cannot post invoices"
SAME = "Posting invoices fails, there is an error when posting an invoice"
OTHER = "The invoice print has no bank details"
FIXED = "We fixed the error when posting an invoice in FB60 today at 14:00. Please post your invoices again."


@pytest.fixture
async def scribe(office: Office) -> Scribe:
    office.chat.profiles["cara"] = Profile(name="Cara", area="Finance")
    await office.open_company()
    return Scribe(office)


async def test_report_theme_promise_fix_verify_thanks(scribe: Scribe) -> None:
    await scribe.say("ann", INVOICE)
    await scribe.press("ann", "I'm blocked")
    await scribe.press("ann", "About an hour")
    await scribe.say("bob", SAME)
    await scribe.say("ben", "themes")
    await scribe.press("ben", "Open")
    await scribe.fill("ben", "Rename", title="Invoices cannot be posted")
    await scribe.say("ivy", "themes")
    await scribe.press("ivy", "Open")
    await scribe.fill("ivy", "Owner and promise", owner="2", promised_for="2026-03-06")
    await scribe.press("ivy", "We work on it")
    await scribe.say("cara", SAME)
    await scribe.fill("ivy", "It is fixed", words="The tax code was missing. Please post again.")
    await scribe.press("ann", "Fixed")
    await scribe.fill("ann", "Thank IT", reason="I could close the month.")
    await scribe.say("bob", "my issues")
    scribe.check("fix")


async def test_still_broken_reopens(scribe: Scribe) -> None:
    await scribe.say("ann", INVOICE)
    await scribe.say("ivy", FIXED, "erp-it")
    await scribe.press("ivy", "Publish", "erp-it")
    await scribe.fill("ann", "Still broken", reason="It still says posting period closed")
    await scribe.say("ben", "themes")
    await scribe.say("ann", "my issues")
    scribe.check("still_broken")


async def test_a_promise_that_passes(scribe: Scribe) -> None:
    await scribe.say("ann", INVOICE)
    await scribe.say("ivy", "themes")
    await scribe.press("ivy", "Open")
    await scribe.fill("ivy", "Owner and promise", owner="2", promised_for="2026-03-04")
    for _ in range(5):
        await scribe.later(days=1)
    scribe.check("promise_passed")


async def test_silence(scribe: Scribe) -> None:
    await scribe.say("ann", INVOICE)
    for _ in range(10):
        await scribe.later(days=1)
    scribe.check("silence")


async def test_nobody_says_whether_it_is_fixed(scribe: Scribe) -> None:
    await scribe.say("ann", INVOICE)
    await scribe.say("ivy", FIXED, "erp-it")
    await scribe.press("ivy", "Publish", "erp-it")
    for _ in range(16):
        await scribe.later(days=1)
    await scribe.fill("ann", "Still broken", reason="The error is back")
    scribe.check("no_answer")


async def test_merge_split_and_move(scribe: Scribe) -> None:
    await scribe.say("ann", INVOICE)
    await scribe.say("bob", OTHER)
    await scribe.say("ivy", "themes")
    await scribe.press("ivy", "Open")
    await scribe.fill("ivy", "Owner and promise", owner="2", promised_for="2026-03-06")
    await scribe.say("ben", "themes")
    await scribe.press("ben", "Open")
    await scribe.fill("ben", "Merge")
    await scribe.fill("ben", "Split", title="Bank details are missing on invoices", report2="goes")
    await scribe.fill("ben", "Move a report", report="2")
    scribe.check("merge_split_move")


async def test_a_known_error(scribe: Scribe) -> None:
    await scribe.say("ann", INVOICE)
    await scribe.say("ben", "themes")
    await scribe.press("ben", "Open")
    await scribe.fill("ben", "Known error", workaround="Post with tax code V2 and correct it on Monday.")
    await scribe.say("bob", SAME)
    scribe.check("known_error")


async def test_colleagues_and_it_see_it_differently(scribe: Scribe) -> None:
    await scribe.say("ann", INVOICE)
    await scribe.say("bob", SAME)
    await scribe.say("ivy", "themes")
    await scribe.press("ivy", "Open")
    await scribe.fill("ivy", "IT sees it differently", cause="training")
    await scribe.say("ben", "themes")
    await scribe.say("ben", "digest")
    scribe.check("seen_differently")


async def test_asking_a_reporter_who_hides_their_name(scribe: Scribe) -> None:
    await scribe.say("cara", INVOICE)
    await scribe.fill("cara", "Change this", visibility="nobody")
    await scribe.say("ivy", "themes")
    await scribe.press("ivy", "Open")
    await scribe.fill("ivy", "Ask a reporter", question="Which company code do you post in?")
    await scribe.fill("cara", "Answer", answer="1000, since Monday")
    question = next(m for m in scribe.office.seen("cara") if m.key.startswith("inquiry:"))
    await scribe.say("cara", "and in 2000 as well", thread=question.id)
    scribe.check("ask_hidden")


async def test_a_goal(scribe: Scribe) -> None:
    await scribe.say("ann", INVOICE)
    await scribe.say("ben", "themes")
    await scribe.fill("ben", "Record a goal", title="Close the month in three days", due="2026-06-30")
    await scribe.say("ben", "themes")
    await scribe.press("ben", "Open")
    await scribe.fill("ben", "Link a goal", goal="1")
    scribe.check("goal")


async def test_it_comes_back_after_the_fix(scribe: Scribe) -> None:
    await scribe.say("ann", INVOICE)
    await scribe.say("ivy", "themes")
    await scribe.press("ivy", "Open")
    await scribe.fill("ivy", "It is fixed")
    await scribe.press("ann", "Fixed")
    await scribe.later(days=3)
    await scribe.say("bob", SAME)
    await scribe.say("ivy", "themes")
    scribe.check("comes_back")


async def test_we_are_not_sure_and_offer_the_two_likeliest(scribe: Scribe) -> None:
    scribe.office.core.language = Unsure()
    await scribe.say("ann", INVOICE)
    await scribe.press("ann", "You cannot get in, or may not do it (Finance)")
    await scribe.press("ann", "It slows me down")
    scribe.check("not_sure")


async def test_a_correction(scribe: Scribe) -> None:
    await scribe.say("ann", INVOICE)
    await scribe.fill("ann", "Change this", cause="access", module="procurement", impact="annoyed")
    await scribe.say("ben", "themes")
    scribe.check("correction")


async def test_who_sees_the_name(scribe: Scribe) -> None:
    await scribe.say("ann", INVOICE)
    await scribe.press("ann", "I'm blocked")
    await scribe.fill("ann", "Change this", visibility="brm_only", area="Warehouse Lyon")
    await scribe.say("ivy", "themes")
    await scribe.press("ivy", "Open")
    await scribe.fill("ann", "Change this", visibility="nobody")
    await scribe.say("ann", "who sees this")
    scribe.check("who_sees_the_name")


async def test_many_reports_at_once(scribe: Scribe) -> None:
    for week in range(3):
        await scribe.office.say("ann", f"the invoice number{week} looks odd")
        scribe.office.later(days=7)
    for number in range(4):
        await scribe.office.say(f"colleague{number}", f"invoice cannot be posted, try {number}")
        scribe.office.later(minutes=5)
    scribe.begin()
    await scribe.say("cara", "invoice cannot be posted since this morning")
    await scribe.say("bob", SAME)
    scribe.check("many_at_once")


async def test_the_brm_asks_and_the_reporter_answers_in_the_thread(scribe: Scribe) -> None:
    await scribe.say("ann", INVOICE)
    await scribe.say("ben", "themes")
    await scribe.press("ben", "Open")
    await scribe.fill("ben", "Ask a reporter", question="Does it happen with every supplier?")
    question = next(m for m in scribe.office.seen("ann") if m.key.startswith("inquiry:"))
    await scribe.say("ann", "Only with those abroad", thread=question.id)
    await scribe.fill("ben", "Ask the reporter", question="Thank you. Since which day?")
    await scribe.fill("ann", "Answer", answer="Since Monday")
    scribe.check("brm_asks")


async def test_three_colleagues_told_us_the_same(scribe: Scribe) -> None:
    for person in ("ann", "bob", "dan"):
        await scribe.office.say(person, SAME)
    scribe.begin()
    await scribe.later(days=1)
    await scribe.say("ivy", "themes")
    await scribe.press("ivy", "Open")
    await scribe.press("ivy", "We work on it")
    await scribe.later(days=2)
    await scribe.say("cara", INVOICE)
    scribe.check("three_told_us")
