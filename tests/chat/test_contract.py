"""The contract of bot.ports.Chat, for all who implement it."""

from datetime import UTC, datetime

import pytest

from bot.cards import (
    Bold,
    Bullets,
    Button,
    Buttons,
    Card,
    Divider,
    FieldsBlock,
    Heading,
    Link,
    Mention,
    Moment,
    Note,
    Picture,
    Quote,
    Text,
    text,
)
from bot.ports import Refused
from tests.chat.conftest import Desk

CARD_A, CARD_B = Card("A", (text("A"),)), Card("B", (text("B"),))

#: One of every block and every span that a card may hold, with characters that break things.
EVERYTHING = Card(
    "Everything <at once> & more",
    (
        Heading("Heading *not bold*"),
        Text(("plain, ", Bold("bold"), Link("a link", "https://example.org/?a=1&b=2"), Mention(1, "@everybody"))),
        Note((Moment(datetime(2026, 3, 2, 9, 0, tzinfo=UTC)), Moment(datetime(2026, 3, 2, tzinfo=UTC), "date"))),
        Quote("quoted ```code``` \u202e right to left", "somebody"),
        Bullets((("one",), (Bold("two"), " and more"))),
        FieldsBlock((("What", ("It is too slow",)), ("Where", ("Finance",)))),
        Picture(1, "Reports by business area: Finance 3"),
        Divider(),
        Buttons((Button("Press", "a.b", {"id": "1"}, "primary"), Button("No", "a.c", style="danger", confirm="Sure?"))),
    ),
)


@pytest.mark.parametrize("card", [CARD_A, EVERYTHING, Card("long", (text("word " * 600),))], ids=lambda c: c.summary)
async def test_a_card_is_shown_and_found_by_its_key(desk: Desk, card: Card) -> None:
    assert await desk.chat.find(desk.workspace, desk.place, "k") is None
    shown = await desk.chat.post(desk.workspace, desk.place, card, "k", None)
    assert await desk.chat.find(desk.workspace, desk.place, "k") == shown
    assert await desk.look(shown) == (card, None)


async def test_keys_belong_to_their_place(desk: Desk) -> None:
    direct = await desk.chat.open_direct(desk.workspace, desk.person)
    here = await desk.chat.post(desk.workspace, desk.place, CARD_A, "k", None)
    there = await desk.chat.post(desk.workspace, direct, CARD_B, "k", None)
    assert here != there
    assert await desk.chat.find(desk.workspace, direct, "k") == there


async def test_a_card_is_changed_in_its_place_as_often_as_one_likes(desk: Desk) -> None:
    shown = await desk.chat.post(desk.workspace, desk.place, CARD_A, "k", None)
    for _ in range(2):
        await desk.chat.edit(desk.workspace, desk.place, shown, CARD_B, "k")
    assert await desk.look(shown) == (CARD_B, None)
    assert await desk.chat.find(desk.workspace, desk.place, "k") == shown


async def test_a_card_answers_in_a_thread(desk: Desk) -> None:
    first = await desk.chat.post(desk.workspace, desk.place, CARD_A, "k1", None)
    reply = await desk.chat.post(desk.workspace, desk.place, CARD_B, "k2", first)
    assert await desk.look(reply) == (CARD_B, first)


async def test_a_direct_chat_is_the_same_each_time(desk: Desk) -> None:
    assert await desk.chat.open_direct(desk.workspace, desk.person) == await desk.chat.open_direct(
        desk.workspace, desk.person
    )


async def test_a_profile_has_a_name_and_a_zone(desk: Desk) -> None:
    profile = await desk.chat.profile(desk.workspace, desk.person)
    assert profile.name
    assert profile.zone
    assert not profile.guest


async def test_what_is_not_there_is_refused(desk: Desk) -> None:
    with pytest.raises(Refused):
        await desk.chat.post(desk.workspace, desk.no_place, CARD_A, "k", None)
    with pytest.raises(Refused):
        await desk.chat.edit(desk.workspace, desk.place, "no such message", CARD_A, "k")
    with pytest.raises(Refused):
        await desk.chat.open_direct(desk.workspace, desk.no_person)
    with pytest.raises(Refused):
        await desk.chat.profile(desk.workspace, desk.no_person)


async def test_a_message_of_another_place_is_not_changed(desk: Desk) -> None:
    direct = await desk.chat.open_direct(desk.workspace, desk.person)
    shown = await desk.chat.post(desk.workspace, desk.place, CARD_A, "k", None)
    with pytest.raises(Refused):
        await desk.chat.edit(desk.workspace, direct, shown, CARD_B, "k")
    assert await desk.look(shown) == (CARD_A, None)
