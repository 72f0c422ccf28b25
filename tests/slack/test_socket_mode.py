"""Socket Mode: the same events by a connection of our own, acknowledged once they are kept."""

from collections.abc import AsyncIterator

import pytest

from tests.language import PlainLanguage
from tests.slack.house import House, open_house, payload
from tests.slack.standin.socket_mode import APP_TOKEN, Socket, socket_of


@pytest.fixture
async def link(sqlite_url: str, language: PlainLanguage) -> AsyncIterator[tuple[House, Socket]]:
    opened = open_house(sqlite_url, language, started=False, app_token=APP_TOKEN, signing_secret="")
    async with opened as house, socket_of(house.slack) as socket:
        await house.client.start_server()
        await socket.connected()
        yield house, socket
        await house.client.close()


async def test_an_event_is_kept_acknowledged_and_answered(link: tuple[House, Socket]) -> None:
    house, socket = link
    await socket.send("events_api", payload("message_im"), "e1")
    assert await socket.answer("e1") == {"envelope_id": "e1"}
    assert len(house.told) == 1
    await house.settle()
    assert house.shown("D0ANN")


async def test_what_is_sent_again_counts_once(link: tuple[House, Socket]) -> None:
    house, socket = link
    for attempt in range(3):
        await socket.send("events_api", payload("message_im"), f"e{attempt}", retry=attempt)
        await socket.answer(f"e{attempt}")
    assert len(house.told) == 1


async def test_a_command_is_answered_through_the_connection(link: tuple[House, Socket]) -> None:
    _house, socket = link
    await socket.send("slash_commands", payload("command"), "c1")
    assert (await socket.answer("c1"))["payload"] == {"text": "I have answered in our direct chat."}


async def test_a_button_and_a_form_arrive(link: tuple[House, Socket]) -> None:
    house, socket = link
    house.trusting = True
    await socket.send("interactive", payload("block_actions"), "i1")
    await socket.send("interactive", payload("view_submission"), "i2")
    assert await socket.answer("i1") == {"envelope_id": "i1"}
    assert await socket.answer("i2") == {"envelope_id": "i2"}
    assert {message.kind for message in house.told} == {"button_pressed", "form_submitted"}


async def test_what_could_not_be_kept_is_not_acknowledged(link: tuple[House, Socket]) -> None:
    house, socket = link
    house.trouble = TimeoutError()
    await socket.send("events_api", payload("message_im"), "e1")
    await house.refused.wait()
    house.trouble = None
    await socket.send("events_api", payload("message_im"), "e2", retry=1)
    await socket.answer("e2")
    assert "e1" not in socket.answers
    assert len(house.told) == 1


async def test_we_connect_again_when_slack_asks_for_it(link: tuple[House, Socket]) -> None:
    house, socket = link
    await socket.end()
    await socket.connected(times=2)
    await socket.send("events_api", payload("message_im"), "e1")
    await socket.answer("e1")
    assert len(house.told) == 1


async def test_nothing_at_the_start_waits_for_slack(sqlite_url: str, language: PlainLanguage) -> None:
    async with open_house(sqlite_url, language, app_token=APP_TOKEN) as house:
        assert (await house.send(payload("message_im"))).status == 200  # by HTTP, while there is nothing to connect to
