"""The stand-in itself: it must refuse what Slack refuses, or every test that passes against it says nothing."""

from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.slack.standin import blockkit
from tests.slack.standin.server import Fault, StandIn, running
from tests.slack.standin.state import Slack


class Hands:
    """A clock that moves when it is told to."""

    def __init__(self) -> None:
        self.now = 1_780_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def hands() -> Hands:
    return Hands()


@pytest.fixture
async def stand_in(hands: Hands) -> AsyncIterator[StandIn]:
    slack = Slack(hands)
    slack.workspace("T0001", "xoxb-1")
    slack.person("T0001", "U0ANN", "Ann Lee")
    slack.channel("T0001", "C0NEWS", "erp-news", "U0ANN")
    slack.channel("T0001", "C0OUT", "elsewhere", bot=False)
    slack.channel("T0001", "C0SECRET", "secret", bot=False, private=True)
    async with running(slack) as running_one:
        yield running_one


def client(stand_in: StandIn, token: str = "xoxb-1") -> AsyncWebClient:
    return AsyncWebClient(token=token, base_url=stand_in.api, retry_handlers=[])


async def refused(asked: Any) -> str:
    with pytest.raises(SlackApiError) as problem:
        await asked
    return str(problem.value.response["error"])


async def test_a_post_needs_a_good_token_a_scope_and_a_place_the_bot_is_in(stand_in: StandIn, hands: Hands) -> None:
    slack = client(stand_in)
    assert await refused(client(stand_in, "xoxb-2").auth_test()) == "invalid_auth"
    assert await refused(slack.chat_postMessage(channel="C0OUT", text="x")) == "not_in_channel"
    assert await refused(slack.chat_postMessage(channel="C0SECRET", text="x")) == "channel_not_found"
    assert await refused(slack.chat_postMessage(channel="C0NEWS", text="x", colour="red")) == "invalid_arguments"
    hands.now += 1
    assert await refused(slack.chat_postMessage(channel="C0NEWS", text="x" * 40_001)) == "msg_too_long"
    stand_in.slack.tokens["xoxb-1"].scopes = frozenset()
    hands.now += 1
    with pytest.raises(SlackApiError) as problem:
        await slack.chat_postMessage(channel="C0NEWS", text="x")
    assert problem.value.response["needed"] == "chat:write"


async def test_the_second_message_of_a_second_must_wait(stand_in: StandIn, hands: Hands) -> None:
    slack = client(stand_in)
    await slack.chat_postMessage(channel="C0NEWS", text="one")
    await slack.chat_postMessage(channel="U0ANN", text="another place")
    with pytest.raises(SlackApiError) as problem:
        await slack.chat_postMessage(channel="C0NEWS", text="two")
    assert (problem.value.response.status_code, problem.value.response.headers["Retry-After"]) == (429, "1")
    hands.now += 1
    await slack.chat_postMessage(channel="C0NEWS", text="two")


async def test_history_shows_what_metadata_says_only_when_asked(stand_in: StandIn) -> None:
    slack = client(stand_in)
    about = {"event_type": "e", "event_payload": {"key": "k"}}
    await slack.chat_postMessage(channel="C0NEWS", text="x", metadata=about)
    bare = await slack.conversations_history(channel="C0NEWS")
    full = await slack.conversations_history(channel="C0NEWS", include_all_metadata=True)
    assert bare["messages"][0]["metadata"] == {"event_type": "e"}
    assert full["messages"][0]["metadata"] == about


async def test_a_trigger_is_good_once_and_for_three_seconds(stand_in: StandIn, hands: Hands) -> None:
    slack = client(stand_in)
    view = {"type": "modal", "title": {"type": "plain_text", "text": "T"}, "blocks": []}
    first = stand_in.slack.trigger("T0001", "U0ANN")
    await slack.views_open(trigger_id=first, view=view)
    assert await refused(slack.views_open(trigger_id=first, view=view)) == "exchanged_trigger_id"
    late = stand_in.slack.trigger("T0001", "U0ANN")
    hands.now += 3.5
    assert await refused(slack.views_open(trigger_id=late, view=view)) == "expired_trigger_id"


async def test_faults_come_when_they_are_asked_for(stand_in: StandIn) -> None:
    stand_in.faults["auth.test"] = [Fault("limit", seconds=7), Fault("refuse", "token_revoked")]
    slack = client(stand_in)
    with pytest.raises(SlackApiError) as problem:
        await slack.auth_test()
    assert problem.value.response.headers["Retry-After"] == "7"
    assert await refused(slack.auth_test()) == "token_revoked"
    assert (await slack.auth_test())["team_id"] == "T0001"


def plain(words: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": words}


def button(number: int = 1, **more: Any) -> dict[str, Any]:
    return {"type": "button", "text": plain("Press"), "action_id": f"a#{number}", **more}


GOOD: list[dict[str, Any]] = [
    {"type": "header", "text": plain("x" * 150)},
    {"type": "section", "text": {"type": "mrkdwn", "text": "x" * 3000, "verbatim": True}},
    {"type": "section", "fields": [plain("x")] * 10},
    {"type": "context", "elements": [{"type": "mrkdwn", "text": "x"}]},
    {"type": "divider"},
    {"type": "actions", "elements": [button(n, value="x" * 2000, style="danger") for n in range(25)]},
    {"type": "image", "alt_text": "x" * 2000, "slack_file": {"id": "F12345678"}},
]


def test_what_is_within_the_limits_is_taken() -> None:
    assert blockkit.problems(GOOD) == []


@pytest.mark.parametrize(
    "bad",
    [
        {"type": "marquee"},
        {"type": "header", "text": plain("x" * 151)},
        {"type": "header", "text": {"type": "mrkdwn", "text": "x"}},
        {"type": "section"},
        {"type": "section", "text": plain("")},
        {"type": "section", "text": plain("x" * 3001)},
        {"type": "section", "text": plain("\N{GRINNING FACE}" * 1501)},
        {"type": "section", "fields": [plain("x")] * 11},
        {"type": "section", "fields": [plain("x" * 2001)]},
        {"type": "section", "text": plain("x"), "colour": "red"},
        {"type": "context", "elements": [plain("x")] * 11},
        {"type": "actions", "elements": []},
        {"type": "actions", "elements": [button(n) for n in range(26)]},
        {"type": "actions", "elements": [button(1), button(1)]},
        {"type": "actions", "elements": [button(text=plain("x" * 76))]},
        {"type": "actions", "elements": [button(value="x" * 2001)]},
        {"type": "actions", "elements": [button(style="plain")]},
        {"type": "actions", "elements": [button(confirm={"title": plain("Sure?")})]},
        {"type": "image", "alt_text": "", "slack_file": {"id": "F12345678"}},
        {"type": "image", "alt_text": "x", "slack_file": {"id": "42"}},
        {"type": "input", "label": plain("x"), "element": {"type": "plain_text_input"}},
    ],
)
def test_what_breaks_a_rule_is_refused(bad: dict[str, Any]) -> None:
    assert blockkit.problems([bad])


def test_a_message_has_fifty_blocks_and_so_many_words() -> None:
    assert blockkit.problems([{"type": "divider"}] * 51)
    assert not blockkit.too_long([{"type": "section", "text": plain("x" * 3000)}] * 4)
    assert blockkit.too_long([{"type": "section", "text": plain("x" * 3000)}] * 5)


def option(label: str = "x", value: str = "x") -> dict[str, Any]:
    return {"text": plain(label), "value": value}


def asked(**element: Any) -> dict[str, Any]:
    return {"type": "input", "label": plain("x"), "element": element}


@pytest.mark.parametrize(
    "bad",
    [
        {"title": plain("x" * 25)},
        {"submit": plain("x" * 25)},
        {"private_metadata": "x" * 3001},
        {"blocks": [{"type": "divider"}] * 101},
        {"blocks": [asked(type="plain_text_input", initial_value="x" * 3001)]},
        {"blocks": [asked(type="plain_text_input", initial_value="xxx", max_length=2)]},
        {"blocks": [asked(type="static_select", options=[option()] * 101)]},
        {"blocks": [asked(type="static_select", options=[option("x" * 76)])]},
        {"blocks": [asked(type="static_select", options=[option(value="")])]},
        {"blocks": [asked(type="static_select", options=[option()], initial_option=option("y"))]},
        {"blocks": [asked(type="datepicker", initial_date="3 May")]},
        {"submit": None, "blocks": [asked(type="plain_text_input")]},
    ],
)
def test_a_dialog_that_breaks_a_rule_is_refused(bad: dict[str, Any]) -> None:
    good = {"type": "modal", "title": plain("x"), "submit": plain("x"), "blocks": [asked(type="plain_text_input")]}
    assert blockkit.view_problems(good) == []
    assert blockkit.view_problems({name: value for name, value in (good | bad).items() if value is not None})


async def test_a_response_url_takes_five_answers_in_half_an_hour(stand_in: StandIn, hands: Hands) -> None:
    async def answer(url: str, words: object) -> tuple[int, str]:
        async with aiohttp.ClientSession() as session, session.post(url, json=words) as response:
            return response.status, await response.text()

    url = stand_in.response_url("T0001")
    assert await answer(url, {"text": ""}) == (400, "no_text")
    assert await answer(url, {"blocks": [{"type": "marquee"}]}) == (400, "invalid_blocks")
    assert [await answer(url, {"text": "x"}) for _ in range(6)] == [(200, "ok")] * 5 + [(404, "used_url")]
    late = stand_in.response_url("T0001")
    hands.now += 1801
    assert await answer(late, {"text": "x"}) == (404, "used_url")


async def test_an_upload_is_three_steps_and_as_long_as_announced(stand_in: StandIn) -> None:
    slack = client(stand_in)
    told = await slack.files_getUploadURLExternal(filename="x.png", length=4)
    assert await refused(slack.files_completeUploadExternal(files=[{"id": told["file_id"]}])) == "file_not_found"
    async with aiohttp.ClientSession() as session:
        async with session.post(told["upload_url"], data=b"too long") as response:
            assert response.status == 400
        async with session.post(told["upload_url"], data=b"\x89PNG") as response:
            assert response.status == 200
    await slack.files_completeUploadExternal(files=[{"id": told["file_id"], "title": "x"}])
    image = {"type": "image", "alt_text": "x", "slack_file": {"id": told["file_id"]}}
    assert await refused(slack.chat_postMessage(channel="C0NEWS", text="x", blocks=[image])) == "invalid_blocks"
    assert (await slack.files_info(file=told["file_id"]))["file"]["mimetype"] == "image/png"
    await slack.chat_postMessage(channel="U0ANN", text="x", blocks=[image])


async def test_only_the_bots_own_messages_can_be_changed(stand_in: StandIn) -> None:
    slack = client(stand_in)
    post = stand_in.slack.say("T0001", "C0NEWS", "U0ANN", "mine")
    assert await refused(slack.chat_update(channel="C0NEWS", ts=post.ts, text="x")) == "cant_update_message"
    assert await refused(slack.chat_delete(channel="C0NEWS", ts=post.ts)) == "cant_delete_message"
    assert await refused(slack.chat_update(channel="C0NEWS", ts="1.000001", text="x")) == "message_not_found"
