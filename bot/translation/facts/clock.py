"""Times of day and zones."""

import re

from bot.translation.facts.model import TAKEN, FactKind, Scan

_HALF = r"(?P<half>[ap]\.?\s?m\b\.?)"
_SPAN = re.compile(
    r"(?<![\w.:/#-])(?P<hour>1[0-2]|0?[1-9])(?:[:.](?P<minute>[0-5]\d))?(?=\s?(?:-|to|until|and|or)\s?"
    r"(?P<next>1[0-2]|0?[1-9])(?:[:.][0-5]\d)?\s?(?P<half>[ap]\.?m\b))",
    re.IGNORECASE,
)
_TWELVE = re.compile(
    rf"(?<![\w.:/#])(?P<hour>1[0-2]|0?[1-9])(?:[:.](?P<minute>[0-5]\d))?(?::[0-5]\d)?\s?{_HALF}", re.IGNORECASE
)
_TWENTY_FOUR = re.compile(
    r"(?<![\w.:/#])(?P<hour>[01]?\d|2[0-4])(?:(?:[:h])(?P<minute>[0-5]\d)(?::[0-5]\d)?(?:\s?(?:Uhr|hrs?|h)\b)?"
    r"|(?:\.(?P<dot>[0-5]\d))?\s?(?:Uhr|o'clock)\b)(?!:?\d)",
    re.IGNORECASE,
)
_MILITARY = re.compile(
    r"(?<![\w.:/#-])(?P<hour>[01]\d|2[0-4]):?(?P<minute>[0-5]\d)(?=\s?(?:hrs|hours|UTC|GMT|CES?T|E[SD]T|P[SD]T|Z\b))"
)
_DOTTED = re.compile(
    r"(?i:\b(?:at|from|until|till|by|to|between|and|um|ab|bis)\s|-\s?)"
    r"(?P<time>(?P<hour>[01]\d|2[0-3])\.(?P<minute>[0-5]\d))(?![\d.%]|\s?(?:%|[GMTk]B|h|hours?|percent|million|and\sabove))"
)
_NAMED = re.compile(r"\b(?:12 )?(noon|midday|midnight|mitternacht|mittags)\b", re.IGNORECASE)
_HALF_WORDS = frozenset(["am", "pm", "a", "p"])
_NAMED_VALUE = {"noon": "12:00", "midday": "12:00", "mittags": "12:00", "midnight": "00:00", "mitternacht": "00:00"}


def read_times(scan: Scan) -> None:
    """Times of day, as hours and minutes of 24."""
    scan.take(FactKind.TIME, _SPAN, _first_of_two, needs="0", words=_HALF_WORDS)
    scan.take(FactKind.TIME, _TWELVE, lambda m: _clock(m["hour"], m["minute"], m["half"]), needs="0", words=_HALF_WORDS)
    scan.take(FactKind.TIME, _TWENTY_FOUR, lambda m: _clock(m["hour"], m["minute"] or m["dot"], None), needs="0")
    scan.take(FactKind.TIME, _MILITARY, lambda m: _clock(m["hour"], m["minute"], None), needs="0")
    scan.take(FactKind.TIME, _DOTTED, lambda m: _clock(m["hour"], m["minute"], None), 1, needs="0")
    scan.take(FactKind.TIME, _NAMED, lambda m: _NAMED_VALUE[m[1].lower()], words=frozenset(_NAMED_VALUE))


def _first_of_two(match: re.Match[str]) -> str:
    """The 10 of "10-11 pm" is in the evening too, the 11 of "11-1 pm" is not."""
    half, hour, following = match["half"], int(match["hour"]) % 12, int(match["next"]) % 12
    if half[0].lower() == "p" and hour > following:
        half = "am"
    return _clock(match["hour"], match["minute"], half)


def _clock(hour: str, minute: str | None, half: str | None) -> str:
    hours = int(hour)
    if half:
        hours = hours % 12 + (12 if half[0].lower() == "p" else 0) if hours <= 12 else hours
    return f"{hours % 24:02d}:{int(minute or 0):02d}"


_SURE = (
    "UTC|GMT|CEST|CET|EEST|EET|EST|EDT|CST|CDT|MDT|PST|PDT|MSK|JST|SGT|HKT|AEST|AEDT|ACST|AWST|NZST|NZDT|SAST|MESZ|MEZ"
)
#: Short names of time zones that stand for nothing else.
ZONE_NAMES = frozenset(_SURE.split("|"))
_SURE_WORDS = frozenset(_SURE.lower().split("|"))
_AFTER_TIME = "ET|PT|CT|MT|GST|IST|BST|MST|WET|WEST|BRT|EAT|WAT|Z"
_AFTER_WORDS = frozenset(_AFTER_TIME.lower().split("|"))
_ZONE = re.compile(rf"(?<![\w-])(?P<name>{_SURE})(?P<offset>\s?[+-]\s?\d{{1,2}}(?::?\d\d)?)?(?![\w])")
_LOOSE_ZONE = re.compile(rf"(?<={TAKEN})(?P<space>\s?\(?)(?P<name>{_AFTER_TIME})(?![\w-])")
_WORDS = re.compile(
    r"\b(?P<words>(?:(?P<place>eastern|central|mountain|pacific|central european|eastern european|western european|"
    r"british|india|indian|japan|australian eastern|coordinated universal|greenwich mean|new zealand)"
    r"(?P<kind>\s(?:standard|daylight|summer))?\stime)|local time|[A-Z][a-z]{3,12} time(?! ))",
    re.IGNORECASE,
)
_LONG = {
    "eastern": "ET", "central": "CT", "mountain": "MT", "pacific": "PT", "central european": "CET",
    "eastern european": "EET", "western european": "WET", "coordinated universal": "UTC", "greenwich mean": "GMT",
    "india": "IST", "indian": "IST", "japan": "JST", "british": "BST", "new zealand": "NZT",
    "australian eastern": "AET",
}  # fmt: skip
_GERMAN = {"MEZ": "CET", "MESZ": "CEST"}
_TIME = frozenset(["time"])
_REGION = re.compile(r"\b(?:Europe|America|Asia|Africa|Australia|Pacific)/[A-Z][A-Za-z_]{2,30}\b")
_CITY = re.compile(
    r"\b(Berlin|London|Paris|Zurich|Vienna|Warsaw|Madrid|Rome|Dublin|Lisbon|Athens|Helsinki|Moscow|Dubai|Mumbai|"
    r"Singapore|Tokyo|Sydney|Chicago|Denver|York|Toronto|Angeles|Auckland|Amsterdam|Brussels|Prague|Oslo|Stockholm)"
    r" time\b"
)


def read_zones(scan: Scan) -> None:
    """Time zones, by their short name."""
    scan.take(FactKind.ZONE, _REGION, lambda m: m[0], needs="/")
    scan.take(FactKind.ZONE, _ZONE, _short, words=_SURE_WORDS)
    scan.take(FactKind.ZONE, _LOOSE_ZONE, lambda m: "UTC" if m["name"] == "Z" else m["name"], 2, words=_AFTER_WORDS)
    scan.take(FactKind.ZONE, _CITY, lambda m: f"{m[1]} time", words=_TIME)
    scan.take(FactKind.ZONE, _WORDS, _long, words=_TIME)


def _short(match: re.Match[str]) -> str:
    offset = re.sub(r"[\s:]", "", match["offset"] or "")
    hours = int(offset[:3]) if offset else 0
    name = _GERMAN.get(match["name"], match["name"])
    return f"{name}{offset[0]}{offset[1:].lstrip('0')}" if hours else name


def _long(match: re.Match[str]) -> str | None:
    if match["place"]:
        short = _LONG[match["place"].lower()]
        kind = (match["kind"] or "").strip().lower()
        if len(short) == 2 and kind:
            return f"{short[0]}{'S' if kind == 'standard' else 'D'}T"
        return "CEST" if short == "CET" and kind == "summer" else short
    return "local time" if match[0].lower() == "local time" else None
