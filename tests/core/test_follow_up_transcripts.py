"""Golden conversations of what comes after Publish: what everybody reads, word for word."""

import pytest

from bot.ports import Profile
from tests.core.scribe import Scribe
from tests.core.test_follow_up import MENDED, REPORT, SLOW, STILL
from tests.office import Office


@pytest.fixture
async def scribe(office: Office) -> Scribe:
    office.chat.profiles["ann"] = Profile(name="Ann", zone="Europe/Lisbon", area="Warehouse Porto")
    office.chat.profiles["bob"] = Profile(name="Bob", zone="Europe/Berlin")
    await office.open_company()
    return Scribe(office)


async def test_slow_still_slow_fixed(scribe: Scribe) -> None:
    await scribe.say("bob", REPORT)
    first = await scribe.say("ivy", SLOW, "erp-it")
    await scribe.press("ivy", "Publish", "erp-it")
    await scribe.later(hours=3)
    await scribe.say("ivy", STILL, "erp-it", thread=first)
    await scribe.press("ivy", "Publish", "erp-it")
    await scribe.later(minutes=20)
    await scribe.say("ivy", MENDED, "erp-it")
    await scribe.press("ivy", "Publish", "erp-it")
    await scribe.press("bob", "Fixed")
    scribe.check("follow_ups")


async def test_a_correction(scribe: Scribe) -> None:
    await scribe.say("bob", REPORT)
    first = await scribe.say("ivy", SLOW, "erp-it")
    await scribe.press("ivy", "Publish", "erp-it")
    await scribe.edit("ivy", first, SLOW.replace("11:00", "13:00"), "erp-it")
    await scribe.press("ivy", "Publish", "erp-it")
    scribe.check("news_corrected")


async def test_published_later_for_a_site(scribe: Scribe) -> None:
    await scribe.say("ann", "hello")
    await scribe.say("ivy", "The warehouse scanners will be down tonight 22:00-23:30 CET for an upgrade.", "erp-it")
    await scribe.fill("ivy", "Who gets it", "erp-it", audience="site:Warehouse Porto")
    await scribe.fill("ivy", "Publish later", "erp-it", day="2026-03-02", time="16:00")
    await scribe.later(hours=8)
    scribe.check("published_later")


async def test_does_it_go_on(scribe: Scribe) -> None:
    await scribe.say("ivy", SLOW, "erp-it")
    await scribe.press("ivy", "Publish", "erp-it")
    await scribe.say("ivy", "Goods receipt in EWM is fixed since 12:00 UTC, please scan again.", "erp-it")
    await scribe.press("ivy", "Yes, a follow-up", "erp-it")
    await scribe.press("ivy", "Publish", "erp-it")
    scribe.check("does_it_go_on")
