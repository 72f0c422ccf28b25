"""Closing the loop: tell every reporter once, ask whether it is fixed, and hear both answers."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot import wording
from bot.cards import (
    Block,
    Bold,
    Button,
    Buttons,
    Card,
    Form,
    Outgoing,
    Quote,
    TextField,
    ToPerson,
    buttons,
    note,
    text,
)
from bot.listening import hear, show, standing, tell, trail
from bot.listening.labels import Impact
from bot.listening.model import LEGAL, Complaint, ComplaintState, Theme, ThemeStep
from bot.messages import ButtonPressed, FormSubmitted, Message, ReactionAdded
from bot.speaking import N_, _, speaking_to
from bot.store import outbox
from bot.turn import Stale, Turn, id_in

#: A person's own complaints on one card.
A_CARD = 10
#: What reporters hear where IT says that it is fixed and nothing more.
BELIEVED = N_("We believe that this is fixed now.")
#: The same words for everybody, or for each reporter their own, with times on their clock.
Words = str | Callable[[Complaint], str]


def tell_reporters(
    session: Session, turn: Turn, theme: Theme, announcement_id: int, summary: Words, fixed: bool
) -> list[Outgoing]:
    """Tell each reporter of a theme what IT published, once per announcement; ask for their word where it is a fix."""
    trail.note(
        session,
        turn,
        theme,
        ThemeStep.RESOLVED if fixed else ThemeStep.ACKNOWLEDGED,
        f"announcement:{announcement_id}",
    )
    if fixed:
        return resolve(session, turn.now, theme, str(announcement_id), summary)
    waiting = standing.waiting_for(session, theme)
    tell.advance(waiting, ComplaintState.ACKNOWLEDGED, turn.now)
    return _told(turn.now, theme, waiting, str(announcement_id), summary, fixed=False)


def resolve(session: Session, now: datetime, theme: Theme, occasion: str, words: Words) -> list[Outgoing]:
    """IT calls it fixed: each waiting reporter is asked once per `occasion` whether it is."""
    waiting = standing.waiting_for(session, theme)
    for complaint in tell.advance(waiting, ComplaintState.RESOLVED, now):
        complaint.asked_at = now
    theme.resolved_at = now
    return _told(now, theme, waiting, occasion, words, fixed=True)


def _told(
    now: datetime, theme: Theme, waiting: list[Complaint], occasion: str, words: Words, fixed: bool
) -> list[Outgoing]:
    theme.last_word_at = now

    def card(complaint: Complaint) -> Card:
        return told_card(complaint, words if isinstance(words, str) else words(complaint), fixed)

    return [
        Outgoing(ToPerson(complaint.person_id), card(complaint), f"told:{occasion}:{complaint.id}")
        for complaint in waiting
        if complaint.person_id is not None and complaint.reaches_somebody
    ]


def told_card(complaint: Complaint, summary: str, fixed: bool) -> Card:
    """What a reporter hears. It begins with what they said."""
    with speaking_to(complaint.person):
        blocks: list[Block] = [text(Bold(_("IT:")), " ", _(BELIEVED) if summary == BELIEVED else summary)]
        if fixed:
            blocks += [text(Bold(_("Is it fixed for you?"))), _verdict(complaint)]
        return tell.answer(complaint, blocks)


def _verdict(complaint: Complaint) -> Buttons:
    mine = {"complaint": str(complaint.id)}
    return buttons(
        Button(_("Fixed"), "complaint.fixed", mine, style="primary"),
        Button(_("Still broken"), "complaint.broken", mine, opens_form=True),
    )


def ask_again_card(complaint: Complaint) -> Card:
    """The second and last time we ask whether it is fixed."""
    return Card(
        _("Is it fixed for you? {complaint}").format(complaint=wording.cut(complaint.text, 80)),
        (
            text(_("You told us:")),
            Quote(wording.cut(complaint.text, 200)),
            text(_("IT called this fixed a week ago."), " ", Bold(_("Is it fixed for you?"))),
            _verdict(complaint),
            note(_("I will not ask again. Without a word from you I close it after another week.")),
        ),
    )


def closed_card(complaint: Complaint) -> Card:
    """Nobody answered, so it is closed; and how to open it again."""
    again = Button(_("Still broken"), "complaint.broken", {"complaint": str(complaint.id)}, opens_form=True)
    return Card(
        _("Closed: {complaint}").format(complaint=wording.cut(complaint.text, 80)),
        (
            text(_("You told us:")),
            Quote(wording.cut(complaint.text, 200)),
            text(_("IT called it fixed, and I have not heard otherwise from you, so I have closed it. "
                   "If it is still broken, one press opens it again.")),
            buttons(again),
        ),
    )  # fmt: skip


def confirm_fixed(session: Session, turn: Turn, message: ButtonPressed) -> list[Outgoing]:
    """The reporter says it is fixed."""
    complaint = hear.own_complaint(session, turn, message.value)
    if complaint.state == ComplaintState.VERIFIED:
        raise Stale("complaint")
    complaint.move(ComplaintState.VERIFIED, turn.now)
    thank = Button(_("Thank IT"), "thanks.give", {"complaint": str(complaint.id)}, opens_form=True)
    card = Card(
        _("Good to hear that it is fixed"),
        (text(_("Good to hear, and thank you for telling me.")), buttons(thank)),
    )
    outgoing = [Outgoing(ToPerson(turn.speaker.id), card, f"fixed:{complaint.id}:{show.times(complaint)}")]
    if complaint.impact_told and complaint.impact == Impact.BLOCKED:
        outgoing += show.blocked_line(session, complaint)
    return outgoing


def pressed_by_sign(session: Session, turn: Turn, message: ReactionAdded) -> ButtonPressed | None:
    """The press that a sign of yes stands for: "it is fixed", where the card asks that; None where it does not."""
    key = outbox.key_of_message(session, turn.here.id, message.message_id) if turn.here.direct else None
    card = outbox.card_under(session, key) if key is not None else None
    for block in card.blocks if card is not None else ():
        for button in block.buttons if isinstance(block, Buttons) else ():
            if button.action == "complaint.fixed":
                return ButtonPressed(
                    message.event_id, message.at, message.by, message.place, button.action, button.value
                )
    return None


def show_broken(session: Session, turn: Turn, press: ButtonPressed) -> Form:
    """The form behind "Still broken"."""
    complaint = hear.own_complaint(session, turn, press.value)
    if ComplaintState.REOPENED not in LEGAL[complaint.state] or complaint.withdrawn_at is not None:
        raise Stale("complaint")
    return Form(
        name="complaint.broken",
        title=_("Still broken"),
        intro=_("Thank you for saying so. What do you still see? IT reads this."),
        fields=(TextField("reason", _("What is still wrong"), multiline=True, limit=1000),),
        submit=_("Tell IT"),
        value={"complaint": str(complaint.id)},
    )


def read_broken(session: Session, turn: Turn, message: FormSubmitted) -> list[Outgoing]:
    """The reporter says it is not fixed: reopen it, with the reason, and let IT know at once."""
    complaint = hear.own_complaint(session, turn, message.value)
    reason = message.answers.get("reason", "").strip()
    if not reason:
        raise Stale("reason")
    complaint.move(ComplaintState.REOPENED, turn.now)
    complaint.reopen_reason = show.without_name(complaint, reason[:1000])
    if complaint.theme is not None:
        complaint.theme.resolved_at = complaint.theme.in_progress_at = None
        trail.note(session, turn, complaint.theme, ThemeStep.REOPENED, complaint_id=complaint.id)
    lines = show.reopened_line(session, complaint)
    said = _("I have told IT that it is not fixed for you. I will write to you here when there is news.")
    noted = _("I have noted that it is not fixed for you, and IT sees it on its list. I will write to you here when "
              "there is news.")  # fmt: skip
    mine = wording.plain(said if lines else noted)
    return [Outgoing(ToPerson(turn.speaker.id), mine, f"broken:{complaint.id}:{show.times(complaint)}"), *lines]


def list_mine(session: Session, turn: Turn, message: Message) -> list[Outgoing]:
    """A person's own complaints, newest first; "More" goes on where a card ended."""
    value: dict[str, str] = getattr(message, "value", {})
    start = id_in(value, "from") if value.get("from") else 0
    own = (Complaint.person_id == turn.speaker.id, Complaint.withdrawn_at.is_(None))
    total = session.scalars(select(func.count()).select_from(Complaint).where(*own)).one()
    mine = session.scalars(
        select(Complaint)
        .where(*own)
        .order_by(Complaint.created_at.desc(), Complaint.id.desc())
        .offset(min(start, total))
        .limit(A_CARD)
    ).all()
    card = show.list_of(list(mine), start, total)
    return [Outgoing(ToPerson(turn.speaker.id), card, f"mine:{turn.event_id}")]
