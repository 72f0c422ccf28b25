"""Which language engine the settings ask for."""

import logging
from typing import TYPE_CHECKING

from adapters.language.embedded import EmbeddedModel, Language
from adapters.language.minilm import MiniLM
from adapters.settings import Settings
from bot.listening.classify import Classifier
from bot.listening.understanding.model import ModelUnreadable
from bot.ports import Embedder
from bot.store.session import Store
from bot.translation.glossary import Glossary
from bot.translation.rewrite import Rewriter

# openai takes half a second and 40 MB to import: only whoever has a key pays for it.
if TYPE_CHECKING:
    from adapters.language.budget import Budget
    from adapters.language.endpoint import Endpoint

log = logging.getLogger(__name__)


def load_language(settings: Settings, store: Store | None = None, embedder: MiniLM | None = None) -> Language:
    """The engine that ships, or a language model with that one behind it. Blocks for half a second.

    The daily limit is counted in `store`; without one nothing is counted. `embedder` is one that is loaded already.

    Raises EmbedderMissing, ModelUnreadable or PromptError when files that belong to Liaison are not there.
    """
    embedder = embedder or MiniLM()
    embedded = EmbeddedModel(embedder, load_classifier(settings, embedder), Rewriter(Glossary.load()))
    endpoint = endpoint_of(settings)
    if endpoint is None:
        return embedded
    from adapters.language.openai_model import OpenAIModel

    return OpenAIModel(endpoint, embedded, budget=budget_of(settings, store))


def budget_of(settings: Settings, store: Store | None) -> "Budget | None":
    """The daily limit of a language model, if one is set and there is a store to count in."""
    from adapters.language.budget import Budget

    limit = settings.openai_daily_limit
    return Budget(store, limit) if limit is not None and store is not None else None


def load_classifier(settings: Settings, embedder: Embedder) -> Classifier:
    """The company's own classifier where `liaison train` made one, else the one that ships.

    One that an older Liaison made is left aside with a warning, so that an upgrade does not stop the service. Raises
    ModelUnreadable when the one that ships is not there.
    """
    own = settings.classifier_path
    if own.is_file():
        try:
            return Classifier.load(embedder, own)
        except ModelUnreadable as problem:
            log.warning("The classifier that ships is used instead of the company's own. %s", problem)
    return Classifier.load(embedder)


def endpoint_of(settings: Settings) -> "Endpoint | None":
    """Where the language model is, if one is set."""
    if settings.openai_api_key is None:
        return None
    from adapters.language.endpoint import Endpoint

    return Endpoint(
        base_url=settings.openai_base_url,
        model=settings.openai_model,
        api_key=settings.openai_api_key.get_secret_value(),
        timeout=settings.openai_timeout,
    )
