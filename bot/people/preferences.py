"""What a person wants to hear from us: mute, unmute, and somebody human to talk to."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import wording
from bot.cards import Bold, Button, Card, Mention, Moment, Outgoing, Span, ToPerson, ToPlace, buttons, text
from bot.messages import ButtonPressed, Message
from bot.people import arrive
from bot.people.model import Membership, Person, Place, Purpose
from bot.turn import Stale, Turn

#: Until somebody says otherwise.
FOREVER = datetime(2999, 12, 31, tzinfo=UTC)
#: For how long one may be left alone, by the value of the button.
SPANS = {"7": ("For a week", timedelta(days=7)), "30": ("For a month", timedelta(days=30))}
#: BRMs who are named when somebody wants to talk to a person.
MOST_NAMES = 3


def is_muted(person: Person, now: datetime) -> bool:
    """Whether this person wants no questions and no reminders now. Answers to what they write still come."""
    return person.muted_until is not None and person.muted_until > now


def mute(session: Session, turn: Turn, message: Message) -> list[Outgoing]:
    """No questions and no reminders from now on, until they say so."""
    turn.speaker.muted_until = FOREVER
    return [_muted(turn, "Understood. I will not ask you anything and not remind you of anything.")]


def stop(session: Session, turn: Turn, message: Message) -> list[Outgoing]:
    """The same as mute, said to somebody who may expect silence altogether."""
    turn.speaker.muted_until = FOREVER
    lead = "Understood. I will not write to you by myself any more: no questions, no reminders."
    return [_muted(turn, lead)]


def mute_for(session: Session, turn: Turn, message: ButtonPressed) -> list[Outgoing]:
    """They chose for how long."""
    chosen = SPANS.get(message.value.get("days", ""))
    if chosen is None:
        raise Stale("days")
    turn.speaker.muted_until = turn.now + chosen[1]
    return [_muted(turn, "Understood. I will not ask you anything and not remind you of anything.")]


def unmute(session: Session, turn: Turn, message: Message) -> list[Outgoing]:
    """They want to hear from us again."""
    was_muted = is_muted(turn.speaker, turn.now)
    turn.speaker.muted_until = None
    words = "Welcome back. I may ask you a short question now and then." if was_muted else "You are not muted."
    return [Outgoing(ToPerson(turn.speaker.id), wording.plain(words), f"muted:{turn.event_id}")]


def _muted(turn: Turn, lead: str) -> Outgoing:
    until = turn.speaker.muted_until
    ends: tuple[Span, ...] = ("That holds until you say otherwise.",)
    if until is not None and until != FOREVER:
        ends = ("That holds until ", Moment(until, "date"), ".")
    spans = [Button(label, "people.mute_for", {"days": days}) for days, (label, _) in SPANS.items()]
    card = Card(
        lead,
        (
            text(lead, " ", *ends),
            text(
                "You still get answers to what you write to me, and news on what you told me. "
                'Write "unmute" whenever you like.'
            ),
            buttons(*spans, Button("Unmute", "people.unmute")),
        ),
    )
    return Outgoing(ToPerson(turn.speaker.id), card, f"muted:{turn.event_id}")


def talk_to_person(session: Session, turn: Turn, message: Message) -> list[Outgoing]:
    """One line to the BRMs, and the person is told who they are. Once a day; asking again changes nothing."""
    speaker = turn.speaker
    places = arrive.places_for(session, Purpose.BRM_DIGEST)
    people = _members(session, places, but=speaker)
    if not places or not people:
        nobody = wording.plain(
            "I would pass you on, but nobody has told me yet who looks after this here. "
            "Ask your manager or the service desk; and what you tell me, IT still gets."
        )
        return [Outgoing(ToPerson(speaker.id), nobody, f"talk:{turn.event_id}")]
    who: list[Span] = []
    for person in people[:MOST_NAMES]:
        who += [", " if who else "", Mention(person.id, person.name)]
    mine = wording.plain(
        "I have asked your business relationship managers to get in touch with you: ",
        *(span for span in who if span),
        ". You can also write to them directly. They know that you want to talk, and not yet about what.",
    )
    area = f" ({speaker.area})" if speaker.area else ""
    line = wording.plain(Mention(speaker.id, speaker.name), f"{area} would like to talk to a person. ",
                         Bold("Please get in touch with them."))  # fmt: skip
    day = turn.now.date().isoformat()
    return [
        Outgoing(ToPerson(speaker.id), mine, f"talk:{turn.event_id}"),
        *(Outgoing(ToPlace(place.id), line, f"talk:{speaker.id}:{day}:{place.id}") for place in places),
    ]


def _members(session: Session, places: list[Place], but: Person) -> list[Person]:
    rows = session.scalars(
        select(Person)
        .join(Membership, Membership.person_id == Person.id)
        .where(Membership.place_id.in_([place.id for place in places]), Person.id != but.id, Person.guest.is_(False))
        .order_by(Person.name, Person.id)
    )
    return list(dict.fromkeys(rows))
