"""Speaking in Teams: proactively, in threads, at its pace, and through its troubles."""

import asyncio
from collections.abc import AsyncIterator

import aiohttp
import pytest

from adapters.teams.client import TeamsChat
from adapters.teams.throttle import CONVERSATION, Throttle
from adapters.teams.throttle import TENANT as PACE
from bot.cards import Button, Buttons, Card, Form, Heading, Mention, TextField, text
from bot.ports import AccountClosed, RateLimited, Refused, Unavailable
from tests.teams.heard import Credentials, Heard, speaking
from tests.teams.standin import Connector
from tests.teams.standin.rules import Refusal
from tests.teams.standin.tenant import BOT, TENANT

HELLO = Card("Hello", (text("Hello"),))


def long(words: str, parts: int) -> Card:
    """A card that takes so many messages."""
    return Card(
        "Long", (*(text(f"{words} {n} " + "x" * 2900) for n in range(7 * parts)), Buttons((Button("OK", "a.b"),)))
    )


@pytest.fixture
async def teams() -> AsyncIterator[Connector]:
    async with Connector() as connector:
        yield connector


@pytest.fixture
def heard(teams: Connector) -> Heard:
    return Heard(teams)


@pytest.fixture
async def chat(heard: Heard) -> AsyncIterator[TeamsChat]:
    async with speaking(heard) as client:
        yield client


async def test_it_speaks_first_to_a_person(teams: Connector, heard: Heard, chat: TeamsChat) -> None:
    ann = teams.person("ann")
    direct = await chat.open_direct(TENANT, ann)
    await chat.post(TENANT, direct, HELLO, "k", None)
    (shown,) = teams.shown(teams.conversations[direct])
    assert shown.card["body"][0]["inlines"][0]["text"] == "Hello"
    assert shown.activity["summary"] == "Hello"
    assert heard.chats == {ann: direct}
    assert [method for method, _ in teams.asked] == ["POST", "POST"]
    await chat.open_direct(TENANT, ann)
    assert len(teams.asked) == 2


async def test_an_answer_stands_under_what_a_person_wrote(teams: Connector, chat: TeamsChat) -> None:
    channel, group = teams.channel("it", ["ann"]), teams.group("ops", ["ann"])
    for place in (channel, group):
        place.heard.add("1699999999999")
        await chat.post(TENANT, place.id, HELLO, "k", "1699999999999")
    assert [posted.root for posted in teams.shown(channel)] == ["1699999999999"]
    assert [posted.root for posted in teams.shown(group)] == [None]


async def test_an_address_that_changes_is_followed(teams: Connector, heard: Heard, chat: TeamsChat) -> None:
    channel = teams.channel("it", ["ann"])
    await chat.post(TENANT, channel.id, HELLO, "k1", None)
    async with Connector() as moved:
        moved.conversations = teams.conversations
        heard.teams = moved
        await chat.post(TENANT, channel.id, HELLO, "k2", None)
        assert len(moved.asked) == len(teams.asked) == 1


async def test_a_member_tells_who_they_are(teams: Connector, chat: TeamsChat) -> None:
    ann = await chat.profile(TENANT, teams.person("ann"))
    assert (ann.name, ann.email, ann.zone, ann.locale, ann.guest) == (
        "Ann",
        "ann@example.com",
        "Europe/Berlin",
        "de-DE",
        False,
    )
    gus = await chat.profile(TENANT, teams.person("gus", guest=True))
    assert (gus.guest, gus.email) == (True, None)


async def test_a_service_without_members_leaves_what_was_told(teams: Connector, heard: Heard, chat: TeamsChat) -> None:
    ann = teams.person("ann")
    heard.chats[ann] = teams.direct("ann").id
    teams.troubles.append(Refusal(404, "nonsense"))
    profile = await chat.profile(TENANT, ann)
    assert (profile.name, profile.email, profile.zone) == ("Somebody", None, "Europe/Berlin")
    teams.troubles.append(Refusal(404, "MemberNotFoundInConversation"))
    with pytest.raises(Refused):
        await chat.profile(TENANT, ann)


@pytest.mark.parametrize(("path", "action"), [("", "Action.Submit"), ("_connector", "Action.Execute")])
async def test_a_client_without_dialogs_has_buttons_it_can_press(
    teams: Connector, heard: Heard, chat: TeamsChat, path: str, action: str
) -> None:
    channel = teams.channel("it", ["ann"])
    heard.path = path
    card = Card("x", (Buttons((Button("Change", "a.change", opens_form=True),)),))
    await chat.post(TENANT, channel.id, card, "k", None)
    (shown,) = teams.shown(channel)
    assert shown.card["body"][0]["actions"][0]["type"] == action


async def test_a_message_says_where_it_goes(teams: Connector, chat: TeamsChat) -> None:
    channel = teams.channel("it", ["ann"])
    first = await chat.post(TENANT, channel.id, HELLO, "k1", None)
    await chat.post(TENANT, channel.id, HELLO, "k2", first)
    root, reply = (posted.activity for posted in teams.shown(channel))
    assert (root["from"]["id"], root["conversation"]["id"], root["channelId"]) == (BOT, channel.id, "msteams")
    assert (reply["conversation"]["id"], reply["replyToId"]) == (f"{channel.id};messageid={first}", first)


async def test_a_mention_reaches_a_member_and_is_a_name_for_others(
    teams: Connector, heard: Heard, chat: TeamsChat
) -> None:
    channel = teams.channel("it", ["ann"])
    heard.ours = {1: teams.person("ann"), 2: teams.person("bob")}
    await chat.post(TENANT, channel.id, Card("x", (text("Ask ", Mention(1, "Ann")),)), "k1", None)
    await chat.post(TENANT, channel.id, Card("x", (text("Ask ", Mention(2, "Bob")),)), "k2", None)
    ann, bob = teams.shown(channel)
    assert ann.card["msteams"]["entities"][0]["mentioned"]["id"] == teams.person("ann")
    assert "msteams" not in bob.card
    assert [run["text"] for run in bob.card["body"][0]["inlines"]] == ["Ask ", "Bob"]


async def test_where_the_app_is_not_installed_nobody_hears_and_that_is_kept(
    teams: Connector, heard: Heard, chat: TeamsChat
) -> None:
    gone = teams.direct("bob", installed=False)
    with pytest.raises(Refused, match="not_installed"):
        await chat.post(TENANT, gone.id, HELLO, "k", None)
    with pytest.raises(Refused, match="not_installed"):
        await chat.open_direct(TENANT, teams.person("bob"))
    assert heard.missing == [gone.id, teams.person("bob")]
    assert not teams.shown(gone)


@pytest.mark.parametrize(
    ("trouble", "kind", "code"),
    [
        (Refusal(400, "BadSyntax"), Refused, "BadSyntax"),
        (Refusal(400, "words of a person, which no code has"), Refused, "http_400"),
        (Refusal(401, "Unauthorized"), Unavailable, "not_authorised"),
        (Refusal(403, "BotDisabledByAdmin"), Refused, "not_installed"),
        (Refusal(403, "NotEnoughPermissions"), Refused, "NotEnoughPermissions"),
        (Refusal(404, "ConversationNotFound"), Refused, "ConversationNotFound"),
        (Refusal(412, "PreconditionFailed"), Unavailable, "PreconditionFailed"),
        (Refusal(413, "MessageSizeTooBig"), Refused, "MessageSizeTooBig"),
        (Refusal(429, "Throttled"), RateLimited, "rate_limited"),
        (Refusal(500, "ServiceError"), Unavailable, "ServiceError"),
        (Refusal(502, "nonsense"), Unavailable, "http_502"),
        (Refusal(503, "nonsense"), Unavailable, "http_503"),
        (Refusal(504, "GatewayTimeout"), Unavailable, "GatewayTimeout"),
        (Refusal(302, "nonsense"), Refused, "http_302"),
    ],
    ids=lambda value: str(getattr(value, "status", "")),
)
async def test_troubles_are_told_apart(
    teams: Connector, chat: TeamsChat, trouble: Refusal, kind: type[Exception], code: str
) -> None:
    channel = teams.channel("it", ["ann"])
    teams.troubles.append(trouble)
    with pytest.raises(kind) as caught:
        await chat.post(TENANT, channel.id, HELLO, "k", None)
    assert str(caught.value) == code
    assert await chat.find(TENANT, channel.id, "k") is None
    await chat.post(TENANT, channel.id, HELLO, "k", None)
    assert len(teams.shown(channel)) == 1


@pytest.mark.parametrize(
    ("said", "least"), [("7", 7.0), ("0.5", 0.5), ("Wed, 21 Oct 2026 07:28:00 GMT", 2.0), ("", 2.0)]
)
async def test_a_limit_says_when_to_come_back(teams: Connector, chat: TeamsChat, said: str, least: float) -> None:
    channel = teams.channel("it", ["ann"])
    teams.troubles.append(Refusal(429, "Throttled", headers={"Retry-After": said}))
    with pytest.raises(RateLimited) as caught:
        await chat.post(TENANT, channel.id, HELLO, "k", None)
    assert least <= caught.value.retry_after <= least * 1.25


async def test_a_page_in_place_of_an_answer_is_no_success(teams: Connector, chat: TeamsChat) -> None:
    channel = teams.channel("it", ["ann"])
    teams.troubles.append(Refusal(201, "nonsense"))
    with pytest.raises(Unavailable, match="nonsense"):
        await chat.post(TENANT, channel.id, HELLO, "k", None)


@pytest.mark.parametrize(
    "instead", [(200, ""), (204, ""), (201, "{}"), (200, '{"id": ""}'), (202, "[]"), (200, "OK"), (201, '{"id": [1]}')]
)
async def test_what_is_shown_without_an_id_is_shown_once(
    teams: Connector, chat: TeamsChat, instead: tuple[int, str]
) -> None:
    channel = teams.channel("it", ["ann"])
    teams.instead = instead
    assert await chat.post(TENANT, channel.id, long("one", 2), "k", None) == ""
    assert await chat.find(TENANT, channel.id, "k") == ""
    assert _texts(teams, channel.id) == ["one " * 6 + "one", "one " * 6 + "one"]
    await chat.post(TENANT, channel.id, Card("New", (Heading("new"),)), "k", "")
    assert _texts(teams, channel.id)[2:] == ["new"]
    assert [posted.root for posted in teams.shown(channel)] == [None] * 3


async def test_a_part_shown_without_an_id_is_not_shown_again(teams: Connector, chat: TeamsChat) -> None:
    channel = teams.channel("it", ["ann"])
    teams.instead = (201, "{}")
    teams.troubles.extend([None, Refusal(502, "BadGateway")])
    with pytest.raises(Unavailable):
        await chat.post(TENANT, channel.id, long("one", 2), "k", None)
    assert await chat.find(TENANT, channel.id, "k") is None
    assert await chat.post(TENANT, channel.id, long("one", 2), "k", None) == ""
    assert len(teams.shown(channel)) == 2


async def test_a_change_counts_whatever_is_said_of_it(teams: Connector, chat: TeamsChat) -> None:
    channel = teams.channel("it", ["ann"])
    message = await chat.post(TENANT, channel.id, HELLO, "k", None)
    teams.instead = (204, "")
    await chat.edit(TENANT, channel.id, message, Card("New", (Heading("new"),)), "k")
    assert _texts(teams, channel.id) == ["new"]


async def test_a_slow_or_absent_service_is_unavailable(teams: Connector, heard: Heard) -> None:
    channel = teams.channel("it", ["ann"])
    async with speaking(heard, patience=aiohttp.ClientTimeout(total=0.05)) as chat:
        teams.gate = asyncio.Event()
        with pytest.raises(Unavailable, match="timeout"):
            await chat.post(TENANT, channel.id, HELLO, "k", None)
        teams.gate.set()


async def test_a_service_that_is_not_there_is_unavailable(teams: Connector, heard: Heard, chat: TeamsChat) -> None:
    channel = teams.channel("it", ["ann"])
    async with Connector() as closed:
        closed.conversations = teams.conversations
        heard.teams = closed
    with pytest.raises(Unavailable):
        await chat.post(TENANT, channel.id, HELLO, "k", None)


async def test_without_a_token_nothing_is_asked(teams: Connector, heard: Heard) -> None:
    channel = teams.channel("it", ["ann"])
    async with speaking(heard, Credentials(token=None)) as chat:
        with pytest.raises(Unavailable, match="no_token"):
            await chat.post(TENANT, channel.id, HELLO, "k", None)
    assert not teams.asked


async def test_who_was_never_heard_of_cannot_be_reached(teams: Connector, chat: TeamsChat) -> None:
    with pytest.raises(Refused, match="never_heard_of"):
        await chat.post(TENANT, "19:elsewhere@thread.tacv2", HELLO, "k", None)
    with pytest.raises(Refused, match="never_met"):
        await chat.open_direct(TENANT, "29:stranger")
    assert not teams.asked


async def test_a_form_can_stand_in_the_chat(teams: Connector, chat: TeamsChat) -> None:
    channel = teams.channel("it", ["ann"])
    form = Form("mend", "Put it right", (TextField("what", "What"),), "Send")
    message = await chat.post_form(TENANT, channel.id, form)
    (shown,) = teams.shown(channel)
    assert (shown.id, shown.card["actions"][0]["title"]) == (message, "Send")


def _texts(teams: Connector, place: str) -> list[str]:
    """How the lines of each message begin."""
    return [
        " ".join(part["inlines"][0]["text"].split()[0] for part in posted.card["body"] if "inlines" in part)
        or posted.card["body"][0].get("text", "")
        for posted in teams.shown(teams.conversations[place])
    ]


async def test_a_long_card_is_several_messages_that_change_together(teams: Connector, chat: TeamsChat) -> None:
    place = teams.channel("it", ["ann"]).id
    message = await chat.post(TENANT, place, long("one", 2), "k", None)
    assert message.count(",") == 1
    assert await chat.find(TENANT, place, "k") == message
    await chat.edit(TENANT, place, message, long("two", 2), "k")
    assert [set(words.split()) for words in _texts(teams, place)] == [{"two"}, {"two"}]
    await chat.edit(TENANT, place, message, Card("Short", (Heading("short"),)), "k")
    assert _texts(teams, place) == ["short", "…"]
    for _ in range(2):
        await chat.edit(TENANT, place, message, long("three", 3), "k")
    assert [set(words.split()) for words in _texts(teams, place)] == [{"three"}] * 3


async def test_a_long_card_that_broke_off_goes_on_where_it_was(teams: Connector, chat: TeamsChat) -> None:
    channel = teams.channel("it", ["ann"])
    card = long("one", 2)
    teams.troubles.extend([None, Refusal(502, "BadGateway")])
    with pytest.raises(Unavailable):
        await chat.post(TENANT, channel.id, card, "k", None)
    assert await chat.find(TENANT, channel.id, "k") is None
    message = await chat.post(TENANT, channel.id, card, "k", None)
    assert message == ",".join(posted.id for posted in teams.shown(channel))
    assert len(teams.shown(channel)) == 2


class Clock:
    """Time that passes by waiting."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.now += seconds


@pytest.mark.parametrize(("conversations", "limit"), [(1, 7), (1000, 50)])
async def test_no_second_has_more_messages_than_teams_takes(conversations: int, limit: int) -> None:
    clock = Clock()
    throttle = Throttle(clock, clock.sleep)
    went = []
    for number in range(400):
        await throttle.turn(TENANT, str(number % conversations))
        went.append(clock.now)
    assert max(sum(start <= at < start + 1 for at in went) for start in went) <= limit
    pace = CONVERSATION if conversations == 1 else PACE
    assert went[-1] == pytest.approx((400 - pace.burst) / pace.rate, rel=0.05)


async def test_whoever_is_no_member_of_their_own_chat_any_more_has_a_closed_account(
    teams: Connector, heard: Heard
) -> None:
    person = teams.person("meiling")
    async with speaking(heard) as chat:
        place = await chat.open_direct(TENANT, person)
        assert (await chat.profile(TENANT, person)).name
        teams.conversations[place].members.remove(person)
        with pytest.raises(AccountClosed, match="MemberNotFoundInConversation"):
            await chat.profile(TENANT, person)
