"""What the page sends: read, cleaned, and named in a sentence where it is wrong."""

import re
import secrets
from typing import Annotated, TypeVar

from aiohttp import web
from pydantic import AfterValidator, BaseModel, Field, StringConstraints, ValidationError

#: Bytes of a request, and characters of a message.
MOST_BYTES = 1024 * 1024
LONGEST = 40_000

#: Control characters that no keyboard makes; the line break and the tab stay.
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


class Problem(Exception):
    """The answer is no. `sentence` says why and what to do, to whoever asked."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status
        self.sentence = sentence


def clean(words: str) -> str:
    """Words as they can be kept: without control characters, with plain line breaks. Everything else stays."""
    return CONTROL.sub("", words.replace("\r\n", "\n").replace("\r", "\n"))


Words = Annotated[str, AfterValidator(clean)]
Key = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,64}$")]
Pairs = Annotated[dict[Words, Words], Field(max_length=40)]


def new_key() -> str:
    """An id for a sender that brought none of its own."""
    return secrets.token_hex(12)


class Request(BaseModel):
    """Who asks and where. `id` is the sender's own id: the same one twice is the same request."""

    as_: str = Field(alias="as")
    in_: str = Field(alias="in")
    id: Key = Field(default_factory=new_key)


class Say(Request):
    """Words for a place, or for a thread of it."""

    text: Words
    thread: str | None = None


class Take(Request):
    """An own message, to be taken back."""


class Press(Request):
    """A button of the card `message`."""

    message: str
    action: str
    value: dict[str, str] = Field(default_factory=dict, max_length=40)


class Fill(Request):
    """A form, filled in."""

    form: Annotated[str, StringConstraints(max_length=100)]
    value: Pairs = Field(default_factory=dict)
    answers: Pairs = Field(default_factory=dict)


class NewChannel(BaseModel):
    """A channel to open."""

    as_: str = Field(alias="as")
    name: Words
    members: list[str] = Field(default_factory=list, max_length=100)


class Start(BaseModel):
    """A request that needs nothing but to be asked for."""


R = TypeVar("R", bound=BaseModel)


async def read_json(request: web.Request, kind: type[R]) -> R:
    """The body as `kind`. Raises Problem with 400, 413 or 415."""
    if request.content_type != "application/json":
        raise Problem(415, "Send JSON, with the content type application/json.")
    if (request.content_length or 0) > MOST_BYTES:
        raise Problem(413, too_long())
    body = bytearray()
    async for chunk in request.content.iter_any():
        body += chunk
        if len(body) > MOST_BYTES:
            raise Problem(413, too_long())
    try:
        return kind.model_validate_json(bytes(body))
    except ValidationError as problem:
        raise Problem(400, _sentence(problem)) from None


def too_long(length: int | None = None) -> str:
    """The sentence for more than a message can hold."""
    this = f" This one has {length:,}." if length else ""
    return f"A message can hold {LONGEST:,} characters.{this} Nothing was sent; make it shorter and send it again."


def words_of(said: Say) -> str:
    """The words of a message. Raises Problem where there are none or too many."""
    if len(said.text) > LONGEST:
        raise Problem(413, too_long(len(said.text)))
    if not said.text.strip():
        raise Problem(400, "There is nothing to send yet. Write something first.")
    return said.text.strip("\n")


def _sentence(problem: ValidationError) -> str:
    first = problem.errors(include_url=False, include_input=False, include_context=False)[0]
    name = ".".join(str(part) for part in first["loc"])
    if first["type"] == "json_invalid":
        return "That is not valid JSON."
    if not name:
        return "Send a JSON object."
    if first["type"] == "missing":
        return f'The field "{name}" is missing.'
    return f'The field "{name}" does not fit: {first["msg"][:1].lower()}{first["msg"][1:]}.'
