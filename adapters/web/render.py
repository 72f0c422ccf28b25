"""Cards and forms as HTML. One macro a block in templates/cards.html; everything a person wrote is escaped."""

from datetime import datetime
from zoneinfo import ZoneInfo

import jinja2

from bot.cards import Card, Form, Moment, Span

#: Schemes a link may have; anything else is shown as bare words.
SCHEMES = ("https://", "http://", "mailto:")


def day_label(moment: datetime, zone: ZoneInfo, today: datetime) -> str:
    """A day as people say it: Today, Yesterday, or its date."""
    day, now = moment.astimezone(zone).date(), today.astimezone(zone).date()
    if day == now:
        return "Today"
    if (now - day).days == 1:
        return "Yesterday"
    return f"{day:%A} {day.day} {day:%B}" + (f" {day.year}" if day.year != now.year else "")


def moment_label(moment: Moment, zone: ZoneInfo) -> str:
    """A moment in a reader's own zone: "24 Nov 2026", "14:30" or "24 Nov 2026, 14:30"."""
    here = moment.at.astimezone(zone)
    date, time = f"{here.day} {here:%b %Y}", f"{here:%H:%M}"
    return {"date": date, "time": time, "date_time": f"{date}, {time}"}[moment.style]


def span_kind(span: Span) -> str:
    """The name of a span's macro; plain words are "words"."""
    return "words" if isinstance(span, str) else span.kind


def safe_url(url: str) -> str | None:
    """The address if a browser may follow it."""
    return url if url.lower().startswith(SCHEMES) else None


def environment() -> jinja2.Environment:
    """The templates, strict about names and escaping everything."""
    made = jinja2.Environment(
        loader=jinja2.PackageLoader("adapters.web"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["span_kind"] = span_kind
    made.filters["safe_url"] = safe_url
    made.globals["moment_label"] = moment_label
    return made


class Renderer:
    """Turns what the core says into HTML."""

    def __init__(self) -> None:
        self.templates = environment()
        self._cards = self.templates.get_template("cards.html").module

    def card(self, card: Card, zone: ZoneInfo) -> str:
        """A card as a reader in `zone` sees it."""
        return str(self._cards.card(card, zone))  # type: ignore[attr-defined]

    def form(self, form: Form) -> str:
        """A form as the inside of a dialog."""
        return str(self._cards.form(form))  # type: ignore[attr-defined]
