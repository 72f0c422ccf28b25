"""What the BRM sees of a campaign: nothing below the floor, and never a step that points at a few people."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.cards import Block, Bold, Card, Outgoing, ToPlace, note, text
from bot.people import arrive
from bot.people.model import Purpose
from bot.pulse.model import FLOOR, InvitationState, PulseAnswer, PulseCampaign, PulseInvitation
from bot.pulse.questions import BANK
from bot.pulse.statistics import Share, differs, may_show, mean_of, share_of


def least() -> int:
    """The fewest people worth asking."""
    return FLOOR


def refresh(session: Session, campaign: PulseCampaign) -> bool:
    """Take the answers into what is shown, if enough of them are new. True where that changed something."""
    counts = {
        row.value: row.count
        for row in session.scalars(select(PulseAnswer).where(PulseAnswer.campaign_id == campaign.id))
    }
    if not may_show(sum(counts.values()), sum(campaign.shown_counts.values()), campaign.floor):
        return False
    campaign.shown = ",".join(f"{value}:{counts[value]}" for value in sorted(counts))
    return True


def cards(session: Session, campaign: PulseCampaign) -> list[Outgoing]:
    """The result card in each BRM channel; edited in place as answers come in."""
    card = result_card(session, campaign)
    return [
        Outgoing(ToPlace(place.id), card, f"pulse-result:{campaign.id}:{place.id}")
        for place in arrive.places_for(session, Purpose.BRM_DIGEST)
    ]


def result_card(session: Session, campaign: PulseCampaign) -> Card:
    """The question and what may be said about its answers."""
    asked = session.scalar(
        select(func.count()).select_from(PulseInvitation).where(PulseInvitation.campaign_id == campaign.id)
    )
    words = BANK[campaign.question].words
    blocks: list[Block] = [text("Asked of ", Bold(f"{asked} people: "), words), *_lines(session, campaign)]
    if campaign.closed_at is not None:
        blocks.append(note("This question is closed."))
    return Card(f"Pulse: {words}", tuple(blocks))


def _lines(session: Session, campaign: PulseCampaign) -> list[Block]:
    counts = campaign.shown_counts
    if not counts:
        late = f"Fewer than {campaign.floor} people answered, so nothing is shown."
        early = f"Results show once {campaign.floor} people have answered."
        return [text(late if campaign.closed_at is not None else early)]
    share = share_of(counts)
    lines: list[Block] = [text(sentence(share)), note(f"Mean {mean_of(counts):.1f} of 7. {change(session, campaign)}")]
    if campaign.closed_at is None:
        lines.append(note(f"I show results in steps of {campaign.floor} answers, so that no step points at anybody."))
    return lines


def sentence(share: Share) -> str:
    """A share in words, with how sure we can be."""
    return (
        f"{share.agree} of {share.count} agree. In the whole group it is likely between "
        f"{share.low:.0%} and {share.high:.0%}."
    )


def change(session: Session, campaign: PulseCampaign) -> str:
    """How it compares with the last time, said only where chance does not explain it."""
    before = _before(session, campaign)
    if before is None:
        return "This is the first time this was asked."
    way = differs(share_of(campaign.shown_counts), share_of(before.shown_counts))
    if way is None:
        return "No clear change since the last time."
    return "Clearly more than the last time." if way == "up" else "Clearly fewer than the last time."


def _before(session: Session, campaign: PulseCampaign) -> PulseCampaign | None:
    return session.scalar(
        select(PulseCampaign)
        .where(
            PulseCampaign.question == campaign.question,
            PulseCampaign.id < campaign.id,
            PulseCampaign.shown != "",
        )
        .order_by(PulseCampaign.id.desc())
        .limit(1)
    )


def participation(session: Session, campaigns: Sequence[int]) -> int:
    """How many people answered any of these campaigns; who they are is not said."""
    return session.scalars(
        select(func.count()).where(
            PulseInvitation.campaign_id.in_(campaigns), PulseInvitation.state == InvitationState.ANSWERED
        )
    ).one()
