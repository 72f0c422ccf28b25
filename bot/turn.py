"""One message being answered: what a handler knows besides the message itself."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy.orm import Session

from bot.cards import Outgoing
from bot.listening.asking.articles import Passage
from bot.listening.classify import Understanding
from bot.people.model import Company, Person, Place, Purpose, Role
from bot.translation.fidelity.model import Problem
from bot.translation.rewrite import Draft


@dataclass(frozen=True)
class Source:
    """What a message asks to be put into plain words: the text, when it was written, and on whose clock (an IANA name).

    `terms` are the company's own words in it, each with its explanation.
    """

    text: str
    posted: datetime
    zone: str
    terms: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Words:
    """A draft that wants a second look: what IT said, and what the draft makes of it."""

    said: str
    draft: str


@dataclass(frozen=True)
class Checked:
    """What the gate, with an ear for meaning, found in these words."""

    words: Words
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class Turn:
    """`now` is the message's own moment. Person and place are absent when the clock speaks.

    `understanding`, `draft` (of `source`), `embedding`, `passage` and `checked` (of `unchecked`, or of the draft of a
    model) were thought out before the transaction began, where the message called for them. `names` are those of
    colleagues that stand in the message.
    """

    now: datetime
    company: Company
    person: Person | None = None
    place: Place | None = None
    roles: frozenset[Role] = field(default_factory=frozenset)
    source: Source | None = None
    understanding: Understanding | None = None
    draft: Draft | None = None
    embedding: NDArray[np.float32] | None = None
    passage: Passage | None = None
    unchecked: Words | None = None
    checked: Checked | None = None
    names: tuple[str, ...] = ()
    event_id: str = ""

    @property
    def speaker(self) -> Person:
        """The person who wrote or pressed. Only for messages that have one."""
        if self.person is None:
            raise LookupError("This message has no person behind it.")
        return self.person

    @property
    def here(self) -> Place:
        """The place it came from. Only for messages that have one."""
        if self.place is None:
            raise LookupError("This message comes from no place.")
        return self.place

    @property
    def language(self) -> str:
        """The language of whoever reads the answer: the person in a direct chat, in a channel the company."""
        direct = self.place is not None and self.place.direct
        return self.person.reads if self.person is not None and direct else self.company.language

    @property
    def purpose(self) -> Purpose | None:
        """What this place is for, if it is a channel and somebody has said."""
        return self.place.purpose if self.place else None


class Stale(Exception):
    """A press or form that no longer fits: handled before, made up, or meant for somebody else.

    Raised before anything is changed; the person is told kindly and nothing else happens.
    """


def id_in(value: Mapping[str, str], name: str) -> int:
    """The id a button or form carries under `name`. Raises Stale for anything that is not one."""
    text = value.get(name, "")
    if not (text.isascii() and text.isdigit() and len(text) <= 9):
        raise Stale(name)
    return int(text)


#: Answers one kind of message inside one transaction: changes rows, returns cards, calls nobody.
Handler = Callable[[Session, Turn, Any], list[Outgoing]]
