"""What a person wants to hear from us: mute, unmute, and somebody human to talk to."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import wording
from bot.cards import Bold, Button, Card, Mention, Moment, Outgoing, Span, ToPerson, ToPlace, buttons, text
from bot.messages import ButtonPressed, Message
from bot.people import arrive, leaving
from bot.people.model import Membership, Person, Place, Purpose
from bot.speaking import N_, _, filled, speaking_in_channels
from bot.turn import Stale, Turn

#: Until somebody says otherwise.
FOREVER = datetime(2999, 12, 31, tzinfo=UTC)
#: For how long one may be left alone, by the value of the button.
SPANS = {"7": (N_("For a week"), timedelta(days=7)), "30": (N_("For a month"), timedelta(days=30))}
#: BRMs who are named when somebody wants to talk to a person.
MOST_NAMES = 3


def is_muted(person: Person, now: datetime) -> bool:
    """Whether this person wants no questions and no reminders now. Answers to what they write still come."""
    return person.muted_until is not None and person.muted_until > now


def mute(session: Session, turn: Turn, message: Message) -> list[Outgoing]:
    """No questions and no reminders from now on, until they say so."""
    turn.speaker.muted_until = FOREVER
    return [_muted(turn, _("Understood. I will not ask you anything and not remind you of anything."))]


def stop(session: Session, turn: Turn, message: Message) -> list[Outgoing]:
    """The same as mute, said to somebody who may expect silence altogether."""
    turn.speaker.muted_until = FOREVER
    lead = _("Understood. I will not write to you by myself any more: no questions, no reminders.")
    return [_muted(turn, lead)]


def mute_for(session: Session, turn: Turn, message: ButtonPressed) -> list[Outgoing]:
    """They chose for how long."""
    chosen = SPANS.get(message.value.get("days", ""))
    if chosen is None:
        raise Stale("days")
    turn.speaker.muted_until = turn.now + chosen[1]
    return [_muted(turn, _("Understood. I will not ask you anything and not remind you of anything."))]


def unmute(session: Session, turn: Turn, message: Message) -> list[Outgoing]:
    """They want to hear from us again."""
    was_muted = is_muted(turn.speaker, turn.now)
    turn.speaker.muted_until = None
    welcome, never = _("Welcome back. I may ask you a short question now and then."), _("You are not muted.")
    words = welcome if was_muted else never
    return [Outgoing(ToPerson(turn.speaker.id), wording.plain(words), f"muted:{turn.event_id}")]


def _muted(turn: Turn, lead: str) -> Outgoing:
    until = turn.speaker.muted_until
    ends: tuple[Span, ...] = (_("That holds until you say otherwise."),)
    if until is not None and until != FOREVER:
        ends = filled(_("That holds until {day}."), day=Moment(until, "date"))
    spans = [Button(_(label), "people.mute_for", {"days": days}) for days, (label, _span) in SPANS.items()]
    card = Card(
        lead,
        (
            text(lead, " ", *ends),
            text(
                _(
                    "You still get answers to what you write to me, and news on what you told me. "
                    'Write "{command}" whenever you like.'
                ).format(command=_("unmute"))
            ),
            buttons(*spans, Button(_("Unmute"), "people.unmute")),
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
            _(
                "I would pass you on, but nobody has told me yet who looks after this here. "
                "Ask your manager or the service desk; and what you tell me, IT still gets."
            )
        )
        return [Outgoing(ToPerson(speaker.id), nobody, f"talk:{turn.event_id}")]
    who: list[Span] = []
    for person in people[:MOST_NAMES]:
        who += [", " if who else "", Mention(person.id, person.name)]
    asked = _(
        "I have asked your business relationship managers to get in touch with you: {names}. "
        "You can also write to them directly. They know that you want to talk, and not yet about what."
    )
    before, after = asked.split("{names}")
    mine = wording.plain(before, *(span for span in who if span), after)
    with speaking_in_channels():
        line = _wants_to_talk(speaker)
    day = turn.now.date().isoformat()
    return [
        Outgoing(ToPerson(speaker.id), mine, f"talk:{turn.event_id}"),
        *(Outgoing(ToPlace(place.id), line, f"talk:{speaker.id}:{day}:{place.id}") for place in places),
    ]


def _wants_to_talk(speaker: Person) -> Card:
    name: tuple[Span, ...] = (Mention(speaker.id, speaker.name), *([f" ({speaker.area})"] if speaker.area else []))
    before, after = _("{person} would like to talk to a person.").split("{person}")
    spans = (span for span in (before, *name, after, " ") if span)
    return wording.plain(*spans, Bold(_("Please get in touch with them.")))


def _members(session: Session, places: list[Place], but: Person) -> list[Person]:
    rows = session.scalars(
        select(Person)
        .join(Membership, Membership.person_id == Person.id)
        .where(Membership.place_id.in_([place.id for place in places]), Person.id != but.id, Person.guest.is_(False))
        .where(leaving.is_here())
        .order_by(Person.name, Person.id)
    )
    return list(dict.fromkeys(rows))
