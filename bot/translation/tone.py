"""What a notice should not sound like: blame and advertising. Blame is pointed out; praise of oneself is left out."""

# ruff: noqa: E501  (patterns and tables of words read best on one line)
import re

from bot.translation.grammar import article, capital

_WHO = (
    r"(?:(?:the|our|their|your|some|a|an|one of the) )?(?:[\w&/-]+ ){0,2}(?:teams?|department|group|vendor|supplier|provider|carrier|partner|colleagues?|operators?|developers?|"
    r"engineers?|admins?|administrators?|consultants?|contractors?|staff|users?|people|somebody|someone|you|basis|(?-i:IT))"
)
_DID = (
    r"(?:(?:once )?again |still |simply |just |never )?(?:broke|messed up|screwed up|botched|ruined|mishandled|neglected|ignored|overlooked|forgot|failed to (?!log|sign|connect|open|load|access|reach|print|start|get)\w+|"
    r"made (?:a |another |the same )?mistakes?|(?:did not|didn't) (?:bother|care|listen|follow|read|test|check|tell)|refuses? to|cannot be bothered)"
)
_BLAME = re.compile(
    rf"\b{_WHO} {_DID}\b(?: [\w'-]+){{0,3}}|\b(?:is|are|was|were) (?:entirely |solely |all )?to blame\b|\bblame (?:the|our|your|it)\b[\w ]{{0,20}}|\b(?:\w+'s|your|their|our|own) (?:fault|mistake|negligence|carelessness)\b|"
    r"\b(?:user|human|operator|admin) error\b|\b(?:through|because of|due to) (?:the )?(?:negligence|carelessness|incompetence)\b(?: of [\w ]{2,30})?|\b(?:careless|incompetent|sloppy|lazy|stupid|clueless)(?:ly)?\b",
    re.IGNORECASE,
)
#: What may happen, or did to whoever reads it.
_CASE = re.compile(r"(?:if|whether|unless|in case|should)\b", re.IGNORECASE)
_CASE_BEFORE = re.compile(r"\b(?:if|whether|unless|in case|should)(?: [\w'’]+){0,2} $", re.IGNORECASE)
_PRAISE = r"exciting|amazing|awesome|fantastic|incredible|wonderful|outstanding|stunning|fabulous|world-class|best-in-class|top-notch|cutting-edge|state-of-the-art|game-changing|revolutionary|ground-?breaking|industry-leading|market-leading|unparalleled|unrivalled|unrivaled|next-level|must-have|seamless"
_FEELING = r"(?:thrilled|excited|delighted|proud|over the moon)"
_MARKETING = re.compile(
    rf"\b(?:{_PRAISE}|brand[- ]new|{_FEELING} to|take \w+ to the next level|like never before|you(?:'ll| will) love|stay tuned)\b",
    re.IGNORECASE,
)
_BEFORE_NOUN = re.compile(
    rf"(?P<an>\ban? )?\b(?:(?:very|truly|really|super|absolutely) )?(?:{_PRAISE})(?:,| and(?= [a-z]+ [a-z]))? (?=[a-z]+\b(?! and\b))",
    re.IGNORECASE,
)
_PROUD = re.compile(
    rf"^(?:we are|we're|I am|I'm) (?:(?:very|truly|really|so|super|more than|absolutely) )?(?:{_FEELING}|happy|pleased|glad) to (?P<say>announce|introduce|present|share|launch|bring you|offer)(?P<that> that)? (?=\w)",
    re.IGNORECASE,
)


def blame_in(text: str) -> tuple[str, ...]:
    """The words that say who is at fault, as they stand in the text."""
    found = [" ".join(match[0].split()) for match in _BLAME.finditer(text) if not _is_a_case(text, match)]
    return tuple(dict.fromkeys(found))


def _is_a_case(text: str, match: re.Match[str]) -> bool:
    """ "If you forgot your password" blames nobody: it has not happened."""
    return bool(_CASE.match(match[0]) or _CASE_BEFORE.search(text[max(match.start() - 30, 0) : match.start()]))


def marketing_in(text: str) -> tuple[str, ...]:
    """The words that praise, as they stand in the text."""
    return tuple(dict.fromkeys(" ".join(match[0].split()) for match in _MARKETING.finditer(text)))


def without_marketing(sentence: str) -> str:
    """The sentence without praise in front of a noun, and without how we feel about it. No fact goes with them."""
    if not _MARKETING.search(sentence) and not _PROUD.match(sentence):
        return sentence
    told = _PROUD.sub(lambda m: "" if m["that"] else f"We {m['say'].lower()} ", sentence)
    told = _BEFORE_NOUN.sub(lambda m: _article_for(m, told) if m["an"] else "", told)
    told = re.sub(r"\bbrand[- ]new\b", "new", told, flags=re.IGNORECASE)
    return capital(told) if sentence[:1].isupper() else told


def _article_for(match: re.Match[str], text: str) -> str:
    one = article(text[match.end() :])
    return f"{one.capitalize() if match['an'][0].isupper() else one} "
