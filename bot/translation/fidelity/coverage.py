"""What was left out, and what was made up: how much of each sentence the other text carries.

A word counts where the other text has it, or one that means the same, in a sentence that goes with this one. In a
sentence that goes with another one before all, the word belongs to that other one and counts for little here. Below a
share that depends on how freely the rest is worded, a sentence is left out or made up.
"""

# ruff: noqa: E501  (patterns read best on one line)
import re
from collections.abc import Sequence

from bot.translation.facts.phrases import ACTION_VERBS
from bot.translation.fidelity.align import VALUE, Alignment, Match, window
from bot.translation.fidelity.model import Clause, Problem, ProblemKind

_ACTION = re.compile(
    rf"(?:^|[:;,] |\b(?:and|so|then|instead) )(?:please |kindly )?(?:{ACTION_VERBS}|bring|collect|finish|hand|object|offer|plan|quote|rebuild|ring|turn|wait)\b(?! [a-z]*\d)(?! (?:\w+ ){{0,2}}(?:is|are|was|were|will|has|can|in progress)\b)(?! of\b)|\bplease\b|"
    r"\b(?:must|needs? to|ha(?:ve|s) to|(?:you|users?|\w{3,}s) should|required|asked to|encouraged to|advised to|recommend\w*|necessary|ought to)\b"
)
_ORDER = re.compile(
    rf"(?:^|[:;] )(?:please |kindly )?(?:{ACTION_VERBS})\b(?! (?:\w+ )?[a-z]*\d|-)(?<!expect)(?! (?:\w+ ){{0,2}}(?:is|are|was|were|will|has|can|in progress)\b)(?! of\b)|\bplease\b|\bneed(?:s)? to\b|\bmust\b"
)
_ASKING = re.compile(
    rf"(?:^|[:;,] |\b(?:and|so|then|please|or|but) )(?:{ACTION_VERBS}|type|start|stop|switch|hand|mark|have|find|look|empty|beware|ring|browse|put|bring|pass|go|let|talk|hold|pay|press|tap|pick|give|say|count|build|stay|leave|take|keep|draw|fetch|finish|collect|plug|pull|push|pause|speak|note|work|repeat|reply|return|swap|treat|show|share|sort|store|stick|stand)\b|"
    r"^(?!the|an?|this|that|these|those|in|on|at|for|from|with|after|before|until|till|during|since|by|to|of|as|when|if|while|because|both|all|most|some|there|it|we|they|he|she|our|its|their|every|each|any|no|now|here|but|about|around|over|under|between|within|only|also)[a-z]+(?<!ing)(?<!ed) (?:the|your|an?|it|them|out|off|any|every|all|each|yourself|nothing)\b|"
    r"\b(?:please|must|need\w*|have to|has to|should|you|your|only|not|never|cannot|can't|don't|nobody|no|ask\w*|wants?|expect\w*|has|are to|is to|may|can)\b"
)
_WARNING = re.compile(
    r"\b(?:lost|lose|loses|do not|don't|never|not|cannot|can't|no|nobody|without|caution|warning|attention|risk|otherwise|fails?|delet\w*|reject\w*|block\w*|refus\w*|overwrit\w*|lock\w*|kill\w*|disconnect\w*|stop\w*|remov\w*|"
    r"cancel\w*|den(?:y|ied)|eras\w*|disabl\w*|deactivat\w*|unavailable|may|might|could|duplicat\w*|irreversibl\w*|permanent\w*|bounc\w*|wrong\w*|missing|expir\w*|returned|closed|unable|only|delay\w*|slow\w*|interrupt\w*)\b"
)
_POLITE = re.compile(
    r"^(?:hi|hello|dear|hey|good (?:morning|afternoon|evening)|thanks?|thank you|many thanks|(?:kind |best |warm )?regards|best|cheers|sorry|apolog\w+|our apologies|we (?:sincerely )?(?:apolog\w+|regret|thank|appreciate|understand)|we (?:are|'re) sorry|"
    r"sincerely|yours?|your (?:it|sap|erp)|fyi|heads up|this is the it|please (?:excuse|be (?:advised|informed|aware)|note|accept)|if you have (?:any )?(?:further )?questions|for (?:any )?questions|any questions|we appreciate|the .{3,30} team$)",
)
_NOTHING_TO_DO = re.compile(
    r"\b(?:no|without)\b.{0,20}\baction|\bactions?:? none\b|\b(?:nothing|not|n't|no need|neither|nobody|no one|none)\b.{0,40}\b(?:to do|do anything|to act|for you to)\b"
    r"|\bneed(?:s)? (?:to )?do nothing|\bleave it|\bwithout your|\bsit back|\bneed not\b|\bno one has to\b"
)
#: What the rewriter writes above a text, and people too.
_LABEL = re.compile(
    r"^(?:planned work|not working as it should|fixed|what changes|new for you|for your security|going away|a delay|a change taken back)\b"
)
_HEADING = re.compile(
    r"^(?:what|when|who|why|where|how|impact|action|actions|workaround|summary|details|next|status|reference|contact|questions|good to know|background|important|update|in short|affected)\b[^.!?]{0,60}[:?]?$"
)
_POINTS_BACK = re.compile(r"^(?:it|that|this|one|they|those|we|these|so|then|there)\b")
#: The least share of a sentence, where the others are worded freely and where they are copies.
FREE, COPIED = 0.27, 0.72
#: The same for a sentence of two words, and for what is asked for by sentences that ask.
FEW, ASKED = 0.12, 0.05
#: How well a text is carried, on average, where it counts as worded freely and as copied.
FREE_IS, COPIED_IS = 0.85, 0.99
#: A sentence that asks for nothing and warns of nothing counts below this share, or in a copy.
HARDLY = 0.2
#: So many other sentences tell for certain.
MANY = 6
#: Two stray sentences this near to the same place, as shares of the way through, may be one and the same,
IN_PLACE = 0.26
#: if no more than this of the other is carried.
LOOSE = 0.3
#: From this share of sentences on that stand in the other text to the letter, a text is a copy.
MOSTLY = 0.6
#: What a word counts for in a sentence that belongs to another one, and in one that goes with both.
ELSEWHERE, BESIDE = 0.35, 0.85
#: A sentence goes with another one before all if that one is this much more like it.
BEFORE_ALL = 0.55


def uncovered(pairs: Alignment) -> list[Problem]:
    """What the rewrite leaves out, actions and warnings first of all, and what it makes up."""
    said, written = carried(pairs), supported(pairs)
    gone, made_up = _by_words(said, written, pairs)
    problems = [_left_out(one, gone, share < HARDLY or enough >= COPIED) for one, share, enough in said if one in gone]
    asked = [one for one, _, _ in said if one not in gone and _ORDER.search(one.low) and says_something(one)]
    unasked = _unasked(asked, pairs) if asked else []
    if not _NOTHING_TO_DO.search(pairs.rewrite.low):
        unasked += [one for one, _, _ in said if _NOTHING_TO_DO.search(one.low) and len(one.words) < 2]
    problems += [_left_out(one, [], False) for one in unasked]
    problems += [Problem(ProblemKind.INVENTED, "", one.text, "Nothing in the post says this.") for one in made_up]
    return [problem for problem in dict.fromkeys(problems) if problem is not None]


def _by_words(said: "Shares", written: "Shares", pairs: Alignment) -> "Strays":
    """The sentences that are left out and those that are made up, where nothing tells what words mean."""
    gone = [one for one, share, enough in said if _stray(one, share, enough)]
    made_up = [one for one, share, enough in written if _stray(one, share, enough)]
    loose = [one for one, share, _ in written if share < LOOSE and one.words]
    thin = [one for one, share, _ in said if share < LOOSE and one.words]
    return (
        [one for one in gone if not _reworded(one, loose, pairs)],
        [one for one in made_up if not _reworded(one, thin, pairs)],
    )


def _left_out(one: Clause, gone: list[Clause], shares_little: bool) -> Problem | None:
    if _ACTION.search(one.low) or _NOTHING_TO_DO.search(one.low):
        why = "The post asks for this, and the draft does not."
        return Problem(ProblemKind.DROPPED_ACTION, one.text, "", why)
    if _WARNING.search(one.low):
        return Problem(ProblemKind.DROPPED_WARNING, one.text, "", "The post warns of this, and the draft does not.")
    if len(gone) == 1 and len(one.words) > 2 and shares_little:
        return Problem(ProblemKind.LEFT_OUT, one.text, "", "The draft leaves this sentence out.")
    return None


def left_out(one: Clause) -> Problem | None:
    """The sentence of the post as one that the draft does not carry; None where nobody would miss it."""
    return _left_out(one, [one], True)


def _reworded(one: Clause, others: list[Clause], pairs: Alignment) -> bool:
    """Whether a sentence of the other text that is as stray stands in its place: the same in words of its own."""
    ours, theirs = (pairs.source, pairs.rewrite) if one in pairs.source.clauses else (pairs.rewrite, pairs.source)
    place = one.place / max(1, len(ours.clauses) - 1)
    return any(
        abs(place - other.place / max(1, len(theirs.clauses) - 1)) <= IN_PLACE
        and len(other.words) <= 2 * len(one.words) + 2
        and len(one.words) <= 2 * len(other.words) + 2
        and bool(_ORDER.search(one.low)) <= bool(_ASKING.search(other.low))
        for other in others
    )


Shares = list[tuple[Clause, float, float]]
Strays = tuple[list[Clause], list[Clause]]


def carried(pairs: Alignment) -> Shares:
    """Each sentence of the source, how much of it the rewrite carries, and how much is enough."""
    clauses, others = pairs.source.clauses, pairs.rewrite.clauses
    tops = _tops(pairs.back)
    shares = [_share(one, others, tops, pairs.score) for one in clauses]
    return _enough(clauses, shares, _copies(clauses, pairs.rewrite.low), pairs.forth, _copies(others, pairs.source.low))


def supported(pairs: Alignment) -> Shares:
    """Each sentence of the rewrite, how much of it the source supports, and how much is enough."""
    clauses, others = pairs.rewrite.clauses, pairs.source.clauses
    tops = _tops(pairs.forth)
    shares = [_share(one, others, tops, lambda rewrite, source: pairs.score(source, rewrite)) for one in clauses]
    return _enough(clauses, shares, _copies(clauses, pairs.source.low), pairs.back, _copies(others, pairs.rewrite.low))


def _tops(matches: list[list[Match]]) -> list[Clause | None]:
    return [found[0].clause if found else None for found in matches]


def _copies(clauses: Sequence[Clause], other: str) -> list[bool]:
    return [clause.low.rstrip(". ") in other for clause in clauses]


def _enough(
    clauses: list[Clause], shares: list[float], copied: list[bool], matches: list[list[Match]], theirs: list[bool]
) -> Shares:
    """What each sentence needs. Where the others are taken over as they were, a stray one stands out.

    It does not where the sentence most like it is no copy either: that is the same one, reworded.
    """
    total, count, copies = sum(shares), len(shares) - 1, sum(copied)
    found = []
    for one, share, own, near in zip(clauses, shares, copied, matches, strict=True):
        usual = (total - share) / count if count else 0.0
        close = min(1.0, max(0.0, (usual - FREE_IS) / (COPIED_IS - FREE_IS))) * min(1.0, count / MANY)
        if count and (copies - own) >= MOSTLY * count:
            close = 0.0 if near and not theirs[near[0].clause.place] else 1.0
        found.append((one, share, FREE + (COPIED - FREE) * close))
    return found


def _unasked(asked: list[Clause], pairs: Alignment) -> list[Clause]:
    """What the post asks for, carried only by sentences that ask for nothing."""
    tops = _tops(pairs.back)
    asking = [(one, top) for one, top in zip(pairs.rewrite.clauses, tops, strict=True) if _ASKING.search(one.low)]
    carriers, theirs = [one for one, _ in asking], [top for _, top in asking]
    return [one for one in asked if _share(one, carriers, theirs, pairs.score) < ASKED]


def _stray(one: Clause, share: float, enough: float) -> bool:
    """Whether too little of a sentence is carried. Of a few words, hardly any may be."""
    if enough < COPIED and (len(one.words) < 3 or (len(one.words) < 4 and _POINTS_BACK.match(one.low))):
        enough = min(enough, FEW)
    return share < enough and says_something(one)


def says_something(one: Clause) -> bool:
    """Whether a sentence says more than a heading, a greeting or thanks."""
    low = one.low
    if _HEADING.match(low) or _LABEL.match(low) or (_POLITE.match(low) and len(one.words) < 9):
        return False
    return len(one.words) > 1 or (len(one.words) == 1 and bool(_ORDER.search(low)))


def _share(one: Clause, others: Sequence[Clause], tops: Sequence[Clause | None], score) -> float:  # type: ignore[no-untyped-def]
    """How much of a sentence the other text carries, from 0 to 1."""
    near = window(list(zip(others, tops, strict=True)), one.place, len(others))
    total = found = 0.0
    weighed = [(other, _weight(one, other, top, score), top) for other, top in near]
    for word in one.bag.words:
        best = 0.0
        for other, weight, top in weighed:
            carried = other.bag.holds(word)
            if carried > best:
                if weight == ELSEWHERE and top is not None and not top.bag.holds(word):
                    best = max(best, carried * BESIDE)
                else:
                    best = max(best, carried * weight)
        found += best
        total += 1.0
    for value in one.values:
        total += VALUE / 2
        found += VALUE / 2 * any(value in other.values for other, _, _ in weighed)
    return found / total if total else 1.0


def _weight(one: Clause, other: Clause, top: Clause | None, score) -> float:  # type: ignore[no-untyped-def]
    if top is one or top is None:
        return 1.0
    return ELSEWHERE if score(one, other) < BEFORE_ALL * score(top, other) else BESIDE
