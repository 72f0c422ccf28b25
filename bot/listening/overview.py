"""What IT and the BRM see of what colleagues told us: the open themes, the most pressing first."""

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from bot import wording
from bot.cards import Block, Bold, Button, Card, Heading, Moment, Outgoing, Span, ToPerson, buttons, note, text
from bot.listening import standing
from bot.listening.labels import Impact
from bot.listening.model import OPEN, Complaint, Theme
from bot.messages import Message
from bot.people.model import Role
from bot.turn import Stale, Turn, id_in

#: Themes on one card.
MOST = 8


def list_themes(session: Session, turn: Turn, message: Message) -> list[Outgoing]:
    """The open themes, by how many people are blocked and how many wait; "More" goes on where a card ended."""
    value: dict[str, str] = getattr(message, "value", {})
    start = id_in(value, "from") if value.get("from") else 0
    if start > 10_000:
        raise Stale("from")
    total, rows = _open(session, start)
    return [Outgoing(ToPerson(turn.speaker.id), _card(session, turn, rows, start, total), f"themes:{turn.event_id}")]


def _open(session: Session, start: int) -> tuple[int, list[tuple[Theme, int, int]]]:
    """How many themes are open, and from `start` on each with its waiting and blocked people."""
    who = func.coalesce(Complaint.person_id, -Complaint.id)
    blocked = func.count(
        func.distinct(case((Complaint.impact_told & (Complaint.impact == Impact.BLOCKED), who), else_=None))
    )
    waiting = func.count(func.distinct(who))
    rows = session.execute(
        select(Theme, waiting.label("waiting"), blocked.label("blocked"))
        .join(Complaint, Complaint.theme_id == Theme.id)
        .where(Complaint.state.in_(OPEN))
        .group_by(Theme.id)
        .order_by(blocked.desc(), waiting.desc(), Theme.id)
        .offset(start)
        .limit(MOST)
    ).all()
    total = session.scalar(
        select(func.count(func.distinct(Complaint.theme_id))).where(
            Complaint.state.in_(OPEN), Complaint.theme_id.is_not(None)
        )
    )
    return total or 0, [(row[0], int(row[1]), int(row[2])) for row in rows]


def _card(session: Session, turn: Turn, rows: list[tuple[Theme, int, int]], start: int, total: int) -> Card:
    goal = Button("Record a goal", "goal.record", opens_form=True)
    extra = [goal] if Role.BRM in turn.roles else []
    if not rows:
        nobody = text("Nobody is waiting for IT at the moment." if start == 0 else "There are no more.")
        return Card("Nobody is waiting for IT", (nobody, buttons(*extra)) if extra else (nobody,))
    blocks: list[Block] = [Heading("What colleagues are waiting for")]
    for theme, waiting, blocked in rows:
        blocks.append(text(*_line(session, theme, waiting, blocked)))
        blocks.append(buttons(Button("Open", "theme.open", {"theme": str(theme.id)})))
    rest = total - start - len(rows)
    if rest > 0:
        extra.insert(0, Button("More", "theme.list", {"from": str(start + len(rows))}))
        blocks.append(note(f"And {rest} more."))
    if extra:
        blocks.append(buttons(*extra))
    things = "one thing" if total == 1 else f"{total} things"
    return Card(f"Colleagues are waiting for {things}", tuple(blocks))


def _line(session: Session, theme: Theme, waiting: int, blocked: int) -> tuple[Span, ...]:
    stuck = f", {blocked} blocked" if blocked else ""
    care = standing.care(theme)
    gap = standing.difference(session, theme)
    return (
        Bold(wording.cut(theme.title, 100)),
        f"\n{wording.MODULES[theme.module]}. {standing.counted(waiting)}{stuck}, since ",
        Moment(theme.created_at, "date"),
        f". {standing.state(theme, standing.waiting_for(session, theme))}.{f' {care}.' if care else ''}",
        f" {gap}" if gap else "",
    )
