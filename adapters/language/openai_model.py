"""A language model behind any OpenAI-compatible endpoint, with the engine that ships behind it.

Nothing personal leaves: e-mail addresses, telephone, account and card numbers, passwords, pay, and the names of
colleagues become placeholders first (adapters/language/redact.py). For an update the facts do too, so the model cannot
change them; what comes back passes the fidelity gate or is not used.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from typing import Any, TypeVar

import numpy as np
import structlog
from numpy.typing import NDArray

from adapters.language.breaker import Breaker
from adapters.language.budget import Budget, estimate
from adapters.language.embedded import Language
from adapters.language.endpoint import Asker, Endpoint, NoAnswer, Said, ask_for, fence, was_told
from adapters.language.prompts import Prompt
from adapters.language.redact import private
from bot.listening.classify import Understanding
from bot.listening.labels import Cause, Impact, Intent, Module
from bot.people.masking import Masked, Span, mask
from bot.ports import NOBODY, Behalf
from bot.translation.facts import extract_facts
from bot.translation.fidelity import Problem
from bot.translation.glossary import Glossary
from bot.translation.rewrite import Draft

log = structlog.get_logger()

Label = TypeVar("Label", bound=StrEnum)

#: Longer texts stay here: they cost much, and the engine that ships reads them at their telling parts. In characters.
LONGEST = 12_000

#: What a model's own word on how sure it is counts for. Models overrate themselves, so none counts as certain.
SURE = {"yes": 0.85, "rather": 0.6, "no": 0.35}

#: Facts that a rewrite repeats to the letter. The others (a "not", a "may") it may phrase anew; the gate checks those.
HARD = frozenset(
    {"time", "date", "zone", "duration", "system", "id", "version", "quantity", "contact", "link", "range"}
)


#: Glossary entries that go along with one text.
MOST_TERMS = 25

#: The reason for not asking that is logged by the budget, once a day, and not again with every message.
LIMIT = "daily_limit"


class OpenAIModel:
    """A `LanguageModel` (bot.ports)."""

    def __init__(
        self, endpoint: Endpoint, otherwise: Language, breaker: Breaker | None = None, budget: Budget | None = None
    ) -> None:
        """`otherwise` answers whenever the endpoint does not, or the `budget` is used up; None sets no limit.

        Raises PromptError when a prompt file does not fit.
        """
        self._asker = Asker(endpoint)
        self._otherwise = otherwise
        self._breaker = breaker or Breaker()
        self._budget = budget
        self._terms = Glossary.load()
        self._engine = f"openai:{endpoint.model}"
        self._classify = Prompt.load("classify")
        self._translate = Prompt.load("translate")

    async def understand(self, text: str, behalf: Behalf = NOBODY) -> Understanding:
        """What a colleague's message is about."""
        if not text.strip() or len(text) > LONGEST:
            return await self._otherwise.understand(text, behalf)
        masked = mask(text, private(text, behalf.names))
        system = self._classify.fill(terms=self._glossary(masked.text, {}))
        try:
            found = await self._ask(behalf, system, [fence(masked.text)], "understanding", _CLASSIFY)
            return _understanding(found, self._engine)
        except NoAnswer as problem:
            _note("understand", problem)
            return await self._otherwise.understand(text, behalf)

    async def rewrite(
        self, text: str, posted: datetime, zone: str, terms: Mapping[str, str], behalf: Behalf = NOBODY
    ) -> Draft:
        """An update in plain words. Facts and kind are always the shipped engine's; only the wording is the model's."""
        draft = await self._otherwise.rewrite(text, posted, zone, terms, behalf)
        if not text.strip() or len(text) > LONGEST:
            return draft
        masked = mask(text, [*_hard_facts(text, posted), *private(text, behalf.names)])
        try:
            return await self._reworded(draft, text, masked, terms, behalf)
        except NoAnswer as problem:
            _note("rewrite", problem)
            return draft

    async def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """As Embedder.embed. Always here: vectors of two models cannot be compared."""
        return await self._otherwise.embed(texts)

    async def check(self, said: str, draft: str) -> tuple[Problem, ...]:
        """As the shipped engine does. A model never judges its own words."""
        return await self._otherwise.check(said, draft)

    async def close(self) -> None:
        """Give the connections back, and close the engine behind."""
        await self._asker.close()
        await self._otherwise.close()

    async def _reworded(
        self, draft: Draft, text: str, masked: Masked, terms: Mapping[str, str], behalf: Behalf
    ) -> Draft:
        """The model's wording if it passes the gate, at once or after one retry that names the problems."""
        system = self._translate.fill(kind=draft.kind, terms=self._glossary(masked.text, terms))
        messages = [fence(masked.text)]
        for _ in range(2):
            found = await self._ask(behalf, system, messages, "plain_words", _TRANSLATE)
            headline, plain = str(found["headline"]).strip(), str(found["plain"]).strip()
            wrong = _broken(masked, headline, plain) or await self._problems(text, masked, f"{headline}\n{plain}")
            if not wrong:
                headline, plain = masked.restore(headline), masked.restore(plain)
                return replace(draft, headline=headline, plain=plain, engine=self._engine)
            log.info("rewrite_stopped_by_gate", problems=len(wrong))
            messages += [was_told(f"{headline}\n{plain}"), ask_for("Write it again. Problems:\n" + "\n".join(wrong))]
        raise NoAnswer("stopped_by_gate")

    async def _problems(self, text: str, masked: Masked, said: str) -> list[str]:
        """What the gate says, in sentences that may leave the machine."""
        problems = await self.check(text, masked.restore(said))
        return [masked.hide(f"{p.why} Message: {p.source!r}. You wrote: {p.rewrite!r}.") for p in problems]

    async def _ask(
        self, behalf: Behalf, system: str, messages: Sequence[Said], name: str, schema: Mapping[str, Any]
    ) -> dict[str, Any]:
        if not self._breaker.allows():
            raise NoAnswer("breaker_open")
        taken = estimate(len(system) + sum(len(str(said["content"])) for said in messages if "content" in said))
        if self._budget is not None and not await self._budget.take(behalf.company_id, taken):
            raise NoAnswer(LIMIT)
        try:
            told = await self._asker.ask(system, messages, name, schema)
        except NoAnswer as problem:
            (self._breaker.failed if problem.away else self._breaker.succeeded)()
            await self._count(behalf, taken, problem.used)
            raise
        self._breaker.succeeded()
        await self._count(behalf, taken, told.used)
        return told.found

    async def _count(self, behalf: Behalf, taken: int, used: int | None) -> None:
        """What a call really took. Where the endpoint does not say, the estimate stands."""
        if self._budget is not None and used is not None:
            await self._budget.correct(behalf.company_id, taken, used)

    def _glossary(self, text: str, terms: Mapping[str, str]) -> str:
        """The words of a text that the glossary explains, and the company's own; its own win."""
        found = {hit.term.name: hit.term.plain for hit in self._terms.find(text)}
        lines = [f"- {term}: {words}" for term, words in {**found, **terms}.items()]
        return "\n".join(lines[:MOST_TERMS]) or "- (none)"


def _note(task: str, problem: NoAnswer) -> None:
    if problem.reason != LIMIT:
        log.warning("language_model_not_used", task=task, reason=problem.reason)


async def examine(endpoint: Endpoint) -> str | None:
    """Ask an endpoint one small question. None when it answers in the shape we need, else a short name for why not."""
    asker = Asker(endpoint)
    try:
        system = Prompt.load("classify").fill(terms="- (none)")
        told = await asker.ask(system, [fence("Hello")], "understanding", _CLASSIFY)
        _understanding(told.found, "")
    except NoAnswer as problem:
        return problem.reason
    finally:
        await asker.close()
    return None


def _shape(properties: Mapping[str, Any]) -> dict[str, Any]:
    """A strict schema: every property, and no other."""
    return {
        "type": "object",
        "properties": dict(properties),
        "required": list(properties),
        "additionalProperties": False,
    }


def _one_of(labels: type[StrEnum] | Mapping[str, float]) -> dict[str, Any]:
    return {"type": "string", "enum": [str(label) for label in labels]}


_CLASSIFY = _shape(
    {
        "intent": _one_of(Intent),
        "cause": _one_of(Cause),
        "second_cause": _one_of(Cause),
        "module": _one_of(Module),
        "second_module": _one_of(Module),
        "impact": _one_of(Impact),
        "sure": _one_of(SURE),
    }
)

_TRANSLATE = _shape({"headline": {"type": "string"}, "plain": {"type": "string"}})


def _understanding(found: Mapping[str, Any], engine: str) -> Understanding:
    """The answer as an Understanding. Raises NoAnswer for a label that does not exist: not every server is strict."""
    try:
        sure = SURE[found["sure"]]
        intent, impact = Intent(found["intent"]), Impact(found["impact"])
        causes = _ranked(Cause, found["cause"], found["second_cause"], sure)
        modules = _ranked(Module, found["module"], found["second_module"], sure)
    except (KeyError, TypeError, ValueError):
        raise NoAnswer("unknown_label") from None
    return Understanding(
        intent=intent,
        cause=causes[0][0],
        module=modules[0][0],
        impact=impact,
        confidence=sure,
        causes=causes,
        modules=modules,
        impacts=_ranked(Impact, impact, impact, sure),
        engine=engine,
        intents=_ranked(Intent, intent, intent, sure),
    )


def _ranked(labels: type[Label], first: str, second: str, sure: float) -> tuple[tuple[Label, float], ...]:
    """All labels, the model's two first. The second gets most of what the first leaves; the others share the rest."""
    named = list(dict.fromkeys([labels(first), labels(second)]))
    others = [label for label in labels if label not in named]
    shares = [sure, (1 - sure) * 0.7][: len(named)]
    rest = (1 - sum(shares)) / max(len(others), 1)
    return (*zip(named, shares, strict=True), *((label, rest) for label in others))


def _hard_facts(text: str, posted: datetime) -> list[Span]:
    return [Span(fact.start, fact.end, fact.kind) for fact in extract_facts(text, posted) if fact.kind in HARD]


def _broken(masked: Masked, headline: str, plain: str) -> list[str]:
    """What is wrong with a rewrite before anybody reads it."""
    said = f"{headline}\n{plain}"
    if not headline or not plain:
        return ["The headline or the text is empty."]
    wrong = [f"{placeholder} is missing." for placeholder in masked.missing_in(said)]
    wrong += [f"{placeholder} is not in the message." for placeholder in masked.unknown_in(said)]
    return wrong
