"""Links, contacts, ids, versions, and the names of systems."""

# ruff: noqa: E501  (patterns and tables of words read best on one line)
import re
from functools import cache
from importlib.resources import files

from bot.translation.facts.model import TAKEN, FactKind, Scan

_LINK = re.compile(
    r"(?:https?://|www\.)[^\s<>\"'|\x01]{3,500}|(?<![\w@./])(?:[a-z0-9-]{1,60}\.){1,5}(?:com|org|net|gov|edu|io|cloud|info|eu|de|uk|nz|ch|local)"
    r"/[^\s<>\"'|\x01]{0,300}",
    re.IGNORECASE,
)
_AROUND_LINK = re.compile(r"^https?://|[/.,;:!?)\]*]+$")
#: What every telephone number of `_PHONE` has somewhere, in small letters.
_LIKE_A_PHONE = re.compile(r"\+\d|0\d\d|\d-\d\d\d|ext|x\s?\d|dial|call|phone")
_DOMAINS = frozenset(["gov", "com", "org", "net", "io", "edu", "cloud", "local", "de", "ch", "eu"])
_MAIL = re.compile(r"[\w.+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,6}")
_PHONE = re.compile(
    r"(?:(?<![\w.])\+\d[\d ()/.-]{6,20}\d|(?<![\w.])\(?\b0\d{2,5}\)?[ /-]\d[\d -]{3,14}\d|\b\d{3}-\d{3}-\d{4}\b|"
    r"\b\d{3}-\d{4}\b|\b(?:ext\.?|extension|x|dial|call|phone)\s?(?P<ext>\d{3,6})\b)",
    re.IGNORECASE,
)
_HANDLE = re.compile(r"(?<![\w/.])(?:@[A-Za-z][\w.-]{1,40}|#[a-z][\w-]{2,40})(?<![.-])")
_ID = re.compile(
    r"(?<![\w/.-])(?:CVE-\d{4}-\d{3,7}|(?:INC|CHG|CHGE?|REQ|RITM|PRB|CR|CRQ|TASK|KB|SR|RFC|SCTASK|OSS|PR|MR)[-# ]?\d{2,12}"
    r"|[A-Z][A-Z0-9]{1,9}-\d{1,8}|[A-Z][A-Z0-9]{2}K[A-Z0-9]?\d{5,6}|[A-Z]{1,4}\d{2,4}[A-Z]?(?:[-/.]\d+)*|[A-Z]\d+(?!\w))(?![\w])"
)
_HASH = re.compile(r"(?<![\w&])#(\d{1,10})\b")
_NUMBERED = re.compile(
    r"\b(?:note|ticket|incident|change|request|order|job|case|transport|KB|article|issue|bug|error|code|"
    r"client|mandant|room|ciphers?|port|plant|company code|movement type)s?\s(?:no\.?\s|number\s|id\s)?#?(\d{2,12})\b(?!\.\d)",
    re.IGNORECASE,
)
_NUMBERED_WORDS = frozenset(
    word + plural
    for word in [
        "note",
        "ticket",
        "incident",
        "change",
        "request",
        "order",
        "job",
        "case",
        "transport",
        "kb",
        "article",
        "issue",
        "bug",
        "error",
        "code",
        "client",
        "mandant",
        "room",
        "cipher",
        "port",
        "plant",
        "type",
    ]
    for plural in ("", "s")
) | {"codes", "company", "movement"}
_VERSION = re.compile(
    r"(?<![\w.@/])(?:v|V)\d+(?:\.\d+)*[\w-]{0,12}|\b(?:versions?|release|build|patch|patch level|hotfix|EHP|"
    r"support package|SPS|SP|feature pack|FPS|wave|update rollup|CU|java|python|windows(?: server)?|mysql)\s?(?:v\.?\s?)?"
    r"(?P<n>\d+(?:\.\d+)*(?:[-.]?(?:rc|beta|b|p|sp)\d+)?)(?![\w%]|[:.]\d)",
    re.IGNORECASE,
)
_VERSION_WORDS = frozenset(
    ["v", "version", "versions", "release", "build", "patch", "level", "hotfix", "ehp", "package", "sps", "sp",
     "pack", "fps", "wave", "rollup", "cu", "java", "python", "windows", "server", "mysql"]
)  # fmt: skip
_DOTTED = re.compile(
    r"(?<![\w.,:/])\d{1,5}(?:\.\d{1,6}){1,5}(?:-[A-Za-z0-9.]{1,20})?"
    r"(?!\w|[:.]\d|,\d{3}|\s?(?:%|percent|million|billion|GB|TB|MB|KB|kg|EUR|USD|€|\$|hours?|hrs?|h\b|days?|min|sec|s\b|ms\b|times|x\b))"
)
_MIXED = re.compile(r"(?<![\w@])(?=[\w./-]{0,30}[A-Za-z])(?=[\w./-]{0,30}\d)[A-Za-z0-9][\w./-]{1,60}\w")
_PATH = re.compile(r"(?<![\w:/])(?:/[\w.$~-]{1,60}){1,8}/?|\\\\[\w.$-]+(?:\\[\w.$-]+)*|\$[A-Z_]{2,30}")
_HOST = re.compile(
    r"(?<![\w.@-])[a-z0-9-]{1,40}(?:\.[a-z0-9-]{1,40}){0,4}\.(?:gov|com|org|net|io|edu|cloud|local|de|ch|eu)\b"
)
_SNAKE = re.compile(r"(?<![\w.])[A-Za-z]{1,40}(?:_[A-Za-z0-9]{1,40}){1,8}(?!\w)")
_NAME = re.compile(
    r"(?<![\w@.'-])(?=[\w&+./-]{0,80}[A-ZÄÖÜ])[A-Za-zÄÖÜäöü][\w&+]{0,40}(?:[/.-](?=[A-Za-z])\w{1,40}){0,4}(?!\w)"
)
_SMALL = re.compile(r"[a-z]+")
#: A text with at least so many small letters among its characters does not shout.
_CALM = 0.4
_NAMED_AFTER = re.compile(r" (?:[A-Z]|will |is |was |has |are |were |can )")
_ORDINAL = re.compile(r"\d+(?:st|nd|rd|th|x|s|k)|\d+-[a-z]+|[a-z]+-\d")
_START = re.compile(r"(?:^|[.!?:;•\n\r*|>\"“(\]]|\s-|^-)[\s\"'*_`([{#>-]{0,8}$")


@cache
def ordinary_words() -> frozenset[str]:
    """Words that begin a sentence with a capital letter and name no system."""
    text = files("bot.translation").joinpath("data/ordinary.txt").read_text("utf-8")
    return frozenset(text.split())


def read_links(scan: Scan) -> None:
    """Links and how to reach somebody."""
    scan.take(FactKind.CONTACT, _MAIL, lambda m: m[0].lower().rstrip(".-"), needs="@")
    if "/" in scan.plain or "www." in scan.small:
        scan.take(FactKind.LINK, _LINK, lambda m: _AROUND_LINK.sub("", m[0].lower()))
    scan.take(FactKind.CONTACT, _HANDLE, lambda m: m[0].lower(), needs="@#")


def read_phones(scan: Scan) -> None:
    """Telephone numbers and extensions; read after dates, which look alike."""
    if _LIKE_A_PHONE.search(scan.small):
        scan.take(FactKind.CONTACT, _PHONE, lambda m: re.sub(r"\D", "", m[0]), needs="0")


def read_ids(scan: Scan) -> None:
    """Numbers that name something."""
    scan.take(FactKind.ID, _HASH, lambda m: m[1], needs="#")
    scan.take(FactKind.ID, _ID, lambda m: re.sub(r"[\s#]", "", m[0]).upper(), needs="0")
    scan.take(FactKind.ID, _NUMBERED, lambda m: m[1], 1, needs="0", words=_NUMBERED_WORDS)


def read_versions(scan: Scan) -> None:
    """Versions and other numbers with dots."""
    scan.take(FactKind.VERSION, _VERSION, _version, needs="0", words=_VERSION_WORDS)
    scan.take(FactKind.VERSION, _DOTTED, lambda m: m[0].lower(), needs="0")


def _version(match: re.Match[str]) -> str:
    return (match["n"] or match[0].lstrip("vV")).lower()


def read_systems(scan: Scan) -> None:
    """Paths, hosts and names: written with capitals where no sentence begins, or with digits or signs inside."""
    scan.take(FactKind.SYSTEM, _PATH, _path, needs="/\\$")
    scan.take(FactKind.SYSTEM, _HOST, _path, needs=".", words=_DOMAINS)
    scan.take(FactKind.SYSTEM, _SNAKE, _path, needs="_")
    scan.take(FactKind.SYSTEM, _MIXED, _mixed, needs="0")
    if _shouts(scan.plain):
        return
    begins = {m.start(): _begins(scan, m.start()) for m in _NAME.finditer(scan.rest)}
    known = {m[0] for m in _NAME.finditer(scan.rest) if m[0][0].isupper() and not begins[m.start()]}
    scan.take(FactKind.SYSTEM, _NAME, lambda m: _name(scan, m, known, begins[m.start()]))


def _path(match: re.Match[str]) -> str | None:
    return match[0].lower().rstrip("/.") if len(match[0].strip("/.")) > 1 else None


def _mixed(match: re.Match[str]) -> str | None:
    word = match[0].rstrip(".")
    if _ORDINAL.fullmatch(word):
        return None
    return word.lower()


def _shouts(text: str) -> bool:
    """A text all in capitals says nothing by them."""
    head = text[:2000]
    if len(head) - len(_SMALL.sub("", head)) >= _CALM * len(head):
        return False
    letters = [c for c in head if c.isalpha()]
    return len(letters) > 20 and sum(c.isupper() for c in letters) > (1 - _CALM) * len(letters)


def _begins(scan: Scan, start: int) -> bool:
    return bool(_START.search(scan.plain[max(0, start - 12) : start])) if start else True


def _name(scan: Scan, match: re.Match[str], known: set[str], begins: bool) -> str | None:
    word = match[0]
    low = word.lower()
    if low == word or TAKEN in word:
        return None
    ordinary = ordinary_words()
    if low in ordinary or (low.endswith("s") and low[:-1] in ordinary):
        return None
    if low[1:] != word[1:]:
        return low
    if len(word) < 2:
        return None
    return low if not begins or word in known or _NAMED_AFTER.match(scan.plain, match.end()) else None
