"""The command line. Each command imports what it needs when it runs, so that the small ones start fast."""

import sys
from typing import Annotated

import typer

from adapters.cli import database, doctor, history, learning, lines, service, slack, teams
from adapters.cli.troubles import explain
from adapters.settings import SettingsError

app = typer.Typer(
    name="liaison",
    help="A virtual business relationship manager for companies that live with an ERP system.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.add_typer(database.app, name="db")
app.add_typer(slack.app, name="slack")
app.add_typer(teams.app, name="teams")
for module in (service, doctor, history, learning, lines):
    module.register(app)


def _show_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"liaison {version('liaison')}")
        raise typer.Exit


@app.callback()
def _liaison(
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Print the version and stop.")
    ] = False,
) -> None:
    pass


def main() -> None:
    """Run a command. Wrong settings end it with one sentence and exit status 2, other mendable troubles with 1."""
    try:
        app()
    except SettingsError as problem:
        print(problem, file=sys.stderr)
        sys.exit(2)
    except Exception as problem:
        sentence = explain(problem)
        if sentence is None:
            raise
        print(sentence, file=sys.stderr)
        sys.exit(1)
