"""Asking a reporter through the bot, and who sees whose name on the way."""

import pytest

from bot.ports import Profile
from tests.office import Office, words

INVOICE = "Posting an invoice fails with an error, I cannot post invoices"


@pytest.fixture
async def firm(office: Office) -> Office:
    office.chat.profiles["cara"] = Profile(name="Cara", area="Finance")
    await office.open_company()
    await neighbours(office, "Finance")
    return office


async def neighbours(office: Office, area: str) -> None:
    """Four more people there, so that an area alone is nobody's name."""
    for number in range(4):
        name = f"{area.split()[0].lower()}{number}"
        office.chat.profiles[name] = Profile(name=name.title(), area=area)
        await office.say(name, "hello")


async def ask(office: Office, asker: str, visibility: str) -> None:
    await office.say("cara", INVOICE)
    await office.fill("cara", "Change this", visibility=visibility)
    await office.say(asker, "themes")
    await office.press(asker, "Open")
    await office.fill(asker, "Ask a reporter", question="Which company code?")


@pytest.mark.parametrize(
    ("visibility", "asker", "shown"),
    [
        ("brm_and_it", "ivy", "Cara (Finance) answers:"),
        ("brm_only", "ivy", "Someone in Finance answers:"),
        ("brm_only", "ben", "Cara (Finance) answers:"),
        ("nobody", "ben", "Someone in Finance answers:"),
    ],
)
async def test_the_answer_comes_under_the_name_its_reader_may_see(
    firm: Office, visibility: str, asker: str, shown: str
) -> None:
    await ask(firm, asker, visibility)
    assert f"{asker.title()} asks:" in words(firm.last("cara"))
    await firm.fill("cara", "Answer", answer="1000")
    assert shown in words(firm.last(asker))
    assert "1000" in words(firm.last(asker))


async def test_an_answer_to_a_line_in_a_channel_comes_in_its_thread(firm: Office) -> None:
    await firm.say("cara", INVOICE)
    await firm.fill("cara", "Change this", visibility="brm_only")
    await firm.press("cara", "I'm blocked")
    line = firm.seen(channel="erp-brm")[-1]
    button = firm.button("Ask the reporter", channel="erp-brm")
    from bot.cards import Form
    from bot.messages import ButtonPressed, FormSubmitted

    place = firm.place("ben", "erp-brm")
    press = ButtonPressed("p", firm.now, firm.person("ben"), place, button.action, button.value, line.id)
    form = await firm.core.form_for(press)
    assert isinstance(form, Form)
    await firm.deliver(
        FormSubmitted(firm.event(), firm.now, firm.person("ben"), place, form.name, form.value, {"question": "Since?"})
    )
    await firm.fill("cara", "Answer", answer="Since Monday")
    answer = firm.seen(channel="erp-brm")[-1]
    assert answer.thread == line.id
    assert "Cara (Finance) answers:" in words(answer.card)


async def test_a_reply_in_the_thread_is_an_answer_and_no_complaint(firm: Office) -> None:
    await ask(firm, "ivy", "nobody")
    question = firm.seen("cara")[-1]
    shown = len(firm.seen("cara"))
    await firm.say("cara", "invoices of company code 1000", thread=question.id)
    assert "invoices of company code 1000" in words(firm.last("ivy"))
    assert len(firm.seen("cara")) == shown


async def test_an_answer_in_the_thread_that_is_edited_or_deleted_changes_where_it_was_read(firm: Office) -> None:
    await ask(firm, "ivy", "nobody")
    question = firm.seen("cara")[-1]
    await firm.say("cara", "I can say more tomorrow", thread=question.id)
    message = await firm.say("cara", "invoices of customer Lisbon", thread=question.id)
    places = len(firm.seen("cara")), len(firm.seen("ivy"))
    await firm.edit("cara", message, "invoices of one customer")
    for person in ("ivy", "cara"):
        assert "invoices of one customer" in words(firm.last(person))
        assert "Lisbon" not in words(firm.last(person))
    await firm.delete("cara", message)
    assert "(deleted by its author)" in words(firm.last("ivy"))
    assert "I can say more tomorrow" in words(firm.last("cara"))
    assert "one customer" not in words(firm.last("cara"))
    assert (len(firm.seen("cara")), len(firm.seen("ivy"))) == places


async def test_a_hidden_name_leaves_the_reporters_own_words_too(office: Office) -> None:
    office.chat.profiles["cara"] = Profile(name="Cara Veltman", area="Finance")
    await office.open_company()
    await office.say("cara", f"My name is Cara Veltman. {INVOICE}. Regards, Cara")
    await office.say("ben", "themes")
    await office.press("ben", "Open")
    assert "My name is Cara Veltman" in words(office.last("ben"))
    await office.fill("cara", "Change this", visibility="nobody")
    await office.press("cara", "I'm blocked")
    await office.say("ben", "themes")
    await office.press("ben", "Open")
    assert "My name is [name]" in words(office.last("ben"))
    await office.fill("ben", "Ask a reporter", question="Since when?")
    await office.fill("cara", "Answer", answer="Since Monday. Cara Veltman")
    for card in (office.seen("ben")[-2].card, office.last("ben"), office.last(channel="erp-brm")):
        assert "Cara" not in words(card)
    assert "Since Monday" in words(office.last("ben"))


async def test_nobody_answers_for_somebody_else(firm: Office) -> None:
    await ask(firm, "ivy", "nobody")
    button = firm.button("Answer", "cara")
    from bot.messages import FormSubmitted

    before = len(firm.seen("ivy"))
    await firm.deliver(
        FormSubmitted(
            firm.event(), firm.now, firm.person("bob"), firm.place("bob", None), button.action, button.value,
            {"answer": "It was me"},
        )
    )  # fmt: skip
    assert "Nothing has changed" in words(firm.last("bob"))
    assert len(firm.seen("ivy")) == before


async def test_a_reporter_without_an_area_may_say_where_they_work(firm: Office) -> None:
    await firm.say("ann", INVOICE)
    await firm.fill("ann", "Change this", visibility="nobody", area="Warehouse Lyon")
    assert 'they read "A colleague"' in words(firm.last("ann"))
    await neighbours(firm, "Warehouse Lyon")
    await firm.press("ann", "I'm blocked")
    assert 'they read "Someone in Warehouse Lyon"' in words(firm.last("ann"))
    await firm.say("ben", "themes")
    await firm.press("ben", "Open")
    assert "(Someone in Warehouse Lyon)" in words(firm.last("ben"))
    assert "Ann" not in words(firm.last("ben"))


async def test_the_time_it_cost_is_kept_and_added_up(firm: Office) -> None:
    for person in ("ann", "bob"):
        await firm.say(person, INVOICE)
        await firm.press(person, "It slows me down")
        await firm.press(person, "Half a day")
    assert "Time it cost: Half a day" in words(firm.last("ann"))
    await firm.say("ben", "digest")
    assert "It cost those who said so about 8 hours." in words(firm.last("ben"))
    await firm.press_raw("ann", "complaint.time", {"complaint": "1", "minutes": "100000"})
    assert "Nothing has changed" in words(firm.last("ann"))


async def test_a_name_that_is_hidden_after_a_thank_you_leaves_it_too(office: Office) -> None:
    office.chat.profiles["cara"] = Profile(name="Cara Veltman", area="Finance")
    await office.open_company()
    await office.say("cara", INVOICE)
    await office.say("ivy", "We fixed the error when posting an invoice in FB60 today at 14:00.", "erp-it")
    await office.press("ivy", "Publish", "erp-it")
    await office.press("cara", "Fixed")
    await office.fill("cara", "Thank IT", reason="You saved my week. Cara Veltman")
    assert "Cara Veltman thanks you:" in words(office.last(channel="erp-it"))
    posts = len(office.seen(channel="erp-it"))
    await office.say("cara", "my issues")
    await office.fill("cara", "Still broken", reason="It is back")
    await office.fill("cara", "Change this", visibility="nobody")
    shown = [words(message.card) for message in office.seen(channel="erp-it")]
    assert len(shown) == posts + 1  # that it is back; the thank-you was edited in place
    assert any("A colleague thanks you:" in card and "You saved my week." in card for card in shown)
    assert not any("Cara" in card for card in shown)
    await office.say("ben", "digest")
    assert "You saved my week." in words(office.last("ben"))
    assert "Cara" not in words(office.last("ben"))


async def test_hiding_a_name_on_one_report_leaves_cards_from_before_it_alone(office: Office) -> None:
    office.chat.profiles["cara"] = Profile(name="Cara Veltman", area="Finance")
    await office.open_company()
    await office.say("cara", INVOICE)
    await office.press("cara", "I'm blocked")
    await office.say("ben", "digest")
    assert "Cara Veltman" in words(office.last("ben"))
    before = len(office.seen("ben"))
    office.later(days=8)
    await office.say("cara", "The stock list shows wrong numbers for pallets")
    await office.press("cara", "I'm blocked")
    await office.fill("cara", "Change this", visibility="nobody")
    assert "Cara" not in words(office.last(channel="erp-brm"))
    assert "Cara Veltman" in words(office.seen("ben")[before - 1].card)


async def test_a_name_that_is_hidden_late_leaves_the_cards_others_have_read(office: Office) -> None:
    office.chat.profiles["cara"] = Profile(name="Cara Veltman", area="Finance")
    await office.open_company()
    await ask(office, "ivy", "brm_and_it")
    await office.fill("cara", "Answer", answer="1000")
    await office.fill("cara", "Change this", impact="blocked")
    await office.say("ben", "digest")
    shown = {place: len(office.seen(place)) for place in ("ivy", "ben")}
    assert any("Cara" in words(m.card) for m in office.seen("ben"))
    assert any("Cara" in words(m.card) for m in office.seen("ivy"))
    await office.fill("cara", "Change this", visibility="brm_only")
    assert not any("Cara" in words(m.card) for m in office.seen("ivy"))
    assert any("Cara" in words(m.card) for m in office.seen("ben"))
    await office.fill("cara", "Change this", visibility="nobody")
    everywhere = [*office.seen("ivy"), *office.seen("ben"), *office.seen(channel="erp-brm")]
    assert not any("Cara" in words(m.card) for m in everywhere)
    assert "A colleague answers:" in words(office.last("ivy"))
    assert {place: len(office.seen(place)) for place in ("ivy", "ben")} == shown
