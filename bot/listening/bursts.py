"""When a business area suddenly gets many times its usual number of reports, the BRM channel hears of it, once.

The test: how likely would so many reports be if they came at the usual rate? Reports that come independently of each
other follow a Poisson distribution, so that is its upper tail, the one-sided exact test for a single count (as R's
poisson.test does). It is made at each new report, which is often, so the bar is high: one in ten thousand. And because
tiny usual rates make two reports "unusual", several different people must have spoken, and at many times the rate.
"""

import math
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot import wording
from bot.cards import Bold, Button, Card, Moment, Outgoing, Quote, ToPlace, buttons, note, text
from bot.listening import index, show, standing
from bot.listening.labels import Module
from bot.listening.model import Burst, Complaint
from bot.people import arrive
from bot.people.model import Purpose
from bot.pulse.mornings import zone_of
from bot.turn import Turn

#: The reports of so long count as sudden; those of the four weeks before say what is usual.
WINDOW, BASELINE = timedelta(hours=3), timedelta(weeks=4)
#: A burst is over when the area was quiet for this long.
QUIET = timedelta(hours=12)
#: So many different people at least, so many times the usual rate, and so unlikely by chance.
PEOPLE, TIMES, CHANCE = 5, 3.0, 1e-4
#: Hours of a working day in which reports come. Nights and weekends are left out of the usual rate.
WORKING_HOURS = 9.0
#: One report in one working day is assumed before anything is known.
PRIOR = (1.0, WORKING_HOURS)
#: Nobody knows what is usual before so many working hours have been seen.
KNOWN = 3 * WORKING_HOURS
SHOWN = 3


def notice(session: Session, turn: Turn, complaint: Complaint) -> list[Outgoing]:
    """Look whether this report, told to us just now, belongs to a burst; alert the BRM channel at its beginning."""
    module, now = complaint.module, complaint.created_at
    if module == Module.UNKNOWN or complaint.message_id is None:
        return []
    index.changes_in(session, complaint.company_id)  # one at a time: two reports at once must not begin two bursts
    burst = session.scalar(
        select(Burst).where(Burst.module == module, Burst.last_at > now - QUIET).order_by(Burst.id.desc()).limit(1)
    )
    if burst is not None:
        burst.last_at = max(burst.last_at, now)
        return []
    recent = _told_live(session, module, now - WINDOW, now)
    people = standing.people(recent)
    usual = usual_number(session, turn, module, now)
    if usual is None or people < PEOPLE or len(recent) < TIMES * usual or tail(people, usual) >= CHANCE:
        return []
    burst = Burst(module=module, began_at=recent[0].created_at, last_at=now)
    session.add(burst)
    session.flush()
    card = _card(module, recent, people)
    return [
        Outgoing(ToPlace(place.id), card, f"burst:{burst.id}:{place.id}")
        for place in arrive.places_for(session, Purpose.BRM_DIGEST)
    ]


def _told_live(session: Session, module: Module, start: datetime, end: datetime) -> list[Complaint]:
    """What people told us themselves, oldest first. Imported rows are left out: they are no news."""
    return list(
        session.scalars(
            select(Complaint)
            .where(Complaint.module == module, Complaint.withdrawn_at.is_(None), Complaint.message_id.is_not(None))
            .where(Complaint.created_at > start, Complaint.created_at <= end)
            .order_by(Complaint.created_at, Complaint.id)
        )
    )


def usual_number(session: Session, turn: Turn, module: Module, now: datetime) -> float | None:
    """How many reports of this area to expect in a window of working hours. Imported history counts here.

    None where reports have come for too short a time to say.
    """
    before = now - WINDOW
    since = before - BASELINE
    first = session.scalar(select(func.min(Complaint.created_at)))
    zone = zone_of(turn.company.zone)
    hours = _working_hours(max(first, since) if first else before, before, zone)
    if hours < KNOWN:
        return None
    told = session.scalar(
        select(func.count())
        .where(Complaint.module == module, Complaint.withdrawn_at.is_(None))
        .where(Complaint.created_at > since, Complaint.created_at <= before)
    )
    rate = ((told or 0) + PRIOR[0]) / (hours + PRIOR[1])
    return rate * WINDOW / timedelta(hours=1)


def _working_hours(start: datetime, end: datetime, zone: ZoneInfo) -> float:
    first, last = start.astimezone(zone).date(), end.astimezone(zone).date()
    days = sum((first + timedelta(days=n)).weekday() < 5 for n in range((last - first).days))
    return WORKING_HOURS * days


def tail(number: int, expected: float) -> float:
    """The chance of at least `number` where `expected` are usual, by Poisson's distribution."""
    term = total = math.exp(-expected)
    for k in range(1, number):
        term *= expected / k
        total += term
    return max(0.0, 1.0 - total) if number > 0 else 1.0


def _card(module: Module, recent: list[Complaint], people: int) -> Card:
    area = wording.MODULES[module]
    quotes = [
        Quote(wording.cut(complaint.text, 160), by=show.who(complaint, for_brm=True)) for complaint in recent[:SHOWN]
    ]
    return Card(
        f"Many reports at once: {area}",
        (
            text(
                Bold(f"Many reports at once: {area}. "),
                f"{people} colleagues since ",
                Moment(recent[0].created_at, "time"),
                ", far more than usual. The first three:",
            ),
            *quotes,
            buttons(Button("Themes", "theme.list")),
            note("I say this once. Something may have broken for everybody there."),
        ),
    )
