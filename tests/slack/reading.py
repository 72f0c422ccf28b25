"""What people see of a message of Slack's, read by Slack's documented rules and not by how we write it.

`seen` gives the words of a message and `said` those of a card, without blanks, so that the two can be compared.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import UTC
from typing import Any

from bot.cards import (
    Bold,
    Bullets,
    Buttons,
    Card,
    Divider,
    FieldsBlock,
    Heading,
    Link,
    Mention,
    Moment,
    Note,
    Picture,
    Quote,
    Span,
    Text,
)

_TWINS = str.maketrans({"\u2217": "*", "\u02cd": "_", "\u223c": "~", "\u02cb": "`", "\u2502": "|"})
_INVISIBLE = re.compile("[\u00ad\u2060\u200b\u202c\u2069]")
_REFERENCE = re.compile(r"<([^<>]*)>")
_FORMATTED = re.compile(r"(?<![^\W_])([*_~`])(?![\s*_~`])([^\n]*?)(?<![\s*_~`])\1(?![^\W_])")
_QUOTED = re.compile(r"^(?:>|&gt;)", re.MULTILINE)
_EMOJI = re.compile(r":[a-z0-9_'+-]*[a-z][a-z0-9_'+-]*:")


def shown(mrkdwn: str, names: dict[str, str] | None = None) -> str:
    """Words of mrkdwn as Slack shows them."""
    bare = _FORMATTED.sub(r"\2", _QUOTED.sub("", mrkdwn))
    bare = _EMOJI.sub("(emoji)", bare)
    bare = _REFERENCE.sub(lambda match: _reference(match[1], names or {}), bare)
    for written, meant in (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")):
        bare = bare.replace(written, meant)
    return _INVISIBLE.sub("", bare).translate(_TWINS)


def _reference(body: str, names: dict[str, str]) -> str:
    target, _, label = body.partition("|")
    if target.startswith("@"):
        return names[target[1:]]
    return label or target


_GOES_ON = re.compile(r"\d+/\d+ \u2935")


def seen(blocks: list[dict[str, Any]], names: dict[str, str] | None = None) -> str:
    """Everything blocks show, without blanks and without the sign that a card goes on in the thread."""
    lines = (line for block in blocks for line in _lines(block, names or {}) if not _GOES_ON.fullmatch(line))
    return "".join("".join(line.split()) for line in lines)


def said(card: Card) -> str:
    """Everything a card says, without blanks."""
    return _INVISIBLE.sub("", "".join("".join(line.split()) for block in card.blocks for line in _said(block)))


def mentions(card: Card) -> list[Mention]:
    """The people a card mentions."""
    spans: list[Span] = []
    for block in card.blocks:
        match block:
            case Text(run) | Note(run):
                spans += run
            case Bullets(items):
                spans += [span for item in items for span in item]
            case FieldsBlock(pairs):
                spans += [span for _label, run in pairs for span in run]
    return [span for span in spans if isinstance(span, Mention)]


def _said(block: Any) -> Iterator[str]:
    match block:
        case Heading(text):
            yield text
        case Text(spans) | Note(spans):
            yield _words(spans)
        case Quote(text, by):
            yield text
            if by and text.strip():
                yield f"— {by}"
        case Bullets(items):
            yield "".join(f"• {_words(item)}" for item in items)
        case FieldsBlock(pairs):
            yield from (f"{label} {_words(spans)}" for label, spans in pairs)
        case Picture(_, alt):
            yield alt
        case Buttons(buttons):
            yield from (f"[{button.label}]" for button in buttons)
        case _:
            assert isinstance(block, Divider)


def _words(spans: Sequence[Span]) -> str:
    return "".join(_word(span) for span in spans)


def _word(span: Span) -> str:
    match span:
        case Bold(text):
            return text
        case Link(label, url):
            return label or url
        case Mention(_, name):
            return name
        case Moment(at, style):
            forms = {"date": "%Y-%m-%d", "time": "%H:%M UTC", "date_time": "%Y-%m-%d %H:%M UTC"}
            return at.astimezone(UTC).strftime(forms[style])
    return span


def _lines(block: dict[str, Any], names: dict[str, str]) -> Iterator[str]:
    kind = block["type"]
    if kind == "actions":
        yield from (f"[{element['text']['text']}]" for element in block["elements"])
    elif kind == "image":
        yield block["alt_text"]
    elif kind == "header":
        yield block["text"]["text"]
    elif kind == "context":
        yield from (shown(element["text"], names) for element in block["elements"])
    elif kind == "section":
        for text in [block["text"]] if "text" in block else block["fields"]:
            yield shown(text["text"], names)


def references(value: Any) -> Iterator[str]:
    """The insides of every pair of angle brackets in any mrkdwn: the only places that can ping or link."""
    if isinstance(value, dict):
        if value.get("type") == "mrkdwn":
            yield from _REFERENCE.findall(value["text"])
        for item in value.values():
            yield from references(item)
    elif isinstance(value, list):
        for item in value:
            yield from references(item)
