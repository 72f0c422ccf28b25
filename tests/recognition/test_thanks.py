"""Thanking IT: tied to a confirmed fix, with a reason, a few times a day."""

import pytest

from bot.cards import Form
from bot.recognition.thanks import MOST_A_DAY
from tests.office import Office, words

FIXED = "We fixed the error when posting an invoice in FB60 today at 14:00. Please post your invoices again."


@pytest.fixture
async def fixed(office: Office) -> Office:
    """Ann has confirmed a fix."""
    await office.open_company()
    await report_and_fix(office)
    return office


async def report_and_fix(office: Office) -> None:
    await office.say("ann", "Posting an invoice fails with an error, I cannot post invoices")
    await office.say("ivy", FIXED, "erp-it")
    await office.press("ivy", "Publish", "erp-it")
    await office.press("ann", "Fixed")


async def test_thanks_reach_the_it_channel_once(fixed: Office) -> None:
    await fixed.fill("ann", "Thank IT", reason="I could pay on time.")
    said = words(fixed.last(channel="erp-it"))
    assert "Ann thanks you" in said
    assert "I could pay on time." in said
    assert "IT has your thanks" in words(fixed.last("ann"))
    assert not isinstance(await fixed.form("ann", "Thank IT"), Form)


async def test_thanks_need_a_reason(fixed: Office) -> None:
    shown = len(fixed.seen(channel="erp-it"))
    await fixed.fill("ann", "Thank IT", reason="   ")
    assert len(fixed.seen(channel="erp-it")) == shown


async def test_a_hidden_name_stays_hidden_in_thanks(office: Office) -> None:
    await office.open_company()
    await office.say("ann", "Posting an invoice fails with an error, I cannot post invoices")
    await office.fill("ann", "Change this", visibility="brm_only")
    await office.say("ivy", FIXED, "erp-it")
    await office.press("ivy", "Publish", "erp-it")
    await office.press("ann", "Fixed")
    await office.fill("ann", "Thank IT", reason="It works. Regards, Ann")
    assert "A colleague thanks you" in words(office.last(channel="erp-it"))
    assert "It works. Regards, [name]" in words(office.last(channel="erp-it"))
    assert not any("Ann" in words(m.card) for m in office.seen(channel="erp-it"))


async def test_thanks_are_few_enough_to_mean_something(fixed: Office) -> None:
    for _ in range(MOST_A_DAY):
        await fixed.fill("ann", "Thank IT", reason="Thank you.")
        await report_and_fix(fixed)
    shown = len(fixed.seen(channel="erp-it"))
    await fixed.fill("ann", "Thank IT", reason="Thank you.")
    assert "three times today" in words(fixed.last("ann"))
    assert len(fixed.seen(channel="erp-it")) == shown
    fixed.later(days=1, minutes=1)
    await fixed.fill("ann", "Thank IT", reason="Thank you.")
    assert len(fixed.seen(channel="erp-it")) == shown + 1


async def test_nobody_thanks_for_somebody_elses_fix(fixed: Office) -> None:
    button = fixed.button("Thank IT", "ann")
    await fixed.press_raw("bob", button.action, button.value)
    assert "do not know that button" in words(fixed.last("bob"))
