"""`liaison doctor`: is everything there that Liaison needs, and if not, what mends it?"""

from collections.abc import Callable, Iterator
from typing import Annotated

import typer

from adapters.cli import platforms
from adapters.cli.finding import Finding
from adapters.settings import Settings, SettingsError, blank_word, config_file, load_settings


def register(app: typer.Typer) -> None:
    """Add this command."""
    app.command()(doctor)


def doctor(
    live: Annotated[bool, typer.Option("--live", help="Only ask the running service whether it is well.")] = False,
) -> None:
    """Check settings, database, language model and platforms: a line each, with what mends it."""
    broken = False
    for finding in _live() if live else examine():
        # A container is started anew where this fails, which mends no token: live, only the service itself counts.
        broken = broken or (bool(finding.mend) and (not live or finding.about == "service"))
        typer.echo(f"{'MEND' if finding.mend else 'ok':<5}{finding.about:<16}{finding.state}")
        if finding.mend:
            typer.echo(f"{'':<21}-> {finding.mend}")
    if broken:
        raise typer.Exit(1)


def examine() -> Iterator[Finding]:
    """Every check in turn. Stops after the settings when they are wrong, since all else depends on them."""
    try:
        settings = load_settings()
    except SettingsError as problem:
        yield Finding("settings", str(problem), "Correct it there, then run this again.")
        return
    path = config_file()
    state = f"read from the environment and {path}" if path.exists() else "read from the environment"
    word = blank_word(settings)
    yield Finding("settings", f"{state}; {word}", "Fill it in, or take it out.") if word else Finding("settings", state)
    checks: list[tuple[str, Callable[[Settings], Finding]]] = [
        ("database", _database),
        ("language engine", _embedded),
        ("language model", _openai),
        ("daily limit", _daily_limit),
        ("articles", _articles),
        ("slack", platforms.slack),
        ("teams", platforms.teams),
        ("platforms", platforms.reachable),
        ("cards", platforms.cards),
    ]
    for about, check in checks:
        try:
            yield check(settings)
        except Exception as problem:  # a check that fails in a new way is a finding too
            yield Finding(about, f"the check failed ({type(problem).__name__})", "Please report this.")


def _database(settings: Settings) -> Finding:
    from sqlalchemy.exc import SQLAlchemyError

    from adapters import revision

    where = _without_password(settings.database_url)
    path = revision.sqlite_path(settings.database_url)
    try:
        version = revision.version(settings.database_url)
    except (SQLAlchemyError, OSError) as problem:
        reason = type(getattr(problem, "orig", None) or problem).__name__
        mend = (
            f"Make sure {path.parent} can be written, and {path.name} is a database of Liaison's or not there yet."
            if path
            else "Start PostgreSQL, or correct LIAISON_DATABASE_URL."
        )
        return Finding("database", f"{where} cannot be reached ({reason})", mend)
    if version.is_newest:
        return Finding("database", f"{where}, up to date at {version.current}")
    state = f"is at {version.current}, not at {version.newest}" if version.current else "has no tables yet"
    return Finding("database", f"{where} {state}", "Run: liaison db upgrade")


def _without_password(url: str) -> str:
    from adapters.engine.database import parse_url

    return parse_url(url).set(drivername=parse_url(url).get_backend_name()).render_as_string(hide_password=True)


def _embedded(settings: Settings) -> Finding:
    from adapters.language.minilm import EmbedderMissing, MiniLM
    from bot.listening.classify import Classifier
    from bot.listening.understanding.model import ModelUnreadable

    own = settings.classifier_path if settings.classifier_path.is_file() else None
    try:
        Classifier.load(MiniLM(), own).classify(["I cannot post an invoice."])
    except EmbedderMissing as problem:
        return Finding("language engine", str(problem), "Run: make setup")
    except ModelUnreadable as problem:
        return Finding("language engine", str(problem), "Run: liaison train")
    whose = f"with the company's own classifier {own}, " if own else ""
    return Finding("language engine", f"built in, {whose}loads and reads a test sentence")


def _openai(settings: Settings) -> Finding:
    from adapters.language.choose import endpoint_of

    endpoint = endpoint_of(settings)
    if endpoint is None:
        return Finding("language model", "none set, so the built-in engine does it all")
    import asyncio

    from adapters.language.openai_model import examine as examine_endpoint

    where = f"{endpoint.model} at {endpoint.base_url}"
    reason = asyncio.run(examine_endpoint(endpoint))
    if reason is None:
        return Finding("language model", f"{where} answers")
    state = f"{where} does not answer as it should ({reason}); the built-in engine stands in"
    return Finding("language model", state, _MENDS.get(reason, "Check that LIAISON_OPENAI_BASE_URL is right."))


def _daily_limit(settings: Settings) -> Finding:
    """What language models cost today. Meeting the limit is no fault: the built-in engine goes on."""
    import asyncio

    from sqlalchemy.exc import SQLAlchemyError

    from adapters import revision

    if settings.openai_api_key is None:
        return Finding("daily limit", "not needed without a language model")
    if settings.openai_daily_limit is None:
        return Finding("daily limit", "none set; LIAISON_OPENAI_DAILY_LIMIT sets one, in tokens a company and day")
    limit = settings.openai_daily_limit
    try:
        if not revision.version(settings.database_url).is_newest:  # doctor looks and changes nothing
            return Finding("daily limit", f"{limit:,} tokens; today's use is known once the database is up to date")
        spent = asyncio.run(_spent_today(settings, limit))
    except (SQLAlchemyError, OSError) as problem:
        return Finding("daily limit", f"today's use cannot be read ({type(problem).__name__})", "See database above.")
    most = max((tokens for tokens, _ in spent), default=0)
    state = f"{most:,} of {limit:,} tokens used today by the company that used most"
    if any(stopped for _, stopped in spent):
        state += "; the limit is met, and the built-in engine does it all until midnight UTC"
    return Finding("daily limit", state)


async def _spent_today(settings: Settings, limit: int) -> list[tuple[int, bool]]:
    from adapters.engine.database import create_engine
    from adapters.language.budget import Budget
    from bot.store.session import Store

    store = Store(create_engine(settings.database_url))
    try:
        return [(row.tokens, row.stopped_at is not None) for row in await Budget(store, limit).spent()]
    finally:
        await store.close()


def _articles(settings: Settings) -> Finding:
    from bot.listening.asking.articles import article_files, read_article

    folder = settings.knowledge
    if folder is None:
        return Finding("articles", "none set, so how-to questions are noted and passed on; see LIAISON_KNOWLEDGE")
    found = {path: read_article(folder, path) for path in article_files(folder)}
    unread = [path.name for path, passages in found.items() if not passages]
    state = f"{len(found)} files with {sum(map(len, found.values()))} passages in {folder}"
    if not found:
        return Finding("articles", f"no Markdown file in {folder}", "Put articles there, or correct LIAISON_KNOWLEDGE.")
    if unread:
        mend = "Save them as text in UTF-8, each with some words."
        return Finding("articles", f"{state}; nothing to read in {', '.join(unread[:3])}", mend)
    return Finding("articles", state)


#: What mends the usual troubles with an endpoint, by the name adapters/language/endpoint.py gives them.
_MENDS = {
    "http_400": "Choose a model that takes a temperature and a JSON schema: LIAISON_OPENAI_MODEL.",
    "http_401": "Check LIAISON_OPENAI_API_KEY.",
    "http_403": "Check what LIAISON_OPENAI_API_KEY may do.",
    "http_404": "Check LIAISON_OPENAI_MODEL and LIAISON_OPENAI_BASE_URL.",
    "http_429": "Wait, or raise the limit of the account.",
    "timeout": "Try again later, or raise LIAISON_OPENAI_TIMEOUT.",
    "not_json": "Choose a model that can answer in JSON by schema: LIAISON_OPENAI_MODEL.",
    "not_the_schema": "Choose a model that can answer in JSON by schema: LIAISON_OPENAI_MODEL.",
    "unknown_label": "Choose a model that can answer in JSON by schema: LIAISON_OPENAI_MODEL.",
}


def _troubles(health: bytes) -> Iterator[Finding]:
    """What the running service says it cannot do."""
    import json

    from adapters.slack.errors import mend

    try:
        named = json.loads(health)["troubles"]
    except (ValueError, LookupError, TypeError):
        return
    for platform, _, code in (str(trouble).partition(":") for trouble in named):
        yield Finding(platform, f"does not let Liaison in ({code})", mend(code) or "Run: liaison doctor")


def _live() -> Iterator[Finding]:
    """Ask the service itself, as a container's health check does."""
    from urllib.error import URLError
    from urllib.request import urlopen

    settings = load_settings()
    host = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(settings.host, settings.host)  # noqa: S104 - compared, not bound
    address = f"http://{host}:{settings.port}/health"
    try:
        with urlopen(address, timeout=5) as answer:
            yield Finding("service", f"{address} answers {answer.status}")
            yield from _troubles(answer.read())
    except (URLError, OSError) as problem:
        reason = getattr(problem, "reason", problem)
        yield Finding("service", f"{address} does not answer ({type(reason).__name__})", "Start it: liaison serve")
