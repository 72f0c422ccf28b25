"""Which language engine the settings ask for."""

from adapters.language.embedded import EmbeddedModel
from adapters.language.endpoint import Endpoint
from adapters.language.openai_model import Language, OpenAIModel
from adapters.settings import Settings

__all__ = ["Language", "endpoint_of", "load_language"]


def load_language(settings: Settings) -> Language:
    """The engine that ships, or a language model with that one behind it. Blocks for about a second.

    Raises EmbedderMissing, ModelUnreadable or PromptError when files that belong to Liaison are not there.
    """
    embedded = EmbeddedModel.load()
    endpoint = endpoint_of(settings)
    return OpenAIModel(endpoint, embedded) if endpoint else embedded


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
