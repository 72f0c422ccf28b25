"""The rewriter that ships: rules, a glossary, and the gate after every draft."""

# ruff: noqa: E501  (patterns read best on one line)
import re
from dataclasses import dataclass
from datetime import datetime

from bot.translation.areas import modules_in
from bot.translation.explain import explained, unexplained
from bot.translation.facts import Fact, FactKind, extract_facts
from bot.translation.fidelity import Problem, verify
from bot.translation.glossary import Glossary, TermFound
from bot.translation.grammar import verb_in
from bot.translation.headline import NO_NEWS, headlines
from bot.translation.kinds import LABELS, UpdateKind, kind_of
from bot.translation.mail import without_envelope
from bot.translation.notice import Notice, plain_notice, read_notice
from bot.translation.readability import grade
from bot.translation.sentences import split_sentences
from bot.translation.slots import Slot, missing_slots

#: Texts longer than this, in characters, are shown as they are: nobody reads a rewrite of a book.
LONGEST = 60_000
#: A text of so many words says no more than its own headline would: the kind of news stands above it.
VERY_SHORT = 8
_SURE = frozenset({UpdateKind.FIXED, UpdateKind.DELAY, UpdateKind.ROLLBACK})
_UNSURE = re.compile(r"\b(?:not|no|yet|still|never|will|soon|tomorrow|being|may|working on)\b|n't\b", re.IGNORECASE)
#: Facts that stay as they were written, to the letter.
_HARD = frozenset(FactKind) - {FactKind.NEGATION, FactKind.MODALITY, FactKind.ACTION}
#: Common words of English, and of other languages where English does not have them.
_ENGLISH = frozenset(
    [
        "the",
        "is",
        "are",
        "will",
        "to",
        "of",
        "and",
        "for",
        "in",
        "on",
        "at",
        "be",
        "from",
        "with",
        "you",
        "not",
        "has",
        "can",
        "was",
        "this",
        "a",
        "please",
        "due",
        "all",
        "users",
        "your",
        "it",
        "no",
        "after",
        "until",
        "today",
        "again",
        "since",
        "tonight",
        "by",
        "down",
        "update",
        "fixed",
        "restart",
        "maintenance",
        "planned",
        "new",
        "now",
    ]
)
_OTHER = frozenset(
    [
        "der",
        "die",
        "das",
        "und",
        "ist",
        "nicht",
        "wird",
        "werden",
        "bitte",
        "von",
        "bis",
        "für",
        "auf",
        "les",
        "des",
        "heute",
        "uhr",
        "wegen",
        "wartung",
        "störung",
        "gesperrt",
        "behoben",
        "wieder",
        "mit",
        "zum",
        "zur",
        "ab",
        "pour",
        "sera",
        "une",
        "los",
        "para",
        "por",
        "una",
        "dal",
        "della",
        "het",
        "een",
        "niet",
    ]
)
_WORD = re.compile(r"[^\W\d_]+")
_CODE = re.compile(
    r"[{};=<>]|^\s*at [\w.$]+\(|\b(?:Traceback|Exception|ERROR|WARN|DEBUG|SELECT|INSERT)\b|^\s*(?:\$|#!)", re.MULTILINE
)
_ASKS = re.compile(
    r"\b(?:please|must|need to|have to|should|do not|don't)\b|^(?:save|use|check|log|restart|update|export|call|write)\b",
    re.IGNORECASE,
)
_NOTHING = re.compile(r"^(?:this is because|the reason:|here'?s|hello|hi)\b|:$", re.IGNORECASE)


@dataclass(frozen=True)
class Draft:
    """An update in plain words, with its evidence.

    `summary` is for a direct chat, two sentences at most. `missing` and `unexplained` are questions to the author;
    `problems` is what the gate finds in headline and text; `grade` is of `plain`, with names counted as known.
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
    """Rewrites updates by rules. It keeps a sentence it cannot improve, and what the gate would stop."""

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
        prose = len(text) <= LONGEST and _is_prose(clean)
        notice, headline, problems = _passing(text, clean, kind, terms, prose)
        found = terms.find(notice.text[:LONGEST])
        own = _own_terms(found, self._glossary) if terms is not self._glossary else frozenset()
        plain, left = (
            explained(notice.text, [f for f in found if f.start < len(notice.body)], own)
            if prose
            else (notice.text, ())
        )
        names = [f.text for f in facts if f.kind in _HARD] + [f.term.name for f in found]
        return Draft(
            plain=plain,
            headline=headline,
            summary=_summary(notice) or _ended(headline),
            kind=kind,
            facts=tuple(facts),
            missing=_questions(clean, kind, facts, prose),
            unexplained=unexplained(notice.text, found, LONGEST) + left,
            grade=grade(plain, names),
            engine="embedded",
            problems=problems,
            affected_modules=modules_in(clean),
        )


def _passing(
    text: str, clean: str, kind: UpdateKind, terms: Glossary, prose: bool
) -> tuple[Notice, str, tuple[Problem, ...]]:
    """The plainest notice that the gate lets through, with its headline.

    Where it stops one, the sentences at fault go back to the post's words, then all of them, then the whole post.
    """
    if not prose:
        notice = plain_notice(clean)
        return notice, _first_words(clean, kind), tuple(verify(text, notice.text, terms))
    notice = read_notice(clean, kind)
    for _ in range(3):
        lines = _lines(notice, kind)
        problems = verify(text, f"{lines[0]}\n{notice.text}", terms)
        if not problems:
            return notice, lines[0], ()
        if not verify(text, notice.text, terms):
            return notice, _other_headline(text, notice, lines[1:], terms), ()
        notice = _mended(notice, problems, terms)
    for plainer in (notice.undone(), plain_notice(clean)):
        if not verify(text, plainer.text, terms):
            return plainer, _other_headline(text, plainer, _lines(plainer, kind), terms), ()
    whole = plain_notice(clean)
    return whole, LABELS[kind], tuple(verify(text, whole.text, terms))


def _lines(notice: Notice, kind: UpdateKind) -> list[str]:
    """What could stand above the notice; lists are read only where the text around them says too little."""
    lines = headlines(notice.sentences(), kind)
    lines = lines if len(lines) > 1 else headlines(notice.sentences(every=True), kind)
    said = notice.text.rstrip(".!")
    if len(said.split()) <= VERY_SHORT and said.endswith(lines[0]) and kind in _SURE and not _UNSURE.search(said):
        return [*lines[1:], lines[0]]
    return lines


def _other_headline(text: str, notice: Notice, lines: list[str], terms: Glossary) -> str:
    return next((line for line in lines if not verify(text, f"{line}\n{notice.text}", terms)), lines[-1])


def _mended(notice: Notice, problems: list[Problem], terms: Glossary) -> Notice:
    """The notice without the sentences that the gate named, or else without those it objects to by themselves."""
    named = [words.strip() for problem in problems for words in (problem.source, problem.rewrite) if len(words) > 2]
    changed = notice.lines()
    wrong = {id(line) for line in changed if any(words in line.source or words in line.said for words in named)}
    wrong = wrong or {id(line) for line in changed if verify(line.source, line.said, terms)}
    return notice.without(wrong) if wrong else notice.undone()


def _own_terms(found: list[TermFound], shipped: Glossary) -> frozenset[str]:
    return frozenset(f.term.name.lower() for f in found if shipped.lookup(f.term.name) != f.term)


def _is_prose(text: str) -> bool:
    """English sentences: not code, not a log, not another language."""
    head = text[:4000]
    words = _WORD.findall(head.lower())
    if len(words) < 3:
        return False
    marks = len(_CODE.findall(head))
    english = sum(word in _ENGLISH for word in words)
    other = sum(word in _OTHER for word in words)
    if len(words) >= 25 and english * 14 < len(words):
        return False
    return marks * 8 < len(words) and (other == 0 or other < english)


def _first_words(text: str, kind: UpdateKind) -> str:
    """The first sentence of what is not rewritten, where it is short enough to stand above it."""
    sentences = split_sentences(text[:2000])
    first = " ".join(sentences[0].text.split()).rstrip(".:!") if sentences else ""
    return first if 3 <= len(first) <= 110 and not _CODE.search(first) and not NO_NEWS.search(first) else LABELS[kind]


def _questions(clean: str, kind: UpdateKind, facts: list[Fact], prose: bool) -> tuple[Slot, ...]:
    """What to ask the author. Two times for one thing are a question too, and code says nothing to colleagues."""
    if not prose and _CODE.search(clean[:4000]) and len(clean) <= LONGEST:
        return (Slot.WHAT, Slot.AFFECTED)
    missing = missing_slots(clean, kind, facts)
    return missing if Slot.WHEN in missing or not _contradicts(clean[:8000]) else (Slot.WHEN, *missing)


def _contradicts(text: str) -> bool:
    """Two sentences that differ in nothing but a time."""
    seen: dict[str, str] = {}
    for sentence in split_sentences(text):
        bare = re.sub(r"\d{1,2}[:.]\d\d", "?", sentence.text)
        if bare != sentence.text and seen.setdefault(bare, sentence.text) != sentence.text:
            return True
    return False


def _summary(notice: Notice) -> str:
    """The first sentence and the first that asks for something, or else the second."""
    every = [s.text for said in notice.sentences(every=True)[:60] for s in split_sentences(said)]
    whole = [
        s
        for s in every
        if len(s.split()) > 2 and (verb_in(s) or _ASKS.search(s)) and not _NOTHING.search(s) and not NO_NEWS.search(s)
    ] or every
    whole = [s for s in whole if not NO_NEWS.search(s)]
    if not whole:
        return ""
    second = next((s for s in whole[1:] if _ASKS.search(s)), whole[1] if len(whole) > 1 else None)
    return " ".join(_ended(" ".join(s.split())) for s in [whole[0], *([second] if second else [])])


def _ended(sentence: str) -> str:
    return sentence if sentence[-1:] in ".!?" else f"{sentence.rstrip(':;,')}."
