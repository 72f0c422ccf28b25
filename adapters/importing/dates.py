"""Dates as programs write them. A file writes all its dates one way, so the way is found from all of them together."""

import re
import warnings
from collections.abc import Iterable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from dateutil import parser

#: No ERP, and no helpdesk, is older; what reads as an older date is a number or a time of day.
_OLDEST = datetime(1980, 1, 1, tzinfo=UTC)


class NotADate(ValueError):
    """This cannot be read as a moment in the past."""


class Dates:
    """Reads the dates of one file. Those without a zone are in `zone`."""

    def __init__(self, values: Iterable[str], zone: str, now: datetime) -> None:
        """`values` are all dates of the file; they show whether the day or the month comes first."""
        self.month_first = _month_first(values)
        self._zone = ZoneInfo(zone)
        self._now = now

    def read(self, value: str) -> datetime:
        """An aware moment in UTC. Raises NotADate for something else, and for a moment that has not come yet."""
        found = _epoch(value) or self._written(value)
        try:
            aware = (found if found.tzinfo else found.replace(tzinfo=self._zone)).astimezone(UTC)
        except OverflowError:  # the first or the last day there is, in a zone where it is another day in UTC
            raise NotADate(value) from None
        if not _OLDEST <= aware <= self._now:
            raise NotADate(value)
        return aware

    def _written(self, value: str) -> datetime:
        year_first = bool(re.match(r"\d{4}", value))
        try:
            return datetime.fromisoformat(value)
        except ValueError:
            pass
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", parser.UnknownTimezoneWarning)
                # What a partial date leaves out comes from the year 1, so that it is refused.
                found: datetime = parser.parse(
                    value,
                    dayfirst=not (self.month_first or year_first),
                    yearfirst=year_first,
                    default=datetime(1, 1, 1),  # noqa: DTZ001 - the zone is added by the caller
                )
                return found
        except (ValueError, OverflowError, TypeError):
            raise NotADate(value) from None


def _epoch(value: str) -> datetime | None:
    """Seconds or milliseconds since 1970."""
    if not re.fullmatch(r"\d{10}(\.\d+)?|\d{13}", value, re.ASCII):
        return None
    seconds = float(value)
    return datetime.fromtimestamp(seconds / 1000 if seconds > 1e11 else seconds, UTC)


def _month_first(values: Iterable[str]) -> bool:
    """True when a number that must be a day stands second, and none stands first."""
    second = False
    for value in values:
        match = re.match(r"\s*(\d{1,2})[/.-](\d{1,2})[/.-]\d{2,4}", value)
        if match and int(match[1]) > 12:
            return False
        second = second or bool(match and int(match[2]) > 12)
    return second
