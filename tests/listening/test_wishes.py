"""What a person wants from the bot itself is heard; what they want from the ERP is left to the rest."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.listening.labels import Intent
from bot.listening.retrain import golden_messages
from bot.listening.understanding.examples import shipped
from bot.listening.wishes import Wish, read_wish


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("Mute", Wish.MUTE),
        ("please be quiet for now", Wish.MUTE),
        ("unmute", Wish.UNMUTE),
        ("Stop.", Wish.STOP),
        ("Hi bot, could you stop messaging me please?", Wish.STOP),
        ("don't send me any more reminders", None),
        ("I don't want any more messages from you", Wish.STOP),
        ("my data", Wish.MY_DATA),
        ("Delete my data, please.", Wish.MY_DATA),
        ("What do you know about me?", Wish.MY_DATA),
        ("Can I talk to a real person?", Wish.PERSON),
        ("let me speak to the BRM", Wish.PERSON),
        ("human", Wish.PERSON),
        ("Help!", Wish.HELP),
        ("what can you do?", Wish.HELP),
        ("Schreib mir bitte nicht mehr", None),
        ("Schreib mir nicht mehr", Wish.STOP),
        ("Bitte stumm schalten", Wish.MUTE),
        ("Meine Daten löschen", Wish.MY_DATA),
        ("Ich möchte mit einem Menschen sprechen", Wish.PERSON),
        ("Hilfe", Wish.HELP),
        ("Arrête de m'écrire", Wish.STOP),
        ("mes données", Wish.MY_DATA),
        ("Parler à un humain, s'il te plaît", Wish.PERSON),
        ("aide", Wish.HELP),
        ("no me escribas más", Wish.STOP),
        ("borra mis datos", Wish.MY_DATA),
        ("Quiero hablar con una persona", Wish.PERSON),
        ("ayuda", Wish.HELP),
        ("nie pisz do mnie", Wish.STOP),
        ("pokaż moje dane", Wish.MY_DATA),
        ("Chcę porozmawiać z człowiekiem", Wish.PERSON),
        ("pomoc", Wish.HELP),
        ("pare de escrever", Wish.STOP),
        ("apagar os meus dados", Wish.MY_DATA),
        ("falar com uma pessoa", Wish.PERSON),
        ("ajuda", Wish.HELP),
    ],
)
def test_a_wish_is_heard_in_six_languages(text: str, wish: Wish | None) -> None:
    assert read_wish(text) is wish


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hello",
        "my data is wrong in the leave app",
        "mute the approval mails",
        "stop the production order 4711",
        "the line had to stop",
        "I need help with an invoice",
        "help me with VA01",
        "delete my data entries in the cost plan",
        "nobody in IT wants to talk to a person like me",
        "who can see my salary in the report",
        "stop. Nothing prints any more and the truck is waiting",
    ],
)
def test_a_complaint_or_small_talk_is_no_wish(text: str) -> None:
    assert read_wish(text) is None


def test_no_complaint_we_know_is_taken_for_a_wish() -> None:
    told = [row.text for row in golden_messages() if row.labels["intent"] == "complaint"]
    told += [example.text for example in shipped() if example.intent is Intent.COMPLAINT]

    assert [text for text in told if read_wish(text)] == []


@given(st.text())
def test_any_text_is_allowed(text: str) -> None:
    assert read_wish(text) in (None, *Wish)


def test_a_very_long_message_is_no_wish_and_costs_no_time() -> None:
    assert read_wish("stop " * 200_000) is None
