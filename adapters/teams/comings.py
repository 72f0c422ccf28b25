"""Who comes and goes, and what becomes of channels, as messages of the core. See inbound.py."""

from dataclasses import replace

from adapters.teams.inbound import Incoming, account_id, as_mapping, ident
from bot.messages import BotJoined, BotLeft, FromPerson, MemberJoined, MemberLeft, PlaceRef, PlaceRenamed


def moved(incoming: Incoming) -> list[FromPerson]:
    """Somebody, or the bot itself, came or went, or a channel or team changed."""
    change = CHANGES.get(str(incoming.data.get("eventType")))
    found = change(incoming) if change is not None else []
    for member in incoming.activity.members_added or ():
        found += _came(incoming, account_id(member))
    for member in incoming.activity.members_removed or ():
        found += _went(incoming, account_id(member))
    return found


def _came(incoming: Incoming, account: str | None) -> list[FromPerson]:
    if account is None or incoming.place.direct:
        return []
    if account != incoming.bot:
        return [
            MemberJoined(incoming.event("came", account), incoming.at, incoming.person(account), incoming.place),
        ]
    if incoming.by is None:
        return []
    chosen = as_mapping(as_mapping(incoming.data.get("settings")).get("selectedChannel"))
    place = incoming.channel(ident(chosen.get("id")) or incoming.place.id)
    name = chosen.get("name") if place != incoming.place else None
    return [
        BotJoined(incoming.event("installed"), incoming.at, incoming.by, place, str(name or place_name(incoming) or ""))
    ]


def _went(incoming: Incoming, account: str | None) -> list[FromPerson]:
    if account is None:
        return []
    if account == incoming.bot:
        return removed(incoming)
    if incoming.place.direct:
        return []
    return [MemberLeft(incoming.event("went", account), incoming.at, incoming.person(account), incoming.place)]


def removed(incoming: Incoming) -> list[FromPerson]:
    """The app was taken out of this conversation."""
    if incoming.by is None:
        return []
    return [BotLeft(incoming.event("removed"), incoming.at, incoming.by, incoming.place)]


def installed(incoming: Incoming) -> list[FromPerson]:
    """The app was installed, which only matters for how to reach the conversation, or removed."""
    return removed(incoming) if is_removal(incoming) else []


def is_removal(incoming: Incoming) -> bool:
    """Whether after this activity the bot is no longer in the conversation. An upgrade adds what it removes."""
    activity = incoming.activity
    if activity.type == "installationUpdate":
        return bool(activity.action == "remove")
    return any(account_id(member) == incoming.bot for member in activity.members_removed or ())


def place_name(incoming: Incoming) -> str | None:
    """What people call the place, where the activity says: the channel, the team for its first one, or the chat."""
    for part in ("channel", "team"):
        name = as_mapping(incoming.data.get(part)).get("name")
        if isinstance(name, str) and name:
            return name
    name = incoming.activity.conversation.name
    return name if isinstance(name, str) else None


def met(incoming: Incoming) -> BotJoined | None:
    """We are spoken to in a channel or group chat: the bot has joined there, if it does not know the place yet."""
    if incoming.place.direct or incoming.by is None:
        return None
    name = place_name(incoming) or ""
    return BotJoined(f"met:{incoming.place.id}", incoming.at, incoming.by, incoming.place, name)


def _renamed(incoming: Incoming) -> list[FromPerson]:
    place = _channel_in(incoming)
    name = as_mapping(incoming.data.get("channel")).get("name")
    if incoming.by is None or place is None or not isinstance(name, str):
        return []
    return [PlaceRenamed(incoming.event("renamed", place.id), incoming.at, incoming.by, place, name)]


def _channel_gone(incoming: Incoming) -> list[FromPerson]:
    place = _channel_in(incoming)
    if incoming.by is None or place is None:
        return []
    return [BotLeft(incoming.event("removed", place.id), incoming.at, incoming.by, place)]


def _channel_in(incoming: Incoming) -> PlaceRef | None:
    channel = ident(as_mapping(incoming.data.get("channel")).get("id"))
    return incoming.channel(channel) if channel else None


#: What can happen to a channel, as Teams names it, besides that somebody comes or goes.
CHANGES = {"channelRenamed": _renamed, "channelDeleted": _channel_gone, "teamDeleted": removed}


def in_channels(messages: list[FromPerson], channels: list[str]) -> list[FromPerson]:
    """Who joins or leaves a team joins or leaves each of its channels that we know."""
    spread: list[FromPerson] = []
    for message in messages:
        spread.append(message)
        if isinstance(message, MemberJoined | MemberLeft):
            spread += [
                replace(message, event_id=f"{message.event_id}:{id_}", place=replace(message.place, id=id_))
                for id_ in channels
                if id_ != message.place.id
            ]
    return spread
