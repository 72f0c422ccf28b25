"""`liaison train`: the classifier anew, from the examples in the repository."""

from pathlib import Path
from typing import Annotated

import typer


def register(app: typer.Typer) -> None:
    """Add this command."""
    app.command()(train)


def train(
    out: Annotated[Path | None, typer.Option(help="Write the model here instead of replacing the one in use.")] = None,
) -> None:
    """Train the classifier anew from the examples that ship with Liaison. Takes a minute or two, needs no network."""
    import bot.listening
    from adapters.language.minilm import MiniLM
    from bot.listening.understanding.training import train as train_model

    target = out or Path(bot.listening.__path__[0], "data", "model.npz")
    fresh = target.with_suffix(".new")
    try:
        report = train_model(fresh, MiniLM())
        fresh.replace(target)  # in one step: a service that starts now finds the old model or the new one
    finally:
        fresh.unlink(missing_ok=True)
    typer.echo(f"Trained on {report.examples} examples. Share that is right, each voice by a model that never saw it:")
    for label, share in report.accuracy.items():
        typer.echo(f"  {label:<8} {share:6.1%}")
    typer.echo(f"Wrote {target} ({target.stat().st_size // 1024} KB).")
