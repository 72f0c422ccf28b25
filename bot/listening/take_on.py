"""IT takes a theme on: owner and promise, working on it, a workaround, fixed, and how IT sees it."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import wording
from bot.cards import Bold, Card, ChoiceField, DateField, Form, Outgoing, TextField, ToPerson, text
from bot.listening import loop, standing, tell, theme_card, themes, trail
from bot.listening.labels import Cause
from bot.listening.model import Complaint, ComplaintState, Theme, ThemeEvent, ThemeStep
from bot.messages import ButtonPressed, FormSubmitted
from bot.people import leaving
from bot.people.model import Membership, Person, Place, Purpose
from bot.pulse.mornings import zone_of
from bot.speaking import _
from bot.turn import Stale, Turn, id_in

#: People one can choose an owner from; platforms show no more in a list.
MOST_OWNERS = 100


def show_owner(session: Session, turn: Turn, press: ButtonPressed) -> Form:
    """The form behind "Owner and promise"."""
    theme = trail.theme_in(session, press.value)
    choices = [(str(person.id), person.name) for person in _owners(session, theme)]
    return theme_card.form(
        "theme.owner",
        "Owner and promise",
        theme,
        press.value,
        ChoiceField(
            "owner", "Who in IT looks after it", tuple(choices), str(theme.owner_id or ""), required=False
        ),
        DateField(
            "promised_for",
            "Promised for",
            theme.promised_for.isoformat() if theme.promised_for else "",
            required=False,
        ),
        intro="Everybody who waits hears of it once. A promise that passes brings one reminder.",
    )  # fmt: skip


def _colleagues_in_it(session: Session) -> list[Person]:
    return list(
        session.scalars(
            select(Person)
            .join(Membership, Membership.person_id == Person.id)
            .join(Place, Place.id == Membership.place_id)
            .where(Place.purpose == Purpose.IT_UPDATES, Person.guest.is_(False), leaving.is_here())
            .distinct()
            .order_by(Person.name, Person.id)
            .limit(MOST_OWNERS)
        )
    )


def _owners(session: Session, theme: Theme) -> list[Person]:
    """Who can look after it; whoever does so now stays possible after leaving the IT channel."""
    people = _colleagues_in_it(session)
    return [theme.owner, *people] if theme.owner is not None and theme.owner not in people else people


def read_owner(session: Session, turn: Turn, message: FormSubmitted) -> list[Outgoing]:
    """Somebody looks after it now, or it is promised for a day: those who wait hear both in one message."""
    theme = trail.theme_in(session, message.value)
    owner_id = id_in(message.answers, "owner") if message.answers.get("owner") else None
    if owner_id is not None and owner_id not in {person.id for person in _owners(session, theme)}:
        raise Stale("owner")
    try:
        promised = _day(message.answers.get("promised_for", ""))
    except ValueError:
        sorry = wording.plain(
            "I cannot read that day. Choose one that exists, such as 2026-03-06; nothing has changed."
        )
        return [Outgoing(ToPerson(turn.speaker.id), sorry, f"day:{turn.event_id}")]
    today = turn.now.astimezone(zone_of(turn.company.zone)).date()
    if promised and promised != theme.promised_for and promised < today:
        sorry = wording.plain("That day is over already. Choose today or a later one; nothing has changed.")
        return [Outgoing(ToPerson(turn.speaker.id), sorry, f"day:{turn.event_id}")]
    known, before = theme.it_knows_since is not None, theme.promised_for
    event = _set(session, turn, theme, owner_id, promised)
    if event is None or not (owner_id or promised or known):
        return [theme_card.shown(session, turn, theme, message.value)]
    themes.it_knows(theme, turn.now)
    waiting = standing.waiting_for(session, theme)
    tell.advance(waiting, ComplaintState.ACKNOWLEDGED, turn.now)
    told = tell.everybody(theme, event, waiting, tell.standing_card(theme, None if promised else before))
    return [theme_card.shown(session, turn, theme, message.value), *told]


def _set(session: Session, turn: Turn, theme: Theme, owner_id: int | None, promised: date | None) -> ThemeEvent | None:
    """Change what is different, each with its step on the trail. Returns the last step, if there was any."""
    event = None
    if owner_id != theme.owner_id:
        theme.owner_id = owner_id
        event = trail.note(session, turn, theme, ThemeStep.OWNER, str(owner_id or ""))
        session.refresh(theme, ["owner"])
    if promised != theme.promised_for:
        theme.promised_for = promised
        event = trail.note(session, turn, theme, ThemeStep.PROMISE, promised.isoformat() if promised else "")
    return event


def _day(words: str) -> date | None:
    return date.fromisoformat(words) if words else None


def begin(session: Session, turn: Turn, message: ButtonPressed) -> list[Outgoing]:
    """IT works on it: those who wait and have not heard so hear it."""
    theme = trail.theme_in(session, message.value)
    moved = tell.advance(standing.waiting_for(session, theme), ComplaintState.IN_PROGRESS, turn.now)
    if not moved:
        raise Stale("theme")
    theme.in_progress_at = theme.in_progress_at or turn.now
    theme.resolved_at = None
    themes.it_knows(theme, turn.now)
    event = trail.note(session, turn, theme, ThemeStep.IN_PROGRESS)
    return [
        theme_card.shown(session, turn, theme, message.value),
        *tell.everybody(theme, event, moved, tell.standing_card(theme)),
    ]


def show_fixed(session: Session, turn: Turn, press: ButtonPressed) -> Form:
    """The form behind "It is fixed"."""
    theme = trail.theme_in(session, press.value)
    if not standing.waiting_for(session, theme):
        raise Stale("theme")
    return theme_card.form(
        "theme.fixed",
        "It is fixed",
        theme,
        press.value,
        TextField("words", "What should they know or do?", multiline=True, required=False, limit=500),
        intro="Everybody who waits is asked whether it is fixed for them.",
        submit="Tell them",
    )


def read_fixed(session: Session, turn: Turn, message: FormSubmitted) -> list[Outgoing]:
    """IT says that it is fixed: everybody who waits is asked for their word."""
    theme = trail.theme_in(session, message.value)
    if not standing.waiting_for(session, theme):
        raise Stale("theme")
    words = " ".join(message.answers.get("words", "").split())[:500]
    event = trail.note(session, turn, theme, ThemeStep.RESOLVED)
    themes.it_knows(theme, turn.now)
    told = loop.resolve(session, turn.now, theme, f"event:{event.id}", words or loop.BELIEVED)
    return [theme_card.shown(session, turn, theme, message.value), *told]


def show_workaround(session: Session, turn: Turn, press: ButtonPressed) -> Form:
    """The form behind "Known error"."""
    theme = trail.theme_in(session, press.value)
    return theme_card.form(
        "theme.workaround",
        "Known error",
        theme,
        press.value,
        TextField(
            "workaround",
            "What can colleagues do until it is fixed?",
            theme.workaround or "",
            multiline=True,
            required=False,
            limit=500,
        ),
        intro="Everybody who waits hears it once, and whoever reports the same gets it at once. Empty takes it away.",
    )


def read_workaround(session: Session, turn: Turn, message: FormSubmitted) -> list[Outgoing]:
    """A way around it, or none any more."""
    theme = trail.theme_in(session, message.value)
    workaround = message.answers.get("workaround", "").strip()[:500] or None
    outgoing: list[Outgoing] = []
    if workaround != theme.workaround:
        theme.workaround = workaround
        event = trail.note(session, turn, theme, ThemeStep.WORKAROUND, workaround or "")
        if workaround:
            themes.it_knows(theme, turn.now)
            waiting = standing.waiting_for(session, theme)
            tell.advance(waiting, ComplaintState.ACKNOWLEDGED, turn.now)
            outgoing = tell.everybody(theme, event, waiting, lambda complaint: _way_around(complaint, workaround))
    return [theme_card.shown(session, turn, theme, message.value), *outgoing]


def _way_around(complaint: Complaint, workaround: str) -> Card:
    return tell.answer(complaint, [text(Bold(_("IT knows this error. Until it is fixed:")), " ", workaround)])


def show_cause(session: Session, turn: Turn, press: ButtonPressed) -> Form:
    """The form behind "How IT sees it"."""
    theme = trail.theme_in(session, press.value)
    return theme_card.form(
        "theme.cause",
        "How IT sees it",
        theme,
        press.value,
        ChoiceField(
            "cause",
            "In IT's view it is",
            tuple((cause, called[:1].upper() + called[1:]) for cause, called in standing.CALLED.items()),
            theme.it_cause or theme.cause,
        ),
        intro="Where colleagues see it differently, the BRM sees both views side by side. Nobody is overruled.",
    )


def read_cause(session: Session, turn: Turn, message: FormSubmitted) -> list[Outgoing]:
    """IT's own view of the cause. The reporters' view stays as it is."""
    theme = trail.theme_in(session, message.value)
    try:
        cause = Cause(message.answers.get("cause", ""))
    except ValueError:
        raise Stale("cause") from None
    if cause != theme.it_cause:
        theme.it_cause = cause
        trail.note(session, turn, theme, ThemeStep.IT_CAUSE, cause)
    return [theme_card.shown(session, turn, theme, message.value)]
