"""Names of systems, sites and products: each one of the post is in the draft, and no other."""

# ruff: noqa: E501  (tables of words read best on one line)
import re

from bot.translation.facts import Fact, FactKind
from bot.translation.fidelity.model import Problem, ProblemKind, Reading
from bot.translation.fidelity.stems import related, stem
from bot.translation.fidelity.words import SYNONYM, read_words


def compare_names(source: Reading, rewrite: Reading, known: frozenset[str]) -> list[Problem]:
    """Names of systems that are missing, changed or new. `known` are terms a rewrite may put into plain words."""
    new = [f for f in _names(rewrite) if not _named(f, source, _begins(f, rewrite))]
    missing = [f for f in _names(source) if not _named(f, rewrite, _begins(f, source))]
    problems = []
    for gone, other in zip(missing, new, strict=False):
        problems.append(Problem(ProblemKind.SYSTEM, gone.text, other.text, "This is another system or name."))
    paired = min(len(missing), len(new))
    # A capital letter that only begins a sentence may be an ordinary word's.
    begins = {clause.sentence.start for clause in source.clauses}
    for fact in missing[paired:]:
        if not (fact.text.isupper() and fact.value in known) and not (fact.start in begins and fact.text.istitle()):
            problems.append(Problem(ProblemKind.SYSTEM, fact.text, "", "This system or name is missing."))
    for fact in new[paired:]:
        if not (fact.text.isupper() and fact.value in known):
            problems.append(Problem(ProblemKind.SYSTEM, "", fact.text, "The post does not name this."))
    return list(dict.fromkeys(problems))


def _begins(fact: Fact, reading: Reading) -> bool:
    return any(clause.sentence.start == fact.start for clause in reading.clauses)


def _names(reading: Reading) -> list[Fact]:
    return [f for f in reading.facts if f.kind == FactKind.SYSTEM]


def _named(fact: Fact, other: Reading, begins: bool = False) -> bool:
    value = fact.value
    if re.search(rf"(?<!\w){re.escape(value)}(?:'s|s|es)?(?!\w)", other.low):
        return True
    if value.endswith("s") and re.search(rf"(?<!\w){re.escape(value[:-1])}(?!\w)", other.low):
        return True
    if re.search(r"\d", value):
        return value.replace("-", "").replace(" ", "") in other.low.replace("-", "").replace(" ", "")
    if _is_short_for(fact.text, other):
        return True
    parts = [part for part in re.split(r"[/._&-]", value) if len(part) > 1]
    if len(parts) > 1 and all(part in other.low for part in parts):
        return True
    if value in _ORDINARY or (value in _ALSO and re.search(_ALSO[value], other.low)):
        return True
    people = _OF_COUNTRY.get(value) or _COUNTRY_OF.get(value)
    if stem(value) in other.bag.stems or (people is not None and re.search(rf"\b{people}s?\b", other.low)):
        return True
    words = () if fact.text.isupper() else read_words(value)
    return any(other.bag.holds(word) >= SYNONYM if begins else _same_root(word.stem, other.bag.kin) for word in words)


#: Countries and what comes from them, where the two do not begin alike.
_OF_COUNTRY = {
    "poland": "polish", "germany": "german", "france": "french", "spain": "spanish", "netherlands": "dutch", "britain": "british",
    "denmark": "danish", "sweden": "swedish", "finland": "finnish", "norway": "norwegian", "turkey": "turkish", "ireland": "irish",
    "switzerland": "swiss", "portugal": "portuguese", "china": "chinese", "greece": "greek", "italy": "italian", "austria": "austrian",
    "canada": "canadian", "hungary": "hungarian", "brazil": "brazilian", "mexico": "mexican", "india": "indian", "japan": "japanese",
    "romania": "romanian", "belgium": "belgian", "europe": "european", "america": "american", "russia": "russian",
    "czechia": "czech", "wales": "welsh", "scotland": "scottish", "england": "english", "australia": "australian", "korea": "korean",
}  # fmt: skip
_COUNTRY_OF = {people: country for country, people in _OF_COUNTRY.items()}


#: Names with another common form.
_ALSO = {
    "uk": r"\bbrit|united kingdom", "us": r"\bamerica|united states|\busa\b", "usa": r"\bamerica|united states|\bus\b", "eu": r"\beurop",
    "ms": "microsoft", "microsoft": r"\bms\b", "o365": "office 365|microsoft 365", "m365": "microsoft 365", "wifi": "wi-fi|wireless",
    "wi-fi": "wifi|wireless", "british": r"\buk\b", "european": r"\beu\b", "american": r"\busa?\b",
}  # fmt: skip
#: Short forms of ordinary words.
_ORDINARY = frozenset(
    ["eod", "cob", "cw", "eow", "eom", "asap", "fyi", "tbd", "tbc", "eta", "wfh", "n/a", "pls", "aka", "ooo", "btw"]
)


def _same_root(name: str, others: frozenset[str]) -> bool:
    """Hungary and Hungarian: close in meaning, and the same at the beginning."""
    return name in others and any(other[:4] == name[:4] for other in related().get(name, ()))


def _is_short_for(text: str, other: Reading) -> bool:
    """DTN is short for Data Transfer Node, and "Data" is part of what DTN is short for."""
    letters = text.rstrip("s").lower()
    if (not text.isupper() and not text[:-1].isupper()) or not 2 <= len(letters) <= 6:
        return False
    pattern = r"\b" + r"[a-z]*[\s-](?:of |and |the )?".join(re.escape(c) for c in letters) + r"[a-z]+"
    return re.search(pattern, other.low) is not None
