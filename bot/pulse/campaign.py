"""Opening and closing a campaign, by schedule or because a BRM asks now."""

import random
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import wording
from bot.cards import Bold, Button, Card, ChoiceField, Form, Outgoing, ToPerson, ToPlace, buttons, note, text
from bot.messages import ButtonPressed, FormSubmitted, Message, TickDue
from bot.people.model import Membership, Person, Place, Purpose
from bot.pulse import results
from bot.pulse.model import InvitationState, PulseAnswer, PulseCampaign, PulseInvitation
from bot.pulse.mornings import next_morning, working_day, zone_of
from bot.pulse.questions import BANK, SCALE, Audience, Question, next_question
from bot.store.agenda import appoint
from bot.turn import Stale, Turn, id_in

#: Nobody is asked more often than this, across all pulses.
REST = timedelta(days=14)
#: A question stays open this long.
OPEN_FOR = timedelta(days=7)
#: People asked at most; in a larger company a random sample of this size.
SAMPLE = 200
#: Between two scheduled questions.
RHYTHM = timedelta(days=14)
#: The weekday (Monday is 0) and the hour at which a scheduled campaign opens, in the company's zone.
DAY, HOUR = 1, time(5, 0)

AUDIENCES = {Audience.COLLEAGUES: "Colleagues", Audience.IT: "IT"}


def schedule_first(session: Session, company_id: int, zone: str, now: datetime) -> None:
    """Put the first scheduled campaign on the agenda: the second Tuesday from now, so that people know us by then."""
    today = now.astimezone(zone_of(zone)).date()
    _appoint_opening(session, company_id, zone, now, today + timedelta(days=(DAY - today.weekday()) % 7 + 7))


def _appoint_opening(session: Session, company_id: int, zone: str, now: datetime, day: date) -> None:
    at = datetime.combine(day, HOUR, tzinfo=zone_of(zone)).astimezone(UTC)
    appoint(session, company_id, "pulse.open", [("company", day.isoformat(), max(at, now))])


def open_by_schedule(session: Session, turn: Turn, message: TickDue) -> list[Outgoing]:
    """The day has come: ask colleagues the next question, and IT its mirror, then appoint the next time."""
    zone = turn.company.zone
    day = working_day((turn.now + RHYTHM).astimezone(zone_of(zone)).date())
    _appoint_opening(session, turn.company.id, zone, turn.now, day)
    outgoing = []
    for audience in Audience:
        asked = list(session.scalars(select(PulseCampaign.question).where(PulseCampaign.audience == audience)))
        people = _eligible(session, turn.now, audience)
        if len(people) >= results.least():
            outgoing += _open(session, turn, next_question(audience, asked), people, mornings=True)
    return outgoing


def offer(session: Session, turn: Turn, message: Message) -> list[Outgoing]:
    """A BRM wants to ask: say what happens, and offer the form."""
    card = Card(
        "Ask a question",
        (
            text("One question, one tap, no names. Nobody is asked more than once in 14 days."),
            buttons(Button("Choose the question", "pulse.ask_now", style="primary", opens_form=True)),
        ),
    )
    return [Outgoing(ToPlace(turn.here.id), card, f"pulse-offer:{turn.event_id}")]


def show_ask_now(session: Session, turn: Turn, press: ButtonPressed) -> Form:
    """The form behind "Ask a question now"."""
    questions = tuple((q.code, f"{AUDIENCES[q.audience]}: {q.words}") for q in BANK.values())
    return Form(
        name="pulse.ask_now",
        title="Ask a question",
        intro="Answers are counted without names. Results show from five answers up.",
        fields=(
            ChoiceField("question", "The question", questions, questions[0][0]),
            ChoiceField(
                "when",
                "When",
                (("now", "Right now"), ("morning", "In each person's next working morning")),
                "now",
            ),
        ),
        submit="Ask",
    )


def read_ask_now(session: Session, turn: Turn, message: FormSubmitted) -> list[Outgoing]:
    """A BRM asks now, or for the next morning."""
    question = BANK.get(message.answers.get("question", ""))
    if question is None or message.answers.get("when") not in ("now", "morning"):
        raise Stale("answers")
    people = _eligible(session, turn.now, question.audience)
    if len(people) < results.least():
        return [Outgoing(ToPerson(turn.speaker.id), _too_few(len(people)), f"pulse-few:{turn.event_id}")]
    return _open(session, turn, question, people, mornings=message.answers["when"] == "morning")


def _too_few(count: int) -> Card:
    people = {0: "Nobody", 1: "Only one person"}.get(count, f"Only {count} people")
    return wording.plain(
        f"{people} could be asked at the moment, and five are needed to keep answers anonymous. "
        "Nobody is asked more than once in 14 days."
    )


def _eligible(session: Session, now: datetime, audience: Audience) -> list[Person]:
    """Whom we may ask: no guests, nobody who muted us, nobody asked a short while ago. IT is who is in its channel."""
    it = (
        select(Membership.person_id)
        .join(Place, Place.id == Membership.place_id)
        .where(Place.purpose == Purpose.IT_UPDATES)
    )
    mine = Person.id.in_(it) if audience == Audience.IT else Person.id.not_in(it)
    people = session.scalars(select(Person).where(mine, Person.guest.is_(False)).order_by(Person.id)).all()
    return [
        person
        for person in people
        if (person.last_pulse_at is None or now - person.last_pulse_at >= REST)
        and (person.muted_until is None or person.muted_until <= now)
    ]


def _open(session: Session, turn: Turn, question: Question, people: Sequence[Person], mornings: bool) -> list[Outgoing]:
    campaign = PulseCampaign(
        question=question.code,
        audience=question.audience,
        asked_by_id=turn.person.id if turn.person else None,
        opened_at=turn.now,
        closes_at=turn.now + OPEN_FOR,
    )
    session.add(campaign)
    session.flush()
    if len(people) > SAMPLE:
        people = random.Random(campaign.id).sample(people, SAMPLE)  # noqa: S311 - a fair draw, not a secret
    session.add_all(PulseAnswer(campaign_id=campaign.id, value=value, count=0) for value in SCALE)
    rows = []
    for person in people:
        due = next_morning(turn.now, person.zone, f"{campaign.id}:{person.id}") if mornings else turn.now
        session.add(PulseInvitation(campaign_id=campaign.id, person_id=person.id, due_at=due))
        person.last_pulse_at = due
        rows.append((f"{campaign.id}:{person.id}", "once", due))
    session.flush()
    company = turn.company.id
    appoint(session, company, "pulse.ask", rows)
    appoint(session, company, "pulse.close", [(str(campaign.id), "once", campaign.closes_at)])
    return results.cards(session, campaign)


def ask(session: Session, turn: Turn, message: TickDue) -> list[Outgoing]:
    """It is this person's time: ask them, if the question is still open and they have not muted us since."""
    campaign_id, _, person_id = message.subject.partition(":")
    invitation = session.scalar(
        select(PulseInvitation).where(
            PulseInvitation.campaign_id == int(campaign_id), PulseInvitation.person_id == int(person_id)
        )
    )
    if invitation is None or invitation.state != InvitationState.PLANNED:
        return []
    campaign = session.get_one(PulseCampaign, invitation.campaign_id)
    person = session.get_one(Person, invitation.person_id)
    muted = person.muted_until is not None and person.muted_until > turn.now
    if campaign.closed_at is not None or muted:
        invitation.state = InvitationState.CLOSED
        return []
    invitation.state = InvitationState.ASKED
    return [Outgoing(ToPerson(person.id), _question_card(campaign), card_key(campaign.id, person.id))]


def card_key(campaign_id: int, person_id: int) -> str:
    """The key of the card that asks a person; the thank-you replaces it."""
    return f"pulse:{campaign_id}:{person_id}"


def _question_card(campaign: PulseCampaign) -> Card:
    question = BANK[campaign.question]
    labels = {SCALE[0]: f"1 {question.low}", SCALE[-1]: f"7 {question.high}"}
    taps = tuple(
        Button(labels.get(value, str(value)), "pulse.answer", {"campaign": str(campaign.id), "value": str(value)})
        for value in SCALE
    )
    return Card(
        f"One question: {question.words}",
        (
            text("One question, one tap. How far do you agree?"),
            text(Bold(question.words)),
            buttons(*taps),
            note(
                "What I keep: that you answered, and how many people gave each answer. "
                f"Not who gave which. Results show from {campaign.floor} answers up."
            ),
        ),
    )


def close(session: Session, turn: Turn, message: TickDue) -> list[Outgoing]:
    """The time is over: whoever has not answered need not any more, and their card says so."""
    campaign = session.get_one(PulseCampaign, id_in({"id": message.subject}, "id"))
    if campaign.closed_at is not None:
        return []
    campaign.closed_at = turn.now
    waiting = session.scalars(
        select(PulseInvitation).where(
            PulseInvitation.campaign_id == campaign.id,
            PulseInvitation.state.in_((InvitationState.PLANNED, InvitationState.ASKED)),
        )
    ).all()
    asked = [invitation for invitation in waiting if invitation.state == InvitationState.ASKED]
    for invitation in waiting:
        invitation.state = InvitationState.CLOSED
    over = wording.plain("This question is closed. No answer needed.")
    spent = [Outgoing(ToPerson(i.person_id), over, card_key(campaign.id, i.person_id)) for i in asked]
    return [*spent, *results.cards(session, campaign)]
