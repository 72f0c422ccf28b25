"""Dates: calendar days, months, years, weekdays, and days told relative to the post."""

# ruff: noqa: E501  (patterns and tables of words read best on one line)
import re
from datetime import datetime, timedelta

from bot.translation.facts.calendar import MONTHS, WEEKDAYS, one_of
from bot.translation.facts.model import FactKind, Scan

_MONTH = one_of(MONTHS)
_DAY_NAME = one_of(WEEKDAYS)
_WEEKDAY = rf"(?:(?P<weekday>{_DAY_NAME})\b\.?,?\s{{1,2}}(?:the\s)?)?"
_YEAR = r"(?:,?\s(?P<year>(?:19|20)\d\d)\b|\s'(?P<short>\d\d)\b)?"
_DAY = r"(?P<day>[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th|\.)?"
_UNTIL = r"(?:\s?(?:-|to|and|&|/|through|until|bis|und)\s?(?P<until>[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th|\.)?(?![\d:]))"
_DAY_MONTH = re.compile(
    rf"\b{_WEEKDAY}(?<![\d.:/-]){_DAY}{_UNTIL}?\s?(?:of\s)?-?(?P<month>{_MONTH})\b\.?(?:-(?P<dashed>(?:19|20)\d\d)|{_YEAR})",
    re.IGNORECASE,
)
_MONTH_DAY = re.compile(
    rf"\b{_WEEKDAY}(?P<month>{_MONTH})\b\.?\s(?:the\s)?{_DAY}(?![\d:])(?!\s?[ap]\.?m)(?:{_UNTIL}(?!\s?[ap]\.?m))?{_YEAR}",
    re.IGNORECASE,
)
#: Two numbers with a mark between them; without any, no date is told in numbers alone.
_MARKED = re.compile(r"\d[-/.]\d")
_ISO = re.compile(
    rf"\b{_WEEKDAY}(?P<year>(?:19|20)\d\d)[-/.](?P<month>0\d|1[0-2])[-/.](?P<day>[0-2]\d|3[01])(?!\d)", re.I
)
_NUMBERS = re.compile(
    rf"\b{_WEEKDAY}(?<![\d.:/-])(?P<a>\d{{1,2}})(?P<sep>[-/.])(?P<b>\d{{1,2}})(?P=sep)(?P<year>(?:19|20)\d\d|\d\d)(?![\d.-])",
    re.IGNORECASE,
)
_SHORT = re.compile(
    rf"(?:\b(?P<weekday>{_DAY_NAME})\b\.?,?\s{{1,2}}|(?<=\bon )|(?<=\bby )|(?<=\bam )|(?<=\bof )|(?<=\bfrom )|(?<=\buntil ))"
    r"(?<![\d.:/-])(?P<a>\d{1,2})(?:/(?P<b>\d{1,2})(?![\d/]|\.\d)|\.(?P<c>0[1-9]|1[0-2])\.(?!\d))",
    re.IGNORECASE,
)
_MONTH_PAIR = re.compile(rf"\b(?P<month>{_MONTH})(?=/(?:{_MONTH})\b)(?=.{{2,20}}?(?P<year>20\d\d))", re.IGNORECASE)
_MONTH_YEAR = re.compile(rf"\b(?P<month>{_MONTH})\.?,?\s(?P<year>(?:19|20)\d\d)\b", re.IGNORECASE)
_MONTH_ALONE = re.compile(
    r"\b(?:in|by|since|until|till|after|before|through|around|from|during|of|early|late|mid|end of|for|this|next|last|to)\s(?:early\s|late\s|mid-?\s?)?"
    rf"(?P<name>(?P<month>{'|'.join(n for n in sorted(MONTHS, key=len, reverse=True) if len(n) > 3 or n == 'may')}))\b"
    # "This may cause delays" names no month.
    r"(?!\s(?:be|not|have|also|need|take|cause|lead|mean|affect|result|happen|occur|create|delay|require|seem|look|make|give|come|go|"
    r"impact|slow|stop|block|change|differ|appear|include|help|still|well|vary|bring|lock|fail|show|produce|trigger|lead|temporarily|briefly|only)\b)",
    re.IGNORECASE,
)
_QUARTER = re.compile(r"\bQ([1-4])(?:[\s/-]((?:19|20)\d\d))?\b")
_NTH = {"first": 1, "second": 2, "third": 3, "fourth": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4}
_QUARTER_IN_WORDS = re.compile(
    r"\b(first|second|third|fourth|1st|2nd|3rd|4th) quarter\b(?:(?: of)? ((?:19|20)\d\d)\b)?", re.IGNORECASE
)
_YEAR_ALONE = re.compile(
    r"(?<![\w.:/#$-])(?:19[6-9]\d|20[0-6]\d)(?![\w:/%]|\.\d|-\d|,\d{3}|\s(?:users|jobs|nodes|records|orders))"
)
_WEEKDAY_ALONE = re.compile(rf"\b({'|'.join(n for n in WEEKDAYS if len(n) > 5)})s?\b", re.IGNORECASE)
_WEEKDAY_SHORT = re.compile(
    r"\b(Mon|Tue|Tues|Wed|Thu|Thur|Thurs|Fri|Sat|Sun)\b(?=\s?[-\x01&/]|\s\x01|\s\d|,|\.|\s(?:and|to)\b)"
)
_RELATIVE = re.compile(
    r"\b(today|tonight|tomorrow|yesterday|this (?:morning|afternoon|evening)|last night|"
    r"(?:this|next|last|the coming) (?:week(?:end)?|month|quarter|year)|heute|morgen|gestern)\b",
    re.IGNORECASE,
)
_TODAY = {"today": 0, "tonight": 0, "this morning": 0, "this afternoon": 0, "this evening": 0, "heute": 0,
          "tomorrow": 1, "morgen": 1, "yesterday": -1, "gestern": -1, "last night": -1}  # fmt: skip
_MONTH_WORDS = frozenset(MONTHS)
_WEEKDAY_WORDS = frozenset(WEEKDAYS) | {f"{name}s" for name in WEEKDAYS}
_Q = frozenset(["q", "quarter"])
_RELATIVE_WORDS = frozenset(["today", "tonight", "tomorrow", "yesterday", "this", "next", "last", "coming", "heute", "morgen", "gestern"])  # fmt: skip


def read_dates(scan: Scan, posted: datetime | None) -> None:
    """Dates, as year-month-day with "?" for what is not said, and a weekday where it was told."""
    marked = _MARKED.search(scan.plain) is not None
    named = not scan.words.isdisjoint(_MONTH_WORDS)
    if marked:
        scan.take(FactKind.DATE, _ISO, lambda m: date_value(m["year"], m["month"], m["day"], m["weekday"]))
    if named:
        _take_ranges(scan, _DAY_MONTH)
        _take_ranges(scan, _MONTH_DAY)
    if marked:
        scan.take(FactKind.DATE, _NUMBERS, lambda m: _numeric(m["a"], m["b"], m["year"], m["weekday"], m["sep"]))
        scan.take(FactKind.DATE, _SHORT, _without_year)
    if named:
        scan.take(FactKind.DATE, _MONTH_PAIR, lambda m: _month(m, m["year"]), needs="/")
        scan.take(FactKind.DATE, _MONTH_YEAR, lambda m: _month(m, m["year"]), needs="0")
        scan.take(FactKind.DATE, _MONTH_ALONE, lambda m: _month(m, None), 1)
    scan.take(FactKind.DATE, _QUARTER, lambda m: f"{m[2] or '????'}-Q{m[1]}", words=_Q)
    scan.take(FactKind.DATE, _QUARTER_IN_WORDS, lambda m: f"{m[2] or '????'}-Q{_NTH[m[1].lower()]}", words=_Q)
    scan.take(FactKind.DATE, _WEEKDAY_ALONE, lambda m: f"day {WEEKDAYS[m[1].lower()]}", words=_WEEKDAY_WORDS)
    scan.take(FactKind.DATE, _WEEKDAY_SHORT, lambda m: f"day {WEEKDAYS[m[1].lower()]}", words=_WEEKDAY_WORDS)
    scan.take(FactKind.DATE, _RELATIVE, lambda m: _relative(m[1].lower(), posted), words=_RELATIVE_WORDS)


def _without_year(match: re.Match[str]) -> str | None:
    separator = "." if match["c"] else "/"
    return _numeric(match["a"], match["b"] or match["c"], None, match["weekday"], separator)


def _month(match: re.Match[str], year: str | None) -> str | None:
    return date_value(year, str(MONTHS[match["month"].lower()]), None, None)


def read_years(scan: Scan) -> None:
    """Years that stand alone; read after numbers with units."""
    scan.take(FactKind.DATE, _YEAR_ALONE, lambda m: f"{m[0]}-??-??", needs="0")


def _take_ranges(scan: Scan, pattern: re.Pattern[str]) -> None:
    """ "18-21 April" is two dates: the first spans the day alone."""
    spans: list[tuple[int, int]] = []
    for match in pattern.finditer(scan.rest) if scan.has("0") else ():
        found = match.groupdict()
        year = found.get("dashed") or found["year"] or (f"20{found['short']}" if found["short"] else None)
        month = str(MONTHS[match["month"].lower()])
        if match["until"] and match.end("until") > match.start("month") > match.start("day"):
            continue
        value = date_value(year, month, match["day"], match["weekday"])
        if value is None:
            continue
        spans.append(match.span())
        if not match["until"]:
            scan.add(FactKind.DATE, match.start(), match.end(), value)
            continue
        cut = match.start("until")
        end = match.end("day")
        scan.add(FactKind.DATE, match.start(), end, value)
        scan.add(FactKind.DATE, cut, match.end(), date_value(year, month, match["until"], None) or value)
    scan.hide(spans)


def date_value(year: str | None, month: str | None, day: str | None, weekday: str | None) -> str | None:
    """One date as "2026-03-14", with "?" for what is not known and " day N" where the weekday was told."""
    number = int(month) if month else 0
    if month and not 1 <= number <= 12:
        return None
    if day and not 1 <= int(day) <= 31:
        return None
    value = f"{year or '????'}-{number:02d}" if month else f"{year or '????'}-??"
    value += f"-{int(day):02d}" if day else "-??"
    return f"{value} day {WEEKDAYS[weekday.lower()]}" if weekday else value


def _numeric(a: str, b: str, year: str | None, weekday: str | None, separator: str) -> str | None:
    """Day first with dots and dashes, month first with slashes, unless that is no date. "either" marks a doubt."""
    first, second = int(a), int(b)
    if not (1 <= first <= 31 and 1 <= second <= 31) or (first > 12 and second > 12):
        return None
    doubtful = first <= 12 and second <= 12 and first != second and separator != "."
    day, month = (second, first) if separator == "/" else (first, second)
    if month > 12:
        day, month = month, day
    full = f"20{year}" if year and len(year) == 2 else year
    value = date_value(full, str(month), str(day), weekday)
    return f"{value} either" if value and doubtful else value


def _relative(words: str, posted: datetime | None) -> str:
    days = _TODAY.get(words)
    if days is None:
        return words.replace("the coming", "next")
    if posted is None:
        return {0: "today", 1: "tomorrow", -1: "yesterday"}[days]
    return (posted + timedelta(days=days)).date().isoformat()
