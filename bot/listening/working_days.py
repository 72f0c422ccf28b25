"""How long something has been waiting, as people at work count it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.listening.model import Complaint, Theme

#: Working days without a word from IT after which a theme is called stuck.
SILENCE = 5


def working_days(start: datetime, end: datetime, zone: ZoneInfo) -> int:
    """Working days (Monday to Friday) that began after `start`'s day, up to and without `end`'s moment."""
    first, last = start.astimezone(zone).date(), end.astimezone(zone).date()
    span = range(1, (last - first).days)
    return sum((first + timedelta(days=n)).weekday() < 5 for n in span)


def waits_since(theme: Theme, complaints: Sequence[Complaint], now: datetime) -> datetime:
    """Since when the reporters of open complaints have had no word: IT's last one, or what they said first after it."""
    said = (c.reopened_at if c.reopened_at is not None and c.reopened_at <= now else c.created_at for c in complaints)
    last = theme.last_word_at
    return max(min(said), last) if last is not None and last <= now else min(said)
