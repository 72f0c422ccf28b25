"""Which company a command is about."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import typer

from adapters.settings import Settings

if TYPE_CHECKING:
    from bot.store.session import Store


@asynccontextmanager
async def open_store(settings: Settings) -> AsyncIterator["Store"]:
    """The store on an up-to-date database, closed at the end."""
    import asyncio

    import adapters.tables  # noqa: F401 - tables refer to each other, so all must be known
    from adapters import migrate
    from adapters.engine.database import create_engine
    from bot.store.session import Store

    await asyncio.to_thread(migrate.upgrade, settings.database_url)
    store = Store(create_engine(settings.database_url))
    try:
        yield store
    finally:
        await store.close()


async def find_company(store: "Store", name: str | None) -> tuple[int, str] | None:
    """Id and name of the company called `name`, or of the only one there is; None where there is none at all.

    Ends the command where it is not clear which.
    """
    from sqlalchemy import select

    from bot.people.model import Company

    rows = await store.across_companies(lambda s: s.execute(select(Company.name, Company.id)).all())
    companies = dict(rows)
    if name is None and len(companies) <= 1:
        return next(((company_id, only) for only, company_id in companies.items()), None)
    if name not in companies:
        wanted = f'There is no company "{name}".' if name else "There are several companies."
        there = ", ".join(sorted(companies)) or "none yet"
        typer.echo(f"{wanted} Say which with --company. There is: {there}.", err=True)
        raise typer.Exit(1)
    return companies[name], name
