"""Transaction codes and screen names of ERP systems, and the module each belongs to.

The entries stand in data/lexicon.tsv (term, module, system, what it is). They serve as a feature and as evidence that
can be shown to a person: "VA01 is Create sales order in SAP".
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.resources import files

from bot.listening.labels import Module

_TOKEN = re.compile(r"[a-z0-9]+(?:[_/.][a-z0-9]+)*")
_LONGEST = 5


@dataclass(frozen=True)
class Entry:
    """One term people write: a code or a screen name, in lower case."""

    term: str
    module: Module
    system: str
    meaning: str


class Lexicon:
    """Finds the terms of the lexicon in a text."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        """Later entries replace earlier ones of the same term."""
        self.entries = {entry.term: entry for entry in entries}
        self._starts = {term.split()[0] for term in self.entries}

    @classmethod
    def load(cls) -> "Lexicon":
        """The lexicon that ships with Liaison."""
        raw = (files("bot.listening") / "data" / "lexicon.tsv").read_text(encoding="utf-8")
        rows = (line.split("\t") for line in raw.splitlines() if line and not line.startswith("#"))
        return cls(Entry(term.lower(), Module(module), system, meaning) for term, module, system, meaning in rows)

    def find(self, folded: str) -> list[Entry]:
        """Entries named in a text of lower-case letters, the longest at each place, in the order they appear."""
        tokens = _TOKEN.findall(folded)
        found: list[Entry] = []
        at = 0
        while at < len(tokens):
            if tokens[at] not in self._starts and _singular(tokens[at : at + 1]) not in self._starts:
                at += 1
                continue
            for size in range(min(_LONGEST, len(tokens) - at), 0, -1):
                entry = self.entries.get(" ".join(tokens[at : at + size])) or (
                    self.entries.get(_singular(tokens[at : at + size]))
                )
                if entry:
                    found.append(entry)
                    at += size - 1
                    break
            at += 1
        return found

    def votes(self, folded: str) -> Counter[Module]:
        """How many different terms of each module a text names."""
        return Counter(entry.module for entry in {entry.term: entry for entry in self.find(folded)}.values())


def _singular(tokens: list[str]) -> str:
    """The phrase with a plural last word made singular: "purchase orders", "deliveries"."""
    last = tokens[-1]
    if last.endswith("ies") and len(last) > 4:
        last = last[:-3] + "y"
    elif last.endswith("s") and len(last) > 3:
        last = last[:-1]
    return " ".join([*tokens[:-1], last])
