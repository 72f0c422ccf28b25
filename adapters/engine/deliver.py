"""Showing a card on its platform: once as far as the reader can tell, whatever breaks in between."""

import asyncio
import random
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime
from typing import TypeVar

import structlog
from sqlalchemy.exc import IntegrityError, SQLAlchemyError
from sqlalchemy.orm import Session

from bot.messages import PersonRef
from bot.people import leaving, unreachable
from bot.ports import AccountClosed, Chat, ChatError, RateLimited, Refused, Unavailable
from bot.store import delivering, outbox
from bot.store.delivering import Claim
from bot.store.inbox import Enqueue
from bot.store.session import Store

T = TypeVar("T")

log = structlog.get_logger()

#: Seconds before the second try, doubled for each further one up to LONGEST_DELAY.
FIRST_DELAY, LONGEST_DELAY = 1.0, 900.0

#: Tries before we give up. With the delays above that is about six hours.
TRIES = 33

#: Tries where the fault is probably our own (an error nobody foresaw): about four minutes.
TRIES_FOR_BUGS = 8

#: The longest pause a platform may impose, in seconds.
LONGEST_PAUSE = 900.0

#: How long a card waits for an earlier one of the same place to have its first try, in seconds.
PATIENCE = 5.0

#: A card we may have sent a moment ago, and cannot find, is looked up again after this many seconds.
SETTLE = 1.5


class Deliver:
    """The `deliver` job. `sleep` is durable: after a crash it goes on where it was."""

    def __init__(
        self,
        store: Store,
        chats: Mapping[str, Chat],
        enqueue: Enqueue,
        sleep: Callable[[float], Awaitable[None]],
        settle: float = SETTLE,
    ) -> None:
        self._store = store
        self._chats = chats
        self._enqueue = enqueue
        self._sleep = sleep
        self._settle = settle

    async def __call__(self, company_id: int, delivery_id: int, revision: int, attempt: int = 0) -> None:
        """Show the newest card of a delivery, or see to it that somebody tries again later.

        Raises what the database raises when it is away; running again is then safe.
        """
        more = True
        while more:
            claim = await self._claim(company_id, delivery_id, revision, attempt)
            if claim.action == "nothing":
                return
            try:
                more = await self._show(company_id, delivery_id, claim)
            except Refused as refusal:
                closed = await self._is_closed(claim, refusal)
                more = await self._failed(company_id, delivery_id, claim.revision, refusal.code, closed)
            except SQLAlchemyError:
                raise
            except Exception as trouble:  # also what nobody foresaw: a card must not be lost for it
                foreseen = isinstance(trouble, ChatError)
                problem = trouble.code if isinstance(trouble, ChatError) else type(trouble).__name__
                if attempt + 1 < (TRIES if foreseen else TRIES_FOR_BUGS) or await self._failed(
                    company_id, delivery_id, claim.revision, problem
                ):
                    await self._later(company_id, delivery_id, revision, attempt, problem)
                return

    async def _claim(self, company_id: int, delivery_id: int, revision: int, attempt: int) -> Claim:
        """What to do, once it is this card's turn in its place."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + PATIENCE
        while True:
            claim = await self._store.write(
                company_id,
                lambda s: delivering.claim(s, delivery_id, revision, attempt, patient=loop.time() < deadline),
            )
            if claim.action != "wait":
                return claim
            await asyncio.sleep(0.05)

    async def _show(self, company_id: int, delivery_id: int, claim: Claim) -> bool:
        """Do what the claim says. True where a newer revision came meanwhile."""
        chat = self._chats.get(claim.platform)
        if chat is None or claim.card is None:
            raise Unavailable("platform_not_set_up")
        place = claim.place or await self._open(company_id, delivery_id, claim, chat)
        workspace, key, revision, card = claim.workspace, claim.key, claim.revision, claim.card
        message_id = claim.message_id
        if claim.action == "look_up":
            message_id = await self._look_up(chat, claim, place)
            if message_id is not None:
                return await self._sent(company_id, delivery_id, revision, message_id)
            revision, card = await self._store.write(company_id, lambda s: delivering.record_sending(s, delivery_id))
        if message_id:
            known = message_id
            await self._calmly(claim, lambda: chat.edit(workspace, place, known, card, key))
        else:
            message_id = await self._calmly(claim, lambda: chat.post(workspace, place, card, key, claim.thread))
        return await self._sent(company_id, delivery_id, revision, message_id)

    async def _look_up(self, chat: Chat, claim: Claim, place: str) -> str | None:
        """The message we may have sent before we were interrupted; a platform may take a moment to know of it."""
        for wait in (0.0, self._settle):
            await asyncio.sleep(wait)
            found = await self._calmly(claim, lambda: chat.find(claim.workspace, place, claim.key))
            if found is not None:
                return found
        return None

    async def _open(self, company_id: int, delivery_id: int, claim: Claim, chat: Chat) -> str:
        """The direct chat with the person, opened and remembered."""
        person = claim.person
        if person is None:
            raise Refused("no_account")
        place = await self._calmly(claim, lambda: chat.open_direct(claim.workspace, person))
        try:
            await self._store.write(company_id, lambda s: delivering.record_place(s, delivery_id, place))
        except IntegrityError:  # another card to the same person opened it just now
            await self._store.write(company_id, lambda s: delivering.record_place(s, delivery_id, place))
        return place

    async def _calmly(self, claim: Claim, ask: Callable[[], Awaitable[T]]) -> T:
        """Ask the platform at its own pace. Sleeping in the workspace's slot is how the whole workspace pauses."""
        while True:
            try:
                return await ask()
            except RateLimited as limit:
                seconds = min(max(limit.retry_after, 0.1), LONGEST_PAUSE)
                log.info("rate_limited", platform=claim.platform, workspace=claim.workspace, seconds=seconds)
                await self._sleep(seconds)

    async def _sent(self, company_id: int, delivery_id: int, revision: int, message_id: str) -> bool:
        now = datetime.now(UTC)
        return await self._store.write(
            company_id, lambda s: delivering.record_sent(s, delivery_id, revision, message_id, now)
        )

    async def _is_closed(self, claim: Claim, refusal: Refused) -> PersonRef | None:
        """The account of the card's person, where it was closed.

        Platforms say that in many ways, or only that there is no such chat; what the person's profile says holds.
        """
        if claim.person is None or unreachable.concerns_brms(refusal.code):
            return None
        account = PersonRef(claim.platform, claim.workspace, claim.person)
        if isinstance(refusal, AccountClosed):
            return account
        try:
            await self._chats[claim.platform].profile(claim.workspace, claim.person)
        except AccountClosed:
            return account
        except Exception as trouble:  # what it says matters only where it says that
            log.info("profile_unavailable", platform=claim.platform, error=type(trouble).__name__)
        return None

    async def _failed(
        self, company_id: int, delivery_id: int, revision: int, problem: str, closed: PersonRef | None = None
    ) -> bool:
        """Give the card up; `closed` is the account that turned out to be closed, and gets no more."""
        log.warning("delivery_failed", delivery=delivery_id, problem=problem, closed=closed is not None)
        now = datetime.now(UTC)

        def work(session: Session) -> bool:
            more = delivering.record_failed(session, delivery_id, revision, problem)
            if closed is not None:
                leaving.note(session, closed, True, now)
                return more
            outbox.send(session, self._enqueue, unreachable.tell(session, delivery_id, problem, now), now)
            return more

        return await self._store.write(company_id, work)

    async def _later(self, company_id: int, delivery_id: int, revision: int, attempt: int, problem: str) -> None:
        """Hand over to a job that is due later: a slot held for hours would stop the whole workspace."""
        # The exponent is bounded because 2.0 ** 1024 is an error.
        delay = min(FIRST_DELAY * 2.0 ** min(attempt, 32), LONGEST_DELAY) * random.uniform(0.75, 1.25)  # noqa: S311
        log.info("delivery_postponed", delivery=delivery_id, attempt=attempt, problem=problem, seconds=round(delay, 1))
        await self._store.write(
            company_id,
            lambda s: delivering.postpone(s, self._enqueue, delivery_id, revision, attempt, delay, problem),
        )
