"""What the BRM sees of a campaign: nothing below the floor, and never a step that points at a few people."""

from sqlalchemy import case, func, select, update
from sqlalchemy.orm import Session

from bot.cards import Block, Bold, Card, Moment, Outgoing, ToPlace, note, text
from bot.people import arrive
from bot.people.model import Purpose
from bot.pulse.model import PulseAnswer, PulseCampaign, PulseInvitation
from bot.pulse.questions import BANK, UMUX_LITE, umux_lite
from bot.pulse.statistics import Share, adjusted_wald, all_alike, differs, may_show, mean_of, share_of
from bot.speaking import speaking_in_channels


def refresh(session: Session, campaign: PulseCampaign) -> bool:
    """Take the answers into what is shown, if enough of them are new. True where that changed something."""
    counts = _counts(session, campaign)
    if not may_show(sum(counts.values()), sum(campaign.shown_counts.values()), campaign.floor):
        return False
    campaign.shown = ",".join(f"{value}:{counts[value]}" for value in sorted(counts))
    return True


def forget_rest(session: Session, campaign: PulseCampaign) -> int:
    """Cut the counts back to what has been shown. Returns how many answers were forgotten, always below the floor."""
    rest = sum(_counts(session, campaign).values()) - sum(campaign.shown_counts.values())
    kept = case(campaign.shown_counts, value=PulseAnswer.value, else_=0) if campaign.shown else 0
    session.execute(update(PulseAnswer).where(PulseAnswer.campaign_id == campaign.id).values(count=kept))
    return rest


def _counts(session: Session, campaign: PulseCampaign) -> dict[int, int]:
    rows = session.execute(select(PulseAnswer.value, PulseAnswer.count).where(PulseAnswer.campaign_id == campaign.id))
    return dict(rows.all())


def _invited(session: Session, campaign: PulseCampaign) -> int:
    return session.scalars(select(func.count()).where(PulseInvitation.campaign_id == campaign.id)).one()


def cards(session: Session, campaign: PulseCampaign, forgotten: int = 0) -> list[Outgoing]:
    """The result card in each BRM channel; edited in place as answers come in."""
    with speaking_in_channels():
        card = result_card(session, campaign, forgotten)
    return [
        Outgoing(ToPlace(place.id), card, f"pulse-result:{campaign.id}:{place.id}")
        for place in arrive.places_for(session, Purpose.BRM_DIGEST)
    ]


def result_card(session: Session, campaign: PulseCampaign, forgotten: int = 0) -> Card:
    """The question and what may be said about its answers."""
    asked = _invited(session, campaign)
    words = BANK[campaign.question].words
    blocks: list[Block] = [
        text("Asked of ", Bold(f"{asked} people: "), words),
        *_lines(session, campaign, forgotten),
        _times(session, campaign),
    ]
    return Card(f"Pulse: {words}", tuple(blocks))


def _times(session: Session, campaign: PulseCampaign) -> Block:
    """When people are asked, and until when they may answer."""
    if campaign.closed_at is not None:
        return note("This question closed on ", Moment(campaign.closed_at, "date"), ".")
    last = session.scalars(
        select(func.max(PulseInvitation.due_at)).where(PulseInvitation.campaign_id == campaign.id)
    ).one()
    closes = ("Answers count until ", Moment(campaign.closes_at), ".")
    if last == campaign.opened_at:
        return note("Everybody was asked at once. ", *closes)
    return note("People are asked in their own working time, the last one by ", Moment(last), ". ", *closes)


def _lines(session: Session, campaign: PulseCampaign, forgotten: int) -> list[Block]:
    if not campaign.shown:
        return [text(_nothing_yet(campaign))]
    lines: list[Block] = [text(sentence(share_of(campaign.shown_counts)))]
    lines.append(note(f"{_mean(campaign)}{change(session, campaign)}"))
    score = usability(session, campaign)
    if score is not None:
        lines.append(
            note(f"Usability score: {score:.0f} of 100 (UMUX-LITE, with the latest answers to its other item).")
        )
    if forgotten:
        late = "One more answer" if forgotten == 1 else f"{forgotten} more answers"
        lines.append(note(f"{late} came too late to be shown without pointing at people. I have let go of them."))
    elif campaign.closed_at is None:
        lines.append(note(f"I add answers {campaign.floor} or more at a time, so that no step points at anybody."))
    return lines


def _nothing_yet(campaign: PulseCampaign) -> str:
    if campaign.closed_at is not None:
        return f"Fewer than {campaign.floor} people answered, so nothing is shown. I have let go of their answers."
    return f"Results show once {campaign.floor} people have answered."


def sentence(share: Share) -> str:
    """A share in words, with how sure we can be.

    Where everybody agrees or nobody does, one is left open, so that nobody's answer can be read off.
    """
    if all_alike(share) and share.agree:
        low = adjusted_wald(share.count - 1, share.count).low
        return f"At least {share.count - 1} of {share.count} agree. In the whole group it is likely {low:.0%} or more."
    if all_alike(share):
        high = adjusted_wald(1, share.count).high
        return f"At most one of {share.count} agrees. In the whole group it is likely {high:.0%} or less."
    verb = "agrees" if share.agree == 1 else "agree"
    return (
        f"{share.agree} of {share.count} {verb}. In the whole group it is likely between "
        f"{share.low:.0%} and {share.high:.0%}."
    )


def _mean(campaign: PulseCampaign) -> str:
    if all_alike(share_of(campaign.shown_counts)):
        return "The answers are close together, so I show no mean. "
    mean = mean_of(campaign.shown_counts)
    return f"Mean {mean.mean:.1f} of 7, in the whole group likely {mean.low:.1f} to {mean.high:.1f}. "


def change(session: Session, campaign: PulseCampaign) -> str:
    """How it compares with the last time, said only where chance does not explain it."""
    before = _latest(session, campaign.question, campaign.id - 1)
    if before is None:
        return "This is the first time this was asked."
    way = differs(share_of(campaign.shown_counts), share_of(before.shown_counts))
    if way is None:
        return "No clear change since the last time."
    return "Clearly more than the last time." if way == "up" else "Clearly fewer than the last time."


def usability(session: Session, campaign: PulseCampaign) -> float | None:
    """The UMUX-LITE score, 0 to 100, once both its items have been shown; None for any other question."""
    if campaign.question not in UMUX_LITE:
        return None
    pair = [_latest(session, question, campaign.id) for question in UMUX_LITE]
    counts = [one.shown_counts for one in pair if one is not None]
    if len(counts) < len(UMUX_LITE) or any(all_alike(share_of(each)) for each in counts):
        return None
    need, easy = (mean_of(each).mean for each in counts)
    return umux_lite(need, easy)


def _latest(session: Session, question: str, up_to: int) -> PulseCampaign | None:
    """The newest campaign of a question that has shown results, among those up to an id."""
    return session.scalar(
        select(PulseCampaign)
        .where(PulseCampaign.question == question, PulseCampaign.id <= up_to, PulseCampaign.shown != "")
        .order_by(PulseCampaign.id.desc())
        .limit(1)
    )
