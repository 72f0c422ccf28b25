"""What people wait for: forms, the home page, the assistant; and who gets nothing internal."""

from typing import Any

import pytest

from bot.messages import MessageReceived
from bot.ports import Refused
from tests.slack.house import TEAM, House, payload
from tests.slack.standin.server import Fault


def views(house: House) -> list[dict[str, Any]]:
    return house.slack.teams[TEAM].views


async def test_a_button_that_opens_a_form_opens_it_before_slack_gives_up(house: House) -> None:
    await house.say("U0ANN", "The invoice posting fails with a tax error")
    await house.press("U0ANN", "Change this")
    (opened,) = views(house)
    assert (opened["how"], opened["user"]) == ("open", "U0ANN")
    assert opened["view"]["callback_id"] == "complaint.correct"
    await house.fill("U0ANN", {"module": "inventory"})
    shown = str([post.blocks for post in house.slack.teams[TEAM].channels["D0ANN"].posts.values()])
    assert "Warehouse and stock" in shown


async def test_a_form_of_somebody_else_is_not_opened(house: House) -> None:
    await house.say("U0ANN", "The invoice posting fails with a tax error")
    ts, element = house.button("Change this", "D0ANN")
    body = payload("block_actions_form", trigger_id=house.slack.trigger(TEAM, "U0BOB"))
    body["user"]["id"] = "U0BOB"
    body["actions"] = [{**element, "action_ts": "1.000002"}]
    body["container"]["message_ts"] = ts
    assert (await house.send(body)).status == 200
    (opened,) = views(house)
    assert opened["view"].get("callback_id") is None
    assert opened["view"]["type"] == "modal"


async def test_whoever_was_never_met_can_open_a_form_too(house: House) -> None:
    house.trusting = True
    body = payload("block_actions_form", trigger_id=house.slack.trigger(TEAM, "U0BOB"))
    body["user"]["id"], body["container"]["channel_id"] = "U0BOB", "C0NEWS"
    body["channel"] = {"id": "C0NEWS", "name": "erp-news"}
    body["actions"][0] |= {"action_id": "goal.record#0", "value": "{}"}
    assert (await house.send(body)).status == 200
    (opened,) = views(house)
    assert "Only colleagues in the BRM channel can do that." in str(opened["view"])


@pytest.mark.parametrize("fault", [Fault("refuse", "expired_trigger_id"), Fault("broken"), Fault("limit")])
async def test_a_form_that_cannot_be_shown_is_acknowledged_all_the_same(house: House, fault: Fault) -> None:
    await house.say("U0ANN", "The invoice posting fails with a tax error")
    house.stand_in.faults["views.open"].append(fault)
    await house.press("U0ANN", "Change this")
    assert views(house) == []


async def test_the_home_page_shows_what_somebody_can_do(house: House) -> None:
    assert (await house.send(payload("app_home_opened"))).status == 200
    await house.side.rest()
    (home,) = views(house)
    assert (home["how"], home["user"]) == ("publish", "U0ANN")
    assert "My issues" in str(home["view"])
    await house.send(payload("app_home_opened", tab="messages", event_id="Ev9"))
    await house.side.rest()
    assert len(views(house)) == 1


async def test_the_assistant_offers_questions_says_it_reads_and_answers_in_the_thread(house: House) -> None:
    root = house.slack.say(TEAM, "D0ANN", house.slack.bot_of(TEAM), "Hello")
    thread = {**payload("assistant_thread_started")["event"]["assistant_thread"], "thread_ts": root.ts}
    await house.send(payload("assistant_thread_started", assistant_thread=thread))
    await house.side.rest()
    prompts, status = house.slack.teams[TEAM].statuses[0]["prompts"], "is reading..."
    assert {"title": "Where do my issues stand?", "message": "my issues"} in prompts
    assert (await house.send(payload("message_assistant", thread_ts=root.ts))).status == 200
    await house.side.rest()
    assert house.slack.teams[TEAM].statuses[1]["status"] == status
    await house.settle()
    answers = [post for post in house.slack.teams[TEAM].channels["D0ANN"].posts.values() if post.thread == root.ts]
    assert len(answers) == 1
    await house.send(payload("message_im"))
    await house.settle()
    assert list(house.slack.teams[TEAM].channels["D0ANN"].posts.values())[-1].thread is None


@pytest.mark.parametrize(("account", "channel"), [("U0GUS", "D0GUS"), ("U0STRANGE", "D0STRANGE")])
async def test_guests_and_strangers_hear_a_kind_word_and_nothing_internal(
    house: House, account: str, channel: str
) -> None:
    for text in ("The invoice posting fails", "help", "themes"):
        await house.say(account, text)
    said = house.slack.teams[TEAM].channels[channel].posts.values()
    assert {post.text[:44] for post in said if post.bot_id} == {"I am there for the colleagues of this company"[:44]}
    await house.send(payload("app_home_opened", user=account))
    await house.side.rest()
    assert "My issues" not in str(views(house)[-1])


async def test_a_deactivated_colleague_hears_nothing(house: House) -> None:
    await house.say("U0ANN", "The invoice posting fails")
    house.slack.teams[TEAM].users["U0ANN"].deleted = True
    with pytest.raises(Refused, match="user_disabled"):
        await house.side.chat.open_direct(TEAM, "U0ANN")


async def test_members_of_a_channel_that_gives_a_role_have_it_at_once(house: House) -> None:
    await house.join(house.slack.bot_of(TEAM), "C0IT")
    await house.press("U0BEN", "IT updates", "C0IT")
    await house.people_known()
    await house.say("U0IVY", "help")
    assert "Themes" in str(list(house.slack.teams[TEAM].channels["D0IVY"].posts.values())[-1].blocks)


@pytest.mark.parametrize(
    ("typed", "said", "shown"),
    [
        ("", "help", "What I can do for you"),
        ("thanks", "thank it", "nothing to thank IT for yet"),
        ("define IDoc", "define IDoc", "IDoc: "),
        ("define", "glossary", "Your company's words"),
        ("my issues", "my issues", "You have not told me about anything"),
        ("pulse", "pulse", "Only colleagues in the BRM channel can do that"),
        ("mute", "mute", "not ask you anything"),
        ("my data", "my data", "keep about you"),
        ("digest", "digest", "Only colleagues in the BRM channel or the leadership channel"),
    ],
)
async def test_the_commands_of_the_slash(house: House, typed: str, said: str, shown: str) -> None:
    response = await house.send(payload("command", text=typed, trigger_id=house.slack.trigger(TEAM, "U0ANN")))
    assert response.status == 200
    (message,) = house.told
    assert isinstance(message, MessageReceived)
    assert message.text == said
    await house.settle()
    assert shown in " ".join(house.shown("D0ANN"))


async def test_a_command_that_nobody_can_be_answered_for_says_so_at_once(house: House) -> None:
    house.stand_in.faults["conversations.open"].append(Fault("refuse", "user_not_visible"))
    response = await house.send(payload("command", text="help", trigger_id=house.slack.trigger(TEAM, "U0ANN")))
    assert response.status == 200
    assert "Please try once more" in await response.text()
    assert house.told == []


BATCH = "The IDoc interface will be down tonight from 22:00 to 23:00."


async def test_translate_this_in_a_thread_reads_the_message_it_answers(house: House) -> None:
    bot = house.slack.bot_of(TEAM)
    await house.join(bot, "C0NEWS")
    root = house.slack.say(TEAM, "C0NEWS", "U0IVY", BATCH)
    asked = await house.say("U0ANN", f"<@{bot}> translate this", "C0NEWS", thread_ts=root.ts)
    answers = [post for post in house.slack.teams[TEAM].channels["C0NEWS"].posts.values() if post.thread == root.ts]
    assert [post.ts for post in answers[:1]] == [asked]
    assert "22:00" in str(answers[-1].blocks)
    assert answers[-1].user == bot


async def test_what_a_message_answers_is_read_only_where_it_is_asked_for(house: House) -> None:
    bot = house.slack.bot_of(TEAM)
    await house.join(bot, "C0NEWS")
    root = house.slack.say(TEAM, "C0NEWS", "U0IVY", BATCH)
    for words in ("translate this", f"<@{bot}> thank you", f"<@{bot}> translate {BATCH}"):
        await house.say("U0ANN", words, "C0NEWS", thread_ts=root.ts)
    assert [name for _team, name, _arguments in house.slack.calls if name == "conversations.replies"] == []


async def test_a_message_that_slack_does_not_show_is_asked_for(house: House) -> None:
    bot = house.slack.bot_of(TEAM)
    await house.join(bot, "C0NEWS")
    root = house.slack.say(TEAM, "C0NEWS", "U0IVY", BATCH)
    house.stand_in.faults["conversations.replies"].append(Fault("limit"))
    await house.say("U0ANN", f"<@{bot}> translate this", "C0NEWS", thread_ts=root.ts)
    assert "I cannot see the message you mean" in house.shown("C0NEWS")[-1]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("my issues please", "my issues please"),
        ("thanks", "thank it"),
        ("Thanks please", "thank it"),
        ("define, please", "glossary"),
        ("", "help"),
    ],
)
async def test_a_command_may_be_polite(house: House, typed: str, kept: str) -> None:
    await house.say("U0ANN", "I cannot post a supplier invoice, it stops with a tax error")
    before = len(house.shown("D0ANN"))
    assert (await house.send(payload("command", text=typed))).status == 200
    await house.settle()
    assert getattr(house.told[-1], "text", "") == kept
    assert "Here is what I understood" not in house.shown("D0ANN")[-1]
    assert len(house.shown("D0ANN")) > before
