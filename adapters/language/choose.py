"""Which language engine the settings ask for."""

from adapters.language.budget import Budget
from adapters.language.embedded import EmbeddedModel
from adapters.language.endpoint import Endpoint
from adapters.language.openai_model import Language, OpenAIModel
from adapters.settings import Settings
from bot.store.session import Store

__all__ = ["Language", "budget_of", "endpoint_of", "load_language"]


def load_language(settings: Settings, store: Store | None = None) -> Language:
    """The engine that ships, or a language model with that one behind it. Blocks for about a second.

    The daily limit is counted in `store`; without one nothing is counted.

    Raises EmbedderMissing, ModelUnreadable or PromptError when files that belong to Liaison are not there.
    """
    embedded = EmbeddedModel.load()
    endpoint = endpoint_of(settings)
    return OpenAIModel(endpoint, embedded, budget=budget_of(settings, store)) if endpoint else embedded


def budget_of(settings: Settings, store: Store | None) -> Budget | None:
    """The daily limit of a language model, if one is set and there is a store to count in."""
    limit = settings.openai_daily_limit
    return Budget(store, limit) if limit is not None and store is not None else None


def endpoint_of(settings: Settings) -> Endpoint | None:
    """Where the language model is, if one is set."""
    if settings.openai_api_key is None:
        return None
    return Endpoint(
        base_url=settings.openai_base_url,
        model=settings.openai_model,
        api_key=settings.openai_api_key.get_secret_value(),
        timeout=settings.openai_timeout,
    )
