"""What hangs on a long sentence ("..., causing ...", "To ..., we will ...") as a sentence of its own."""

# ruff: noqa: E501  (patterns and tables of words read best on one line)
import re
from collections.abc import Callable
from dataclasses import dataclass

from bot.translation.facts.phrases import ACTION_VERBS
from bot.translation.grammar import AUX, capital, plural, verb_in

#: Each part has at least so many words; what is shorter hangs well enough.
LEAST = 4
#: Words that reach back: moved, they would point at something else.
_BACK = re.compile(r"\b(?:it|its|they|them|their|this|these|that|those|such)\b", re.IGNORECASE)
#: What a "not" reaches is not told apart from it.
_NOT = re.compile(
    r"\b(?:not|no|never|nothing|nobody|none|neither|without|except|unless|only|cannot)\b|n't\b", re.IGNORECASE
)
#: "All but 7, which failed": what follows is said of these few, and a new sentence would say it of all.
_EXCEPT = re.compile(r"\b(?:except|excluding|apart from|other than)\b[^,;]*$", re.IGNORECASE)
#: "Because the certificate expires, ...": what is said comes behind the comma.
_REASON_FIRST = re.compile(
    r"(?:because|since|as|if|when|while|although|once|after|before|until|unless)\b", re.IGNORECASE
)
#: "..., which is new, and which sends ..." is two of a kind.
_AND_WHICH = re.compile(r"\b(?:and|but|or) (?:which|who|that)\b")
_MAIN = re.compile(r",\s+(?:we|you|they|it|the|this|please|all|our|your|users)\b")
_GOES_ON = re.compile(
    r",\s+(?:(?:and|but|or)\s+)?(?:is|are|was|were|will|has|have|had|can|cannot|may|must|should|do|does|did)\b"
)
_PAST = re.compile(r"\b(?:was|were|had|went|lost|[a-z]{3,}ed)\b")
_AHEAD = re.compile(r"\b(?:will|may|might|would|can|could)\b")


@dataclass(frozen=True)
class Tie:
    """How a clause hangs on its sentence, how it begins when it stands alone, and what may not stand around it."""

    pattern: re.Pattern[str]
    alone: Callable[[str, re.Match[str]], str | None]
    bare: bool = False
    free: bool = False


def _this(left: str, found: re.Match[str]) -> str | None:
    """ ", which is used by ..." is "This is used by ..."; many things are "these"."""
    many = found["verb"].lower() in ("are", "were", "have", "do")
    return f"{'These' if many else 'This'} {found['verb']}"


def _effect(left: str, found: re.Match[str]) -> str | None:
    """ ", stopping all transfers" is "This will stop", "This stopped" or "This stops", as the sentence before it."""
    verb, how = found["verb"].lower(), found["how"] or ""
    base, past = _EFFECTS[verb]
    if re.search(r"\b(?:may|might|could|would|can|must|should|if)\b", left):
        return None
    if re.search(r"\bwill\b", left):
        return f"This will {how}{base}"
    if _PAST.search(left) and not how.startswith("now") and not re.search(r"\b(?:is|are|has|have)\b", left):
        return f"This {how}{past}"
    return f"This {how}{base.split(' ')[0]}s{base[len(base.split(' ')[0]) :]}"


#: Verbs of what follows from something, with the form after "will" and that of the past.
_EFFECTS = {
    "causing": ("cause", "caused"), "resulting in": ("lead to", "led to"), "leading to": ("lead to", "led to"), "pausing": ("pause", "paused"), "stopping": ("stop", "stopped"),
    "interrupting": ("interrupt", "interrupted"), "affecting": ("affect", "affected"), "impacting": ("affect", "affected"), "blocking": ("block", "blocked"), "delaying": ("delay", "delayed"),
    "removing": ("remove", "removed"), "allowing": ("allow", "allowed"), "making": ("make", "made"), "leaving": ("leave", "left"), "preventing": ("prevent", "prevented"),
    "forcing": ("force", "forced"), "giving": ("give", "gave"), "letting": ("let", "let"), "reducing": ("reduce", "reduced"), "increasing": ("increase", "increased"),
    "improving": ("improve", "improved"), "disrupting": ("disrupt", "disrupted"), "requiring": ("need", "needed"), "enabling": ("allow", "allowed"), "replacing": ("replace", "replaced"),
}  # fmt: skip


def _done(left: str, found: re.Match[str]) -> str | None:
    """ ", by applying ..." is how it was done, or is done where it is not over."""
    return f"This was done by {found['how']}" if _PAST.search(left) and not _AHEAD.search(left) else None


def _what_it_is(left: str, found: re.Match[str]) -> str | None:
    return f"These are {found['what']}" if plural(left) else f"This is {found['what']}"


def _but_they(left: str, found: re.Match[str]) -> str | None:
    """ "An operator restarted ... but forgot ..." is said of the operator in two sentences."""
    subject = _SUBJECT_OF_PAST.match(left)
    if not subject or AUX.search(left):
        return None
    words = subject["who"].lower()
    who = words if words in ("we", "you", "they", "it") else "they" if plural(words) or _PERSON.search(words) else "it"
    return f"But {who} {found['verb']}"


def _also(left: str, found: re.Match[str]) -> str | None:
    """ "This stopped all jobs, put ..., and left ..." needs no list of verbs."""
    who = _WHO_DID.match(left)
    return f"{who['who']} also {found['verb']}" if who and not AUX.search(left) else None


def _said(words: str) -> Callable[[str, re.Match[str]], str | None]:
    return lambda left, found: words


_TIES = (
    Tie(re.compile(r",\s+which\s+(?P<verb>is|are|was|were|has|have|can|will|\w{3,}(?:ed|es|s))(?=\s)"), _this, free=True),
    Tie(re.compile(rf",\s+(?:thus |thereby )?(?P<how>(?:now|temporarily|automatically|also|partly|greatly) )?(?P<verb>{'|'.join(_EFFECTS)})(?=\s)"), _effect),
    Tie(re.compile(r",\s+(?:which )?(?:meaning|means)(?: that)?(?=\s)"), _said("This means that")),
    Tie(re.compile(r",?\s+so that(?=\s(?:we|you|they|it|the|all|users|everyone|your|our)\b)"), _said("This way,"), free=True),
    Tie(re.compile(r",\s+including(?=\s)"), _said("This includes"), bare=True),
    Tie(re.compile(r",?\s+(?:such as|for example|for instance)(?=\s)"), _said("For example:"), bare=True),
    Tie(re.compile(r",\s+(?:that is|i\.e\.|in other words),?(?=\s)"), _said("That is,"), free=True),
    Tie(re.compile(r",\s+as\s+(?P<verb>planned|announced|described|mentioned|agreed|promised|communicated)(?=\s)"), lambda left, found: f"This was {found['verb']}", bare=True),
    Tie(re.compile(r",\s+according to(?=\s(?:the|our|your) (?:\w+ )?(?:rules?|requirements?|plan|policy|policies|law|schedule|standards?|terms)\b)"), _said("This follows"), bare=True),
    Tie(re.compile(r",?\s+but\s+(?P<verb>\w{3,}ed|forgot|left|took|went|lost|made|sent|put|got|gave|found|came|began)(?=\s)"), _but_they),
    Tie(re.compile(r",\s+and\s+(?P<verb>\w{3,}ed|left|took|went|lost|made|sent|put|got|gave|found)(?=\s)"), _also),
    Tie(re.compile(r",\s+despite(?=\s)"), _said("This is despite"), bare=True),
    Tie(re.compile(r",?\s+by\s+(?P<how>[a-z]+ing)(?=\s(?:the|a|an|all|our|your|new|more|some)\b)"), _done, bare=True),
    Tie(re.compile(r"\s+[-–—]\s+(?P<what>an?|the|our|one)(?=\s)"), _what_it_is, bare=True),
    Tie(re.compile(r",?\s+but only(?=\s(?:for|in|on|if|with|when|where|to|by|from)\b)"), _said("But only"), free=True),
)  # fmt: skip
#: "To move away from X, we will ...": what IT does first, then why. Who is asked to do something reads the aim first.
_AIM = re.compile(
    r"^(?P<how>To|In order to|As part of) (?P<why>(?!be\b|do\b)[^,;:]{12,140}), (?P<rest>(?:we|the|our|all)\s.+)$"
)
_SUBJECT_OF_PAST = re.compile(
    r"(?P<who>(?:[\w-]+ ){0,4}?[\w-]+) (?:\w{2,}ed|took|went|lost|made|sent|put|got|gave|came|began)\s"
)
_WHO_DID = re.compile(r"(?P<who>This|It|We|They) (?:\w{2,}ed|took|went|lost|made|sent|put|got|gave)\s")
_PERSON = re.compile(
    r"\b(?:operator|engineer|user|colleague|admin|administrator|developer|supplier|vendor|team|person)$"
)
_IN_BRACKETS = re.compile(r"\s+\((?P<inside>[^()]{20,})\)$")
_SUBJECT = re.compile(r"(?:we|you|they|it|this|these|there|the|all|our|your|some|no|[a-z]+s)\s", re.IGNORECASE)
#: "we will migrate ... and increase ...": a word before "the" or "your" that is no preposition is a verb.
_AND_VERB = re.compile(
    r",?\s+and\s+(?P<how>(?:then|also|[a-z]+ly)\s+)?(?P<verb>(?!(?:in|on|at|for|from|of|to|by|with|as|after|before|since|until|into|over|through|under|during|about|like|both|all|not|that|if|when|where|how|than|then|also|while|because)\b)[a-z]{2,}(?<!ing)(?<!ed)(?<!ly))(?=\s(?:the|an?|all|your|our|each|every|any|it|them|this|these)\s)"
)
#: So many verbs in a row are as many sentences.
_ROW = 3
_COMMAS = re.compile(r",\s+(?:and\s+)?")
_VERB_FIRST = re.compile(
    rf"(?:{ACTION_VERBS}|find|show|share|edit|view|preview|sort|filter|search|choose|pay|bill|receive|count|pick|pack|ship|attach|assign|link)\s(?!of\b|is\b|are\b|and\b|or\b(?! ))"
)
#: A verb of so many letters with what it is done to.
_OBJECT = 16
_SUBJECT_WILL = re.compile(
    r"(?P<who>We|You|They|It|The [a-z]+(?: [a-z]+)?) (?P<aux>will|can|must|should|may)(?! not\b) "
)


def parted(sentence: str) -> tuple[str, str] | None:
    """A long sentence as two, where something hangs on it that can stand alone; None where nothing does."""
    return (
        _with_aim(sentence) or _by_tie(sentence) or _by_bracket(sentence) or _in_a_row(sentence) or _by_verb(sentence)
    )


def _in_a_row(sentence: str) -> tuple[str, str] | None:
    """ "You can open lists, send documents, and print them": the last of the verbs, and before it the others."""
    who = _SUBJECT_WILL.match(sentence)
    pieces = _COMMAS.split(sentence[who.end() :]) if who else []
    if not who or len(pieces) < _ROW or not all(_VERB_FIRST.match(piece) for piece in pieces[1:]):
        return None
    if _NOT.search(sentence) or _GOES_ON.search(sentence):
        return None
    start = f"{who['who']} {who['aux']}"
    return f"{start} {pieces[0]}", ". ".join(
        f"{start} {'also ' if piece == pieces[-1] else ''}{piece}" for piece in pieces[1:]
    )


def _with_aim(sentence: str) -> tuple[str, str] | None:
    found = _AIM.match(sentence)
    if not found or _BACK.search(found["why"]) or not verb_in(found["rest"]):
        return None
    joint = "This is part of" if found["how"].startswith("As") else "This is to"
    return capital(found["rest"].rstrip(".")), f"{joint} {found['why']}"


def _by_tie(sentence: str) -> tuple[str, str] | None:
    for tie in _TIES:
        for found in tie.pattern.finditer(sentence):
            left, right = sentence[: found.start()], sentence[found.end() :]
            if not _alone(left, right) or (tie.bare and verb_in(right)) or (not tie.free and _NOT.search(left)):
                continue
            start = tie.alone(left, found)
            if start:
                return left.rstrip(","), f"{start}{right}"
    return None


def _alone(left: str, right: str) -> bool:
    """Whether the left is whole, and what follows belongs to nothing but the clause."""
    if left.count("(") != left.count(")") or left.count('"') % 2 or left.count("“") != left.count("”"):
        return False
    if _EXCEPT.search(left) or _AND_WHICH.search(right) or (_REASON_FIRST.match(left) and not _MAIN.search(left)):
        return False
    if len(left.split()) < LEAST or 0 < len(right.split()) < 2 or not verb_in(left):
        return False
    return not _GOES_ON.search(right) and not re.search(r"\s[-–—]\s", right)


def _by_bracket(sentence: str) -> tuple[str, str] | None:
    found = _IN_BRACKETS.search(sentence)
    if not found or not _SUBJECT.match(found["inside"]):
        return None
    left, verb = sentence[: found.start()], verb_in(found["inside"])
    whole = verb is not None and verb.start() > 0 and len(left.split()) >= LEAST and verb_in(left)
    return (left, capital(found["inside"])) if whole else None


def _by_verb(sentence: str) -> tuple[str, str] | None:
    who = _SUBJECT_WILL.match(sentence)
    if not who:
        return None
    for found in _AND_VERB.finditer(sentence):
        left, right = sentence[: found.start()], sentence[found.end() :]
        if len(left) - who.end() < _OBJECT:
            continue  # "You should check and update the field": both have one object.
        if _alone(left, right) and not _NOT.search(left) and not re.search(r"\b(?:that|which|who|if|when|to)\b", left):
            how = (found["how"] or "").removeprefix("also ")
            return left, f"{who['who']} {who['aux']} also {how}{found['verb']}{right}"
    return None
