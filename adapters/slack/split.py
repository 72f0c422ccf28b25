"""A card's blocks as messages: as many as Slack's limits for one message make necessary."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from adapters.slack.blocks import Around, Block, blocks_of, marked
from adapters.slack.mrkdwn import escaped, length
from bot.cards import Card

#: Blocks of one message, and characters of all its words together.
BLOCKS, CHARACTERS = 50, 12_000

#: Characters of the sign that a card goes on.
ROOM = 20

#: Characters of the line that stands in for a message in notifications.
NOTICE = 1000


@dataclass(frozen=True)
class Written:
    """One message: its blocks, and the line shown where blocks cannot be."""

    text: str
    blocks: list[Block]


def messages_of(card: Card, around: Around) -> list[Written]:
    """The messages that show a card; all but the first belong into the first one's thread."""
    blocks, notice = blocks_of(card, around), _notice(card)
    pages = list(_pages(blocks, BLOCKS, CHARACTERS))
    if len(pages) <= 1:
        return [Written(notice, blocks)]
    pages = list(_pages(blocks, BLOCKS - 1, CHARACTERS - ROOM))
    parts = [f"{number}/{len(pages)}" for number in range(1, len(pages) + 1)]
    following = [_goes_on(part) for part in parts[:-1]]
    return [
        Written(f"({part}) {notice}", page + more)
        for part, page, more in zip(parts, pages, [*following, []], strict=True)
    ]


def _goes_on(part: str) -> list[Block]:
    """A sign that the card goes on in the thread: which part of how many this was."""
    return [{"type": "context", "elements": [marked(f"{part} \u2935")]}]


def _notice(card: Card) -> str:
    """The summary as one escaped line. Whatever is cut off here stands in the blocks."""
    line = escaped(" ".join(card.summary.split())) or "…"
    if length(line) <= NOTICE:
        return line
    return escaped(" ".join(card.summary.split())[: NOTICE // 5 - 1].rstrip()) + "…"


def _pages(blocks: list[Block], most: int, longest: int) -> Iterator[list[Block]]:
    page: list[Block] = []
    size = 0
    for block in blocks:
        more = words_in(block)
        if page and (len(page) == most or size + more > longest):
            yield page
            page, size = [], 0
        page.append(block)
        size += more
    if page:
        yield page


def words_in(block: Any) -> int:
    """Characters of all the words that a block shows."""
    if isinstance(block, dict):
        own = sum(length(block[name]) for name in ("text", "alt_text") if isinstance(block.get(name), str))
        return own + sum(words_in(item) for item in block.values() if isinstance(item, dict | list))
    return sum(words_in(item) for item in block) if isinstance(block, list) else 0
