"""The whole loop, walked by people of four roles in two windows."""

import re

REPORT = "Posting supplier invoices stops with a tax code error since this morning. I cannot close the month."
UPDATE = (
    "Fixed: tax code determination for supplier invoices, transport DEVK9A0417 imported to PRD at 14:10 CET. "
    "Please post the invoices again. Contact: Arjun."
)
SECOND_THOUGHT = "The finance server will be restarted on Friday at 22:00 CET. Please log off before."
EVERYBODY = ("ines", "kwame", "meiling", "astrid", "ruth")


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
    right.sees("BRM digest")  # the channel has its purpose
    left.press("I'm blocked")
    left.sees("You are blocked")
    right.sees(re.compile("Blocked:"))
    right.shoot("walk-2-brm")
    assert right.page.locator("#list").get_by_text("Blocked:").count() == 1

    # 3. IT posts; the draft comes into the thread, for IT to decide. One is edited, another discarded.
    right.be("arjun", "erp-it")
    right.sees("IT updates")
    right.say(SECOND_THOUGHT)
    right.sees("Draft in plain words")
    right.press("Discard")
    right.dialog().press("Discard")
    right.sees("Draft discarded. Nothing went out.")
    right.say(UPDATE)
    right.sees("Draft in plain words")
    right.shoot("walk-3-draft")
    right.press("Edit")
    box = right.dialog()
    box.fill("Headline", "Supplier invoices can be posted again")
    box.press("Save")
    right.sees("Supplier invoices can be posted again")

    # 4. Published: the news channel has it, the reporter hears, and may thank IT.
    right.press("Publish")
    right.sees(re.compile("published this"))
    right.shoot("walk-4-published")
    left.sees(re.compile("You told us"))
    left.sees("Is it fixed for you?")
    left.shoot("walk-5-told")
    left.press("Fixed")
    left.press("Thank IT")
    box = left.dialog()
    box.fill("What did it change for you?", "I closed the month two days early.")
    left.shoot("walk-6-thanks")
    box.press("Send thanks")
    left.sees(re.compile("IT has your thanks"))
    right.sees(re.compile("I closed the month two days early"))
    right.shoot("walk-7-thanked")
    right.be("kwame", "erp-news")
    right.sees("Supplier invoices can be posted again")
    right.shoot("walk-8-news")


def test_from_a_question_to_the_digest(window):
    left, right = window(), window()

    left.be("meiling")
    left.say("The MRP run hangs for ten minutes every morning.")
    left.sees("Here is what I understood")

    # 5. A BRM asks everybody a question now; an answer is one tap; five answers are shown.
    left.be("astrid", "erp-brm")
    left.sees("BRM digest")  # so that she is known as the BRM
    left.be("astrid")
    left.say("pulse")
    left.press("Ask now")
    left.shoot("walk-9-ask")
    left.dialog().press("Ask")
    left.sees(re.compile("5 people are asked"))
    for person in EVERYBODY:
        right.be(person)
        right.sees(re.compile("one tap", re.IGNORECASE))
        right.page.locator("#list [data-action='pulse.answer']").last.click()
        right.sees(re.compile("Thank you"))
    right.shoot("walk-10-answered")

    # 6. The answers are in the BRM channel; the digest of the week, with its chart, comes where she asks for it.
    right.be("astrid", "erp-brm")
    right.sees(re.compile("At least 4 of 5 agree"))  # nobody learns whether all did
    right.shoot("walk-11-answers")
    right.press("Digest now")
    right.page.locator("#list figure img").last.wait_for()
    right.shoot("walk-12-digest")
