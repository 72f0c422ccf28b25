"""`liaison import` and `liaison digest`."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from adapters.settings import Settings, load_settings

if TYPE_CHECKING:
    from adapters.importing.complaints import History
    from adapters.language.embedded import Language
    from bot.listening.classify import Understanding
    from bot.listening.likeness import Vector
    from bot.listening.remember import Told
    from bot.ports import Behalf
    from bot.store.session import Store

#: Complaints understood between two looks at the progress bar.
BATCH = 32

#: No complaint is older; see `adapters.importing.dates`.
FIRST_DAY = date(1980, 1, 1)


def register(app: typer.Typer) -> None:
    """Add these commands."""
    app.command("import")(import_history)
    app.command()(digest)


def import_history(
    file: Annotated[Path, typer.Argument(help="CSV, JSON Lines, or JSON as a helpdesk exports it.", dir_okay=False)],
    mapping: Annotated[
        list[str] | None,
        typer.Option(
            "--map", help="What a column is, such as text=Summary,Details or created=Opened. May be repeated."
        ),
    ] = None,
    company: Annotated[str | None, typer.Option(help="The company it belongs to, where there are several.")] = None,
    label: Annotated[
        str | None, typer.Option(help="Names the source, so that ids of two helpdesks stay apart; else helpdesk.")
    ] = None,
    zone: Annotated[str | None, typer.Option(help="The time zone of dates that name none; else the company's.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would be imported.")] = False,
) -> None:
    """Take over complaints from a file, once each, all in one go. Nobody is sent anything.

    Rows that cannot be used are left out and listed by their line, and the exit status is then 1.
    """
    settings = load_settings(**({"company_zone": zone} if zone else {}))
    history = _read(file, _said(mapping or []), label or "helpdesk", settings.company_zone)
    for line in history.notes:
        typer.echo(line)
    if dry_run:
        typer.echo(f"{len(history.told)} complaints could be imported.")
    elif history.told:
        asyncio.run(_import(settings, company, history.told, named=label is not None))
    _list_rejects(history)


def _read(file: Path, columns: dict[str, list[str]], label: str, zone: str) -> "History":
    """What stands in the file. Ends the command with a sentence where it is not to be read."""
    from adapters.importing.complaints import read_history
    from adapters.importing.files import Unreadable, read_table

    try:
        return read_history(read_table(file.read_bytes()), columns, label, zone, datetime.now(UTC))
    except OSError as problem:
        raise _stop(f"{file} cannot be read: {problem.strerror}.") from None
    except Unreadable as problem:
        raise _stop(f"{file}: {problem}") from None


def _said(mapping: Sequence[str]) -> dict[str, list[str]]:
    said: dict[str, list[str]] = {}
    for entry in mapping:
        field, separator, columns = entry.partition("=")
        if not separator or not columns:
            raise _stop(f'--map is "{entry}", but it takes field=Column, such as text=Summary,Details.')
        said[field.strip()] = [column.strip() for column in columns.split(",")]
    return said


def _stop(why: str) -> typer.Exit:
    typer.echo(why, err=True)
    return typer.Exit(1)


def _list_rejects(history: "History") -> None:
    if not history.rejects:
        return
    count = len(history.rejects)
    typer.echo(f"{count} {'row was' if count == 1 else 'rows were'} left out:", err=True)
    for reject in history.rejects:
        typer.echo(f"  line {reject.line} {reject.why}", err=True)
    raise typer.Exit(1)


async def _import(settings: Settings, company: str | None, told: "Sequence[Told]", named: bool) -> None:
    from adapters.cli.company import find_company, open_store
    from adapters.language.choose import load_language
    from bot.listening.remember import already_known, others_under, remember
    from bot.people.secrets import without_secrets
    from bot.ports import Behalf

    async with open_store(settings) as store:
        language = await asyncio.to_thread(load_language, settings, store)
        try:
            company_id, name = await find_company(store, company) or await _first_company(store, language, settings)
            known = await store.read(company_id, lambda s: already_known(s, [one.source for one in told]))
            if not named:
                _refuse_others(await store.read(company_id, lambda s: others_under(s, told)))
            fresh = [replace(o, text=without_secrets(o.text, ())) for o in told if o.source not in known]
            understood = await _understand(language, fresh, Behalf(company_id))
        finally:
            await language.close()
        new = await store.write(company_id, lambda s: remember(s, understood))
    typer.echo(f"Imported {new} {'complaint' if new == 1 else 'complaints'} into {name}.")
    if len(told) > new:
        typer.echo(f"{len(told) - new} had been imported before.")


def _refuse_others(count: int) -> None:
    """Stop before anything is kept where rows would be taken for other ones that have the same number."""
    if count:
        rows = "1 row has" if count == 1 else f"{count} rows have"
        raise _stop(
            f"{rows} the id of a complaint that was imported before, but other words and another date. If the file is "
            "from another helpdesk, give it a name of its own with --label, such as --label servicedesk. If it is a "
            "newer export of the same one, say so with --label helpdesk. Nothing was imported."
        )


async def _first_company(store: "Store", language: "Language", settings: Settings) -> tuple[int, str]:
    """On a new database: the company of the playground, as its first message would make it."""
    from adapters.web.board import PLATFORM, WORKSPACE
    from bot.core import Core

    names = settings.workspaces()
    core = Core(store, language, {}, lambda _session, _jobs: None, names, settings.company_zone)
    key = f"{PLATFORM}:{WORKSPACE}"
    return await core.company_of(PLATFORM, WORKSPACE), names.get(key, key)


async def _understand(
    language: "Language", told: "Sequence[Told]", behalf: "Behalf"
) -> "list[tuple[Told, Understanding, Vector]]":
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    done: list[tuple[Told, Understanding, Vector]] = []
    if not told:
        return done
    columns = (TextColumn("Reading"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True)) as progress:
        task = progress.add_task("", total=len(told))
        for start in range(0, len(told), BATCH):
            batch = told[start : start + BATCH]
            texts = [one.text for one in batch]
            found = await asyncio.gather(*(language.understand(text, behalf) for text in texts))
            vectors = await language.embed(texts)
            done += zip(batch, found, vectors, strict=True)
            progress.advance(task, len(batch))
    return done


def digest(
    as_of: Annotated[
        datetime | None, typer.Option("--as-of", formats=["%Y-%m-%d"], help="The last of its seven days; else today.")
    ] = None,
    company: Annotated[str | None, typer.Option(help="The company it is about, where there are several.")] = None,
) -> None:
    """Print the digest of seven days, as the BRM channel gets it on a Monday. Nobody is sent anything."""
    settings = load_settings()
    typer.echo(asyncio.run(_digest(settings, company, as_of)), nl=False)


async def _digest(settings: Settings, company: str | None, as_of: datetime | None) -> str:
    from zoneinfo import ZoneInfo

    from adapters.cli.company import find_company, open_store
    from bot.digest.schedule import digest as digest_of
    from bot.digest.text import as_text
    from bot.people.model import Company

    async with open_store(settings) as store:
        found = await find_company(store, company)
        if found is None:
            raise _stop("Nobody has told Liaison anything yet, so there is no digest.")
        company_id, _ = found
        zone = await store.across_companies(lambda s: s.get_one(Company, company_id).zone)
        now = datetime.now(UTC)
        day = as_of.date() if as_of else now.astimezone(ZoneInfo(zone)).date()
        if not FIRST_DAY <= day <= now.date() + timedelta(days=366):
            raise _stop(f"--as-of is {day}, but it takes a day from {FIRST_DAY} to a year from now.")
        card = await store.write(company_id, lambda s: digest_of(s, day, zone, now))
    return as_text(card, ZoneInfo(zone))
