"""The month as it is written down: who says what, and when in relation to the day it is loaded."""

import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from importlib.resources import files
from typing import Annotated, Literal
from zlib import crc32
from zoneinfo import ZoneInfo

from pydantic import ConfigDict, Discriminator, Tag, TypeAdapter

from bot.listening.labels import Cause, Impact, Module
from bot.listening.model import Visibility

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

#: The clock on the wall of head office, in which IT names times.
HEAD_OFFICE = ZoneInfo("Europe/Stockholm")

#: Between these local hours people answer; what reaches them later waits for the next working morning.
MORNING, EVENING = time(7, 30), time(17, 30)

_DAY = r"(?:(?P<week>[+-]\d) (?P<weekday>[a-z]{3})|ago (?P<ago>\d+))"
_DATE = re.compile(_DAY)
_MOMENT = re.compile(rf"{_DAY} (?P<hour>\d\d):(?P<minute>\d\d)")
_BLANK = re.compile(rf"\{{(?:(?P<zone>cet)|day:{_DAY})\}}")

_STRICT = ConfigDict(extra="forbid")


@dataclass(frozen=True)
class Colleague:
    """Somebody of the company who is not among the people one can be."""

    __pydantic_config__ = _STRICT

    code: str
    name: str
    job: str
    area: str
    email: str
    zone: str


@dataclass(frozen=True)
class Telling:
    """A colleague tells Liaison what is wrong, in the direct chat.

    `cause` and `module` are what the colleague would say it is; with `corrects` they put Liaison right where it
    understood something else. `impact` is the button they press. `finds` is what they answer when IT calls it fixed,
    with `reason` where it is not and `thanks` where they thank IT.
    """

    __pydantic_config__ = _STRICT

    at: str
    who: str
    tells: str
    id: str
    cause: Cause
    module: Module
    impact: Impact | None = None
    corrects: bool = False
    shown_to: Visibility | None = None
    withdraws: bool = False
    finds: Literal["fixed", "broken"] | None = None
    reason: str = ""
    thanks: str = ""

    @property
    def about(self) -> str:
        """What it is about: the id without its number."""
        return self.id.rstrip("0123456789")


@dataclass(frozen=True)
class Posting:
    """IT posts an update. `answers` names what it is about, `headline` is the author's edit of the draft.

    `then` says what becomes of the draft; `tried` is when people can first say whether it is fixed.
    """

    __pydantic_config__ = _STRICT

    at: str
    who: str
    posts: str
    id: str
    answers: tuple[str, ...] = ()
    headline: str = ""
    then: Literal["publish", "discard", "wait"] = "publish"
    tried: str = ""


@dataclass(frozen=True)
class Asking:
    """A BRM asks a pulse question, by its code, in each person's next working morning.

    `answers` has a digit for each person who is asked, in the order in which they are asked; 0 says nothing.
    """

    __pydantic_config__ = _STRICT

    at: str
    who: str
    asks: str
    id: str
    answers: str


@dataclass(frozen=True)
class Promising:
    """Somebody of IT takes on what colleagues say about something, `due` on a day of the story."""

    __pydantic_config__ = _STRICT

    at: str
    who: str
    promises: str
    id: str
    due: str


@dataclass(frozen=True)
class Remark:
    """Anything else somebody writes: in a channel, or in the direct chat where none is named."""

    __pydantic_config__ = _STRICT

    at: str
    who: str
    writes: str
    id: str
    channel: str = ""


def _tag(line: dict[str, object]) -> str:
    return next((key for key in ("tells", "posts", "asks", "promises", "writes") if key in line), "")


Line = Telling | Posting | Asking | Promising | Remark

_LINE: TypeAdapter[Line] = TypeAdapter(
    Annotated[
        Annotated[Telling, Tag("tells")]
        | Annotated[Posting, Tag("posts")]
        | Annotated[Asking, Tag("asks")]
        | Annotated[Promising, Tag("promises")]
        | Annotated[Remark, Tag("writes")],
        Discriminator(_tag),
    ]
)
_COLLEAGUE = TypeAdapter(Colleague)


def read_people() -> list[Colleague]:
    """The colleagues, from people.jsonl."""
    return [_COLLEAGUE.validate_json(line) for line in _lines("people.jsonl")]


def read_month() -> list[Line]:
    """Everything that is said, from month.jsonl."""
    return [_LINE.validate_json(line) for line in _lines("month.jsonl")]


def _lines(name: str) -> list[str]:
    return files(__package__).joinpath(name).read_text("utf-8").splitlines()


@dataclass(frozen=True)
class Calendar:
    """Turns the story's days into dates. `loaded` is the moment the month is (first) loaded.

    "-1 tue" is the Tuesday of the last working week that is over, "-2 tue" a week earlier; "ago 1" is the last working
    day before the loading. What would lie after the loading has not happened yet.
    """

    loaded: datetime
    zones: dict[str, ZoneInfo] = field(default_factory=dict)

    def moment(self, at: str, who: str) -> datetime:
        """When something happens, in UTC; the hour is of the person's own zone. Raises ValueError if unreadable."""
        found = _MOMENT.fullmatch(at)
        if found is None:
            raise ValueError(f"{at!r} is no moment of the story.")
        clock = time(int(found["hour"]), int(found["minute"]))
        return datetime.combine(self._day(found), clock, self.zones[who]).astimezone(UTC)

    def day(self, day: str) -> date:
        """A day of the story. Raises ValueError if unreadable."""
        found = _DATE.fullmatch(day)
        if found is None:
            raise ValueError(f"{day!r} is no day of the story.")
        return self._day(found)

    def text(self, text: str, at: datetime) -> str:
        """Words with the dates filled in: {day:-1 tue} and {cet}, the zone's name at head office at the time."""

        def fill(found: re.Match[str]) -> str:
            if found["zone"]:
                return at.astimezone(HEAD_OFFICE).tzname() or "UTC"
            day = self._day(found)
            return f"{day:%A} {day.day} {day:%B}"

        return _BLANK.sub(fill, text)

    def answer_time(self, asked: datetime, who: str, key: str, not_before: datetime | None = None) -> datetime:
        """When somebody who was asked something answers: within their working hours, some minutes or hours later."""
        zone, dice = self.zones[who], crc32(key.encode())
        at = max(asked + timedelta(minutes=12 + dice % 170), not_before or asked).astimezone(zone)
        if at.weekday() < 5 and MORNING <= at.time() <= EVENING:
            return at.astimezone(UTC)
        day = at.date() + timedelta(days=0 if at.time() < MORNING else 1)
        while day.weekday() >= 5:
            day += timedelta(days=1)
        return (datetime.combine(day, MORNING, zone) + timedelta(minutes=dice % 95)).astimezone(UTC)

    def _day(self, found: re.Match[str]) -> date:
        today = self.loaded.date()
        if found["ago"]:
            day = today
            for _ in range(int(found["ago"])):
                day -= timedelta(days=1)
                while day.weekday() >= 5:
                    day -= timedelta(days=1)
            return day
        # On a weekend the week that has just ended is over.
        this_week = today - timedelta(days=today.weekday()) + timedelta(weeks=1 if today.weekday() >= 5 else 0)
        return this_week + timedelta(weeks=int(found["week"]), days=WEEKDAYS.index(found["weekday"]))
