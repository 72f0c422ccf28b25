"""Which language engine these settings ask for."""

import asyncio

from adapters.language.endpoint import Endpoint
from adapters.language.openai_model import OpenAIModel
from adapters.settings import Settings
from bot.ports import LanguageModel


async def load_language(settings: Settings) -> LanguageModel:
    """The built-in engine, or a language model with the built-in one behind it. Loading takes about a second.

    Raises EmbedderMissing or ModelUnreadable when the built-in engine's files are not there.
    """
    from adapters.language.embedded import EmbeddedModel

    embedded = await asyncio.to_thread(EmbeddedModel.load)
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
