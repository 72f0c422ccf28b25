"""One tap is one answer: counted, not kept with a name."""

from sqlalchemy import case, select, update
from sqlalchemy.orm import Session

from bot import wording
from bot.cards import Outgoing, ToPerson
from bot.messages import ButtonPressed
from bot.pulse import asking, results
from bot.pulse.model import MAY_ANSWER, InvitationState, PulseAnswer, PulseCampaign, PulseInvitation
from bot.pulse.questions import SCALE
from bot.speaking import _
from bot.turn import Stale, Turn, id_in


def take(session: Session, turn: Turn, message: ButtonPressed) -> list[Outgoing]:
    """Count an answer of somebody who was asked and has not answered yet.

    The invitation learns that they answered and the count learns the value, in one transaction, with nothing written
    that names both. What the press carried is forgotten when its event is marked handled.
    """
    campaign = session.get(PulseCampaign, id_in(message.value, "campaign"))
    value = id_in(message.value, "value")
    if campaign is None or value not in SCALE:
        raise Stale("pulse")
    invitation = session.scalar(
        select(PulseInvitation).where(
            PulseInvitation.campaign_id == campaign.id, PulseInvitation.person_id == turn.speaker.id
        )
    )
    if invitation is None:
        raise Stale("pulse")
    if campaign.closed_at is not None:
        return [_say(turn, _("This question is closed. Thank you all the same."))]
    if invitation.state in (InvitationState.PLANNED, InvitationState.CLOSED):
        raise Stale("pulse")
    key = asking.card_key(invitation)
    if not _first(session, invitation):
        sentence = _("Your answer is in already. I cannot tell which one is yours, so I cannot change it.")
        return [_say(turn, sentence)]
    _count(session, campaign, value)
    thanks = wording.plain(_("Thank you. Your answer is in, without your name."))
    outgoing = [Outgoing(ToPerson(turn.speaker.id), thanks, key)]
    if results.refresh(session, campaign):
        outgoing += results.cards(session, campaign)
    return outgoing


def _first(session: Session, invitation: PulseInvitation) -> bool:
    """Note that they answered. False where they had, also in the same moment from another device."""
    done = session.execute(
        update(PulseInvitation)
        .where(PulseInvitation.id == invitation.id, PulseInvitation.state.in_(MAY_ANSWER))
        .values(state=InvitationState.ANSWERED)
    )
    return bool(done.rowcount == 1)  # type: ignore[attr-defined]


def _count(session: Session, campaign: PulseCampaign, value: int) -> None:
    """One more for a value. All rows of the campaign are written, so that none stands out as written just now."""
    session.execute(
        update(PulseAnswer)
        .where(PulseAnswer.campaign_id == campaign.id)
        .values(count=PulseAnswer.count + case((PulseAnswer.value == value, 1), else_=0))
    )


def _say(turn: Turn, sentence: str) -> Outgoing:
    return Outgoing(ToPerson(turn.speaker.id), wording.plain(sentence), f"pulse-told:{turn.event_id}")
