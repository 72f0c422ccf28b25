"""Spans as Adaptive Cards show them, so that nothing a person wrote can link, mention or format.

Words go into a RichTextBlock, whose runs are never read as Markdown. The only exception is a line that mentions
somebody: Teams looks for mentions in a TextBlock alone, so there Markdown's characters are escaped.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC
from typing import Any
from urllib.parse import quote, urlsplit

from bot.cards import Bold, Link, Mention, Moment, Span

Element = dict[str, Any]

#: Schemes a link may have; anything else is shown as bare words.
SCHEMES = frozenset({"https", "http", "mailto"})

#: Characters a line may have; then it goes on in a line of its own.
LONGEST = 3000
_PIECE = re.compile(rf"\S.{{0,{LONGEST - 1}}}(?=\s|$)|.{{1,{LONGEST}}}", re.DOTALL)
#: What no client can show.
_UNSEEN = re.compile(r"[\x00-\x08\x0e-\x1b\x1f\x7f]")

#: Two braces begin a date or time, wherever they stand: between two runs they are braces.
_BRACES = re.compile(r"(?<=\{)(?=\{)")
#: What Markdown reads anywhere in a line, and what it reads at its beginning.
_MARKS = re.compile(r"([\\`*_{\[\]<>~&])")
_AT_START = re.compile(r"^(\s*)([-+=#])|^(\s*\d+)([.)])(?=\s|$)")
_BREAK = re.compile(r"\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
#: What turns the direction of writing, and would turn ours beside it: with what ends it.
_TURNS = {"\u202c": re.compile("[\u202a\u202b\u202d\u202e]"), "\u2069": re.compile("[\u2066-\u2068]")}
#: What would end a mention, or be read as Markdown in it.
_NOT_IN_NAMES = re.compile(r"[\\`*_{}\[\]()<>~|&\"\x00-\x1f]")


def rich(spans: Sequence[Span], **looks: Any) -> list[Element]:
    """Elements for a paragraph, one a line, as the line breaks in it are kept. `looks` goes onto every run."""
    return _paragraph(spans, lambda line: {"type": "RichTextBlock", "inlines": _runs(line, looks)})


def mentioning(spans: Sequence[Span], accounts: Mapping[int, str], **looks: Any) -> list[Element]:
    """The same for a paragraph that mentions somebody of `accounts`."""

    def block(line: Sequence[Span]) -> Element:
        text = "".join(_markdown(span, accounts, number == 0) for number, span in enumerate(line))
        return {"type": "TextBlock", "text": text, "wrap": True, **looks}

    return _paragraph(spans, block)


def _paragraph(spans: Sequence[Span], block: Callable[[Sequence[Span]], Element]) -> list[Element]:
    """Lines close together, with a small space for an empty one."""
    elements: list[Element] = []
    space = "default"
    for line in lines(spans):
        if not words(line).strip():
            space = "small" if elements else space
            continue
        elements.append({**block(line), "spacing": space})
        space = "none"
    return elements


def mentions(spans: Sequence[Span], accounts: Mapping[int, str]) -> list[Element]:
    """The entities that make mentions of a paragraph's names."""
    return [
        {"type": "mention", "text": _at(span.name), "mentioned": {"id": accounts[span.person_id], "name": span.name}}
        for span in spans
        if isinstance(span, Mention) and span.person_id in accounts and _name(span.name)
    ]


def words(spans: Sequence[Span]) -> str:
    """The same as bare words, for where cards cannot be shown. Moments in UTC, for want of the reader's zone."""
    return _UNSEEN.sub("", "".join(map(_words, spans)))


def address(url: str) -> str | None:
    """The address as a client opens it; None for what no link may be."""
    try:
        scheme = urlsplit(url).scheme
    except ValueError:
        return None
    return quote(url, safe="!#$%&'*+,/:;=?@[]~-._") if scheme in SCHEMES else None


def date_and_time(moment: Moment) -> str:
    """What each client shows in its reader's own zone and language."""
    at = f"{moment.at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
    date, time = f"{{{{DATE({at}, SHORT)}}}}", f"{{{{TIME({at})}}}}"
    return {"date": date, "time": time, "date_time": f"{date} {time}"}[moment.style]


def lines(spans: Sequence[Span]) -> list[list[Span]]:
    """The spans of each line, an empty line being empty. A very long line is several: each must fit into a message."""
    found: list[list[Span]] = [[]]
    for span in spans:
        first, *rest = _lines_of(span)
        found[-1].append(first)
        found.extend([line] for line in rest)
    return [part for line in found for part in _fitting([span for span in line if span != ""])]


def _lines_of(span: Span) -> list[Span]:
    match span:
        case str():
            return [piece for line in _BREAK.split(span) for piece in _pieces(line)]
        case Bold(text):
            return [Bold(piece) for line in _BREAK.split(text) for piece in _pieces(line)]
        case _:
            return [span]


def _pieces(line: str) -> list[str]:
    return _PIECE.findall(line) or [""]


def _fitting(line: list[Span]) -> list[list[Span]]:
    parts: list[list[Span]] = [[]]
    room = LONGEST
    for span in line:
        length = len(_words(span))
        if parts[-1] and length > room:
            parts.append([])
            room = LONGEST
        parts[-1].append(span)
        room -= length
    return parts


def _runs(line: Sequence[Span], looks: Mapping[str, Any]) -> list[Element]:
    return [run for span in line for run in _run(span, looks)]


def _run(span: Span, looks: Mapping[str, Any]) -> list[Element]:
    match span:
        case str():
            return _plain(span, looks)
        case Bold(text):
            return _plain(text, {**looks, "weight": "bolder"})
        case Link(label, url):
            target = address(url)
            opens = {"selectAction": {"type": "Action.OpenUrl", "url": target}} if target else {}
            return _plain(label, {**looks, **opens})
        case Moment():
            return [{"type": "TextRun", "text": date_and_time(span), **looks}]
        case Mention():
            return _plain(span.name, {**looks, "weight": "bolder"})


def _plain(text: str, looks: Mapping[str, Any]) -> list[Element]:
    return [{"type": "TextRun", "text": part, **looks} for part in _BRACES.split(_one_line(text)) if part]


def _markdown(span: Span, accounts: Mapping[int, str], at_start: bool) -> str:
    match span:
        case str():
            return escaped(span, at_start)
        case Bold(text):
            inner = text.strip()
            return text.replace(inner, f"**{escaped(inner)}**", 1) if inner else text
        case Link(label, url):
            target = address(url)
            return f"[{escaped(label)}]({quote(target, safe=_SAFE)})" if target else escaped(label, at_start)
        case Moment():
            return date_and_time(span)
        case Mention(person_id, name):
            return _at(name) if person_id in accounts and _name(name) else escaped(name, at_start)


#: Of an address in Markdown: no bracket may end it.
_SAFE = "!#$%&'*+,/:;=?@~-._"


def escaped_lines(text: str) -> str:
    """Words of several lines that Markdown shows as they are."""
    return "\n".join(escaped(line, at_start=True) for line in _BREAK.split(text))


def escaped(text: str, at_start: bool = False) -> str:
    """Words that Markdown shows as they are."""
    plain = _MARKS.sub(r"\\\1", _one_line(text))
    if not at_start:
        return plain
    # A number, dash or the like in front would begin a list or a heading, and spaces would begin code.
    return re.sub(r"^[ \t]+", lambda found: "\u00a0" * len(found[0]), _AT_START.sub(r"\1\3\\\2\4", plain))


def _one_line(text: str) -> str:
    """Words without breaks and what nobody sees, which turn the direction of their own writing alone."""
    line = _BREAK.sub(" ", _UNSEEN.sub("", text))
    for end, turns in _TURNS.items():
        line += end * max(0, len(turns.findall(line)) - line.count(end))
    return line


def _name(name: str) -> str:
    return " ".join(_NOT_IN_NAMES.sub(" ", name).split())


def _at(name: str) -> str:
    return f"<at>{_name(name)}</at>"


def _words(span: Span) -> str:
    match span:
        case str():
            return span
        case Bold(text):
            return text
        case Link(label, url):
            return f"{label} ({url})" if address(url) else label
        case Moment(at, style):
            shape = {"date": "%Y-%m-%d", "time": "%H:%M UTC", "date_time": "%Y-%m-%d %H:%M UTC"}[style]
            return f"{at.astimezone(UTC):{shape}}"
        case Mention():
            return span.name
