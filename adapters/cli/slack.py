"""`liaison slack`: what is needed to set up the app at Slack."""

import json
from typing import Annotated

import typer

app = typer.Typer(no_args_is_help=True, help="Set up the app at Slack.")


@app.callback()
def _slack() -> None:
    pass


@app.command()
def manifest(
    url: Annotated[
        str, typer.Option(help="Where Slack reaches this service, https://...; with --socket-mode it need not.")
    ] = "https://liaison.example.com",
    socket_mode: Annotated[
        bool, typer.Option("--socket-mode", help="For a service that Slack cannot reach: it connects to Slack instead.")
    ] = False,
    rotate_tokens: Annotated[
        bool,
        typer.Option("--rotate-tokens", help="Tokens live for twelve hours. Only where workspaces install by OAuth."),
    ] = False,
) -> None:
    """Print the app's manifest, for "Create an app from a manifest" on api.slack.com/apps."""
    from adapters.slack.table import manifest as written

    if not socket_mode and not url.startswith("https://"):
        raise typer.BadParameter("Slack sends only to an address that begins with https://.", param_hint="--url")
    if socket_mode and rotate_tokens:
        raise typer.BadParameter("Socket Mode needs a token that stays.", param_hint="--rotate-tokens")
    typer.echo(json.dumps(written(url.rstrip("/"), socket_mode, rotate_tokens), indent=2))
