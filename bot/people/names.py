"""The names a company's people go by, to find them in a text before it leaves the machine or is kept."""

import re
from dataclasses import dataclass
from time import monotonic

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from bot.people.model import Person
from bot.store.session import Store

#: Seconds after which the names are read again. Somebody new has no name here until then.
LIFETIME = 300.0

_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
#: Shorter parts of a name ("Li", "de") count only as part of the whole name.
_SHORTEST = 3
#: Names we give ourselves are nobody's.
_NOT_A_NAME = "A colleague"


@dataclass(frozen=True)
class Names:
    """Names in lower case: whole ones by their first word, and every part that stands for itself."""

    whole: dict[str, tuple[tuple[str, ...], ...]]
    parts: frozenset[str]

    @classmethod
    def of(cls, names: list[str]) -> "Names":
        """Made ready for looking up."""
        split = {tuple(word.lower() for word in _WORD.findall(name)) for name in names if name != _NOT_A_NAME}
        whole: dict[str, list[tuple[str, ...]]] = {}
        for words in split:
            if words:
                whole.setdefault(words[0], []).append(words)
        parts = frozenset(word for words in split for word in words if len(word) >= _SHORTEST)
        return cls({first: tuple(sorted(found, key=len, reverse=True)) for first, found in whole.items()}, parts)

    def within(self, text: str) -> tuple[str, ...]:
        """The names that stand in a text, as they are written there.

        A whole name counts however it is written; a first or last name alone only with a capital letter, because
        "mark", "rose" and "will" are words too.
        """
        words = list(_WORD.finditer(text))
        lower = [_bare(word[0]) for word in words]
        found: dict[str, None] = {}
        at = 0
        while at < len(words):
            size = next((len(n) for n in self.whole.get(lower[at], ()) if tuple(lower[at : at + len(n)]) == n), 0)
            if size > 1:
                found[text[words[at].start() : words[at + size - 1].start() + len(lower[at + size - 1])]] = None
            elif lower[at] in self.parts and words[at][0][:1].isupper():
                found[words[at][0][: len(lower[at])]] = None
            at += max(size, 1)
        return tuple(found)


def _bare(word: str) -> str:
    return re.sub(r"['’]s$", "", word).lower()


class KnownNames:
    """The names of each company, read now and then. Safe to use from the event loop."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._known: dict[int, tuple[float, Names]] = {}

    async def within(self, company_id: int, text: str) -> tuple[str, ...]:
        """The names of the company's people that stand in a text."""
        read_at, names = self._known.get(company_id, (-LIFETIME, Names({}, frozenset())))
        if monotonic() - read_at >= LIFETIME:
            names = await self._store.read(company_id, lambda s: Names.of(_all_names(s)))
            self._known[company_id] = monotonic(), names
        return names.within(text)


def known_in(session: Session, line: str) -> tuple[str, ...]:
    """The names of the company's people that stand in a line, as `Names.within` finds them. For short texts only."""
    words = {_bare(word) for word in _WORD.findall(line) if len(word) >= _SHORTEST}
    if not words:
        return ()
    alike = or_(*(Person.name.icontains(word, autoescape=True) for word in sorted(words)))
    return Names.of(list(session.scalars(select(Person.name).where(alike).distinct()))).within(line)


def _all_names(session: Session) -> list[str]:
    return list(session.scalars(select(Person.name).distinct()))
