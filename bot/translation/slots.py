"""What a good notice says, and what a text leaves open."""

# ruff: noqa: E501  (patterns and tables of words read best on one line)
import re
from collections.abc import Sequence
from enum import StrEnum

from bot.translation.facts import Fact, FactKind
from bot.translation.kinds import UpdateKind


class Slot(StrEnum):
    """What colleagues will ask when a notice does not say it."""

    WHAT = "what"
    AFFECTED = "affected"
    WHEN = "when"
    ACTION = "action"
    NEXT_WORD = "next_word"
    CONTACT = "contact"


_AFFECTED = re.compile(
    r"\b(?:users?|customers?|everyone|everybody|you|your|staff|colleagues|employees|managers|students|teams?|plants?|sites?|buyers|"
    r"suppliers?|all\b|nobody|affects?|affected|impact\w*|offices?|warehouse|branch(?:es)?|department|planners|leads)\b"
)
_ACTION = re.compile(
    r"\b(?:please|pls|must|need to|have to|should|do not|don't|no action|nothing (?:to do|you)|action(?:s)? required|action: |workaround|instead|"
    r"kindly|no need|not need|can now|you can|you may|continue to)\b"
)
_NEXT = re.compile(
    r"\b(?:next upd(?:ate)?|will (?:update|inform|keep|let you know|notify|write)|further updates?|by \d|eta|expected|until)\b"
)
_CONTACT = re.compile(r"\b(?:contact|questions?|help ?desk|service desk|support|call|reach out|ask|@)\b")
_TIMES = frozenset({FactKind.TIME, FactKind.DATE, FactKind.DURATION})

#: What is worth asking, by kind and in order. Who asks for everything gets nothing.
_WANTED = {
    UpdateKind.PLANNED: (Slot.WHEN, Slot.AFFECTED, Slot.ACTION, Slot.CONTACT),
    UpdateKind.OUTAGE: (Slot.AFFECTED, Slot.NEXT_WORD, Slot.ACTION),
    UpdateKind.FIXED: (Slot.ACTION,),
    UpdateKind.CHANGE: (Slot.WHEN, Slot.AFFECTED, Slot.ACTION),
    UpdateKind.FEATURE: (Slot.AFFECTED, Slot.CONTACT),
    UpdateKind.SECURITY: (Slot.ACTION, Slot.WHEN, Slot.CONTACT),
    UpdateKind.WITHDRAWAL: (Slot.WHEN, Slot.ACTION, Slot.CONTACT),
    UpdateKind.DELAY: (Slot.WHEN, Slot.ACTION),
    UpdateKind.ROLLBACK: (Slot.ACTION, Slot.AFFECTED),
}


def missing_slots(text: str, kind: UpdateKind, facts: Sequence[Fact]) -> tuple[Slot, ...]:
    """What this kind of notice should say and this text does not, the most wanted first."""
    head = text[:8000].lower()
    if len(re.findall(r"\w+", head[:400])) < 4:
        return (Slot.WHAT, Slot.WHEN)
    given = {Slot.WHAT}
    if any(fact.kind in _TIMES for fact in facts):
        given.add(Slot.WHEN)
    for slot, pattern in (
        (Slot.AFFECTED, _AFFECTED),
        (Slot.ACTION, _ACTION),
        (Slot.NEXT_WORD, _NEXT),
        (Slot.CONTACT, _CONTACT),
    ):
        if slot in _WANTED[kind] and pattern.search(head):
            given.add(slot)
    if any(fact.kind == FactKind.ACTION for fact in facts):
        given.add(Slot.ACTION)
    if any(fact.kind in (FactKind.CONTACT, FactKind.LINK) for fact in facts):
        given.add(Slot.CONTACT)
    return tuple(slot for slot in _WANTED[kind] if slot not in given)
