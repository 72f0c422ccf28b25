"""What the store knows that a card needs to be shown somewhere: who is who there, in which language, and pictures."""

from collections.abc import Awaitable, Callable, Collection, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.digest.model import PictureFile
from bot.people.model import Account, Company, Person, Place, Workspace
from bot.speaking import ENGLISH
from bot.store.session import Store


class Surroundings:
    """Reads by workspace. `owner_of` gives the company a workspace ("slack", "T123") belongs to."""

    def __init__(self, store: Store, owner_of: Callable[[str, str], Awaitable[int]]) -> None:
        self._store = store
        self._owner_of = owner_of

    async def accounts(self, workspace: str, people: Collection[int]) -> Mapping[int, str]:
        """The accounts that people have in this workspace, by person; those who have none are left out."""
        if not people:
            return {}

        def work(session: Session) -> dict[int, str]:
            rows = session.execute(
                select(Account.person_id, Account.external_id)
                .join(Workspace)
                .where(Workspace.platform == "slack", Workspace.external_id == workspace)
                .where(Account.person_id.in_(sorted(people)))
                .order_by(Account.seen_at)
            )
            return {row.person_id: row.external_id for row in rows}

        return await self._store.read(await self._owner_of("slack", workspace), work)

    async def language(self, workspace: str, place: str) -> str:
        """The language of a place: its person's in a direct chat, in a channel the company's."""
        company_id = await self._owner_of("slack", workspace)

        def work(session: Session) -> str:
            person = session.scalar(
                select(Person)
                .join(Place, Place.person_id == Person.id)
                .join(Workspace, Workspace.id == Place.workspace_id)
                .where(Workspace.platform == "slack", Workspace.external_id == workspace)
                .where(Place.external_id == place, Place.direct)
            )
            if person is not None:
                return person.reads
            company = session.get(Company, company_id)
            return company.language if company else ENGLISH

        return await self._store.read(company_id, work)

    async def png(self, workspace: str, picture: int) -> bytes | None:
        """A picture of the workspace's company."""
        company_id = await self._owner_of("slack", workspace)
        file = await self._store.read(company_id, lambda session: session.get(PictureFile, picture))
        return file.png if file else None
