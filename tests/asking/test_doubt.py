"""When we are not sure, the card asks which of two it is, and only then how much it hurts."""

from dataclasses import replace

import pytest

from bot.listening.classify import Understanding
from bot.listening.labels import Cause, Module
from bot.ports import NOBODY, Behalf
from tests.language import PlainLanguage
from tests.office import Office, words


class Unsure(PlainLanguage):
    """Sure of nothing."""

    async def understand(self, text: str, behalf: Behalf = NOBODY) -> Understanding:
        found = await super().understand(text, behalf)
        return replace(
            found,
            confidence=0.3,
            causes=((found.cause, 0.4), (Cause.OTHER, 0.3), (Cause.ACCESS, 0.2)),
            modules=((Module.FINANCE, 0.6), (Module.UNKNOWN, 0.2)),
        )


@pytest.fixture
async def unsure(office: Office) -> Office:
    office.core.language = Unsure()
    await office.open_company()
    await office.say("ann", "Posting an invoice fails")
    return office


async def test_a_card_we_are_not_sure_of_asks_one_question(unsure: Office) -> None:
    said = words(unsure.last("ann"))
    assert said.startswith("I am not sure I got that right\n")
    assert "Here is what I understood" not in said
    assert "What:" not in said  # a guess is not shown as a finding
    assert "Which is closer?" in said
    assert (
        "[Something does not work as it should (Finance)] [You cannot get in, or may not do it (Finance)] "
        "[Something else]" in said
    )
    assert "hold you up" not in said


async def test_the_answer_is_taken_and_the_next_question_follows(unsure: Office) -> None:
    await unsure.press("ann", "You cannot get in, or may not do it (Finance)")
    said = words(unsure.last("ann"))
    assert "Here is what I understood" in said
    assert "What: You cannot get in" in said
    assert "How much does it hold you up?" in said
    assert len(unsure.seen("ann")) == 1


async def test_something_else_is_the_form_and_settles_it_too(unsure: Office) -> None:
    await unsure.fill("ann", "Something else", cause="data", module="sales")
    said = words(unsure.last("ann"))
    assert "What is stored is wrong" in said
    assert "Which is closer?" not in said


async def test_what_was_not_offered_is_not_taken(unsure: Office) -> None:
    button = unsure.button("You cannot get in, or may not do it (Finance)", "ann")
    await unsure.press_raw("ann", button.action, {**button.value, "cause": "data"})
    await unsure.press_raw("ann", button.action, {**button.value, "cause": "nonsense"})
    await unsure.press_raw("bob", button.action, button.value)
    assert "Which is closer?" in words(unsure.seen("ann")[0].card)
    assert "not yours to change" in words(unsure.last("bob"))
