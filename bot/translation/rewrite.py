"""The rewriter that ships: rules, a glossary, and the gate after every draft."""

import re
from dataclasses import dataclass
from datetime import datetime

from bot.translation.areas import modules_in
from bot.translation.contradiction import contradicts
from bot.translation.explain import explained, unexplained
from bot.translation.facts import Fact, FactKind, extract_facts
from bot.translation.fidelity import Problem, verify
from bot.translation.glossary import Glossary, TermFound
from bot.translation.headline import NO_NEWS, headlines
from bot.translation.kinds import LABELS, UpdateKind, kind_of
from bot.translation.mail import without_envelope, without_headers
from bot.translation.notice import Notice, plain_notice, read_notice
from bot.translation.prose import CODE, is_prose
from bot.translation.readability import grade
from bot.translation.release_list import title_and_items
from bot.translation.sentences import split_sentences
from bot.translation.slots import Slot, missing_slots
from bot.translation.standing import quoted_lines, standing
from bot.translation.summary import ended, summary_of

#: Texts longer than this, in characters, are shown as they are: nobody reads a rewrite of a book.
LONGEST = 60_000
#: A text of so many words says no more than its own headline would: the kind of news stands above it.
VERY_SHORT = 8
#: What stands above code, a log or a single word: nothing in it says what kind of news it is.
_NEWS = "News from IT"
_SURE = frozenset({UpdateKind.FIXED, UpdateKind.DELAY, UpdateKind.ROLLBACK})
_UNSURE = re.compile(r"\b(?:not|no|yet|still|never|will|soon|tomorrow|being|may|working on)\b|n't\b", re.IGNORECASE)
#: Facts that stay as they were written, to the letter.
_HARD = frozenset(FactKind) - {FactKind.NEGATION, FactKind.MODALITY, FactKind.ACTION}


#: The engine of a draft that was made by rules.
RULES = "embedded"


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
        said = without_headers(text)
        facts = extract_facts(said, posted)
        kind = kind_of(clean)
        prose = len(text) <= LONGEST and is_prose(clean)
        notice, headline, problems = _passing(said, clean, kind, terms, prose)
        found = terms.find(notice.text[:LONGEST])
        plain, left = self._explained(notice, found, terms) if prose else (notice.text, ())
        names = [f.text for f in facts if f.kind in _HARD] + [f.term.name for f in found]
        return Draft(
            plain=plain,
            headline=headline,
            summary=(summary_of(notice, quoted_lines(said)) if prose or not CODE.search(clean[:4000]) else "")
            or ended(headline),
            kind=kind,
            facts=tuple(facts),
            missing=_questions(clean, kind, facts, prose),
            unexplained=unexplained(notice.text, found, LONGEST) + left,
            grade=grade(plain, names),
            engine=RULES,
            problems=problems,
            affected_modules=modules_in(clean),
        )

    def _explained(self, notice: Notice, found: list[TermFound], terms: Glossary) -> tuple[str, tuple[str, ...]]:
        """The text with its terms below it, and those for which there was no room; a company's own come first."""
        own = _own_terms(found, self._glossary) if terms is not self._glossary else frozenset()
        return explained(notice.text, [f for f in found if f.start < len(notice.body)], own)


def _passing(
    text: str, clean: str, kind: UpdateKind, terms: Glossary, prose: bool
) -> tuple[Notice, str, tuple[Problem, ...]]:
    """The plainest notice that the gate lets through, with its headline.

    Where it stops one, the sentences at fault go back to the post's words, then all of them, then the whole post.
    """
    if not prose:
        notice = plain_notice(clean)
        return notice, _first_words(clean), tuple(verify(text, notice.text, terms))
    notice, quoted = read_notice(clean, kind), quoted_lines(text)
    for _ in range(3):
        lines = _lines(notice, kind, quoted)
        problems = verify(text, f"{lines[0]}\n{notice.text}", terms)
        if not problems:
            return notice, lines[0], ()
        if not verify(text, notice.text, terms):
            return notice, _other_headline(text, notice, lines[1:], terms), ()
        notice = _mended(notice, problems, terms)
    for plainer in (notice.undone(), plain_notice(clean)):
        if not verify(text, plainer.text, terms):
            return plainer, _other_headline(text, plainer, _lines(plainer, kind, quoted), terms), ()
    whole = plain_notice(clean)
    return whole, LABELS[kind], tuple(verify(text, whole.text, terms))


def _lines(notice: Notice, kind: UpdateKind, quoted: frozenset[str]) -> list[str]:
    """What could stand above the notice; lists are read only where the text around them says too little."""
    listed = title_and_items(notice)
    if listed:
        return [listed[0], LABELS[kind]]
    lines = headlines(_standing(notice.sentences(), quoted), kind)
    lines = lines if len(lines) > 1 else headlines(_standing(notice.sentences(every=True), quoted), kind)
    said = notice.text.rstrip(".!")
    if len(said.split()) <= VERY_SHORT and said.endswith(lines[0]) and kind in _SURE and not _UNSURE.search(said):
        return [*lines[1:], lines[0]]
    return lines


def _standing(said: list[str], quoted: frozenset[str]) -> list[str]:
    """What still stands, sentence by sentence where something does not."""
    single = [sentence.text for line in said for sentence in split_sentences(line)]
    left = standing(single, quoted)
    return said if left == single else left


def _other_headline(text: str, notice: Notice, lines: list[str], terms: Glossary) -> str:
    return next((line for line in lines if not verify(text, f"{line}\n{notice.text}", terms)), _NEWS)


def _mended(notice: Notice, problems: list[Problem], terms: Glossary) -> Notice:
    """The notice without the sentences that the gate named, or else without those it objects to by themselves."""
    named = [words.strip() for problem in problems for words in (problem.source, problem.rewrite) if len(words) > 2]
    changed = notice.lines()
    wrong = {id(line) for line in changed if any(words in line.source or words in line.said for words in named)}
    wrong = wrong or {id(line) for line in changed if verify(line.source, line.said, terms)}
    return notice.without(wrong) if wrong else notice.undone()


def _own_terms(found: list[TermFound], shipped: Glossary) -> frozenset[str]:
    return frozenset(f.term.name.lower() for f in found if shipped.lookup(f.term.name) != f.term)


def _first_words(text: str) -> str:
    """The first sentence of what is not rewritten, where it is short enough to stand above it."""
    sentences = split_sentences(text[:2000])
    first = " ".join(sentences[0].text.split()).rstrip(".:!") if sentences else ""
    return first if 3 <= len(first) <= 110 and not CODE.search(first) and not NO_NEWS.search(first) else _NEWS


def _questions(clean: str, kind: UpdateKind, facts: list[Fact], prose: bool) -> tuple[Slot, ...]:
    """What to ask the author. Two times for one thing are a question too, and code says nothing to colleagues."""
    if not prose and CODE.search(clean[:4000]) and len(clean) <= LONGEST:
        return (Slot.WHAT, Slot.AFFECTED)
    missing = missing_slots(clean, kind, facts)
    return missing if Slot.WHEN in missing or not contradicts(clean[:8000]) else (Slot.WHEN, *missing)
