"""`liaison train`: the classifier anew, with what a company's people put right."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from adapters.settings import Settings, load_settings

if TYPE_CHECKING:
    from adapters.language.minilm import MiniLM
    from bot.listening.classify import Classifier
    from bot.listening.understanding.examples import Example


def register(app: typer.Typer) -> None:
    """Add this command."""
    app.command()(train)


def train(
    company: Annotated[str | None, typer.Option(help="Whose corrections, where there are several companies.")] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Replace the classifier in use without asking.")] = False,
    shipped: Annotated[
        bool, typer.Option("--shipped", help="Make the classifier that ships, without corrections (for development).")
    ] = False,
    out: Annotated[Path | None, typer.Option(help="Write the classifier here instead.")] = None,
) -> None:
    """Train the classifier with the corrections people made, say what changes, and ask before replacing it.

    Takes a minute or two and needs no network. A running service reads the new classifier when it starts again.
    """
    settings = load_settings()
    corrections = [] if shipped else _corrections(settings, company)
    if not corrections and not shipped:
        typer.echo("Nobody has corrected anything yet, so there is nothing to learn.")
        return
    target = out or (_shipped_model() if shipped else settings.classifier_path)
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = target.with_name(f"{target.name}.new")
    try:
        _train_beside(settings, fresh, corrections, shipped)
        if not yes and not _may_replace(target):
            return
        fresh.replace(target)  # in one step: a service that starts now finds the old one or the new one
    finally:
        fresh.unlink(missing_ok=True)
    typer.echo(f"Wrote {target} ({target.stat().st_size // 1024} KB).")


def _corrections(settings: Settings, company: str | None) -> "list[Example]":
    import asyncio

    from adapters.cli.company import find_company, open_store
    from bot.listening.corrections import read_corrections

    async def read() -> "list[Example]":
        async with open_store(settings) as store:
            found = await find_company(store, company)
            return await store.read(found[0], read_corrections) if found else []

    return asyncio.run(read())


def _shipped_model() -> Path:
    import bot.listening

    return Path(bot.listening.__path__[0], "data", "model.npz")


def _train_beside(settings: Settings, fresh: Path, corrections: "Sequence[Example]", shipped: bool) -> None:
    """Write the new classifier to `fresh` and print what it changes."""
    from adapters.language.minilm import MiniLM
    from bot.listening.classify import Classifier
    from bot.listening.retrain import compare, describe, golden_messages
    from bot.listening.understanding.training import train as train_model

    embedder = MiniLM(threads=2)
    report = train_model(fresh, embedder, corrections)
    typer.echo(f"Trained on {report.examples} examples, {report.corrections} of them corrections.")
    typer.echo("Share that is right, each voice by a model that never saw it:")
    for label, share in report.accuracy.items():
        typer.echo(f"  {label:<34} {share:6.1%}")
    before = _in_use(settings, embedder, shipped)
    if before is None:
        typer.echo("There is no classifier yet that could be compared.")
        return
    comparison = compare(before, Classifier.load(embedder, fresh), golden_messages(), corrections)
    typer.echo(describe(comparison, report.unseen))


def _in_use(settings: Settings, embedder: "MiniLM", shipped: bool) -> "Classifier | None":
    from adapters.language.choose import load_classifier
    from bot.listening.classify import Classifier
    from bot.listening.understanding.model import ModelUnreadable

    try:
        return Classifier.load(embedder) if shipped else load_classifier(settings, embedder)
    except ModelUnreadable:  # the first one, or one of another version: it is about to be made
        return None


def _may_replace(target: Path) -> bool:
    """Ask. Where nobody can answer, nothing is replaced and the command ends with status 1."""
    if sys.stdin.isatty():
        return typer.confirm(f"Use it from now on ({target})?", default=False)
    typer.echo("Nothing was replaced. Add --yes to use the new classifier.", err=True)
    raise typer.Exit(1)
