"""Labels of telegrams and status pages ("Fixed:", "[Investigating]") as sentences."""

# ruff: noqa: E501  (patterns and tables of words read best on one line)
import re

from bot.translation.ends import Tail, without_reference
from bot.translation.grammar import lowered, plural, verb_in, with_article
from bot.translation.kinds import UpdateKind
from bot.translation.phrases import plainer
from bot.translation.plain_sentence import how_it_finds, sentence_of
from bot.translation.splitting import shorter
from bot.translation.when import WHEN, with_comma

_LABELS = {
    "fixed": r"fixed|resolved|solved|fix|resolution|done|closed",
    "outage": r"(?:partial |full |major )?outage|disruption|incident|major incident|service disruption|degradation|issue|problem|known issue|p[12]",
    "looking": r"investigating|identified|monitoring",
    "planned": r"(?:planned|scheduled|emergency) (?:maintenance|work|downtime|outage|restart)|maintenance|downtime|planned|scheduled",
    "late": r"delay|delayed|postponed",
    "plain": r"new|new feature|change|changed|security|security notice|rollback|rolled back|status|status update|info|notice|announcement|update|release|withdrawn|going away|completed|complete",
}
_LABEL = re.compile(
    r"^[\[(*]{0,2}(?:"
    + "|".join(f"(?P<{name}>{words})" for name, words in _LABELS.items())
    + r")(?:[\])*]{1,2}\s*[:–—-]?\s*|\s*:\s+|\s+[-–—]\s+)(?P<rest>\S.*)$",
    re.IGNORECASE | re.DOTALL,
)
_PLACE = re.compile(
    rf"^(?P<what>(?:(?!on\b|from\b|at\b|between\b)[\w()/&.+-]+ ){{1,6}}?)(?=(?:{WHEN}))(?P<when>.+)$", re.IGNORECASE
)
_GOOD = re.compile(
    r"\b(?:again|back|replaced|restored|renewed|corrected|normal|works?|fixed|solved|resolved|available|up)\b",
    re.IGNORECASE,
)
_BAD_END = re.compile(r"\b(?:outage|issue|problem|error|bug|incident|disruption|failure|fault)s?$", re.IGNORECASE)
_FAULTY = re.compile(
    r"^(?:slow|missing|wrong|duplicate|broken|failed|incorrect|double|delayed|empty|blank)\b", re.IGNORECASE
)
_LOOSE = re.compile(
    r"\b(?:not|stuck|timed out|cannot|\w+ing|failed|missing|lost)\b(?! of)(?!$)|\b(?:not \w+|stuck|timing out|timed out|missing|crashing|failing)$",
    re.IGNORECASE,
)
_LATER = re.compile(r"\b(?:not|later|postponed|delayed|moved|late)\b", re.IGNORECASE)
#: How bad it is, for IT; the label behind it says what it is.
_HOW_BAD = ("p1", "p2")
_ALSO = {"investigating": "We are looking into it", "monitoring": "We are watching it"}


def by_label(body: str, kind: UpdateKind, tail: Tail) -> str | None:
    """The sentence behind a label ("Fixed:", "[Investigating]", "Planned maintenance:"), or None where there is none."""
    found = _LABEL.match(body)
    if not found:
        return None
    rest, group = without_reference(found["rest"], tail), next(name for name in _LABELS if found[name])
    finite, whole = bool(verb_in(rest)), sentence_of(rest, kind)
    if found[group].lower() in _HOW_BAD and _LABEL.match(rest):
        tail.reference.append(found[group])
        return by_label(rest, kind, tail)
    if group == "fixed":
        return _fixed(rest, found["fixed"].lower(), finite, whole)
    if group == "looking":
        also = _ALSO.get(found["looking"].lower())
        return f"{whole}. {also}" if also and found["looking"].lower() not in rest.lower() else whole
    if group == "planned" and not finite and (planned := _planned(rest, found["planned"].lower())):
        return planned
    if group in ("outage", "late") and not finite and whole == plainer(rest):
        return _state(rest, group, found["late"])
    if (finite or whole != plainer(rest)) and (group != "late" or _LATER.search(rest)):
        return whole
    return None if whole == rest else f"{body[: found.start('rest')]}{lowered(whole) if rest[:1].islower() else whole}"


def _planned(rest: str, label: str) -> str | None:
    """ "Maintenance: HR portal on 3 October" as a sentence."""
    place = _PLACE.match(rest)
    if not place:
        return None
    what = (
        f"a {label}"
        if label.endswith(("outage", "restart"))
        else "planned work"
        if label in ("planned", "scheduled")
        else label
    )
    return f"There will be {what} for {lowered(with_article(place['what'].strip()))} {with_comma(place['when'])}"


def _state(rest: str, group: str, late: str | None) -> str | None:
    """ "Outage: EDI" is "EDI is not working", "Delay: upgrade of EWM" is "The upgrade of EWM is delayed"."""
    be = "are" if plural(rest) else "is"
    if group == "late":
        return f"{_the(rest)} {be} {'delayed' if (late or '').lower().startswith('delay') else 'postponed'}"
    return f"{with_article(rest)} {be} not working" if len(rest.split()) <= 9 else None


def _fixed(rest: str, label: str, finite: bool, whole: str) -> str:
    """What stands behind "Fixed:": a good state as it is, a bad one as what we have fixed."""
    if finite or (whole != plainer(rest) and _GOOD.search(whole)):
        return whole if _GOOD.search(rest) else shorter(f"We have fixed this: {lowered(whole)}")
    mended = how_it_finds(f"We have fixed {lowered(rest)}")
    if mended:
        return mended
    if _BAD_END.search(rest):
        done = label if label in ("fixed", "resolved", "solved") else "fixed"
        return f"{_the(rest)} {'are' if plural(rest) else 'is'} {done}"
    if _FAULTY.match(rest):
        return f"We have fixed the {lowered(rest)}"
    if _LOOSE.search(rest) or whole != plainer(rest):
        return f"We have fixed this problem: {lowered(rest)}"
    return f"We have fixed {lowered(rest)}"


def _the(text: str) -> str:
    return text if re.match(r"(?:the|a|an|all|our|your|this)\b", text, re.IGNORECASE) else f"The {lowered(text)}"
