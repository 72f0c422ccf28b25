"""The reader's language: set, restored, and used for plurals, numbers, days and spans."""

from datetime import date

import pytest

from bot import wording
from bot.cards import Bold
from bot.listening.labels import Impact
from bot.people.model import Person, Role
from bot.speaking import (
    LANGUAGES,
    conversing,
    day,
    filled,
    language_of_locale,
    listed,
    ngettext,
    number,
    speaking,
    speaking_in_channels,
    speaking_to,
    spoken,
)


def test_english_is_spoken_where_nothing_says_otherwise() -> None:
    assert spoken() == "en"
    with speaking("tlh"):
        assert spoken() == "en"
    with speaking_to(None):
        assert spoken() == "en"


def test_each_reader_is_spoken_to_in_their_own_language_and_then_the_former_goes_on() -> None:
    with conversing("de", "fr"):
        assert wording.small_talk().summary.startswith("Am besten kenne ich mich")
        with speaking_to(Person(name="Ewa", locale="pl-PL")):
            assert spoken() == "pl"
        with speaking_in_channels():
            assert spoken() == "fr"
        assert spoken() == "de"
    assert spoken() == "en"


def test_the_former_language_comes_back_after_an_error() -> None:
    with pytest.raises(ValueError), speaking("de"):
        raise ValueError
    assert spoken() == "en"


def test_labels_are_in_the_language_of_the_moment_they_are_read() -> None:
    with speaking("es"):
        assert wording.IMPACTS[Impact.BLOCKED] == "No puedo seguir"
        assert dict(wording.IMPACTS)[Impact.ANNOYED] == "Es molesto"
    assert wording.IMPACTS[Impact.BLOCKED] == "I'm blocked"


def test_a_person_reads_what_they_write_else_what_their_platform_says() -> None:
    assert Person(name="A", locale="de_AT").reads == "de"
    assert Person(name="A", locale="de-AT", language="en").reads == "en"
    assert Person(name="A", locale="nl-NL").reads == "en"
    assert [language_of_locale(name) for name in ("pt-BR", "PL", "", "xx")] == ["pt", "pl", None, None]


def test_polish_has_three_plurals() -> None:
    one, many = "You were thanked once.", "You were thanked {count} times."
    asked = "Since I last asked, one colleague has confirmed that what you mended works."
    asked_many = "Since I last asked, {count} colleagues have confirmed that what you mended works."
    with speaking("pl"):
        assert ngettext(one, many, 1) == "Podziękowano Wam raz."
        told = [ngettext(asked, asked_many, count).split(" potwierdzi")[0] for count in (1, 2, 5, 22)]
    assert [words.removeprefix("Od mojego ostatniego pytania ") for words in told] == [
        "jedna osoba", "2 osoby", "5 osób", "22 osoby"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("language", "thousand", "spring"),
    [
        ("en", "40,000", "Friday 6 March"),
        ("de", "40.000", "Freitag, 6. März"),
        ("es", "40.000", "viernes 6 de marzo"),
        ("fr", "40\u202f000", "vendredi 6 mars"),
        ("pl", "40\u00a0000", "piątek, 6 marca"),
        ("pt", "40.000", "sexta-feira, 6 de março"),
    ],
)
def test_numbers_and_days_are_written_as_the_language_writes_them(language: str, thousand: str, spring: str) -> None:
    with speaking(language):
        assert number(40_000) == thousand
        assert thousand in wording.too_long(40_000).summary
        assert day(date(2026, 3, 6)) == spring


def test_spans_go_where_the_language_puts_them() -> None:
    assert filled("{who} told {what}.", who=Bold("Ann"), what="all") == (Bold("Ann"), " told ", "all", ".")


def test_names_in_a_row() -> None:
    assert [listed(names) for names in ((), ("Ann",), ("Ann", "Bob", "Eve"))] == ["", "Ann", "Ann, Bob and Eve"]
    with speaking("de"):
        assert listed(("Ann", "Bob")) == "Ann und Bob"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_fixed_sentence_can_be_said(language: str) -> None:
    with speaking(language):
        cards = [wording.sorry(), wording.stale(), wording.small_talk(), wording.help_for(frozenset(Role)),
                 wording.news_goes_elsewhere("erp-it"), wording.mention_answer()]  # fmt: skip
    assert all(card.summary for card in cards)
    assert all("{" not in card.summary for card in cards)
