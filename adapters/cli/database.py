"""`liaison db`: the database's tables."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer

from adapters.settings import load_settings

app = typer.Typer(no_args_is_help=True, help="Bring the database to this version's tables.")


@app.command()
def upgrade() -> None:
    """Run the migrations that are missing. Safe to run at any time, and from several replicas at once."""
    from adapters import migrate, revision

    settings = load_settings()
    before = revision.version(settings.database_url)
    after = migrate.upgrade(settings.database_url)
    if before == after:
        typer.echo(f"The database is up to date, at {after.current}.")
    else:
        typer.echo(f"The database went from {before.current or 'empty'} to {after.current}.")


@app.command()
def check() -> None:
    """Compare the migrations with the tables in the code, on a new empty database (for development)."""
    from adapters import migrate

    with TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder, 'check.db')}"
        migrate.upgrade(url)
        try:
            migrate.check(url)
        except migrate.OutOfStep as difference:
            typer.echo(f"The migrations do not lead to the tables in the code: {difference}", err=True)
            typer.echo('Write the missing one with: make migration m="what changes"', err=True)
            raise typer.Exit(1) from None
    typer.echo("The migrations lead to the tables in the code.")


@app.command()
def revision(what: Annotated[str, typer.Argument(help="What changes, in a few words.")]) -> None:
    """Write the next migration from the tables in the code (for development)."""
    from adapters import migrate

    with TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder, 'revision.db')}"
        migrate.upgrade(url)
        written = migrate.revise(url, what)
    typer.echo(f"Wrote {written}. Read it before you commit it: Alembic does not see everything.")
