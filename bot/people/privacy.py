"""What is kept about a person: shown to them, sent to them, and erased when they say so."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from bot import wording
from bot.cards import Block, Bold, Bullets, Button, Card, Heading, Outgoing, Quote, ToPerson, buttons, note, text
from bot.listening import themes
from bot.listening.asking.model import Picture, Question
from bot.listening.model import ERASED, Complaint, Inquiry
from bot.messages import ButtonPressed, Message
from bot.people.model import Person
from bot.people.preferences import FOREVER, is_muted
from bot.pulse.model import InvitationState, PulseInvitation
from bot.recognition.model import Recognition
from bot.speaking import _, ngettext, speaking_in_channels
from bot.store import outbox
from bot.turn import Turn

#: Complaints and questions on one card of a copy; there are as many cards as it takes.
A_CARD = 15


def show(session: Session, turn: Turn, message: Message) -> list[Outgoing]:
    """One card that says what is kept about this person."""
    person = turn.speaker
    card = Card(
        _("What I keep about you"),
        (
            Heading(_("What I keep about you")),
            Bullets(tuple((f"{line}.",) for line in _kept(Own(session, person), person, turn.now))),
            text(
                _(
                    "I keep no passwords, nobody's pay, no pictures (only links to them), "
                    "and no guess at anybody's mood."
                )
            ),
            buttons(*_over_it()),
        ),
    )
    return [Outgoing(ToPerson(person.id), card, f"my-data:{turn.event_id}")]


def _kept(own: "Own", person: Person, now: datetime) -> tuple[str, ...]:
    """What is kept, a line each."""
    return (
        ngettext("one thing you told me about", "{count} things you told me about", len(own.complaints)),
        ngettext("one question you asked", "{count} questions you asked", len(own.questions)),
        ngettext(
            "one short question of mine you answered. I keep that you answered, not what",
            "{count} short questions of mine you answered. I keep that you answered, not what",
            own.pulses,
        ),
        ngettext("one thank-you you gave to IT", "{count} thank-yous you gave to IT", len(own.thanks)),
        _profile_line(person),
        _("the language I answer you in ({language})").format(language=person.reads),
        _mute_line(person, now),
    )


def _over_it() -> tuple[Button, ...]:
    """What a person can do with what is kept about them."""
    return (
        Button(_("Send me a copy"), "privacy.copy"),
        Button(
            _("Erase what I told you"),
            "privacy.erase",
            style="danger",
            confirm=_(
                "Erase the words of everything you told me, and your name with them? I cannot bring them back, and "
                "IT cannot answer you on them any more."
            ),
        ),
    )


def who_sees(session: Session, turn: Turn, message: Message) -> list[Outgoing]:
    """Who reads what somebody tells us."""
    card = Card(
        _("Who sees what you tell me"),
        (
            Heading(_("Who sees what you tell me")),
            Bullets(tuple((Bold(what), " ", who) for what, who in _readers())),
            note(_("If your company lets me use a language model, it gets your words without colleagues' names, "
                   "e-mail addresses, and phone, account and card numbers. "
                   '"{command}" shows what I keep about you.').format(command=_("my data"))),
        ),
    )  # fmt: skip
    return [Outgoing(ToPerson(turn.speaker.id), card, f"who-sees:{turn.event_id}")]


def _readers() -> list[tuple[str, str]]:
    """What they tell us, and who reads it."""
    return [
        (_("What you write here:"), _("IT and the BRM read the words of a complaint, to mend it.")),
        (_("Your name:"), _("as you choose on each complaint: IT and the BRM, the BRM only, or nobody.")),
        (_("Answers to short questions:"), _("nobody; only how many gave each answer, from five up.")),
        (_("Leadership:"), _("numbers and themes, no names.")),
        (_("Passwords and pay:"), _("nobody. I leave them out before I keep anything.")),
    ]


def send_copy(session: Session, turn: Turn, message: ButtonPressed) -> list[Outgoing]:
    """Everything a person told us, in their direct chat, on as many cards as it takes."""
    person = turn.speaker
    own = Own(session, person)
    entries: list[Block] = []
    for complaint in own.complaints:
        entries.append(_entry(_("You told me"), complaint.created_at, complaint.text))
        if complaint.reopen_reason:
            entries.append(_entry(_("You said it was not fixed"), complaint.reopened_at, complaint.reopen_reason))
    entries += [_entry(_("You answered"), inquiry.answered_at, inquiry.answer or "") for inquiry in own.answers]
    entries += [_entry(_("You asked"), question.created_at, question.text) for question in own.questions]
    entries += [_entry(_("You thanked IT"), thanks.created_at, thanks.reason) for thanks in own.thanks]
    entries += [_entry(_("You linked"), picture.at, picture.url) for picture in own.pictures]
    pages = [entries[start : start + A_CARD] for start in range(0, len(entries), A_CARD)] or [[]]
    who = ", ".join(part for part in (person.name, person.area, person.email or _("no e-mail"), person.zone) if part)
    return [
        Outgoing(ToPerson(person.id), _page(who, page, number, len(pages)), f"my-copy:{turn.event_id}:{number}")
        for number, page in enumerate(pages, 1)
    ]


def _page(who: str, entries: Sequence[Block], number: int, pages: int) -> Card:
    title = _("All I keep about you")
    if pages > 1:
        title = _("All I keep about you ({number} of {pages})").format(number=number, pages=pages)
    head: list[Block] = [Heading(title)]
    if number == 1:
        head.append(text(who))
    return Card(title, (*head, *(entries or [text(_("You have not told me anything yet."))])))


def _entry(what: str, at: datetime | None, words: str) -> Block:
    return Quote(words, by=f"{what}, {at:%Y-%m-%d}" if at else what)


def erase(session: Session, turn: Turn, message: ButtonPressed) -> list[Outgoing]:
    """Forget the words of all this person told us, and that it was them. Counts of themes stay, without a name."""
    person = turn.speaker
    own = Own(session, person)
    keys = [f"complaint:{complaint.id}" for complaint in own.complaints]
    outgoing = _cover(session, person, own)
    for complaint in own.complaints:
        _erase_complaint(session, complaint)
    for inquiry in own.answers:
        inquiry.answer = ERASED
    session.execute(update(Complaint).where(Complaint.person_id == person.id).values(person_id=None))
    for table in (Question, Picture, Recognition):
        session.execute(delete(table).where(table.person_id == person.id))
    session.flush()
    outbox.forget_cards(session, person.id, wording.plain(ERASED), keep=keys)
    done = wording.plain(
        _(
            "Done. I have erased {complaints} and {questions}. That colleagues reported something still counts; that "
            "it was you, and what you wrote, is gone. Lists and digests that others have seen stay as they were, and "
            "what stands in this chat is yours to delete."
        ).format(
            complaints=ngettext("one complaint", "{count} complaints", len(own.complaints)),
            questions=ngettext("one question", "{count} questions", len(own.questions)),
        )
    )
    return [*outgoing, Outgoing(ToPerson(person.id), done, f"erased:{turn.event_id}")]


def _erase_complaint(session: Session, complaint: Complaint) -> None:
    complaint.message_id, complaint.embedding = None, None
    if complaint.reopen_reason:
        complaint.reopen_reason = ERASED
    themes.reword(session, complaint, ERASED)


def _cover(session: Session, person: Person, own: "Own") -> list[Outgoing]:
    """The cards about somebody's complaints, answers and thanks, in whatever place, shown again without the words."""
    covered = _erased()
    with speaking_in_channels():
        covered_in_channels = _erased()
    patterns = [f"{kind}:{complaint.id}:%" for complaint in own.complaints for kind in ("blocked", "reopened")]
    patterns += [f"answer:{inquiry.id}:%" for inquiry in own.answers]
    patterns += [f"thanks:{thanks.id}:%" for thanks in own.thanks]
    cards = outbox.addresses(session, patterns)
    # What was told to a person ends with the number of a complaint or of a person: only their own chat counts.
    mine = [f"complaint:{complaint.id}" for complaint in own.complaints]
    mine += [f"told:%:{complaint.id}" for complaint in own.complaints] + [f"told:event:%:{person.id}"]
    mine += [f"inquiry:{inquiry.id}" for inquiry in own.answers]
    cards += [(key, to) for key, to in outbox.addresses(session, mine) if to == ToPerson(person.id)]
    return [
        Outgoing(to, covered if isinstance(to, ToPerson) else covered_in_channels, key)
        for key, to in dict(cards).items()
    ]


def _erased() -> Card:
    return wording.plain(_("A colleague has erased what stood here."))


class Own:
    """All that is kept of what somebody told us."""

    def __init__(self, session: Session, person: Person) -> None:
        mine = select(Complaint).where(Complaint.person_id == person.id).order_by(Complaint.created_at)
        self.complaints = session.scalars(mine).all()
        self.answers = session.scalars(
            select(Inquiry)
            .join(Complaint, Complaint.id == Inquiry.complaint_id)
            .where(Complaint.person_id == person.id, Inquiry.answer.is_not(None))
            .order_by(Inquiry.id)
        ).all()
        self.questions = session.scalars(
            select(Question).where(Question.person_id == person.id).order_by(Question.created_at)
        ).all()
        self.pictures = session.scalars(select(Picture).where(Picture.person_id == person.id)).all()
        self.thanks = session.scalars(select(Recognition).where(Recognition.person_id == person.id)).all()
        self.pulses = session.scalars(
            select(func.count()).where(
                PulseInvitation.person_id == person.id, PulseInvitation.state == InvitationState.ANSWERED
            )
        ).one()


def _profile_line(person: Person) -> str:
    if person.area:
        known = _("your name, your time zone ({zone}) and where you work ({area})")
        return known.format(zone=person.zone, area=person.area)
    return _("your name and your time zone ({zone}), as your chat knows them").format(zone=person.zone)


def _mute_line(person: Person, now: datetime) -> str:
    if not is_muted(person, now) or person.muted_until is None:
        return _("that I may ask you something now and then")
    if person.muted_until == FOREVER:
        return _("that you want no questions and no reminders")
    return _("that you want no questions and no reminders until {day}").format(day=f"{person.muted_until:%Y-%m-%d}")
