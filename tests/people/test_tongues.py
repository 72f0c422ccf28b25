"""Which language somebody writes in: short messages, mixed words, quotations, and nothing to go by."""

import json
import unicodedata
from pathlib import Path

import pytest

from bot.people.tongues import language_of

HERE = Path(__file__).parent
SHORT = [json.loads(line) for line in (HERE / "tongues.jsonl").read_text(encoding="utf-8").splitlines()]
WORK = HERE.parent / "listening" / "data" / "foreign_messages.jsonl"
LONG = [json.loads(line) for line in WORK.read_text(encoding="utf-8").splitlines()]


def test_of_250_short_messages_hardly_any_is_taken_for_another_language() -> None:
    told = [(row["language"], language_of(row["text"])) for row in SHORT + LONG]
    assert len(told) == 250
    wrong = sum(language is not None and language != true for true, language in told)
    right = sum(language == true for true, language in told)
    assert wrong <= 2, wrong
    assert right >= 230, right


@pytest.mark.parametrize(
    "text", ["ok", "VA01", "4711", ":)", "https://erp.example.com/login", "", "   ", "SAP", "1000 / 0001", "???"]
)
def test_nothing_to_go_by_is_left_open(text: str) -> None:
    assert language_of(text) is None


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Danke", "de"),
        ("¡Gracias!", "es"),
        ("kann den Order nicht releasen, der Approval Button ist grau", "de"),
        ("I get „Periode ist nicht geöffnet für Kontoart“ when I post", "en"),
        ('mam "You are not authorized to use transaction VA01" przy zakładaniu', "pl"),
        ("nie moge zaksiegowac faktury", "pl"),
        ("nao consigo lancar a nota", "pt"),
        ("> could you look at this please?\nje ne sais pas quoi faire", "fr"),
    ],
)
def test_mixed_words_quotations_and_missing_accents(text: str, language: str) -> None:
    assert language_of(text) == language


def test_one_word_does_not_change_what_somebody_wrote_before() -> None:
    assert language_of("danke", "en") is None
    assert language_of("die Rechnung lässt sich nicht buchen", "en") == "de"
    assert language_of("danke", "de") == "de"


def test_a_very_long_message_is_read_from_its_beginning() -> None:
    assert language_of("die Rechnung lässt sich nicht buchen. " * 60 + "the order is wrong " * 20_000) == "de"


def test_an_accent_may_come_as_a_character_of_its_own_and_other_marks_make_no_word() -> None:
    spelled = "Die Übertragung hängt, und die Aufträge können nicht gebucht werden."
    assert language_of(unicodedata.normalize("NFD", spelled)) == language_of(spelled) == "de"
    assert language_of("z\u0337\u0322\u031ba\u0337l\u0337g\u0337o\u0337 " * 50) is None
