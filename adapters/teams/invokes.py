"""What Teams asks and wants answered at once: presses, dialogs, shortcuts. What they tell is kept before the answer."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from http import HTTPStatus
from typing import Any

import structlog

from adapters.teams import carried
from adapters.teams.forms import chat_card, dialog_card
from adapters.teams.inbound import Incoming, as_mapping, came_back, ident
from adapters.teams.outbound import cards
from adapters.teams.words import bare_html
from bot import wording
from bot.cards import Card, Form
from bot.messages import ButtonPressed, FormSubmitted, FromPerson, PlaceRef, ShortcutUsed
from bot.presses import Objection
from bot.speaking import ENGLISH, language_of_locale, speaking

log = structlog.get_logger()

ADAPTIVE_CARD = "application/vnd.microsoft.card.adaptive"
MESSAGE = "application/vnd.microsoft.activity.message"
ERROR = "application/vnd.microsoft.error"


@dataclass(frozen=True)
class Reply:
    """What we answer: the HTTP status, and JSON where there is something to show.

    `refused` says that nothing of the question may be kept.
    """

    status: int = HTTPStatus.OK
    body: Mapping[str, Any] | None = None
    refused: bool = False


@dataclass(frozen=True)
class Desk:
    """Whom an answer needs: whoever keeps messages, and what the core knows. All of it is the core's own, see there."""

    accept: Callable[[FromPerson], Awaitable[None]]
    objection: Callable[[ButtonPressed | FormSubmitted], Awaitable[Objection | None]]
    form_for: Callable[[ButtonPressed], Awaitable[Form | Card | None]]
    card_of: Callable[[PlaceRef, str], Awaitable[Card | None]]
    account_in_entra: Callable[[str, str], Awaitable[str | None]]


#: Answers one kind of invoke.
Invoke = Callable[[Desk, Incoming], Awaitable[Reply]]


async def execute(desk: Desk, incoming: Incoming) -> Reply:
    """A button of a card was pressed, or a client wants the card as it is now."""
    value = as_mapping(incoming.activity.value)
    action = as_mapping(value.get("action"))
    if value.get("trigger") == "automatic" or action.get("verb") == "refresh":
        return await _as_it_is(desk, incoming)
    message = came_back(incoming, action.get("data"))
    if message is None:
        return _in_card(HTTPStatus.BAD_REQUEST, wording.stale, incoming)
    objection = await desk.objection(message)
    if objection is not None:
        return _objected(objection, incoming)
    if isinstance(message, ButtonPressed):
        form = await desk.form_for(message)
        if isinstance(form, Form):  # the client opened no dialog for it: the form takes the card's place
            return _card_in_card(chat_card(form))
    await desk.accept(message)
    return _in_card(HTTPStatus.OK, wording.got_it, incoming)


async def open_form(desk: Desk, incoming: Incoming) -> Reply:
    """A button that opens a dialog was pressed."""
    data = as_mapping(incoming.activity.value).get("data")
    press = came_back(incoming, data)
    if not isinstance(press, ButtonPressed):
        return _said(incoming, wording.stale, refused=True)
    objection = await desk.objection(press)
    if objection is not None:
        return _objected_in_dialog(objection)
    form = await desk.form_for(press)
    if isinstance(form, Form):
        return _dialog(form.title, dialog_card(form))
    if isinstance(form, Card):
        return _dialog(form.summary, cards(form)[0])
    await desk.accept(press)
    return _said(incoming, wording.got_it)


async def fill_form(desk: Desk, incoming: Incoming) -> Reply:
    """A dialog was sent."""
    filled = came_back(incoming, as_mapping(incoming.activity.value).get("data"))
    if filled is None:
        return _said(incoming, wording.stale, refused=True)
    objection = await desk.objection(filled)
    if objection is not None:
        return _objected_in_dialog(objection)
    await desk.accept(filled)
    return Reply()  # which closes the dialog


async def use_shortcut(desk: Desk, incoming: Incoming) -> Reply:
    """Somebody chose one of our commands on a message of anybody."""
    value = as_mapping(incoming.activity.value)
    shortcut = value.get("commandId")
    payload = as_mapping(value.get("messagePayload"))
    if shortcut not in wording.SHORTCUTS or incoming.by is None or not payload:
        return _said(incoming, wording.stale, refused=True)
    await desk.accept(await _shortcut(desk, incoming, shortcut, payload))
    return _said(incoming, wording.on_it)


async def _shortcut(desk: Desk, incoming: Incoming, shortcut: Any, payload: Mapping[str, Any]) -> ShortcutUsed:
    body = as_mapping(payload.get("body"))
    content = body.get("content")
    text = content if isinstance(content, str) else ""
    written = payload.get("createdDateTime")
    entra = ident(as_mapping(as_mapping(payload.get("from")).get("user")).get("id"))
    author = await desk.account_in_entra(incoming.tenant, entra) if entra else None
    message_id = ident(payload.get("id")) or incoming.occurrence
    assert incoming.by is not None
    return ShortcutUsed(
        event_id=incoming.event("asked"),
        at=incoming.at,
        by=incoming.by,
        place=incoming.place,
        shortcut=shortcut,
        text=bare_html(text).strip() if body.get("contentType") == "html" else text,
        message_id=message_id,
        thread=incoming.thread if incoming.thread != message_id else None,
        author=incoming.person(author) if author else None,
        written_at=_moment(written),
    )


def _moment(written: Any) -> datetime | None:
    try:
        at = datetime.fromisoformat(written) if isinstance(written, str) else None
    except ValueError:
        return None
    return at if at is not None and at.tzinfo is not None else None


async def _as_it_is(desk: Desk, incoming: Incoming) -> Reply:
    """The card as it is now, for whoever looks at it."""
    message_id = ident(incoming.activity.reply_to_id)
    card = await desk.card_of(incoming.place, message_id) if message_id else None
    return _card_in_card(cards(card)[0]) if card is not None else _in_card(HTTPStatus.OK, wording.stale, incoming)


def _objected(objection: Objection, incoming: Incoming) -> Reply:
    _log(objection)
    status = HTTPStatus.FORBIDDEN if objection.reason == "not_theirs" else HTTPStatus.BAD_REQUEST
    return _in_card(status, lambda: objection.card, incoming)


def _objected_in_dialog(objection: Objection) -> Reply:
    _log(objection)
    return replace(_dialog_message(objection.card.summary), refused=True)


def _log(objection: Objection) -> None:
    log.warning("teams_press_refused", reason=objection.reason)


def _in_card(status: HTTPStatus, say: Callable[[], Card], incoming: Incoming) -> Reply:
    """The answer to a press in the form that cards want: HTTP is well, and what happened stands in the body."""
    words = _sentence(incoming, say)
    if status == HTTPStatus.OK:
        return Reply(body={"statusCode": status, "type": MESSAGE, "value": words})
    code = "Forbidden" if status == HTTPStatus.FORBIDDEN else "BadRequest"
    error = {"statusCode": status, "type": ERROR, "value": {"code": code, "message": words}}
    return Reply(body=error, refused=True)


def _card_in_card(card: Mapping[str, Any]) -> Reply:
    return Reply(body={"statusCode": HTTPStatus.OK, "type": ADAPTIVE_CARD, "value": card})


def _dialog(title: str, card: Mapping[str, Any]) -> Reply:
    shown = {"title": title, "height": "medium", "width": "medium"}
    attachment = {"contentType": ADAPTIVE_CARD, "content": card}
    return Reply(body={"task": {"type": "continue", "value": {**shown, "card": attachment}}})


def _dialog_message(words: str) -> Reply:
    return Reply(body={"task": {"type": "message", "value": words}})


def _said(incoming: Incoming, say: Callable[[], Card], refused: bool = False) -> Reply:
    return replace(_dialog_message(_sentence(incoming, say)), refused=refused)


def _sentence(incoming: Incoming, say: Callable[[], Card]) -> str:
    with speaking(language_of_locale(incoming.activity.locale or "") or ENGLISH):
        return say().summary


def wants_form(incoming: Incoming) -> bool:
    """Whether a message is the press of a button that opens a form, from a client without dialogs."""
    return carried.opens_form(incoming.activity.value)
