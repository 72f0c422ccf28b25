"""What the core needs from outside, where more than one real implementation gives it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from bot.cards import Card
from bot.listening.classify import Understanding
from bot.translation.fidelity.model import Problem
from bot.translation.rewrite import Draft


class Embedder(Protocol):
    """Turns texts into vectors whose angles say how alike the texts mean."""

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One row a text, each of length 1 (or all zeros for an empty text). Blocks; call it off the event loop."""
        ...


class Judge(Protocol):
    """Says whether a sentence is carried by others."""

    def judge(self, questions: Sequence[tuple[str, str]]) -> NDArray[np.float32]:
        """One row for each (what is said, what is claimed): the probabilities of support.VERDICTS. Blocks."""
        ...


@dataclass(frozen=True)
class Behalf:
    """For whom a text is read: the company that pays for it, and the names in it that must not leave the machine.

    0 stands for no company: the command line.
    """

    company_id: int = 0
    names: tuple[str, ...] = ()


#: A text nobody pays for, with no names to hide.
NOBODY = Behalf()


class LanguageModel(Protocol):
    """Understands a message and rewrites an update. Never raises for what a person wrote."""

    async def understand(self, text: str, behalf: Behalf = NOBODY) -> Understanding:
        """What a colleague's message is about."""
        ...

    async def rewrite(
        self,
        text: str,
        posted: datetime,
        zone: str,
        terms: Mapping[str, str],
        behalf: Behalf = NOBODY,
    ) -> Draft:
        """An update in plain words. `zone` is its author's, `terms` the company's own words with their explanation."""
        ...

    async def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """As Embedder.embed, off the event loop."""
        ...

    async def check(self, said: str, draft: str) -> tuple[Problem, ...]:
        """What a draft in anybody's words gets wrong of what IT said: the gate with an ear for meaning."""
        ...


@dataclass(frozen=True)
class Profile:
    """A person as their platform describes them. `email` only where the platform vouches for it."""

    name: str
    email: str | None = None
    zone: str = "UTC"
    locale: str = "en"
    guest: bool = False
    area: str | None = None


class ChatError(Exception):
    """A platform did not do what we asked. `code` is its own short name for why; never anyone's words."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class RateLimited(ChatError):
    """Too fast. Ask again after `retry_after` seconds."""

    def __init__(self, retry_after: float) -> None:
        super().__init__("rate_limited")
        self.retry_after = retry_after


class Unavailable(ChatError):
    """The platform is down, slow or gave nonsense; the message may or may not have arrived. Try again."""


class Refused(ChatError):
    """The platform will never accept this: the place is gone, the person left, the bot was removed."""


class AccountClosed(Refused):
    """The person's account was closed, so nothing reaches them there until it is open again."""


class Chat(Protocol):
    """A platform we can speak on. All ids are the platform's own. Every method may raise ChatError."""

    platform: str

    async def post(self, workspace: str, place: str, card: Card, key: str, thread: str | None) -> str:
        """Show a card, carrying `key` unseen, and return the message's id; an empty one where it can never be changed.

        Whoever may have posted it before asks `find` first: not every platform keeps a key from being shown twice.
        """
        ...

    async def edit(self, workspace: str, place: str, message_id: str, card: Card, key: str) -> None:
        """Show another card in the place of an earlier one. Doing it twice does no harm."""
        ...

    async def find(self, workspace: str, place: str, key: str) -> str | None:
        """The id of our message that carries `key`, if the platform has it."""
        ...

    async def open_direct(self, workspace: str, person: str) -> str:
        """The id of the direct chat with a person, made if need be."""
        ...

    async def profile(self, workspace: str, person: str) -> Profile:
        """Who an account belongs to. Raises AccountClosed where the platform says that it was closed."""
        ...
