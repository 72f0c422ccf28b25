"""What needs the BRM this week: the most pressing first, each with what to do about it."""

from bot import wording
from bot.cards import Block, Bold, Bullets, Button, Moment, Span, buttons, note, text
from bot.digest.saying import Line, count, people, title_of
from bot.digest.week import Waiting, Week
from bot.listening import show
from bot.listening.model import Theme

#: Things that need the BRM on one card; the rest are counted.
MOST = 3
#: People that a line names.
_NAMED = 2


def blocks(week: Week) -> tuple[int, list[Block]]:
    """How many things need the BRM, and the part of the digest that says so."""
    lines = _lines(week)
    if not lines:
        return 0, _nothing(week)
    parts: list[Block] = [text(Bold("Needs you")), Bullets(tuple(line for line, _ in lines[:MOST]))]
    if len(lines) > MOST:
        blocked = sum(w.blocked for w in week.blocked())
        all_blocked = f"In all, {blocked} colleagues are blocked. " if blocked > 1 else ""
        parts.append(note(f'{all_blocked}{len(lines) - MOST} more need a look: write "themes" to see them.'))
    if len(week.unanswered()) > 1:
        parts.append(note("In all, ", *_unanswered(week)))
    return len(lines), [*parts, *_doors([theme for _, theme in lines[:MOST]])]


def _doors(shown: list[Theme | None]) -> list[Block]:
    """A button to each theme that a line on the card is about."""
    themes = {theme.id: theme for theme in shown if theme is not None}.values()
    doors = [Button(f"Open: {wording.cut(t.title, 30)}", "theme.open", {"theme": str(t.id)}) for t in themes]
    return [buttons(*doors)] if doors else []


def _nothing(week: Week) -> list[Block]:
    if not week.unanswered():
        return [text(Bold("Nothing needs you this week."))]
    said, since, end = _unanswered(week)
    look = ' Write "themes" to see what it is about.'
    return [text(Bold("Nothing needs you yet.")), note(said[0].upper() + said[1:], since, end + look)]


def _unanswered(week: Week) -> tuple[str, Moment, str]:
    """ "8 reports in 3 themes have no answer from IT yet, the oldest since Monday."."""
    waiting = week.unanswered()
    reports, oldest = sum(w.reports for w in waiting), min(w.since for w in waiting)
    if reports == 1:
        return "one report has no answer from IT yet, since ", Moment(oldest, "date"), "."
    themes = count(len(waiting), "theme").replace("1 theme", "one theme")
    return f"{reports} reports in {themes} have no answer from IT yet, the oldest since ", Moment(oldest, "date"), "."


def _lines(week: Week) -> list[tuple[Line, Theme | None]]:
    """A line for each thing, with the theme it is about. What waits is told once a theme."""
    lines: list[tuple[Line, Theme | None]] = []
    told: list[Theme] = []

    def add(waiting: Waiting, *spans: Span) -> None:
        if waiting.theme not in told:
            told.append(waiting.theme)
            lines.append((spans, waiting.theme))

    for w in week.late():
        add(w, Bold("Promise passed: "), f"{title_of(w)}. {_wait(w)} {_ask(w, 'a new day')}")
    for w in week.pressing():
        add(w, *(_blocked(w) if w.stuck else _no_answer(w)))
    for complaint in week.reopened:
        says = f"{show.who(complaint, for_brm=True)} says: {wording.cut(complaint.reopen_reason or '', 120)}"
        line = (Bold("Not fixed after all: "), f"{wording.cut(complaint.text, 90)}. {says}")
        lines.append((line, complaint.theme))
    for w in week.silent():
        waits = f": {title_of(w)}. {_wait(w)} {_ask(w)}"
        add(w, Bold("No word from IT "), "since ", Moment(w.no_word_since, "date"), waits)
    for update in week.overridden:
        line = (Bold("Published against my advice: "), f"{update.headline}. Reason: {update.override_reason}")
        lines.append((line, None))
    return lines


def _blocked(w: Waiting) -> Line:
    """Who cannot go on, who else waits, and what to ask for where no day is promised."""
    more = w.people - w.blocked
    said = [
        f": {title_of(w)}.",
        f"{more} more wait{'s' if more == 1 else ''}." if more else "",
        "" if w.theme.promised_for else _ask(w),
    ]
    verb = "has" if w.blocked == 1 else "have"
    start = Bold(f"{people(w.blocked)}{_names(w)} {verb} been blocked ")
    return start, "since ", Moment(w.blocked_since, "date"), " ".join(part for part in said if part)


def _no_answer(w: Waiting) -> Line:
    """Many who wait for a first word."""
    start = Bold(f"{people(w.people)} have had no answer from IT ")
    return start, "since ", Moment(w.no_word_since, "date"), f": {title_of(w)}. {_ask(w)}"


def _wait(w: Waiting) -> str:
    return f"{people(w.people)} wait{'s' if w.people == 1 else ''}."


def _ask(w: Waiting, for_: str = "a day") -> str:
    """What to do about it: ask whoever looks after it for a day, or IT for somebody who does."""
    if w.theme.owner:
        return f"{w.theme.owner.name} looks after it: ask for {for_}."
    return "Nobody looks after it yet: ask IT who will."


def _names(w: Waiting) -> str:
    """Who is blocked, in brackets, as far as they show their name."""
    names = list(dict.fromkeys(show.who(complaint, for_brm=True) for complaint in w.stuck))
    if all(name == "A colleague" for name in names):
        return ""
    if len(names) > _NAMED:
        names = [*names[:_NAMED], f"{len(names) - _NAMED} more"]
    return f" ({names[0]})" if len(names) == 1 else f" ({', '.join(names[:-1])} and {names[-1]})"
