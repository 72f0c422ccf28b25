"""A theme from the first report to the reopened fix, walked by colleagues, the BRM and IT in two windows."""

import re
from datetime import date, timedelta

from tests.browser.test_access import serious

FIRST = "Posting supplier invoices stops with a tax code error since this morning. I cannot close the month."
SECOND = "Supplier invoices: posting stops with a tax code error, I cannot close the month"
PRINTER = "The label printer in the goods receipt prints nothing."


def test_from_report_to_reopened(window):
    left, right = window(), window()

    # 1. Two colleagues report what is one thing, and one of them what is another.
    left.be("ines")
    left.say(FIRST)
    left.sees("Here is what I understood")
    left.press("I'm blocked")
    left.sees(re.compile("how much time"))
    left.press("About an hour")
    left.sees("Time it cost")
    left.shoot("theme-1-report")
    other = window(width=375, height=800).be("kwame")
    other.say(SECOND)
    other.sees("One colleague has told me the same")
    other.say(PRINTER)
    other.sees(re.compile("label printer"))
    other.shoot("theme-2-not-alone-375")

    # 2. The BRM opens the theme and gives it a name.
    right.be("astrid")
    right.say("themes")
    right.sees("What colleagues are waiting for")
    right.shoot("theme-3-list")
    right.page.locator("#list").get_by_role("button", name="Open", exact=True).first.click()
    right.sees(re.compile("2 colleagues told me this"))
    right.press("Rename")
    right.dialog().fill("What it is about", "Supplier invoices cannot be posted")
    right.dialog().press("Save")
    right.sees("Supplier invoices cannot be posted")
    assert serious(right.page) == []
    right.shoot("theme-4-card")

    # 3. She merges the other theme into it, and splits it off again.
    right.press("Merge")
    right.shoot("theme-5-merge")
    right.dialog().press("Merge")
    right.sees(re.compile("merged another theme into it"))
    right.press("Split")
    box = right.dialog()
    box.fill("What the new theme is about", "Labels are not printed")
    box.choose(re.compile("Boateng.*label printer"), "Goes to the new theme")
    assert serious(right.page) == []
    right.shoot("theme-6-split")
    box.press("Split")
    right.sees("Labels are not printed")

    # 4. IT promises a day and works on it: who waits hears it.
    right.be("arjun")
    right.say("themes")
    right.sees("What colleagues are waiting for")
    right.page.locator("#list").get_by_role("button", name="Open", exact=True).first.click()
    right.sees(re.compile("2 colleagues told me this"))
    right.press("Owner and promise")
    box = right.dialog()
    box.choose("Who in IT looks after it", "Arjun Deshpande")
    box.fill("Promised for", (date.today() + timedelta(days=3)).isoformat())
    right.shoot("theme-7-promise")
    box.press("Save")
    left.sees(re.compile("Arjun Deshpande looks after it and has promised it for"))
    right.press("We work on it")
    left.sees(re.compile("IT is working on it"))
    left.shoot("theme-8-told")

    # 5. IT asks a reporter, who answers.
    right.press("Ask a reporter")
    box = right.dialog()
    box.fill("Your question", "Which company code do you post in?")
    right.shoot("theme-9-ask")
    box.press("Ask")
    right.sees(re.compile("The answer comes here"))

    # 6. Fixed, confirmed by one, still broken for the other.
    right.press("It is fixed")
    right.dialog().fill("What should they know or do?", "The tax code was missing. Please post again.")
    right.dialog().press("Tell them")
    left.sees("Is it fixed for you?")
    left.press("Fixed")
    left.sees(re.compile("Good to hear"))
    other.be("kwame")
    other.sees("Is it fixed for you?")
    other.press("Still broken")
    other.dialog().fill("What is still wrong", "V1 is still unknown")
    other.dialog().press("Tell IT")
    other.sees(re.compile("I have told IT"))
    other.shoot("theme-10-still-broken-375")
    right.be("arjun", "erp-it")
    right.sees(re.compile("V1 is still unknown"))
    right.shoot("theme-11-reopened")
    right.be("astrid")
    right.say("themes")
    right.sees(re.compile("Not fixed yet, a colleague says"))
    right.shoot("theme-12-list-after")
