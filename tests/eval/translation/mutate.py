"""Single faults of twelve kinds, put into a faithful rewrite. Written without looking at how the gate reads."""

# ruff: noqa: E501  (patterns and tables of words read best on one line)
import random
import re
from collections.abc import Callable, Sequence

Fault = tuple[str, str]

_TIME = re.compile(r"\b(\d{1,2})(:\d\d)?(?: ?([ap])\.?m\b\.?)|\b(\d{1,2}):(\d\d)\b|\b(noon|midnight)\b")
_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
_ZONES = ["CET", "CEST", "UTC", "GMT", "EST", "PST", "PDT", "EDT", "IST"]
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z\"(])|\n+")
_NAMES = ["Oracle", "Salesforce", "Citrix", "Jenkins", "Exchange", "Coupa", "Zendesk", "Hyperion", "Kafka", "Tableau"]
_INVENTED = (
    "A full backup was taken beforehand.", "Managers will be called by the project office.", "The vendor has promised a discount.",
    "Performance should improve by a third.", "Training sessions are offered in the canteen.", "We expect no further trouble this year.",
    "The cause was a mistake by a contractor.", "Mobile users get an extra reminder.", "All affected people have already been paid back.",
    "This was approved by the board.", "Please restart your laptop twice.", "The old hardware goes to a charity.",
    "Similar work follows at the other sites.", "Auditors asked for this step.",
)  # fmt: skip
_FLIPS = (
    (r"\bcannot\b", "can"), (r"\bcan't\b", "can"), (r"\bdo not\b ", ""), (r"\bdoes not\b", "does"), (r"\bdid not\b", "did"), (r"\bwill not\b", "will"),
    (r"\b(is|are|was|were) not\b", r"\1"), (r"\bhas not\b", "has"), (r"\bhave not\b", "have"), (r"\bno longer\b", "still"), (r"\bNobody\b", "Everybody"),
    (r"\bnobody\b", "everybody"), (r"\bnever\b", "always"), (r"\bwithout\b", "with"), (r"\bnot\b ", ""),
)  # fmt: skip
_ADD_NOT = (
    (r"\bwill be\b", "will not be"),
    (r"\b(is|are) (?=\w+(?:ed|able|back|closed|kept)\b)", r"\1 not "),
    (r"\bcan\b(?! ?not)", "cannot"),
    (r"\bwill (?!not|be)", "will not "),
    (r"\bmust\b", "must not"),
    (r"\bPlease (?!do not)", "Please do not "),
)
_MODALS = (
    (r"\bmay\b(?! \d)", "will"), (r"\bmight\b", "will"), (r"\bcould\b", "will"), (r"\bmust\b", "may"), (r"\bhave to\b", "may"), (r"\bhas to\b", "may"), (r"\bneed to\b", "could"),
    (r"\bneeds to\b", "could"), (r"\bwill be\b", "might be"), (r"\bwill\b(?! be)", "might"), (r"\bshould\b", "must"),
)  # fmt: skip
_ACTORS = (
    (r"(?:(?<=[.:;] )|(?<=^)|(?<=, )|(?<=\band ))(?:[Pp]lease )?(?:[Cc]ontact|[Cc]all|[Tt]ell|[Aa]sk|[Ww]rite to) (?=[\w.@-]+)", "we will contact "), (r"\bWe\b", "You"), (r"\bwe\b", "you"), (r"\bYou (?=must|have|need|can)", "We "), (r"\byou (?=must|have|need)", "we "),
    (r"\b[Pp]lease (?=\w+)", "We will "), (r"\bbuyer\b", "supplier"), (r"\bplanners\b", "auditors"), (r"\bPlanners\b", "Auditors"), (r"\bAccounting\b", "Marketing"), (r"\bwarehouse leads?\b", "sales managers"),
    (r"\bcustomers?\b", "suppliers"), (r"\bsuppliers?\b", "customers"), (r"\bSales\b", "Legal"), (r"\bplant manager\b", "HR director"), (r"\bkey users\b", "contractors"), (r"\bvendor\b", "customer"),
)  # fmt: skip
_ASKS = re.compile(
    r"^(?:please|do not|save|use|log|check|export|keep|install|request|print|register|change|make|switch|hand|send|update|tell|let|ask|create|plan)\b|\b(?:must|have to|has to|need to|needs to|please|you need)\b",
    re.I,
)
_WARNS = re.compile(
    r"\b(?:lost|lose|cannot|deleted|overwritten|blocked|rejected|refused|wrong|otherwise|may|might|could|will fail|stop|no longer|declined|not be able|locked)\b",
    re.I,
)


def faults(rewrite: str, seed: int) -> list[Fault]:
    """(kind, faulty rewrite) pairs: at most one for each kind, and only where the kind applies."""
    chance = random.Random(seed)
    found: list[Fault] = []
    for kind, make in _MAKERS.items():
        faulty = make(rewrite, chance)
        if faulty is not None and faulty != rewrite and faulty.strip():
            found.append((kind, faulty))
    return found


def _swap(text: str, match: re.Match[str], new: str) -> str:
    return text[: match.start()] + new + text[match.end() :]


def _pick(pattern: re.Pattern[str], text: str, chance: random.Random) -> re.Match[str] | None:
    found = list(pattern.finditer(text))
    return chance.choice(found) if found else None


def _number(text: str, chance: random.Random) -> str | None:
    match = _pick(
        re.compile(
            r"(?<![\w.:/#@+-])\d{1,4}(?:,\d{3})?(?= ?(?:%|percent|[a-z]{3,}|GB|MB|kg|EUR))(?! ?[ap]\.?m\b)(?! (?:January|UTC|GMT))"
        ),
        text,
        chance,
    )
    if match is None:
        return None
    value = int(match[0].replace(",", ""))
    return _swap(text, match, str(value + chance.choice([1, 2, 5, 10])))


def _date(text: str, chance: random.Random) -> str | None:
    month = _pick(re.compile(r"\b(?:" + "|".join(_MONTHS) + r")\b(?= \d|\b)"), text, chance)
    day = _pick(re.compile(r"\b\d{1,2}(?=(?:st|nd|rd|th)? (?:" + "|".join(_MONTHS) + r"))"), text, chance)
    weekday = _pick(re.compile(r"\b(?:" + "|".join(_DAYS) + r")\b"), text, chance)
    options: list[str] = []
    if month:
        options.append(_swap(text, month, chance.choice([m for m in _MONTHS if m != month[0]])))
    if day:
        options.append(_swap(text, day, str(int(day[0]) % 28 + 1)))
    if weekday:
        options.append(_swap(text, weekday, chance.choice([d for d in _DAYS if d != weekday[0]])))
    return chance.choice(options) if options else None


def _time(text: str, chance: random.Random) -> str | None:
    match = _pick(_TIME, text, chance)
    if match is None:
        return None
    if match[6]:
        return _swap(text, match, "1 pm" if match[6] == "noon" else "1 am")
    if match[4]:
        return _swap(text, match, f"{(int(match[4]) + chance.choice([1, 2, 12])) % 24:02d}:{match[5]}")
    hour = int(match[1]) % 12 + 1
    return _swap(text, match, f"{hour}{match[2] or ''} {match[3]}m")


def _zone(text: str, chance: random.Random) -> str | None:
    match = _pick(re.compile(r"\b(?:" + "|".join(_ZONES) + r")\b"), text, chance)
    return _swap(text, match, chance.choice([z for z in _ZONES if z != match[0]])) if match else None


def _id(text: str, chance: random.Random) -> str | None:
    match = _pick(
        re.compile(r"\b[A-Z]{1,6}[A-Z_-]*\d{2,}\w*\b|#\d{2,}|\b\d+\.\d+(?:\.\d+)*\b(?! ?(?:%|hours))"), text, chance
    )
    if match is None:
        return None
    at = chance.choice([i for i, c in enumerate(match[0]) if c.isdigit()])
    return _swap(
        text, match, match[0][:at] + str((int(match[0][at]) + 1 + chance.randrange(8)) % 10) + match[0][at + 1 :]
    )


def _system(text: str, chance: random.Random) -> str | None:
    pattern = re.compile(r"(?<=[a-z,] )(?:[A-Z][a-z]*[A-Z]\w*|[A-Z]{2,8}|[A-Z][a-z]{3,})(?=[ ,.])")
    found = [
        m
        for m in pattern.finditer(text)
        if m[0] not in {*_MONTHS, *_DAYS, *_ZONES, "English", "Polish", "Approve", "Use", "PDF", "PC", "PCs", "OK"}
    ]
    if not found:
        return None
    return _swap(text, chance.choice(found), chance.choice([name for name in _NAMES if name not in text]))


def _by_rules(rules: Sequence[tuple[str, str]]) -> Callable[[str, random.Random], str | None]:
    def make(text: str, chance: random.Random) -> str | None:
        fitting = [(re.compile(pattern), put) for pattern, put in rules if re.search(pattern, text)]
        if not fitting:
            return None
        pattern, put = chance.choice(fitting)
        return pattern.sub(put, text, count=1)

    return make


def _negation(text: str, chance: random.Random) -> str | None:
    flipped = _by_rules(_FLIPS)(text, chance)
    return flipped if flipped and chance.random() < 0.75 else _by_rules(_ADD_NOT)(text, chance) or flipped


def _drop(
    pattern: re.Pattern[str], unless: re.Pattern[str] | None = None
) -> Callable[[str, random.Random], str | None]:
    def make(text: str, chance: random.Random) -> str | None:
        parts = [part for part in _SENTENCE.split(text) if part.strip()]
        fitting = [i for i, part in enumerate(parts) if pattern.search(part) and not (unless and unless.search(part))]
        if len(parts) < 2 or not fitting:
            return None
        gone = chance.choice(fitting)
        return " ".join(part for i, part in enumerate(parts) if i != gone)

    return make


def _invent(text: str, chance: random.Random) -> str | None:
    return f"{text} {chance.choice(_INVENTED)}"


_MAKERS: dict[str, Callable[[str, random.Random], str | None]] = {
    "number": _number, "date": _date, "time": _time, "zone": _zone, "id": _id, "system": _system, "negation": _negation,
    "modality": _by_rules(_MODALS), "actor": _by_rules(_ACTORS), "dropped_action": _drop(_ASKS), "dropped_warning": _drop(_WARNS, _ASKS),
    "invented": _invent,
}  # fmt: skip
KINDS = tuple(_MAKERS)
