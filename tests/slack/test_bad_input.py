"""What Slack would not send: the right status, nothing kept, and one line in the log without a word of it."""

import json
import time
from typing import Any

import pytest
import structlog
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError
from structlog.testing import LogCapture

from bot.messages import FileLink, MessageReceived
from bot.store.inbox import Event
from tests.slack.house import TEAM, House, payload, signature, written

JSON = "application/json"


@pytest.fixture
def logged() -> Any:
    """Every line our own code logs."""
    capture, before = LogCapture(), structlog.get_config()
    structlog.configure(processors=[capture])
    yield capture.entries
    structlog.configure(**before)


async def kept(house: House) -> int:
    return await house.store.across_companies(lambda s: s.scalar(select(func.count(Event.id))) or 0)


async def refuses(house: House, logged: list[Any], words: str | bytes, headers: dict[str, str]) -> tuple[int, str]:
    """The status and the reason in the only line that is logged; nothing is kept."""
    response = await house.post(words, {"Content-Type": JSON, **headers})
    (line,) = logged
    assert set(line) <= {"event", "reason", "status", "kind", "error", "log_level"}
    assert await kept(house) == 0
    return response.status, str(line["reason"])


BODY, _ = written(payload("message_im"))


@pytest.mark.parametrize(
    "headers",
    [
        {},
        signature(BODY, secret="another"),
        {**signature(BODY), "X-Slack-Signature": "v0="},
        {**signature(BODY), "X-Slack-Request-Timestamp": "now"},
        {**signature(BODY), "X-Slack-Request-Timestamp": "١٢٣"},
        {"X-Slack-Signature": signature(BODY)["X-Slack-Signature"]},
        signature(BODY + " "),
    ],
    ids=["none", "another secret", "empty", "no number", "no ascii", "no timestamp", "another body"],
)
async def test_a_wrong_signature(house: House, logged: list[Any], headers: dict[str, str]) -> None:
    assert await refuses(house, logged, BODY, headers) == (401, "signature")


@pytest.mark.parametrize("age", [301, -400, 86_400])
async def test_an_old_timestamp_or_one_to_come(house: House, logged: list[Any], age: int) -> None:
    assert await refuses(house, logged, BODY, signature(BODY, time.time() - age)) == (401, "signature")


async def test_two_megabytes(house: House, logged: list[Any]) -> None:
    body = json.dumps(payload("message_im", text="x" * 2_000_000))
    assert await refuses(house, logged, body, signature(body)) == (413, "too_large")


@pytest.mark.parametrize("body", ['{"type": ', "[1, 2]", "", '"text"', "{}", "null", "payload=%7B"])
async def test_what_is_no_payload(house: House, logged: list[Any], body: str) -> None:
    assert await refuses(house, logged, body, signature(body)) == (400, "no_payload")


async def test_what_is_no_text(house: House, logged: list[Any]) -> None:
    assert await refuses(house, logged, b"\xff\xfe{", {}) == (400, "not_text")


async def test_a_replayed_body_is_kept_once(house: House) -> None:
    house.trusting = True
    words, kind = written(payload("block_actions"))
    headers = {"Content-Type": kind, **signature(words)}
    for _ in range(3):
        assert (await house.post(words, headers)).status == 200
    assert await kept(house) == 1


async def test_an_unknown_workspace(house: House, logged: list[Any]) -> None:
    body = json.dumps(payload("message_im", team_id="T0NOBODY", authorizations=[{"team_id": "T0NOBODY"}]))
    assert await refuses(house, logged, body, signature(body)) == (200, "unknown_workspace")


async def test_who_speaks_from_an_unknown_workspace_hears_our_own_words(house: House) -> None:
    response = await house.send(payload("message_im", team_id="T0NOBODY", authorizations=[{"team_id": "T0NOBODY"}]))
    assert (await response.text()).startswith("I am not set up in this workspace any more.")


@pytest.mark.parametrize(
    "changes",
    [
        {"user": None},
        {"user": {"id": "U0ANN"}},
        {"user": "../../etc"},
        {"channel": 7},
        {"channel": None},
        {"ts": "yesterday"},
        {"ts": "999999999999.000100"},
        {"ts": None},
        {"subtype": ["file_share"]},
        {"subtype": {"file_share": 1}},
        {"subtype": "message_changed", "message": {"subtype": [], "user": "U0ANN", "ts": "1772443160.1", "text": "a"}},
        {"subtype": "message_deleted", "previous_message": {"user": "U0ANN", "subtype": {}}, "deleted_ts": "1.1"},
    ],
)
async def test_a_message_of_another_shape_is_ignored(house: House, changes: dict[str, Any]) -> None:
    body = payload("message_im")
    body["event"] |= changes
    assert (await house.send(body)).status in {200, 400}
    assert await kept(house) == 0


async def test_files_of_another_shape_are_left_out(house: House) -> None:
    odd = ["x", None, 7, {"name": "a", "permalink": {"b": 1}}, {"name": 1, "permalink": "https://example.com/a"}]
    body = payload("message_im")
    body["event"]["files"] = odd
    assert (await house.send(body)).status == 200
    (message,) = house.told
    assert isinstance(message, MessageReceived)
    assert message.files == (FileLink("1", "https://example.com/a"),)


NO_VIEW_TYPE = {"id": "V1", "callback_id": "a", "private_metadata": "", "state": {"values": {}}}


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("block_actions", {"actions": []}),
        ("block_actions", {"actions": ["y"]}),
        ("block_actions", {"actions": [{"action_id": {"a": 1}, "type": "button", "value": 5}]}),
        ("view_submission", {"view": NO_VIEW_TYPE}),
    ],
)
async def test_a_body_that_bolt_stumbles_over_is_no_payload(
    house: House, logged: list[Any], name: str, changes: dict[str, Any]
) -> None:
    words, kind = written(payload(name) | changes)
    assert await refuses(house, logged, words, {"Content-Type": kind, **signature(words)}) == (400, "no_payload")


async def test_a_body_nested_too_deeply_is_no_payload(house: House, logged: list[Any]) -> None:
    body = '{"event": {"type": "message", "x": ' + "[" * 50_000 + "]" * 50_000 + "}}"
    assert await refuses(house, logged, body, signature(body)) == (400, "no_payload")


@pytest.mark.parametrize("event", [None, [], "text", {"type": 5}, {"type": {"a": 1}}, {"type": "x" * 5000}])
async def test_an_event_of_another_shape_is_ignored(house: House, event: Any) -> None:
    assert (await house.send(payload("message_im") | {"event": event})).status in {200, 400}
    assert await kept(house) == 0


@pytest.mark.parametrize("value", ["", "not json", "[]", '{"a": {"b": 1}}', '{"complaint": 5}', None, 5])
async def test_a_buttons_value_of_another_shape_carries_nothing(house: House, value: Any) -> None:
    house.trusting = True
    body = payload("block_actions")
    body["actions"][0]["value"] = value
    assert (await house.send(body)).status == 200
    for message in house.told:
        assert getattr(message, "value", None) == {}


@pytest.mark.parametrize(
    ("account", "changes"),
    [
        ("U0ANN", {"value": '{"complaint":"2","impact":"blocked"}'}),
        ("U0ANN", {"action_id": "update.publish#0"}),
        ("U0ANN", {"action_id": "made.up#0"}),
        ("U0BOB", {}),
    ],
    ids=["another value", "another action", "no action of ours", "somebody else"],
)
async def test_a_press_that_no_card_here_offers_to_this_person(
    house: House, logged: list[Any], account: str, changes: dict[str, str]
) -> None:
    await house.say("U0ANN", "The invoice posting fails with a tax error")
    before = await kept(house)
    ts, element = house.button("I'm blocked", "D0ANN")
    body = payload("block_actions", trigger_id=house.slack.trigger(TEAM, account))
    body["user"]["id"], body["container"]["message_ts"] = account, ts
    body["actions"] = [{**element, **changes, "action_ts": "1.000001"}]
    assert (await house.send(body)).status == 200
    assert await kept(house) == before
    assert [line["event"] for line in logged if line["log_level"] == "warning"] == ["slack_refused"]
    assert house.slack.teams[TEAM].views[-1]["user"] == account


@pytest.mark.parametrize(("account", "form"), [("U0BOB", "complaint.correct"), ("U0ANN", "made.up")])
async def test_a_form_that_is_somebody_elses_or_none_of_ours(
    house: House, logged: list[Any], account: str, form: str
) -> None:
    await house.say("U0ANN", "The invoice posting fails with a tax error")
    before = await kept(house)
    body = payload("view_submission")
    body["user"]["id"], body["view"]["callback_id"] = account, form
    assert (await house.send(body)).status == 200
    assert await kept(house) == before
    assert "slack_refused" in [line["event"] for line in logged]


async def test_a_message_of_forty_thousand_characters_is_kept(house: House) -> None:
    assert (await house.send(payload("message_im", text="é" * 40_000))).status == 200
    assert await kept(house) == 1


async def test_what_could_not_be_kept_is_not_acknowledged(house: House, logged: list[Any]) -> None:
    house.trouble = OperationalError("INSERT INTO events", {"payload": "The invoice"}, Exception("disk full"))
    assert (await house.send(payload("message_im"))).status == 503
    assert [line["event"] for line in logged] == ["slack_not_stored"]
    assert "invoice" not in str(logged)
    house.trouble = None
    assert (await house.send(payload("message_im"), **{"X-Slack-Retry-Num": "1"})).status == 200
    assert len(house.told) == 1
