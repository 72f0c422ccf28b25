"""What leaves: cards, forms and where they go, in words no platform owns.

Text is made of spans and never of markup: a plain `str` shows exactly as written on every platform, so nothing a person
wrote can ping, link or format. Limits of platforms live in their renderers, never here.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field, TypeAdapter


@dataclass(frozen=True)
class Bold:
    """A few words that stand out."""

    text: str
    kind: Literal["bold"] = "bold"


@dataclass(frozen=True)
class Link:
    """A link whose label we wrote ourselves."""

    label: str
    url: str
    kind: Literal["link"] = "link"


@dataclass(frozen=True)
class Moment:
    """A moment each reader sees in their own zone. `at` is aware; `style` says how much of it to show."""

    at: datetime
    style: Literal["date", "time", "date_time"] = "date_time"
    kind: Literal["moment"] = "moment"


@dataclass(frozen=True)
class Mention:
    """A person's name, shown so that they notice where the platform can."""

    person_id: int
    name: str
    kind: Literal["mention"] = "mention"


Span = str | Bold | Link | Moment | Mention


@dataclass(frozen=True)
class Heading:
    """The card's title."""

    text: str
    kind: Literal["heading"] = "heading"


@dataclass(frozen=True)
class Text:
    """A paragraph. Line breaks in it are kept."""

    spans: tuple[Span, ...]
    kind: Literal["text"] = "text"


@dataclass(frozen=True)
class Note:
    """A paragraph in small print."""

    spans: tuple[Span, ...]
    kind: Literal["note"] = "note"


@dataclass(frozen=True)
class Quote:
    """Somebody's own words, exactly."""

    text: str
    by: str | None = None
    kind: Literal["quote"] = "quote"


@dataclass(frozen=True)
class Bullets:
    """A short list; each item is a run of spans."""

    items: tuple[tuple[Span, ...], ...]
    kind: Literal["bullets"] = "bullets"


@dataclass(frozen=True)
class FieldsBlock:
    """Label and value, side by side where there is room."""

    pairs: tuple[tuple[str, tuple[Span, ...]], ...]
    kind: Literal["fields"] = "fields"


@dataclass(frozen=True)
class Picture:
    """A PNG kept in the store under `picture_id`; `alt` says in words all that it shows."""

    picture_id: int
    alt: str
    kind: Literal["picture"] = "picture"


@dataclass(frozen=True)
class Divider:
    """A thin line."""

    kind: Literal["divider"] = "divider"


@dataclass(frozen=True)
class Button:
    """`action` names what the press means; `value` travels back with it.

    With `opens_form` the press first opens the form that `offers.form_for` gives for it; what people then submit
    arrives as `FormSubmitted`. `confirm` is a question asked before the press counts.
    """

    label: str
    action: str
    value: dict[str, str] = field(default_factory=dict)
    style: Literal["plain", "primary", "danger"] = "plain"
    opens_form: bool = False
    confirm: str | None = None


@dataclass(frozen=True)
class Buttons:
    """A row of buttons."""

    buttons: tuple[Button, ...]
    kind: Literal["buttons"] = "buttons"


Block = Annotated[
    Heading | Text | Note | Quote | Bullets | FieldsBlock | Picture | Divider | Buttons,
    Field(discriminator="kind"),
]


@dataclass(frozen=True)
class Card:
    """What the bot says. `summary` is the one line shown in notifications and where cards cannot be."""

    summary: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class TextField:
    """Words to type; `limit` in characters."""

    name: str
    label: str
    value: str = ""
    multiline: bool = False
    required: bool = True
    limit: int = 3000
    hint: str = ""
    kind: Literal["text_field"] = "text_field"


@dataclass(frozen=True)
class ChoiceField:
    """One of `options`, each a (value, label)."""

    name: str
    label: str
    options: tuple[tuple[str, str], ...]
    value: str = ""
    required: bool = True
    kind: Literal["choice_field"] = "choice_field"


@dataclass(frozen=True)
class DateField:
    """A calendar day, as YYYY-MM-DD."""

    name: str
    label: str
    value: str = ""
    required: bool = True
    kind: Literal["date_field"] = "date_field"


FormField = Annotated[TextField | ChoiceField | DateField, Field(discriminator="kind")]


@dataclass(frozen=True)
class Form:
    """A dialog. `name` says which handler reads it; `value` is carried along unseen."""

    name: str
    title: str
    fields: tuple[FormField, ...]
    submit: str
    value: dict[str, str] = field(default_factory=dict)
    intro: str = ""


@dataclass(frozen=True)
class ToPlace:
    """To a place the store knows, by its id there; `thread` is the platform's id of the message to answer under."""

    place_id: int
    thread: str | None = None


@dataclass(frozen=True)
class ToPerson:
    """To a person's direct chat, wherever they talk to the bot."""

    person_id: int


@dataclass(frozen=True)
class Outgoing:
    """One card on its way.

    `key` is unique within a company. The first card under a key is posted; a later, different one under the same key
    replaces it in place; an equal one changes nothing. So saying a thing twice is impossible by its key alone.
    """

    to: ToPlace | ToPerson
    card: Card
    key: str


CARD: TypeAdapter[Card] = TypeAdapter(Card)
FORM: TypeAdapter[Form] = TypeAdapter(Form)


def text(*spans: Span) -> Text:
    """A paragraph of the given spans."""
    return Text(spans)


def note(*spans: Span) -> Note:
    """A paragraph in small print."""
    return Note(spans)


def buttons(*items: Button) -> Buttons:
    """A row of the given buttons."""
    return Buttons(items)


def fields(pairs: Sequence[tuple[str, Span]]) -> FieldsBlock:
    """Label and value pairs, one span a value."""
    return FieldsBlock(tuple((label, (value,)) for label, value in pairs))
