"""One change of meaning put into a sentence by a rule, for lessons. Not the program that the bench seeds faults with."""

# ruff: noqa: E501  (tables of words read best on one line)
import random
import re
from collections.abc import Callable, Iterator

Rule = Callable[[str, random.Random], str | None]

_HELPERS = r"is|are|was|were|will|can|could|may|might|must|should|has|have|had|does|do|did|would"
_SHORT = re.compile(r"\b(do|does|did|is|are|was|were|would|could|should|has|have)n['’]t\b")
_TURNED = (
    ("cannot", "can"), ("can't", "can"), ("won't", "will"), ("no longer ", ""), ("never", "always"), ("nobody", "everybody"), ("nothing", "everything"),
    ("none of", "all of"), ("without", "with"), ("No ", "Some "), (" no ", " a "), ("unaffected", "affected"), ("unavailable", "available"),
    ("available", "unavailable"), ("down", "up"), ("works", "fails"), ("failed", "worked"), ("safe", "at risk"), ("possible", "impossible"),
    ("unable", "able"), ("open", "closed"), ("closed", "open"), ("blocked", "allowed"), ("disabled", "enabled"), ("enabled", "disabled"),
    ("remain", "do not remain"), ("everyone", "nobody"), ("Nobody", "Everybody"), ("all ", "no "),
)  # fmt: skip
_OPENING = re.compile(r"(?i)(the|this|these|our|in|on|at|for|we|you|if|when|after|before|there|all|some|and)\b")
_STRENGTH = {
    "may": 1,
    "might": 1,
    "could": 1,
    "can": 1,
    "should": 2,
    "would": 2,
    "will": 3,
    "must": 4,
    "have to": 4,
    "need to": 4,
}
_MODAL = re.compile(r"\b(may|might|can|could|will|must|should|have to|need to)\b(?! not|not)")
_WHO = (
    ("we", "you", "they"), ("us", "you", "them"), ("our", "your", "their"),
    ("IT", "finance", "the vendor", "the service desk", "users", "customers", "suppliers", "approvers", "buyers", "planners", "managers", "the warehouse", "HR", "the project team", "admins"),
)  # fmt: skip
_REACH = re.compile(
    r"(?:Please )?(?:[Cc]ontact|[Cc]all|[Ii]nform|[Tt]ell|[Nn]otify|[Aa]sk|[Ww]rite to|[Ll]et) ([\w@.\- ]{2,30}?)(?= (?:if|by|when|before|about|for|so|in|on|at|to|know)|[.,])"
)
_TENSES = (
    (r"\bwill be (\w+ed)\b", r"was \1"), (r"\bwas (\w+ed)\b", r"will be \1"), (r"\bwere (\w+ed)\b", r"will be \1"), (r"\b(?:has|have) been (\w+)\b", r"will be \1"),
    (r"\bis being (\w+)\b", r"has been \1"), (r"\bare (\w+)ing\b", r"have \1ed"), (r"\bwill (\w+)\b(?! be)", r"already did \1"),
)  # fmt: skip
_OPPOSITE = (
    ("before", "after"), ("after", "before"), ("starts", "ends"), ("begins", "ends"), ("ends", "starts"), ("more", "fewer"), ("faster", "slower"), ("increase", "decrease"),
    ("until", "from"), ("old", "new"), ("new", "old"), ("higher", "lower"), ("add", "remove"), ("earlier", "later"), ("later", "earlier"), ("incoming", "outgoing"), ("outgoing", "incoming"),
)  # fmt: skip


def shaken(sentence: str, chance: random.Random) -> tuple[str, str] | None:
    """(verdict, changed sentence), or None where no rule applies. Every other change is of a "not"."""
    rules = [*RULES.items(), ("negation", _negation), ("negation", _negation), ("actor", _actor)]
    chance.shuffle(rules)
    for verdict, rule in rules:
        changed = rule(sentence, chance)
        if changed and changed != sentence:
            return verdict, changed
    return None


def _negation(text: str, chance: random.Random) -> str | None:
    found = list(_without_not(text))
    if found and chance.random() < 0.6:
        return chance.choice(found)
    added = [f"{text[: m.end()]} not{text[m.end() :]}" for m in re.finditer(rf"\b(?:{_HELPERS})\b(?!\s+not|n)", text)]
    order = re.match(r"(Please )?([A-Z]?[a-z]+) (?=(?:the|your|a|an|all|it|any)\b)", text)
    if order and not _OPENING.match(order[2]):
        rest = text[len(order[1] or "") :]
        added.append(f"Do not {rest[0].lower()}{rest[1:]}")
    return chance.choice(added or found) if added or found else None


def _without_not(text: str) -> Iterator[str]:
    for match in re.finditer(rf"\b({_HELPERS})\s+not\b", text):
        yield text[: match.start()] + match[1] + text[match.end() :]
    for match in _SHORT.finditer(text):
        yield text[: match.start()] + match[1] + text[match.end() :]
    for word, other in _TURNED:
        pattern = re.escape(word) if word.endswith(" ") else rf"(?<!\w){re.escape(word)}(?!\w)"
        for match in re.finditer(pattern, text):
            yield text[: match.start()] + other + text[match.end() :]
    if re.match(r"(?i)(please )?do not ", text):
        yield re.sub(r"(?i)^(please )?do not ", "Please ", text, count=1)


def _modality(text: str, chance: random.Random) -> str | None:
    found = list(_MODAL.finditer(text))
    if not found:
        return None
    match = chance.choice(found)
    other = chance.choice([modal for modal, strength in _STRENGTH.items() if strength != _STRENGTH[match[0]]])
    return text[: match.start()] + other + text[match.end() :]


def _actor(text: str, chance: random.Random) -> str | None:
    reach = _REACH.match(text)
    if reach and chance.random() < 0.6:
        return f"{reach[1][0].upper()}{reach[1][1:]} will {chance.choice(['contact you', 'call you', 'get in touch'])}{text[reach.end() :]}"
    please = re.match(r"Please (\w+)", text)
    if please and chance.random() < 0.5:
        return f"{chance.choice(['We', 'IT', 'The vendor'])} will {please[1]}{text[please.end() :]}"
    found = [swap for group in _WHO for who in group for swap in _others_for(text, who, group, chance)]
    return chance.choice(found) if found else None


def _others_for(text: str, who: str, group: tuple[str, ...], chance: random.Random) -> Iterator[str]:
    for match in re.finditer(rf"\b(?:{re.escape(who)}|(?:^|(?<=[.!?] )){re.escape(who[0].upper() + who[1:])})\b", text):
        other = chance.choice([one for one in group if one != who])
        other = other if match[0] == who else other[0].upper() + other[1:]
        yield text[: match.start()] + other + text[match.end() :]


def _tense(text: str, chance: random.Random) -> str | None:
    found = [re.sub(pattern, put, text, count=1) for pattern, put in _TENSES if re.search(pattern, text)]
    return chance.choice(found) if found else None


def _direction(text: str, chance: random.Random) -> str | None:
    way = re.search(r"\bfrom ([\w\-]+(?: [\w\-]+)?) to ([\w\-]+(?: [\w\-]+)?)", text)
    if way and not re.search(r"\d", way[0]):
        return f"{text[: way.start()]}from {way[2]} to {way[1]}{text[way.end() :]}"
    found = [re.sub(rf"\b{word}\b", put, text, count=1) for word, put in _OPPOSITE if re.search(rf"\b{word}\b", text)]
    return chance.choice(found) if found else None


RULES: dict[str, Rule] = {
    "negation": _negation, "actor": _actor, "modality": _modality, "tense": _tense, "direction": _direction,
}  # fmt: skip
