"""Yes and no: every "not" of one text needs its counterpart in the other.

A counterpart is a "not", a word that says no by itself ("fail", "unavailable"), or one that may hide a "not" ("only",
"still"). Each serves once: the counterparts are given out by how alike the parts of the sentences are in which they
stand. Two that are left over in one part turn it twice ("not lost" is "kept").
"""

from bot.translation.fidelity.align import AROUND, Alignment, Match, alike
from bot.translation.fidelity.model import Clause, Part, Problem, ProblemKind
from bot.translation.fidelity.signs import Turn, fitting, near, turns

#: A "not" with no counterpart counts where a part at least this alike stands in the other text.
LEAST = 0.4
#: A counterpart of the same kind stands in a part at least this alike,
PARTNER = 0.22
#: one of another kind in a part at least this alike,
PARTNER_OF_ANOTHER_KIND = 0.28
#: and one that may only hide a "not" in a part at least this alike.
PARTNER_THAT_HIDES = 0.42


class Sign:
    """One word that turns a part, and whether its counterpart was found."""

    def __init__(self, turn: Turn, part: Part) -> None:
        self.turn = turn
        self.part = part
        self.mate: Sign | None = None

    @property
    def met(self) -> bool:
        """Whether its counterpart was found."""
        return self.mate is not None


def _signs(clause: Clause) -> list[Sign]:
    return [Sign(turn, part) for part in clause.parts for turn in turns(part.low)]


def flipped(pairs: Alignment) -> list[Problem]:
    """Where one text says no and the other does not."""
    there = [_signs(clause) for clause in pairs.source.clauses]
    here = [_signs(clause) for clause in pairs.rewrite.clauses]
    likes: dict[tuple[int, int], float] = {}
    meetings = []
    for clause, matches, signs in zip(pairs.rewrite.clauses, pairs.back, here, strict=True):
        for match in matches:
            for sign in signs:
                for other in there[match.clause.place]:
                    fits = fitting(sign.turn, other.turn, sign.part.low, other.part.low)
                    if fits is None:
                        continue
                    score = _like(sign.part, other.part, match, likes)
                    if score >= _least(sign.turn, other.turn):
                        meetings.append((score + fits, len(meetings), sign, other))
    meetings.sort(key=lambda meeting: (-meeting[0], meeting[1]))
    for _, _, sign, other in meetings:
        if not sign.met and not other.met:
            sign.mate, other.mate = other, sign
    more = _count(here) - _count(there)
    problems = []
    for left, matches, own in ((here, pairs.back, True), (there, pairs.forth, False)):
        for signs, found in zip(left, matches, strict=True):
            for sign in _left_over(signs):
                if _said_again(sign, signs, likes, own):
                    continue
                other = _counterpart(sign.part, found, likes, own)
                if other is not None and _opposed(sign, other, more if own else -more):
                    problems.append(_problem(other, sign.part) if own else _problem(sign.part, other, lost=True))
    return problems


def _count(signs: list[list[Sign]]) -> int:
    return sum(sign.turn.kind == "not" for group in signs for sign in group)


def _least(one: Turn, other: Turn) -> float:
    if one.kind == other.kind:
        return PARTNER
    return PARTNER_THAT_HIDES if "hiding" in (one.kind, other.kind) else PARTNER_OF_ANOTHER_KIND


def _like(part: Part, other: Part, match: Match, likes: dict[tuple[int, int], float]) -> float:
    """`part` is of the rewrite, `other` of the source."""
    key = (id(part), id(other))
    if key not in likes:
        likes[key] = (1 - AROUND) * alike(part, other) + AROUND * match.score
    return likes[key]


def _left_over(signs: list[Sign]) -> list[Sign]:
    """The words that turn a part without a counterpart, but for those that turn it a second time."""
    left = []
    for part in dict.fromkeys(sign.part for sign in signs):
        alone = [sign for sign in signs if sign.part is part and not sign.met and sign.turn.kind != "hiding"]
        plain = [sign for sign in alone if sign.turn.kind in ("not", "negative")]
        nots = [sign for sign in plain if sign.turn.kind == "not"]
        if nots and len(plain) % 2 == 1:
            left.append(nots[0])
        elif not nots:
            left += alone
    return left


def _said_again(sign: Sign, signs: list[Sign], likes: dict[tuple[int, int], float], own: bool) -> bool:
    """Whether another part of the sentence has the counterpart that this one has too: "it is cancelled, there is no test"."""
    for other in signs:
        if other.mate is not None and other.part is not sign.part and other.mate.turn.kind != "twice":
            key = (id(sign.part), id(other.mate.part)) if own else (id(other.mate.part), id(sign.part))
            if likes.get(key, 0.0) >= LEAST:
                return True
    return False


def _counterpart(part: Part, matches: list[Match], likes: dict[tuple[int, int], float], own: bool) -> Part | None:
    """The part most alike in the other text; None where none is alike enough to tell."""
    best, found = LEAST, None
    for match in matches:
        for other in match.clause.parts:
            pair = (part, other) if own else (other, part)
            score = _like(*pair, match, likes)
            if score >= best:
                best, found = score, other
    return found


def _opposed(sign: Sign, other: Part, more: int) -> bool:
    """A "not" where its text has more of them than the other, and a "not lost" where the other says "lost"."""
    if sign.turn.kind == "not":
        return more > 0
    if sign.turn.kind == "twice":
        return any(turn.kind == "negative" and near(turn.text, sign.turn.text) > 0.3 for turn in turns(other.low))
    return False


def _problem(source: Part, rewrite: Part, lost: bool = False) -> Problem:
    why = "The post says no here, and the draft does not." if lost else "The draft says no here, and the post does not."
    return Problem(ProblemKind.NEGATION, source.clause.text, rewrite.clause.text, why)
