"""The BRM puts themes in order: rename, merge, split, move a report, link a business goal."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import wording
from bot.cards import ChoiceField, DateField, Form, Outgoing, TextField, ToPerson
from bot.listening import show, standing, tell, theme_card, themes, trail
from bot.listening.model import OPEN, Complaint, Goal, Theme, ThemeEvent, ThemeStep
from bot.messages import ButtonPressed, FormSubmitted
from bot.people.model import Role
from bot.translation.model import UpdateLink
from bot.turn import Stale, Turn, id_in

#: Themes to choose from, and reports of one theme in a form.
MOST_THEMES, MOST_REPORTS = 25, 10
NEW, STAYS, GOES = "new", "stays", "goes"


def show_rename(session: Session, turn: Turn, press: ButtonPressed) -> Form:
    """The form behind Rename."""
    theme = trail.theme_in(session, press.value)
    return theme_card.form(
        "theme.rename", "Rename", theme, press.value, TextField("title", "What it is about", theme.title, limit=120)
    )


def read_rename(session: Session, turn: Turn, message: FormSubmitted) -> list[Outgoing]:
    """A name that says what it is about, instead of the first reporter's words."""
    theme = trail.theme_in(session, message.value)
    title = " ".join(message.answers.get("title", "").split())[:120]
    if not title:
        sorry = wording.plain("A theme needs a name, so I have left it as it was. A few words are enough.")
        return [Outgoing(ToPerson(turn.speaker.id), sorry, f"name:{turn.event_id}")]
    if title != theme.title:
        theme.title, theme.named = title, True
        trail.note(session, turn, theme, ThemeStep.RENAMED, title)
    return [theme_card.shown(session, turn, theme, message.value)]


def show_merge(session: Session, turn: Turn, press: ButtonPressed) -> Form:
    """The form behind Merge."""
    theme = trail.theme_in(session, press.value)
    others = themes.nearest(session, theme, MOST_THEMES)
    if not others:
        raise Stale("theme")
    return theme_card.form(
        "theme.merge",
        "Merge",
        theme,
        press.value,
        ChoiceField("into", "It is the same as", _named(others), str(others[0].id)),
        intro="Its reports go over to the theme you choose. The likeliest comes first.",
        submit="Merge",
    )


def _named(found: Sequence[Theme]) -> tuple[tuple[str, str], ...]:
    return tuple((str(theme.id), wording.cut(theme.title, 70)) for theme in found)


def read_merge(session: Session, turn: Turn, message: FormSubmitted) -> list[Outgoing]:
    """Two themes are one: the reports go over, and whoever now knows more than before hears it."""
    gone = trail.theme_in(session, message.value)
    kept = trail.theme_in(session, {"theme": message.answers.get("into", "")})
    if gone.id == kept.id:
        raise Stale("theme")
    before = {gone.id: standing.of(gone), kept.id: standing.of(kept)}
    theirs, ours = _reports(session, gone), _reports(session, kept)
    trail.note(session, turn, gone, ThemeStep.MERGED, f"into:{kept.id}")
    event = trail.note(session, turn, kept, ThemeStep.MERGED, f"from:{gone.id}")
    _take_over(kept, gone)
    for complaint in theirs:
        themes.leave(session, complaint)
        themes.put(session, complaint, kept)
    gone.merged_into_id = kept.id
    _relink(session, gone, kept)
    session.flush()
    session.refresh(kept, ["owner", "goal"])
    after = standing.of(kept)
    news = [c for group, known in ((theirs, before[gone.id]), (ours, before[kept.id])) if known != after for c in group]
    return [theme_card.shown(session, turn, kept, message.value), *tell.catch_up(kept, event, news)]


def _take_over(kept: Theme, gone: Theme) -> None:
    """What only the other theme has, this one has now; what both have stays as it is here."""
    for name in ("owner_id", "promised_for", "workaround", "goal_id", "it_cause", "in_progress_at"):
        if getattr(kept, name) is None:
            setattr(kept, name, getattr(gone, name))
    if gone.named and not kept.named:
        kept.title, kept.named = gone.title, True
    known = [at for at in (kept.it_knows_since, gone.it_knows_since) if at is not None]
    kept.it_knows_since = min(known) if known else None
    heard = [at for at in (kept.last_word_at, gone.last_word_at) if at is not None]
    kept.last_word_at = max(heard) if heard else None
    kept.created_at = min(kept.created_at, gone.created_at)
    if gone.resolved_at is None:
        kept.resolved_at = None


def _relink(session: Session, gone: Theme, kept: Theme) -> None:
    """Drafts that would have answered the theme that is gone answer the one it is part of now."""
    for link in session.scalars(select(UpdateLink).where(UpdateLink.theme_id == gone.id)).all():
        twin = select(UpdateLink.id).where(UpdateLink.update_id == link.update_id, UpdateLink.theme_id == kept.id)
        if session.scalar(twin) is None:
            link.theme_id = kept.id
        else:
            session.delete(link)


def _reports(session: Session, theme: Theme, most: int | None = None) -> list[Complaint]:
    """A theme's reports, those whose reporters wait first, then the newest."""
    return list(
        session.scalars(
            select(Complaint)
            .where(Complaint.theme_id == theme.id, Complaint.withdrawn_at.is_(None))
            .order_by(Complaint.state.in_(OPEN).desc(), Complaint.id.desc())
            .limit(most)
        )
    )


def show_split(session: Session, turn: Turn, press: ButtonPressed) -> Form:
    """The form behind Split: a line a report."""
    theme = trail.theme_in(session, press.value)
    reports = _reports(session, theme, MOST_REPORTS)
    if len(reports) < 2:
        raise Stale("theme")
    choices = ((STAYS, "Stays here"), (GOES, "Goes to the new theme"))
    return theme_card.form(
        "theme.split",
        "Split",
        theme,
        press.value,
        TextField("title", "What the new theme is about", limit=120),
        *(ChoiceField(f"report{c.id}", _line(turn, c), choices, STAYS) for c in reports),
        intro="Choose the reports that are about something else.",
        submit="Split",
    )


def _line(turn: Turn, complaint: Complaint, limit: int = 60) -> str:
    return f"{show.who(complaint, Role.BRM in turn.roles)}: {wording.cut(complaint.text, limit)}"


def read_split(session: Session, turn: Turn, message: FormSubmitted) -> list[Outgoing]:
    """Some of the reports are about something else: they get a theme of their own, with the same owner and promise."""
    theme = trail.theme_in(session, message.value)
    title = " ".join(message.answers.get("title", "").split())[:120]
    reports = _reports(session, theme)
    going = [c for c in reports if message.answers.get(f"report{c.id}") == GOES]
    if not title or not going or len(going) == len(reports):
        sorry = wording.plain("Give the new theme a name, let some reports go, and let one stay. Nothing has changed.")
        return [Outgoing(ToPerson(turn.speaker.id), sorry, f"split:{turn.event_id}")]
    fresh = themes.start(session, going[-1])
    fresh.title, fresh.named = title, True
    for name in ("owner_id", "promised_for", "it_knows_since", "in_progress_at", "last_word_at", "resolved_at"):
        setattr(fresh, name, getattr(theme, name))
    trail.note(session, turn, theme, ThemeStep.SPLIT, f"into:{fresh.id}")
    trail.note(session, turn, fresh, ThemeStep.SPLIT, f"from:{theme.id}")
    for complaint in going:
        themes.leave(session, complaint)
        themes.put(session, complaint, fresh)
    return [
        theme_card.shown(session, turn, theme, message.value),
        theme_card.shown(session, turn, fresh, {"card": f"{turn.event_id}:new"}),
    ]


def show_move(session: Session, turn: Turn, press: ButtonPressed) -> Form:
    """The form behind "Move a report"."""
    theme = trail.theme_in(session, press.value)
    reports = _reports(session, theme, MOST_THEMES)
    if not reports:
        raise Stale("theme")
    others = themes.nearest(session, theme, MOST_THEMES - 1)
    places = (*_named(others), *(((NEW, "A theme of its own"),) if theme.size > 1 else ()))
    if not places:
        raise Stale("theme")
    return theme_card.form(
        "theme.move",
        "Move a report",
        theme,
        press.value,
        ChoiceField("report", "Which report", tuple((str(c.id), _line(turn, c)) for c in reports), str(reports[0].id)),
        ChoiceField("into", "Where to", places, places[0][0]),
        submit="Move",
    )


def read_move(session: Session, turn: Turn, message: FormSubmitted) -> list[Outgoing]:
    """One report goes to another theme, or to one of its own."""
    theme = trail.theme_in(session, message.value)
    complaint = session.get(Complaint, id_in(message.answers, "report"))
    if complaint is None or complaint.theme_id != theme.id or complaint.withdrawn_at is not None:
        raise Stale("report")
    into = message.answers.get("into", "")
    if into == NEW and theme.size < 2:
        raise Stale("theme")
    other = themes.start(session, complaint) if into == NEW else trail.theme_in(session, {"theme": into})
    if other.id == theme.id:
        raise Stale("theme")
    before = standing.of(theme)
    trail.note(session, turn, theme, ThemeStep.MOVED, f"to:{other.id}", complaint.id)
    event = trail.note(session, turn, other, ThemeStep.MOVED, f"from:{theme.id}", complaint.id)
    themes.leave(session, complaint)
    themes.put(session, complaint, other)
    news = _catch_up(other, event, complaint) if standing.of(other) != before else []
    if theme.size == 0:  # nothing is left in it, so it leads on to where its last report went
        theme.merged_into_id, theme = other.id, other
    return [theme_card.shown(session, turn, theme, message.value), *news]


def _catch_up(theme: Theme, event: ThemeEvent, complaint: Complaint) -> list[Outgoing]:
    if complaint.state in OPEN:
        theme.resolved_at = None
    return tell.catch_up(theme, event, [complaint])


def show_goal(session: Session, turn: Turn, press: ButtonPressed) -> Form:
    """The form behind "Link a goal"."""
    theme = trail.theme_in(session, press.value)
    goals = session.scalars(select(Goal).order_by(Goal.id.desc()).limit(MOST_THEMES)).all()
    fields: list[ChoiceField | TextField] = []
    if goals:
        known = tuple((str(goal.id), wording.cut(goal.title, 70)) for goal in goals)
        fields.append(ChoiceField("goal", "A goal you recorded", known, str(theme.goal_id or ""), required=False))
    fields.append(TextField("title", "Or record a new one", required=not goals, limit=120))
    return theme_card.form(
        "theme.goal",
        "Link a goal",
        theme,
        press.value,
        *fields,
        intro="Which business goal does this stand in the way of?",
    )


def read_goal(session: Session, turn: Turn, message: FormSubmitted) -> list[Outgoing]:
    """The business goal this theme stands in the way of; a new one is recorded on the way."""
    theme = trail.theme_in(session, message.value)
    title = " ".join(message.answers.get("title", "").split())[:120]
    goal = _record(session, turn, title) if title else None
    if goal is None and message.answers.get("goal"):
        goal = session.get(Goal, id_in(message.answers, "goal"))
        if goal is None:
            raise Stale("goal")
    if (goal.id if goal else None) != theme.goal_id:
        theme.goal = goal
        trail.note(session, turn, theme, ThemeStep.GOAL, goal.title if goal else "")
    return [theme_card.shown(session, turn, theme, message.value)]


def show_record(session: Session, turn: Turn, press: ButtonPressed) -> Form:
    """The form behind "Record a goal"."""
    return Form(
        name="goal.record",
        title="Record a goal",
        intro="A goal of the business, in a few words. Themes that stand in its way can link to it.",
        fields=(
            TextField("title", "The goal", limit=120, hint="Close the month in three days"),
            TextField("why", "Why it matters", multiline=True, required=False, limit=500),
            DateField("due", "By when", required=False),
        ),
        submit="Record",
    )


def read_record(session: Session, turn: Turn, message: FormSubmitted) -> list[Outgoing]:
    """A business goal, recorded by the BRM."""
    title = " ".join(message.answers.get("title", "").split())[:120]
    try:
        due = date.fromisoformat(message.answers["due"]) if message.answers.get("due") else None
    except ValueError:
        raise Stale("due") from None
    if not title:
        raise Stale("title")
    goal = _record(session, turn, title, message.answers.get("why", "").strip()[:500], due)
    by_when = f" by {standing.day_and_year(due)}" if due else ""
    done = wording.plain(f"Recorded: {goal.title}{by_when}. You can link themes to it now.")
    return [Outgoing(ToPerson(turn.speaker.id), done, f"goal:{turn.event_id}")]


def _record(session: Session, turn: Turn, title: str, why: str = "", due: date | None = None) -> Goal:
    goal = Goal(title=title, why=why, due=due, recorded_by_id=turn.speaker.id, created_at=turn.now)
    session.add(goal)
    session.flush()
    return goal
