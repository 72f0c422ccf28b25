"""What is not kept: passwords and pay, found by the words around them, and nothing else with them."""

import json
import time
from pathlib import Path

import pytest

from bot.people.names import Names
from bot.people.secrets import left_out, without_secrets

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("my password is Summer2024! and it fails", "my password is [password] and it fails"),
        ("password: hunter2", "password: [password]"),
        ("Password:\nSummer2024!", "Password:\n[password]"),
        ("my password is swordfish", "my password is [password]"),
        ('password: "correct horse battery"', 'password: "[password]"'),
        ("login jdoe pw Summer24.", "login jdoe pw [password]."),
        ("Summer2024! is my password", "[password] is my password"),
        ("password changed to Autumn#1 yesterday", "password changed to [password] yesterday"),
        ("Passwort: Geheim99", "Passwort: [password]"),
        ("Mein Kennwort lautet Sommer22", "Mein Kennwort lautet [password]"),
        ("mot de passe : soleil", "mot de passe : [password]"),
        ("contraseña: Luna2023", "contraseña: [password]"),
        ("hasło: Kotek12", "hasło: [password]"),
        ("senha: abacaxi", "senha: [password]"),
        ("postgresql://u:secret@host/db", "postgresql://u:[password]@host/db"),
        ("Why does Anna Berg earn 5,400 EUR a month?", "Why does [name] earn [pay] a month?"),
        ("Tom Fischer's salary is 4200 and mine is wrong", "[name]'s salary is [pay] and mine is wrong"),
        ("Gehalt von Frau Müller ist 5.200 € statt 4.800 €", "Gehalt von [name] ist [pay] statt [pay]"),
        ("My salary was 3,200 instead of 3,400", "My salary was [pay] instead of [pay]"),
        ("The salary of Anna Berg is 65k", "The salary of [name] is [pay]"),
        ("le salaire de Luc Petit est 3 200 €", "le salaire de [name] est [pay]"),
    ],
)
def test_what_is_left_out(text: str, kept: str) -> None:
    assert without_secrets(text) == kept
    assert without_secrets(kept) == kept
    assert left_out(kept)


@pytest.mark.parametrize(
    "text",
    [
        "password is wrong",
        "password expired",
        "my password is expired, please reset it",
        "Mein Passwort ist abgelaufen",
        "mon mot de passe est expiré",
        "Password reset does not work",
        "password: not working",
        "The new password is the last four digits of your number",
        "forgot my password for client100",
        "reset my password please, user JDOE123",
        "password policy 90 days",
        "Salary run for 3,200 employees failed",
        "Payroll posting error in account 4711",
        "salary statement 2024 is missing",
        "I can't pay invoice 4500012345 of 1,200.00 EUR",
        "payment of 1,200 EUR is missing",
    ],
)
def test_what_stays(text: str) -> None:
    assert without_secrets(text) == text


def test_names_the_company_knows_go_with_the_pay_and_not_without() -> None:
    names = Names.of(["Kim Okafor", "Mark Rose"])
    text = "payroll shows kim okafor with a salary of 5,432 EUR"
    assert without_secrets(text, names.within(text)) == "payroll shows [name] with a salary of [pay]"
    text = "kim okafor cannot post"
    assert without_secrets(text, names.within(text)) == text


def test_a_part_of_a_name_counts_only_with_a_capital() -> None:
    names = Names.of(["Mark Rose", "Li Wei", "A colleague"])
    assert names.within("please mark the rose order") == ()
    assert names.within("Mark told mark rose and Li about Rose's order") == ("Mark", "mark rose", "Rose")
    assert names.within("A colleague of Wei") == ("Wei",)


def test_nothing_is_left_out_of_thousands_of_ordinary_messages() -> None:
    paths = [*ROOT.glob("bot/listening/data/training/*.jsonl"), ROOT / "adapters/sample/month.jsonl"]
    texts = [json.loads(line).get("text") or json.loads(line).get("tells") or ""
             for path in paths for line in path.read_text("utf-8").splitlines()]  # fmt: skip
    assert sum(map(bool, texts)) > 3_000
    assert [text for text in texts if without_secrets(text) != text] == []


@pytest.mark.parametrize(
    "text",
    ["password " * 5_000, "password" + " " * 50_000 + "x", "salary of " + "x " * 25_000, "a://" * 12_000],
    ids=["words", "blanks", "pay", "links"],
)
def test_long_texts_are_read_in_time_that_grows_with_their_length(text: str) -> None:
    started = time.monotonic()
    without_secrets(text)
    assert time.monotonic() - started < 5
