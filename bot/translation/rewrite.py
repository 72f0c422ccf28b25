"""The rewriter that ships: rules, a glossary, and the gate after every sentence."""

import re
from dataclasses import dataclass
from datetime import datetime

from bot.translation.areas import modules_in
from bot.translation.facts import Fact, FactKind, extract_facts
from bot.translation.facts.names import ordinary_words
from bot.translation.fidelity import WORDS_HEADING, Problem, verify
from bot.translation.glossary import Glossary, TermFound
from bot.translation.kinds import LABELS, UpdateKind, kind_of
from bot.translation.mail import without_envelope
from bot.translation.plain_words import plainer
from bot.translation.readability import grade
from bot.translation.sentences import Sentence, split_sentences
from bot.translation.slots import Slot, missing_slots

#: Texts longer than this, in characters, are shown as they are: nobody reads a rewrite of a book.
LONGEST = 60_000
#: A headline is at most this long, in characters.
HEADLINE = 110
#: Explanations below the text, at most this many, so that a text stays readable.
MOST_EXPLAINED = 4
#: Facts that stay as they were written, to the letter.
_HARD = frozenset(FactKind) - {FactKind.NEGATION, FactKind.MODALITY, FactKind.ACTION}
_ENGLISH = re.compile(
    r"\b(?:the|is|are|will|to|of|and|for|in|on|at|be|from|with|you|not|has|can|was|this|a)\b", re.IGNORECASE
)
_JARGON = re.compile(
    r"(?<![\w.@/-])(?:[A-Z]{2,6}s?|[A-Z]{3,8}[a-z]?|[a-z]+[A-Z]\w{2,20}|[A-Z][a-z]+[A-Z]\w{1,20})(?![\w@/])"
)
_CODE = re.compile(
    r"[{};=<>]|^\s*at [\w.$]+\(|\b(?:Traceback|Exception|ERROR|WARN|DEBUG|SELECT|INSERT)\b|^\s*(?:\$|#!)", re.MULTILINE
)


@dataclass(frozen=True)
class Draft:
    """An update in plain words, with its evidence.

    `summary` is for a direct chat, two sentences at most. `missing` and `unexplained` are questions to the author;
    `problems` is what the gate finds in `plain`; `grade` is of `plain`, with names counted as known.
    """

    plain: str
    headline: str
    summary: str
    kind: UpdateKind
    facts: tuple[Fact, ...]
    missing: tuple[Slot, ...]
    unexplained: tuple[str, ...]
    grade: float
    engine: str
    problems: tuple[Problem, ...]
    affected_modules: tuple[str, ...]


class Rewriter:
    """Rewrites updates by rules. It keeps a sentence it cannot improve."""

    def __init__(self, glossary: Glossary) -> None:
        """The glossary explains terms; a company's own one may be given for each text."""
        self._glossary = glossary

    def translate(
        self, text: str, posted: datetime | None = None, zone: str | None = None, glossary: Glossary | None = None
    ) -> Draft:
        """The draft for a text. Never raises; what is not prose in English comes back as it is, with questions."""
        terms = glossary or self._glossary
        clean = without_envelope(text)
        facts = extract_facts(text, posted)
        kind = kind_of(clean)
        found = terms.find(clean[:LONGEST])
        plain = _plain(clean, terms, each=False)
        problems = tuple(verify(text, plain, terms)) if plain != text.strip() else ()
        if problems:
            # One sentence went wrong: check each, and keep the others.
            plain = _plain(clean, terms, each=True)
            problems = tuple(verify(text, plain, terms))
        if problems:
            plain = clean.strip()
            problems = tuple(verify(text, plain, terms))
        text_alone = plain.split(WORDS_HEADING)[0].strip()
        headline = _headline(text_alone, kind, facts)
        return Draft(
            plain=plain,
            headline=headline,
            summary=_summary(text_alone),
            kind=kind,
            facts=tuple(facts),
            missing=missing_slots(clean, kind, facts),
            unexplained=_unexplained(clean, found),
            grade=grade(plain, [f.text for f in facts if f.kind in _HARD] + [f.term.name for f in found]),
            engine="embedded",
            problems=problems,
            affected_modules=modules_in(clean),
        )


def _plain(text: str, terms: Glossary, each: bool) -> str:
    """Each sentence in plain words where that keeps what it says; lines, lists and everything between stay."""
    if len(text) > LONGEST or not _is_prose(text):
        return text.strip()
    pieces: list[str] = []
    last = 0
    for sentence in split_sentences(text):
        pieces += [text[last : sentence.start], _sentence(sentence, each)]
        last = sentence.end
    return _explained(re.sub(r"\n{3,}", "\n\n", "".join([*pieces, text[last:]])).strip(), terms)


def _sentence(sentence: Sentence, check: bool) -> str:
    """The sentence in plain words, or as it is where that would change what it says."""
    original = sentence.text
    new = plainer(" ".join(original.split()), [])
    if new == original:
        return original
    facts = [f for f in extract_facts(original) if f.kind in _HARD]
    new = plainer(" ".join(original.split()), _spans(original, facts))
    return original if check and verify(original, new) else new


def _explained(plain: str, terms: Glossary) -> str:
    """The text with what its terms mean below it: inside a sentence, brackets would tear names apart."""
    chosen: dict[str, str] = {}
    for found in terms.find(plain[:LONGEST]):
        term = found.term
        if len(chosen) < MOST_EXPLAINED and term.plain not in chosen.values() and _worth(found, plain):
            chosen.setdefault(term.name, f"- {term.name}: {term.plain}")
    return "\n".join([plain, "", WORDS_HEADING, *chosen.values()]) if chosen else plain


def _spans(original: str, facts: list[Fact]) -> list[tuple[int, int]]:
    """Where facts stand after line ends and double spaces have become single spaces."""
    if "\n" not in original and "  " not in original:
        return [(f.start, f.end) for f in facts]
    flat, spans, at = " ".join(original.split()), [], 0
    for fact in facts:
        words = " ".join(fact.text.split())
        place = flat.find(words, at)
        if place >= 0:
            spans.append((place, place + len(words)))
            at = place
    return spans


def _is_prose(text: str) -> bool:
    """English sentences: not code, not a log, not another language."""
    head = text[:4000]
    words = re.findall(r"[^\W\d_]+", head)
    if len(words) < 4:
        return False
    marks = len(_CODE.findall(head))
    return marks * 8 < len(words) and len(_ENGLISH.findall(head)) * 14 >= len(words)


def _worth(found: TermFound, sentence: str) -> bool:
    """A term is explained where it stands alone; not inside a name, a path or brackets."""
    before, after = sentence[max(0, found.start - 1) : found.start], sentence[found.end : found.end + 1]
    if before in ("(", "/", "#", "@", "_", "-", "'", '"', "`") or after in (
        ")",
        "/",
        "_",
        "-",
        "'",
        '"',
        ":",
        "`",
        "’",
    ):
        return False
    name, plain = found.term.name, found.term.plain.lower()
    if plain.startswith((name.lower(), "a program", "microsoft's", "sap's", "an erp", "a tool", "the program where")):
        return False
    if name.islower() and " " not in name:
        return name not in ordinary_words() and not found.term.erp and len(name) > 6
    return name not in _PLAIN_SHORT and not name.istitle()


def _unexplained(text: str, found: list[TermFound]) -> tuple[str, ...]:
    """Short forms and compound names that the glossary does not hold, in the order of the text."""
    taken = {text[f.start : f.end].lower() for f in found}
    spans = [(f.start, f.end) for f in found]
    names: dict[str, str] = {}
    for match in _JARGON.finditer(text[:LONGEST]):
        word = match[0]
        inside = any(start <= match.start() < end for start, end in spans)
        if not inside and word.lower() not in taken and word not in _PLAIN_SHORT:
            names.setdefault(word.lower(), word)
    return tuple(names.values())


_PLAIN_SHORT = frozenset(
    [
        "IT",
        "HR",
        "TV",
        "UK",
        "US",
        "USA",
        "EU",
        "UTC",
        "GMT",
        "CET",
        "CEST",
        "EST",
        "EDT",
        "PST",
        "PDT",
        "OK",
        "FAQ",
        "PDF",
        "AM",
        "PM",
        "ID",
        "PC",
        "PCS",
        "ASAP",
        "ETA",
        "NOT",
        "NO",
        "WARNING",
        "FIX",
        "NEW",
        "ALL",
        "AND",
        "THE",
        "DO",
        "IMPORTANT",
        "NOTE",
        "ANZAC",
        "RE",
        "FW",
        "BST",
        "IST",
        "JST",
        "ET",
        "PT",
        "CT",
        "MT",
    ]
)


def _headline(plain: str, kind: UpdateKind, facts: list[Fact]) -> str:
    """The first sentence where it is short, else what kind of news it is and about which system."""
    sentences = split_sentences(re.sub(r"\s\([^()]{5,90}\)", "", plain[:2000]))
    if not sentences:
        return LABELS[kind]
    first = " ".join(sentences[0].text.split()).rstrip(".:!")
    if 12 <= len(first) <= HEADLINE:
        return f"{first}." if re.search(r"\b[ap]\.m$", first) else first
    names = list(dict.fromkeys(f.text for f in facts if f.kind == FactKind.SYSTEM and len(f.text) < 40))[:1]
    if len(first) < 12 and len(sentences) > 1:
        second = " ".join(sentences[1].text.split()).rstrip(".:!")
        if len(first) + len(second) + 2 <= HEADLINE:
            return f"{first}: {second}"
    return f"{LABELS[kind]}: {' '.join(names[0].split())}" if names else LABELS[kind]


_ASKS = re.compile(r"\b(?:please|must|need to|have to|should|do not|don't)\b", re.IGNORECASE)


def _summary(plain: str) -> str:
    """The first sentence and the first that asks for something, or else the second."""
    sentences = [s for s in split_sentences(plain[:6000]) if len(s.text.split()) > 2] or split_sentences(plain[:600])
    if not sentences:
        return plain[:200].strip()
    second = next((s for s in sentences[1:] if _ASKS.search(s.text)), sentences[1] if len(sentences) > 1 else None)
    chosen = [sentences[0].text] + ([second.text] if second else [])
    return " ".join(_ended(" ".join(text.split())) for text in chosen)


def _ended(sentence: str) -> str:
    return sentence if sentence[-1:] in ".!?" else f"{sentence.rstrip(':;,')}."
