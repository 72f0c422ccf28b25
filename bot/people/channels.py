"""What each channel is for, and who is in it."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import wording
from bot.cards import Bold, Button, Card, Heading, Outgoing, ToPerson, ToPlace, buttons, note, text
from bot.messages import (
    BotJoined,
    BotLeft,
    ButtonPressed,
    MemberJoined,
    MemberLeft,
    Message,
    MessageReceived,
    PlaceRenamed,
)
from bot.people import arrive
from bot.people.model import ROLE_OF_PURPOSE, Membership, Place, Purpose, Role
from bot.speaking import _, filled, speaking_in_channels, speaking_to
from bot.turn import Stale, Turn

#: Words in a channel's name that suggest what it is for.
HINTS = {
    Purpose.BRM_DIGEST: ("brm", "relationship", "digest"),
    Purpose.LEADERSHIP: ("leader", "exec", "board", "management"),
    Purpose.NEWS: ("news", "announce", "info"),
    Purpose.IT_UPDATES: ("it", "sap", "support", "ops", "basis"),
}

#: Channels whose people may ask for the digest, or the brief.
DIGEST_IS_READ = frozenset({Purpose.BRM_DIGEST, Purpose.LEADERSHIP})


def guess_purpose(name: str) -> Purpose | None:
    """The purpose a channel's name suggests, if any."""
    parts = name.lower().replace("_", "-").strip("#").split("-")
    for purpose, hints in HINTS.items():
        if any(part == hint or (len(hint) > 3 and part.startswith(hint)) for part in parts for hint in hints):
            return purpose
    return None


def ask_purpose(session: Session, turn: Turn, message: BotJoined) -> list[Outgoing]:
    """The bot has joined a channel: ask once what it is for."""
    if turn.here.purpose is not None:
        return [_purpose_card(turn)]
    return [_question(turn)]


def ask_purpose_again(session: Session, turn: Turn, message: ButtonPressed) -> list[Outgoing]:
    """Somebody wants to change what the channel is for."""
    if turn.here.direct:
        raise Stale("place")
    return [_question(turn)]


def set_purpose(session: Session, turn: Turn, message: ButtonPressed) -> list[Outgoing]:
    """Somebody said what the channel is for. The roles of its members follow from it at once.

    So nobody can make themselves a BRM: once a BRM channel exists, only its members give out purposes with a role, or
    take them away.
    """
    if turn.here.direct:
        raise Stale("place")
    try:
        purpose = Purpose(message.value.get("purpose", ""))
    except ValueError:
        raise Stale("purpose") from None
    guarded = purpose in ROLE_OF_PURPOSE or turn.here.purpose in ROLE_OF_PURPOSE
    brm_exists = bool(arrive.places_for(session, Purpose.BRM_DIGEST))
    if guarded and brm_exists and Role.BRM not in turn.roles:
        with speaking_to(turn.speaker):
            return [Outgoing(ToPerson(turn.speaker.id), wording.not_yours((Role.BRM,)), f"refused:{turn.event_id}")]
    turn.here.purpose = purpose
    return [_purpose_card(turn)]


def tell_of_removal(session: Session, turn: Turn, message: BotLeft) -> list[Outgoing]:
    """Somebody took the bot out of a channel that was for something: the BRMs hear of it, wherever they still can."""
    here = turn.here
    if here.direct or here.purpose in (None, Purpose.NOTHING):
        return []
    with speaking_in_channels():
        sentence = _(
            "I was removed from {channel}, which was for: {purpose}. I cannot post there any more. "
            "If that was not meant, add me to it again."
        )
        name = Bold(here.name or _("a channel"))
        card = wording.plain(*filled(sentence, channel=name, purpose=wording.PURPOSES[here.purpose]))
    key = f"removed:{here.id}:{turn.now:%Y-%m-%d}"
    others = [place for place in arrive.places_for(session, Purpose.BRM_DIGEST) if place.id != here.id]
    return [Outgoing(ToPlace(place.id), card, f"{key}:{place.id}") for place in others] or [
        Outgoing(ToPerson(person_id), card, f"{key}:person:{person_id}") for person_id in _members_of(session, here)
    ]


def _members_of(session: Session, place: Place) -> list[int]:
    return list(session.scalars(select(Membership.person_id).where(Membership.place_id == place.id)))


def rename(session: Session, turn: Turn, message: PlaceRenamed) -> list[Outgoing]:
    """The channel has another name."""
    turn.here.name = message.name
    return []


def welcome(session: Session, turn: Turn, message: MemberJoined) -> list[Outgoing]:
    """Somebody joined a channel."""
    arrive.join(session, turn.here, turn.speaker)
    return []


def farewell(session: Session, turn: Turn, message: MemberLeft) -> list[Outgoing]:
    """Somebody left a channel, and with it the role it gave."""
    arrive.leave(session, turn.here, turn.speaker)
    return []


def note_member(session: Session, turn: Turn) -> None:
    """Who writes in a channel is in it."""
    arrive.join(session, turn.here, turn.speaker)


def answer_mention(session: Session, turn: Turn, message: MessageReceived) -> list[Outgoing]:
    """Somebody called the bot in a channel: answer in the thread and invite them to the direct chat."""
    thread = message.thread or message.message_id
    return [Outgoing(ToPlace(turn.here.id, thread), wording.mention_answer(), f"mention:{turn.event_id}")]


def give_help(session: Session, turn: Turn, message: Message) -> list[Outgoing]:
    """What I can do for you."""
    return [Outgoing(ToPerson(turn.speaker.id), wording.help_for(turn.roles), f"help:{turn.event_id}")]


def _question(turn: Turn) -> Outgoing:
    guess = guess_purpose(turn.here.name)
    rows = tuple(
        Button(label, "place.purpose", {"purpose": purpose}, style="primary" if purpose == guess else "plain")
        for purpose, label in wording.PURPOSES.items()
    )
    card = Card(
        _("What is this channel for?"),
        (
            Heading(_("What is this channel for?")),
            text(_("I am Liaison. I stand between colleagues and IT about the ERP system.")),
            buttons(*rows),
            note(_("People in the IT updates and BRM channels can do more with me, so choose with care.")),
        ),
    )
    return Outgoing(ToPlace(turn.here.id), card, f"purpose:{turn.here.id}")


def _purpose_card(turn: Turn) -> Outgoing:
    purpose = turn.here.purpose
    if purpose is None:
        raise Stale("purpose")
    label = wording.PURPOSES[purpose]
    row = [Button(_("Change"), "place.ask_again")]
    if purpose in DIGEST_IS_READ:
        row.insert(0, Button(_("Digest now"), "digest.now"))
    card = Card(
        _("This channel is for: {purpose}").format(purpose=label),
        (
            text(
                *filled(_("This channel is for: {purpose}"), purpose=Bold(label)),
                f". {wording.PURPOSES_EXPLAINED[purpose]}",
            ),
            buttons(*row),
        ),
    )
    return Outgoing(ToPlace(turn.here.id), card, f"purpose:{turn.here.id}")
