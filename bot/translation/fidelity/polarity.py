"""Yes and no: every "not" of one text needs its counterpart in the other.

A counterpart is a "not", a word that says no by itself ("fail", "unavailable"), or one that may hide a "not" ("only",
"still"). Each serves once: the counterparts are given out by how alike the parts of the sentences are in which they
stand. Two that are left over in one part turn it twice ("not lost" is "kept").
"""

import re

from bot.translation.fidelity.align import AROUND, Alignment, Match, alike, parts_like
from bot.translation.fidelity.model import Clause, Part, Problem, ProblemKind
from bot.translation.fidelity.signs import ABLE, HARMLESS, HARMS, SHUT, STRESSED, TWO_NOTS, Turn, fitting, near, turns

#: A "not" with no counterpart counts where a part at least this alike stands in the other text.
LEAST = 0.5
#: The same where both texts have as many of them.
SURE_ANYWAY = 0.75
#: What says plainly that something is so is compared with parts at least this alike.
AFFIRMED = 0.3
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
    there = {clause.place: _signs(clause) for clause in pairs.source.clauses}
    body = {clause.place: _signs(clause) for clause in pairs.body}
    problems = _Comparison(pairs, there, body).problems()
    if len(body) < len(pairs.rewrite.clauses):
        first = pairs.rewrite.clauses[0]
        said = {match.clause.place: _signs(match.clause) for match in pairs.back[first.place]}
        problems += _Comparison(pairs, said, {first.place: _signs(first)}).added()
    return problems + _affirmed(pairs)


Signs = dict[int, list[Sign]]


class _Comparison:
    """The words that turn sentences of the source, by place, against those of sentences of the rewrite."""

    def __init__(self, pairs: Alignment, there: Signs, here: Signs) -> None:
        self._pairs, self._there, self._here = pairs, there, here
        self._likes: dict[tuple[int, int], float] = {}
        self._more = _count(here) - _count(there)
        self._meet()

    def _meet(self) -> None:
        """Give each word its counterpart, the most alike first."""
        meetings: list[tuple[float, int, Sign, Sign]] = []
        for place, signs in self._here.items():
            for match in self._pairs.back[place]:
                for sign in signs:
                    for other in self._there.get(match.clause.place, ()):
                        fits = fitting(sign.turn, other.turn, sign.part.low, other.part.low)
                        score = self._like(sign.part, other.part, match) if fits is not None else 0.0
                        if fits is not None and score >= _least(sign.turn, other.turn):
                            meetings.append((score + fits, len(meetings), sign, other))
        meetings.sort(key=lambda meeting: (-meeting[0], meeting[1]))
        for _, _, sign, other in meetings:
            if not sign.met and not other.met:
                sign.mate, other.mate = other, sign

    def problems(self) -> list[Problem]:
        """What was added and what was lost."""
        return self.added() + self._alone(self._there, self._pairs.forth, own=False)

    def added(self) -> list[Problem]:
        """Where the rewrite alone says no."""
        return self._alone(self._here, self._pairs.back, own=True)

    def _alone(self, sides: Signs, matches: list[list[Match]], own: bool) -> list[Problem]:
        problems = []
        for place, signs in sides.items():
            for sign in _left_over(signs):
                other = (
                    None if self._said_again(sign, signs, own) else self._counterpart(sign.part, matches[place], own)
                )
                sure = SURE_ANYWAY if self._more == 0 else LEAST
                if other is not None and sign.turn.kind == "not" and self._near(sign.part, other, own) < sure:
                    continue
                if other is not None and HARMLESS.search(sign.part.low) and not HARMS.search(other.low):
                    continue  # "not affected" for "fine": only "affected" would turn it round
                if other is not None and _opposed(sign, other, self._more if own else -self._more):
                    problems.append(_problem(other, sign.part) if own else _problem(sign.part, other, lost=True))
        return problems

    def _like(self, part: Part, other: Part, match: Match) -> float:
        """`part` is of the rewrite, `other` of the source."""
        key = (id(part), id(other))
        if key not in self._likes:
            self._likes[key] = (1 - AROUND) * alike(part, other) + AROUND * match.score
        return self._likes[key]

    def _near(self, part: Part, other: Part, own: bool) -> float:
        return self._likes.get((id(part), id(other)) if own else (id(other), id(part)), 0.0)

    def _said_again(self, sign: Sign, signs: list[Sign], own: bool) -> bool:
        """Whether another part of the sentence has its counterpart: "there is no test; it is cancelled"."""
        for other in signs:
            if other.mate is not None and _apart(sign, other) and other.mate.turn.kind != "twice":
                key = (id(sign.part), id(other.mate.part)) if own else (id(other.mate.part), id(sign.part))
                if self._likes.get(key, 0.0) >= LEAST:
                    return True
        return False

    def _counterpart(self, part: Part, matches: list[Match], own: bool) -> Part | None:
        """The part most alike in the other text; None where none is alike enough to tell."""
        best, found = LEAST, None
        for match in matches:
            for other in match.clause.parts:
                score = self._like(part, other, match) if own else self._like(other, part, match)
                if score >= best:
                    best, found = score, other
        return found


def _apart(sign: Sign, other: Sign) -> bool:
    """Whether two words stand in different parts, or with a semicolon or the like between them."""
    if other.part is not sign.part:
        return True
    low = sign.part.low
    first, last = sorted((low.find(sign.turn.text), low.find(other.turn.text)))
    return re.search(r"[;:]", low[first:last]) is not None


def _count(sides: Signs) -> int:
    return sum(sign.turn.kind == "not" for signs in sides.values() for sign in signs)


def _least(one: Turn, other: Turn) -> float:
    if one.kind == other.kind:
        return PARTNER
    return PARTNER_THAT_HIDES if "hiding" in (one.kind, other.kind) else PARTNER_OF_ANOTHER_KIND


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


def twice_over(pairs: Alignment) -> list[Problem]:
    """Where the draft says no twice in a few words, and the post nowhere does."""
    if TWO_NOTS.search(pairs.source.low):
        return []
    why = "The draft says no twice here, and the post does not."
    return [
        Problem(ProblemKind.NEGATION, matches[0].clause.text if matches else "", clause.text, why)
        for clause, matches in zip(pairs.rewrite.clauses, pairs.back, strict=True)
        if any(TWO_NOTS.search(part.low) for part in clause.parts)
    ]


def _affirmed(pairs: Alignment) -> list[Problem]:
    """Where the draft says plainly, or with stress, that something is so, and the post says that it is not."""
    problems = []
    for clause, matches in zip(pairs.rewrite.clauses, pairs.back, strict=True):
        for part in clause.parts:
            stressed = STRESSED.search(part.low)
            if (stressed or ABLE.search(part.low)) and not any(turn.kind != "hiding" for turn in turns(part.low)):
                found = [(score, other) for score, other in parts_like(part, matches) if score >= AFFIRMED]
                every = any if stressed else all
                if found and every(_denies(other, bool(stressed)) for _, other in found[:2]):
                    problems.append(_problem(found[0][1], part, lost=True))
    return problems


def _denies(part: Part, stressed: bool) -> bool:
    if stressed:
        return not HARMLESS.search(part.low) and any(turn.kind in ("not", "negative") for turn in turns(part.low))
    return bool(SHUT.search(part.low))


def _opposed(sign: Sign, other: Part, more: int) -> bool:
    """A "not" where its text has more of them than the other, and a "not lost" where the other says "lost"."""
    if sign.turn.kind == "not":
        return more >= 0
    if sign.turn.kind == "twice":
        return any(turn.kind == "negative" and near(turn.text, sign.turn.text) > 0.3 for turn in turns(other.low))
    return False


def _problem(source: Part, rewrite: Part, lost: bool = False) -> Problem:
    why = "The post says no here, and the draft does not." if lost else "The draft says no here, and the post does not."
    return Problem(ProblemKind.NEGATION, source.clause.text, rewrite.clause.text, why)
