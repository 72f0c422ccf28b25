"""Durations and quantities, and numbers written as words."""

# ruff: noqa: E501  (patterns and tables of words read best on one line)
import re

from bot.translation.facts.model import FactKind, Scan

_WORDS = {
    name: value
    for value, name in enumerate(
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"]
    )
} | {"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "ninety": 90, "hundred": 100, "dozen": 12,
     "zwei": 2, "drei": 3, "vier": 4, "fünf": 5, "thousand": 1000}  # fmt: skip
_NUMBER_WORDS = frozenset(_WORDS) - {"zero", "one"}
_WORD = "|".join(sorted(_WORDS, key=len, reverse=True))
_NUMBER = r"\d{1,3}(?:[,' ]\d{3})+(?:\.\d+)?|\d{1,15}(?:[.,]\d{1,6})?"
#: Minutes a unit holds; months are counted by themselves, because they differ.
_MINUTES = {"s": 1 / 60, "m": 1.0, "h": 60.0, "d": 1440.0, "w": 10080.0, "f": 20160.0}
_UNIT = (
    r"(?P<{0}>seconds?|secs?|s|minutes?|mins?|hours?|hrs?|h|(?:business|working|calendar)[ -]days?|days?|weeks?|"
    r"fortnights?|months?|years?|sekunden?|minuten?|stunden?|tagen?|wochen?|monaten?|milliseconds?|ms)\b"
)
_DURATION = re.compile(
    rf"(?<![\w.:/#-])(?:(?P<n>{_NUMBER})(?P<more>\+)?|(?:(?P<word>{_WORD})|(?P<half>half an?)|(?P<an>an?|one|another))(?=[\s-]))[\s-]?"
    + _UNIT.format("unit")
    + rf"(?:(?:,|\sand|,\sand|)\s?(?P<n2>\d{{1,3}})\s?{_UNIT.format('unit2')})?",
    re.IGNORECASE,
)
_ANY = rf"{_NUMBER}|(?:{_WORD})\b"
#: "2-3 minutes": both ends have the unit.
_RANGE = re.compile(
    rf"(?<![\w.:/#-])(?P<low>{_ANY})\s?(?:-|to|or|and)\s?(?P<high>{_ANY})[\s-]?" + _UNIT.format("unit"), re.IGNORECASE
)
#: "One and a half hours", "5 1/2 hours", "an hour and a half", "a quarter of an hour".
_HALVES = re.compile(
    rf"(?<![\w.:/#-])(?:(?P<n>{_ANY}|an?\b)(?:\s(?:and\sa\shalf|1/2)|\s?½)\s"
    + _UNIT.format("unit")
    + r"|(?:an?|one)\s(?P<half>hour|minute|day|week|month|year)\sand\sa\shalf\b"
    + r"|(?:(?P<three>three\squarters)|(?:an?\s)?quarter)\sof\san\shour\b)",
    re.IGNORECASE,
)
#: Every unit, and what stands for one: a text without any tells no span of time.
_UNIT_WORDS = frozenset(
    ["second", "seconds", "sec", "secs", "s", "minute", "minutes", "min", "mins", "hour", "hours", "hr", "hrs",
     "h", "day", "days", "week", "weeks", "fortnight", "fortnights", "month", "months", "year", "years",
     "sekunde", "sekunden", "minute", "minuten", "stunde", "stunden", "tag", "tage", "tagen", "woche", "wochen",
     "monat", "monate", "monaten", "millisecond", "milliseconds", "ms", "fortnightly", "biweekly"]
)  # fmt: skip
_HALF_WORDS = frozenset(["half", "quarter", "quarters"])
_FORTNIGHT = frozenset(["fortnightly", "biweekly"])
_FORTNIGHTLY = re.compile(r"\bfortnightly\b|\bbiweekly\b", re.IGNORECASE)


def number(text: str) -> float:
    """The value of a number in digits or words. "1,200" is 1200; "1,5" is 1.5."""
    low = text.lower()
    if low in _WORDS:
        return float(_WORDS[low])
    if re.fullmatch(r"\d{1,3}(?:[,' ]\d{3})+(?:\.\d+)?", text):
        return float(re.sub(r"[,' ]", "", text))
    return float(text.replace(",", "."))


def read_durations(scan: Scan) -> None:
    """Spans of time, in minutes or months."""
    if scan.words.isdisjoint(_UNIT_WORDS):
        return
    if "½" in scan.plain or "1/2" in scan.plain or not scan.words.isdisjoint(_HALF_WORDS):
        scan.take(FactKind.DURATION, _HALVES, _and_a_half)
    _take_ranges(scan)
    scan.take(FactKind.DURATION, _DURATION, _span)
    scan.take(FactKind.DURATION, _FORTNIGHTLY, lambda m: "20160 min", words=_FORTNIGHT)


def _and_a_half(match: re.Match[str]) -> str:
    if match["half"]:
        return _in_minutes(1.5, match["half"].lower())
    if match["n"]:
        amount = 1.0 if match["n"].lower() in ("a", "an") else number(match["n"])
        return _in_minutes(amount + 0.5, match["unit"].lower())
    return "45 min" if match["three"] else "15 min"


def _take_ranges(scan: Scan) -> None:
    spans = []
    for match in _RANGE.finditer(scan.rest):
        unit = match["unit"].lower()
        scan.add(FactKind.DURATION, match.start(), match.end("low"), _in_minutes(number(match["low"]), unit))
        scan.add(FactKind.DURATION, match.start("high"), match.end(), _in_minutes(number(match["high"]), unit))
        spans.append(match.span())
    scan.hide(spans)


def _span(match: re.Match[str]) -> str | None:
    unit = match["unit"].lower()
    if match["n"]:
        amount = number(match["n"])
    elif match["word"]:
        amount = number(match["word"])
    else:
        amount = 0.5 if match["half"] else 1.0
    if match["an"] and (
        unit in ("s", "h") or (unit.startswith(("second", "month", "year", "day")) and match["an"][0] != "o")
    ):
        return None
    first = _in_minutes(amount, unit)
    if match["n2"] and " min" in first:
        second = _in_minutes(float(match["n2"]), match["unit2"].lower())
        if " min" in second:
            return f"{float(first.split()[0]) + float(second.split()[0]):g} min"
    return first


def _in_minutes(amount: float, unit: str) -> str:
    if unit.startswith(("business", "working")):
        return f"{amount:g} working days"
    if unit.startswith("mo"):
        return f"{amount:g} months"
    if unit.startswith("y"):
        return f"{amount * 12:g} months"
    if unit.startswith(("ms", "milli")):
        return f"{amount:g} ms"
    key = "d" if unit[0] in "ct" else "h" if unit.startswith("stu") else unit[0]
    return f"{round(amount * _MINUTES[key], 4):g} min"


_MEASURE = {
    "%": "%", "percent": "%", "per cent": "%", "prozent": "%", "kb": "kb", "mb": "mb", "gb": "gb", "tb": "tb", "pb": "pb",
    "kilobyte": "kb", "megabyte": "mb", "gigabyte": "gb", "terabyte": "tb", "petabyte": "pb", "gib": "gib",
    "tib": "tib", "mib": "mib", "gbit": "gbit", "gbps": "gbps", "mbps": "mbps", "mbit": "mbit", "eur": "eur", "euro": "eur",
    "usd": "usd", "dollar": "usd", "gbp": "gbp", "pound": "gbp", "chf": "chf", "kg": "kg", "km": "km",
    "million": "e6", "billion": "e9", "k": "e3",
}  # fmt: skip
_SIGN = {"EUR": "eur", "USD": "usd", "GBP": "gbp", "CHF": "chf", "€": "eur", "$": "usd", "£": "gbp"}
_UNITS = "|".join(sorted((re.escape(unit) for unit in _MEASURE), key=len, reverse=True))
_QUANTITY = re.compile(
    rf"(?<![\w.:/#@-])(?:(?P<sign>[€$£]|(?<![A-Z])(?:EUR|USD|GBP|CHF)(?=\s?\d))\s?)?(?P<n>{_NUMBER})(?:[\s-]?(?P<unit>(?:{_UNITS}))s?(?!\w)|\s?(?P<after>[€$£]))?(?!\d|:\d)",
    re.IGNORECASE,
)
_IN_WORDS = re.compile(
    rf"(?<![\w-])(?!one\b|zero\b)(?:a\s)?(?P<word>{_WORD})(?![\w-])(?!\s(?:or\s)?more\stime)", re.IGNORECASE
)
_TAIL = re.compile(r"(?<=[A-Za-z/_-])\d{2,12}(?![\w.])")


def read_quantities(scan: Scan) -> None:
    """Every other number, with its unit where it is a measure; what is counted is not part of the value."""
    scan.take(FactKind.QUANTITY, _QUANTITY, _quantity, needs="0")
    scan.take(FactKind.QUANTITY, _IN_WORDS, lambda m: f"{number(m['word']):g}", words=_NUMBER_WORDS)


def _quantity(match: re.Match[str]) -> str:
    unit = _MEASURE.get((match["unit"] or "").lower(), "") or _SIGN.get(
        (match["sign"] or match["after"] or "").upper(), ""
    )
    amount = number(match["n"])
    if unit in ("e3", "e6", "e9"):
        return f"{amount * float(f'1{unit}'):.10g}"
    return f"{amount:.10g} {unit}".strip()
