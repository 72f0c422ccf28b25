"""The author's side: questions and answers, words explained, promises, other languages; by whom, and how often."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from bot.cards import Card, Form
from bot.listening.model import Theme
from bot.ports import Profile
from bot.translation.foreign import flipped
from bot.translation.model import AuthorAnswer, CompanyTerm
from bot.translation.promised import promised_day
from bot.translation.questions import as_sentence
from bot.translation.slots import Slot
from tests.office import START, Office, words

SLOW = "EWM: goods receipt is slow since 08:10 UTC (INC0012345). We are looking into it."
STRANGE = "The ZQRF job is stopped until 10:00 UTC, please do not post goods receipts in Lyon."
REPORT = "Goods receipt is slow, posting takes minutes"


@pytest.fixture
async def firm(office: Office) -> Office:
    await office.open_company()
    return office


def draft(firm: Office) -> str:
    return words([m for m in firm.seen(channel="erp-it") if m.key.startswith("draft:")][-1].card)


async def test_a_skipped_question_is_left_out_and_not_asked_again(firm: Office) -> None:
    post = await firm.say("ivy", SLOW, "erp-it")
    await firm.press("ivy", "Leave it out", "erp-it")
    assert "Colleagues will ask" not in draft(firm)
    await firm.edit("ivy", post, f"{SLOW} It is the network.", "erp-it")
    assert "Colleagues will ask" not in draft(firm)
    await firm.press("ivy", "Publish", "erp-it")
    assert "affect" not in words(firm.last(channel="erp-news"))


async def test_an_answer_is_kept_with_who_and_when_and_goes_out(firm: Office) -> None:
    await firm.say("ian", "Good morning", "erp-it")
    await firm.say("ivy", SLOW, "erp-it")
    await firm.fill("ian", "Answer", "erp-it", affected="everyone in Lyon", next_word="not known yet")
    assert "Colleagues will ask" not in draft(firm)
    await firm.press("ivy", "Publish", "erp-it")
    news = words(firm.last(channel="erp-news"))
    assert "This affects everyone in Lyon." in news
    assert "We do not know yet when there is more news." in news
    kept = await firm.store.read(await firm.company(), lambda s: [(a.slot, a.words, a.at) for a in s.scalars(_ANSWERS)])
    assert kept == [("affected", "everyone in Lyon", firm.now), ("next_word", "not known yet", firm.now)]


_ANSWERS = select(AuthorAnswer).order_by(AuthorAnswer.id)


async def test_what_was_answered_counts_as_a_fact_of_the_post(firm: Office) -> None:
    await firm.say("ivy", SLOW, "erp-it")
    await firm.fill("ivy", "Answer", "erp-it", affected="everyone in Lyon", next_word="by 11:00 UTC")
    assert "11:00" in draft(firm)
    await firm.fill("ivy", "Edit", "erp-it", plain=SLOW + " This affects everyone in Lyon.")
    assert "11:00" in draft(firm).split("Please look at this before it goes out:")[1]
    await firm.press_raw("ivy", "update.publish", firm.button("Publish anyway", channel="erp-it").value, "erp-it")
    assert firm.seen(channel="erp-news")[-1].key.startswith("purpose:")


async def test_only_it_may_answer_skip_or_explain(firm: Office) -> None:
    await firm.say("ivy", f"{SLOW} {STRANGE}", "erp-it")
    before = draft(firm)
    for label in ("Answer", "Explain ZQRF"):
        refusal = await firm.form("ann", label, "erp-it")
        assert isinstance(refusal, Card)
        assert "Only colleagues in the IT updates channel" in words(refusal)
    await firm.press("ann", "Leave it out", "erp-it")
    assert "Only colleagues in the IT updates channel" in words(firm.last("ann"))
    assert draft(firm) == before


async def test_an_answer_stops_a_draft_that_waits_and_leaves_an_editors_words(firm: Office) -> None:
    await firm.say("ivy", SLOW, "erp-it")
    await firm.fill("ivy", "Edit", "erp-it", headline="Goods receipt in EWM is slow since 08:10 UTC (INC0012345)")
    await firm.fill("ivy", "Publish later", "erp-it", day="2026-03-02", time="18:00")
    await firm.fill("ivy", "Answer", "erp-it", affected="everyone in Lyon")
    assert "It goes out by itself" not in draft(firm)
    assert "Goods receipt in EWM is slow since 08:10 UTC (INC0012345)" in draft(firm)
    assert "Affected: everyone in Lyon." in draft(firm)
    assert "[Publish]" in draft(firm)


async def test_a_post_that_says_it_itself_no_longer_needs_the_answer(firm: Office) -> None:
    post = await firm.say("ivy", SLOW, "erp-it")
    await firm.fill("ivy", "Answer", "erp-it", affected="everyone in Lyon", next_word="by 11:00 UTC")
    await firm.edit("ivy", post, f"{SLOW} All users in Lyon and Porto are affected.", "erp-it")
    assert "Porto" in draft(firm)
    assert "everyone" not in draft(firm)
    assert "The next update comes by 11:00 UTC." in draft(firm)


async def test_a_correction_keeps_what_was_answered_and_asks_nothing_anew(firm: Office) -> None:
    post = await firm.say("ivy", SLOW, "erp-it")
    await firm.fill("ivy", "Answer", "erp-it", affected="everyone in Lyon", next_word="by 11:00 UTC")
    await firm.press("ivy", "Publish", "erp-it")
    await firm.edit("ivy", post, SLOW.replace("08:10", "08:30"), "erp-it")
    assert "A correction of" in draft(firm)
    assert "everyone in Lyon" in draft(firm)
    assert "Colleagues will ask" not in draft(firm)
    await firm.press("ivy", "Publish", "erp-it")
    reply = words(firm.seen(channel="erp-news")[-1].card)
    assert "It is 08:30, not 08:10." in reply
    assert "11:00 no longer holds" not in reply


@pytest.mark.parametrize("text", ["Fixed.", "extended to 18:00", "still down", "Delayed until Monday 20:00 UTC."])
async def test_a_short_follow_up_is_asked_nothing_and_says_it_once(firm: Office, text: str) -> None:
    first = await firm.say("ivy", SLOW, "erp-it")
    await firm.press("ivy", "Publish", "erp-it")
    await firm.say("ivy", text, "erp-it", thread=first)
    assert "Colleagues will ask" not in draft(firm)
    await firm.press("ivy", "Publish", "erp-it")
    lines = words(firm.seen(channel="erp-news")[-1].card).splitlines()
    assert len({line.rstrip(".").lower() for line in lines}) == len(lines)


async def test_a_long_follow_up_is_asked_only_what_the_first_left_open(firm: Office) -> None:
    first = await firm.say("ivy", f"{SLOW} All users in Lyon are affected.", "erp-it")
    await firm.press("ivy", "Publish", "erp-it")
    more = "EWM is still down, because the database does not start again after the patch of this morning."
    await firm.say("ivy", more, "erp-it", thread=first)
    asked = next(line for line in draft(firm).splitlines() if line.startswith("Colleagues will ask"))
    assert "Who is affected?" not in asked
    assert asked.count("?") <= 2


@pytest.mark.parametrize(
    ("slot", "said", "sentence"),
    [
        (Slot.AFFECTED, "everyone in Lyon", "Affected: everyone in Lyon."),
        (Slot.AFFECTED, "all buyers are affected.", "All buyers are affected."),
        (Slot.AFFECTED, "unknown", "We do not know yet who is affected."),
        (Slot.ACTION, "nothing", "You do not need to do anything."),
        (Slot.ACTION, "please book by hand", "Please book by hand."),
        (Slot.NEXT_WORD, "16:00", "The next update comes at 16:00."),
        (Slot.NEXT_WORD, "by 16:00 CET", "The next update comes by 16:00 CET."),
        (Slot.NEXT_WORD, "as soon as we know more", "The next update comes as soon as we know more."),
        (Slot.NEXT_WORD, "Tomorrow we will write.", "Tomorrow we will write."),
        (Slot.NEXT_WORD, "?", "We do not know yet when there is more news."),
        (Slot.CONTACT, "the service desk", "Contact: the service desk."),
        (Slot.CONTACT, "not known yet", ""),
        (Slot.WHEN, "  ", ""),
    ],
)
def test_an_answer_as_a_sentence(slot: Slot, said: str, sentence: str) -> None:
    assert as_sentence(slot, said) == sentence


async def test_a_word_explained_once_is_explained_in_every_draft_after(firm: Office) -> None:
    await firm.say("ivy", STRANGE, "erp-it")
    assert "Not explained in the draft: ZQRF" in draft(firm)
    await firm.fill("ivy", "Explain ZQRF", "erp-it", plain="the nightly count of stock")
    assert "- ZQRF: the nightly count of stock" in draft(firm)
    assert "Not explained" not in draft(firm)
    await firm.press("ivy", "Publish", "erp-it")
    assert "- ZQRF: the nightly count of stock" in words(firm.last(channel="erp-news"))
    await firm.say("ivy", "The ZQRF job will run again tomorrow at 06:00 UTC for all users.", "erp-it")
    assert "- ZQRF: the nightly count of stock" in draft(firm)


async def test_a_word_explained_anew_leaves_open_drafts_as_they_are(firm: Office) -> None:
    await firm.say("ivy", STRANGE, "erp-it")
    await firm.fill("ivy", "Explain ZQRF", "erp-it", plain="the nightly count of stock")
    await firm.say("ben", "define ZQRF = the count of stock by night")
    await firm.press("ivy", "Publish", "erp-it")
    assert "- ZQRF: the nightly count of stock" in words(firm.last(channel="erp-news"))
    rows = await firm.store.read(await firm.company(), lambda s: [t.plain for t in s.scalars(select(CompanyTerm))])
    assert rows == ["the nightly count of stock", "the count of stock by night"]


async def test_an_explanation_that_is_taken_back_is_not_used(firm: Office) -> None:
    await firm.say("ivy", "define ZQRF = the nightly count of stock")
    await firm.say("ivy", "define ZQRF =")
    assert "no longer explain" in words(firm.last("ivy"))
    await firm.say("ivy", STRANGE, "erp-it")
    assert "Not explained in the draft: ZQRF" in draft(firm)
    await firm.say("ann", "glossary")
    assert "no longer explained" in words(firm.last("ann"))


async def test_an_explanation_nobody_gave_stops_the_draft(firm: Office) -> None:
    await firm.say("ivy", STRANGE, "erp-it")
    plain = f"{STRANGE}\n\nWhat the words mean:\n- ZQRF: a job that costs 5,000 euros"
    await firm.fill("ivy", "Edit", "erp-it", plain=plain)
    assert "Please look at this before it goes out" in draft(firm)


async def test_a_word_the_draft_does_not_have_cannot_be_explained_from_it(firm: Office) -> None:
    await firm.say("ivy", STRANGE, "erp-it")
    value = {**firm.button("Explain ZQRF", channel="erp-it").value, "term": "payroll"}
    await firm.press_raw("ivy", "term.explain", value, "erp-it")
    company = await firm.company()
    assert await firm.store.read(company, lambda s: s.scalars(select(CompanyTerm)).all()) == []


async def test_defining_works_by_mention_and_in_other_languages(firm: Office) -> None:
    await firm.say("ivy", "@liaison define EWM = the program of the warehouse", "erp-it", mentions_bot=True)
    assert "From now on EWM means: the program of the warehouse" in words(firm.last(channel="erp-it"))
    await firm.say("ivy", "definiere MIGO = die Buchung der Ware")
    assert "die Buchung der Ware" in words(firm.last("ivy"))


@pytest.mark.parametrize("text", ["Define new vendor does not work in the order form", "Translate button is slow"])
async def test_a_complaint_may_begin_like_a_command(firm: Office, text: str) -> None:
    await firm.say("ann", text)
    assert words(firm.last("ann")).startswith(f"Here is what I understood\n{text}")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Goods receipt is slow. It will be fixed on Friday.", date(2026, 3, 6)),
        ("Goods receipt: fixed by 10 March.", date(2026, 3, 10)),
        ("We will solve this tomorrow.", date(2026, 3, 3)),
        ("The fix is planned for Friday, a second one for 12 March 2026.", date(2026, 3, 12)),
        ("It may be fixed on Friday.", None),
        ("It will not be fixed on Friday.", None),
        ("It was fixed on Friday.", None),
        ("Fixed today at 08:30.", None),
        ("Will it be fixed on Friday?", None),
        ("The server will be down on Friday.", None),
        ("The patch day for servers is moved to Thursday.", None),
        ("Goods receipt will be available again tomorrow at the earliest.", None),
        ("It will be fixed on 28 February 2026.", None),
        ("It will be fixed on 30 February.", None),
    ],
)
def test_the_day_that_a_post_promises(text: str, day: date | None) -> None:
    assert promised_day(text, START, "Europe/Berlin") == day


async def promised_for(firm: Office) -> date | None:
    return await firm.store.read(await firm.company(), lambda s: s.scalars(select(Theme.promised_for)).one())


async def test_a_published_promise_is_the_themes_day_and_nobody_is_asked_whether_it_is_fixed(firm: Office) -> None:
    await firm.say("bob", REPORT)
    post = await firm.say("ivy", "Goods receipt is slow. It will be fixed on Friday.", "erp-it")
    assert await promised_for(firm) is None
    await firm.press("ivy", "Publish", "erp-it")
    assert await promised_for(firm) == date(2026, 3, 6)
    assert "Is it fixed for you?" not in words(firm.last("bob"))
    await firm.edit("ivy", post, "Goods receipt is slow. It will be fixed on Monday 9 March.", "erp-it")
    await firm.press("ivy", "Publish", "erp-it")
    assert await promised_for(firm) == date(2026, 3, 9)


async def test_a_promise_is_none_for_a_theme_it_does_not_answer(firm: Office) -> None:
    await firm.say("bob", REPORT)
    await firm.say("ivy", "Goods receipt is slow. It will be fixed on Friday.", "erp-it")
    await firm.press("ivy", "This does not answer them", "erp-it")
    assert "this is a promise" not in draft(firm)
    await firm.press("ivy", "Publish", "erp-it")
    assert await promised_for(firm) is None


FOREIGN = {
    "de": ("Die Rechnungen werden heute Nacht nicht verarbeitet. Das System steht ab 22:00 Uhr bereit.", "nicht "),
    "fr": ("Les factures ne seront jamais traitées cette nuit. Le système sera disponible à 22:00.", "ne "),
    "es": ("Las facturas no se procesarán esta noche. El sistema estará disponible a las 22:00.", "no "),
    "pl": ("Faktury nie będą przetwarzane dziś w nocy. System będzie dostępny o 22:00.", "nie "),
    "pt": ("As faturas não serão processadas esta noite. O sistema estará disponível às 22:00.", "não "),
}


@pytest.mark.parametrize("language", FOREIGN)
def test_a_dropped_not_is_found_in_other_languages(language: str) -> None:
    post, word = FOREIGN[language]
    without = post.replace(word, "").replace("jamais ", "")
    assert flipped(post, post + "\n") == []
    assert [problem.kind for problem in flipped(post, without)] == ["negation"]
    assert [problem.kind for problem in flipped(without, post)] == ["negation"]


async def test_a_foreign_post_is_asked_nothing_and_not_called_kept(firm: Office) -> None:
    post, word = FOREIGN["de"]
    await firm.say("ivy", f"Wartung: {post}", "erp-it")
    assert "Every fact is kept" not in draft(firm)
    assert "This post is in German." in draft(firm)
    assert "Colleagues will ask" not in draft(firm)
    await firm.fill("ivy", "Edit", "erp-it", headline="Wartung", plain=f"Wartung: {post.replace(word, '')}")
    assert 'The post says "nicht" here, and the draft does not.' in draft(firm)


async def test_a_relative_day_is_that_of_the_authors_own_clock(office: Office) -> None:
    office.chat.profiles["ivy"] = Profile(name="Ivy", zone="America/New_York")
    await office.open_company()
    office.now = datetime(2026, 3, 3, 3, 30, tzinfo=UTC)  # half past ten in the evening of the 2nd for Ivy
    await office.say("ivy", "EWM will be down tomorrow from 22:00 EST for all users.", "erp-it")
    assert "tomorrow = Tuesday 3 March" in draft(office)


async def test_how_many_will_hear_is_counted_once_a_person(firm: Office) -> None:
    for person in ("ann", "bob", "bob"):
        await firm.say(person, REPORT)
    await firm.say("ivy", "Goods receipt is slow in EWM. We are looking into it.", "erp-it")
    assert "The 2 colleagues who reported it hear directly." in draft(firm)


async def test_the_form_shows_each_open_question_and_needs_no_answer(firm: Office) -> None:
    await firm.say("ivy", SLOW, "erp-it")
    form = await firm.form("ivy", "Answer", "erp-it")
    assert isinstance(form, Form)
    assert [field.label for field in form.fields] == ["Who is affected?", "When do we hear from you again?"]
    await firm.fill("ivy", "Answer", "erp-it")
    assert "Colleagues will ask" not in draft(firm)


async def test_news_says_which_day_tomorrow_is(office: Office) -> None:
    office.chat.profiles["ivy"] = Profile(name="Ivy", zone="Europe/Berlin")
    office.now = datetime(2026, 3, 12, 23, 30, tzinfo=UTC)  # in Berlin it is Friday already
    await office.open_company()
    await office.say("ivy", "EWM will be down tomorrow from 22:00 for all users.", "erp-it")
    assert "tomorrow = Saturday 14 March" in draft(office)
    await office.press("ivy", "Publish", "erp-it")
    assert "tomorrow = Saturday 14 March" in words(office.seen(channel="erp-news")[-1].card)
