"""One OpenAI-compatible endpoint, asked for JSON of a given shape and nothing else."""

import asyncio
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import openai
from openai.types.chat import (
    ChatCompletionAssistantMessageParam,
    ChatCompletionMessageParam,
    ChatCompletionUserMessageParam,
)

#: One message of the exchange.
Said = ChatCompletionMessageParam

#: After a connection error, a timeout, 429 or 5xx. The client waits before each with jitter, or as long as it is told.
RETRIES = 2


@dataclass(frozen=True)
class Endpoint:
    """Where a language model is. `timeout` is how long an answer may take altogether, in seconds."""

    base_url: str
    model: str
    api_key: str = field(repr=False)
    timeout: float = 20


class NoAnswer(Exception):
    """The endpoint gave nothing to work with. `reason` is a short name for why and holds nobody's words.

    `away` is true when the endpoint itself is in trouble, as opposed to what it said.
    """

    def __init__(self, reason: str, away: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.away = away
        #: Tokens that were spent on it all the same; None where the endpoint did not say.
        self.used: int | None = 0


@dataclass(frozen=True)
class Told:
    """An answer, and the tokens it took in all; None where the endpoint did not say."""

    found: dict[str, Any]
    used: int | None


class Asker:
    """Asks one endpoint."""

    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint = endpoint
        self._client = openai.AsyncOpenAI(
            api_key=endpoint.api_key,
            base_url=endpoint.base_url,
            timeout=endpoint.timeout / 2,  # so that an attempt that hangs leaves time for another
            max_retries=RETRIES,
        )

    async def ask(self, system: str, messages: Sequence[Said], name: str, schema: Mapping[str, Any]) -> "Told":
        """One JSON object that has every required key of `schema`. Raises NoAnswer."""
        try:
            async with asyncio.timeout(self._endpoint.timeout):
                completion = await self._client.chat.completions.create(
                    model=self._endpoint.model,
                    temperature=0,
                    messages=[{"role": "system", "content": system}, *messages],
                    response_format={
                        "type": "json_schema",
                        "json_schema": {"name": name, "strict": True, "schema": dict(schema)},
                    },
                )
        except TimeoutError:
            raise NoAnswer("timeout", away=True) from None
        except openai.APIStatusError as problem:
            # What the endpoint refuses to read, such as a prompt too long, says nothing about the next.
            unreadable = problem.status_code in (400, 413, 422)
            raise NoAnswer(f"http_{problem.status_code}", away=not unreadable) from None
        except openai.APITimeoutError:
            raise NoAnswer("timeout", away=True) from None
        except (openai.OpenAIError, json.JSONDecodeError, ValueError) as problem:
            raise NoAnswer(type(problem).__name__, away=True) from None
        used = _used(completion)
        try:
            return Told(_read(completion, schema), used)
        except NoAnswer as problem:
            problem.used = used
            raise

    async def close(self) -> None:
        """Give the connections back."""
        await self._client.close()


def _used(completion: Any) -> int | None:
    total = getattr(getattr(completion, "usage", None), "total_tokens", None)
    return total if isinstance(total, int) and total >= 0 else None


def _read(completion: Any, schema: Mapping[str, Any]) -> dict[str, Any]:
    """The object in an answer. Servers differ, so nothing about its shape is taken for granted."""
    choices = getattr(completion, "choices", None)
    if not choices or getattr(choices[0], "message", None) is None:
        raise NoAnswer("no_choice")
    choice = choices[0]
    if getattr(choice.message, "refusal", None):
        raise NoAnswer("refusal")
    if choice.finish_reason in ("length", "content_filter"):
        raise NoAnswer(choice.finish_reason)
    try:
        found = json.loads(choice.message.content or "")
    except (ValueError, TypeError, RecursionError):
        raise NoAnswer("not_json") from None
    if not isinstance(found, dict) or not set(schema["required"]) <= set(found):
        raise NoAnswer("not_the_schema")
    return found


def fence(text: str) -> Said:
    """A text as data: between two lines that nothing in the text can imitate, since they hold a hash of it."""
    data = text.encode("utf-8", "replace")  # half a character, which JSON can name, cannot be sent
    mark = hashlib.sha256(data).hexdigest()[:16]
    return ask_for(f"<<<message {mark}\n{data.decode()}\nmessage {mark}>>>")


def ask_for(text: str) -> Said:
    """Our own words to the model."""
    return ChatCompletionUserMessageParam(role="user", content=text)


def was_told(text: str) -> Said:
    """What the model said before."""
    return ChatCompletionAssistantMessageParam(role="assistant", content=text)
