"""What was left out, and what was made up."""

# ruff: noqa: E501  (patterns and tables of words read best on one line)
import re

from bot.translation.facts import FactKind
from bot.translation.facts.phrases import ACTION_VERBS
from bot.translation.fidelity.align import likeness, window
from bot.translation.fidelity.model import Clause, Problem, ProblemKind, Reading

_ACTION = re.compile(
    rf"(?:^|[:;] )(?:please|kindly|(?:{ACTION_VERBS})\b)|\bplease\b|\b(?:must|need(?:s)? to|have to|has to|(?:you|users?|\w{(3,)}s) should|required to|asked to|encouraged to|advised to|recommend)\b"
)
_ORDER = re.compile(rf"(?:^|[:;] )(?:please |kindly )?(?:{ACTION_VERBS})\b(?! [a-z]*\d)|\bplease\b")
_ORDER_LIKE = re.compile(
    rf"(?:^|[:;,] |\b(?:and|so|then|please|or|but) )(?:{ACTION_VERBS}|type|start|stop|switch|hand|mark|have|find|look|type|empty|beware|ring|browse|put|bring|pass|go)\b|"
    r"\b(?:please|must|need|have to|has to|should|you|your|only|not|never|cannot|ask\w*|want|expect\w*|until|be|may|will|could)\b"
)
_WARNING = re.compile(
    r"\b(?:will be (?:lost|deleted|rejected|blocked|refused|overwritten|locked|killed|disconnected|stopped|removed|cancelled|denied|erased|disabled|deactivated)|lost|lose|"
    r"do not|don't|never|cannot|can't|caution|warning|attention|risk|otherwise|will fail|not be (?:able|recovered|available|possible|accepted|saved|processed)|"
    r"no longer|may (?:be|lose|fail|have|see|not|experience)|might|could|duplicates?|irreversible|permanently|bounce|wrong|unavailable|will stop)\b"
)
_POLITE = re.compile(
    r"^(?:hi|hello|dear|hey|good (?:morning|afternoon)|thanks|thank you|many thanks|regards|best|cheers|kind regards|sorry|apolog|we apolog|we (?:are|'re) sorry|we thank|we appreciate|"
    r"sincerely|your (?:it|sap|erp)|fyi|heads up|this is the it|please excuse|we regret)",
)
#: What the rewriter writes above a text, and people too.
_LABEL = re.compile(
    r"^(?:planned work|not working as it should|fixed|what changes|new for you|for your security|going away|a delay|a change taken back)\b"
)
_HEADING = re.compile(
    r"^(?:what|when|who|why|where|how|impact|action|actions|workaround|summary|details|next|status|reference|contact|questions|good to know|background|important|update|in short|affected)\b[^.!?]{0,60}[:?]?$"
)
#: Below this share of its words in the source, a sentence counts as made up.
SUPPORTED = 0.27
#: Below this share of its words in the rewrite, an action or a warning counts as left out.
#: The same among sentences most of which are copies.
SUPPORTED_AMONG_COPIES = 0.58
COVERED = 0.25
#: The same, for a sentence of the rewrite that says something else before all.
COVERED_BY_ANOTHER = 0.5
#: The same, in a rewrite that copies most sentences.
COVERED_BY_COPY = 0.62


def invented(one: Clause, source: Reading, place: int, of: int, least: float) -> Problem | None:
    """A sentence of the rewrite that nothing in the source supports."""
    words = [
        w
        for w in one.words
        if not any(f.kind == FactKind.SYSTEM and f.text.lower().startswith(w.text) for f in one.facts)
    ]
    if (
        (_POLITE.match(one.low) and len(words) < 9)
        or _HEADING.match(one.low)
        or _LABEL.match(one.low)
        or len(words) < 2
    ):
        return None
    near = window(source.clauses, place, of)
    best = max((_support(one, clause, source) for clause in near), default=0.0)
    if best >= least:
        return None
    if least == SUPPORTED and best >= 0.22 and len(words) <= 4 and any(likeness(one, clause) > 0.3 for clause in near):
        return None
    return Problem(ProblemKind.INVENTED, "", one.text, "Nothing in the post says this.")


def least_support(rewrite: Reading, source: Reading) -> float:
    """What a sentence needs. Where most others are taken over as they were, a stray one stands out."""
    copied = sum(clause.low.rstrip(".") in source.low for clause in rewrite.clauses)
    return SUPPORTED_AMONG_COPIES if 2 * copied >= len(rewrite.clauses) and copied else SUPPORTED


def _support(one: Clause, clause: Clause, source: Reading) -> float:
    """Words found in this sentence count in full, words found elsewhere in the source in part."""
    total = 0.0
    for word in one.words:
        if word.concepts & clause.concepts:
            total += 1.0 if word.stem in clause.concepts else 0.8
        elif word.concepts & source.concepts:
            total += 0.3
    return total / max(len(one.words), 1)


def dropped(one: Clause, rewrite: Reading, place: int, of: int, mine: frozenset[int] | None) -> Problem | None:
    """An action or a warning of the source that the rewrite does not carry.

    `mine` are the sentences made from it before all; None in a rewrite that copies most sentences.
    """
    action, warning = _ACTION.search(one.low), _WARNING.search(one.low)
    if not (action or warning) or _POLITE.match(one.low) or not one.words:
        return None
    near = window(rewrite.clauses, place, of)
    if _ORDER.search(one.low) and not re.search(r"\b(?:none|no action|nothing|no need)\b", one.low):
        near = [c for c in near if _ORDER_LIKE.search(c.low) or _carried(one, c) >= COVERED_BY_ANOTHER]
    if mine is None:
        covered = any(_carried(one, clause) >= COVERED_BY_COPY for clause in near)
    else:
        covered = any(
            _carried(one, clause) >= (COVERED if id(clause) in mine else COVERED_BY_ANOTHER) for clause in near
        )
    if covered:
        return None
    if action:
        return Problem(ProblemKind.DROPPED_ACTION, one.text, "", "The post asks for this, and the draft does not.")
    return Problem(ProblemKind.DROPPED_WARNING, one.text, "", "The post warns of this, and the draft does not.")


def _carried(one: Clause, clause: Clause) -> float:
    words = one.words
    hits = sum((1.0 if w.stem in clause.concepts else 0.8) for w in words if w.concepts & clause.concepts)
    return hits / len(words)
