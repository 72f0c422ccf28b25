"""Done or to be done, and the opposites: tense, and words like "before" and "after"."""

# ruff: noqa: E501  (patterns and tables of words read best on one line)
import re
from collections.abc import Iterator

from bot.translation.fidelity.align import Alignment
from bot.translation.fidelity.model import Problem, ProblemKind
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
_ANTONYMS = tuple(
    (re.compile(rf"\b(?:{a})\b"), re.compile(rf"\b(?:{b})\b"))
    for a, b in (
        ("before", "after|afterwards|once|since"),
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
)  # fmt: skip


def changed_time(pairs: Alignment) -> Iterator[Problem]:
    """What was to be done and is now done, and opposites."""
    for clause, matches in zip(pairs.rewrite.clauses, pairs.back, strict=True):
        if not matches:
            continue
        # A word may have moved next door: the sentence is read with its neighbours from the same source.
        own = matches[0].clause
        here = " ".join(
            other.low
            for other, found in zip(pairs.rewrite.clauses, pairs.back, strict=True)
            if found and (other is clause or found[0].clause is own)
        )
        said = " ".join(match.clause.low for match in matches[:3])
        for found in (_tense(clause.low, said, here), _opposite(clause.low, said, here)):
            if found is not None:
                yield Problem(found[0], own.text, clause.text, found[1])


def _tense(one: str, said: str, here: str) -> tuple[ProblemKind, str] | None:
    if _STRONG_FUTURE.search(said) and not _PAST.search(said) and _PAST.search(one) and not _FUTURE.search(one):
        return ProblemKind.TENSE, "The post says this will happen, the draft that it has."
    if _PAST.search(said) and not _AHEAD.search(said) and _STRONG_FUTURE.search(one) and not _PAST.search(here):
        return ProblemKind.TENSE, "The post says this has happened, the draft that it will."
    return None


def _opposite(one: str, said: str, here: str) -> tuple[ProblemKind, str] | None:
    for first, second in _ANTONYMS:
        for a, b in ((first, second), (second, first)):
            if (
                a.search(one)
                and not a.search(said)
                and b.search(said)
                and not b.search(here)
                and not NOT.search(one + said)
            ):
                return ProblemKind.DIRECTION, "The draft says the opposite of the post."
    return None
