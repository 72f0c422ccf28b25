"""Two windows, two people: what one does, the other sees; and nothing is lost on the way."""

import re

import pytest

LONG = "x" * 40_001


def test_two_windows_see_each_other_write_change_answer_and_delete(window):
    ines, kwame = window().be("ines", "erp-news"), window().be("kwame", "erp-news")
    ines.say("Good morning everybody")
    kwame.sees("Good morning everybody")

    mine = ines.page.locator(".post", has_text="Good morning everybody")
    mine.hover()
    mine.get_by_role("button", name=re.compile("^Edit")).click()
    ines.page.get_by_label("Change your message").fill("Good morning, warehouse")
    ines.page.keyboard.press("Enter")
    kwame.sees("Good morning, warehouse")
    assert kwame.page.locator(".post", has_text="Good morning, warehouse").locator(".edited").count() == 1

    theirs = kwame.page.locator(".post", has_text="Good morning, warehouse")
    theirs.get_by_role("button", name=re.compile("^Reply")).click()
    kwame.page.get_by_role("textbox", name=re.compile("^Reply to Inês")).fill("Good morning, finance")
    kwame.page.keyboard.press("Enter")
    ines.page.locator(".replies").get_by_text("Good morning, finance").wait_for()

    reply = kwame.page.locator(".replies .post", has_text="Good morning, finance")
    reply.hover()
    reply.get_by_role("button", name=re.compile("^Delete")).click()
    kwame.dialog().press("Delete")
    ines.page.get_by_text("Good morning, finance").wait_for(state="detached")


def test_news_elsewhere_is_marked_until_it_is_read(window):
    ines, kwame = window().be("ines"), window().be("kwame", "erp-news")
    ines.be("ines", "erp-news").be("ines")
    mark = ines.page.locator('.places a[data-place="erp-news"] .mark')
    assert mark.is_hidden()
    kwame.say("Anyone at the gate?")
    mark.wait_for()
    ines.be("ines", "erp-news")
    ines.be("ines")
    assert ines.page.locator('.places a[data-place="erp-news"] .mark').is_hidden()


def test_history_is_there_after_a_restart_and_windows_come_back(window, service):
    ines = window().be("ines", "erp-news")
    ines.say("Before the restart")
    ines.sees("Before the restart")
    before = service.url
    service.stop()
    ines.page.get_by_text("The connection is lost").wait_for()
    ines.page.get_by_label(re.compile("^Message to")).fill("While it was away")
    ines.page.keyboard.press("Enter")
    ines.page.get_by_text("cannot be reached").wait_for()
    assert ines.page.get_by_label(re.compile("^Message to")).input_value() == "While it was away"
    service.start(port=int(before.rsplit(":", 1)[1]))
    ines.page.wait_for_selector("body[data-connected]", state="attached")
    ines.page.keyboard.press("Enter")
    ines.sees("While it was away")
    ines.sees("Before the restart")
    ines.problems.clear()  # the browser reports each connection that was refused


def test_too_many_words_stay_in_the_box(window):
    ines = window().be("ines")
    ines.say(LONG)
    ines.page.get_by_text("40,000 characters").wait_for()
    assert ines.page.get_by_label(re.compile("^Message to")).input_value() == LONG


@pytest.mark.parametrize("words", ['<b onclick="x()">bold</b> & "more"', "שלום \u202eעולם", "Z̷̛͉a̴̧͝l̵̨͠g̴͇̈́o̶̻͑", "📦" * 30])
def test_any_words_are_shown_as_they_are(window, words):
    ines, kwame = window().be("ines", "erp-news"), window().be("kwame", "erp-news")
    ines.say(words)
    kwame.page.locator(".said", has_text=words).last.wait_for()
    assert kwame.page.locator(".said").last.inner_text() == words
    assert kwame.page.locator(".said b").count() == 0


def test_a_draft_survives_a_look_elsewhere(window):
    ines = window().be("ines")
    ines.page.get_by_label(re.compile("^Message to")).fill("Half a sentence")
    ines.be("ines", "erp-news")
    ines.be("ines")
    assert ines.page.get_by_label(re.compile("^Message to")).input_value() == "Half a sentence"


def test_a_new_channel_asks_what_it_is_for(window):
    kwame = window().be("kwame")
    kwame.page.get_by_role("button", name="New channel").click()
    box = kwame.dialog()
    box.press("Create")
    assert "This is needed." in box.text()
    box.fill("Name", "Lorry gate")
    kwame.page.get_by_label("Inês Carvalho").check()
    box.press("Create")
    kwame.sees("What is this channel for?")
    kwame.shoot("new-channel")
    ines = window().be("ines")
    ines.page.get_by_role("link", name=re.compile("lorry-gate")).click()
    ines.sees("What is this channel for?")
