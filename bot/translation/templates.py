"""How a sentence of a post is told: its label, its key, its contact or reference, or the sentence itself."""

import re

from bot.translation.ends import Tail, contact_in, without_reference
from bot.translation.grammar import verb_in
from bot.translation.headline import PICTURE
from bot.translation.keys import by_key
from bot.translation.kinds import UpdateKind
from bot.translation.labels import by_label
from bot.translation.plain_sentence import sentence_of

_SHORT_FORM = re.compile(r"\b(?:[ap]\.m|etc|approx|e\.g|i\.e)\.$")
_QUOTED_END = re.compile(r"[.?!][\"”’']$")
_HEADS_UP = re.compile(r"^\*{0,2}heads[- ]?up\*{0,2}[\s,:!-]+(?=\S)", re.IGNORECASE)
_NEW_START = re.compile(r"\s*(?:we|you|they|it|this|the|our|your|please|all|no|there|if|i)\s", re.IGNORECASE)
_SMALL = re.compile(r"[a-z]+(?:-[a-z]+)*(?:\s|$|,|')")


def told(sentence: str, kind: UpdateKind, tail: Tail) -> str:
    """A sentence of a post as a colleague would say it; empty where all of it goes to the end."""
    pieces = _between_pictures(sentence)
    if len(pieces) > 1:
        return " ".join(said for said in (told(piece, kind, tail) for piece in pieces) if said)
    body, end = _without_end(_HEADS_UP.sub("", pieces[0]) if pieces else sentence)
    who = contact_in(body)
    if who:
        tail.contact.append(who)
        return ""
    body = without_reference(body, tail)
    if not body:
        return ""
    said = by_label(body, kind, tail)
    if said is None:
        said = by_key(body, kind) or sentence_of(body, kind)
    return _finished(said, end)


def _between_pictures(sentence: str) -> list[str]:
    """The sentence without pictures by name. One between two whole sentences stood for a full stop."""
    said: list[str] = []
    for piece in PICTURE.split(sentence):
        if said and (not _NEW_START.match(piece) or not verb_in(said[-1])):
            said[-1] = f"{said[-1].rstrip()} {piece.lstrip()}"
        else:
            said.append(piece)
    return [piece.strip() for piece in said if piece.strip()]


def _without_end(sentence: str) -> tuple[str, str]:
    body = sentence.rstrip()
    end = body[-1:] if body[-1:] in ".!?:" else ""
    if end == "." and _SHORT_FORM.search(body):
        return body, "="
    return (body.rstrip(".!") if end in (".", "!") else body[:-1] if end == "?" else body), end


def _finished(said: str, end: str) -> str:
    said = said[:1].upper() + said[1:] if _SMALL.match(said) else said
    if end == "?" or end == "=":
        return said + ("?" if end == "?" and said[-1:] not in "?." else "")
    return said if said[-1:] in ".:?!" or _QUOTED_END.search(said) else f"{said}."
