"""A card's blocks as messages: as many as Slack's limits for one message make necessary."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from adapters.slack.blocks import Around, Block, blocks_of
from adapters.slack.mrkdwn import escaped, length
from bot.cards import Card

#: Blocks of one message, and characters of all its words together.
BLOCKS, CHARACTERS = 50, 12_000

#: Characters of the line that stands in for a message in notifications.
NOTICE = 1000


@dataclass(frozen=True)
class Written:
    """One message: its blocks, and the line shown where blocks cannot be."""

    text: str
    blocks: list[Block]


def messages_of(card: Card, around: Around) -> list[Written]:
    """The messages that show a card; all but the first belong into the first one's thread."""
    pages = list(_pages(blocks_of(card, around)))
    notice = _notice(card)
    if len(pages) == 1:
        return [Written(notice, pages[0])]
    return [Written(f"({number}/{len(pages)}) {notice}", page) for number, page in enumerate(pages, 1)]


def _notice(card: Card) -> str:
    """The summary as one escaped line. Whatever is cut off here stands in the blocks."""
    line = escaped(" ".join(card.summary.split())) or "…"
    if length(line) <= NOTICE:
        return line
    return escaped(" ".join(card.summary.split())[: NOTICE // 5 - 1].rstrip()) + "…"


def _pages(blocks: list[Block]) -> Iterator[list[Block]]:
    page: list[Block] = []
    size = 0
    for block in blocks:
        more = words_in(block)
        if page and (len(page) == BLOCKS or size + more > CHARACTERS):
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
