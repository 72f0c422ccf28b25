"""Hearing a colleague out: keep what they told us, say what we understood, take their word for how much it hurts."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import wording
from bot.cards import Outgoing, ToPerson, ToPlace
from bot.listening import bursts, doubt, likeness, show, themes
from bot.listening.asking import pictures
from bot.listening.classify import Understanding
from bot.listening.labels import Cause, Impact, Module
from bot.listening.model import DELETED, OPEN, Complaint, ComplaintState
from bot.messages import ButtonPressed, FileLink, MessageDeleted, MessageEdited, MessageReceived
from bot.people import arrive
from bot.people.model import Purpose
from bot.turn import Stale, Turn, id_in

#: Longer messages are refused with a sentence; a screenful is more than anyone needs to say what is wrong.
LONGEST = 40_000


@dataclass(frozen=True)
class Heard:
    """What a complaint is made of. `source` names where it came from, so that it is kept once."""

    source: str
    message_id: str
    text: str
    understanding: Understanding
    embedding: NDArray[np.float32] | None
    files: tuple[FileLink, ...] = ()


def complaint(session: Session, turn: Turn, message: MessageReceived | MessageEdited) -> list[Outgoing]:
    """A problem, a wish or a question: keep it and say what was understood."""
    if len(message.text) > LONGEST:
        return [Outgoing(ToPlace(turn.here.id), wording.too_long(LONGEST), f"long:{turn.event_id}")]
    if turn.understanding is None:
        raise LookupError("A complaint reaches its handler understood.")
    told = told_before(session, turn, message.message_id)
    if told is None:
        files = message.files if isinstance(message, MessageReceived) else ()
        heard = Heard(turn.event_id, message.message_id, message.text, turn.understanding, turn.embedding, files)
        return take_in(session, turn, heard)[1]
    if told.withdrawn_at is not None:
        told.text = DELETED  # it was taken back, and its new words are kept no more than the old ones
        return []
    if told.state not in (ComplaintState.RECEIVED, ComplaintState.CONFIRMED):
        # IT has answered already: what it is about stays as it is, but nobody reads words that were taken away.
        return _reworded(session, told, show.without_name(told, message.text))
    was_blocked = told.impact_told and told.impact == Impact.BLOCKED
    _read_again(session, turn.understanding, turn, told, message.text)
    themes.gather(session, told, turn.embedding)
    return after_change(session, told, was_blocked)


def _reworded(session: Session, told: Complaint, words: str) -> list[Outgoing]:
    """Other words in the place of a complaint's, wherever they are read; everything else stays."""
    themes.reword(session, told, words)
    if told.reopen_reason and words == DELETED:
        told.reopen_reason = DELETED
    return after_change(session, told, told.impact_told and told.impact == Impact.BLOCKED)


def take_in(session: Session, turn: Turn, heard: Heard) -> tuple[Complaint, list[Outgoing]]:
    """Keep a complaint of the speaker, put it into its theme, and say what was understood."""
    told = _keep(session, turn, heard)
    doubt.note(session, told, heard.understanding)
    pictures.attach(session, turn, told, heard.files)
    theme = themes.gather(session, told, heard.embedding)
    return told, [show.understood(session, told, theme), *bursts.notice(session, turn, told)]


def told_before(session: Session, turn: Turn, message_id: str) -> Complaint | None:
    """The speaker's complaint that came with this message, if there is one."""
    return session.scalar(
        select(Complaint).where(Complaint.person_id == turn.speaker.id, Complaint.message_id == message_id)
    )


def _keep(session: Session, turn: Turn, heard: Heard) -> Complaint:
    understanding = heard.understanding
    told = Complaint(
        person=turn.speaker,
        source=heard.source,
        message_id=heard.message_id,
        text=heard.text,
        cause=understanding.cause,
        module=understanding.module,
        impact=understanding.impact,
        guessed_cause=understanding.cause,
        guessed_module=understanding.module,
        guessed_impact=understanding.impact,
        confidence=understanding.confidence,
        engine=understanding.engine,
        embedding=likeness.pack(heard.embedding) if heard.embedding is not None else None,
        profile=likeness.profile_of(understanding),
        state=ComplaintState.RECEIVED,
        impact_told=False,
        created_at=turn.now,
    )
    session.add(told)
    session.flush()
    return told


def _read_again(session: Session, understanding: Understanding, turn: Turn, told: Complaint, text: str) -> None:
    """The reporter edited their message: understand it anew, but keep what they told us themselves."""
    told.text = show.without_name(told, text)
    told.embedding = likeness.pack(turn.embedding) if turn.embedding is not None else None
    if doubt.is_settled(session, told) or (told.cause, told.module) != (told.guessed_cause, told.guessed_module):
        return
    told.profile = likeness.profile_of(understanding)
    told.cause = told.guessed_cause = understanding.cause
    told.module = told.guessed_module = understanding.module
    told.confidence, told.engine = understanding.confidence, understanding.engine
    doubt.note(session, told, understanding)


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
    doubt.settle(session, told, turn.now)
    if told.state == ComplaintState.RECEIVED:
        told.move(ComplaintState.CONFIRMED, turn.now)
    return after_change(session, told, was_blocked)


def after_change(session: Session, told: Complaint, was_blocked: bool) -> list[Outgoing]:
    """The reporter's card as it now stands, and the lines others read where it is or was blocked, or was reopened."""
    session.flush()
    outgoing = [show.understood(session, told, told.theme)]
    if was_blocked or (told.impact_told and told.impact == Impact.BLOCKED):
        outgoing += show.blocked_line(session, told)
    taken_back = told.withdrawn_at is not None and told.reopened_at is not None
    if told.state == ComplaintState.REOPENED or taken_back:
        outgoing += show.reopened_line(session, told)
    return outgoing


def take_word(session: Session, turn: Turn, told: Complaint, cause: Cause, module: Module) -> None:
    """The reporter said what it is about. A different cause or area may belong to another theme."""
    moved = (cause, module) != (told.cause, told.module)
    told.cause, told.module = cause, module
    doubt.settle(session, told, turn.now)
    if moved:
        told.profile = likeness.profile_told(cause, module)
        themes.gather(session, told, likeness.unpack(told.embedding) if told.embedding else None)


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


def forget(session: Session, turn: Turn, message: MessageDeleted | MessageEdited) -> list[Outgoing]:
    """The reporter took their words away: what nobody called fixed yet is taken back, and the words go in any case."""
    told = told_before(session, turn, message.message_id)
    if told is None:
        return []
    if told.state not in OPEN and told.withdrawn_at is None:
        return _reworded(session, told, DELETED)
    outgoing = _close(session, turn, told) if told.withdrawn_at is None else []
    told.text = DELETED
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
