"""Each reader is answered in their own language, and channels in the company's."""

import pytest
from sqlalchemy import select

from bot import typed
from bot.people.model import Company, Person
from bot.ports import Profile
from bot.speaking import LANGUAGES, gettext, speaking
from tests.office import Office, words

#: How somebody says that an invoice cannot be posted, and how the first card begins.
FIRST = {
    "en": ("I cannot post the invoice", "Here is what I understood", "[I'm blocked]"),
    "de": ("Ich kann die Rechnung nicht buchen", "So habe ich es verstanden", "[Ich komme nicht weiter]"),
    "es": ("No puedo contabilizar la factura", "Esto es lo que he entendido", "[No puedo seguir]"),
    "fr": ("Je ne peux pas valider la facture", "Voici ce que j'ai compris", "[Je ne peux plus avancer]"),
    "pl": ("Nie mogę zaksięgować faktury", "Tak to rozumiem", "[Nie mogę pracować dalej]"),
    "pt": ("Não consigo lançar a nota fiscal", "Foi isto que entendi", "[Não consigo continuar]"),
}


async def language_of(office: Office, name: str) -> str | None:
    query = select(Person.language).where(Person.name == name.title())
    return await office.store.read(await office.company(), lambda s: s.scalar(query))


@pytest.mark.parametrize("code", LANGUAGES)
async def test_the_first_card_is_in_the_language_of_the_message(office: Office, code: str) -> None:
    said, heading, button = FIRST[code]
    await office.say("ann", said)
    card = words(office.last("ann"))
    assert card.startswith(heading)
    assert said in card
    assert button in card
    assert await language_of(office, "ann") == code


async def test_the_platform_says_the_first_guess(office: Office) -> None:
    office.chat.profiles["ann"] = Profile(name="Ann", locale="de-DE")
    await office.say("ann", "help")
    assert words(office.last("ann")).startswith("Sag mir in deinen Worten")
    assert await language_of(office, "ann") is None


async def test_one_english_word_does_not_outweigh_the_platform_and_a_sentence_does(office: Office) -> None:
    office.chat.profiles["ann"] = Profile(name="Ann", locale="de-DE")
    await office.say("ann", "the VA01")
    assert words(office.last("ann")).startswith("So habe ich es verstanden")
    await office.say("ann", "I cannot open VA01 any more")
    assert words(office.last("ann")).startswith("Here is what I understood")


async def test_a_language_stays_until_another_one_is_clear(office: Office) -> None:
    await office.say("ann", "Ich kann die Rechnung nicht buchen")
    await office.say("ann", "VA01 4711")
    assert words(office.last("ann")).startswith("So habe ich es verstanden")
    await office.say("ann", "help")
    assert words(office.last("ann")).startswith("Sag mir in deinen Worten")
    await office.say("ann", "the order cannot be saved since this morning")
    assert words(office.last("ann")).startswith("Here is what I understood")


@pytest.mark.parametrize("command", ["hilfe", "Ayuda", "aide", "pomoc!", "ajuda"])
async def test_commands_are_understood_under_all_their_names(office: Office, command: str) -> None:
    await office.say("ann", command)
    card = office.last("ann")
    assert card.summary != "What I can do for you"
    assert len(office.seen("ann")) == 1
    assert "VA01" not in words(card)
    assert any(button.action == "complaint.mine" for block in card.blocks for button in getattr(block, "buttons", ()))


async def test_channels_speak_the_language_of_the_company_whoever_is_in_them(office: Office) -> None:
    office.chat.profiles["ben"] = Profile(name="Ben", locale="de-DE")
    await office.open_company()
    assert words(office.last(channel="erp-brm")).startswith("This channel is for: BRM digest")
    await office.say("ann", "Ich kann die Rechnung nicht buchen")
    await office.press("ann", "Ich komme nicht weiter")
    assert words(office.last(channel="erp-brm")).startswith("Blocked: Ann")


async def test_a_company_may_have_its_channels_in_another_language(office: Office) -> None:
    company = await office.company()

    def speak_french(session) -> None:  # type: ignore[no-untyped-def]
        session.get_one(Company, company).language = "fr"

    await office.store.write(company, speak_french)
    await office.open_company()
    assert words(office.last(channel="erp-news")).startswith("Ce canal sert à : Actualités")


async def test_somebody_who_may_not_hears_so_in_their_own_language(office: Office) -> None:
    await office.open_company()
    await office.say("ann", "Ich kann die Rechnung nicht buchen")
    await office.say("ann", "Themen")
    assert words(office.last("ann")) == "Das können nur die, die im Kanal für IT-Neuigkeiten oder im BRM-Kanal sind."


async def test_a_pulse_asks_each_person_in_their_own_language(office: Office) -> None:
    await office.open_company()
    for name, said in (("ann", "Ich kann die Rechnung nicht buchen"), ("bob", "Nie mogę zaksięgować faktury"),
                       ("cleo", "hello"), ("dan", "hello"), ("finn", "hello")):  # fmt: skip
        await office.say(name, said)
    await office.say("ben", "pulse")
    await office.fill("ben", "Ask now", question="easy")
    await office.tick()
    assert "Das ERP-System ist leicht zu bedienen." in words(office.last("ann"))
    assert "[1 Gar nicht]" in words(office.last("ann"))
    assert "System ERP jest łatwy w obsłudze." in words(office.last("bob"))
    assert "The ERP system is easy to use." in words(office.last("cleo"))
    assert "The ERP system is easy to use." in words(office.last(channel="erp-brm"))
    await office.press("ann", "7 Völlig")
    assert words(office.last("ann")) == "Danke. Deine Antwort ist da, ohne deinen Namen."


async def test_a_form_is_in_the_language_of_whoever_opens_it(office: Office) -> None:
    await office.say("ann", "Je ne peux pas valider la facture")
    form = await office.form("ann", "Modifier")
    assert form is not None
    assert "C'est trop lent" in str(form)


@pytest.mark.parametrize("code", LANGUAGES)
def test_what_a_card_says_to_write_is_understood(code: str) -> None:
    with speaking(code):
        for name in ("help", "my issues", "themes", "digest", "pulse", "gaps", "who sees this", "unmute", "my data"):
            assert typed.command_of(gettext(name)) is not None, gettext(name)


async def test_a_password_is_warned_of_in_the_language_of_the_message(office: Office) -> None:
    await office.say("ann", "Nie mogę się zalogować, password: Jesien#2026x")
    said = [words(message.card) for message in office.seen("ann")]
    assert any(card.startswith("Tak to rozumiem") for card in said)
    assert any(card.startswith("Proszę, zmień to hasło.") for card in said)


async def test_it_tells_each_reporter_in_their_own_language(office: Office) -> None:
    await office.open_company()
    await office.say("ann", "FB60: Error bei jeder Invoice, seit heute")
    await office.say("bob", "FB60: error, hoy no puedo hacer la invoice")
    await office.say("ivy", "The error in FB60 is fixed since 14:00.", "erp-it")
    await office.press("ivy", "Publish", "erp-it")
    assert "Ist es für dich behoben?" in words(office.last("ann"))
    assert "¿Está arreglado para ti?" in words(office.last("bob"))
    await office.fill("bob", "Sigue sin funcionar", reason="todavía da error")
    assert "Not fixed yet for Bob" in words(office.last(channel="erp-it"))


async def test_what_is_kept_is_shown_in_the_language_one_reads(office: Office) -> None:
    await office.say("ann", "Nie mogę zaksięgować faktury")
    await office.say("ann", "moje dane")
    said = words(office.last("ann"))
    assert said.startswith("Co o Tobie przechowuję")
    assert "jedno Twoje zgłoszenie" in said
    assert "język, w którym odpowiadam (pl)" in said
