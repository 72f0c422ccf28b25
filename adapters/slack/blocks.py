"""Cards as Block Kit: one small function a block. Slack's limits live here and nowhere else.

What is longer than a block takes goes on in the next one. A label that Slack would refuse is shown short, and in full
in small print beside it.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from adapters.slack.mrkdwn import atoms, length, literal, pieces
from adapters.slack.values import action_id, packed
from bot import wording
from bot.cards import (
    Bold,
    Bullets,
    Button,
    Buttons,
    Card,
    Divider,
    FieldsBlock,
    Heading,
    Note,
    Picture,
    Quote,
    Span,
    Text,
)
from bot.speaking import ENGLISH, speaking

Block = dict[str, Any]

#: Characters of one header, line of small print, field, alternative text.
HEADER, SMALL_PRINT, FIELD, ALT = 150, 2000, 2000, 2000

#: Characters of one section. Slack takes 3,000; four of these and the sign that a card goes on fill a message.
SECTION = 2990

#: Characters of a button's label, and of the question, title and answers of a confirmation.
LABEL, QUESTION, QUESTION_TITLE, ANSWER = 75, 300, 100, 30

#: Fields of a section, buttons of a row.
FIELDS, BUTTONS = 10, 25


@dataclass(frozen=True)
class Around:
    """What must be known to show a card somewhere, besides the card.

    `accounts` are Slack's ids of the people it mentions, `pictures` those of the files that its pictures became, both
    by our ids. A person without an account is shown by name, a picture without a file by its words.
    """

    accounts: Mapping[int, str] = field(default_factory=dict)
    pictures: Mapping[int, str] = field(default_factory=dict)
    language: str = ENGLISH


def blocks_of(card: Card, around: Around) -> list[Block]:
    """A card's blocks, each within its own limits; there may be more than one message takes (see split.py)."""
    numbers = count(1)
    found: list[Block] = []
    for block in card.blocks:
        if isinstance(block, Buttons):
            found += _buttons(block, around, numbers)
        else:
            found += RENDER[type(block)](block, around)
    return found or [*_sections((card.summary,), around)]


def plain(words: str) -> Block:
    """A text without any markup."""
    return {"type": "plain_text", "text": words, "emoji": False}


def marked(words: str) -> Block:
    """A text of mrkdwn in which Slack finds nothing that we did not write as markup."""
    return {"type": "mrkdwn", "text": words, "verbatim": True}


def short(words: str, limit: int) -> str:
    """Words on one line, cut with an ellipsis where they are too long; never empty. Show the rest elsewhere."""
    line = " ".join(words.split()) or "…"
    while length(line) > limit:
        line = line[: min(len(line) - 1, limit) - 1].rstrip() + "…"
    return line


def small_print(spans: Sequence[Span], around: Around) -> Iterator[Block]:
    """A paragraph in small print, in as many blocks as it takes."""
    for words in pieces(atoms(spans, around.accounts), SMALL_PRINT):
        yield {"type": "context", "elements": [marked(words)]}


def _sections(spans: Sequence[Span], around: Around) -> Iterator[Block]:
    for words in pieces(atoms(spans, around.accounts), SECTION):
        yield {"type": "section", "text": marked(words)}


def _heading(block: Heading, around: Around) -> Iterator[Block]:
    words = " ".join(block.text.split())
    if length(words) > HEADER:
        yield from _sections((Bold(words),), around)
    elif words:
        yield {"type": "header", "text": plain(words)}


def _text(block: Text, around: Around) -> Iterator[Block]:
    yield from _sections(block.spans, around)


def _note(block: Note, around: Around) -> Iterator[Block]:
    yield from small_print(block.spans, around)


def _quote(block: Quote, around: Around) -> Iterator[Block]:
    by = f"\n— {literal(block.by)}" if block.by else ""
    found = pieces(atoms((block.text,), {}), SECTION - min(length(by), SECTION // 2), lead=">")
    for words in found[:-1]:
        yield {"type": "section", "text": marked(words)}
    if found:
        yield {"type": "section", "text": marked(found[-1] + by)}


def _bullets(block: Bullets, around: Around) -> Iterator[Block]:
    parts: list[str] = []
    for item in block.items:
        inside = (part.replace("\n", "\n    ") for part in atoms(item, around.accounts))
        parts += [*(["\n"] if parts else []), "•  ", *inside]
    for words in pieces(parts, SECTION):
        yield {"type": "section", "text": marked(words)}


def _fields(block: FieldsBlock, around: Around) -> Iterator[Block]:
    row: list[Block] = []
    for label, spans in block.pairs:
        words = "".join([*atoms((Bold(label),), {}), "\n", *atoms(spans, around.accounts)])
        if length(words) > FIELD:  # no longer side by side, but whole
            yield from _row(row)
            yield from _sections((Bold(label), "\n", *spans), around)
            row = []
        elif words.strip():
            row.append(marked(words))
        if len(row) == FIELDS:
            yield from _row(row)
            row = []
    yield from _row(row)


def _row(row: list[Block]) -> Iterator[Block]:
    if row:
        yield {"type": "section", "fields": row}


def _picture(block: Picture, around: Around) -> Iterator[Block]:
    file = around.pictures.get(block.picture_id)
    if file is None:
        yield from small_print((block.alt,), around)
        return
    fits = length(block.alt) <= ALT
    alt = block.alt if fits and block.alt.strip() else short(block.alt, ALT)
    yield {"type": "image", "slack_file": {"id": file}, "alt_text": alt}
    if not fits:
        yield from small_print((block.alt,), around)


def _divider(_block: Divider, _around: Around) -> Iterator[Block]:
    yield {"type": "divider"}


def _buttons(block: Buttons, around: Around, numbers: Iterator[int]) -> Iterator[Block]:
    for button in block.buttons:
        for words, limit in ((button.label, LABEL), (button.confirm or "", QUESTION)):
            if length(words) > limit:
                yield from small_print((words,), around)
    with speaking(around.language):
        elements = [_button(button, next(numbers)) for button in block.buttons]
    for start in range(0, len(elements), BUTTONS):
        yield {"type": "actions", "elements": elements[start : start + BUTTONS]}


def _button(button: Button, number: int) -> Block:
    shown: Block = {
        "type": "button",
        "text": plain(short(button.label, LABEL)),
        "action_id": action_id(button.action, number),
        "value": packed(button.value),
    }
    if button.style != "plain":
        shown["style"] = button.style
    if button.confirm:
        shown["confirm"] = _confirm(button, button.confirm)
    return shown


def _confirm(button: Button, question: str) -> Block:
    asked: Block = {
        "title": plain(short(button.label, QUESTION_TITLE)),
        "text": plain(short(question, QUESTION)),
        "confirm": plain(short(button.label, ANSWER)),
        "deny": plain(short(wording.cancel(), ANSWER)),
    }
    return asked | ({"style": "danger"} if button.style == "danger" else {})


RENDER: dict[type, Callable[[Any, Around], Iterator[Block]]] = {
    Bullets: _bullets,
    Divider: _divider,
    FieldsBlock: _fields,
    Heading: _heading,
    Note: _note,
    Picture: _picture,
    Quote: _quote,
    Text: _text,
}
