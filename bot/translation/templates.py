"""How a sentence of a post is told: its label, its key, its contact or reference, or the sentence itself."""

# ruff: noqa: E501  (patterns and tables of words read best on one line)
import re

from bot.translation.ends import Tail, contact_in, without_reference
from bot.translation.grammar import AUX, FINITE, lacks_verb, lowered, with_article
from bot.translation.kinds import UpdateKind
from bot.translation.labels import by_label
from bot.translation.phrases import plainer
from bot.translation.plain_sentence import sentence_of
from bot.translation.telegram import full_sentence

_KEY = re.compile(
    r"^(?P<key>impact|affected(?: users| systems| sites)?|effect|workaround|action(?: required| needed)?|what to do|to do|root cause|cause|reason|symptoms?|duration|fix|solution|eta|next update|background)\s*[:=]\s*(?P<rest>.+)$",
    re.IGNORECASE,
)


def told(sentence: str, kind: UpdateKind, tail: Tail) -> str:
    """A sentence of a post as a colleague would say it; empty where all of it goes to the end."""
    body, end = _without_end(sentence)
    who = contact_in(body)
    if who:
        tail.contact.append(who)
        return ""
    body = without_reference(body, tail)
    if not body:
        return ""
    said = by_label(body, kind, tail)
    if said is None:
        said = _by_key(body, kind) or sentence_of(body, kind)
    return _finished(said, end)


def _without_end(sentence: str) -> tuple[str, str]:
    body = sentence.rstrip()
    end = body[-1:] if body[-1:] in ".!?:" else ""
    if end == "." and re.search(r"\b(?:[ap]\.m|etc|approx|e\.g|i\.e)\.$", body):
        return body, "="
    return (body.rstrip(".!") if end in (".", "!") else body[:-1] if end == "?" else body), end


def _finished(said: str, end: str) -> str:
    said = said[:1].upper() + said[1:] if re.match(r"[a-z]+(?:\s|$|,|')", said) else said
    if end == "?" or end == "=":
        return said + ("?" if end == "?" and said[-1:] not in "?." else "")
    return said if said[-1:] in ".:?!" else f"{said}."


def _by_key(body: str, kind: UpdateKind) -> str | None:
    found = _KEY.match(body)
    if not found:
        return None
    key, rest = found["key"].lower(), found["rest"]
    if key.startswith(("action", "what to do", "to do")):
        if re.match(r"none\b|no(?:thing|ne)?$|not needed|not required", rest, re.IGNORECASE):
            return "You do not need to do anything"
        return (
            sentence_of(rest[0].upper() + rest[1:], kind)
            if re.match(r"please|do not|you|all|users", rest, re.IGNORECASE)
            else f"What you need to do: {plainer(rest)}"
        )
    if key in ("next update", "eta"):
        said = full_sentence(f"{key} {rest}", kind)
        return said if said != f"{key} {rest}" else None
    if key in ("impact", "effect", "symptom", "symptoms") and FINITE.search(rest):
        return sentence_of(rest, kind)
    if key in ("impact", "effect") and full_sentence(rest, kind) != rest:
        return sentence_of(rest, kind)
    if key.startswith(("affected", "impact")) and lacks_verb(rest) and len(rest.split()) <= 14:
        the = "the " if re.search(r" (?:team|department)$", rest) and not rest.startswith("the ") else ""
        return (
            f"This affects {the or ''}{rest if the or re.search(r' [A-Z][a-z]', rest) else lowered(rest)}"
            if not re.match(r"none|no\b|nobody", rest, re.IGNORECASE)
            else "Nobody is affected"
        )
    if key == "workaround":
        return (
            f"For now, {lowered(plainer(rest))}"
            if re.match(
                r"(?:please|use|do|open|call|log|enter|write|print|restart|close|clear|take|post|send|ask)\b",
                rest,
                re.IGNORECASE,
            )
            else f"What helps for now: {lowered(plainer(rest))}"
        )
    if key in ("root cause", "cause", "reason") and not AUX.search(rest):
        name, be = (
            "cause" if key == "root cause" else key,
            "was" if kind in (UpdateKind.FIXED, UpdateKind.ROLLBACK) else "is",
        )
        one = with_article(rest)
        if one != rest:
            return f"The {name} {be} {'an' if rest[0].lower() in 'aeiou' else 'a'} {lowered(rest)}"
        return (
            f"The {name} {be} {lowered(rest)}"
            if re.match(r"(?:the|a|an|our|your)\b", rest)
            else f"The {name}: {lowered(rest)}"
        )
    return (
        f"This takes {rest}"
        if key == "duration" and re.match(r"(?:about |approx\. |~|max\. |up to )?\d", rest)
        else None
    )
