"""What people do in the playground: write, change, press, fill in, open a channel. Each is kept before it is answered.

What somebody writes is stored as a post and told to the core in one transaction; only then does the sender hear
"accepted". A sender who hears nothing sends again with the same id, and both halves recognise it.
"""

import re
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

from aiohttp import web

from adapters.web.board import Board
from adapters.web.directory import Directory, Persona, Spot
from adapters.web.inbound import Fill, NewChannel, Press, Problem, Say, Take, new_key, read_json, words_of
from adapters.web.model import WebPost
from adapters.web.pages import member_of
from adapters.web.render import Renderer
from adapters.web.seed import Accept, arrivals, person_ref, place_ref
from bot.cards import CARD, FORM, Button, Buttons, Card, Form
from bot.messages import ButtonPressed, FormSubmitted, MessageDeleted, MessageEdited, MessageReceived
from bot.people.secrets import mentions_pay, without_secrets

#: The form a button opens, a card that says why there is none, or None where the button opens no form.
FormFor = Callable[[ButtonPressed], Awaitable[Form | Card | None]]

#: How people call the bot in a channel.
CALL = re.compile(r"(?<!\w)@liaison\b", re.IGNORECASE)


def accepted(id_: str) -> web.Response:
    """It is kept, and the bot will see to it."""
    return web.json_response({"id": id_}, status=202)


class Posts:
    """What a browser sends."""

    def __init__(self, board: Board, accept: Accept, form_for: FormFor, renderer: Renderer) -> None:
        self._board = board
        self._accept = accept
        self._form_for = form_for
        self._renderer = renderer

    async def say(self, request: web.Request) -> web.Response:
        """A message, or a reply in a thread."""
        said = await read_json(request, Say)
        text = words_of(said)
        _, me, spot = await member_of(self._board, said.as_, said.in_, "write")
        first = await self._first(said.thread, spot)
        thread, calls = (first.id if first else None), bool(CALL.search(text))
        now = datetime.now(UTC)
        row = await self._board.draft(
            spot.code, f"{me.code}:{said.id}", author=me.code, text=text, thread=thread, at=now
        )
        post = str(row["id"])
        message = MessageReceived(
            event_id=f"said:{post}",
            at=now,
            by=person_ref(me.code),
            place=place_ref(spot),
            text=text,
            message_id=post,
            thread=thread,
            mentions_bot=calls,
            answered=first.text or "" if first and calls else "",
        )
        await self._accept(message, row)
        return accepted(post)

    async def edit(self, request: web.Request) -> web.Response:
        """Other words for an own message."""
        said = await read_json(request, Say)
        text = words_of(said)
        post, me, spot = await self._own(request, said.as_, said.in_, "change")
        text = _kept(text, await self._board.directory())
        now = datetime.now(UTC)
        if text != post.text:
            await self._board.change(post.id, text=text, edited_at=now)
        await self._accept(
            MessageEdited(f"edited:{post.id}:{said.id}", now, person_ref(me.code), place_ref(spot), text, post.id)
        )
        return accepted(post.id)

    async def delete(self, request: web.Request) -> web.Response:
        """Take an own message back. Its words are forgotten."""
        taken = await read_json(request, Take)
        post, me, spot = await self._own(request, taken.as_, taken.in_, "delete")
        now = datetime.now(UTC)
        await self._board.change(post.id, text="", deleted_at=now)
        await self._accept(MessageDeleted(f"deleted:{post.id}", now, person_ref(me.code), place_ref(spot), post.id))
        return accepted(post.id)

    async def press(self, request: web.Request) -> web.Response:
        """A button of a card. One that opens a form is answered with the form; the rest is for the bot."""
        pressed = await read_json(request, Press)
        _, me, spot = await member_of(self._board, pressed.as_, pressed.in_, "press anything")
        post = await self._post(pressed.message, spot)
        button = _button(post, pressed)
        event = ButtonPressed(
            event_id=f"pressed:{me.code}:{pressed.id}",
            at=datetime.now(UTC),
            by=person_ref(me.code),
            place=place_ref(spot),
            action=pressed.action,
            value=pressed.value,
            message_id=post.id,
        )
        answer = await self._form_for(event) if button.opens_form else None
        if isinstance(answer, Form):
            form = FORM.dump_python(answer, mode="json")
            return web.json_response({"form": form, "html": self._renderer.form(answer)})
        if isinstance(answer, Card):
            return web.json_response({"card": answer.summary, "html": self._renderer.card(answer, me.clock)})
        await self._accept(event)
        return accepted(event.event_id)

    async def fill(self, request: web.Request) -> web.Response:
        """A form, filled in."""
        filled = await read_json(request, Fill)
        _, me, spot = await member_of(self._board, filled.as_, filled.in_, "send a form")
        event = FormSubmitted(
            event_id=f"filled:{me.code}:{filled.id}",
            at=datetime.now(UTC),
            by=person_ref(me.code),
            place=place_ref(spot),
            form=filled.form,
            value=filled.value,
            answers=filled.answers,
        )
        await self._accept(event)
        return accepted(event.event_id)

    async def open_channel(self, request: web.Request) -> web.Response:
        """A new channel with the bot in it."""
        wanted = await read_json(request, NewChannel)
        known = await self._board.reread()
        if wanted.as_ not in known.personas or not set(wanted.members) <= set(known.personas):
            raise Problem(404, "Nobody of that name is here.")
        name = "-".join(re.findall(r"[^\W_]+", wanted.name.lower()))[:40]
        if not name:
            raise Problem(400, "Give the channel a name, with letters or digits.")
        if any(spot.name == name for spot in known.spots.values()):
            raise Problem(409, f"There is a channel called #{name} already. Choose another name.")
        code = name if name.isascii() else new_key()
        spot = Spot(code, name, "", direct=False, members=frozenset({wanted.as_, *wanted.members}))
        await self._board.add_channel(spot)
        for message in arrivals(spot, wanted.as_, datetime.now(UTC)):
            await self._accept(message)
        return accepted(code)

    async def _post(self, id_: str, spot: Spot) -> WebPost:
        post = await self._board.find(id_)
        if post is None or post.place != spot.code or post.deleted_at is not None:
            raise Problem(404, "That message is not here any more.")
        return post

    async def _own(self, request: web.Request, persona: str, place: str, verb: str) -> tuple[WebPost, Persona, Spot]:
        _, me, spot = await member_of(self._board, persona, place, "write")
        post = await self._post(request.match_info["id"], spot)
        if post.author != me.code:
            raise Problem(403, f"You can {verb} only what you wrote yourself.")
        return post, me, spot

    async def _first(self, thread: str | None, spot: Spot) -> WebPost | None:
        """The first message of the thread to answer in."""
        if thread is None:
            return None
        post = await self._post(thread, spot)
        return await self._post(post.thread, spot) if post.thread else post


def _kept(text: str, known: Directory) -> str:
    """Words as the board keeps them: the core must not keep a password or somebody's pay, and neither must we."""
    return without_secrets(text, known.names.within(text) if mentions_pay(text) else ())


def _button(post: WebPost, pressed: Press) -> Button:
    """The button on the card as it is now. Raises Problem with 409 where it is not there."""
    if post.card is not None:
        for block in CARD.validate_json(post.card).blocks:
            for button in block.buttons if isinstance(block, Buttons) else ():
                if button.action == pressed.action and button.value == pressed.value:
                    return button
    raise Problem(409, "That button is not there any more. Look at the card as it is now.")
