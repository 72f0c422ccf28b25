"""`liaison import` and `liaison digest`."""

import typer


def register(app: typer.Typer) -> None:
    """Add these commands."""
