"""The Chat port over Slack: what is shown once, changed in its place, found again, and refused in the port's words."""

import asyncio
import logging
from collections.abc import AsyncIterator

import pytest

from bot.cards import Card, Divider, Heading, Mention, Picture, text
from bot.ports import ChatError, RateLimited, Refused, Unavailable
from tests.slack.standin.server import Fault
from tests.slack.world import ANN, BEN, NEWS, PNG, TEAM, World, open_world

CARD = Card("Payments are late", (Heading("Payments"), text("They are late.")))
OTHER = Card("Payments are on time", (text("They are on time."),))


def long(number: int, words: str = "Line") -> Card:
    """A card of so many messages."""
    return Card(words, tuple(text(f"{words} {n} of many.") for n in range(49 * (number - 1) + 2)))


@pytest.fixture
async def world() -> AsyncIterator[World]:
    async with open_world() as opened:
        yield opened


async def refused(world: World, error: str, method: str = "chat.postMessage") -> ChatError:
    """The error of the port for an error of Slack's."""
    world.stand_in.faults[method] = [Fault("refuse", error)]
    with pytest.raises(ChatError) as problem:
        await world.chat.post(TEAM, NEWS, CARD, "k", None)
    return problem.value


async def test_a_message_has_blocks_a_line_for_notifications_and_its_key_unseen(world: World) -> None:
    shown = await world.chat.post(TEAM, NEWS, CARD, "k:1", None)
    [sent] = world.made("chat.postMessage")
    assert shown == world.posts()[0].ts
    assert sent["text"] == "Payments are late"
    assert sent["metadata"]["event_payload"] == {"key": "k:1", "part": 0, "parts": 1}
    assert (sent["unfurl_links"], sent["unfurl_media"]) == (False, False)
    assert "k:1" not in str(sent["blocks"]) + sent["text"]


async def test_an_edit_keeps_the_message_and_its_key(world: World) -> None:
    shown = await world.chat.post(TEAM, NEWS, CARD, "k", None)
    await world.chat.edit(TEAM, NEWS, shown, OTHER, "k")
    [post] = world.posts()
    assert (post.text, post.metadata["event_payload"]["key"]) == ("Payments are on time", "k")  # type: ignore[index]
    assert world.made("conversations.replies") == []  # history is only for what we are in doubt about


async def test_a_long_card_goes_on_in_its_own_thread(world: World) -> None:
    shown = await world.chat.post(TEAM, NEWS, long(3), "k", None)
    first, *rest = world.posts()
    assert shown == f"{first.ts}+3"
    assert [post.thread for post in (first, *rest)] == [None, first.ts, first.ts]
    assert await world.chat.find(TEAM, NEWS, "k") == shown


async def test_a_long_card_in_a_thread_stays_there(world: World) -> None:
    root = world.stand_in.slack.say(TEAM, NEWS, ANN, "What is new?")
    await world.chat.post(TEAM, NEWS, long(2), "k", root.ts)
    assert [post.thread for post in world.posts()] == [None, root.ts, root.ts]


@pytest.mark.parametrize(("before", "after"), [(3, 1), (1, 3), (2, 2), (3, 2)])
async def test_a_card_that_grows_or_shrinks_shows_the_new_words_and_no_old_ones(
    world: World, before: int, after: int
) -> None:
    shown = await world.chat.post(TEAM, NEWS, long(before), "k", None)
    now = long(after, "Word")
    for _ in range(2):
        await world.chat.edit(TEAM, NEWS, shown, now, "k")
    assert await world.look(shown) == (now, None)
    assert len(world.posts()) == after


async def test_a_card_that_grew_can_shrink_again(world: World) -> None:
    shown = await world.chat.post(TEAM, NEWS, long(1), "k", None)
    await world.chat.edit(TEAM, NEWS, shown, long(3), "k")
    await world.chat.edit(TEAM, NEWS, shown, CARD, "k")
    assert len(world.posts()) == 1


async def test_a_long_card_in_a_thread_changes_there(world: World) -> None:
    root = world.stand_in.slack.say(TEAM, NEWS, ANN, "What is new?")
    shown = await world.chat.post(TEAM, NEWS, long(2), "k", root.ts)
    later = world.restarted()
    await world.hands.pause(1)
    await later.edit(TEAM, NEWS, shown, long(3, "Word"), "k")
    assert [post.thread for post in world.posts()] == [None, root.ts, root.ts, root.ts]


async def test_an_answer_under_a_long_card_goes_into_its_thread(world: World) -> None:
    shown = await world.chat.post(TEAM, NEWS, long(2), "k", None)
    reply = await world.chat.post(TEAM, NEWS, CARD, "k2", shown)
    assert world.news.posts[reply].thread == shown.partition("+")[0]


async def test_an_answer_to_what_was_deleted_stands_on_its_own(world: World) -> None:
    await world.chat.post(TEAM, NEWS, long(2), "k", "1700000000.000001")
    first, second = world.posts()
    assert (first.thread, second.thread) == (None, first.ts)


async def test_a_pause_in_the_middle_of_a_long_card_doubles_nothing(world: World) -> None:
    world.stand_in.faults["chat.postMessage"] = [Fault("none"), Fault("limit", seconds=9)]
    with pytest.raises(RateLimited) as limit:
        await world.chat.post(TEAM, NEWS, long(3), "k", None)
    await world.hands.pause(limit.value.retry_after)
    shown = await world.chat.post(TEAM, NEWS, long(3), "k", None)
    assert len(world.posts()) == 3
    assert await world.look(shown) == (long(3), None)


async def test_half_a_card_of_a_process_that_died_is_taken_away(world: World) -> None:
    world.stand_in.faults["chat.postMessage"] = [Fault("none"), Fault("broken")]
    with pytest.raises(Unavailable):
        await world.chat.post(TEAM, NEWS, long(2), "k", None)
    later = world.restarted()
    assert await later.find(TEAM, NEWS, "k") is None
    assert world.posts() == []


async def test_a_message_that_was_sent_but_not_confirmed_is_found(world: World) -> None:
    world.stand_in.faults["chat.postMessage"] = [Fault("lost")]
    with pytest.raises(Unavailable):
        await world.chat.post(TEAM, NEWS, CARD, "k", None)
    [post] = world.posts()
    assert await world.restarted().find(TEAM, NEWS, "k") == post.ts


async def test_an_answer_in_a_thread_is_found_too(world: World) -> None:
    root = world.stand_in.slack.say(TEAM, NEWS, ANN, "What is new?")
    shown = await world.chat.post(TEAM, NEWS, CARD, "k", root.ts)
    assert await world.restarted().find(TEAM, NEWS, "k") == shown


async def test_a_search_goes_on_where_a_limit_stopped_it(world: World) -> None:
    shown = await world.chat.post(TEAM, NEWS, CARD, "k", None)
    for number in range(450):
        world.stand_in.slack.say(TEAM, NEWS, ANN, f"Message {number}")
    world.stand_in.limits.tiers["3"] = 1
    finder, waits = world.restarted(), 0
    while True:
        try:
            assert await finder.find(TEAM, NEWS, "k") == shown
            break
        except RateLimited as limit:
            waits += 1
            assert waits < 5
            await world.hands.pause(limit.retry_after)
    assert (waits, len(world.made("conversations.history"))) == (2, 3)


async def test_somebody_elses_metadata_is_not_ours(world: World) -> None:
    post = world.stand_in.slack.say(TEAM, NEWS, ANN, "x")
    post.metadata = {"event_type": "other", "event_payload": {"key": "k", "part": 0}}
    assert await world.chat.find(TEAM, NEWS, "k") is None


async def test_a_card_of_another_copy_of_liaison_is_not_ours(world: World) -> None:
    await world.chat.post(TEAM, NEWS, CARD, "k", None)
    [post] = world.posts()
    post.bot_id, post.user = "B9999", "U9999"
    assert await world.restarted().find(TEAM, NEWS, "k") is None


async def test_a_mention_calls_the_person_where_they_have_an_account(world: World) -> None:
    await world.chat.post(TEAM, NEWS, Card("x", (text(Mention(1, "Ann"), " and ", Mention(2, "Ben")),)), "k", None)
    assert world.posts()[0].blocks[0]["text"]["text"] == f"<@{ANN}> and Ben"


async def test_a_conversation_in_a_thread_of_the_direct_chat_goes_on_there(world: World) -> None:
    direct = await world.chat.open_direct(TEAM, ANN)
    root = world.stand_in.slack.say(TEAM, direct, ANN, "Hello")
    world.chat._thread_of = lambda _workspace, place: root.ts if place == direct else None
    shown = await world.chat.post(TEAM, direct, CARD, "k", None)
    assert world.team.channels[direct].posts[shown].thread == root.ts


async def test_a_card_without_a_word_is_a_message_all_the_same(world: World) -> None:
    shown = await world.chat.post(TEAM, NEWS, Card("", ()), "k", None)
    assert world.news.posts[shown].text == "…"


PICTURE = Card("Week 10", (text("This week"), Picture(1, "Reports by area: Finance 3")))


async def test_a_picture_is_sent_once_and_shown_when_slack_has_looked_at_it(world: World) -> None:
    world.stand_in.slack.file_looks = 3
    shown = await world.chat.post(TEAM, NEWS, PICTURE, "k", None)
    await world.chat.edit(TEAM, NEWS, shown, PICTURE, "k")
    [file] = world.team.files.values()
    assert (file.content, file.alt) == (PNG, "Reports by area: Finance 3")
    image = world.posts()[0].blocks[1]
    assert (image["slack_file"], image["alt_text"]) == ({"id": file.id}, "Reports by area: Finance 3")


@pytest.mark.parametrize("trouble", ["no scope", "never ready", "gone"])
async def test_a_picture_that_cannot_be_shown_is_told_in_words(world: World, trouble: str) -> None:
    if trouble == "no scope":
        token = next(iter(world.stand_in.slack.tokens.values()))
        token.scopes -= {"files:write"}
    elif trouble == "never ready":
        world.stand_in.slack.file_looks = 99
    else:
        world.memory.pictures.clear()
    await world.chat.post(TEAM, NEWS, PICTURE, "k", None)
    note = world.posts()[0].blocks[1]
    assert (note["type"], note["elements"][0]["text"]) == ("context", "Reports by area: Finance 3")


async def test_a_picture_is_shown_once_somebody_has_given_the_permission(world: World) -> None:
    token = next(iter(world.stand_in.slack.tokens.values()))
    token.scopes -= {"files:write"}
    shown = await world.chat.post(TEAM, NEWS, PICTURE, "k", None)
    token.scopes |= {"files:write"}
    await world.chat.edit(TEAM, NEWS, shown, PICTURE, "k")
    assert world.posts()[0].blocks[1]["type"] == "image"


async def test_a_picture_that_slack_will_not_show_holds_up_its_card_for_three_tries(world: World) -> None:
    world.memory.pictures[1] = b"GIF89a, not a PNG"
    for _ in range(3):
        with pytest.raises(Unavailable) as problem:
            await world.chat.post(TEAM, NEWS, PICTURE, "k", None)
        assert problem.value.code == "file_not_ready"
    await world.chat.post(TEAM, NEWS, PICTURE, "k", None)
    assert world.posts()[0].blocks[1]["type"] == "context"


async def test_posts_in_one_channel_keep_a_second_apart_and_others_do_not_wait(world: World) -> None:
    for number in range(3):
        await world.chat.post(TEAM, NEWS, CARD, f"k{number}", None)
    assert sum(world.hands.waited) == pytest.approx(2.1)
    direct = await world.chat.open_direct(TEAM, BEN)
    await world.chat.post(TEAM, direct, CARD, "k", None)
    assert sum(world.hands.waited) == pytest.approx(2.1)
    assert world.stand_in.limits.refused == []


async def test_too_fast_says_for_how_long_and_nobody_asks_meanwhile(world: World) -> None:
    world.stand_in.faults["users.info"] = [Fault("limit", seconds=30)]
    for wait in (30, 20):
        with pytest.raises(RateLimited) as limit:
            await world.chat.profile(TEAM, ANN)
        assert limit.value.retry_after == pytest.approx(wait)
        world.hands.now += 10
    world.hands.now += 10
    assert (await world.chat.profile(TEAM, ANN)).name == "Ann Lee"
    assert len(world.made("users.info")) == 1


async def test_one_workspace_that_must_wait_slows_no_other(world: World) -> None:
    slack = world.stand_in.slack
    slack.workspace("T0002", "xoxb-2")
    slack.person("T0002", "U0EVE", "Eve Stone")
    two = world.restarted()
    world.stand_in.faults["users.info"] = [Fault("limit", seconds=30)]
    with pytest.raises(RateLimited):
        await two.profile(TEAM, ANN)
    assert (await two.profile("T0002", "U0EVE")).name == "Eve Stone"
    assert world.hands.waited == []


@pytest.mark.parametrize(
    "error",
    [
        "account_inactive",
        "cannot_reply_to_message",
        "channel_not_found",
        "invalid_auth",
        "invalid_blocks",
        "is_archived",
        "not_in_channel",
        "restricted_action",
        "something_new",
        "token_revoked",
    ],
)
async def test_what_will_never_work_is_refused_by_slacks_own_name(world: World, error: str) -> None:
    problem = await refused(world, error)
    assert (type(problem), problem.code) == (Refused, error)


@pytest.mark.parametrize("error", ["internal_error", "fatal_error", "service_unavailable", "token_expired"])
async def test_what_passes_is_tried_again(world: World, error: str) -> None:
    problem = await refused(world, error)
    assert (type(problem), problem.code) == (Unavailable, error)


async def test_a_missing_permission_is_named(world: World) -> None:
    token = next(iter(world.stand_in.slack.tokens.values()))
    token.scopes -= {"chat:write"}
    with pytest.raises(Refused) as problem:
        await world.chat.post(TEAM, NEWS, CARD, "k", None)
    assert problem.value.code == "missing_scope:chat:write"


async def test_a_workspace_without_a_token_is_refused(world: World) -> None:
    with pytest.raises(Refused) as problem:
        await world.chat.post("T0404", NEWS, CARD, "k", None)
    assert problem.value.code == "app_removed"


async def test_a_channel_we_are_not_in_is_refused(world: World) -> None:
    with pytest.raises(Refused) as problem:
        await world.chat.post(TEAM, "C0OUT", CARD, "k", None)
    assert problem.value.code == "not_in_channel"


@pytest.mark.parametrize(("kind", "code"), [("broken", "http_500"), ("lost", "unreachable")])
async def test_a_slack_that_is_down_is_tried_again(world: World, kind: str, code: str) -> None:
    world.stand_in.faults["chat.postMessage"] = [Fault(kind)]  # type: ignore[arg-type]
    with pytest.raises(Unavailable) as problem:
        await world.chat.post(TEAM, NEWS, CARD, "k", None)
    assert problem.value.code == code
    assert len(world.made("chat.postMessage")) == (1 if kind == "lost" else 0)  # nothing is tried twice unasked


async def test_an_answer_without_an_id_is_none(world: World) -> None:
    for method in ("chat.postMessage", "conversations.open"):
        world.stand_in.faults[method] = [Fault("empty")]
    with pytest.raises(Unavailable, match="nonsense"):
        await world.chat.post(TEAM, NEWS, CARD, "k", None)
    with pytest.raises(Unavailable, match="nonsense"):
        await world.chat.open_direct(TEAM, ANN)


async def test_a_slack_that_does_not_answer_is_given_up(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("adapters.slack.web.PATIENCE", 0.05)
    world.stand_in.faults["chat.postMessage"] = [Fault("hang")]
    with pytest.raises(Unavailable) as problem:
        await world.chat.post(TEAM, NEWS, CARD, "k", None)
    assert problem.value.code == "timeout"


async def test_many_at_once_take_turns_in_a_channel(world: World) -> None:
    world.stand_in.limits.posts = 8  # the clock of this test cannot tell who waits beside whom
    await asyncio.gather(*(world.chat.post(TEAM, NEWS, CARD, f"k{number}", None) for number in range(8)))
    assert len(world.posts()) == 8
    assert len(world.hands.waited) == 7
    assert min(world.hands.waited) > 0


async def test_no_words_reach_the_log(world: World, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    secret = Card("Zanzibar", (text("Zanzibar"), Divider()))
    await world.chat.post(TEAM, NEWS, secret, "k", None)
    world.stand_in.faults["chat.postMessage"] = [Fault("refuse", "invalid_blocks"), Fault("broken")]
    for _ in range(2):
        with pytest.raises(ChatError):
            await world.chat.post(TEAM, NEWS, secret, "k2", None)
    assert "Zanzibar" not in caplog.text


async def test_a_picture_is_shown_also_where_we_may_not_ask_for_files(world: World) -> None:
    token = next(iter(world.stand_in.slack.tokens.values()))
    token.scopes -= {"files:read"}
    world.stand_in.slack.file_looks = 0
    await world.chat.post(TEAM, NEWS, PICTURE, "k", None)
    assert world.posts()[0].blocks[1]["type"] == "image"


PEOPLE = [
    ({}, {"guest": False, "email": "x@example.com", "zone": "Europe/Berlin", "locale": "en-US"}),
    ({"restricted": True}, {"guest": True, "email": "x@example.com"}),
    ({"ultra_restricted": True}, {"guest": True}),
    ({"stranger": True, "team": "T9999"}, {"guest": True, "email": None}),
    ({"team": "T9999"}, {"guest": True, "email": None}),
    ({"tz": None}, {"zone": "UTC"}),
    ({"tz": "Mars/Olympus"}, {"zone": "UTC"}),
    ({"locale": "pt-BR"}, {"locale": "pt-BR"}),
]


@pytest.mark.parametrize(("person", "profile"), PEOPLE)
async def test_who_somebody_is(world: World, person: dict[str, object], profile: dict[str, object]) -> None:
    world.stand_in.slack.person(TEAM, "U0X", "Kim  Park", **{"email": "x@example.com", **person})
    found = await world.chat.profile(TEAM, "U0X")
    assert found.name == "Kim Park"
    assert {name: getattr(found, name) for name in profile} == profile


async def test_somebody_who_was_deactivated_is_refused(world: World) -> None:
    world.stand_in.slack.person(TEAM, "U0X", "Gone", deleted=True)
    for ask, code in ((world.chat.profile, "user_deactivated"), (world.chat.open_direct, "user_disabled")):
        with pytest.raises(Refused) as problem:
            await ask(TEAM, "U0X")
        assert problem.value.code == code
