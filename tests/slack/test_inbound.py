"""Each kind of thing Slack sends, in its recorded shape, through the real routes."""

from datetime import UTC, datetime

import pytest

from adapters.slack import table
from bot.messages import (
    BotJoined,
    BotLeft,
    ButtonPressed,
    FileLink,
    FormSubmitted,
    FromPerson,
    MemberJoined,
    MemberLeft,
    MessageDeleted,
    MessageEdited,
    MessageReceived,
    PersonRef,
    PlaceRef,
    PlaceRenamed,
    ReactionAdded,
    ShortcutUsed,
)
from tests.slack.house import TEAM, House, payload


def person(account: str) -> PersonRef:
    return PersonRef("slack", TEAM, account)


def place(channel: str) -> PlaceRef:
    return PlaceRef("slack", TEAM, channel, direct=channel.startswith("D"))


ANN, IVY, BOB = person("U0ANN"), person("U0IVY"), person("U0BOB")
DIRECT, IT, NEWS = place("D0ANN"), place("C0IT"), place("C0NEWS")


async def told(house: House, name: str) -> FromPerson:
    """What the core hears of a payload that Slack is told has arrived."""
    response = await house.send(payload(name))
    assert (response.status, await response.text()) == (200, "")
    (message,) = house.told
    return message


async def test_a_direct_message(house: House) -> None:
    message = await told(house, "message_im")
    assert isinstance(message, MessageReceived)
    assert (message.by, message.place, message.message_id, message.thread) == (ANN, DIRECT, "1772442000.000100", None)
    assert message.at == datetime(2026, 3, 2, 9, 0, 0, 100, tzinfo=UTC)
    assert message.text == (
        "The invoice for order <4711> cannot be posted & @somebody is waiting, "
        "see the invoice (https://erp.example.com/i/4711)"
    )
    assert not message.mentions_bot


async def test_a_mentioned_colleague_is_named_once_we_know_them(house: House) -> None:
    await house.send(payload("message_im", user="U0BOB", channel="D0BOB", text="My label printer jams", ts="1.000001"))
    await house.settle()
    await house.send(payload("message_im"))
    said = house.told[-1]
    assert isinstance(said, MessageReceived)
    assert "& @Bob Roy is waiting" in said.text


async def test_an_answer_in_a_thread(house: House) -> None:
    message = await told(house, "message_im_thread")
    assert isinstance(message, MessageReceived)
    assert message.thread == "1772442000.000100"


async def test_a_message_with_a_file(house: House) -> None:
    message = await told(house, "message_im_file")
    assert isinstance(message, MessageReceived)
    assert message.files == (FileLink("screen.png", "https://works.slack.com/files/U0ANN/F0001/screen.png"),)


async def test_an_edited_message(house: House) -> None:
    message = await told(house, "message_edited")
    assert isinstance(message, MessageEdited)
    assert (message.by, message.message_id) == (ANN, "1772442000.000100")
    assert message.text == "The invoice cannot be posted since Monday"


@pytest.mark.parametrize("name", ["message_deleted", "message_tombstone"])
async def test_a_deleted_message(house: House, name: str) -> None:
    message = await told(house, name)
    assert isinstance(message, MessageDeleted)
    assert (message.by, message.place, message.message_id) == (ANN, DIRECT, "1772442000.000100")


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("message_own", "message"),
        ("message_own_edited", "message"),
        ("message_other_bot", "message"),
        ("message_channel_join", "message"),
        ("message_unfurled", "message"),
        ("reaction_in_channel", "reaction_added"),
        ("unknown_event", "pin_added"),
    ],
)
async def test_what_is_not_for_us_is_counted_and_acknowledged(house: House, name: str, kind: str) -> None:
    response = await house.send(payload(name))
    assert response.status == 200
    assert house.told == []
    assert house.ignored == {kind: 1}


async def test_a_channel_post(house: House) -> None:
    message = await told(house, "message_channel")
    assert isinstance(message, MessageReceived)
    assert (message.by, message.place) == (IVY, IT)


async def test_a_post_in_a_private_channel(house: House) -> None:
    message = await told(house, "message_private_channel")
    assert isinstance(message, MessageReceived)
    assert message.place == place("C0OPS")


@pytest.mark.parametrize("order", [1, -1])
async def test_a_mention_comes_twice_and_counts_once(house: House, order: int) -> None:
    for name in ["message_channel_mention", "app_mention"][::order]:
        assert (await house.send(payload(name))).status == 200
    (message,) = house.told
    assert isinstance(message, MessageReceived)
    assert message.mentions_bot
    assert message.text == "what is happening with the printers?"


async def test_what_slack_sends_again_counts_once(house: House) -> None:
    await house.send(payload("message_im"))
    response = await house.send(
        payload("message_im"), **{"X-Slack-Retry-Num": "1", "X-Slack-Retry-Reason": "http_timeout"}
    )
    assert response.status == 200
    assert len(house.told) == 1


async def test_a_member_who_joined(house: House) -> None:
    message = await told(house, "member_joined")
    assert isinstance(message, MemberJoined)
    assert (message.by, message.place) == (BOB, IT)


async def test_the_bot_joined_and_learns_the_channels_name(house: House) -> None:
    message = await told(house, "bot_joined")
    assert isinstance(message, BotJoined)
    assert (message.by, message.place, message.name) == (person("U0BEN"), IT, "erp-it")


async def test_a_member_who_left(house: House) -> None:
    message = await told(house, "member_left")
    assert isinstance(message, MemberLeft)
    assert (message.by, message.place) == (BOB, IT)


@pytest.mark.parametrize(
    ("name", "channel"), [("bot_left", "C0IT"), ("channel_archived", "C0IT"), ("group_archived", "C0OPS")]
)
async def test_a_channel_without_the_bot(house: House, name: str, channel: str) -> None:
    message = await told(house, name)
    assert isinstance(message, BotLeft)
    assert message.place == place(channel)


@pytest.mark.parametrize(("name", "channel"), [("channel_renamed", "C0IT"), ("group_renamed", "C0OPS")])
async def test_a_channel_with_another_name(house: House, name: str, channel: str) -> None:
    message = await told(house, name)
    assert isinstance(message, PlaceRenamed)
    assert (message.place, message.name) == (place(channel), "sap-team")


async def test_a_thumb_up_in_the_direct_chat(house: House) -> None:
    message = await told(house, "reaction_added")
    assert isinstance(message, ReactionAdded)
    assert (message.by, message.place, message.message_id) == (ANN, DIRECT, "1772442300.000600")


async def test_a_pressed_button(house: House) -> None:
    house.trusting = True
    message = await told(house, "block_actions")
    assert isinstance(message, ButtonPressed)
    assert (message.by, message.place, message.message_id) == (ANN, DIRECT, "1772442300.000600")
    assert (message.action, message.value) == ("complaint.impact", {"complaint": "1", "impact": "blocked"})


async def test_a_button_of_the_home_page_is_pressed_in_the_direct_chat(house: House) -> None:
    message = await told(house, "block_actions_home")
    assert isinstance(message, ButtonPressed)
    assert (message.place, message.action) == (DIRECT, "complaint.mine")


async def test_a_form_filled_in(house: House) -> None:
    house.trusting = True
    message = await told(house, "view_submission")
    assert isinstance(message, FormSubmitted)
    assert (message.by, message.place, message.form) == (ANN, DIRECT, "complaint.correct")
    assert message.value == {"complaint": "1"}
    assert message.answers == {"module": "finance", "text": "The invoice cannot be posted"}


async def test_a_form_closed_is_acknowledged(house: House) -> None:
    assert (await house.send(payload("view_closed"))).status == 200
    assert house.told == []


@pytest.mark.parametrize(("name", "kind"), [("shortcut_explain", "explain"), ("shortcut_report", "report")])
async def test_a_shortcut_on_a_message(house: House, name: str, kind: str) -> None:
    message = await told(house, name)
    assert isinstance(message, ShortcutUsed)
    assert (message.by, message.place, message.author, message.shortcut) == (ANN, IT, IVY, kind)
    assert message.text.startswith("Planned maintenance on Saturday")
    assert message.message_id == "1772442360.000900"


@pytest.mark.parametrize(("channel", "direct"), [("D0ANN", True), ("D0ANNBOB", False)])
async def test_a_shortcut_where_two_others_talk_is_not_in_our_direct_chat(
    house: House, channel: str, direct: bool
) -> None:
    await house.send(payload("shortcut_explain", channel={"id": channel, "name": "directmessage"}))
    (message,) = house.told
    assert (message.place.id, message.place.direct) == (channel, direct)


async def test_a_command_is_said_in_the_direct_chat(house: House) -> None:
    response = await house.send(payload("command"))
    assert (response.status, await response.text()) == (200, "I have answered in our direct chat.")
    (message,) = house.told
    assert isinstance(message, MessageReceived)
    assert (message.by, message.place, message.text) == (ANN, DIRECT, "my issues")


async def test_a_command_in_the_direct_chat_needs_no_pointer_there(house: House) -> None:
    response = await house.send(payload("command", channel_id="D0ANN", channel_name="directmessage"))
    assert (response.status, await response.text()) == (200, "")


async def test_an_organisation_that_installed_the_app_is_one_workspace(house: House) -> None:
    bodies = [payload("message_grid"), payload("message_grid", team_id="T0002", ts="1772442961.000001")]
    for body in bodies:
        assert (await house.send(body)).status == 200
    # The bot token of these tests belongs to a team and not to the organisation, so nothing is kept.
    assert house.told == []


async def test_slack_may_check_the_address(house: House) -> None:
    response = await house.send(payload("url_verification"))
    assert response.status == 200
    assert (await response.json())["challenge"].startswith("3eZbrw1aBm2rZg")
    assert (await house.send(payload("ssl_check"))).status == 200


def test_every_row_of_the_table_has_a_recorded_payload() -> None:
    import json

    from tests.slack.house import PAYLOADS

    bodies = [json.loads(path.read_text("utf-8")) for path in PAYLOADS.glob("*.json")]
    kinds = {body["event"]["type"] for body in bodies if "event" in body}
    assert {event.kind for event in table.EVENTS} <= kinds
    assert {command.name for command in table.COMMANDS} == {body["command"] for body in bodies if "command" in body}
    assert {shortcut.callback for shortcut in table.SHORTCUTS} <= {body.get("callback_id") for body in bodies}
