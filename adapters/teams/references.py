"""What one has to have heard in Teams before one can speak there."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class Reference:
    """How a conversation is reached. `bot` is our own account there, as Teams names it: "28:<app id>"."""

    service_url: str
    bot: str


@dataclass(frozen=True)
class PersonReference(Reference):
    """How a person is reached, and what Teams says of them on every activity.

    `account` is their id in Teams ("29:..."), `conversation` their direct chat with us where there is one.
    """

    account: str
    conversation: str | None = None
    name: str = ""
    zone: str = ""
    locale: str = ""


class References(Protocol):
    """Kept by whoever hears the activities. `workspace` is a tenant's id, all other names are Teams' own."""

    async def reference(self, workspace: str, conversation: str) -> Reference | None:
        """How to reach a direct chat, group chat or channel; None where we were never heard of."""
        ...

    async def of_person(self, workspace: str, person: str) -> PersonReference | None:
        """How to reach a person; None where they never met the bot."""
        ...

    async def account_of(self, workspace: str, person_id: int) -> str | None:
        """The account of one of our people in this workspace, for mentions."""
        ...

    async def opened(self, workspace: str, person: str, conversation: str) -> None:
        """Keep a direct chat that we have just opened."""
        ...

    async def not_installed(self, workspace: str, conversation: str) -> None:
        """Keep that Teams says the app is not, or no longer, installed for this conversation or person."""
        ...
