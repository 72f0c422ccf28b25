"""A published announcement and what follows it, in the news channel of a browser."""

import re

SLOW = "EWM: goods receipt is slow since 08:10 UTC (INC0012345). We are looking into it. Next update by 23:50 UTC."
MENDED = "INC0012345 is fixed since 12:00 UTC, please scan again."


def test_a_fix_changes_the_headline_of_its_announcement(window):
    it, reader = window(), window()
    reader.be("kwame", "erp-news")
    it.be("arjun", "erp-it")
    it.say(SLOW)
    it.sees("Draft in plain words")
    it.press("Publish")
    reader.sees(re.compile("goods receipt has been slow"))
    it.say(MENDED)
    it.sees("A follow-up of")
    it.shoot("after-1-follow-up")
    it.press("Publish")
    reader.page.locator("#list").get_by_text(re.compile("^Fixed (at|on) .* · EWM")).first.wait_for()
    reader.shoot("after-2-news")
