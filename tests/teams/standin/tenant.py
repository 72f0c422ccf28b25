"""Who and what there is in the tenant behind the stand-in."""

from dataclasses import dataclass, field
from itertools import count
from typing import Any, Literal

from tests.teams.standin.rules import Refusal

TENANT = "11111111-2222-3333-4444-555555555555"
APP = "99999999-8888-7777-6666-555555555555"
BOT = f"28:{APP}"


@dataclass
class Posted:
    """A message of ours as people see it now. `root` is the id of the thread's first message, in channels."""

    id: str
    activity: dict[str, Any]
    root: str | None = None
    edits: int = 0

    @property
    def card(self) -> dict[str, Any]:
        """The Adaptive Card it shows."""
        return self.activity["attachments"][0]["content"]  # type: ignore[no-any-return]


@dataclass
class Conversation:
    """A direct chat, a group chat or a channel. Where the app is not installed nobody hears us."""

    id: str
    kind: Literal["personal", "groupChat", "channel"]
    members: list[str] = field(default_factory=list)
    installed: bool = True
    messages: list[Posted] = field(default_factory=list)
    heard: set[str] = field(default_factory=set)  # the ids of messages that people wrote here

    def root_of(self, message_id: str) -> str:
        """The first message of the thread that a message is in."""
        if message_id in self.heard:
            return message_id
        found = self.find(message_id)
        return found.root or found.id

    def find(self, message_id: str) -> Posted:
        """A message of ours here."""
        for message in self.messages:
            if message.id == message_id:
                return message
        raise Refusal(404, "ActivityNotFoundInConversation")


class Tenant:
    """People by the name tests give them, and conversations by the id that Teams gives them."""

    def __init__(self) -> None:
        self.people: dict[str, dict[str, str]] = {}
        self.conversations: dict[str, Conversation] = {}
        self._numbers = count(1700000000000)

    def person(self, name: str, *, guest: bool = False) -> str:
        """The account of somebody, who joins the tenant if need be."""
        account = f"29:1-{name}_AbC"
        self.people.setdefault(
            account,
            {
                "id": account,
                "name": name.title(),
                "givenName": name.title(),
                "aadObjectId": f"00000000-0000-4000-8000-{name.encode().hex()[:12]:0>12}",
                "email": f"{name}@example.com",
                "userPrincipalName": f"{name}@example.com",
                "tenantId": TENANT,
                "userRole": "guest" if guest else "user",
            },
        )
        return account

    def channel(self, name: str, members: list[str]) -> Conversation:
        """A channel with the app installed in its team."""
        return self._open(f"19:{name}@thread.tacv2", "channel", members)

    def group(self, name: str, members: list[str]) -> Conversation:
        """A group chat with the app in it."""
        return self._open(f"19:{name}@thread.v2", "groupChat", members)

    def direct(self, name: str, *, installed: bool = True) -> Conversation:
        """The direct chat of somebody with the bot."""
        return self._open(f"a:{name}-1x_Y", "personal", [name], installed)

    def _open(self, name: str, kind: Any, members: list[str], installed: bool = True) -> Conversation:
        people = [self.person(member) for member in members]
        return self.conversations.setdefault(name, Conversation(name, kind, people, installed))

    def named(self, conversation_id: str) -> tuple[Conversation, str | None]:
        """A conversation by the id in an address, and the thread that the id may name too."""
        name, _, thread = conversation_id.partition(";messageid=")
        conversation = self.conversations.get(name)
        if conversation is None:
            raise Refusal(404, "ConversationNotFound")
        if not conversation.installed:
            raise Refusal(403, "BotNotInConversationRoster", "The bot is not part of the conversation roster.")
        if thread and conversation.kind != "channel":
            raise Refusal(400, "BadArgument", "Only channels have threads")
        return conversation, thread or None

    def post(self, conversation: Conversation, activity: dict[str, Any], root: str | None) -> str:
        """Show a message; in a channel one without a root begins a thread."""
        message_id = str(next(self._numbers))
        conversation.messages.append(Posted(message_id, activity, root))
        return message_id

    def account(self, name: str) -> str:
        """An account by its id in Teams or in the directory."""
        for account, person in self.people.items():
            if name in {account, person["aadObjectId"]}:
                return account
        raise Refusal(404, "MemberNotFoundInConversation")
