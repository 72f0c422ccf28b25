"""Direction: "A replaces B" is not "B replaces A"."""

# ruff: noqa: E501  (patterns and tables of words read best on one line)
import re
from collections.abc import Iterator

from bot.translation.fidelity.align import Alignment
from bot.translation.fidelity.model import Problem, ProblemKind
from bot.translation.fidelity.words import is_content

_PAIR = (
    (re.compile(r"\bfrom\s(?P<old>[^,;.]{1,40}?)\s(?:to|>|->|into)\s(?P<new>[^,;]{1,30})"), "move"),
    (re.compile(r"(?P<new>[^,;]{1,40}?)\s(?:instead of|rather than|and (?:not|no longer)|in place of)\s(?P<old>[^,;]{1,30})"), "move"),
    (re.compile(r"(?P<new>[^,;.]{1,40}?)\s(?:replaces?|will replace|has replaced|supersedes|takes over from)\s(?P<old>[^,;.]{1,40})"), "move"),
    (re.compile(r"(?P<old>[^,;.]{1,50}?)\s(?:(?:is|are|was|were|be|been|being|gets?)\s)+replaced (?:by|with)\s(?P<new>[^,;.]{1,40})"), "move"),
    (re.compile(r"\breplac(?:e|ed|es|ing)\s(?P<old>[^,;.]{1,40}?)\s(?:with|by)\s(?P<new>[^,;.]{1,40})"), "move"),
    (re.compile(r"\b(?:migrat|mov|switch|upgrad|convert|shift)\w*\s(?!from)(?P<old>[^,;.]{1,40}?)\s(?:to|into|onto)\s(?P<new>[^,;.]{1,30})"), "move"),
    (re.compile(r"(?P<old>[\w./]{1,30})\s?(?:->|=>|>)\s?(?P<new>[\w./]{1,30})"), "move"),
)  # fmt: skip


_TURNS = re.compile(
    r"from|instead|rather|longer|place of|replac|supersede|take|migrat|mov|switch|upgrad|convert|shift|>|→|and not"
)


def _orders(text: str) -> list[tuple[frozenset[str], frozenset[str]]]:
    found: list[tuple[frozenset[str], frozenset[str]]] = []
    if not _TURNS.search(text):
        return found
    for pattern, _ in _PAIR:
        for match in pattern.finditer(text.replace("→", ">")):
            old, new = _tokens(match["old"]), _tokens(match["new"])
            if old - new and new - old:
                found.append((old - new, new - old))
    return found


def _tokens(text: str) -> frozenset[str]:
    text = re.split(r"\s(?:in|from|on|at|for|with|by|during|as)\s", text.strip())[0]
    return frozenset(
        t.strip(".'") for t in re.findall(r"[a-z0-9./:'-]+", text) if t[0].isdigit() or (len(t) > 1 and is_content(t))
    )


def reversed_direction(pairs: Alignment) -> Iterator[Problem]:
    """Old and new have changed places."""
    for clause, matches in zip(pairs.rewrite.clauses, pairs.back, strict=True):
        here = _orders(clause.low)
        there = [pair for match in matches for pair in _orders(match.clause.low)] if here else []
        if any(_turned(one, other) for one in here for other in there):
            yield Problem(
                ProblemKind.DIRECTION, matches[0].clause.text, clause.text, "Old and new have changed places."
            )


def _turned(one: tuple[frozenset[str], frozenset[str]], other: tuple[frozenset[str], frozenset[str]]) -> bool:
    (old, new), (first, second) = one, other
    return bool(old & second and new & first and not (old & first) and not (new & second))
