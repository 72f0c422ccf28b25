"""The Monday card: first what needs the BRM, then what changed, then what was told. Ten minutes, no more."""

from sqlalchemy.orm import Session

from bot.cards import (
    Block,
    Bold,
    Bullets,
    Card,
    Divider,
    Heading,
    Moment,
    Picture,
    Quote,
    note,
    text,
)
from bot.digest import needs as needs_you
from bot.digest.saying import Line, count, people, title_of
from bot.digest.week import Waiting, Week
from bot.listening import standing
from bot.pulse import results
from bot.pulse.questions import BANK
from bot.pulse.statistics import share_of

#: Lines in each part.
MOST_LINES = 5


def digest_card(session: Session, week: Week, picture: Picture | None, company: str | None = None) -> Card:
    """The digest of a week."""
    head: list[Block] = [
        Heading("The week with the ERP system"),
        note(week.days),
    ]
    needs, parts = needs_you.blocks(week)
    parts += [Divider(), text(Bold("What colleagues told us")), *_told(session, week), *_asked(week)]
    if picture is not None:
        parts.append(picture)
    parts += [Divider(), text(Bold("What IT did")), *_done(week)]
    parts += _pulse(session, week)
    return Card(_summary(week, needs), (*head, *parts))


def _summary(week: Week, needs: int) -> str:
    told = count(len(week.told), "report")
    return f"Weekly digest: {told}, {count(len(week.verified), 'fix', 'fixes')} confirmed, {needs} to look at"


def _told(session: Session, week: Week) -> list[Block]:
    if not week.told:
        return [text("Nobody reported anything this week.")]
    before = f" The week before it was {len(week.told_before)}." if week.told_before else ""
    cost = f" It cost those who said so about {_hours(week.minutes_lost)}." if week.minutes_lost else ""
    lines: list[Block] = [text(f"{people(week.people)} made {count(len(week.told), 'report')}.{before}{cost}")]
    fresh = [w for w in week.loudest() if w.new][:MOST_LINES]
    if fresh:
        lines.append(Bullets(tuple(_theme_line(w) for w in fresh)))
    gaps = [(w, gap) for w in week.loudest() if (gap := standing.difference(session, w.theme))][:MOST_LINES]
    if gaps:
        lines.append(text(Bold("Seen differently")))
        lines.append(Bullets(tuple((f"{title_of(w)}. {gap}",) for w, gap in gaps)))
    return lines


def _hours(minutes: int) -> str:
    hours = round(minutes / 60)
    return "an hour" if hours == 1 else f"{hours} hours" if hours else f"{minutes} minutes"


def _asked(week: Week) -> list[Block]:
    """How many questions nobody has written down an answer to."""
    if week.gaps == 0:
        return []
    line = count(week.gaps, "how-to question has", "how-to questions have")
    return [note(f'{line[0].upper()}{line[1:]} no written answer yet: write "gaps" to see them.')]


def _theme_line(waiting: Waiting) -> Line:
    known, who = waiting.known_since, Bold(f"{people(waiting.people)}: ")
    goal = f" It stands in the way of: {waiting.theme.goal.title}." if waiting.theme.goal else ""
    if known is None:
        return (who, f"{title_of(waiting)}. IT has not answered yet.{goal}")
    care = standing.care(waiting.theme)
    return (
        who,
        f"{title_of(waiting)}. IT has known since ",
        Moment(known, "date"),
        f"{f' ({care})' if care else ''}.{goal}",
    )


def _done(week: Week) -> list[Block]:
    lines: list[Line] = []
    for announcement in week.announcements[:MOST_LINES]:
        told = announcement.reporters_told
        heard = f" {people(told)} who had reported it heard at once." if told else ""
        # A headline may say "today", which was that day.
        day = Moment(announcement.published_at, "date")
        lines.append((day, ": ", Bold(announcement.headline.rstrip(".") + "."), heard))
    blocks: list[Block] = []
    if lines:
        blocks.append(Bullets(tuple(lines)))
    if len(week.announcements) > MOST_LINES:
        blocks.append(note(f"And {count(len(week.announcements) - MOST_LINES, 'more announcement')}."))
    if not lines:
        blocks.append(text("IT published nothing this week."))
    if week.verified:
        blocks.append(text(f"{people(standing.people(week.verified))} confirmed that a fix works for them."))
    if week.reopened:
        blocks.append(text(f"{people(standing.people(week.reopened))} said that a fix did not hold."))
    if week.drafts_left:
        blocks.append(note(f"{count(week.drafts_left, 'draft')} of IT still waits for somebody to publish it."))
    for thanks in week.thanks[-2:]:
        blocks.append(Quote(thanks.reason, by=thanks.shown_as))
    return blocks


def _pulse(session: Session, week: Week) -> list[Block]:
    if not week.pulses:
        return []
    blocks: list[Block] = [Divider(), text(Bold("How it is going"))]
    for campaign in week.pulses[-2:]:
        blocks.append(text(f"{BANK[campaign.question].words} ", results.sentence(share_of(campaign.shown_counts))))
        blocks.append(note(results.change(session, campaign)))
    return blocks
