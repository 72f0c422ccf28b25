"""The playground as a platform: what the core may rely on, on both databases."""

import asyncio

import pytest

from adapters.web import seed
from adapters.web.board import PLATFORM, WORKSPACE, Board
from adapters.web.chat import WebChat
from bot.cards import CARD, Card, text
from bot.ports import Chat, Refused
from tests.web.world import open_world

CARD_A, CARD_B = Card("A", (text("A"),)), Card("B", (text("B"),))


@pytest.fixture
async def board(database_url, language):
    async with open_world(database_url, language) as world:
        await world.core.company_of(PLATFORM, WORKSPACE)
        await seed.lay_out(world.board)
        yield world.board


@pytest.fixture
def chat(board: Board) -> Chat:
    return WebChat(board)


async def test_a_card_is_posted_once_under_its_key(chat, board):
    ids = await asyncio.gather(*(chat.post(WORKSPACE, "erp-news", CARD_A, "k", None) for _ in range(5)))
    assert len(set(ids)) == 1
    assert await chat.find(WORKSPACE, "erp-news", "k") == ids[0]
    posts, _ = await board.page("erp-news", 10)
    assert [CARD.validate_json(post.card) for post in posts] == [CARD_A]


async def test_the_same_key_elsewhere_is_another_card(chat):
    here = await chat.post(WORKSPACE, "erp-news", CARD_A, "k", None)
    there = await chat.post(WORKSPACE, "erp-it", CARD_A, "k", None)
    assert here != there
    assert await chat.find(WORKSPACE, "erp-brm", "k") is None


async def test_a_card_is_changed_in_place_and_only_if_it_differs(chat, board):
    post = await chat.post(WORKSPACE, "erp-news", CARD_A, "k", None)
    await chat.edit(WORKSPACE, "erp-news", post, CARD_A, "k")
    assert (await board.find(post)).edited_at is None
    await chat.edit(WORKSPACE, "erp-news", post, CARD_B, "k")
    changed = await board.find(post)
    assert CARD.validate_json(changed.card) == CARD_B
    assert changed.changed > changed.created


async def test_a_card_in_a_thread_goes_under_its_first_message(chat, board):
    first = await board.write("erp-it", "p", author="arjun", text="A post")
    reply = await board.write("erp-it", "r", author="arjun", text="A reply", thread=first)
    card = await chat.post(WORKSPACE, "erp-it", CARD_A, "k", reply)
    alone = await chat.post(WORKSPACE, "erp-it", CARD_A, "k2", "gone")
    assert (await board.find(card)).thread == first
    assert (await board.find(alone)).thread is None


async def test_what_does_not_exist_is_refused(chat, board):
    words = await board.write("erp-it", "p", author="arjun", text="A post")
    with pytest.raises(Refused, match="channel_not_found"):
        await chat.post(WORKSPACE, "nowhere", CARD_A, "k", None)
    with pytest.raises(Refused, match="message_not_found"):
        await chat.edit(WORKSPACE, "erp-news", "none", CARD_A, "k")
    with pytest.raises(Refused, match="message_not_found"):
        await chat.edit(WORKSPACE, "erp-it", words, CARD_A, "k")
    with pytest.raises(Refused, match="user_not_found"):
        await chat.open_direct(WORKSPACE, "nobody")


async def test_people_are_who_the_playground_says(chat):
    profile = await chat.profile(WORKSPACE, "meiling")
    assert (profile.name, profile.zone, profile.area) == ("Mei-Ling Tan", "Asia/Kuala_Lumpur", "Plant, Penang")
    assert profile.email == "meiling.tan@norrvik.example"
    assert await chat.open_direct(WORKSPACE, "meiling") == "direct-meiling"


async def test_a_playground_nobody_opened_refuses_kindly(database_url, language):
    async with open_world(database_url, language) as world:
        with pytest.raises(Refused, match="playground_not_open"):
            await WebChat(world.board).post(WORKSPACE, "erp-news", CARD_A, "k", None)


async def test_change_numbers_follow_the_order_of_commits(board):
    """Two writers at once: whoever sees a number has seen all before it."""
    seen: list[int] = []

    async def read() -> None:
        while len(seen) < 30:
            changes = await board.since(seen[-1] if seen else 0, [], 100)
            seen.extend(post.changed for post in changes.posts)
            await asyncio.sleep(0)

    async def write(who: str) -> None:
        for number in range(15):
            await board.write("erp-news", f"{who}{number}", author=who, text="x")

    async with asyncio.timeout(20):
        await asyncio.gather(read(), write("ines"), write("kwame"))
    assert seen == sorted(set(seen))
    assert len(seen) == 30
