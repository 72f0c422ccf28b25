"""The conversation core from outside: accept what arrives, handle it once, answer for forms, wake for the clock.

`handle` works in three parts. It finds out who speaks (a short transaction), thinks (language calls, with no
transaction open), and then changes rows, writes deliveries and marks the event handled in one transaction. A crash
anywhere leaves either nothing or everything, so handling again is always safe.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial

import structlog
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError, InterfaceError, OperationalError, SQLAlchemyError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from bot import conversation, offers, opening, presses, thinking, wording
from bot.bugs import BUGS, where
from bot.cards import Card, Form, Outgoing, ToPlace
from bot.listening import daily
from bot.listening.asking.index import Knowledge
from bot.messages import (
    ButtonPressed,
    FormSubmitted,
    FromPerson,
    Message,
    MessageEdited,
    MessageReceived,
    PersonRef,
    PlaceRef,
    ShortcutUsed,
    TickDue,
    clean,
)
from bot.people import arrive, leaving, secrets, unreachable
from bot.people.model import Company, Workspace
from bot.people.names import KnownNames
from bot.ports import AccountClosed, Chat, ChatError, LanguageModel, Profile
from bot.presses import Objection
from bot.speaking import ENGLISH, speaking
from bot.store import agenda, inbox, outbox
from bot.store.session import Store
from bot.turn import Turn

log = structlog.get_logger()

#: The company that owns no row: whoever looks there finds nothing.
NOBODY = 0

#: How often a message is handled again after losing a race before its person is told that it did not work.
TRIES = 5


class Core:
    """Everything a platform or the engine may ask of the core."""

    def __init__(
        self,
        store: Store,
        language: LanguageModel,
        chats: Mapping[str, Chat],
        enqueue: inbox.Enqueue,
        companies: Mapping[str, str] | None = None,
        zone: str = "UTC",
        channels_in: str = ENGLISH,
        knowledge: Knowledge | None = None,
    ) -> None:
        """`companies` says which workspace ("slack:T123") belongs to which company; others get one of their own.

        `zone` is where a new company's weeks begin, an IANA name; `channels_in` the language of its channels.
        `knowledge` holds the articles that answer how-to questions; without it there are none.
        """
        self.store = store
        self.language = language
        self.chats = chats
        self.enqueue = enqueue
        self._names = dict(companies or {})
        self._zone = zone
        self._channels_in = channels_in
        self._knowledge = knowledge or Knowledge(None, language.embed)
        self._people_names = KnownNames(store)
        self._company_ids: dict[tuple[str, str], int] = {}

    async def accept(
        self,
        messages: Sequence[FromPerson],
        beside: Callable[[Session, Sequence[FromPerson]], None] = lambda _session, _kept: None,
    ) -> set[str]:
        """Store messages durably, each once and without the secrets in them, and do in the same transaction what is to
        be done `beside` them, which is told the messages as they are kept.

        Returns the store's ids of those that were new.
        """
        try:
            return await self._accept(messages, beside)
        except IntegrityError:  # another replica has erased a company we knew
            self._company_ids.clear()
            return await self._accept(messages, beside)

    async def _accept(
        self, messages: Sequence[FromPerson], beside: Callable[[Session, Sequence[FromPerson]], None]
    ) -> set[str]:
        kept = [await self._as_kept(clean(message)) for message in messages]
        arrivals = [await self._arrival(message) for message in kept]
        now = datetime.now(UTC)

        def store(session: Session) -> set[str]:
            beside(session, kept)
            return inbox.store_arrivals(session, self.enqueue, arrivals, now)

        return await self.store.across_companies(store)

    async def _arrival(self, message: FromPerson) -> inbox.Arrival:
        return inbox.Arrival(
            company_id=await self._company_of(message),
            message=message,
            partition=f"{message.place.platform}:{message.place.workspace}",
            place=message.place.id,
        )

    async def _company_of(self, message: FromPerson) -> int:
        return await self.company_of(message.place.platform, message.place.workspace, message.at)

    async def _as_kept(self, message: FromPerson) -> FromPerson:
        """The message as it may be kept. What is left out here is nowhere: not in the store, not in a log."""
        if isinstance(message, MessageReceived | MessageEdited | ShortcutUsed):
            company_id = await self._company_of(message)
            text = await self.without_secrets(company_id, message.text)
            kept = message if text == message.text else replace(message, text=text)
            if isinstance(kept, MessageReceived) and kept.answered:
                return replace(kept, answered=await self.without_secrets(company_id, kept.answered))
            return kept
        if isinstance(message, FormSubmitted):
            company_id = await self._company_of(message)
            answers = {k: await self.without_secrets(company_id, words) for k, words in message.answers.items()}
            return replace(message, answers=answers)
        return message

    async def without_secrets(self, company_id: int, text: str) -> str:
        """Words as they may be kept: no passwords, and neither anybody's pay nor whose it is."""
        if not secrets.may_have_some(text):
            return text
        names = await self._people_names.within(company_id, text) if secrets.mentions_pay(text) else ()
        return secrets.without_secrets(text, names)

    async def company_of(self, platform: str, workspace: str, at: datetime | None = None) -> int:
        """The id of the company a workspace belongs to; the first message from a workspace, sent `at`, makes both."""
        known = self._company_ids.get((platform, workspace))
        if known is None:
            now = datetime.now(UTC)
            name = self._names.get(f"{platform}:{workspace}", f"{platform}:{workspace}")
            new = Company(name=name, zone=self._zone, language=self._channels_in, created_at=min(at or now, now))
            try:
                known = await self.store.across_companies(lambda s: opening.company_of(s, platform, workspace, new))
            except IntegrityError:  # another replica was first
                known = await self.store.across_companies(lambda s: opening.company_of(s, platform, workspace, new))
            self._company_ids[platform, workspace] = known
        return known

    async def owner_of(self, platform: str, workspace: str) -> int:
        """The id of the company a workspace belongs to; NOBODY for one we do not know, or know no more. Makes nothing.

        For all that only looks: what is still under way when a workspace is erased must not bring its company back.
        """
        known = self._company_ids.get((platform, workspace))
        if known is None:
            known = await self.store.across_companies(lambda s: opening.owner_of(s, platform, workspace))
        return known if known is not None else NOBODY

    async def handle(self, company_id: int, event_id: str) -> None:
        """Answer one stored event. An event that is handled already, or unknown, is left alone.

        Raises what the database raises when it is away; then nothing has changed and the caller may try again.
        """
        message = await self.store.read(company_id, lambda s: inbox.load_message(s, event_id))
        if message is None:
            return
        started = time.monotonic()
        for attempt in range(1, TRIES + 1):
            try:
                await self._answer(company_id, event_id, message)
                log.info("handled", event_id=event_id, kind=message.kind, ms=round(1000 * (time.monotonic() - started)))
                return
            except (StaleDataError, IntegrityError) as race:
                log.info("handled_again", event_id=event_id, attempt=attempt, race=type(race).__name__)
                problem = type(race).__name__
            except (OperationalError, InterfaceError):
                raise  # the database is away: nothing has changed
            except (*BUGS, SQLAlchemyError) as bug:
                log.error("handler_failed", event_id=event_id, kind=message.kind, **where(bug))
                problem = type(bug).__name__
                break
        await self._apologise(company_id, event_id, message, problem)

    async def _answer(self, company_id: int, event_id: str, message: Message) -> None:
        now = min(message.at, datetime.now(UTC))
        if not isinstance(message, TickDue):
            await self._make_known(company_id, message, now, event_id)
        elif message.appointment == daily.KIND:
            await self._look_up_closed(company_id, now)
        turn = await self.store.read(company_id, lambda s: opening.turn_for(s, company_id, event_id, message, now))
        turn = replace(turn, names=await self._names_in(company_id, turn, message))
        thought = await thinking.think(self.language, self._knowledge, turn, message)
        if thought is not turn:
            await self.store.read(company_id, lambda s: thinking.prepare(s, turn, thought))

        def work(session: Session) -> None:
            fresh = opening.turn_for(session, company_id, event_id, message, now)
            outgoing = conversation.answer(session, thinking.with_thoughts(fresh, thought), message)
            if inbox.mark_handled(session, event_id, datetime.now(UTC)):
                waited_for = not isinstance(message, TickDue)
                outbox.send(session, self.enqueue, outgoing, now, waited_for)
            else:
                raise StaleDataError("Another replica handled this event.")

        await self.store.write(company_id, work)

    async def _make_known(
        self, company_id: int, message: FromPerson, now: datetime, event_id: str | None = None
    ) -> None:
        """Find out who speaks, and where, unless we know; or unless their event was erased with their workspace."""
        if not await self.store.read(company_id, lambda s: opening.is_known(s, message, now)):
            profile, closed = await self._profile(message.by)

            def work(session: Session) -> None:
                if event_id is None or inbox.load_message(session, event_id) is not None:
                    opening.meet(session, message, profile, now, closed)

            await self.store.write(company_id, work)

    async def _names_in(self, company_id: int, turn: Turn, message: Message) -> tuple[str, ...]:
        if turn.source is not None:
            return await self._people_names.within(company_id, turn.source.text)
        if isinstance(message, MessageReceived | MessageEdited | ShortcutUsed):
            return await self._people_names.within(company_id, message.text)
        return ()

    async def _profile(self, ref: PersonRef) -> tuple[Profile | None, bool]:
        """The person's profile, where the platform gives it, and whether it says that their account is closed."""
        try:
            return await self.chats[ref.platform].profile(ref.workspace, ref.id), False
        except ChatError as problem:
            log.warning("profile_unavailable", platform=ref.platform, code=problem.code)
            return None, isinstance(problem, AccountClosed)

    async def _look_up_closed(self, company_id: int, now: datetime) -> None:
        """Look closed accounts up again now and then: whoever has theirs back is written to as before."""
        for ref in await self.store.read(company_id, lambda s: leaving.to_look_up(s, now)):
            if ref.platform not in self.chats:
                continue
            profile, closed = await self._profile(ref)
            if profile is None and not closed:
                return  # the platform does not tell just now; tomorrow is another day
            looked_up = partial(leaving.note_looked_up, ref=ref, closed=closed, now=now)
            await self.store.write(company_id, looked_up)

    async def account_closed(self, ref: PersonRef, closed: bool) -> None:
        """A platform tells that an account was closed, or that it is open."""
        company_id = await self.owner_of(ref.platform, ref.workspace)
        account = await self.store.read(company_id, lambda s: arrive.account_of(s, ref))
        if account is not None and closed != (account.closed_at is not None):
            now = datetime.now(UTC)
            await self.store.write(company_id, lambda s: leaving.note(s, ref, closed, now))
            log.info("account_closed" if closed else "account_open", platform=ref.platform, workspace=ref.workspace)

    async def _apologise(self, company_id: int, event_id: str, message: Message, problem: str) -> None:
        """Give up on a message, and say so to the person: never silence."""

        def work(session: Session) -> None:
            outgoing: list[Outgoing] = []
            if not isinstance(message, TickDue):
                turn = opening.turn_for(session, company_id, event_id, message, message.at)
                with speaking(turn.language):
                    outgoing = [Outgoing(ToPlace(turn.here.id), wording.sorry(), f"sorry:{event_id}")]
            if inbox.mark_handled(session, event_id, datetime.now(UTC), problem):
                outbox.send(session, self.enqueue, outgoing, message.at)

        await self.store.write(company_id, work)

    async def form_for(self, press: ButtonPressed) -> Form | Card | None:
        """The form a button opens, or a card that says why this person gets none; None where it opens no form."""
        company_id = await self.company_of(press.place.platform, press.place.workspace)
        await self._make_known(company_id, press, press.at)

        def work(session: Session) -> Form | Card | None:
            turn = opening.turn_for(session, company_id, press.event_id, press, press.at)
            return offers.form_for(session, turn, press)

        return await self.store.read(company_id, work)

    async def home_for(self, by: PersonRef) -> Card:
        """What stands on a person's own page, where their platform has one."""
        company_id = await self.owner_of(by.platform, by.workspace)
        if company_id == NOBODY:
            return wording.help_for(frozenset())

        def work(session: Session) -> Card:
            company, account = session.get_one(Company, company_id), arrive.account_of(session, by)
            person = account.person if account else None
            roles = arrive.roles_of(session, person) if person else frozenset()
            return conversation.home(session, Turn(datetime.now(UTC), company, person, roles=roles))

        return await self.store.read(company_id, work)

    async def workspace_gone(self, platform: str, workspace: str) -> None:
        """Erase all that is kept of a workspace, and its company with it where it has no other."""
        await self.store.across_companies(lambda s: arrive.erase_workspace(s, platform, workspace))
        self._company_ids.pop((platform, workspace), None)

    async def trouble(self, platform: str, workspace: str, problem: str) -> None:
        """A platform refuses something in a whole workspace; the BRMs hear of it where only a person can mend it."""
        if not unreachable.concerns_brms(problem):
            return
        now = datetime.now(UTC)
        found = select(Workspace).where(Workspace.platform == platform, Workspace.external_id == workspace)
        known = await self.store.across_companies(lambda s: s.scalar(found.with_only_columns(Workspace.company_id)))
        if known is None:
            return  # erased, or never heard of

        def work(session: Session) -> None:
            told = unreachable.tell_of_workspace(session, session.scalars(found).one(), problem, now)
            outbox.send(session, self.enqueue, told, now)

        await self.store.write(known, work)

    async def objection(self, message: ButtonPressed | FormSubmitted) -> Objection | None:
        """What speaks against accepting a press or a form; for platforms on which one can be made by hand."""
        company_id = await self.owner_of(message.place.platform, message.place.workspace)
        if company_id == NOBODY:
            return Objection("not_there", wording.stale())

        def work(session: Session) -> Objection | None:
            if not arrive.knows(session, message.place):
                return Objection("not_there", wording.stale())
            if arrive.is_of_others(session, message.place, message.by):
                return Objection("not_theirs", wording.stale())
            turn = opening.turn_for(session, company_id, message.event_id, message, message.at)
            return presses.objection(session, turn, message)

        return await self.store.read(company_id, work)

    async def card_of(self, place: PlaceRef, message_id: str) -> Card | None:
        """The card that a message of ours shows now, else None."""
        company_id = await self.owner_of(place.platform, place.workspace)
        if company_id == NOBODY:
            return None

        def work(session: Session) -> Card | None:
            if not arrive.knows(session, place):
                return None
            key = outbox.key_of_message(session, arrive.locate(session, place, None).id, message_id)
            return outbox.card_under(session, key) if key is not None else None

        return await self.store.read(company_id, work)

    async def tick(self, now: datetime) -> int:
        """Turn due appointments into events. Returns how many."""
        return await self.store.across_companies(lambda s: agenda.claim_due(s, self.enqueue, now))
