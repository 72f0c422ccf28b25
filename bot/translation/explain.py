"""Which terms are explained below a text, and which the author is asked about."""

# ruff: noqa: E501  (patterns and tables of words read best on one line)
import re
from functools import cache
from importlib.resources import files

from bot.translation.facts.clock import ZONE_NAMES
from bot.translation.facts.names import ordinary_words
from bot.translation.fidelity import WORDS_HEADING
from bot.translation.glossary import TermFound

#: Explanations below the text, at most this many, so that a text stays readable.
MOST_EXPLAINED = 4
_JARGON = re.compile(
    r"(?<![\w.@/-])(?:[A-Z]{2,6}s?|[A-Z]{3,8}[a-z]?|[a-z]+[A-Z]\w{2,20}|[A-Z][a-z]+[A-Z]\w{1,20})(?![\w@/]|-[A-Z0-9])"
)
_LONG_WORD = re.compile(r"[^\W\d_]{2,}")
#: A text of fewer words may be a name and nothing else.
_SHOUTED = 4
#: Short forms that everybody reads, and words that people shout.
_PLAIN_SHORT = frozenset(
    ["IT", "HR", "TV", "UK", "US", "USA", "EU", "UTC", "GMT", "CET", "CEST", "EST", "EDT", "PST", "PDT", "OK", "FAQ", "PDF", "AM", "PM", "ID", "PC", "PCS", "ASAP", "ETA", "NOT", "NO", "WARNING", "FIX", "NEW", "ALL", "AND", "THE", "DO", "IMPORTANT", "NOTE", "ANZAC", "RE", "FW", "BST", "IST", "JST", "ET", "PT", "CT", "MT", "EUR", "USD", "GBP", "CHF", "GB", "MB", "TB", "KB", "GHZ", "PIN", "SMS", "USB", "FYI", "TBD", "NA", "EMEA", "APAC", "SAP", "ERP", "CRM", "CVE", "PCs", "RESOLVED", "FIXED", "UPDATE", "OUTAGE", "DONE", "INFO", "URGENT", "PLEASE", "ROLLBACK", "SOLVED", "QR", "LinkedIn", "PowerPoint", "YouTube", "iPhone", "iPad", "DHL", "UPS", "CFO", "CEO", "CIO", "FIRST"]
)  # fmt: skip


@cache
def _everyday() -> frozenset[str]:
    lines = files("bot.translation").joinpath("data/everyday.txt").read_text("utf-8").splitlines()
    return frozenset(name for line in lines if not line.startswith("#") for name in line.split("|"))


def explained(plain: str, found: list[TermFound], extra: frozenset[str]) -> tuple[str, tuple[str, ...]]:
    """The text with what its terms mean below it, and the terms for which there was no room.

    Inside a sentence, brackets would tear names apart. `extra` are a company's own terms, which are always worth it.
    """
    chosen: dict[str, str] = {}
    left: list[str] = []
    for one in found:
        term = one.term
        if (
            term.plain in chosen.values()
            or term.name in chosen
            or not (term.name.lower() in extra or _worth(one, plain))
        ):
            continue
        if len(chosen) < MOST_EXPLAINED:
            chosen[term.name] = term.plain
        else:
            left.append(term.name)
    if not chosen:
        return plain, ()
    lines = [f"- {name}: {meaning}" for name, meaning in chosen.items()]
    return "\n".join([plain, "", WORDS_HEADING, *lines]), tuple(dict.fromkeys(left))


def _worth(found: TermFound, text: str) -> bool:
    """A term is explained where it stands alone; not inside a name, a path or brackets, and not where all know it."""
    before, after = text[max(0, found.start - 1) : found.start], text[found.end : found.end + 1]
    if (before and before in "(/#@_-'\"`") or (after and after in ")/_-'\"`’"):
        return False
    if found.term.name.isupper() and text[found.start : found.end] not in (found.term.name, f"{found.term.name}s"):
        return False
    name, plain = found.term.name, found.term.plain.lower()
    if name.lower() in _everyday() or plain.startswith(
        (name.lower(), "a program", "microsoft's", "sap's", "an erp", "a tool", "the program where", "google's")
    ):
        return False
    if name.islower() and " " not in name:
        return name not in ordinary_words() and not found.term.erp and len(name) > 6
    return name not in _PLAIN_SHORT and not name.istitle()


def unexplained(text: str, found: list[TermFound], limit: int) -> tuple[str, ...]:
    """Short forms and compound names that the glossary does not hold, in the order of the text.

    Whoever shouts uses capitals for ordinary words too, and nobody asks for those.
    """
    known = ordinary_words() if _shouts(text[:limit]) else frozenset()
    taken = {text[f.start : f.end].lower() for f in found}
    spans = [(f.start, f.end) for f in found]
    names: dict[str, str] = {}
    for match in _JARGON.finditer(text[:limit]):
        word = match[0]
        inside = any(start <= match.start() < end for start, end in spans)
        if not inside and word.lower() not in {*taken, *known} and word not in _PLAIN_SHORT | ZONE_NAMES:
            names.setdefault(word.lower(), word)
    return tuple(names.values())


def _shouts(text: str) -> bool:
    """Whether most words of a text are in capitals."""
    words = _LONG_WORD.findall(text)
    return len(words) >= _SHOUTED and 2 * sum(word.isupper() for word in words) > len(words)
