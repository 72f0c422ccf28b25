"""A small OpenAI-compatible server that says what a test tells it to, and remembers what it was asked."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer

from adapters.language.endpoint import Endpoint

Answer = Callable[[web.Request], web.StreamResponse]


@dataclass
class StandIn:
    """Its answers are used in order, the last one again and again."""

    answers: list[Answer | None] = field(default_factory=list)
    asked: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    url: str = ""
    closing: asyncio.Event = field(default_factory=asyncio.Event)

    async def complete(self, request: web.Request) -> web.StreamResponse:
        self.asked.append(await request.json())
        self.keys.append(request.headers["Authorization"])
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if answer is None:  # hang until the test is over
            await self.closing.wait()
            return web.Response(status=503)
        return answer(request)

    def endpoint(self, timeout: float = 10) -> Endpoint:
        return Endpoint(base_url=f"{self.url}/v1", model="small-1", api_key="sk-test-key", timeout=timeout)

    def user_text(self, number: int = -1) -> str:
        """The first words a user message carried."""
        return next(str(m["content"]) for m in self.asked[number]["messages"] if m["role"] == "user")

    def everything_sent(self) -> str:
        return json.dumps(self.asked, ensure_ascii=False)


@asynccontextmanager
async def stand_in(*answers: Answer | None) -> AsyncIterator[StandIn]:
    """A server on a free port of this machine."""
    there = StandIn(list(answers))
    app = web.Application()
    app.router.add_post("/v1/chat/completions", there.complete)
    server = TestServer(app)
    await server.start_server()
    there.url = str(server.make_url("")).rstrip("/")
    try:
        yield there
    finally:
        there.closing.set()
        await server.close()


def completion(content: str | None, finish: str = "stop", refusal: str | None = None) -> Answer:
    """An answer in the shape of the real API."""
    message = {"role": "assistant", "content": content, "refusal": refusal}
    body = {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 1770000000,
        "model": "small-1",
        "choices": [{"index": 0, "message": message, "logprobs": None, "finish_reason": finish}],
        "usage": {"prompt_tokens": 10, "completion_tokens": 5, "total_tokens": 15},
    }
    return lambda _request: web.json_response(body)


def says(**fields: object) -> Answer:
    """An answer whose content is this JSON object."""
    return completion(json.dumps(fields))


def fails(status: int, **headers: str) -> Answer:
    """An error in the shape of the real API. Tests do not wait: a retry may come after a millisecond."""
    body = {"error": {"message": "Something about sk-test-key", "type": "server_error", "param": None, "code": None}}
    given = {"retry-after-ms": "1", **{name.replace("_", "-"): value for name, value in headers.items()}}
    return lambda _request: web.json_response(body, status=status, headers=given)


def raw(body: str, content_type: str = "application/json") -> Answer:
    """Any body at all."""
    return lambda _request: web.Response(text=body, content_type=content_type)
