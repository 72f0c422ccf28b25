"""What the store knows of accounts in Slack: names, and who has which direct chat."""

from collections.abc import Awaitable, Callable, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from adapters.slack.inbound import PLATFORM
from bot.messages import PersonRef, PlaceRef
from bot.people import arrive
from bot.people.model import Account, Person, Place, Workspace
from bot.store.session import Store


class Known:
    """Reads names and direct chats; `open_direct` asks Slack for a chat nobody has used yet."""

    def __init__(
        self,
        store: Store,
        owner_of: Callable[[str, str], Awaitable[int]],
        open_direct: Callable[[str, str], Awaitable[str]],
    ) -> None:
        self._store = store
        self._owner_of = owner_of
        self._open_direct = open_direct

    async def names_of(self, workspace: str, accounts: frozenset[str]) -> Mapping[str, str]:
        """The names of accounts, of those we have met."""
        if not accounts:
            return {}
        company_id = await self._owner_of(PLATFORM, workspace)

        def work(session: Session) -> dict[str, str]:
            rows = session.execute(
                select(Account.external_id, Person.name)
                .join(Person, Person.id == Account.person_id)
                .join(Workspace, Workspace.id == Account.workspace_id)
                .where(Workspace.external_id == workspace, Account.external_id.in_(sorted(accounts)))
            )
            return {row.external_id: row.name for row in rows}

        return await self._store.read(company_id, work)

    async def direct_with(self, by: PersonRef) -> PlaceRef:
        """The direct chat with a person. Raises ChatError where Slack must be asked and does not tell."""
        company_id = await self._owner_of(PLATFORM, by.workspace)

        def work(session: Session) -> str | None:
            account = arrive.account_of(session, by)
            if account is None:
                return None
            return session.scalar(
                select(Place.external_id)
                .where(Place.direct, Place.person_id == account.person_id, Place.workspace_id == account.workspace_id)
                .order_by(Place.id.desc())
                .limit(1)
            )

        found = await self._store.read(company_id, work) or await self._open_direct(by.workspace, by.id)
        return PlaceRef(PLATFORM, by.workspace, found, direct=True)

    async def language_of(self, by: PersonRef) -> str:
        """The language a person is answered in; English for somebody we have not met."""
        company_id = await self._owner_of(PLATFORM, by.workspace)

        def work(session: Session) -> str:
            account = arrive.account_of(session, by)
            return account.person.reads if account else "en"

        return await self._store.read(company_id, work)
