"""The Monday card: first what needs the BRM, then what changed, then what was told. Ten minutes, no more."""

from sqlalchemy.orm import Session

from bot import wording
from bot.cards import (
    Block,
    Bold,
    Bullets,
    Button,
    Card,
    Divider,
    Heading,
    Moment,
    Picture,
    Quote,
    Span,
    buttons,
    note,
    text,
)
from bot.digest.week import Waiting, Week
from bot.listening import show, standing
from bot.listening.model import Theme
from bot.pulse import results
from bot.pulse.questions import BANK
from bot.pulse.statistics import share_of

Line = tuple[Span, ...]

#: Things that need the BRM on one card, and lines in each other part.
MOST_NEEDS, MOST_LINES = 3, 5


def digest_card(session: Session, week: Week, picture: Picture | None, company: str | None = None) -> Card:
    """The digest of a week."""
    head: list[Block] = [
        Heading("The week with the ERP system"),
        note(week.days),
    ]
    needs, pressing = _needs(week)
    parts: list[Block] = []
    if needs:
        parts += [text(Bold("Needs you")), Bullets(tuple(needs[:MOST_NEEDS]))]
        if len(needs) > MOST_NEEDS:
            blocked = sum(w.blocked for w in week.blocked())
            all_blocked = f"In all, {blocked} colleagues are blocked. " if blocked > 1 else ""
            parts.append(note(f'{all_blocked}{len(needs) - MOST_NEEDS} more need a look: write "themes" to see them.'))
    else:
        parts.append(text(Bold("Nothing needs you this week.")))
    parts += _doors(pressing[:MOST_NEEDS])
    parts += [Divider(), text(Bold("What colleagues told us")), *_told(session, week), *_asked(week)]
    if picture is not None:
        parts.append(picture)
    parts += [Divider(), text(Bold("What IT did")), *_done(week)]
    parts += _pulse(session, week)
    return Card(_summary(week, len(needs)), (*head, *parts))


def _summary(week: Week, needs: int) -> str:
    told = count(len(week.told), "report")
    return f"Weekly digest: {told}, {count(len(week.verified), 'fix', 'fixes')} confirmed, {needs} to look at"


def count(number: int, one: str, many: str | None = None) -> str:
    """ "1 report", "3 reports", "no reports"."""
    if number == 0:
        return f"no {many or one + 's'}"
    return f"1 {one}" if number == 1 else f"{number} {many or one + 's'}"


def title_of(waiting: Waiting, limit: int = 90) -> str:
    """A theme's name with its business area."""
    return f"{wording.cut(waiting.theme.title, limit)} ({wording.MODULES[waiting.theme.module]})"


def _doors(pressing: list[Theme]) -> list[Block]:
    """A button to each theme that needs the BRM."""
    doors = [Button(f"Open: {wording.cut(t.title, 30)}", "theme.open", {"theme": str(t.id)}) for t in pressing]
    return [buttons(*doors)] if doors else []


def _needs(week: Week) -> tuple[list[Line], list[Theme]]:
    """What only the BRM can move, the most pressing first, and the themes it is about; each theme once."""
    lines: list[Line] = []
    pressing: list[Theme] = []

    def add(waiting: Waiting, *spans: Span) -> None:
        if waiting.theme not in pressing:
            pressing.append(waiting.theme)
            lines.append(spans)

    for w in week.late():
        add(w, Bold("Promise passed: "), f"{title_of(w)}. {_waits(w)}")
    for w in week.blocked():
        verb = "is" if w.blocked == 1 else "are"
        add(w, Bold(f"{_people(w.blocked)} {verb} blocked "), "since ", Moment(w.blocked_since, "date"),
            f": {title_of(w)}. {_names(w)}")  # fmt: skip
    for complaint in week.reopened:
        says = f"{show.who(complaint, for_brm=True)} says: {wording.cut(complaint.reopen_reason or '', 120)}"
        lines.append((Bold("Not fixed after all: "), f"{wording.cut(complaint.text, 90)}. {says}"))
    for w in week.silent():
        waits = f": {title_of(w)}. {_waits(w)}"
        add(w, Bold("No word from IT "), "since ", Moment(w.no_word_since, "date"), waits)
    for update in week.overridden:
        lines.append((Bold("Published against my advice: "), f"{update.headline}. Reason: {update.override_reason}"))
    return lines, pressing


def _waits(waiting: Waiting) -> str:
    """Who waits, and who in IT looks after it."""
    who = f"{_people(waiting.people)} wait{'s' if waiting.people == 1 else ''}."
    return f"{who} {waiting.theme.owner.name} looks after it." if waiting.theme.owner else who


def _people(number: int) -> str:
    return "One colleague" if number == 1 else f"{number} colleagues"


def _names(waiting: Waiting) -> str:
    """Who is blocked, as far as they show their name."""
    names = list(dict.fromkeys(show.who(complaint, for_brm=True) for complaint in waiting.stuck))
    if all(name == "A colleague" for name in names):
        return ""
    return f"{', '.join(names[:2])}{f' and {len(names) - 2} more' if len(names) > 2 else ''}."


def _told(session: Session, week: Week) -> list[Block]:
    if not week.told:
        return [text("Nobody reported anything this week.")]
    before = f" The week before it was {len(week.told_before)}." if week.told_before else ""
    cost = f" It cost those who said so about {_hours(week.minutes_lost)}." if week.minutes_lost else ""
    lines: list[Block] = [text(f"{_people(week.people)} made {count(len(week.told), 'report')}.{before}{cost}")]
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
    known, who = waiting.known_since, Bold(f"{_people(waiting.people)}: ")
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
        heard = f" {_people(told)} who had reported it heard at once." if told else ""
        lines.append((Bold(announcement.headline.rstrip(".") + "."), heard))
    blocks: list[Block] = []
    if lines:
        blocks.append(Bullets(tuple(lines)))
    if len(week.announcements) > MOST_LINES:
        blocks.append(note(f"And {count(len(week.announcements) - MOST_LINES, 'more announcement')}."))
    if not lines:
        blocks.append(text("IT published nothing this week."))
    if week.verified:
        blocks.append(text(f"{_people(standing.people(week.verified))} confirmed that a fix works for them."))
    if week.reopened:
        blocks.append(text(f"{_people(standing.people(week.reopened))} said that a fix did not hold."))
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
