"""A notice in the form "What: ... When: ...": its lines as sentences, those that belong together in one."""

# ruff: noqa: E501  (patterns read best on one line)
import re
from dataclasses import dataclass

from bot.translation.facts.calendar import DAY_START, MONTH_START
from bot.translation.grammar import article, lacks_verb, lowered, plural, verb_in

#: So many lines with a key make a form.
LEAST = 3
#: Words in a line above the keys that says what it is about.
_TITLE = 8
_MARKS = re.compile(r"[:,;]|\d{3}")
_MATTERS = frozenset({"what", "where", "trouble"})
#: What says something by itself, whatever stands around it.
_LINES = frozenset({""})
_NAMES = {
    "what": "what|subject|topic|title|activity|change|description|work",
    "where": "service|services|system|systems|application",
    "trouble": "issue|problem|error",
    "when": "when|date|time|date and time|maintenance window|window|schedule",
    "start": "start|start time|from|begin|starts",
    "end": "end|end time|until|to|ends",
    "since": "since",
    "valid": "valid from|valid as of|effective|effective from|effective date",
    "status": "status",
    "impact": "(?:user |business )?impact|effect",
}
_OTHER = (
    r"affected(?: users| systems| sites)?|who is affected|symptoms?|workaround|action(?: required| needed)?|what to do|to do|root cause|cause|reason|duration|correction|solution|next update|eta(?: for fix)?|"
    r"contact|questions|reference|ref|ticket|incident|downtime|who|why|(?:old|new) \w+|rollback plan|lessons learned"
)
_KEY = re.compile(
    r"^\**(?:" + "|".join(f"(?P<{kind}>{names})" for kind, names in _NAMES.items()) + rf"|{_OTHER})\**\s*:\**\s*(?=\S)",
    re.IGNORECASE,
)
_DAY = re.compile(
    rf"(?:{DAY_START}|\d{{1,2}}(?:st|nd|rd|th)? [A-Za-z]|\d{{4}}-|\d{{1,2}}[./]\d|{MONTH_START})", re.IGNORECASE
)
_STATE = re.compile(r"(?:fixed|resolved|solved|closed|ongoing|in progress|down|restored|delayed|postponed|cancelled|completed)$", re.IGNORECASE)  # fmt: skip
_NEW = re.compile(r"new (?!\w+s\b)", re.IGNORECASE)


@dataclass(frozen=True)
class Entry:
    """One line of a form. `kind` is empty where the line says something by itself; `value` has no full stop at its end."""

    place: int
    kind: str
    text: str
    value: str


def read_form(lines: list[str | None]) -> dict[int, str] | None:
    """What each line of a form says instead, by its place; None where this is no form.

    A line that is None belongs to no form. Lines that were joined to an earlier one are not in the answer.
    """
    keys = [_KEY.match(line) if line else None for line in lines]
    if sum(key is not None for key in keys) < LEAST:
        return None
    kinds = {key.lastgroup or "" for key in keys if key}
    alone = frozenset(_LINES if "where" in kinds and not kinds & {"what", "trouble"} else {*_LINES, "impact"})
    entries = [_entry(place, lines[place] or "", key, alone) for place, key in enumerate(keys) if key]
    told = {entry.place: entry.text for entry in entries if not entry.kind}
    told |= {place: line for place, line in enumerate(lines) if line and not keys[place]}
    main = [entry for entry in entries if entry.kind]
    title = lines[0]
    if main and title and not keys[0] and not _MATTERS.intersection(entry.kind for entry in main) and _is_title(title):
        main.insert(0, Entry(0, "what", title, title.rstrip(".")))
    if main:
        told[main[0].place] = _joined(main)
    return told


def is_english_form(text: str) -> bool:
    """Whether most lines of a text begin with one of our English keys: too few words to tell its language by."""
    lines = [line for line in text.splitlines() if line.strip()]
    keyed = sum(_KEY.match(line.strip()) is not None for line in lines)
    return keyed >= LEAST and 2 * keyed > len(lines)


def _is_title(line: str) -> bool:
    return 1 < len(line.split()) <= _TITLE and lacks_verb(line) and not _MARKS.search(line)


def _entry(place: int, line: str, key: re.Match[str], alone: frozenset[str]) -> Entry:
    kind = key.lastgroup or ""
    return Entry(place, "" if kind in alone else kind, line, line[key.end() :].strip().rstrip("."))


def _joined(entries: list[Entry]) -> str:
    """What it is about, where, since when and how it stands, in one sentence; what does not fit stays a line."""
    first: dict[str, str] = {}
    rest: list[str] = []
    for entry in entries:
        if entry.kind in first:
            rest.append(entry.text.rstrip("."))
        else:
            first[entry.kind] = entry.value
    matter = _matter(first, rest)
    if not matter:
        return ". ".join(entry.text.rstrip(".") for entry in entries)
    said = _with_state(matter, first, rest)
    when = _when(first) if lacks_verb(matter) and ("what" in first or "when" in first) else ""
    if not when:
        rest[:0] = [entry.text.rstrip(".") for entry in entries if entry.kind in ("when", "start", "end")]
    return ". ".join(part[0].upper() + part[1:] for part in [f"{said}{when}", *rest] if part)


def _matter(first: dict[str, str], rest: list[str]) -> str:
    what, where, trouble = first.get("what", ""), first.get("where", ""), first.get("trouble", "")
    if trouble:
        rest[:0] = [part for part in (what, where) if part]
        return trouble
    if where and "impact" in first:
        return f"{where}: {lowered(first['impact'])}"
    return f"{where}: {lowered(what)}" if what and where else what or where


def _with_state(matter: str, first: dict[str, str], rest: list[str]) -> str:
    """The matter with its status, its beginning, or the day from which it is valid."""
    status = first.get("status", "")
    bare = lacks_verb(matter) and ": " not in matter
    if status and bare and _STATE.match(status):
        matter = f"{matter} {status.lower()}"
    elif status:
        rest.append(f"Status: {status}")
    if "since" in first and bare and not status:
        return f"There {'have' if plural(matter) else 'has'} been {_one(matter)} since {first['since']}"
    if "since" in first:
        rest.append(f"Since {first['since']}")
    if "valid" in first and bare:
        return f"{_one(matter)} applies from {first['valid']}"
    if "valid" in first:
        rest.append(f"Valid from {first['valid']}")
    if first.get("trouble") == matter and bare and not verb_in(matter):
        return f"There is a problem: {lowered(matter)}"
    return matter


def _one(matter: str) -> str:
    """ "a new limit", "duplicate receipts"."""
    low = lowered(matter)
    return low if plural(matter) or not (_NEW.match(low) or low == matter.lower()) else f"{article(low)} {low}"


def _when(first: dict[str, str]) -> str:
    """ " on Sunday, 08:00-11:00", " from 22:00 to 04:00"; empty where the form says nothing of it."""
    if "when" in first:
        return f" on {first['when']}" if _DAY.match(first["when"]) else f", {first['when']}"
    start, end = first.get("start"), first.get("end")
    return f" from {start} to {end}" if start and end else ""
