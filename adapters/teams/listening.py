"""What becomes of an activity that may be believed: kept, with how everybody is reached, and only then acknowledged."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from typing import Protocol

import structlog
from botbuilder.core import ActivityHandler, InvokeResponse, TurnContext
from sqlalchemy.exc import SQLAlchemyError

from adapters.teams import comings, inbound, invokes
from adapters.teams.inbound import PLATFORM, Incoming
from adapters.teams.invokes import Desk
from adapters.teams.roster import CompanyOf, Roster, sighting
from adapters.teams.sightings import Sighting
from adapters.teams.table import ACTIVITIES, INVOKES
from bot.cards import Card, Form
from bot.messages import (
    BotJoined,
    ButtonPressed,
    FormSubmitted,
    FromPerson,
    MemberJoined,
    MemberLeft,
    MessageReceived,
    PlaceRenamed,
)
from bot.ports import ChatError

log = structlog.get_logger()

#: Returns once a message is durably kept, and with it what its activity told of how to reach people.
Accept = Callable[[FromPerson, Sighting | None], Awaitable[None]]

#: Told, with the tenant, that the app is installed nowhere there any more.
Removed = Callable[[str], Awaitable[None]]

#: Members of a channel that we take note of when we come in. In a larger one, whoever writes there is known then.
MOST_MEMBERS = 1000


class Voice(Protocol):
    """What we need of the outbound half: to answer without the core, and to see who is in a channel."""

    async def post(self, workspace: str, place: str, card: Card, key: str, thread: str | None) -> str:
        """See bot.ports.Chat."""
        ...

    async def post_form(self, workspace: str, place: str, form: Form, thread: str | None = None) -> str:
        """Show a form as a card."""
        ...

    async def members(self, workspace: str, place: str, most: int) -> Sequence[str]:
        """The accounts of a conversation's members, at most so many."""
        ...

    async def channel_name(self, workspace: str, place: str, team: str) -> str | None:
        """What people call a channel of a team."""
        ...


class Listener(ActivityHandler):  # type: ignore[misc] # the library has no types
    """Hands activities to whoever the table names. `ignored` counts, by type, those that nobody reads."""

    def __init__(
        self, accept: Accept, desk: Desk, roster: Roster, voice: Voice, company_of: CompanyOf, removed: Removed
    ) -> None:
        super().__init__()
        self._accept = accept
        self._desk = desk
        self._roster = roster
        self._voice = voice
        self._company_of = company_of
        self._removed = removed
        self._met: set[str] = set()
        self._later: set[asyncio.Task[None]] = set()
        self.ignored: Counter[str] = Counter()

    async def on_turn(self, turn_context: TurnContext) -> None:
        """One activity. Raises what kept it from being stored."""
        if turn_context.activity.type == "invoke":
            await super().on_turn(turn_context)  # which sends back what on_invoke_activity answers
        else:
            await self._hear(inbound.read(turn_context.activity))

    async def on_invoke_activity(self, turn_context: TurnContext) -> InvokeResponse:
        """A question that is answered at once."""
        incoming = inbound.read(turn_context.activity)
        answer = INVOKES.get(str(turn_context.activity.name))
        if answer is None:
            self._pass_over("invoke")
            return InvokeResponse(status=501)
        reply = await answer(self._desk, incoming)
        if not reply.refused:
            await self._keep(incoming, [])
        return InvokeResponse(status=reply.status, body=reply.body)

    async def _hear(self, incoming: Incoming) -> None:
        reader = ACTIVITIES.get(str(incoming.activity.type))
        messages = reader(incoming) if reader is not None else []
        if not messages:
            self._pass_over("unknown" if reader is None else f"{incoming.activity.type} without a meaning for us")
        if not all([await self._may_count(incoming, message) for message in messages]):
            return
        messages = await self._everywhere(incoming, self._introduced(incoming, messages))
        await self._keep(incoming, messages)
        if comings.is_removal(incoming) and await self._roster.is_gone(incoming):
            self._met = {name for name in self._met if not name.startswith(f"{incoming.tenant} ")}
            await self._removed(incoming.tenant)
        for message in messages:
            if isinstance(message, BotJoined):
                self._do_later(self._look_around(message))
                if incoming.team is not None:
                    self._do_later(self._learn_name(message, incoming.team))

    async def _keep(self, incoming: Incoming, messages: list[FromPerson]) -> None:
        """Messages in their order, and what the activity told besides."""
        seen = sighting(await self._company_of(PLATFORM, incoming.tenant), incoming)
        if messages:
            first, *rest = messages
            await asyncio.gather(self._accept(first, seen), *(self._accept(message, None) for message in rest))
        elif seen is not None:
            await self._roster.note(seen)

    def _introduced(self, incoming: Incoming, messages: list[FromPerson]) -> list[FromPerson]:
        """With word that we are in this channel, where somebody speaks to us there for the first time."""
        name = f"{incoming.tenant} {incoming.place.id}"
        if name in self._met or not any(isinstance(message, MessageReceived) for message in messages):
            return messages
        self._met.add(name)
        met = comings.met(incoming)
        return [met, *messages] if met is not None else messages

    async def _everywhere(self, incoming: Incoming, messages: list[FromPerson]) -> list[FromPerson]:
        """With the other channels of the team, where somebody came to the team or left it."""
        if incoming.team is None or not any(isinstance(message, MemberJoined | MemberLeft) for message in messages):
            return messages
        return comings.in_channels(messages, await self._roster.channels_of(incoming.tenant, incoming.team))

    async def _may_count(self, incoming: Incoming, message: FromPerson) -> bool:
        """Whether to keep a message. A press that came as one is looked at first, and its person told why not."""
        if not isinstance(message, ButtonPressed | FormSubmitted):
            return True
        objection = await self._desk.objection(message)
        if objection is not None:
            log.warning("teams_press_refused", reason=objection.reason)
            if message.place.direct:
                key = f"objection:{message.event_id}"
                self._do_later(self._say(incoming, objection.card, key))
            return False
        form = await self._desk.form_for(message) if isinstance(message, ButtonPressed) else None
        if isinstance(form, Form) and invokes.wants_form(incoming):
            self._do_later(self._show(incoming, form))
            return False
        return True

    async def _say(self, incoming: Incoming, card: Card, key: str) -> None:
        await self._voice.post(incoming.tenant, incoming.place.id, card, key, incoming.thread)

    async def _show(self, incoming: Incoming, form: Form) -> None:
        await self._voice.post_form(incoming.tenant, incoming.place.id, form, incoming.thread)

    async def _look_around(self, joined: BotJoined) -> None:
        """Take note of who is in a channel that we came into: from that follows what they may do."""
        place = joined.place
        for account in await self._voice.members(place.workspace, place.id, MOST_MEMBERS):
            there = replace(joined.by, id=account)
            await self._accept(MemberJoined(f"{joined.event_id}:{account}", joined.at, there, place), None)

    async def _learn_name(self, joined: BotJoined, team: str) -> None:
        """Ask what people call a channel, because activities mostly have its id alone."""
        name = await self._voice.channel_name(joined.place.workspace, joined.place.id, team)
        if name is not None and name != joined.name:
            named = PlaceRenamed(f"{joined.event_id}:named", joined.at, joined.by, joined.place, name)
            await self._accept(named, None)

    def _pass_over(self, kind: str) -> None:
        self.ignored[kind] += 1
        log.info("teams_activity_ignored", kind=kind, count=self.ignored[kind])

    def _do_later(self, work: Awaitable[None]) -> None:
        """Do what nobody waits for."""

        async def quietly() -> None:
            try:
                await work
            except ChatError as problem:
                log.warning("teams_not_said", code=problem.code)
            except SQLAlchemyError as problem:
                log.warning("teams_not_kept", error=type(problem).__name__)

        task = asyncio.create_task(quietly())
        self._later.add(task)
        task.add_done_callback(self._later.discard)

    async def rest(self) -> None:
        """Wait until what nobody waits for is done as well."""
        while self._later:
            await asyncio.gather(*self._later)

    async def close(self) -> None:
        """Let go of what nobody waits for."""
        for task in self._later:
            task.cancel()
        await asyncio.gather(*self._later, return_exceptions=True)
