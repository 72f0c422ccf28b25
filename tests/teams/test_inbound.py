"""Every kind of activity that Teams sends, through the route, as the core is told of it."""

from collections.abc import Sequence
from dataclasses import fields
from datetime import UTC, datetime
from typing import Any

import pytest

from adapters.teams.table import ACTIVITIES, COMMANDS, INVOKES
from bot import typed
from bot.messages import (
    BotJoined,
    BotLeft,
    FileLink,
    FromPerson,
    MemberJoined,
    MemberLeft,
    MessageDeleted,
    MessageEdited,
    MessageReceived,
    PersonRef,
    PlaceRef,
    PlaceRenamed,
    ShortcutUsed,
)
from tests.teams.people import People
from tests.teams.standin.tenant import TENANT
from tests.teams.world import World, payload

ANN, IVY = (PersonRef("teams", TENANT, f"29:1-{name}_AbC") for name in ("ann", "ivy"))
DIRECT = PlaceRef("teams", TENANT, "a:ann-1x_Y", direct=True)
CHANNEL = PlaceRef("teams", TENANT, "19:erp-it@thread.tacv2", direct=False)
GENERAL = PlaceRef("teams", TENANT, "19:team-general@thread.tacv2", direct=False)
GROUP = PlaceRef("teams", TENANT, "19:planning@thread.v2", direct=False)
ODD = PlaceRef("teams", TENANT, "any shape: 7/ü?&", direct=True)
AT = datetime(2026, 3, 2, 9, 0, 0, 123456, tzinfo=UTC)


def said(by: PersonRef, place: PlaceRef, text: str, id_: str, **more: Any) -> MessageReceived:
    return MessageReceived("", AT, by, place, text, id_, **more)


CALLED: dict[str, Any] = {"mentions_bot": True}

EXPECTED: dict[str, Sequence[FromPerson]] = {
    "personal_message": [said(ANN, DIRECT, "Posting an invoice stops with error F5 117.", "1765000000001")],
    "personal_quote": [
        said(ANN, DIRECT, "It is the printer on the second floor.", "1765000000002", thread="1764999999000")
    ],
    "personal_files": [
        said(
            ANN,
            DIRECT,
            "See the picture.",
            "1765000000003",
            files=(
                FileLink("error.xlsx", "https://example.sharepoint.com/personal/ann/Documents/error.xlsx"),
                FileLink("image", "https://smba.trafficmanager.net/emea/v3/attachments/0-eus-d1/views/original"),
            ),
        )
    ],
    "group_message": [
        BotJoined("", AT, ANN, GROUP, "Planning"),
        said(ANN, GROUP, "Ivy Example says the stock report is slow &amp; old", "1765000000004", **CALLED),
    ],
    "channel_message": [
        BotJoined("", AT, IVY, CHANNEL, ""),
        said(IVY, CHANNEL, "SAP is down from 18:00 to 19:00 today.", "1765000000005", **CALLED),
    ],
    "channel_reply": [
        BotJoined("", AT, IVY, CHANNEL, ""),
        said(IVY, CHANNEL, "and it is back", "1765000000006", thread="1765000000005", **CALLED),
    ],
    "message_edited": [
        MessageEdited(
            "",
            datetime(2026, 3, 2, 9, 5, 0, 500000, tzinfo=UTC),
            ANN,
            DIRECT,
            "Posting an invoice stops with error F5 118.",
            "1765000000001",
        )
    ],
    "message_undeleted": [
        MessageEdited(
            "",
            datetime(2026, 3, 2, 9, 7, tzinfo=UTC),
            ANN,
            DIRECT,
            "Posting an invoice stops with error F5 117.",
            "1765000000001",
        )
    ],
    "message_deleted": [MessageDeleted("", AT, ANN, DIRECT, "1765000000001")],
    "installed_personal": [],
    "installation_added": [],
    "installation_removed": [BotLeft("", AT, ANN, DIRECT)],
    "installed_team": [BotJoined("", AT, IVY, CHANNEL, "ERP")],
    "member_added": [MemberJoined("", AT, ANN, GENERAL)],
    "member_removed": [MemberLeft("", AT, ANN, GENERAL)],
    "bot_removed": [BotLeft("", AT, IVY, GENERAL)],
    "team_renamed": [],
    "channel_renamed": [PlaceRenamed("", AT, IVY, CHANNEL, "ERP news from IT")],
    "channel_deleted": [BotLeft("", AT, IVY, CHANNEL)],
    "reaction": [],
    "typing": [],
    "explain": [
        ShortcutUsed(
            "",
            AT,
            ANN,
            CHANNEL,
            "explain",
            "The EDI interface IF-204 is down\nuntil 18:00 & restarts then.",
            "1765000000005",
            written_at=datetime(2026, 3, 2, 8, 59, 0, 123000, tzinfo=UTC),
        )
    ],
    "tenant_only_in_channel_data": [
        said(PersonRef("teams", TENANT, "user-42"), ODD, "The label printer stands still.", "not a number: ä/?#")
    ],
}


def facts(message: FromPerson) -> dict[str, Any]:
    """All a message says, but for its id."""
    return {field.name: getattr(message, field.name) for field in fields(message) if field.name != "event_id"}


@pytest.mark.parametrize("name", EXPECTED)
async def test_an_activity_is_told_to_the_core_and_acknowledged(world: World, name: str) -> None:
    world.asleep = True
    answer = await world.send(payload(name))
    assert answer.status == (200 if name == "explain" else 201)
    assert [facts(message) for message in world.told] == [facts(message) for message in EXPECTED[name]]


@pytest.mark.parametrize("name", EXPECTED)
async def test_what_comes_again_is_recognised(world: World, name: str) -> None:
    world.asleep = True
    await world.send(payload(name))
    before, rows = list(world.told), await world.rows()
    assert (await world.send(payload(name))).status in (200, 201)
    assert world.told == before
    assert await world.rows() == rows


async def test_ids_of_messages_count_in_their_place_only(world: World) -> None:
    world.asleep = True
    await world.send(payload("personal_message"))
    elsewhere = payload("group_message", id="1765000000001")
    await world.send(elsewhere)
    assert len([message for message in world.told if isinstance(message, MessageReceived)]) == 2


async def test_what_has_no_id_is_recognised_by_what_it_says(world: World) -> None:
    world.asleep = True
    bare = payload("personal_message")
    del bare["id"]
    for text in ("One", "One", "Two"):
        await world.send({**bare, "text": text})
    assert [message.text for message in world.told if isinstance(message, MessageReceived)] == ["One", "Two"]


async def test_a_message_changed_twice_is_heard_twice(world: World) -> None:
    world.asleep = True
    for second in (1, 2):
        await world.send(payload("message_edited", timestamp=f"2026-03-02T09:05:0{second}Z"))
    assert len(world.told) == 2


async def test_unknown_types_are_passed_over_and_counted(world: World) -> None:
    world.asleep = True
    for kind in ("typing", "endOfConversation", "somethingNew"):
        assert (await world.send(payload("typing", type=kind))).status == 201
    await world.send(payload("reaction"))
    assert (await world.send(payload("execute", name="somethingNew/fetch"))).status == 501
    assert world.told == []
    assert world.teams.listener.ignored == {
        "unknown": 3,
        "messageReaction without a meaning for us": 1,
        "invoke": 1,
    }


@pytest.mark.parametrize("kind", [*ACTIVITIES, "invoke"])
@pytest.mark.parametrize(
    "odd",
    [
        {"from": None, "membersAdded": [None], "membersRemoved": [{}]},
        {"recipient": None},
        {"value": ["a list"], "text": None},
        {"value": {"action": {"data": "words"}, "data": 7}},
        {"channelData": "words"},
        {"channelData": {"tenant": {"id": TENANT}, "team": "x", "channel": 1, "eventType": ["x"]}},
        {"entities": [None, {"type": "mention"}, {"type": "mention", "mentioned": "x", "text": 5}]},
        {"attachments": [None, {"contentType": "image/png", "contentUrl": "file:///etc/passwd"}, {"content": 5}]},
        {"locale": 5, "localTimezone": "../../etc/passwd", "text": "\ud800 \0"},
    ],
    ids=str,
)
async def test_odd_fields_never_break_anything(world: World, kind: str, odd: dict[str, Any]) -> None:
    world.asleep = True
    for invoke in INVOKES if kind == "invoke" else [None]:
        answer = await world.send(payload("personal_message", type=kind, name=invoke) | odd)
        assert answer.status in (200, 201), await answer.text()


POST = "The EDI interface IF-204 is down until 18:00 & restarts then."
MARKED = POST.replace("&", "&amp;")
REPLY = 'itemscope="" itemtype="http://schema.skype.com/Reply" itemid="1764999999000"'


@pytest.mark.parametrize(
    ("quote", "text"),
    [
        (
            f'<div>\n<blockquote {REPLY}>\n<strong itemprop="mri" itemid="8:orgid:1">Ivy</strong>'
            f'<span itemprop="time" itemid="1764999999000"></span>\n<p itemprop="preview">{MARKED}</p>\n</blockquote>\n'
            "<p>translate this</p></div>",
            POST,
        ),
        (f'<blockquote itemid=\'1764999999000\' itemtype="http://schema.skype.com/Reply"><p itemprop="copy">'
         f"{MARKED}</p></blockquote>", POST),
        (f'<blockquote {REPLY}><p itemprop="preview">The EDI interface IF-204 is…</p></blockquote>', ""),
        (f"<blockquote {REPLY}></blockquote>", ""),
    ],
    ids=["as Teams", "other order", "cut off", "no words"],
)  # fmt: skip
async def test_what_a_call_quotes_comes_with_it_if_it_is_whole(world: World, quote: str, text: str) -> None:
    world.asleep = True
    called = payload("group_message", text="<at>Liaison</at> translate this")
    await world.send(called | {"attachments": [{"contentType": "text/html", "content": quote}]})
    message = world.told[-1]
    assert isinstance(message, MessageReceived)
    assert (message.text, message.thread, message.answered) == ("translate this", "1764999999000", text)


async def test_what_is_quoted_without_calling_us_is_not_kept(world: World) -> None:
    world.asleep = True
    quote = f'<blockquote {REPLY}><p itemprop="preview">{MARKED}</p></blockquote>'
    called = payload("group_message", text="I agree", entities=[])
    await world.send(called | {"attachments": [{"contentType": "text/html", "content": quote}]})
    assert [message.answered for message in world.told if isinstance(message, MessageReceived)] == [""]


async def test_a_thread_may_be_named_by_the_message_that_is_answered(world: World) -> None:
    world.asleep = True
    await world.send(payload("group_message", replyToId="7"))
    await world.send(payload("group_message", id="8", replyToId="8"))
    await world.send(payload("personal_message", replyToId="9"))
    assert [message.thread for message in world.told if isinstance(message, MessageReceived)] == ["7", None, None]


async def test_a_quoted_post_is_put_into_plain_words(world: World) -> None:
    people = People(world)
    await people.open_company()
    quote = f'<blockquote {REPLY}><p itemprop="preview">{MARKED}</p></blockquote><p>translate this</p>'
    attachment = {"contentType": "text/html", "content": quote}
    await people.says("ann", "translate this", "erp-news", attachments=[attachment])
    assert "In plain words" in people.sees("ann", "erp-news")
    assert "18:00" in people.sees("ann", "erp-news")


def test_the_menu_offers_what_the_core_understands() -> None:
    assert {command.title for command in COMMANDS} == set(typed.COMMANDS)
