"""Cards as Adaptive Cards, one small function a block.

Version 1.4, the newest that every client shows; what a client cannot show it replaces by `fallbackText`. A card that is
too large for one message becomes several, in their order, and nothing of it is left out.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from adapters.teams import carried
from adapters.teams.spans import Element, escaped_lines, mentioning, mentions, rich, words
from bot.cards import (
    Block,
    Bullets,
    Button,
    Buttons,
    Card,
    Divider,
    FieldsBlock,
    Heading,
    Mention,
    Note,
    Picture,
    Quote,
    Span,
    Text,
)

VERSION = "1.4"
SCHEMA = "http://adaptivecards.io/schemas/adaptive-card.json"

#: Bytes of a card as JSON in UTF-8. A message may have about 28 kB with all that is around the card.
LIMIT = 24_000
#: Buttons that clients show in one row.
ROW = 6
#: Characters of the words that stand for a card where it cannot be shown, and of the line in notifications.
FALLBACK, SUMMARY = 1000, 200

STYLES = {"plain": "default", "primary": "positive", "danger": "destructive"}
SUBTLE = {"size": "small", "isSubtle": True}


@dataclass(frozen=True)
class Known:
    """What Teams needs for a card besides the card: accounts of people by our id, addresses of pictures by theirs.

    Without `dialogs` a button that opens a form is pressed like any other, and answered with the form.
    """

    accounts: Mapping[int, str] = field(default_factory=dict)
    pictures: Mapping[int, str] = field(default_factory=dict)
    dialogs: bool = True


def cards(card: Card, known: Known = Known()) -> list[dict[str, Any]]:
    """A card as one Adaptive Card, or as several where it is too large for one message."""
    parts: list[list[Element]] = [[]]
    room = LIMIT
    for element in _elements(card.blocks, known):
        size = _size(element)
        if parts[-1] and size > room:
            parts.append([])
            room = LIMIT
        parts[-1].append(element)
        room -= size
    entities = [entity for spans in _all_spans(card.blocks) for entity in mentions(spans, known.accounts)]
    return [envelope(part, _fallback(card), _mentioned_in(part, entities)) for part in parts]


def envelope(body: Sequence[Element], fallback: str, entities: Sequence[Element] = ()) -> dict[str, Any]:
    """An Adaptive Card around elements."""
    card: dict[str, Any] = {
        "type": "AdaptiveCard",
        "$schema": SCHEMA,
        "version": VERSION,
        "fallbackText": fallback,
        "body": list(body),
    }
    return {**card, "msteams": {"entities": list(entities)}} if entities else card


def mentioned(card: Card) -> set[int]:
    """The people whose accounts the card needs."""
    return {span.person_id for spans in _all_spans(card.blocks) for span in spans if isinstance(span, Mention)}


def pictured(card: Card) -> set[int]:
    """The pictures whose addresses the card needs."""
    return {block.picture_id for block in card.blocks if isinstance(block, Picture)}


def _elements(blocks: Sequence[Block], known: Known) -> Iterator[Element]:
    line = False
    for block in blocks:
        if isinstance(block, Divider):
            line = True
            continue
        for element in _RENDER[block.kind](block, known):
            yield {**element, "separator": True, "spacing": "medium"} if line else element
            line = False


def _heading(block: Heading, _known: Known) -> list[Element]:
    return rich((block.text,), size="large", weight="bolder")


def _text(block: Text, known: Known) -> list[Element]:
    return _paragraph(block.spans, known)


def _note(block: Note, known: Known) -> list[Element]:
    return _paragraph(block.spans, known, **SUBTLE)


def _quote(block: Quote, _known: Known) -> list[Element]:
    said = rich((block.text,))
    if block.by:
        said += rich((block.by,), **SUBTLE)
    return [{"type": "Container", "style": "emphasis", "items": items} for items in _grouped(said)]


def _bullets(block: Bullets, known: Known) -> list[Element]:
    elements = [_paragraph(("• ", *item), known) for item in block.items]
    return [
        {**line, "spacing": "small"} if number == 0 else line for item in elements for number, line in enumerate(item)
    ]


def _fields(block: FieldsBlock, known: Known) -> list[Element]:
    rows: list[Element] = []
    for label, spans in block.pairs:
        name = rich((label,), weight="bolder") or rich(("–",))
        for number, items in enumerate(_grouped(_paragraph(spans, known) or rich(("–",)))):
            columns = [_column(1, name if number == 0 else []), _column(2, items)]
            rows.append({"type": "ColumnSet", "columns": columns, "spacing": "small" if rows else "default"})
    return rows


def _column(width: int, items: Sequence[Element]) -> Element:
    return {"type": "Column", "width": width, "items": list(items)}


def _picture(block: Picture, known: Known) -> list[Element]:
    url = known.pictures.get(block.picture_id)
    if url is None:
        return rich((block.alt,), **SUBTLE)
    return [{"type": "Image", "url": url, "altText": block.alt, "size": "stretch"}]


def _buttons(block: Buttons, known: Known) -> list[Element]:
    actions = [_button(button, known) for button in block.buttons]
    return [{"type": "ActionSet", "actions": actions[start : start + ROW]} for start in range(0, len(actions), ROW)]


def _button(button: Button, known: Known) -> Element:
    looks = {"title": button.label or "…", "style": STYLES[button.style]}
    press = _press(button, looks, known)
    if button.confirm is None:
        return press
    question = {"type": "AdaptiveCard", "body": rich((button.confirm,)), "actions": [press]}
    return {"type": "Action.ShowCard", **looks, "card": question}


def _press(button: Button, looks: Mapping[str, str], known: Known) -> Element:
    submit = {"type": "Action.Submit", **looks, "data": carried.of_button(button)}
    if button.opens_form and known.dialogs:  # dialogs open by a submit alone
        return submit
    data = carried.of_press(button)
    # Some clients know version 1.4 but not this action, and then take what it falls back to.
    return {"type": "Action.Execute", **looks, "verb": button.action, "data": data, "fallback": submit}


_RENDER: Mapping[str, Callable[[Any, Known], list[Element]]] = {
    "heading": _heading,
    "text": _text,
    "note": _note,
    "quote": _quote,
    "bullets": _bullets,
    "fields": _fields,
    "picture": _picture,
    "buttons": _buttons,
}


def _paragraph(spans: Sequence[Span], known: Known, **looks: Any) -> list[Element]:
    if mentions(spans, known.accounts):
        return mentioning(spans, known.accounts, **looks)
    return rich(spans, **looks)


def _grouped(elements: Sequence[Element]) -> Iterator[list[Element]]:
    """Elements in runs that each fit into a message, with as much again for what is around them."""
    group: list[Element] = []
    for element in elements:
        if group and _size(group) + _size(element) > LIMIT // 2:
            yield group
            group = []
        group.append(element)
    if group:
        yield group


def _size(value: Any) -> int:
    return len(json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass")) + 2


def _all_spans(blocks: Sequence[Block]) -> Iterator[Sequence[Span]]:
    for block in blocks:
        match block:
            case Text(spans) | Note(spans):
                yield spans
            case Bullets(items):
                yield from items
            case FieldsBlock(pairs):
                yield from (spans for _, spans in pairs)


def _mentioned_in(part: Sequence[Element], entities: Sequence[Element]) -> list[Element]:
    texts = "\n".join(_texts(part))
    found = {entity["text"]: entity for entity in entities if entity["text"] in texts}
    return list(found.values())


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if value.get("type") == "TextBlock":
            yield value["text"]
        for one in value.values():
            yield from _texts(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _texts(one)


def summary(card: Card) -> str:
    """The line that notifications show."""
    return _short(words((card.summary,)), SUMMARY)


def _fallback(card: Card) -> str:
    said = [words((card.summary,)), *(words(spans) for spans in _all_spans(card.blocks))]
    whole = "\n\n".join(line for line in dict.fromkeys(said) if line.strip()) or "…"
    return escaped_lines(_short(whole, FALLBACK))  # clients that show it read it as Markdown


def _short(said: str, most: int) -> str:
    return said if len(said) <= most else f"{said[: most - 1]}…"
