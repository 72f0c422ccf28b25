"""Values that are equal or not: times, dates, zones, durations, numbers, ids and links."""

# ruff: noqa: E501  (patterns and tables of words read best on one line)
import re
from itertools import pairwise

from bot.translation.facts import Fact, FactKind, extract_facts
from bot.translation.fidelity.model import Problem, ProblemKind, Reading

_NUMERIC = frozenset({FactKind.ID, FactKind.VERSION, FactKind.QUANTITY, FactKind.DURATION, FactKind.CONTACT})
_KIND = {
    FactKind.TIME: ProblemKind.TIME, FactKind.DATE: ProblemKind.DATE, FactKind.ZONE: ProblemKind.ZONE,
    FactKind.DURATION: ProblemKind.DURATION, FactKind.ID: ProblemKind.ID, FactKind.VERSION: ProblemKind.ID,
    FactKind.QUANTITY: ProblemKind.NUMBER, FactKind.CONTACT: ProblemKind.CONTACT, FactKind.LINK: ProblemKind.CONTACT,
}  # fmt: skip
_NAME = {
    ProblemKind.TIME: "time", ProblemKind.DATE: "date", ProblemKind.ZONE: "time zone", ProblemKind.DURATION: "length of time",
    ProblemKind.ID: "number or version", ProblemKind.NUMBER: "number", ProblemKind.CONTACT: "contact or link",
}  # fmt: skip
_RANK = {"today": "now", "tomorrow": "next", "yesterday": "last"}


def compare_facts(source: Reading, rewrite: Reading) -> list[Problem]:
    """Hard facts that are missing, changed or new."""
    problems: list[Problem] = []
    missing = [f for f in source.facts if f.kind in _KIND and not _found(f, rewrite, source)]
    new = [f for f in rewrite.facts if f.kind in _KIND and not _found(f, source, rewrite) and not _derived(f, source)]
    for fact in missing:
        kind = _KIND[fact.kind]
        other = next((f for f in new if _KIND[f.kind] == kind), None)
        if other is not None:
            new.remove(other)
            why = f"The {_NAME[kind]} is not the same."
            problems.append(Problem(kind, fact.text, other.text, why))
        elif not _forgivable(fact, rewrite, source):
            problems.append(Problem(kind, fact.text, "", f"The {_NAME[kind]} is missing."))
    for fact in new:
        kind = _KIND[fact.kind]
        if not _only_counts(fact, rewrite):
            problems.append(Problem(kind, "", fact.text, f"The post does not give this {_NAME[kind]}."))
    return _once(problems)


def compare_values(source: str, rewrite: str) -> list[Problem]:
    """Facts of very long texts, by value alone, in time that grows with their length."""
    there = {(_KIND[f.kind], f.value): f for f in extract_facts(source) if f.kind in _KIND}
    here = {(_KIND[f.kind], f.value): f for f in extract_facts(rewrite) if f.kind in _KIND}
    missing = [
        Problem(key[0], there[key].text, "", f"The {_NAME[key[0]]} is missing.") for key in there if key not in here
    ]
    new = [
        Problem(key[0], "", here[key].text, f"The post does not give this {_NAME[key[0]]}.")
        for key in here
        if key not in there
    ]
    return missing + new


def _once(problems: list[Problem]) -> list[Problem]:
    return list(dict.fromkeys(problems))


def _found(fact: Fact, other: Reading, own: Reading) -> bool:
    if fact.kind == FactKind.DATE:
        dates = [f.value for f in other.facts if f.kind == FactKind.DATE]
        if fact.value not in dates and any(_another_weekday(fact.value, value) for value in dates):
            return False
        if fact.value not in dates and any(_clashes(fact.value, value) for value in dates):
            return any(same_date(fact.value, value) and _as_exact(fact.value, value) for value in dates)
        return any(same_date(fact.value, value) for value in dates) or _plain(fact, other)
    if fact.kind == FactKind.ZONE:
        return any(_same_zone(fact.value, f.value) for f in other.facts if f.kind == FactKind.ZONE)
    if fact.kind in _NUMERIC and fact.kind != FactKind.CONTACT:
        digits = _digits(fact)
        return (
            any(f.kind in _NUMERIC and (f.value == fact.value or _digits(f) == digits) for f in other.facts)
            or _plain(fact, other)
            or _part_of_a_name(fact, other)
            or _bare(fact, other)
        )
    if fact.kind == FactKind.CONTACT and fact.value.isdigit() and fact.value in re.sub(r"[ ()/.-]", "", other.low):
        return True
    return any(f.kind == fact.kind and f.value == fact.value for f in other.facts) or _plain(fact, other)


def _plain(fact: Fact, other: Reading) -> bool:
    """The very words stand in the other text, though they were read as something else there."""
    text = fact.text.strip().lower()
    if fact.kind == FactKind.DATE and fact.text.strip().isalpha():
        return re.search(rf"\b{re.escape(fact.text.strip())}\b", other.text) is not None
    if len(text) < 4 or fact.kind == FactKind.TIME:
        return False
    return re.search(rf"(?<![\w.:/-]){re.escape(text)}(?![\w:/]|[.-]\w)", other.low) is not None


def _bare(fact: Fact, other: Reading) -> bool:
    """ "From 60 to 15 minutes", and later "not after 60": the unit is said once."""
    number = _first_number(fact)
    if not number or fact.kind not in (FactKind.DURATION, FactKind.QUANTITY):
        return False
    kind = FactKind.QUANTITY if fact.kind == FactKind.DURATION else FactKind.DURATION
    return any(f.kind == kind and _first_number(f) == number and number in (f.value, fact.value) for f in other.facts)


def _first_number(fact: Fact) -> str:
    match = re.match(r"[\d.,]+", fact.text)
    return match[0] if match else ""


def _part_of_a_name(fact: Fact, other: Reading) -> bool:
    """Office 365 is O365, Dynamics 365 Dynamics365."""
    bare = fact.text.lower().strip()
    if re.fullmatch(r"\d{3,}", bare):
        return re.search(rf"[a-z]{bare}\b", other.low) is not None
    joined = re.fullmatch(r"[a-z]{1,12}(\d{3,})", bare)
    return joined is not None and re.search(rf"[a-z] {joined[1]}\b", other.low) is not None


def _digits(fact: Fact) -> str:
    """An amount with its unit, or the bare number of an id."""
    value = fact.value.lower().lstrip("v")
    if fact.kind in (FactKind.QUANTITY, FactKind.DURATION):
        return re.sub(r"\.0+$", "", value)
    bare = re.sub(r"^[a-z]{2,6}[- ]?(?=\d+$)", "", value)
    return bare if re.fullmatch(r"[\d.]+", bare) else value


def same_date(one: str, other: str) -> bool:
    """Whether two date values can be the same day, and one says at least as much as is needed to tell."""
    if one == other:
        return True
    a, b = _parts(one), _parts(other)
    if a is None or b is None:
        return _RANK.get(one, one) == _RANK.get(other, other)
    if any(x and y and x != y for x, y in zip(a, b, strict=True)):
        return _swapped(a, b)
    shared = [bool(x and y) for x, y in zip(a, b, strict=True)]
    if (a[2] or b[2]) and not shared[3]:
        return shared[1] and shared[2]
    return any(shared)


def _another_weekday(one: str, other: str) -> bool:
    """The same day of the same month with another weekday."""
    a, b = _parts(one), _parts(other)
    return bool(a and b and a[2] and a[3] and b[3] and a[1:3] == b[1:3] and a[3] != b[3])


def _clashes(one: str, other: str) -> bool:
    """Two dates that say as much and are not the same: one of them cannot stand for the other by what they share.

    The same weekday of another day, or two months without a day.
    """
    a, b = _parts(one), _parts(other)
    if not a or not b or not a[1] or not b[1]:
        return False
    if not a[2] and not b[2]:
        return a[1] != b[1]
    return bool(a[3]) and a[3] == b[3] and a[1:3] != b[1:3]


def _as_exact(one: str, other: str) -> bool:
    """Whether two dates name a month and a day, or neither does name a day."""
    a, b = _parts(one), _parts(other)
    return bool(a and b) and (bool(a[1]), bool(a[2])) == (bool(b[1]), bool(b[2]))  # type: ignore[index]


def _swapped(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    return bool(
        a[1]
        and a[2]
        and a[1] == b[2]
        and a[2] == b[1]
        and "either" in (a[4], b[4])
        and (a[0] == b[0] or not a[0] or not b[0])
    )


def _parts(value: str) -> tuple[str, str, str, str, str] | None:
    if value.startswith("day "):
        return ("", "", "", value[4:], "")
    match = re.fullmatch(r"([\d?]{4})-([\d?]{2})-([\d?]{2})(?: day (\d))?( either)?", value)
    if not match:
        return None
    year, month, day = (part if "?" not in part else "" for part in match.group(1, 2, 3))
    return (year, month, day, match[4] or "", "either" if match[5] else "")


_FAMILY = {"EST": "ET", "EDT": "ET", "CST": "CT", "CDT": "CT", "MST": "MT", "MDT": "MT", "PST": "PT", "PDT": "PT"}


def _same_zone(one: str, other: str) -> bool:
    if one == other:
        return True
    return _FAMILY.get(one) == other or _FAMILY.get(other) == one


def _derived(fact: Fact, source: Reading) -> bool:
    """A length of time that two neighbouring times of the source give, or a count that the source shows."""
    if fact.value == "today":
        return True
    if (
        fact.kind == FactKind.QUANTITY
        and fact.value == "2"
        and re.search(r"\b(?:duplicate|double|both|pair|twice)", source.low)
    ):
        return True
    if fact.kind == FactKind.QUANTITY and fact.value == "1":
        return bool(re.search(r"\b(?:one|an?|single|each|first)\b", source.low))
    if fact.kind == FactKind.QUANTITY and fact.text.lower() in ("two", "three"):
        return bool(
            re.search(r"\w,? (?:and|or) \w" if fact.value == "2" else r"\w, \w[^.;]{0,40} (?:and|or) \w", source.low)
        )
    if fact.kind == FactKind.DURATION and fact.value.endswith(" min"):
        times = [_minutes(f.value) for f in source.facts if f.kind == FactKind.TIME]
        return any((b - a) % 1440 == float(fact.value.split()[0]) for a, b in pairwise(times))
    return False


def _minutes(clock: str) -> int:
    return int(clock[:2]) * 60 + int(clock[3:])


_COUNTED = re.compile(
    r"^(?:\s(?:new|main|important))?\s(?:times|people|things|changes|points|steps|ways|of (?:them|these|you)|parts|kinds)\b"
)


def _only_counts(fact: Fact, rewrite: Reading) -> bool:
    """ "Two things change:" counts what follows, "two people" may be "four eyes"."""
    if fact.kind != FactKind.QUANTITY or fact.text.strip().isdigit():
        return False
    return bool(_COUNTED.match(rewrite.text[fact.end : fact.end + 30])) or fact.text.lower() == "two times"


_ORDINALS = {"2": r"\bsecond\b", "3": r"\bthird\b", "4": r"\bfourth\b", "5": r"\bfifth\b", "6": r"\bsixth\b"}


def _forgivable(fact: Fact, rewrite: Reading, source: Reading) -> bool:
    """What a rewrite may leave out or say in other words."""
    low = fact.text.lower()
    if fact.kind == FactKind.DATE and fact.value in ("today", "this week", "this month"):
        return True
    if fact.kind == FactKind.QUANTITY and fact.value.split()[0] == "1":
        return bool(re.search(r"\b(?:one|an?|single|each|only)\b", rewrite.low))
    if fact.kind == FactKind.QUANTITY and fact.value in _ORDINALS and re.search(_ORDINALS[fact.value], rewrite.low):
        return True
    if fact.kind == FactKind.QUANTITY and low == "two":
        return bool(re.search(r"\b(?:both|pair|twice|each)\b", rewrite.low))
    if fact.kind == FactKind.DURATION and re.search(rf"\b(?:those|these) (?!\d){re.escape(low)}", source.low):
        return True  # "those two days" counts the dates before it
    if fact.kind == FactKind.DURATION and re.match(r"(?:an?|one)\s", low):
        return bool(re.search(r"\b(?:hourly|daily|weekly|monthly|yearly|hour|day|week|month|year)s?\b", rewrite.low))
    if fact.kind == FactKind.ZONE and fact.value == "local time":
        return "local" in rewrite.low
    return fact.kind == FactKind.QUANTITY and low in ("ten", "hundred", "dozen", "thousand")
