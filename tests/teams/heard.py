"""What has been heard in Teams, in memory; and a chat that speaks to the stand-in."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import aiohttp
from botframework.connector.auth import AppCredentials, ServiceClientCredentialsFactory

from adapters.teams.client import TeamsChat
from adapters.teams.connect import TIMEOUT, Connections
from adapters.teams.references import PersonReference, Reference
from adapters.teams.throttle import Throttle
from tests.teams.standin import Connector
from tests.teams.standin.connector import TOKEN
from tests.teams.standin.tenant import APP, BOT


@dataclass
class Heard:
    """Everybody and every conversation of the stand-in was heard of, but not every direct chat."""

    teams: Connector
    ours: dict[int, str] = field(default_factory=dict)  # accounts of people by our own ids
    chats: dict[str, str] = field(default_factory=dict)  # direct chats that were opened
    missing: list[str] = field(default_factory=list)  # where the app is not installed
    path: str = ""  # of the service, where it is not Teams
    zone: str = "Europe/Berlin"
    locale: str = "de-DE"

    async def reference(self, workspace: str, conversation: str) -> Reference | None:
        known = conversation in self.teams.conversations
        return Reference(self.teams.url + self.path, BOT) if known else None

    async def of_person(self, workspace: str, person: str) -> PersonReference | None:
        if person not in self.teams.people:
            return None
        chat = self.chats.get(person)
        return PersonReference(self.teams.url, BOT, person, chat, "Somebody", self.zone, self.locale)

    async def account_of(self, workspace: str, person_id: int) -> str | None:
        return self.ours.get(person_id)

    async def opened(self, workspace: str, person: str, conversation: str) -> None:
        self.chats[person] = conversation

    async def not_installed(self, workspace: str, conversation: str) -> None:
        self.missing.append(conversation)


class Credentials(ServiceClientCredentialsFactory):  # type: ignore[misc]
    """Gives the token that the stand-in wants, or fails as the library does where there is no sign-in."""

    def __init__(self, token: str | None = TOKEN) -> None:
        self.token = token

    async def create_credentials(
        self, app_id: str, oauth_scope: str, login_endpoint: str, validate_authority: bool
    ) -> AppCredentials:
        made = _Static(app_id)
        made.token = self.token
        return made

    async def is_valid_app_id(self, app_id: str) -> bool:
        return app_id == APP

    async def is_authentication_disabled(self) -> bool:
        return False


class _Static(AppCredentials):  # type: ignore[misc]
    token: str | None

    def get_access_token(self, force_refresh: bool = False) -> str:
        if self.token is None:
            raise PermissionError("Failed to get access token with error: invalid_client")
        return self.token


class NoPictures:
    """Pictures that can only be told in words."""

    async def url(self, workspace: str, picture_id: int) -> str | None:
        return None


class Hurried(Throttle):
    """A throttle whose waits are only counted."""

    def __init__(self) -> None:
        self.waited: list[float] = []

        async def wait(seconds: float) -> None:
            self.waited.append(seconds)

        super().__init__(sleep=wait)


@asynccontextmanager
async def speaking(
    heard: Heard,
    credentials: Credentials | None = None,
    patience: aiohttp.ClientTimeout = TIMEOUT,
    chat: type[TeamsChat] = TeamsChat,
) -> AsyncIterator[TeamsChat]:
    """A chat that speaks to the stand-in."""
    connections = Connections(credentials or Credentials(), APP, patience)
    try:
        yield chat(heard, connections, NoPictures(), Hurried())
    finally:
        await connections.close()
