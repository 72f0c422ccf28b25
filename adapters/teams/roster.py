"""How everybody and every place is reached in Teams, kept from each activity, so that we can speak first, later."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from adapters.teams.comings import is_removal
from adapters.teams.inbound import PLATFORM, Incoming, ident
from adapters.teams.model import TeamsAccount, TeamsConversation
from adapters.teams.references import PersonReference, Reference
from adapters.teams.sightings import Sighting, insert, upsert
from bot.people.model import Account, Workspace
from bot.store.session import Store

T = TypeVar("T")

#: The company a workspace belongs to, made where it is new: (platform, workspace) -> id.
CompanyOf = Callable[[str, str], Awaitable[int]]


def sighting(company_id: int, incoming: Incoming) -> Sighting | None:
    """What to keep of an activity; None where it names no address to answer at."""
    activity = incoming.activity
    url = activity.service_url
    if not isinstance(url, str) or not url.startswith(("https://", "http://")):
        return None
    common = {
        "company_id": company_id,
        "tenant": incoming.tenant,
        "service_url": url,
        "bot": incoming.bot,
        "seen_at": min(incoming.at, datetime.now(UTC)),
    }
    person = incoming.by.id if incoming.by is not None else None
    conversation = {
        **common,
        "conversation": incoming.place.id,
        "team": incoming.team,
        "person": person if incoming.place.direct else None,
        "removed_at": incoming.at if is_removal(incoming) else None,
    }
    if person is None:
        return Sighting(conversation, None)
    sender = activity.from_property
    zone, locale = _client(incoming)
    account = {
        **common,
        "account": person,
        "entra": ident(sender.aad_object_id),
        "name": str(sender.name or "")[:200],
        "zone": zone,
        "locale": locale,
    }
    return Sighting(conversation, account)


def _client(incoming: Incoming) -> tuple[str, str]:
    """Zone and locale of whoever sent the activity, as far as their client says."""
    told: dict[str, Any] = {}
    for entity in incoming.activity.entities or ():
        if entity is not None and entity.type == "clientInfo":
            told = entity.additional_properties or {}
    zone = incoming.activity.local_timezone or told.get("timezone")
    locale = incoming.activity.locale or told.get("locale")
    return _zone(zone), locale if isinstance(locale, str) and len(locale) <= 20 else ""


def _zone(name: Any) -> str:
    try:
        return ZoneInfo(name).key if isinstance(name, str) and name else ""
    except (KeyError, ValueError, OSError):  # not a zone, or no name of a file
        return ""


class Roster:
    """Implements `references.References` over the database."""

    def __init__(self, store: Store, owner_of: CompanyOf) -> None:
        """Reads nothing yet."""
        self._store = store
        self._owner_of = owner_of

    async def _read(self, tenant: str, work: Callable[[Session], T]) -> T:
        return await self._store.read(await self._owner_of(PLATFORM, tenant), work)

    async def _write(self, tenant: str, work: Callable[[Session], object]) -> None:
        await self._store.write(await self._owner_of(PLATFORM, tenant), work)

    async def note(self, seen: Sighting) -> None:
        """Keep what one activity tells, where it brings no message to keep it with."""
        await self._store.write(seen.conversation["company_id"], lambda s: insert(s, [seen]))

    async def reference(self, workspace: str, conversation: str) -> Reference | None:
        """How to reach a conversation, also one we were removed from: only Teams knows whether that still holds."""
        row = await self._read(workspace, lambda s: _conversation(s, workspace, conversation))
        return Reference(row.service_url, row.bot) if row is not None else None

    async def of_person(self, workspace: str, person: str) -> PersonReference | None:
        """How to reach a person. Somebody who was only ever named is reached as everybody of their tenant is."""
        return await self._read(workspace, lambda s: _of_person(s, workspace, person))

    async def account_of(self, workspace: str, person_id: int) -> str | None:
        """The account of one of our people in this tenant."""
        query = (
            select(Account.external_id)
            .join(Workspace)
            .where(Workspace.platform == PLATFORM, Workspace.external_id == workspace, Account.person_id == person_id)
            .order_by(Account.seen_at.desc())
        )
        return await self._read(workspace, lambda s: s.scalar(query.limit(1)))

    async def account_in_entra(self, workspace: str, entra: str) -> str | None:
        """The account of somebody whom the tenant's directory calls so, if we have met them."""
        query = select(TeamsAccount.account).where(TeamsAccount.tenant == workspace, TeamsAccount.entra == entra)
        return await self._read(workspace, lambda s: s.scalar(query.limit(1)))

    async def channels_of(self, workspace: str, team: str) -> list[str]:
        """The channels of a team that we have heard from."""
        query = select(TeamsConversation.conversation).where(
            TeamsConversation.tenant == workspace, TeamsConversation.team == team
        )
        return await self._read(workspace, lambda s: list(s.scalars(query)))

    async def opened(self, workspace: str, person: str, conversation: str) -> None:
        """Keep a direct chat that we have opened."""

        def work(session: Session) -> None:
            known = _of_person(session, workspace, person)
            if known is None:
                return
            row = {
                "company_id": session.info["company"],
                "tenant": workspace,
                "conversation": conversation,
                "service_url": known.service_url,
                "bot": known.bot,
                "team": None,
                "person": person,
                "seen_at": datetime.now(UTC),
                "removed_at": None,
            }
            upsert(session, TeamsConversation, ("tenant", "conversation"), [row])

        await self._write(workspace, work)

    async def is_gone(self, incoming: Incoming) -> bool:
        """Whether the app is installed nowhere in the tenant, now that it was removed from this chat or team."""
        mine, table = TeamsConversation.tenant == incoming.tenant, TeamsConversation
        here = table.conversation == incoming.place.id
        there = here | (table.team == incoming.team) if incoming.team is not None else here

        def work(session: Session) -> bool:
            # What comes late says nothing of where the app has been added since.
            session.execute(
                update(table)
                .where(mine, there, table.removed_at.is_(None), table.seen_at <= incoming.at)
                .values(removed_at=incoming.at)
                .execution_options(synchronize_session=False)
            )
            return session.scalar(select(table.id).where(mine, table.removed_at.is_(None)).limit(1)) is None

        return await self._store.write(await self._owner_of(PLATFORM, incoming.tenant), work)

    async def forget(self, workspace: str) -> None:
        """Forget how everybody and every conversation of a tenant is reached."""

        def work(session: Session) -> None:
            for table in (TeamsConversation, TeamsAccount):
                session.execute(delete(table).where(table.tenant == workspace))

        await self._write(workspace, work)

    async def not_installed(self, workspace: str, conversation: str) -> None:
        """Keep that the app is not installed for a conversation, or for a person's direct chat."""
        statement = (
            update(TeamsConversation)
            .where(
                TeamsConversation.tenant == workspace,
                (TeamsConversation.conversation == conversation) | (TeamsConversation.person == conversation),
            )
            .values(removed_at=datetime.now(UTC))
            .execution_options(synchronize_session=False)
        )
        await self._write(workspace, lambda s: s.execute(statement))


def _conversation(session: Session, tenant: str, conversation: str) -> TeamsConversation | None:
    return session.scalar(
        select(TeamsConversation).where(
            TeamsConversation.tenant == tenant, TeamsConversation.conversation == conversation
        )
    )


def _of_person(session: Session, tenant: str, person: str) -> PersonReference | None:
    account = session.scalar(select(TeamsAccount).where(TeamsAccount.tenant == tenant, TeamsAccount.account == person))
    direct = session.scalar(
        select(TeamsConversation)
        .where(TeamsConversation.tenant == tenant, TeamsConversation.person == person)
        .order_by(TeamsConversation.seen_at.desc())
        .limit(1)
    )
    near = account or session.scalar(
        select(TeamsConversation)
        .where(TeamsConversation.tenant == tenant)
        .order_by(TeamsConversation.seen_at.desc())
        .limit(1)
    )
    if near is None:
        return None
    newest = direct if direct is not None and direct.seen_at >= near.seen_at else near
    return PersonReference(
        service_url=newest.service_url,
        bot=newest.bot,
        account=person,
        conversation=direct.conversation if direct is not None else None,
        name=account.name if account is not None else "",
        zone=account.zone if account is not None else "",
        locale=account.locale if account is not None else "",
    )
