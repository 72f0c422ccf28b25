"""One tap is one answer: counted, not kept with a name."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import wording
from bot.cards import Outgoing, ToPerson
from bot.messages import ButtonPressed
from bot.pulse import campaign as campaigns
from bot.pulse import results
from bot.pulse.model import InvitationState, PulseAnswer, PulseCampaign, PulseInvitation
from bot.pulse.questions import SCALE
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
    if invitation is None or invitation.state == InvitationState.PLANNED:
        raise Stale("pulse")
    if invitation.state == InvitationState.ANSWERED:
        return [_say(turn, "Your answer is counted already. I cannot tell which one is yours, so I cannot change it.")]
    if campaign.closed_at is not None:
        return [_say(turn, "This question is closed. Thank you all the same.")]
    invitation.state = InvitationState.ANSWERED
    counted = session.scalars(
        select(PulseAnswer).where(PulseAnswer.campaign_id == campaign.id, PulseAnswer.value == value)
    ).one()
    counted.count += 1
    session.flush()
    thanks = wording.plain("Thank you. Your answer is counted, without your name.")
    outgoing = [Outgoing(ToPerson(turn.speaker.id), thanks, campaigns.card_key(campaign.id, turn.speaker.id))]
    if results.refresh(session, campaign):
        outgoing += results.cards(session, campaign)
    return outgoing


def _say(turn: Turn, sentence: str) -> Outgoing:
    return Outgoing(ToPerson(turn.speaker.id), wording.plain(sentence), f"pulse-told:{turn.event_id}")
