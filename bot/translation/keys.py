"""Lines that begin with a key ("Impact: ...", "Root cause: ...") as a colleague would say them."""

import re
from collections.abc import Callable

from bot.translation.facts.phrases import ACTION_VERBS
from bot.translation.grammar import AUX, DETERMINED, article, lacks_verb, lowered, plural, verb_in, with_article
from bot.translation.kinds import UpdateKind
from bot.translation.phrases import plainer
from bot.translation.plain_sentence import sentence_of
from bot.translation.telegram import full_sentence

Said = str | None
_NONE_NEEDED = re.compile(r"none\b|no(?:thing|ne)?$|not needed|not required", re.IGNORECASE)
_REQUEST = re.compile(r"(?:please|do not|you|all|users)\b", re.IGNORECASE)
_ORDER = re.compile(rf"(?:{ACTION_VERBS})\b", re.IGNORECASE)
_NOBODY = re.compile(r"(?:none|no|nobody|no (?:one|users?|impact|effects?))(?: expected| at all)?\W*$", re.IGNORECASE)
_LACKING = re.compile(r"no (?P<what>[a-z]+(?: [a-z]+){0,2})$", re.IGNORECASE)
_TEAM = re.compile(r" (?:team|department)$")
_NAMED = re.compile(r" [A-Z][a-z]")
_TAKES = re.compile(r"(?:about |approx\. |~|max\. |up to )?\d")
_VALUE = re.compile(r"[A-Z0-9]")
#: Longer lists of who is affected, in words, stay behind their key.
_FEW = 14


def _action(rest: str, kind: UpdateKind) -> Said:
    if _NONE_NEEDED.match(rest):
        return "You do not need to do anything"
    if _REQUEST.match(rest):
        return sentence_of(rest[0].upper() + rest[1:], kind)
    if _ORDER.match(rest):
        return sentence_of(f"Please {lowered(rest)}", kind)
    return f"What you need to do: {plainer(rest)}"


def _next(rest: str, kind: UpdateKind) -> Said:
    telegram = f"next update {rest}"
    said = full_sentence(telegram, kind)
    return said if said != telegram else None


def _eta(rest: str, kind: UpdateKind) -> Said:
    said = full_sentence(f"eta {rest}", kind)
    return said if said != f"eta {rest}" else None


def _impact(rest: str, kind: UpdateKind) -> Said:
    if verb_in(rest) or full_sentence(rest, kind) != rest:
        return sentence_of(rest, kind)
    return _affected(rest, kind)


def _symptom(rest: str, kind: UpdateKind) -> Said:
    return sentence_of(rest, kind) if verb_in(rest) else None


def _affected(rest: str, kind: UpdateKind) -> Said:
    if not lacks_verb(rest) or len(rest.split()) > _FEW:
        return None
    if _NOBODY.match(rest):
        return "Nobody is affected"
    lacking = _LACKING.match(rest)
    if lacking:
        return f"There {'are' if plural(lacking['what']) else 'is'} no {lacking['what']}"
    if rest.lower().startswith("no "):
        return None
    if _TEAM.search(rest) and not rest.startswith("the "):
        return f"This affects the {rest}"
    return f"This affects {rest if _NAMED.search(rest) else lowered(rest)}"


def _workaround(rest: str, kind: UpdateKind) -> Said:
    plain = lowered(plainer(rest))
    return f"For now, {plain}" if _REQUEST.match(rest) or _ORDER.match(rest) else f"What helps for now: {plain}"


def _cause(name: str) -> Callable[[str, UpdateKind], Said]:
    def said(rest: str, kind: UpdateKind) -> Said:
        if AUX.search(rest):
            return None
        be = "was" if kind in (UpdateKind.FIXED, UpdateKind.ROLLBACK) else "is"
        low = lowered(rest)
        if DETERMINED.match(rest):
            return f"The {name} {be} {low}"
        if with_article(rest) != rest:
            return f"The {name} {be} {article(low)} {low}"
        if plural(rest) or _VALUE.match(low):
            return f"The {name}: {low}"
        return f"The {name}: {article(low)} {low}" if _A_THING.match(low) else f"The {name}: {low}"

    return said


_A_THING = re.compile(
    r"(?:wrong|missing|faulty|broken|expired|new|bad|full) [a-z]+(?! (?:and|or)\b)(?:$| (?:in|of|on|for|at)\b)"
)


def _duration(rest: str, kind: UpdateKind) -> Said:
    return f"This takes {rest}" if _TAKES.match(rest) else None


_BY_KEY: dict[str, Callable[[str, UpdateKind], Said]] = {
    **dict.fromkeys(("action", "action required", "action needed", "what to do", "to do"), _action),
    "next update": _next,
    **dict.fromkeys(("eta", "eta for fix"), _eta),
    **dict.fromkeys(("impact", "user impact", "business impact", "effect"), _impact),
    **dict.fromkeys(("symptom", "symptoms"), _symptom),
    **dict.fromkeys(("affected", "affected users", "affected systems", "affected sites", "who is affected"), _affected),
    "workaround": _workaround,
    **dict.fromkeys(("root cause", "cause"), _cause("cause")),
    "reason": _cause("reason"),
    "duration": _duration,
}
_KEY = re.compile(
    rf"^(?P<key>{'|'.join(sorted(_BY_KEY, key=len, reverse=True))})\s*[:=]\s*(?P<rest>.+)$", re.IGNORECASE
)


def by_key(body: str, kind: UpdateKind) -> str | None:
    """The sentence behind a key; None where there is no key, or where the line says it well enough."""
    found = _KEY.match(body)
    return _BY_KEY[found["key"].lower()](found["rest"], kind) if found else None
