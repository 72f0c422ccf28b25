"""`liaison classify`, `translate` and `verify`: JSON Lines in, JSON Lines out, for scripts and for scoring."""

import os
import sys
from collections.abc import Callable, Coroutine, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, TypeVar

import typer

from adapters.cli.jsonlines import Answer, Request, answer_lines
from adapters.settings import Settings, load_settings

if TYPE_CHECKING:
    from bot.listening.classify import Understanding
    from bot.ports import LanguageModel
    from bot.translation.rewrite import Draft

T = TypeVar("T")


def register(app: typer.Typer) -> None:
    """Add these commands."""
    app.command()(classify)
    app.command()(translate)
    app.command()(verify)


def classify() -> None:
    """Say what messages mean: {"id","text"} in; intent, cause, module, impact and confidence out."""
    _run(["text"], lambda: _classifier(load_settings()))


def translate() -> None:
    """Put IT's updates in plain words: {"id","text"} in; plain text, facts and open questions out."""
    _run(["text"], lambda: _translator(load_settings()))


def verify() -> None:
    """Check that a rewrite keeps every fact: {"id","source","rewrite"} in; "faithful" and the problems out."""
    _run(["source", "rewrite"], _verifier)


def _run(needs: Sequence[str], prepare: Callable[[], Answer]) -> None:
    answer = prepare()
    try:
        good = answer_lines(sys.stdin.fileno(), sys.stdout.buffer, needs, answer)
    except BrokenPipeError:
        # Whoever read our answers has stopped reading; Python would complain once more when it closes the pipe.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(1) from None
    if not good:
        raise typer.Exit(1)


def _classifier(settings: Settings) -> Answer:
    if settings.openai_api_key is not None:
        understand_all = _with_model(settings, lambda model, request: model.understand(_text(request)))
        return lambda requests: [
            _understood(request, found) for request, found in zip(requests, understand_all(requests), strict=True)
        ]
    from adapters.language.choose import load_classifier
    from adapters.language.minilm import MiniLM

    classifier = load_classifier(settings, MiniLM())

    def answer(requests: Sequence[Request]) -> list[dict[str, object]]:
        found = classifier.classify([_text(request) for request in requests])
        return [_understood(request, understanding) for request, understanding in zip(requests, found, strict=True)]

    return answer


def _understood(request: Request, found: "Understanding") -> dict[str, object]:
    return {
        "id": request.id,
        "intent": found.intent.value,
        "cause": found.cause.value,
        "module": found.module.value,
        "impact": found.impact.value,
        "confidence": round(found.confidence, 4),
        "engine": found.engine,
    }


def _translator(settings: Settings) -> Answer:
    if settings.openai_api_key is not None:
        rewrite_all = _with_model(
            settings, lambda model, request: model.rewrite(_text(request), datetime.now(UTC), settings.company_zone, {})
        )
        return lambda requests: [
            _drafted(request, draft) for request, draft in zip(requests, rewrite_all(requests), strict=True)
        ]
    from bot.translation.glossary import Glossary
    from bot.translation.rewrite import Rewriter

    rewriter = Rewriter(Glossary.load())
    return lambda requests: [_drafted(request, rewriter.translate(_text(request))) for request in requests]


def _drafted(request: Request, draft: "Draft") -> dict[str, object]:
    return {
        "id": request.id,
        "plain": draft.plain,
        "facts": [{"kind": fact.kind, "text": fact.text} for fact in draft.facts],
        "missing": list(draft.missing),
        "unexplained": list(draft.unexplained),
        "grade": round(draft.grade, 1),
        "engine": draft.engine,
    }


def _verifier() -> Answer:
    from adapters.language.remembering import remembering_ear
    from bot.translation.fidelity import verify

    ear = remembering_ear(threads=2)

    def answer(requests: Sequence[Request]) -> list[dict[str, object]]:
        lines: list[dict[str, object]] = []
        for request in requests:
            problems = verify(_text(request, "source"), _text(request, "rewrite"), ear=ear)
            found = [{"kind": p.kind, "source": p.source, "rewrite": p.rewrite, "why": p.why} for p in problems]
            lines.append({"id": request.id, "faithful": not found, "problems": found})
        return lines

    return answer


def _text(request: Request, name: str = "text") -> str:
    return str(request.fields[name])


def _with_model(
    settings: Settings, ask: Callable[["LanguageModel", Request], Coroutine[None, None, T]]
) -> Callable[[Sequence[Request]], list[T]]:
    """Ask a language model over the network for several lines at once."""
    import asyncio

    from adapters.language.choose import load_language

    runner = asyncio.Runner()
    model = load_language(settings)

    async def ask_all(requests: Sequence[Request]) -> list[T]:
        return await asyncio.gather(*(ask(model, request) for request in requests))

    return lambda requests: runner.run(ask_all(requests))
