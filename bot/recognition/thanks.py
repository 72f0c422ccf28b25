"""Thanking IT: for a fix the colleague has confirmed, with a reason, a few times a day at most."""

from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot import wording
from bot.cards import (
    Block,
    Bold,
    Button,
    Card,
    Form,
    Outgoing,
    Quote,
    TextField,
    ToPerson,
    ToPlace,
    buttons,
    note,
    text,
)
from bot.listening import show as listening
from bot.listening.model import Complaint, ComplaintState, Visibility
from bot.messages import ButtonPressed, FormSubmitted, Message
from bot.people import arrive
from bot.people.model import Purpose
from bot.recognition.model import Recognition
from bot.speaking import _, filled, speaking_in_channels
from bot.turn import Stale, Turn, id_in

#: Thank-yous of one person in 24 hours.
MOST_A_DAY = 3

#: Fixes on the card that offers to thank for them.
MOST_OFFERED = 5


def show(session: Session, turn: Turn, press: ButtonPressed) -> Form:
    """The form behind "Thank IT"."""
    complaint = _thankable(session, turn, press.value)
    return Form(
        name="thanks.give",
        title=_("Thank IT"),
        intro=_("It goes to the IT channel. A sentence about what it changed for you means more than a star."),
        fields=(TextField("reason", _("What did it change for you?"), multiline=True, limit=500),),
        submit=_("Send thanks"),
        value={"complaint": str(complaint.id)},
    )


def offer(session: Session, turn: Turn, message: Message) -> list[Outgoing]:
    """Somebody wants to thank IT: for which of the fixes they have confirmed?"""
    thanked = select(Recognition.complaint_id).where(Recognition.complaint_id == Complaint.id)
    fixed = session.scalars(
        select(Complaint)
        .where(Complaint.person_id == turn.speaker.id, Complaint.state == ComplaintState.VERIFIED, ~thanked.exists())
        .order_by(Complaint.id.desc())
        .limit(MOST_OFFERED)
    ).all()
    if not fixed:
        nothing = _("There is nothing to thank IT for yet: once you have told me that something is fixed, there is.")
        return [Outgoing(ToPlace(turn.here.id), wording.plain(nothing), f"thank:{turn.event_id}")]
    blocks: list[Block] = [text(_("What would you like to thank IT for?"))]
    for complaint in fixed:
        blocks.append(Quote(wording.cut(complaint.text, 120)))
        blocks.append(buttons(Button(_("Thank IT"), "thanks.give", {"complaint": str(complaint.id)}, opens_form=True)))
    card = Card(_("What would you like to thank IT for?"), tuple(blocks))
    return [Outgoing(ToPlace(turn.here.id), card, f"thank:{turn.event_id}")]


def give(session: Session, turn: Turn, message: FormSubmitted) -> list[Outgoing]:
    """Pass the thanks on to IT, under the name the colleague shows."""
    complaint = _thankable(session, turn, message.value)
    reason = listening.without_name(complaint, message.answers.get("reason", "").strip()[:500])
    if not reason:
        raise Stale("reason")
    if _given_today(session, turn) >= MOST_A_DAY:
        return [_say(turn, _("You have thanked IT three times today, which is kind. Tomorrow there is room for more."))]
    with speaking_in_channels():
        hidden = complaint.visibility != Visibility.BRM_AND_IT
        shown_as = listening.nameless(complaint) if hidden else turn.speaker.name
        recognition = Recognition(
            person_id=turn.speaker.id, complaint_id=complaint.id, reason=reason, shown_as=shown_as, created_at=turn.now
        )
        session.add(recognition)
        session.flush()
        card = _card(recognition, complaint)
    posts = [
        Outgoing(ToPlace(place.id), card, f"thanks:{recognition.id}:{place.id}")
        for place in arrive.places_for(session, Purpose.IT_UPDATES)
    ]
    return [*posts, _say(turn, _("IT has your thanks. They do not hear it often."))]


def _card(recognition: Recognition, complaint: Complaint) -> Card:
    name = recognition.shown_as
    return Card(
        _("{name} thanks IT").format(name=name),
        (
            text(*filled(_("{name} thanks you:"), name=Bold(name))),
            Quote(recognition.reason),
            note(_("For: {what}").format(what=wording.cut(complaint.text, 120))),
        ),
    )


def _thankable(session: Session, turn: Turn, value: dict[str, str]) -> Complaint:
    """The colleague's own confirmed fix, not thanked for yet. Raises Stale otherwise."""
    complaint = session.get(Complaint, id_in(value, "complaint"))
    if complaint is None or complaint.person_id != turn.speaker.id or complaint.state != ComplaintState.VERIFIED:
        raise Stale("complaint")
    if session.scalar(select(Recognition.id).where(Recognition.complaint_id == complaint.id)) is not None:
        raise Stale("complaint")
    return complaint


def _given_today(session: Session, turn: Turn) -> int:
    return session.scalars(
        select(func.count()).where(
            Recognition.person_id == turn.speaker.id, Recognition.created_at > turn.now - timedelta(days=1)
        )
    ).one()


def _say(turn: Turn, sentence: str) -> Outgoing:
    return Outgoing(ToPerson(turn.speaker.id), wording.plain(sentence), f"thanked:{turn.event_id}")
