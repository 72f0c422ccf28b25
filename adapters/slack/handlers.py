"""What is done with each thing Slack sends: store it, and let the core answer. The table says which goes where.

A handler returns once the message is durably kept; only then does Slack hear that it arrived. The few things people
wait for on the spot (a form, the home page) are shown before that, with a deadline shorter than Slack's three seconds.
"""

import asyncio
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Literal

import structlog

from adapters.slack import inbound
from adapters.slack.errors import mend
from adapters.slack.inbound import Call, ident
from adapters.slack.known import Known
from adapters.slack.live import Live
from adapters.slack.reading import mentioned, readable
from adapters.slack.threads import Threads
from bot.cards import Card, Form
from bot.listening.wishes import without_courtesy
from bot.messages import ButtonPressed, FormSubmitted, FromPerson, MessageReceived, PersonRef, PlaceRef
from bot.people import unreachable
from bot.ports import ChatError
from bot.presses import Objection
from bot.translation import requests

log = structlog.get_logger()

#: Characters of what somebody types behind /liaison.
LONGEST_COMMAND = 3000

#: What Slack's command is called for, where that is not what people type to us.
COMMANDS = {"": "help", "define": "glossary", "thanks": "thank it"}

#: Seconds until a form that is not ready yet would come too late to be shown.
PATIENCE = 2.0

#: Seconds until the core hears again of a trouble that goes on. It keeps count of whom it has told.
AGAIN = 600.0

#: Purposes of a channel that give its members a role: we must know who they are.
WITH_ROLES = frozenset({"it_updates", "brm_digest", "leadership"})


@dataclass(frozen=True)
class Inside:
    """What the rest of Liaison does for Slack. `accept` returns when a message is durably kept."""

    accept: Callable[[FromPerson], Awaitable[None]]
    form_for: Callable[[ButtonPressed], Awaitable[Form | Card | None]]
    objection: Callable[[ButtonPressed | FormSubmitted], Awaitable[Objection | None]]
    opens_form: Callable[[str], bool]
    home_for: Callable[[PersonRef], Awaitable[Card]]
    removed: Callable[[str], Awaitable[None]]
    trouble: Callable[[str, str], Coroutine[Any, Any, None]]
    account_closed: Callable[[PersonRef, bool], Awaitable[None]]


class Handlers:
    """One method for each row of the table. `ignored` counts what we know nothing to do with, by kind."""

    def __init__(
        self,
        inside: Inside,
        known: Known,
        live: Live,
        threads: Threads,
        stopped: Callable[[str], Awaitable[None]],
    ) -> None:
        """`stopped` forgets the token of a workspace."""
        self._inside = inside
        self._known = known
        self._live = live
        self._threads = threads
        self._stopped = stopped
        self._later: set[asyncio.Task[None]] = set()
        self._told: dict[tuple[str, str], float] = {}
        self.ignored: Counter[str] = Counter()

    async def message(self, call: Call) -> None:
        """Somebody wrote, changed or deleted a message, or called us in a channel."""
        said = inbound.message(await self._with_names(call))
        await self._keep(await self._with_answered(said, call) if isinstance(said, MessageReceived) else said, call)

    async def joined(self, call: Call) -> None:
        """Somebody joined a channel. Where it is us, the channel's name tells what it may be for."""
        name = ""
        if call.bot and call.event.get("user") == call.bot:
            name = await self._live.channel_name(call.workspace, ident(call.event.get("channel")))
        await self._keep(inbound.joined(call, name), call)

    async def left(self, call: Call) -> None:
        """Somebody left a channel."""
        await self._keep(inbound.left(call), call)

    async def archived(self, call: Call) -> None:
        """A channel was archived."""
        await self._keep(inbound.archived(call), call)

    async def renamed(self, call: Call) -> None:
        """A channel has another name."""
        await self._keep(inbound.renamed(call), call)

    async def home(self, call: Call) -> None:
        """Somebody looks at our home page."""
        who = ident(call.event.get("user"))
        if who and call.event.get("tab") == "home":
            self._soon(self._show_home(call.person(who)))
        else:
            self.ignore("app_home_opened")

    async def account(self, call: Call) -> None:
        """Something about an account changed. All that matters to us is whether it is closed."""
        user = call.event.get("user")
        who = ident(user.get("id")) if isinstance(user, dict) else ""
        if who and isinstance(user, dict) and isinstance(user.get("deleted"), bool):
            await self._inside.account_closed(call.person(who), user["deleted"])
        else:
            self.ignore("user_change")

    async def reaction(self, call: Call) -> None:
        """Somebody put a sign to a message."""
        await self._keep(inbound.reacted(call), call)

    async def assistant(self, call: Call) -> None:
        """Somebody opened the assistant: offer what they may want to ask."""
        thread = call.event.get("assistant_thread")
        thread = thread if isinstance(thread, dict) else {}
        who, channel, ts = ident(thread.get("user_id")), ident(thread.get("channel_id")), thread.get("thread_ts")
        if who and channel and isinstance(ts, str):
            self._soon(self._live.suggest(call.person(who), channel, ts))

    async def pressed(self, call: Call) -> None:
        """A button: one that opens a form does so at once, the rest is kept for the core."""
        press = inbound.pressed(call, await self._place_behind(call))
        if press is None:
            self.ignore("block_actions")
            return
        trigger = str(call.body.get("trigger_id") or "")
        if press.message_id is not None and await self._refused(press, trigger):
            return
        if self._inside.opens_form(press.action):
            await self._open(press, trigger)
            return
        await self._inside.accept(press)
        if press.action == "place.purpose" and press.value.get("purpose") in WITH_ROLES:
            self._soon(self._introduce(press.place))

    async def submitted(self, call: Call) -> None:
        """A form, filled in."""
        form = inbound.submitted(call)
        if form is None or not await self._refused(form, str(call.body.get("trigger_id") or "")):
            await self._keep(form, call)

    async def _refused(self, message: ButtonPressed | FormSubmitted, trigger: str) -> bool:
        """Whether a press or form was made by hand, is too old, or is somebody else's; whoever sent it sees why."""
        objection = await self._inside.objection(message)
        if objection is None:
            return False
        log.warning("slack_refused", reason=objection.reason, status=200)
        await self._live.open_card(message.by, trigger, objection.card)
        return True

    async def _open(self, press: ButtonPressed, trigger: str) -> None:
        """Show the form behind a button. The trigger lives for three seconds, and so long Slack waits for us."""
        try:
            async with asyncio.timeout(PATIENCE):
                answer = await self._inside.form_for(press)
        except TimeoutError:
            log.warning("slack_form_too_late", workspace=press.place.workspace)
            return
        if isinstance(answer, Form):
            await self._live.open_form(press.by, trigger, answer, press.place)
        elif isinstance(answer, Card):
            await self._live.open_card(press.by, trigger, answer)

    async def context(self, call: Call) -> None:
        """Somebody looks at another channel beside the assistant: nothing to us."""

    async def closed(self, call: Call) -> None:
        """A form was closed without being sent: nothing to keep."""

    async def command(self, call: Call) -> str:
        """/liaison and some words: they are said in the direct chat, and answered there."""
        who, trigger = ident(call.body.get("user_id")), str(call.body.get("trigger_id") or "")
        words = str(call.body.get("text") or "").strip()[:LONGEST_COMMAND]
        try:
            place = await self._known.direct_with(call.person(who))
        except ChatError as trouble:  # of a command Slack tells us only once
            log.warning("slack_not_answered", method="command", workspace=call.workspace, code=trouble.code)
            return await self._live.sorry(call.person(who))
        text = COMMANDS.get(without_courtesy(words).lower(), words)
        event = f"command:{who}:{trigger}"
        await self._inside.accept(
            MessageReceived(
                event, datetime.now(UTC), call.person(who), place, readable(text, {}, call.bot), message_id=event
            )
        )
        return "" if call.body.get("channel_id") == place.id else await self._live.answered(call.person(who))

    async def explain(self, call: Call) -> None:
        """A message's shortcut: say it in plain words, to whoever asked."""
        await self._shortcut(call, "explain")

    async def report(self, call: Call) -> None:
        """A message's shortcut: what it says is a problem of whoever asked."""
        await self._shortcut(call, "report")

    async def removed(self, call: Call) -> None:
        """The app was removed from a workspace: nothing can be shown there, and its data may have to go."""
        await self._stopped(call.workspace)
        await self._inside.removed(call.workspace)

    async def revoked(self, call: Call) -> None:
        """Tokens were taken back. Where ours is among them nothing can be shown there any more."""
        tokens = call.event.get("tokens")
        if isinstance(tokens, dict) and tokens.get("bot"):
            await self._stopped(call.workspace)

    def tell(self, workspace: str, code: str) -> None:
        """Slack refused us something: let the core tell whom it concerns, now and then and not at each refusal."""
        now, known = time.monotonic(), (workspace, code)
        if unreachable.concerns_brms(code) and now - self._told.get(known, float("-inf")) > AGAIN:
            self._told[known] = now
            log.error("slack_shut_out", workspace=workspace, code=code, mend=mend(code))
            self._soon(self._inside.trouble(workspace, code))

    def ignore(self, kind: str) -> None:
        """Count something that asks nothing of us."""
        self.ignored[kind] += 1
        log.debug("slack_ignored", kind=kind, count=self.ignored[kind])

    async def rest(self) -> None:
        """Wait for what nobody waits for."""
        await asyncio.gather(*self._later, return_exceptions=True)

    async def close(self) -> None:
        """Let go of what is still being shown."""
        for task in self._later:
            task.cancel()
        await asyncio.gather(*self._later, return_exceptions=True)

    async def _shortcut(self, call: Call, kind: Literal["explain", "report"]) -> None:
        used = inbound.shortcut(await self._with_names(call), kind)
        if used is not None and used.place.direct and used.place != await self._known.direct_with(used.by):
            used = replace(used, place=replace(used.place, direct=False))  # two others talk there, without us
        await self._keep(used, call)

    async def _keep(self, message: FromPerson | None, call: Call) -> None:
        if message is None:
            self.ignore(str(call.event.get("type") or call.body.get("type")))
            return
        await self._inside.accept(message)
        if isinstance(message, MessageReceived) and message.place.direct:
            self._threads.note(message)
            if message.thread is not None:
                self._soon(self._live.thinking(message))

    async def _with_names(self, call: Call) -> Call:
        changed = call.event.get("message") or call.body.get("message")
        text = (changed if isinstance(changed, dict) else call.event).get("text")
        accounts = mentioned(text) - {call.bot} if isinstance(text, str) else frozenset()
        return replace(call, names=await self._known.names_of(call.workspace, accounts)) if accounts else call

    async def _with_answered(self, said: MessageReceived, call: Call) -> MessageReceived:
        """The message with the words it answers, where we are asked to put those into plain words."""
        if not said.mentions_bot or said.thread is None or requests.asked_for(requests.without_call(said.text)) != "":
            return said
        text = await self._live.first_of(said.place, said.thread)
        names = await self._known.names_of(call.workspace, mentioned(text) - {call.bot})
        return replace(said, answered=readable(text, names, call.bot))

    async def _place_behind(self, call: Call) -> PlaceRef | None:
        """The direct chat, for what is pressed on the home page, which is no place."""
        container = call.body.get("container")
        who = ident(inbound.within(call.body, "user", "id"))
        if isinstance(container, dict) and container.get("type") == "view" and who:
            return await self._known.direct_with(call.person(who))
        return None

    async def _show_home(self, by: PersonRef) -> None:
        await self._live.show_home(by, await self._inside.home_for(by))

    async def _introduce(self, place: PlaceRef) -> None:
        """Tell the core who is in a channel that gives roles; Slack tells only of those who come later."""
        for number, account in enumerate(await self._live.members(place)):
            await self._inside.accept(inbound.member(place, account, number))

    def _soon(self, work: Coroutine[Any, Any, None]) -> None:
        """Do something whose result nobody waits for, after Slack has heard from us."""

        async def run() -> None:
            try:
                await work
            except Exception as problem:
                log.warning("slack_not_shown", error=type(problem).__name__)

        task = asyncio.create_task(run())
        self._later.add(task)
        task.add_done_callback(self._later.discard)
