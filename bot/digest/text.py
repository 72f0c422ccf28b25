"""Any card as plain text, for a terminal."""

import textwrap
from zoneinfo import ZoneInfo

from bot.cards import (
    Block,
    Bullets,
    Buttons,
    Card,
    Divider,
    FieldsBlock,
    Heading,
    Moment,
    Note,
    Picture,
    Quote,
    Span,
    Text,
)
from bot.wording import words

WIDTH = 88


def as_text(card: Card, zone: ZoneInfo) -> str:
    """The card's words, wrapped; moments in `zone`; a picture by its alternative text; buttons left out."""
    return "\n".join(line for block in card.blocks for line in _lines(block, zone)).strip() + "\n"


def _lines(block: Block, zone: ZoneInfo) -> list[str]:
    match block:
        case Heading(words_):
            return [words_, "=" * len(words_)]
        case Text(spans) | Note(spans):
            return [*_wrap(_say(spans, zone)), ""]
        case Quote(said, by):
            return [*_wrap(f'"{said}"' + (f" ({by})" if by else ""), "    "), ""]
        case Bullets(items):
            return [*(line for item in items for line in _wrap(_say(item, zone), "- ", "  ")), ""]
        case FieldsBlock(pairs):
            return [*(f"{label}: {_say(spans, zone)}" for label, spans in pairs), ""]
        case Picture(_, alt):
            return [*_wrap(f"[{alt}]"), ""]
        case Divider():
            return ["-" * 8, ""]
        case Buttons():
            return []


def _say(spans: tuple[Span, ...], zone: ZoneInfo) -> str:
    return "".join(_moment(span, zone) if isinstance(span, Moment) else words(span) for span in spans)


def _moment(moment: Moment, zone: ZoneInfo) -> str:
    local = moment.at.astimezone(zone)
    day, hour = f"{local:%a} {local.day} {local:%b %Y}", f"{local:%H:%M}"
    return {"date": day, "time": hour, "date_time": f"{day}, {hour}"}[moment.style]


def _wrap(line: str, first: str = "", rest: str | None = None) -> list[str]:
    return textwrap.wrap(line, WIDTH, initial_indent=first, subsequent_indent=first if rest is None else rest)
