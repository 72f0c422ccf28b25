"""The whole loop, walked by four people in two windows."""

import re

REPORT = "Posting supplier invoices stops with a tax code error since this morning. I cannot close the month."
UPDATE = (
    "Fixed: tax code determination for supplier invoices, transport DEVK9A0417 imported to PRD at 14:10 CET. "
    "Please post the invoices again. Contact: Arjun."
)


def test_from_a_complaint_to_a_thank_you(window):
    left, right = window(), window()

    # 1. A colleague tells Liaison, and says how much it hurts.
    left.be("ines")
    left.shoot("walk-0-empty")
    left.say(REPORT)
    left.sees("Here is what I understood")
    left.shoot("walk-1-understood")

    # 2. The BRM channel gets one line for a blocked colleague.
    right.be("astrid", "erp-brm")
    left.press("I'm blocked")
    left.sees("You are blocked")
    right.sees(re.compile("Blocked:"))
    right.shoot("walk-2-brm")
    assert right.page.locator("#list").get_by_text("Blocked:").count() == 1

    # 3. IT posts; the draft comes into the thread, for IT to decide.
    right.be("arjun", "erp-it")
    right.say(UPDATE)
    right.sees("Draft in plain words")
    right.shoot("walk-3-draft")
    right.press("Edit")
    right.dialog().press("Cancel")

    # 4. Published: the news channel has it, and the reporter hears.
    publish(right)
    right.sees(re.compile("published this"))
    right.shoot("walk-4-published")
    left.sees(re.compile("You told us"))
    left.sees("Is it fixed for you?")
    left.shoot("walk-5-told")
    left.press("Fixed")
    left.page.locator("#list").get_by_role("button", name="Thank IT").wait_for()
    left.shoot("walk-6-fixed")
    right.be("kwame", "erp-news")
    right.sees(re.compile("supplier invoices"))
    right.shoot("walk-7-news")


def publish(it) -> None:
    """Publish the draft; where the gate asks for a reason, give one."""
    anyway = it.page.locator("#list").get_by_role("button", name="Publish anyway")
    if anyway.count():
        anyway.last.click()
        box = it.dialog()
        box.fill("Why it is right as it is", "I checked every fact against my post.")
        box.press("Publish")
    else:
        it.press("Publish")
