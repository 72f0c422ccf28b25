"""Done or to be done, and the opposites: tense, and words like "before" and "after"."""

# ruff: noqa: E501  (patterns and tables of words read best on one line)
import re
from collections.abc import Iterator
from functools import lru_cache

from bot.translation.fidelity.align import Alignment
from bot.translation.fidelity.model import Clause, Problem, ProblemKind
from bot.translation.fidelity.signs import NOT

_FUTURE = re.compile(
    r"\b(?:will|shall|won't|going to|(?:is|are) to\b|plan\w*|scheduled|expect\w*|upcoming|tomorrow|tonight|next|soon|aim|target|"
    r"intend\w*|starting|starts?|begins?|from|as of|until|by|on|ends?|to be|comes?|gets?|arrives?|no longer|now|must|need|should|stops?|at)\b|'ll\b"
)
_AHEAD = re.compile(
    r"\b(?:estimat\w*|hop(?:e|es|ing)|aims?|target|by \d|expected|will|shall|won't|going to|plan\w*|schedul\w*|expect\w*|tomorrow|next|soon|tonight|upcoming|until|(?:is|are) to|must|should|may|need\w*|have to)\b|'ll\b"
)
_STRONG_FUTURE = re.compile(r"\b(?:will|shall|won't|(?:is|are) going to|(?:is|are) planned|plan to)\b|'ll\b")
_PAST = re.compile(
    r"\b(?:was|were|had|did|didn't|(?:has|have|we've|they've) (?:now |already |been |all |also |successfully |not |just )*(?:been|\w+ed|rebuilt|sent|lost|kept|found|run|put|"
    r"set|made|taken|given|done|begun|gone|undone|written|broken|brought|shut)|"
    r"(?:we|they|it|team|vendor|engineers|provider|supplier|department|it team) (?:\w+ly |already |also |then |now )?(?:\w{2,}ed|rebuilt|sent|lost|kept|found|ran|put|made|took|gave|did|began|went|"
    r"undid|wrote|broke|brought))\b"
)
_SIDES = tuple(
    re.compile(rf"\b(?:{side})\b")
    for pair in (
        ("before|beforehand|first", "after|afterwards|once|since"),
        ("increas\\w*|rais\\w*|rise\\w*|grow\\w*", "decreas\\w*|reduc\\w*|lower\\w*|drop\\w*|shrink\\w*|fall\\w*"),
        ("enabl\\w*|activat\\w*|turned on|switched on", "disabl\\w*|deactivat\\w*|turned off|switched off"),
        ("internal\\w*", "external\\w*"), ("inbound|incoming", "outbound|outgoing"), ("minimum|at least", "maximum|at most|up to"),
        ("earlier|sooner", "later"), ("faster|quicker|quickly", "slower|slowly"), ("above|more than|over|older", "below|less than|under|newer|younger"),
        ("accept\\w*|allow\\w*", "reject\\w*|refus\\w*|block\\w*|forbid\\w*"), ("upload\\w*", "download\\w*"), ("import\\w*", "export\\w*"),
        ("unlock\\w*", "lock\\w*"), ("debit\\w*", "credit\\w*"), ("manual\\w*|by hand", "automatic\\w*"), ("temporar\\w*", "permanent\\w*"),
        ("install\\w*", "uninstall\\w*|remov\\w*"), ("succe\\w*", "fail\\w*"), ("connect(?:ed|s)?", "disconnect\\w*"),
        ("available|online", "unavailable|offline"), ("affected", "unaffected"), ("longer", "shorter"), ("encrypt\\w*", "decrypt\\w*"),
        ("saved", "unsaved"), ("complete\\w*", "incomplete"), ("slow", "fast"), ("can", "blocked|refused|rejected|locked|denied"), ("stay\\w*|remain\\w*|unchanged|kept|keeps?", "chang\\w*|grow\\w*"), ("always", "never"), ("open(?:ed|s)?", "clos(?:ed|es)"),
    )
    for side in pair
)  # fmt: skip


def changed_time(pairs: Alignment) -> Iterator[Problem]:
    """What was to be done and is now done, and opposites."""
    made: dict[int, list[Clause]] = {}
    for clause, matches in zip(pairs.rewrite.clauses, pairs.back, strict=True):
        if matches:
            made.setdefault(matches[0].clause.place, []).append(clause)
    for clause, matches in zip(pairs.rewrite.clauses, pairs.back, strict=True):
        if not matches:
            continue
        # A word may have moved next door: the sentence is read with its neighbours from the same source.
        own = matches[0].clause
        here, said = made[own.place], [match.clause for match in matches[:3]]
        why = _tense(clause.low, " ".join(other.low for other in said), " ".join(other.low for other in here))
        if why is not None:
            yield Problem(ProblemKind.TENSE, own.text, clause.text, why)
        if _opposite(clause, said, here) and not _denied(clause, pairs.source.clauses):
            yield Problem(ProblemKind.DIRECTION, own.text, clause.text, "The draft says the opposite of the post.")


def _tense(one: str, said: str, here: str) -> str | None:
    if _STRONG_FUTURE.search(said) and not _PAST.search(said) and _PAST.search(one) and not _FUTURE.search(one):
        return "The post says this will happen, the draft that it has."
    if _PAST.search(said) and not _AHEAD.search(said) and _STRONG_FUTURE.search(one) and not _PAST.search(here):
        return "The post says this has happened, the draft that it will."
    return None


@lru_cache(maxsize=4_000)
def _sides(low: str) -> frozenset[int]:
    """Which opposites a sentence names: 2 n for the first word of pair n, 2 n + 1 for the second."""
    return frozenset(number for number, pattern in enumerate(_SIDES) if pattern.search(low))


def _denied(one: Clause, source: list[Clause]) -> bool:
    """Whether the post says of an opposite that it is not so: "does not change" for "stays"."""
    return any(side ^ 1 in _sides(other.low) and NOT.search(other.low) for side in _sides(one.low) for other in source)


def _opposite(one: Clause, said: list[Clause], here: list[Clause]) -> bool:
    theirs = frozenset().union(*(_sides(clause.low) for clause in said))
    ours = frozenset().union(*(_sides(clause.low) for clause in here))
    turned = [side for side in _sides(one.low) if side not in theirs and side ^ 1 in theirs and side ^ 1 not in ours]
    return bool(turned) and not any(NOT.search(clause.low) for clause in (one, *said))
