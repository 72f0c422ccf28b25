"""Everything Teams may send us, and who reads it. Handlers are found here, and the app package is written from here."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from adapters.teams import comings, inbound, invokes
from adapters.teams.inbound import Incoming
from adapters.teams.invokes import Invoke
from bot import wording
from bot.messages import FromPerson

#: What an activity of each type says to the core. Other types are passed over and counted.
ACTIVITIES: Mapping[str, Callable[[Incoming], list[FromPerson]]] = {
    "message": inbound.written,
    "messageUpdate": inbound.changed,
    "messageDelete": inbound.deleted,
    "messageReaction": inbound.reacted,
    "conversationUpdate": comings.moved,
    "installationUpdate": comings.installed,
}

#: Who answers an invoke of each name. Others are told that we do not do that.
INVOKES: Mapping[str, Invoke] = {
    "adaptiveCard/action": invokes.execute,
    "task/fetch": invokes.open_form,
    "task/submit": invokes.fill_form,
    "composeExtension/fetchTask": invokes.use_shortcut,
    "composeExtension/submitAction": invokes.use_shortcut,
}

Scope = Literal["personal", "team", "groupChat"]

#: Where the app can be installed.
SCOPES: tuple[Scope, ...] = ("personal", "team", "groupChat")


@dataclass(frozen=True)
class Command:
    """Something Teams offers in a menu. `title` and `description` are English; the catalogues have the others."""

    id: str
    title: str
    description: str


#: What the box in the direct chat offers to write: the title is what is then written.
COMMANDS = tuple(Command(name.replace(" ", "-"), name, told) for name, told in wording.COMMANDS)

#: What the menu of any message offers.
SHORTCUTS = tuple(Command(name, title, told) for name, (title, told) in wording.SHORTCUTS.items())
