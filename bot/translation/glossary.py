"""Terms of ERP and IT in plain words: what ships, and what a company adds."""

# ruff: noqa: E501  (patterns and tables of words read best on one line)
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True)
class Term:
    """A term and its explanation. `erp` names the system it belongs to, or is empty where it means the same everywhere."""

    name: str
    plain: str
    erp: str = ""


@dataclass(frozen=True)
class TermFound:
    """A term where it stands in a text: `text[start:end]`."""

    term: Term
    start: int
    end: int


class Glossary:
    """Terms by name, whatever their capitals; built once, never changed."""

    def __init__(self, terms: tuple[Term, ...]) -> None:
        """Of two terms with one name, the one of no particular system or else the last is found without `erp`."""
        self._terms: dict[str, list[Term]] = {}
        for term in terms:
            self._terms.setdefault(term.name.lower(), []).append(term)
        self._count = sum(len(found) for found in self._terms.values())
        lengths: dict[str, set[int]] = {}
        for name in self._terms:
            words = name.split()
            lengths.setdefault(words[0] if len(words) > 1 else name, set()).add(len(words))
        # How many words a term may have that begins with this one: most words begin none, and are passed over.
        self._lengths = {first: sorted(found, reverse=True) for first, found in lengths.items()}

    @classmethod
    def load(cls) -> "Glossary":
        """The terms that ship with Liaison."""
        return _shipped()

    def with_company_terms(self, terms: Mapping[str, str]) -> "Glossary":
        """This glossary with a company's own words, which win over the shipped ones."""
        own = tuple(
            Term(name.strip(), plain.strip()) for name, plain in terms.items() if name.strip() and plain.strip()
        )
        names = {term.name.lower() for term in own}
        kept = tuple(term for found in self._terms.values() for term in found if term.name.lower() not in names)
        return Glossary(kept + own)

    def names(self) -> frozenset[str]:
        """The names of all terms, in lower case."""
        return frozenset(self._terms)

    def __len__(self) -> int:
        return self._count

    def lookup(self, name: str, erp: str = "") -> Term | None:
        """A term by its name, in one or many; the one of this ERP system where they differ."""
        found = self._terms.get(name.lower()) or self._terms.get(_singular(name.lower()))
        if not found:
            return None
        fitting = [term for term in found if term.erp.lower() == erp.lower()]
        general = [term for term in found if not term.erp]
        return (fitting or general or found)[-1]

    def find(self, text: str, erp: str = "") -> list[TermFound]:
        """The terms in a text, the longest first where they overlap, in order."""
        words = list(_TOKEN.finditer(text))
        found: list[TermFound] = []
        at = 0
        while at < len(words):
            match = self._at(text, words, at, erp)
            if match is None:
                at += 1
            else:
                found.append(match[0])
                at += match[1]
        return found

    def _at(self, text: str, words: list[re.Match[str]], at: int, erp: str) -> tuple[TermFound, int] | None:
        low = words[at][0].lower()
        for length in self._lengths.get(low) or self._lengths.get(_singular(low)) or ():
            if at + length > len(words):
                continue
            start, end = words[at].start(), words[at + length - 1].end()
            if end - start > 60:
                continue
            term = self.lookup(" ".join(text[start:end].split()), erp)
            if term is not None and _same_case(term.name, text[start:end]):
                return TermFound(term, start, end), length
        return None


_TOKEN = re.compile(r"[\w&/.+-]*[\w+]")


def _same_case(name: str, text: str) -> bool:
    """IT is a term and "it" is not: short names in capitals are found in capitals only."""
    return not (name.isupper() and len(name) <= 5) or text[: len(name)] == name


def _singular(name: str) -> str:
    if name.endswith("ies"):
        return name[:-3] + "y"
    if name.endswith(("ches", "shes", "sses", "xes")):
        return name[:-2]
    return name[:-1] if name.endswith("s") else name


@cache
def _shipped() -> Glossary:
    lines = files("bot.translation").joinpath("data/glossary.tsv").read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return Glossary(tuple(Term(row[0], row[1], row[2] if len(row) > 2 else "") for row in rows))
