"""How long something has been waiting, as people at work count it."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

#: Working days without a word from IT after which a theme is called stuck.
SILENCE = 5


def working_days(start: datetime, end: datetime, zone: ZoneInfo) -> int:
    """Working days (Monday to Friday) that began after `start`'s day, up to and without `end`'s moment."""
    first, last = start.astimezone(zone).date(), end.astimezone(zone).date()
    span = range(1, (last - first).days)
    return sum((first + timedelta(days=n)).weekday() < 5 for n in span)
