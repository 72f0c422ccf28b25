"""Words that turn what is said: "not", words that say no by themselves, and words that may hide a "not"."""

# ruff: noqa: E501  (lists of words read best on one line)
import re
from dataclasses import dataclass
from functools import lru_cache

from bot.translation.fidelity.stems import groups, related, stem

NOT = re.compile(
    r"\bneither\b[^.;]{1,60}?\bnor\b|\bno\b[^.;,]{1,40}?\b(?:and|or) no\b|\b(?:no longer|not any more)\b(?! than)|\bun(?!til|it|der|i[oqv]|less|pack|do|lock|plug|install|zip|available|reachable|able|usable|stable|fortun)[a-z]{3,14}(?:ed|ble|wn|id|nt)\b|"
    r"\b(?:not|no|never|cannot|without|nobody|nothing|none|neither|nor|nowhere|\w{2,8}n't|no-one)\b(?!\. ?\d)(?! (?:later|earlier|matter|doubt|sooner|more|less|longer) than| but\b)(?! (?:only|just|least|matter|doubt|all|attention|notice)\b)"
)
#: What cannot be used, does not happen, or is not accepted.
_CANNOT = (
    r"un(?:available|reachable|able|usable|stable)|in(?:active|accessible|valid)|impossible|dis(?:abl\w+|connect\w*|continu\w*)|fail\w*|stop(?:s|ped|ping)?|block\w*|reject\w*|refus\w*|brok(?:e|en)(?: (?:down|off))?|cancel\w*|"
    r"outages?|down|offline|off|declin\w*|den(?:y|ied|ies)|forbid\w*|prohibit\w*|banned|expir\w*|interrupt\w*|bounc\w*|pause\w*|postpon\w*|crash\w*|lock(?:s|ed|ing)?|out of (?:order|action|service|stock)|read-only|shut\w*|"
    r"clos(?:es|ed)|cut off|break(?:s)? (?:down|off)|suspend\w*|frozen|freez\w*|on hold|run(?:s)? out|retir\w*|end(?:s|ed|ing)?|missing|lack\w*|gone|invisible|grey"
)
#: What one is asked not to do.
_LEAVE = r"avoid\w*|refrain\w*|hands off|(?:leav|let)\w* \S+(?: \S+){0,4} (?:alone|un\w+)|(?:stay|keep) (?:\w+ )?(?:away|out|off)|skip\w*|ignor\w*|pay no attention|hold (?:back|off)|stop using"
_OTHER = (
    r"incomplete|incorrect\w*|imperfect|non-\w+|dis(?:appear\w*|card\w*)|los(?:e|es|ing|t|s)|prevent\w*|"
    r"miss(?:es|ed)?|empty|blank|wrong\w*|exempt\w*|overlook\w*|delay\w*|bad|errors?|(?:left|leaves?|leaving) (?:\w+ ){0,2}out|(?:turn|throw)\w* (?:\w+ ){0,2}away|turn\w* down|remov\w*|delet\w*|wipe[sd]?|false\w*|mistak\w*|hangs?|"
    r"free of|exclud\w*|except|too (?:late|old|big|large)|stand(?:s|ing)? still|withh[eo]ld|hidden|late|over|stolen|outdated|overdue|zero|damag\w*|bugs?|problems?|troubles?|duplicat\w*|leav(?:e|es|ing)|(?:who|have|has) left|put off|drop(?:s|ped)?|taken? (?:off|out|back|away)"
)
_NEGATIVE = re.compile(rf"\b(?:(?P<leave>{_LEAVE})|(?P<cannot>{_CANNOT})|(?P<other>{_OTHER}))\b")
_HIDING = re.compile(
    r"\b(?:(?P<only>only|just|alone|solely|exclusively|nothing but)|(?P<stay>keep\w*|kept|remain\w*|stay\w*|same|as (?:planned|they are|it is|usual|before|always)|continu\w*|go(?:es)? on|carr(?:y|ies) on|unchanged)|(?P<fine>fine|safe|normal\w*|usual\w*|works?|working|carr(?:y|ies) on|keeps?|stay\w*)|"
    r"(?P<until>until|till|before|beforehand|first|yet|wait\w*|earliest)|(?P<instead>instead|rather|in (?:its|their) place|from \S+(?: \S+){0,2} to|any longer|any more|used to|chang(?:e|es|ed)|reduc(?:e|es|ed)|increas(?:e|es|ed)|rais(?:e|es|ed)|lower(?:s|ed)|slip(?:s|ped)|extend(?:s|ed)|mov(?:e|es|ed)|switch(?:es|ed)|grow(?:s)?)|"
    r"(?P<itself>itself|themselves|automatic\w*|own)|(?P<return>returned|(?:comes?|gets?|sent|sends?) (?:\w+ )?back)|(?P<else>otherwise|or else|else|unless|others?)|(?P<beyond>beyond|above|outside|below|less than|fewer))\b"
)
_CHANGES = re.compile(
    r"\b(?:chang|mov|touch|los|affect|switch|remov|clos|cancel|delet|disturb|stop|expire|differ|interrupt|forward|earlier|later|release|convert|concern|fail|take)\w*\b"
)
HARMS = re.compile(r"\b(?:affect|interrupt|lost|lose|concern|touch|problem|hurt|involv|harm|fear|stop)\w*\b")
#: What is not touched goes on: "not affected" is no "no".
HARMLESS = re.compile(rf"\b(?:not|no|never|nobody|none|nothing)\b[^.;]{{0,20}}{HARMS.pattern}")
#: What says plainly that it can be used or does happen.
ABLE = re.compile(
    r"\b(?:(?:you|users?|everyone|everybody|anyone|people) (?:can|may)(?! ?not)|(?:is|are|be|been|stays?) (?:available|open|working|running|up|online|allowed|reachable|back)|works? (?:again|as)|has been working|will happen)\b"
)
#: What says so with stress: "do post", "it did work".
STRESSED = re.compile(
    r"(?:^|[;:,] |\b(?:please|and|it|they|that|which|we|you|parts|[a-z]{3,}s) )(?:do|does|did) (?!not\b|n't|the\b|it\b|this\b|that\b|so\b|your?\b|an?\b|no\b|nothing|you\b|we\b|they\b|something|more\b|all\b|any|everything|with\b|for\b|in\b|to\b|on\b|by\b|now\b|what)[a-z]{3,}"
)
#: "Nobody is not named": a sentence that turns itself round twice in a few words.
TWO_NOTS = re.compile(
    r"\b(?:not|cannot|nobody|no one|none|nothing|never|no longer)\b(?: \w+){0,3}? (?:not|do ?n't|\w+n't|neither|nothing|never|nobody|none|cannot)\b"
)
#: Words for what cannot be used that no rewrite turns round.
SHUT = re.compile(
    r"\b(?:unavailable|unreachable|inaccessible|read-only|closed|down|offline|blocked|locked|forbidden|prohibited|not (?:available|possible|allowed)|cannot be used|out of order|out of service)\b"
)
#: A "not" this many words before a word that says no by itself turns it back.
_TWICE = re.compile(
    rf"\b(?:not|never)\b(?: (?!the|a|an|any|all|to)\S+){{0,1}} (?:be )?(?:{_LEAVE}|{_CANNOT}|los(?:e|t|es))\b|n't (?:be )?(?:{_LEAVE}|{_CANNOT}|los(?:e|t|es))\b"
)


@dataclass(frozen=True)
class Turn:
    """A word that turns a part: its kind, its class, and the word.

    Kinds are "not", "negative" (says no by itself), "hiding" (may hide a "not") and "twice" ("not lost").
    """

    kind: str
    family: str
    text: str


@lru_cache(maxsize=8_000)
def turns(low: str) -> tuple[Turn, ...]:
    """The words of a part that turn it."""
    found = []
    if "n't" in low or " " in low:
        for match in _TWICE.finditer(low):
            found.append(Turn("twice", "twice", match[0].split()[-1]))
        low = _TWICE.sub(" ", low)
    found += [Turn("not", "not", match[0]) for match in NOT.finditer(low)]
    for kind, pattern in (("negative", _NEGATIVE), ("hiding", _HIDING)):
        found += [Turn(kind, match.lastgroup or "", match[0]) for match in pattern.finditer(low)]
    return tuple(found)


@lru_cache(maxsize=16_000)
def fitting(one: Turn, other: Turn, part: str, other_part: str) -> float | None:
    """How readily one turn stands for the other, to be added to the likeness of their parts; None where it cannot."""
    if one.kind == "hiding" and other.kind == "hiding":
        return 0.3 if one.family == other.family else None
    if "twice" in (one.kind, other.kind):
        if one.kind == other.kind:
            return 0.3
        # "Could not be closed" says no, though "not closed" is "open".
        return 0.0 if "not" in (one.kind, other.kind) else None
    if one.kind == other.kind == "not":
        return 0.25
    if one.kind == other.kind:
        return near(one.text, other.text) + (0.05 if one.family == other.family else 0.0)
    if "hiding" in (one.kind, other.kind):
        hiding, plain, around = (one, other, other_part) if one.kind == "hiding" else (other, one, part)
        return -0.1 if plain.kind == "not" and _hides(hiding, plain, around) else None
    plain, other_plain = (one, other) if one.kind == "not" else (other, one)
    return 0.3 if plain.text in _NO_LONGER and _STOPS.match(other_plain.text) else 0.05


_NO_LONGER = ("no longer", "not any more", "not", "cannot", "no")
_STOPS = re.compile(r"(?:stop|end|discontinu|ceas|clos|expir|retir)")


def near(one: str, other: str) -> float:
    first, second = stem(one.split()[0]), stem(other.split()[0])
    if first == second:
        return 0.4
    if not groups().get(first, frozenset()).isdisjoint(groups().get(second, frozenset())) or second in related().get(
        first, ()
    ):
        return 0.35
    return 0.12


def _hides(hiding: Turn, plain: Turn, around: str) -> bool:
    if hiding.family == "stay":
        return bool(_CHANGES.search(around))
    if hiding.family == "fine":
        return bool(HARMS.search(around))
    if hiding.family == "itself":
        return plain.text == "without" or bool(re.search(r"need|have to|required", around))
    if hiding.family == "instead" and not hiding.text.startswith(("instead", "rather", "in ", "any", "used")):
        return bool(re.search(r"\d", around))
    if hiding.family == "else":
        return plain.text in ("without", "not") or plain.text.endswith("n't")
    return True
