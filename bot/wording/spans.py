"""Words as cards show them: bare, shortened, or alone on a card."""

from bot.cards import Bold, Card, Link, Moment, Span, text
from bot.listening.paste import gist
from bot.speaking import moment


def plain(*spans: Span) -> Card:
    """A card of one paragraph."""
    return Card("".join(words(span) for span in spans), (text(*spans),))


def words(span: Span) -> str:
    """A span as bare words, for summaries."""
    if isinstance(span, str):
        return span
    if isinstance(span, Bold):
        return span.text
    if isinstance(span, Moment):
        return moment(span.at)
    return span.label if isinstance(span, Link) else span.name


def cut(words: str, limit: int) -> str:
    """At most `limit` characters of somebody's words on one line, with an ellipsis where some are left out.

    Of a pasted stack trace only the line that names the error is shown.
    """
    line = " ".join(gist(words).split())
    return line if len(line) <= limit else line[: limit - 1].rsplit(" ", 1)[0].rstrip(" ,;:.-\"'(") + "…"
