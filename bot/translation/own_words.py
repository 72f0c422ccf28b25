"""A company's own words with their explanations: the newest of each holds, and the others are its history."""

import re
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.translation.model import CompanyTerm

#: Room for a word and for its explanation, in characters.
LONGEST_NAME, LONGEST_PLAIN = 60, 200


def key_of(name: str) -> str:
    """What two spellings of a word have in common."""
    return " ".join(name.lower().split())


def named(words: str) -> str:
    """A word as somebody typed it, on one line and cut to its length."""
    return " ".join(words.split()).strip("\"'“”„«»")[:LONGEST_NAME].strip()


def said(words: str) -> str:
    """An explanation as somebody typed it, on one line and cut to its length."""
    return " ".join(words.split())[:LONGEST_PLAIN].strip()


def keep(session: Session, name: str, plain: str, by_id: int | None, now: datetime) -> CompanyTerm:
    """Keep an explanation beside the earlier ones; the same one again is not kept twice."""
    before = newest(session, name)
    if before is not None and (before.name, before.plain) == (name, plain):
        return before
    term = CompanyTerm(key=key_of(name), name=name, plain=plain, by_id=by_id, at=now)
    session.add(term)
    session.flush()
    return term


def newest(session: Session, name: str) -> CompanyTerm | None:
    """What holds for a word now, if the company ever explained it."""
    return next(iter(history(session, name)), None)


def history(session: Session, name: str) -> list[CompanyTerm]:
    """All explanations of a word, newest first."""
    found = select(CompanyTerm).where(CompanyTerm.key == key_of(name)).order_by(CompanyTerm.id.desc())
    return list(session.scalars(found))


def every(session: Session) -> list[list[CompanyTerm]]:
    """All words in the order of the alphabet, each with its explanations, newest first."""
    found: dict[str, list[CompanyTerm]] = {}
    for term in session.scalars(select(CompanyTerm).order_by(CompanyTerm.key, CompanyTerm.id.desc())):
        found.setdefault(term.key, []).append(term)
    return list(found.values())


def terms_in(session: Session, text: str) -> tuple[tuple[str, str], ...]:
    """The company's own words that stand in a text, each with what holds for it now."""
    low = " ".join(text.lower().split())
    held = [terms[0] for terms in every(session)]
    return tuple((term.name, term.plain) for term in held if term.plain and _stands_in(term.key, low))


def _stands_in(key: str, low: str) -> bool:
    return re.search(rf"(?<![\w-]){re.escape(key)}s?(?![\w-])", low) is not None


def without_own(plain: str, heading: str, terms: Sequence[CompanyTerm]) -> str:
    """A draft without the lines below `heading` in which the company explains its own words, now or formerly."""
    text, found, below = plain.rpartition(heading)
    if not found:
        return plain
    ours = {f"- {term.name}: {term.plain}" for term in terms}
    kept = [line for line in below.split("\n") if line.strip() not in ours]
    return "\n".join([f"{text}{heading}".rstrip("\n"), *kept]) if any(map(str.strip, kept)) else text.rstrip()
