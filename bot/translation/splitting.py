"""Long sentences in two, where a new one can begin safely."""

# ruff: noqa: E501  (patterns and tables of words read best on one line)
import re
from collections.abc import Callable

from bot.translation.clauses import parted
from bot.translation.facts.phrases import ACTION_VERBS
from bot.translation.grammar import capital, plural, verb_in

#: Sentences up to this many words are left whole; each part of a longer one has at least the lesser number.
LONG, SHORT, LEAST = 15, 9, 4
_NEW = r"(?:the|this|these|those|it|we|you|they|your|our|there|users|all|no|some|a|an|he|she|any|many|most|several|everyone|customers|please|if|as|for|in|after|when|until|once|then|existing|new|old|data|jobs|orders|invoices|access)"
_SPLITS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
    (re.compile(rf",\s+but\s+(?={_NEW}\b)"), lambda m: ". But "),
    (re.compile(r",\s+but\s+(?=(?:[a-z/]+ ){1,8}(?:is|are|was|were|will|can|cannot|must|have|has)\b)"), lambda m: ". But "),
    (re.compile(rf",\s+and\s+(?={_NEW}\s)"), lambda m: ". "),
    (re.compile(rf",\s+so\s+(?!that)(?={_NEW}\b)"), lambda m: ". So "),
    (re.compile(r",\s+which\s+(?=means|requires|allows|causes|caused|leads|led|makes|helps|will (?:allow|help|mean|make|let))"), lambda m: ". This "),
    (re.compile(r"(?<=[a-z]):\s+(?=[A-Z][a-z]+ (?:[\w'/-]+ ){3})"), lambda m: ". "),
    (re.compile(r":\s+(?=(?:the|we|it|this|you|they|there|all)\s)"), lambda m: ". "),
    (re.compile(r",?\s+(?:because|as(?= (?:it|they|the|this|we|there)\b)|since(?= (?:it|they|the|this|we|there) (?:is|are|was|were|will|has|have|had|can|cannot)\b))\s+(?!of\b)"), lambda m: ". This is because "),
    (re.compile(r",?\s+(?:due to|because of|owing to)\s+(?=(?:a|an|the|our|its|failed|missing|high|planned|some|recent)\s)"), lambda m: ". The reason: "),
    (re.compile(r"\s+and\s+(?=(?:on|from|in|at|after|by|since|until)\s(?:[^,]|,(?= (?:19|20)\d\d)){3,24}\s(?:we|you|they|it|the)\s)"), lambda m: ".  "),
    (re.compile(r"(?<=\w),\s+using\s+(?=the\s)"), lambda m: ". To do this, use "),
    (re.compile(r"\s+and\s+(?=(?!that\b|if\b|to\b|\w+ing\b|when\b|how\b)(?:[a-z-]+ ){1,5}(?:is|are|was|were|will|can|cannot|must|have|has)\b)"), lambda m: ".  "),
    (re.compile(r",\s+(?:while|whereas)\s+(?=(?:the|this|these|we|you|they|our|your|other|all)\b)"), lambda m: ". Meanwhile, "),
    (re.compile(r",\s+(?:then|after that)\s+(?=(?:the|we|you|they|it)\b)"), lambda m: ". Then "),
    (re.compile(r"\s+and\s+(?=(?:we|you|they|it|this|there)(?:\s|')(?:will|can|must|may|have|has|is|are|was|were|had|do|does|need|should|ll|re|ve)\b)"), lambda m: ". "),
    (re.compile(r"\s+but\s+(?=(?:we|you|they|it|this|there)\s(?:will|can|must|may|have|has|is|are|was|were|had|do|does|need|should|cannot)\b)"), lambda m: ". But "),
    (re.compile(r",\s+(?=(?:please|do not|you (?:will|can|may|must|need|do)|we (?:will|have|are)|they (?:will|are|can))\s)"), lambda m: ". "),
)  # fmt: skip
_SURE: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
    (re.compile(r"\s*;\s+(?:(?P<but>however|but),?\s+)?(?=\w)"), lambda m: ". But " if m["but"] else ". "),
    (re.compile(r"\s+[-–—]\s+(?=(?:this|it|we|you|they|please|the|these|there|no|all)\s)"), lambda m: ". "),
    (re.compile(r",\s+(?=(?:please|do not|save your|use the|log (?:on|off)|call the)\s)"), lambda m: ". "),
    (re.compile(r",\s+(?=(?:we think|we(?:'re|'ve|'ll| are| have| will)|this is|that is|they will|it will)\s)"), lambda m: ". "),
    (re.compile(r",\s+otherwise\s+(?=\w)"), lambda m: ". Otherwise "),
    (re.compile(r",\s+(?!and|or|but|so|which|who|as|because|while|if|when|then|including|with|without|where|not|for|in|on|at|to|from)(?=(?:[a-zA-Z]\w* ){1,4}(?:is|are|was|were|will|can|cannot|may|has|have|do not|accept|work)\b)"), lambda m: ". "),
)  # fmt: skip
_VERB = re.compile(
    r"\b(?:is|are|was|were|will|has|have|had|can|cannot|may|must|should|could|would|do|does|did|don't|doesn't|won't|need|needs|want|work|works|start|starts|began|begins|fails|expect|"
    r"(?:we|you|they)'(?:ve|re|ll)|it's|please|contact|use|see|check|takes?|shows?|remains?|stays?|gets?|\w{3,}ed)\b",
    re.IGNORECASE,
)
_DUE = re.compile(r",?\s*(?:due to|because of|owing to)\b", re.IGNORECASE)
_RELATIVE = re.compile(r"\b(?:that|which|who)\b")
_WHY = re.compile(r",?\s*(?:due|because|owing|as|since)\b")
_NEW_START = re.compile(r"(?:we|you|they|it|this|there|(?:on|from|in|at|after|by|since|until)\s)")
_TIMED = re.compile(r"(?:in|on|at|during|from|since|starting)\b.{3,70},", re.IGNORECASE)
_SCOPE = re.compile(r"\b(?:not|no|whether|that|if|and)\b")
_CLOSED = re.compile(
    r",.*\b(?:is|are|was|were|will|has|have|can|cannot|may|must|should|needs?|please|we|you|went|had|did|\w{3,}ed)\b"
)
#: Words before a reason that gets a sentence of its own.
_WITH_REASON = 5
_OPEN = re.compile(
    r"^(?:(?:please|but|so|and|also|[A-Z][\w ]{0,20}:)\s+)?(?:if|when|while|unless|because|since|although|though|after|before|as|once|until|from|during|following|due|to|in|on|for|with|by|starting|at|given|should)\b",
    re.IGNORECASE,
)
_ORDER = re.compile(rf"^(?:please |do not )?(?:{ACTION_VERBS})\b", re.IGNORECASE)
_THOUGHT = re.compile(
    r"\b(?:expect|think|believe|hope|assume|know|hear|say|said|means?|whether|that|who|which|if|between|both|make sure|check|ensure)\b",
    re.IGNORECASE,
)
_FINITE = re.compile(
    r"\b(?:we've|we're|we'll|it's|they're|takes|is|are|was|were|will|has|have|had|can|cannot|may|must|should|does|do|did)\b",
    re.IGNORECASE,
)
#: From this many words on, a second verb becomes a sentence of its own.
VERY_LONG = 19
_SAME_SUBJECT = re.compile(
    r",?\s+(?P<joint>and|but) (?P<verb>will|is|are|was|were|has|have|can|cannot|must|may|should|includes|does not|do not) ",
    re.IGNORECASE,
)
_PLURAL_VERBS = frozenset({"are", "were", "have", "do not"})
_IF = re.compile(r"\b(?:if|unless|when|whether)\b(?!.*,)")
_ACTING = re.compile(
    r"\b(?:if|unless|whether|that|because|who|which|when|where|ensure|make sure)\b(?!.*,)", re.IGNORECASE
)


_REASON = re.compile(
    r"^(?:due to|because of|owing to)\s+(?P<why>[^,]{12,160}),\s+(?P<rest>(?:we|the|you|all|some|our|this)\s.+)$",
    re.IGNORECASE,
)


def shorter(sentence: str) -> str:
    """The sentence, split where it is long and each part has a verb of its own."""
    words = len(sentence.split())
    if words <= SHORT or sentence.count("(") != sentence.count(")"):
        return sentence
    reason = _REASON.match(sentence) if words > LONG else None
    if reason and not re.search(r"\b(?:it|they|this|these)\b", reason["rest"].split(",")[0]):
        rest = reason["rest"]
        return f"{shorter(capital(rest.rstrip('.')))}. The reason: {reason['why']}"
    again = _subject_again(sentence, words)
    if again:
        return again
    for pattern, joint in _SURE + _SPLITS if words > LONG else _SURE:
        for match in pattern.finditer(sentence):
            left, right = sentence[: match.start()], sentence[match.end() :]
            if _may_part(left, right, match[0]):
                joined = joint(match).replace(".  ", ". ")
                left, right = left.rstrip(","), right if joined != ". " else capital(right)
                return f"{shorter(left)}{joined}{shorter(right)}"
    two = parted(sentence) if words > LONG else None
    return f"{shorter(two[0])}. {shorter(two[1])}" if two and not _waits(two[0]) else sentence


def _subject_again(sentence: str, words: int) -> str | None:
    """ "X will be blocked and must be released": the second verb gets a subject of its own in a very long sentence."""
    if words < VERY_LONG:
        return None
    match = _SAME_SUBJECT.search(sentence)
    if not match:
        return None
    left, right = sentence[: match.start()], sentence[match.end() :]
    verb = _FINITE.search(left)
    if not verb or _OPEN.match(left) or _THOUGHT.search(left) or min(len(left.split()), len(right.split())) < LEAST:
        return None
    subject = left[: verb.start()].strip()
    low = subject.lower()
    again = low if low in ("we", "you", "they", "it") else "they" if plural(subject) else "it"
    if (
        match["verb"].lower() not in _PLURAL_VERBS
        and match["verb"].lower() in ("is", "was", "has", "does")
        and again in ("they", "we", "you")
    ):
        return None
    if match["verb"].lower() in _PLURAL_VERBS and again == "it":
        return None
    start = f"But {again}" if match["joint"] == "but" else again.capitalize()
    again = f"{start} {match['verb']} {right}"
    return f"{left}. {shorter(again)}"


def _may_part(left: str, right: str, joint: str) -> bool:
    """Whether both sides of a joint can stand alone."""
    if left.count("(") != left.count(")") or left.count('"') % 2 or left.count("“") != left.count("”"):
        return False
    if ";" in joint:
        return min(len(left.split()), len(right.split())) >= LEAST - 1
    if "using" in joint:
        return bool(_FINITE.search(left))
    if joint.startswith(":") and right[0].isupper():
        # A title, and what it says: whole as they are, unless one takes back what the other says.
        return min(len(left.split()), len(right.split())) >= LEAST and not re.search(r"\bnot?\b", left)
    if not _both_whole(left, right, joint):
        return False
    bare = joint.strip()
    if bare == "and":
        fits = bool(_NEW_START.match(right)) or not (
            _OPEN.match(left) or _THOUGHT.search(left) or not _FINITE.search(left)
        )
    elif _WHY.match(joint):
        fits = _reason_may(left, right)
    elif joint.startswith(":"):
        fits = bool(_FINITE.search(left)) and not left.endswith(" this")
    elif bare == ",":
        fits = not (_OPEN.match(left) or "," in left or _is_list(right))
    else:
        fits = True
    return fits and not _still_open(left, joint)


def _both_whole(left: str, right: str, joint: str) -> bool:
    """Both sides have words enough and a verb; a reason needs none, since "The reason:" stands before it."""
    reason = _DUE.match(joint)
    said = _RELATIVE.split(right, maxsplit=1)[0] if joint.startswith(", and") else right
    least = 2 if reason or right.lower().startswith("please ") else LEAST
    if len(left.split()) < LEAST or len(right.split()) < least:
        return False
    if not (reason or _VERB.search(said) or _ORDER.match(right)):
        return False
    return bool(_VERB.search(left) or _ORDER.match(left) or verb_in(left))


def _reason_may(left: str, right: str) -> bool:
    """A reason gets a sentence of its own where it can only belong to all that stands before it."""
    if _OPEN.match(left) and not _TIMED.match(left):
        return False
    words = len(left.split())
    return words >= _WITH_REASON and words + len(right.split()) >= LONG and not _SCOPE.search(left)


def _is_list(right: str) -> bool:
    return " and " in right.split(",")[0] and not _VERB.search(right.split(" and ")[0])


def _waits(left: str) -> bool:
    """A condition or a time in front whose sentence is not over, or a condition at the end that what follows belongs to."""
    return bool(_IF.search(left) or (_OPEN.match(left) and ("," not in left or not _CLOSED.search(left))))


def _still_open(left: str, joint: str) -> bool:
    """A condition or a time in front whose sentence is not over at the joint: it would lose what follows from it."""
    goes_on = any(word in joint for word in ("but", "so"))
    if _OPEN.match(left) and (("," not in left and not goes_on) or not _CLOSED.search(left)):
        return True
    reason = _DUE.match(joint) and joint.startswith(",")
    return bool(_ACTING.search(left)) and not (reason or goes_on or "and" in joint or "otherwise" in joint)
