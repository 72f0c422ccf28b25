"""Golden conversations of the author's side: what IT is asked, explains, is stopped for, and promises."""

import pytest

from bot.ports import Profile
from tests.core.scribe import Scribe
from tests.office import Office

SLOW = "EWM: goods receipt is slow since 08:10 UTC (INC0012345). We are looking into it. The ZQRF job is stopped."
REPORT = "Goods receipt is slow, posting takes minutes"


@pytest.fixture
async def scribe(office: Office) -> Scribe:
    office.chat.profiles["ivy"] = Profile(name="Ivy", zone="Europe/Berlin")
    await office.open_company()
    return Scribe(office)


async def test_asked_explained_stopped_and_published(scribe: Scribe) -> None:
    await scribe.say("bob", REPORT)
    scribe.begin()
    await scribe.say("ivy", SLOW, "erp-it")
    await scribe.fill("ivy", "Answer", "erp-it", affected="everyone in the Lyon warehouse", next_word="by 11:00 UTC")
    await scribe.fill("ivy", "Explain ZQRF", "erp-it", plain="the nightly count of stock")
    await scribe.fill("ivy", "Edit", "erp-it", plain="EWM: goods receipt is slow since 09:45 UTC.")
    await scribe.press("ivy", "Discard", "erp-it")
    scribe.check("author_stopped")


async def test_one_is_skipped_and_one_is_not_known(scribe: Scribe) -> None:
    await scribe.say("ivy", SLOW, "erp-it")
    await scribe.fill("ivy", "Answer", "erp-it", affected="not known yet")
    await scribe.press("ivy", "Publish", "erp-it")
    scribe.check("author_not_known")


async def test_a_promise_is_the_day_of_the_theme(scribe: Scribe) -> None:
    await scribe.say("bob", REPORT)
    scribe.begin()
    await scribe.say("ivy", "Goods receipt in EWM is slow. It will be fixed on Friday.", "erp-it")
    await scribe.press("ivy", "Leave it out", "erp-it")
    await scribe.press("ivy", "Publish", "erp-it")
    await scribe.say("bob", "my issues")
    scribe.check("author_promise")


async def test_a_post_in_german_is_not_called_checked(scribe: Scribe) -> None:
    post = (
        "Die Rechnungen werden heute Nacht nicht verarbeitet. Wartung des Systems ab 22:00 Uhr, bitte melden Sie sich "
        "vorher ab."
    )
    await scribe.say("ivy", post, "erp-it")
    await scribe.fill("ivy", "Edit", "erp-it", plain=post.replace("nicht ", ""))
    scribe.check("author_german")


async def test_the_companys_own_words(scribe: Scribe) -> None:
    await scribe.say("ivy", "define ZQRF = the nightly count of stock")
    await scribe.say("ben", "define zqrf = the count of all stock that runs every night")
    await scribe.say("ann", "define ZQRF = nonsense")
    await scribe.say("ivy", "define ZQRF")
    await scribe.say("ann", "glossary")
    await scribe.say("ann", "translate The ZQRF job is down until 10:00 UTC, please do not post goods receipts.")
    await scribe.say("ann", "translate")
    scribe.check("author_glossary")


async def test_translate_this(scribe: Scribe) -> None:
    post = "The IDoc interface will be down on 14 March 2026 from 22:00 to 23:30 CET."
    await scribe.say("ann", "@liaison translate this", "erp-news", mentions_bot=True, answered=post, thread="t1")
    await scribe.say("ann", f"@liaison translate: {post}", "erp-news", mentions_bot=True)
    await scribe.say("ann", "@liaison translate this", "erp-news", mentions_bot=True, thread="t2")
    await scribe.say("ivy", "@liaison translate this please", "erp-it", mentions_bot=True, answered=post, thread="t3")
    scribe.check("author_translate_this")
