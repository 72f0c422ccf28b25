"""One theme as the BRM and IT see it, with everything they can do about it. It comes to the reader's direct chat.

The card is edited in place while its reader works on it: its buttons carry which card they are on.
"""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot import wording
from bot.cards import (
    Block,
    Bold,
    Button,
    Card,
    Form,
    FormField,
    Heading,
    Moment,
    Outgoing,
    Quote,
    Span,
    ToPerson,
    buttons,
    note,
    text,
)
from bot.cards import fields as pairs
from bot.listening import show, standing, themes, trail
from bot.listening.labels import Impact
from bot.listening.model import OPEN, Complaint, Theme, ThemeEvent, ThemeStep
from bot.messages import Message
from bot.people.model import Role
from bot.turn import Turn

#: Reports shown on one card; the rest are counted. Steps of the trail shown.
MOST_REPORTS, MOST_STEPS = 4, 3

STEPS: dict[ThemeStep, str] = {
    ThemeStep.RENAMED: "renamed it",
    ThemeStep.MERGED: "merged another theme into it",
    ThemeStep.SPLIT: "split it",
    ThemeStep.MOVED: "moved a report",
    ThemeStep.OWNER: "set who looks after it",
    ThemeStep.PROMISE: "set the promise",
    ThemeStep.GOAL: "linked a goal",
    ThemeStep.WORKAROUND: "wrote what to do meanwhile",
    ThemeStep.IT_CAUSE: "said how IT sees it",
    ThemeStep.ACKNOWLEDGED: "told the reporters some news",
    ThemeStep.IN_PROGRESS: "began to work on it",
    ThemeStep.RESOLVED: "called it fixed",
    ThemeStep.REOPENED: "heard that it is not fixed",
    ThemeStep.CAME_BACK: "heard of it again after the fix",
    ThemeStep.REMINDED: "sent a reminder",
    ThemeStep.ASKED: "asked a reporter something",
}


def open_theme(session: Session, turn: Turn, message: Message) -> list[Outgoing]:
    """Somebody opens a theme: a fresh card, so that it is the newest thing in their chat."""
    value: dict[str, str] = getattr(message, "value", {})
    theme = trail.theme_in(session, value)
    return [shown(session, turn, theme, {})]


def shown(session: Session, turn: Turn, theme: Theme, value: dict[str, str]) -> Outgoing:
    """The theme's card for this reader: the one `value` says they are on, or a new one."""
    card_id = value.get("card", "")[:100] or turn.event_id
    session.flush()
    card = _card(session, turn, theme, {"theme": str(theme.id), "card": card_id})
    return Outgoing(ToPerson(turn.speaker.id), card, f"theme:{turn.speaker.id}:{card_id}")


def form(
    name: str,
    title: str,
    theme: Theme,
    value: dict[str, str],
    *fields: FormField,
    intro: str = "",
    submit: str = "Save",
) -> Form:
    """A form about a theme, which remembers the card it was opened from."""
    about = f"About: {wording.cut(theme.title, 100)}"
    carried = {"theme": str(theme.id), **({"card": value["card"]} if value.get("card") else {})}
    return Form(name, title, fields, submit, carried, f"{about}\n{intro}".strip())


def _card(session: Session, turn: Turn, theme: Theme, mine: dict[str, str]) -> Card:
    waiting = standing.waiting_for(session, theme)
    blocks: list[Block] = [
        Heading(wording.cut(theme.title, 140)),
        text(*_head(session, theme, waiting)),
        pairs(_facts(theme, waiting)),
    ]
    gap = standing.difference(session, theme)
    if gap:
        blocks.append(text(Bold("Seen differently: "), gap))
    if theme.workaround:
        blocks.append(text(Bold("Until it is fixed: "), theme.workaround))
    blocks += _reports(session, turn, theme)
    blocks += _choices(turn, mine, bool(waiting))
    steps = trail.newest(session, theme, MOST_STEPS)
    if steps:
        blocks.append(note(*_steps(steps)))
    return Card(f"Theme: {wording.cut(theme.title, 100)}", tuple(blocks))


def _head(session: Session, theme: Theme, waiting: list[Complaint]) -> tuple[Span, ...]:
    told = themes.reporters(session, theme)
    wait = standing.people(waiting)
    stuck = standing.people([c for c in waiting if c.impact_told and c.impact == Impact.BLOCKED])
    verb = "is" if stuck == 1 else "are"
    blocked = f" {stuck} of them {verb} blocked." if stuck and wait > 1 else " They are blocked." if stuck else ""
    if not told:
        return ("Nothing is left in it: the last report was taken back.",)
    count = f"{standing.counted(told)} told me this"
    still = f"; {wait} still wait{'s' if wait == 1 else ''}." if 0 < wait < told else "." if wait else "; nobody waits."
    area, cause = wording.MODULES[theme.module], wording.CAUSES_SHORT[theme.cause]
    return (f"{area}, {cause}. {count}, since ", Moment(theme.created_at, "date"), f"{still}{blocked}")


def _facts(theme: Theme, waiting: list[Complaint]) -> list[tuple[str, Span]]:
    facts: list[tuple[str, Span]] = [
        ("Where it stands", standing.state(theme, waiting)),
        ("Looked after by", theme.owner.name if theme.owner else "Nobody yet"),
        ("Promised for", standing.promised_day(theme, theme.promised_for) if theme.promised_for else "No day yet"),
    ]
    if theme.goal is not None:
        facts.append(("Stands in the way of", theme.goal.title))
    return facts


def _reports(session: Session, turn: Turn, theme: Theme) -> list[Block]:
    """The newest reports, those who still wait first, each under the name this reader may see."""
    query = select(Complaint).where(Complaint.theme_id == theme.id, Complaint.withdrawn_at.is_(None))
    rows = session.scalars(
        query.order_by(Complaint.state.in_(OPEN).desc(), Complaint.id.desc()).limit(MOST_REPORTS)
    ).all()
    total = session.scalar(select(func.count()).select_from(query.subquery())) or 0
    blocks: list[Block] = [Quote(wording.cut(row.text, 200), by=show.who(row, Role.BRM in turn.roles)) for row in rows]
    if total > len(rows):
        blocks.append(note(f"And {total - len(rows)} more."))
    return blocks


def _choices(turn: Turn, mine: dict[str, str], open_: bool) -> list[Block]:
    rows: list[Block] = []
    if Role.IT in turn.roles and open_:
        rows.append(
            buttons(
                Button("We work on it", "theme.begin", mine, style="primary"),
                Button("It is fixed", "theme.fixed", mine, opens_form=True),
            )
        )
    care = [
        Button("Owner and promise", "theme.owner", mine, opens_form=True),
        Button("Known error", "theme.workaround", mine, opens_form=True),
        Button("Ask a reporter", "theme.ask", mine, opens_form=True),
    ]
    if Role.IT in turn.roles:
        care.append(Button("IT sees it differently", "theme.cause", mine, opens_form=True))
    rows.append(buttons(*care))
    if Role.BRM in turn.roles:
        rows.append(
            buttons(
                Button("Rename", "theme.rename", mine, opens_form=True),
                Button("Merge", "theme.merge", mine, opens_form=True),
                Button("Split", "theme.split", mine, opens_form=True),
                Button("Move a report", "theme.move", mine, opens_form=True),
                Button("Link a goal", "theme.goal", mine, opens_form=True),
            )
        )
    return rows


def _steps(steps: list[ThemeEvent]) -> list[Span]:
    spans: list[Span] = []
    for step in steps:
        who = step.person.name if step.person and step.step != ThemeStep.REOPENED else "Liaison"
        spans += [f"{who} {STEPS[step.step]}, ", Moment(step.at), ". "]
    return spans
