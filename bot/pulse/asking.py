"""Asking one person: in their own time, once, with one reminder at most."""

from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot import wording
from bot.cards import Block, Bold, Button, Card, Outgoing, ToPerson, buttons, note, text
from bot.listening.model import Complaint
from bot.messages import TickDue
from bot.people.model import Person
from bot.pulse.model import InvitationState, PulseCampaign, PulseInvitation
from bot.pulse.mornings import next_morning, working_time
from bot.pulse.questions import BANK, SCALE, Audience
from bot.recognition.model import Recognition
from bot.speaking import _, ngettext, number, speaking_to
from bot.store.agenda import appoint
from bot.turn import Turn

#: An invitation this much behind its time waits for the next morning, unless people are at work just now.
LATE = timedelta(hours=1)
#: Somebody who has not answered is reminded in the first working morning after this long.
REMIND_AFTER = timedelta(days=2)
#: A reminder this close to the end is not worth anybody's while.
TOO_LATE = timedelta(hours=12)


def subject_of(campaign_id: int, person_id: int) -> str:
    """How an appointment names an invitation."""
    return f"{campaign_id}:{person_id}"


def ask(session: Session, turn: Turn, message: TickDue) -> list[Outgoing]:
    """It is this person's time: ask them, if the question is still open and they neither muted us since nor left."""
    found = _open_invitation(session, turn, message.subject, InvitationState.PLANNED)
    if found is None:
        return []
    invitation, campaign, person = found
    if turn.now - invitation.due_at > LATE and not working_time(turn.now, person.zone):
        _wait_for_morning(session, turn, invitation, campaign, person)
        return []
    invitation.state = InvitationState.ASKED
    again = next_morning(turn.now + REMIND_AFTER, person.zone, message.subject)
    if again + TOO_LATE < campaign.closes_at:
        appoint(session, turn.company.id, "pulse.remind", [(message.subject, "once", again)])
    with speaking_to(person):
        return [Outgoing(ToPerson(person.id), _card(session, campaign, reminder=False), card_key(invitation))]


def remind(session: Session, turn: Turn, message: TickDue) -> list[Outgoing]:
    """Ask somebody who has not answered once more, below what they have read since. Never a second time."""
    found = _open_invitation(session, turn, message.subject, InvitationState.ASKED)
    if found is None:
        return []
    invitation, campaign, person = found
    if not working_time(turn.now, person.zone):
        return []  # we were away in their morning, and a reminder is not worth a second try
    first = card_key(invitation)
    invitation.state = InvitationState.REMINDED
    with speaking_to(person):
        return [
            Outgoing(ToPerson(person.id), wording.plain(_("I have asked this once more below.")), first),
            Outgoing(ToPerson(person.id), _card(session, campaign, reminder=True), card_key(invitation)),
        ]


def card_key(invitation: PulseInvitation) -> str:
    """The key of the card that asks a person just now; what they hear next replaces it."""
    kind = "pulse-reminder" if invitation.state == InvitationState.REMINDED else "pulse"
    return f"{kind}:{invitation.campaign_id}:{invitation.person_id}"


def _open_invitation(
    session: Session, turn: Turn, subject: str, state: InvitationState
) -> tuple[PulseInvitation, PulseCampaign, Person] | None:
    """An invitation in this state that still makes sense. One that does not any more is closed."""
    campaign_id, _colon, person_id = subject.partition(":")
    invitation = session.scalar(
        select(PulseInvitation).where(
            PulseInvitation.campaign_id == int(campaign_id), PulseInvitation.person_id == int(person_id)
        )
    )
    if invitation is None or invitation.state != state:
        return None
    campaign = session.get_one(PulseCampaign, invitation.campaign_id)
    person = session.get_one(Person, invitation.person_id)
    muted = person.muted_until is not None and person.muted_until > turn.now
    if campaign.closed_at is None and not muted and not person.has_left:
        return invitation, campaign, person
    if state == InvitationState.PLANNED:
        invitation.state = InvitationState.CLOSED
    return None


def _wait_for_morning(
    session: Session, turn: Turn, invitation: PulseInvitation, campaign: PulseCampaign, person: Person
) -> None:
    """We were away at the right time: try the next morning, if the question is still open then."""
    subject = subject_of(campaign.id, person.id)
    due = next_morning(turn.now, person.zone, subject)
    if due >= campaign.closes_at:
        invitation.state = InvitationState.CLOSED
        return
    invitation.due_at = person.last_pulse_at = due
    appoint(session, turn.company.id, "pulse.ask", [(subject, due.date().isoformat(), due)])


def _card(session: Session, campaign: PulseCampaign, reminder: bool) -> Card:
    question = BANK[campaign.question]
    labels = {
        SCALE[0]: _("{value} Not at all").format(value=SCALE[0]),
        SCALE[-1]: _("{value} Completely").format(value=SCALE[-1]),
    }
    taps = tuple(
        Button(labels.get(value, str(value)), "pulse.answer", {"campaign": str(campaign.id), "value": str(value)})
        for value in SCALE
    )
    lead = _("In case this got lost: one question, one tap.") if reminder else _("One question, one tap.")
    heard = _what_came_of_it(session, campaign)
    kept = _(
        "What I keep: that you answered, and how many people gave each answer. "
        "Not who gave which. Results show from {floor} answers up. No answer is fine too."
    )
    blocks: list[Block] = [
        *([text(heard)] if heard else []),
        text(lead, " ", _("How far do you agree?")),
        text(Bold(question.words)),
        buttons(*taps),
        note(kept.format(floor=number(campaign.floor))),
    ]
    return Card(_("One question: {question}").format(question=question.words), tuple(blocks))


def _what_came_of_it(session: Session, campaign: PulseCampaign) -> str:
    """What happened since this side was asked last, because people tire of questions that nothing follows."""
    since = session.scalar(
        select(func.max(PulseCampaign.opened_at)).where(
            PulseCampaign.audience == campaign.audience, PulseCampaign.id < campaign.id
        )
    )
    if since is None:
        return ""
    fixed = session.scalars(select(func.count()).where(Complaint.verified_at >= since)).one()
    thanked = session.scalars(select(func.count()).where(Recognition.created_at >= since)).one()
    return what_came_of_it(campaign.audience, fixed, thanked)


def what_came_of_it(audience: Audience, fixed: int, thanked: int) -> str:
    """The sentence for so many confirmed fixes and thank-yous; nothing where there is nothing to say."""
    if fixed == 0:
        return ""
    if audience == Audience.COLLEAGUES:
        return ngettext(
            "Since I last asked, one colleague has told me that something they had reported works now.",
            "Since I last asked, {count} colleagues have told me that something they had reported works now.",
            fixed,
        )
    mended = ngettext(
        "Since I last asked, one colleague has confirmed that what you mended works.",
        "Since I last asked, {count} colleagues have confirmed that what you mended works.",
        fixed,
    )
    if thanked == 0:
        return mended
    praise = ngettext("You were thanked once.", "You were thanked {count} times.", thanked)
    return f"{mended} {praise}"
