"""Hearing a colleague out: keep what they told us, say what we understood, take their word for how much it hurts."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import wording
from bot.cards import Outgoing, ToPerson, ToPlace
from bot.listening import bursts, likeness, show, themes
from bot.listening.labels import Impact
from bot.listening.model import OPEN, Complaint, ComplaintState
from bot.messages import ButtonPressed, MessageDeleted, MessageEdited, MessageReceived
from bot.people import arrive
from bot.people.model import Purpose
from bot.turn import Stale, Turn, id_in

#: Longer messages are refused with a sentence; a screenful is more than anyone needs to say what is wrong.
LONGEST = 40_000


def complaint(session: Session, turn: Turn, message: MessageReceived | MessageEdited) -> list[Outgoing]:
    """A problem, a wish or a question: keep it and say what was understood."""
    if len(message.text) > LONGEST:
        return [Outgoing(ToPlace(turn.here.id), wording.too_long(LONGEST), f"long:{turn.event_id}")]
    told = _told_before(session, turn, message.message_id)
    new = told is None
    if told is None:
        told = _keep(session, turn, message)
    elif told.state in (ComplaintState.RECEIVED, ComplaintState.CONFIRMED):
        _read_again(turn, told, message.text)
    else:
        return []  # IT has answered already: the words it answered stay as they are
    theme = themes.gather(session, told, turn.embedding)
    alert = bursts.notice(session, turn, told) if new else []
    return [show.understood(session, told, theme), *alert]


def _told_before(session: Session, turn: Turn, message_id: str) -> Complaint | None:
    return session.scalar(
        select(Complaint).where(Complaint.person_id == turn.speaker.id, Complaint.message_id == message_id)
    )


def _keep(session: Session, turn: Turn, message: MessageReceived | MessageEdited) -> Complaint:
    understanding = turn.understanding
    if understanding is None:
        raise LookupError("A complaint reaches its handler understood.")
    told = Complaint(
        person=turn.speaker,
        source=turn.event_id,
        message_id=message.message_id,
        text=message.text,
        cause=understanding.cause,
        module=understanding.module,
        impact=understanding.impact,
        guessed_cause=understanding.cause,
        guessed_module=understanding.module,
        guessed_impact=understanding.impact,
        confidence=understanding.confidence,
        engine=understanding.engine,
        embedding=likeness.pack(turn.embedding) if turn.embedding is not None else None,
        profile=likeness.profile_of(understanding),
        state=ComplaintState.RECEIVED,
        impact_told=False,
        created_at=turn.now,
    )
    session.add(told)
    session.flush()
    return told


def _read_again(turn: Turn, told: Complaint, text: str) -> None:
    """The reporter edited their message: understand it anew, but keep what they told us themselves."""
    if turn.understanding is None:
        raise LookupError("An edited complaint reaches its handler understood.")
    told.text = text
    told.profile = likeness.profile_of(turn.understanding)
    told.cause = told.guessed_cause = turn.understanding.cause
    told.module = told.guessed_module = turn.understanding.module
    told.embedding = likeness.pack(turn.embedding) if turn.embedding is not None else None


def own_complaint(session: Session, turn: Turn, value: dict[str, str]) -> Complaint:
    """The complaint a button is about, for its reporter only. Raises Stale otherwise."""
    told = session.get(Complaint, id_in(value, "complaint"))
    if told is None or told.person_id != turn.speaker.id:
        raise Stale("complaint")
    return told


def note_impact(session: Session, turn: Turn, message: ButtonPressed) -> list[Outgoing]:
    """The reporter says how much it hurts; the BRM hears of a blocked colleague, and of nothing else."""
    told = own_complaint(session, turn, message.value)
    if told.state not in OPEN or message.value.get("impact") not in set(wording.IMPACTS):
        raise Stale("impact")
    was_blocked = told.impact_told and told.impact == Impact.BLOCKED
    told.impact, told.impact_told = Impact(message.value["impact"]), True
    if told.state == ComplaintState.RECEIVED:
        told.move(ComplaintState.CONFIRMED, turn.now)
    return after_change(session, told, was_blocked)


def after_change(session: Session, told: Complaint, was_blocked: bool) -> list[Outgoing]:
    """The reporter's card as it now stands, and the BRM's line where the complaint is or was a blocked one."""
    session.flush()
    outgoing = [show.understood(session, told, told.theme)]
    if was_blocked or (told.impact_told and told.impact == Impact.BLOCKED):
        outgoing += show.blocked_line(session, told)
    return outgoing


def note_time(session: Session, turn: Turn, message: ButtonPressed) -> list[Outgoing]:
    """The reporter says how much time it cost them, if they like."""
    told = own_complaint(session, turn, message.value)
    minutes = id_in(message.value, "minutes")
    if told.withdrawn_at is not None or minutes not in show.TIMES:
        raise Stale("minutes")
    told.minutes_lost = minutes
    session.flush()
    return [show.understood(session, told, told.theme)]


def withdraw(session: Session, turn: Turn, message: ButtonPressed) -> list[Outgoing]:
    """The reporter takes a complaint back: it leaves its theme and nobody sees it any more."""
    return _close(session, turn, own_complaint(session, turn, message.value))


def _close(session: Session, turn: Turn, told: Complaint) -> list[Outgoing]:
    was_blocked = told.impact_told and told.impact == Impact.BLOCKED
    told.withdraw(turn.now)
    themes.leave(session, told)
    return after_change(session, told, was_blocked)


def forget(session: Session, turn: Turn, message: MessageDeleted) -> list[Outgoing]:
    """The reporter deleted their message: what IT has not answered yet is taken back with it."""
    told = _told_before(session, turn, message.message_id)
    if told is None or told.state not in OPEN:
        return []
    outgoing = _close(session, turn, told)
    told.text = "(deleted by its author)"
    return outgoing


def thanks(session: Session, turn: Turn, message: MessageReceived) -> list[Outgoing]:
    """A thank-you."""
    return [Outgoing(ToPlace(turn.here.id), wording.you_are_welcome(), f"welcome:{turn.event_id}")]


def update(session: Session, turn: Turn, message: MessageReceived) -> list[Outgoing]:
    """News from IT in the wrong place: say where it belongs. From anybody else it is something to hear out."""
    channels = arrive.places_for(session, Purpose.IT_UPDATES)
    if not turn.roles:
        return complaint(session, turn, message)
    name = channels[0].name if channels else None
    return [Outgoing(ToPerson(turn.speaker.id), wording.news_goes_elsewhere(name), f"elsewhere:{turn.event_id}")]


def small_talk(session: Session, turn: Turn, message: MessageReceived) -> list[Outgoing]:
    """Small talk and what is off topic: one friendly line."""
    return [Outgoing(ToPlace(turn.here.id), wording.small_talk(), f"chat:{turn.event_id}")]
