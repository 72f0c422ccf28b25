"""Sentences that are nearly the same word for word: there, every small word that changed counts."""

import re
from collections import Counter
from collections.abc import Iterator
from difflib import SequenceMatcher

from bot.translation.fidelity.align import Alignment
from bot.translation.fidelity.model import Clause, Problem, ProblemKind

#: From this share of equal words on, in order, two sentences count as the same sentence.
SAME = 0.74
_FORMS = (
    (re.compile(r"\b(?:ha(?:ve|s) to|needs? to|(?:is|are|be) (?:required|obliged) to|must)\b"), "MUST"),
    (re.compile(r"\b(?:(?:is|are|be) able to|can(?! ?not))\b"), "CAN"),
    (re.compile(r"\bcan ?not\b|\bcan't\b"), "CAN not"),
    (re.compile(r"\bwon't\b"), "WILL not"),
    (re.compile(r"n't\b"), " not"),
    (re.compile(r"\b(?:will|shall|going to)\b|'ll\b"), "WILL"),
    (re.compile(r"\b(?:may|might|could|possibly|potentially|perhaps)\b(?! \d)"), "MAY"),
    (re.compile(r"\b(?:should|recommended?|advised?)\b"), "SHOULD"),
)
_MODALS = ("MUST", "CAN", "WILL", "MAY", "SHOULD")
#: Words that say "nobody but".
_ONLY = ("only", "just", "alone")
_NOTS = ("not", "no", "never", "without", "nobody", "nothing", "none", "neither", "nor", "unable")


def small_changes(pairs: Alignment) -> Iterator[Problem]:
    """A changed "not", modal verb or "we" and "you" between two sentences that are otherwise the same."""
    for clause, matches in zip(pairs.rewrite.clauses, pairs.back, strict=True):
        if matches:
            yield from _changes(clause, matches[0].clause)


def copied(pairs: Alignment) -> float:
    """The share of the rewrite's sentences that are nearly the same as one of the source, from 0 to 1."""
    clauses = pairs.rewrite.clauses
    same = sum(
        bool(matches) and _nearly_the_same(_tokens(matches[0].clause.low), _tokens(clause.low))
        for clause, matches in zip(clauses, pairs.back, strict=True)
    )
    return same / max(1, len(clauses))


def _nearly_the_same(theirs: list[str], ours: list[str]) -> bool:
    if not theirs or not ours or not 0.6 < len(ours) / len(theirs) < 1.7:
        return False
    return SequenceMatcher(None, theirs, ours, autojunk=False).ratio() >= SAME


def _changes(one: Clause, source: Clause) -> list[Problem]:
    theirs, ours = _tokens(source.low), _tokens(one.low)
    if not _nearly_the_same(theirs, ours):
        return []
    there, here = Counter(theirs), Counter(ours)
    found: list[tuple[ProblemKind, str]] = []
    same_only = sum(there[word] for word in _ONLY) == sum(here[word] for word in _ONLY)
    if same_only and sum(there[word] for word in _NOTS) != sum(here[word] for word in _NOTS):
        found.append((ProblemKind.NEGATION, 'A "not" was added or lost.'))
    lost = [modal for modal in _MODALS if there[modal] > here[modal]]
    new = [modal for modal in _MODALS if here[modal] > there[modal]]
    if (lost and new) or "MAY" in lost + new:
        found.append((ProblemKind.MODALITY, "What is certain, possible or a duty has changed."))
    if (there["we"] > here["we"] and here["you"] > there["you"]) or (
        there["you"] > here["you"] and here["we"] > there["we"]
    ):
        found.append((ProblemKind.ACTOR, "Who does this has changed."))
    return [Problem(kind, source.text, one.text, why) for kind, why in found]


def _tokens(low: str) -> list[str]:
    for pattern, put in _FORMS:
        low = pattern.sub(put, low)
    return [token.strip(".'-:/") for token in re.findall(r"[A-Za-z0-9'./:@-]+", low)]
