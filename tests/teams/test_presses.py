"""Buttons, dialogs and shortcuts in Teams: answered at once, and only where the button is there for whoever presses."""

import json
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.messages import ButtonPressed, ShortcutUsed
from tests.teams.people import People
from tests.teams.standin.tenant import TENANT
from tests.teams.world import World


@pytest.fixture
async def people(world: World) -> People:
    everybody = People(world)
    await everybody.open_company()
    return everybody


async def test_a_press_is_answered_at_once_and_then_the_card_changes(people: People) -> None:
    await people.says("ann", "I cannot post an invoice, it says F5 117.")
    answer = await people.presses("ann", "I'm blocked")
    assert answer == {"statusCode": 200, "type": "application/vnd.microsoft.activity.message", "value": "Got it."}
    assert isinstance(people.world.told[-1], ButtonPressed)
    assert "You are blocked" in people.sees("ann")


async def test_a_dialog_opens_and_is_sent(people: People) -> None:
    await people.says("ann", "I cannot post an invoice, it says F5 117.")
    answer = await people.opens("ann", "Change this")
    assert answer["task"]["type"] == "continue"
    assert await people.fills("ann", "Change this", module="sales") is None
    assert "Sales" in people.sees("ann")


async def test_a_client_without_dialogs_gets_the_form_in_the_chat(people: People) -> None:
    await people.says("ann", "I cannot post an invoice, it says F5 117.")
    posted, action = people.button("Change this", "ann")
    before = len(people.where("ann", None).messages)
    await people.does(people.activity("ann", "message", value=action["data"], replyToId=posted.id))
    (form,) = people.where("ann", None).messages[before:]
    answers = {part["id"]: part.get("value", "") for part in form.card["body"] if "id" in part}
    sent = {**form.card["actions"][0]["data"], **answers, "answer.module": "sales"}
    await people.does(people.activity("ann", "message", value=sent, replyToId=form.id))
    assert "Sales" in people.sees("ann")


async def test_a_card_can_be_asked_for_as_it_is_now(people: People) -> None:
    await people.says("ann", "I cannot post an invoice, it says F5 117.")
    posted, _ = people.button("I'm blocked", "ann")
    value = {"action": {"type": "Action.Execute", "verb": "refresh", "data": {}}, "trigger": "automatic"}
    invoke = people.activity("ann", "invoke", name="adaptiveCard/action", value=value, replyToId=posted.id)
    answer = await people.does(invoke)
    assert (answer["statusCode"], answer["type"]) == (200, "application/vnd.microsoft.card.adaptive")
    assert answer["value"] == posted.card


HAND_MADE = [
    {"action": "theme.open", "value": {"theme": "1"}},
    {"action": "place.purpose", "value": {"purpose": "brm_digest"}},
    {"action": "privacy.erase", "value": {}},
    {"action": "no.such.thing", "value": {}},
    {"action": "complaint.impact", "value": {"id": "1", "impact": "none"}},
    {"action": "complaint.impact", "value": {"id": 1}},
    {"form": "no.such.form", "value": {}},
    {"what": "ever"},
    "words",
    None,
]


@pytest.mark.parametrize("data", HAND_MADE, ids=str)
async def test_what_no_card_here_offers_is_refused(people: People, data: Any) -> None:
    await people.says("ann", "I cannot post an invoice, it says F5 117.")
    message = people.where("ann", None).messages[-1].id
    rows, told = await people.world.rows(), list(people.world.told)
    with capture_logs() as lines:
        answer = await people.executes("ann", data, message)
    assert (answer["statusCode"], answer["type"]) == (400, "application/vnd.microsoft.error")
    assert answer["value"]["message"].startswith("That has been dealt with already")
    assert await people.world.rows() == rows
    assert people.world.told == told
    assert len([line for line in lines if line["log_level"] == "warning"]) <= 1
    assert "purpose" not in json.dumps(lines, default=str)


async def test_what_is_for_somebody_else_is_refused(people: People) -> None:
    """Ann reads along in the IT channel, as somebody whom nobody has told us of; its buttons are not hers."""
    await people.says("ivy", "SAP is down from 18:00 to 19:00 today.", "erp-it")
    posted, action = people.button("Publish", "ivy", "erp-it")
    rows, told = await people.world.rows(), list(people.world.told)
    answer = await people.executes("ann", action["data"], posted.id, "erp-it")
    assert (answer["statusCode"], answer["value"]["code"]) == (403, "Forbidden")
    assert answer["value"]["message"] == "Only colleagues in the IT updates channel can do that."
    assert await people.world.rows() == rows
    assert people.world.told == told


async def test_a_press_in_somebody_elses_chat_is_refused(people: People) -> None:
    await people.says("ben", "help")
    posted, action = people.button("My issues", "ben")
    rows, told = await people.world.rows(), list(people.world.told)
    stolen = people.activity("ann", "invoke", name="adaptiveCard/action", replyToId=posted.id)
    stolen["conversation"]["id"] = people.where("ben", None).id
    stolen["value"] = {"action": {"type": "Action.Execute", "data": action["data"]}, "trigger": "manual"}
    answer = await people.does(stolen)
    assert answer["statusCode"] == 403
    assert await people.world.rows() == rows
    assert people.world.told == told


async def test_a_shortcut_explains_a_message_in_the_direct_chat(people: People) -> None:
    body = {"contentType": "html", "content": "<p>The EDI interface IF-204 is down until 18:00.</p>"}
    ivy = people.world.connector.people[people.world.connector.person("ivy")]["aadObjectId"]
    author = {"user": {"userIdentityType": "aadUser", "id": ivy, "displayName": "Ivy"}}
    payload = {"id": "1765", "body": body, "from": author, "createdDateTime": "2026-03-02T08:59:00Z"}
    value = {"commandId": "explain", "messagePayload": payload, "commandContext": "message"}
    await people.says("ivy", "hello")
    answer = await people.does(
        people.activity("ann", "invoke", "erp-news", name="composeExtension/fetchTask", value=value)
    )
    assert answer == {
        "task": {"type": "message", "value": "I am on it. You get my answer in our direct chat in a moment."}
    }
    used = people.world.told[-1]
    assert isinstance(used, ShortcutUsed)
    assert used.author is not None
    assert (used.author.workspace, used.author.id) == (TENANT, people.world.connector.person("ivy"))
    assert "18:00" in people.sees("ann")
