"""Words of an editor get the gate's second look, once, and what it found stays with them."""

from collections.abc import Iterator

import pytest

from bot.translation.fidelity import Problem, ProblemKind
from tests.language import PlainLanguage
from tests.office import Office, words

POST = "The label printers in hall 4 are down since 09:15. Use the printers in the office until they are mended."
IN_OWN_WORDS = "Since 09:15 hall 4 has been without labels. Until the repair is done, the office machines help out."
OBJECTION = Problem(ProblemKind.NEGATION, POST, IN_OWN_WORDS, "The draft seems to say the opposite of the post.")


@pytest.fixture(autouse=True)
def _forgetful(language: PlainLanguage) -> Iterator[None]:
    language.checked.clear()
    yield
    language.found = None


async def _edited(office: Office) -> str:
    await office.open_company()
    await office.say("ivy", POST, "erp-it")
    await office.fill("ivy", "Edit", "erp-it", headline="No labels in hall 4", plain=IN_OWN_WORDS)
    return _preview(office)


def _preview(office: Office) -> str:
    return words([shown for shown in office.seen(channel="erp-it") if shown.key.startswith("draft:")][-1].card)


async def test_words_that_are_sound_can_be_published(office: Office, language: PlainLanguage) -> None:
    language.found = ()
    assert "Every fact is kept" in await _edited(office)
    await office.press("ivy", "Publish", "erp-it")
    assert IN_OWN_WORDS in words(office.last(channel="erp-news"))
    assert language.checked == [(POST, f"No labels in hall 4\n{IN_OWN_WORDS}")]


async def test_what_only_meaning_tells_is_shown_and_stops(office: Office, language: PlainLanguage) -> None:
    language.found = (OBJECTION,)
    assert OBJECTION.why in await _edited(office)
    assert office.button("Publish anyway", channel="erp-it")


async def test_what_was_found_belongs_to_the_words_it_was_found_in(office: Office, language: PlainLanguage) -> None:
    language.found = (OBJECTION,)
    await _edited(office)
    language.found = ()
    await office.fill("ivy", "Edit", "erp-it", plain=POST)
    assert OBJECTION.why not in _preview(office)


async def test_a_draft_by_rules_needs_no_second_look(office: Office, language: PlainLanguage) -> None:
    await office.open_company()
    await office.say("ivy", POST, "erp-it")
    assert language.checked == []
