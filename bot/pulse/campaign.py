"""Opening and closing a campaign, by schedule or because a BRM asks now."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import wording
from bot.cards import Button, Card, ChoiceField, Form, Outgoing, ToPerson, ToPlace, buttons, text
from bot.messages import ButtonPressed, FormSubmitted, Message, TickDue
from bot.people import leaving
from bot.people.model import Membership, Person, Place, Purpose
from bot.pulse import asking, results
from bot.pulse.model import FLOOR, MAY_ANSWER, InvitationState, PulseAnswer, PulseCampaign, PulseInvitation
from bot.pulse.mornings import next_morning, working_time, zone_of
from bot.pulse.questions import BANK, SCALE, Audience, Question, next_question
from bot.speaking import _, speaking_to
from bot.store.agenda import appoint
from bot.turn import Stale, Turn, id_in

#: Nobody is asked more often than once in this many days, across all pulses.
REST = 14
#: A question stays open this long.
OPEN_FOR = timedelta(days=7)
#: People asked at most; in a larger company a random sample of this size.
SAMPLE = 200
#: Between two scheduled questions.
RHYTHM = timedelta(days=14)
#: The weekday (Monday is 0) and the hour at which a scheduled campaign opens, in the company's zone.
DAY, HOUR = 1, time(5, 0)

AUDIENCES = {Audience.COLLEAGUES: "Colleagues", Audience.IT: "IT"}


class When(StrEnum):
    """When people are asked."""

    NOW = "now"
    HOURS = "hours"
    MORNING = "morning"


WHEN = {
    When.NOW: "Right now",
    When.HOURS: "Right now where it is working time, else next morning",
    When.MORNING: "In each person's next working morning",
}


@dataclass(frozen=True)
class Candidate:
    """Somebody who may be asked, and when that would be."""

    person: Person
    due: datetime


def schedule_first(session: Session, company_id: int, zone: str, now: datetime) -> None:
    """Put the first scheduled campaign on the agenda: the second Tuesday from now, so that people know us by then."""
    today = now.astimezone(zone_of(zone)).date()
    _appoint_opening(session, company_id, zone, _on_or_after(today, DAY) + timedelta(days=7))


def _on_or_after(day: date, weekday: int) -> date:
    return day + timedelta(days=(weekday - day.weekday()) % 7)


def _appoint_opening(session: Session, company_id: int, zone: str, day: date) -> None:
    at = datetime.combine(day, HOUR, tzinfo=zone_of(zone)).astimezone(UTC)
    appoint(session, company_id, "pulse.open", [("company", day.isoformat(), at)])


def open_by_schedule(session: Session, turn: Turn, message: TickDue) -> list[Outgoing]:
    """The day has come: ask colleagues the next question, and IT its mirror, then appoint the next time."""
    zone = turn.company.zone
    day = _on_or_after((turn.now.astimezone(zone_of(zone)) + RHYTHM).date(), DAY)
    _appoint_opening(session, turn.company.id, zone, day)
    outgoing = []
    for audience in Audience:
        asked = list(session.scalars(select(PulseCampaign.question).where(PulseCampaign.audience == audience)))
        candidates = _candidates(session, turn.now, audience, When.MORNING)
        if len(candidates) >= FLOOR:
            outgoing += _open(session, turn, next_question(audience, asked), candidates)
    return outgoing


def offer(session: Session, turn: Turn, message: Message) -> list[Outgoing]:
    """A BRM wants to ask: say what happens, and offer the form."""
    card = Card(
        "Ask a question",
        (
            text("One question, one tap, no names. Nobody is asked more than once in 14 days."),
            buttons(Button("Ask now", "pulse.ask_now", style="primary", opens_form=True)),
        ),
    )
    return [Outgoing(ToPlace(turn.here.id), card, f"pulse-offer:{turn.event_id}")]


def show_ask_now(session: Session, turn: Turn, press: ButtonPressed) -> Form:
    """The form behind "Ask a question now"."""
    questions = tuple((q.code, f"{AUDIENCES[q.audience]}: {q.words}") for q in BANK.values())
    free = {audience: len(_candidates(session, turn.now, audience, When.NOW)) for audience in Audience}
    return Form(
        name="pulse.ask_now",
        title="Ask a question",
        intro=(
            f"People you can ask today: {free[Audience.COLLEAGUES]} colleagues, {free[Audience.IT]} in IT. "
            "Whoever was asked in the last 14 days is left in peace. "
            f"Answers are counted without names and show from {FLOOR} answers up."
        ),
        fields=(
            ChoiceField("question", "The question", questions, questions[0][0]),
            ChoiceField("when", "When", tuple((when.value, label) for when, label in WHEN.items()), When.NOW),
        ),
        submit="Ask",
    )


def read_ask_now(session: Session, turn: Turn, message: FormSubmitted) -> list[Outgoing]:
    """A BRM asks now, or for the next morning; they hear how many are asked, and when."""
    question = BANK.get(message.answers.get("question", ""))
    when = message.answers.get("when", "")
    if question is None or when not in [one.value for one in When]:
        raise Stale("answers")
    candidates = _candidates(session, turn.now, question.audience, When(when))
    if len(candidates) < FLOOR:
        return [Outgoing(ToPerson(turn.speaker.id), _too_few(len(candidates)), f"pulse-few:{turn.event_id}")]
    outgoing = _open(session, turn, question, candidates)
    if turn.here.direct:
        told = wording.plain(f"{min(len(candidates), SAMPLE)} people are asked. The BRM channel shows what comes back.")
        outgoing.append(Outgoing(ToPlace(turn.here.id), told, f"pulse-opened:{turn.event_id}"))
    return outgoing


def _too_few(count: int) -> Card:
    people = {0: "Nobody", 1: "Only one person"}.get(count, f"Only {count} people")
    return wording.plain(
        f"{people} could be asked at the moment, and five are needed to keep answers anonymous. "
        "Nobody is asked more than once in 14 days."
    )


def _candidates(session: Session, now: datetime, audience: Audience, when: When) -> list[Candidate]:
    """Whom we may ask: no guests of the company, nobody who left, who muted us or who was asked a short while ago.

    IT is who is in its channel; colleagues are all others.
    """
    it = (
        select(Membership.person_id)
        .join(Place, Place.id == Membership.place_id)
        .where(Place.purpose == Purpose.IT_UPDATES)
    )
    mine = Person.id.in_(it) if audience == Audience.IT else Person.id.not_in(it)
    colleagues = select(Person).where(mine, Person.guest.is_(False), leaving.is_here())
    people = session.scalars(colleagues.order_by(Person.id)).all()
    candidates = [Candidate(person, _due(person, now, when)) for person in people]
    return [
        candidate
        for candidate in candidates
        if _rested(candidate) and (candidate.person.muted_until is None or candidate.person.muted_until <= now)
    ]


def _due(person: Person, now: datetime, when: When) -> datetime:
    at_once = when == When.NOW or (when == When.HOURS and working_time(now, person.zone))
    return now if at_once else next_morning(now, person.zone, f"{now.isoformat()}:{person.id}")


def _rested(candidate: Candidate) -> bool:
    """True where enough days lie between two questions. Days, because one morning is not exactly like another."""
    last = candidate.person.last_pulse_at
    if last is None:
        return True
    zone = zone_of(candidate.person.zone)
    return (candidate.due.astimezone(zone).date() - last.astimezone(zone).date()).days >= REST


def _open(session: Session, turn: Turn, question: Question, candidates: Sequence[Candidate]) -> list[Outgoing]:
    campaign = PulseCampaign(
        question=question.code,
        audience=question.audience,
        asked_by_id=turn.person.id if turn.person else None,
        opened_at=turn.now,
        closes_at=turn.now + OPEN_FOR,
    )
    session.add(campaign)
    session.flush()
    if len(candidates) > SAMPLE:
        candidates = random.Random(campaign.id).sample(candidates, SAMPLE)  # noqa: S311 - a fair draw, not a secret
    session.add_all(PulseAnswer(campaign_id=campaign.id, value=value, count=0) for value in SCALE)
    rows = []
    for candidate in candidates:
        session.add(PulseInvitation(campaign_id=campaign.id, person_id=candidate.person.id, due_at=candidate.due))
        candidate.person.last_pulse_at = candidate.due
        rows.append((asking.subject_of(campaign.id, candidate.person.id), "once", candidate.due))
    session.flush()
    company = turn.company.id
    appoint(session, company, "pulse.ask", rows)
    appoint(session, company, "pulse.close", [(str(campaign.id), "once", campaign.closes_at)])
    return results.cards(session, campaign)


def _spent(session: Session, invitation: PulseInvitation) -> Outgoing:
    with speaking_to(session.get_one(Person, invitation.person_id)):
        over = wording.plain(_("This question is closed. No answer needed."))
    return Outgoing(ToPerson(invitation.person_id), over, asking.card_key(invitation))


def close(session: Session, turn: Turn, message: TickDue) -> list[Outgoing]:
    """The time is over: show what may be shown, forget the rest, and free everybody who has not answered."""
    campaign = session.get_one(PulseCampaign, id_in({"id": message.subject}, "id"))
    if campaign.closed_at is not None:
        return []
    campaign.closed_at = turn.now
    waiting = session.scalars(
        select(PulseInvitation).where(
            PulseInvitation.campaign_id == campaign.id,
            PulseInvitation.state.in_((InvitationState.PLANNED, *MAY_ANSWER)),
        )
    ).all()
    spent = [_spent(session, invitation) for invitation in waiting if invitation.state in MAY_ANSWER]
    for invitation in waiting:
        invitation.state = InvitationState.CLOSED
    session.flush()
    results.refresh(session, campaign)
    forgotten = results.forget_rest(session, campaign)
    return [*spent, *results.cards(session, campaign, forgotten)]
