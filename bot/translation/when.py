"""How a post tells a time, and how a sentence does: "tonight 22:00-22:30" is "tonight, 22:00-22:30"."""

# ruff: noqa: E501  (patterns read best on one line)
import re

from bot.translation.facts.calendar import DAY_NAME, DAY_START, MONTH, MONTH_START, NEAR_DAY

#: The beginning of a time: a day, a date, a clock, a span.
WHEN = (
    rf"(?:{NEAR_DAY}|this (?:weekend|evening|afternoon|morning|week)|next (?:week|weekend|month)|(?:on |in the night (?:of|to) |the night of )?(?:{DAY_START})[a-z]{{0,6}}\b|on \d|\d{{1,2}}[.:]\d\d|"
    rf"at \d|from \d|between \d|\d{{1,2}} ?(?:am|pm)|\d{{4}}-\d\d|\d{{1,2}}(?:-\d{{1,2}})?(?:st|nd|rd|th)?[. ](?:of )?(?:{MONTH_START})|during |in \d{{1,3}} (?:min|h\b|hour))"
)
#: A day of the week or a date.
DAY = re.compile(
    rf"\b(?:{DAY_START})[a-z]{{0,6}}\b|\b\d{{1,2}}(?:st|nd|rd|th|\.)? {MONTH}\b|\b{MONTH} \d|\b\d{{4}}-\d\d-\d\d|\b\d{{1,2}}/\d{{1,2}}",
    re.IGNORECASE,
)
AHEAD = re.compile(r"\b(?:tomorrow|tonight|next|coming|this weekend|later today)\b", re.IGNORECASE)
PAST = re.compile(r"\b(?:yesterday|last (?:night|week)|this morning|at \d|\d{1,2}[:.]\d\d|ago)\b", re.IGNORECASE)
NOW = re.compile(r"\b(?:now|still|currently|again|today)\b", re.IGNORECASE)
SINCE = re.compile(r"\s?since\b", re.IGNORECASE)
SINCE_CLOCK = re.compile(r"\bsince \d{1,2}[:.]\d\d")
CLOCK = re.compile(r"\d{1,2}(?:[:.]\d\d| ?[ap]m)", re.IGNORECASE)
_SPAN_NEXT = r"\d{1,2}[:.]\d\d(?! ?[-–])"
_DAY_AND_CLOCK = re.compile(rf"\b({NEAR_DAY}|[a-z]+day) (?={_SPAN_NEXT})", re.IGNORECASE)
_SPAN = re.compile(r"\d{1,2}(?:[:.]\d\d)? ?(?:[ap]m)? ?[-–]", re.IGNORECASE)
_BARE_CLOCK = re.compile(rf"^ (?={_SPAN_NEXT})")
_BARE_DAY = re.compile(
    rf"^( ?)(?=(?:(?:{DAY_START})[a-z]{{0,6}} \d|{DAY_NAME}|\d{{1,2}}(?:-\d{{1,2}})? (?:{MONTH_START})|20\d\d-\d\d))",
    re.IGNORECASE,
)
_DAY_AND_SPAN = re.compile(
    rf"({NEAR_DAY}|(?:{DAY_START})[a-z]{{0,6}}|[a-z]{{3,9}} \d{{1,2}}|\d{{1,2}} [a-z]{{3,9}}|\d{{4}}-\d\d-\d\d|\d{{1,2}}/\d{{1,2}}/\d{{4}}) (?=\d{{1,2}}[:.]\d\d ?[-–] ?\d)",
    re.IGNORECASE,
)


def at(when: str) -> str:
    """ "15:00" is "at 15:00", "tonight 20:00" is "tonight at 20:00"."""
    when = _DAY_AND_CLOCK.sub(r"\1 at ", when, count=1)
    return f"at {when}" if CLOCK.match(when) and not _SPAN.match(when) else when


def with_at(rest: str) -> str:
    """ " 10:05" after a verb is " at 10:05"."""
    return _BARE_CLOCK.sub(" at ", rest)


def with_comma(rest: str) -> str:
    """ "tonight, 22:00-22:30 CET": a comma before a span of time, and "on" before a day."""
    return _DAY_AND_SPAN.sub(r"\1, ", _BARE_DAY.sub(r"\1on ", rest, count=1), count=1)
