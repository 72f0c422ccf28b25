"""IT posts, answers, explains a word, is stopped over an error and publishes; and the colleague who had complained."""

import re

REPORT = "Goods receipt is so slow that posting one delivery takes minutes."
POST = "EWM: goods receipt is slow since 08:10 UTC (INC0012345). We are looking into it. The ZQRF job is stopped."


def test_from_a_post_that_leaves_things_open_to_the_colleague_who_waits(window):
    it, colleague, other = window(), window(), window()

    # 1. A colleague has complained.
    colleague.be("meiling")
    colleague.say(REPORT)
    colleague.sees("Here is what I understood")

    # 2. IT posts; the preview asks what colleagues will ask, and IT answers.
    it.be("arjun", "erp-it")
    it.sees("IT updates")
    it.say(POST)
    it.sees("Colleagues will ask:")
    it.shoot("author-1-asked")
    it.press("Answer")
    box = it.dialog()
    box.fill("Who is affected?", "everyone in the Lyon warehouse")
    box.fill("When do we hear from you again?", "by 23:50 UTC")
    it.shoot("author-2-answer")
    box.press("Add it")
    it.sees(re.compile("This affects everyone in the Lyon warehouse"))

    # 3. A word nobody explained: one tap, and the draft explains it.
    it.press("Explain ZQRF")
    box = it.dialog()
    box.fill("ZQRF", "the nightly count of stock")
    box.press("Keep it")
    it.sees(re.compile("ZQRF: the nightly count of stock"))
    it.shoot("author-3-explained")

    # 4. Edited into an error: stopped, with both spans shown.
    it.press("Edit")
    box = it.dialog()
    draft = it.page.locator("dialog[open]").get_by_label("In plain words").input_value()
    assert "08:10" in draft
    box.fill("In plain words", draft.replace("08:10", "09:45"))
    box.press("Save")
    it.sees("Please look at this before it goes out:")
    it.sees("Publish anyway")
    it.shoot("author-4-stopped")

    # 5. Put right and published: the news channel has it, and whoever complained hears.
    it.press("Edit")
    box = it.dialog()
    box.fill("In plain words", draft)
    box.press("Save")
    it.sees("Every fact is kept:")
    it.press("Publish")
    it.sees(re.compile("published this"))
    colleague.sees(re.compile("You told us"))
    colleague.sees(re.compile("IT: .*since 08:10 UTC"))
    colleague.shoot("author-5-told")
    other.be("kwame", "erp-news")
    other.sees(re.compile("This affects everyone in the Lyon warehouse"))

    # 6. Anybody can ask what a post means, and see the company's own words.
    other.say("@liaison translate: The ZQRF job will be restarted tonight at 20:00 UTC.")
    other.sees("In plain words")
    other.shoot("author-6-translated")
    other.be("kwame")
    other.say("glossary")
    other.sees("Your company's words")
    other.sees(re.compile("the nightly count of stock"))
    other.shoot("author-7-glossary")
