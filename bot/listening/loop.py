"""Closing the loop: tell every reporter once, ask whether it is fixed, and hear both answers."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import wording
from bot.cards import Block, Bold, Button, Card, Form, Outgoing, Quote, TextField, ToPerson, ToPlace, buttons, text
from bot.listening import hear, show
from bot.listening.model import LEGAL, OPEN, Complaint, ComplaintState, Theme
from bot.messages import ButtonPressed, FormSubmitted, Message
from bot.people import arrive
from bot.people.model import Purpose
from bot.turn import Stale, Turn


def tell_reporters(
    session: Session, turn: Turn, theme: Theme, announcement_id: int, summary: str, fixed: bool
) -> list[Outgoing]:
    """Tell each reporter of a theme what IT did, once per announcement; ask for their word where IT calls it fixed."""
    target = ComplaintState.RESOLVED if fixed else ComplaintState.ACKNOWLEDGED
    outgoing = []
    for complaint in session.scalars(
        select(Complaint).where(Complaint.theme_id == theme.id, Complaint.state.in_(OPEN)).order_by(Complaint.id)
    ).all():
        if target in LEGAL[complaint.state]:
            complaint.move(target, turn.now)
        if complaint.person_id is not None:
            key = f"told:{announcement_id}:{complaint.id}"
            outgoing.append(Outgoing(ToPerson(complaint.person_id), told_card(complaint, summary, fixed), key))
    if fixed:
        theme.resolved_at = turn.now
    return outgoing


def told_card(complaint: Complaint, summary: str, fixed: bool) -> Card:
    """What a reporter hears. It begins with what they said."""
    blocks: list[Block] = [text("You told us:"), Quote(wording.cut(complaint.text, 200)), text(Bold("IT: "), summary)]
    if fixed:
        mine = {"complaint": str(complaint.id)}
        blocks += [
            text(Bold("Is it fixed for you?")),
            buttons(
                Button("Fixed", "complaint.fixed", mine, style="primary"),
                Button("Still broken", "complaint.broken", mine, opens_form=True),
            ),
        ]
    return Card(f"News from IT on what you told us: {wording.cut(complaint.text, 80)}", tuple(blocks))


def confirm_fixed(session: Session, turn: Turn, message: ButtonPressed) -> list[Outgoing]:
    """The reporter says it is fixed."""
    complaint = hear.own_complaint(session, turn, message.value)
    if complaint.state == ComplaintState.VERIFIED:
        raise Stale("complaint")
    complaint.move(ComplaintState.VERIFIED, turn.now)
    thank = Button("Thank IT", "thanks.give", {"complaint": str(complaint.id)}, opens_form=True)
    card = Card(
        "Good to hear that it is fixed",
        (text("Good to hear, and thank you for telling me."), buttons(thank)),
    )
    return [Outgoing(ToPerson(turn.speaker.id), card, f"fixed:{complaint.id}:{_times(complaint)}")]


def _times(complaint: Complaint) -> str:
    """Which resolution this is about, so that a complaint that was reopened is answered again."""
    return complaint.resolved_at.strftime("%Y%m%dT%H%M%S") if complaint.resolved_at else "0"


def show_broken(session: Session, turn: Turn, press: ButtonPressed) -> Form:
    """The form behind "Still broken"."""
    complaint = hear.own_complaint(session, turn, press.value)
    if ComplaintState.REOPENED not in LEGAL[complaint.state]:
        raise Stale("complaint")
    return Form(
        name="complaint.broken",
        title="Still broken",
        intro="Thank you for saying so. What do you still see? IT reads this.",
        fields=(TextField("reason", "What is still wrong", multiline=True, limit=1000),),
        submit="Tell IT",
        value={"complaint": str(complaint.id)},
    )


def read_broken(session: Session, turn: Turn, message: FormSubmitted) -> list[Outgoing]:
    """The reporter says it is not fixed: reopen it, with the reason, and let IT know at once."""
    complaint = hear.own_complaint(session, turn, message.value)
    reason = message.answers.get("reason", "").strip()
    if not reason:
        raise Stale("reason")
    complaint.move(ComplaintState.REOPENED, turn.now)
    complaint.reopen_reason = reason[:1000]
    if complaint.theme is not None:
        complaint.theme.resolved_at = None
    mine = wording.plain("I have told IT that it is not fixed for you. I will write to you here when there is news.")
    theirs = Card(
        "Not fixed yet for a colleague",
        (
            text(Bold("Not fixed yet"), f" for {show.who(complaint, for_brm=False)}:"),
            Quote(wording.cut(complaint.text, 200)),
            text("What they still see:"),
            Quote(reason[:1000]),
        ),
    )
    suffix = f"{complaint.id}:{_times(complaint)}"
    return [
        Outgoing(ToPerson(turn.speaker.id), mine, f"broken:{suffix}"),
        *(
            Outgoing(ToPlace(place.id), theirs, f"reopened:{suffix}:{place.id}")
            for place in arrive.places_for(session, Purpose.IT_UPDATES)
        ),
    ]


def list_mine(session: Session, turn: Turn, message: Message) -> list[Outgoing]:
    """A person's own complaints, newest first."""
    mine = session.scalars(
        select(Complaint)
        .where(Complaint.person_id == turn.speaker.id, Complaint.state != ComplaintState.CLOSED)
        .order_by(Complaint.created_at.desc())
        .limit(10)
    ).all()
    return [Outgoing(ToPerson(turn.speaker.id), show.list_of(list(mine), turn.now), f"mine:{turn.event_id}")]
