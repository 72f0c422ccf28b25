"""What IT and the BRM see of what colleagues told us: the open themes, the loudest first."""

from collections.abc import Sequence

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from bot import wording
from bot.cards import Block, Bold, Card, Heading, Moment, Outgoing, ToPerson, note, text
from bot.listening import show
from bot.listening.labels import Impact
from bot.listening.model import OPEN, Complaint, Theme
from bot.messages import Message
from bot.people.model import Role
from bot.turn import Turn

#: Themes on one card; the rest are counted.
MOST = 8


def list_themes(session: Session, turn: Turn, message: Message) -> list[Outgoing]:
    """The open themes, by how many people wait and how many of them are blocked."""
    blocked = func.sum(case((Complaint.impact_told & (Complaint.impact == Impact.BLOCKED), 1), else_=0))
    rows = session.execute(
        select(Theme, func.count().label("waiting"), blocked.label("blocked"))
        .join(Complaint, Complaint.theme_id == Theme.id)
        .where(Complaint.state.in_(OPEN))
        .group_by(Theme.id)
        .order_by(blocked.desc(), func.count().desc(), Theme.id)
    ).all()
    card = _card(session, turn, [(row[0], int(row.blocked or 0)) for row in rows])
    return [Outgoing(ToPerson(turn.speaker.id), card, f"themes:{turn.event_id}")]


def _card(session: Session, turn: Turn, rows: list[tuple[Theme, int]]) -> Card:
    if not rows:
        return wording.plain("Nobody is waiting for IT at the moment.")
    blocks: list[Block] = [Heading("What colleagues are waiting for")]
    for theme, blocked in rows[:MOST]:
        waiting = _waiting(session, theme)
        people = len({complaint.person_id or -complaint.id for complaint in waiting})
        count = "1 colleague" if people == 1 else f"{people} colleagues"
        stuck = f", {blocked} blocked" if blocked else ""
        area, cause = wording.MODULES[theme.module], wording.CAUSES_SHORT[theme.cause]
        blocks.append(
            text(
                Bold(wording.cut(theme.title, 100)),
                f"\n{area}, {cause}. {count}{stuck}, since ",
                Moment(theme.created_at, "date"),
                f". {_names(turn, waiting)}",
            )
        )
    if len(rows) > MOST:
        blocks.append(note(f"And {len(rows) - MOST} more."))
    return Card(f"Colleagues are waiting for {len(rows)} things", tuple(blocks))


def _waiting(session: Session, theme: Theme) -> Sequence[Complaint]:
    return session.scalars(
        select(Complaint).where(Complaint.theme_id == theme.id, Complaint.state.in_(OPEN)).order_by(Complaint.id)
    ).all()


def _names(turn: Turn, waiting: Sequence[Complaint]) -> str:
    """Up to three reporters, as this reader may see them."""
    names = list(dict.fromkeys(show.who(complaint, Role.BRM in turn.roles) for complaint in waiting))
    more = f" and {len(names) - 3} more" if len(names) > 3 else ""
    return f"{', '.join(names[:3])}{more}."
