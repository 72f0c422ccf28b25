"""When to ask: in each person's own working morning."""

import hashlib
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

#: The morning begins at this local hour and lasts this many minutes.
BEGINS, LASTS = time(9, 0), 120

#: Working time, as far as we can know it.
FROM, TO = time(8, 0), time(18, 0)


def zone_of(name: str) -> ZoneInfo:
    """A person's zone; UTC where the platform gave a name we do not know."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("UTC")


def working_time(moment: datetime, zone: str) -> bool:
    """True where it is a working day between eight and six o'clock in somebody's zone."""
    local = moment.astimezone(zone_of(zone))
    return local.weekday() < 5 and FROM <= local.time() < TO


def working_day(day: date) -> date:
    """This day, or the Monday after it."""
    return day + timedelta(days=(7 - day.weekday()) if day.weekday() >= 5 else 0)


def next_morning(after: datetime, zone: str, salt: str) -> datetime:
    """A moment in the next working morning that begins after `after`, in UTC.

    Where in the morning follows from `salt`, so that a company is not asked all at once, and nobody's place in the
    row can be foreseen from their name.
    """
    local = zone_of(zone)
    here = after.astimezone(local)
    day = working_day(here.date())
    begins = datetime.combine(day, BEGINS, tzinfo=local)
    if begins.astimezone(UTC) <= after:
        begins = datetime.combine(working_day(day + timedelta(days=1)), BEGINS, tzinfo=local)
    minutes = int.from_bytes(hashlib.sha256(salt.encode()).digest()[:4]) % LASTS
    return begins.astimezone(UTC) + timedelta(minutes=minutes)
