"""Telling the reporters of a theme what IT did: each person once for each thing that happened."""

from collections.abc import Callable, Sequence
from datetime import date, datetime

from bot import wording
from bot.cards import Block, Bold, Card, Outgoing, Quote, ToPerson, text
from bot.listening import standing
from bot.listening.model import LEGAL, OPEN, Complaint, ComplaintState, Theme, ThemeEvent
from bot.speaking import _, speaking_to


def everybody(
    theme: Theme, event: ThemeEvent, complaints: Sequence[Complaint], card: Callable[[Complaint], Card]
) -> list[Outgoing]:
    """A card for each different person behind these complaints. Its key is the event, so it comes once."""
    theme.last_word_at = event.at
    first: dict[int, Complaint] = {}
    for complaint in complaints:
        if complaint.person_id is not None and complaint.reaches_somebody:
            first.setdefault(complaint.person_id, complaint)
    outgoing = []
    for person_id, complaint in first.items():
        with speaking_to(complaint.person):
            outgoing.append(Outgoing(ToPerson(person_id), card(complaint), f"told:event:{event.id}:{person_id}"))
    return outgoing


def advance(complaints: Sequence[Complaint], state: ComplaintState, now: datetime) -> list[Complaint]:
    """Move those on that may go to this state. Returns them."""
    moved = [complaint for complaint in complaints if state in LEGAL[complaint.state]]
    for complaint in moved:
        complaint.move(state, now)
    return moved


def standing_card(theme: Theme, broken_promise: date | None = None) -> Callable[[Complaint], Card]:
    """Where the theme stands, in answer to what the reporter said; a promise that was taken back is said so."""

    def card(complaint: Complaint) -> Card:
        gist, rest = standing.told(theme)
        blocks: list[Block] = [text(Bold(gist), rest)]
        if broken_promise is not None:
            over = _("The promise for {day} no longer holds, and there is no new day yet.")
            blocks.append(text(over.format(day=standing.promised_day(theme, broken_promise))))
        if theme.workaround:
            blocks.append(text(_("Until it is fixed:"), " ", theme.workaround))
        return answer(complaint, blocks)

    return card


def answer(complaint: Complaint, blocks: Sequence[Block]) -> Card:
    """News that begins with what the reporter said."""
    return Card(
        _("News from IT on what you told us: {complaint}").format(complaint=wording.cut(complaint.text, 80)),
        (text(_("You told us:")), Quote(wording.cut(complaint.text, 200)), *blocks),
    )


def catch_up(theme: Theme, event: ThemeEvent, complaints: Sequence[Complaint]) -> list[Outgoing]:
    """Tell people who came to this theme from another one where it stands, and move their complaints there."""
    waiting = [complaint for complaint in complaints if complaint.state in OPEN]
    if not waiting or theme.it_knows_since is None:
        return []
    target = ComplaintState.IN_PROGRESS if theme.in_progress_at else ComplaintState.ACKNOWLEDGED
    advance(waiting, target, event.at)
    return everybody(theme, event, waiting, standing_card(theme))
