"""Rules that turn office and IT prose into plain words, one phrase at a time."""

import re
from collections.abc import Callable

# ruff: noqa: E501  (a rule reads best on one line)
_RULES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), put)
    for pattern, put in (
        (r"\b(?:please (?:be advised|be aware|be informed|note)|kindly note|we would like to (?:inform|notify|let) you(?: know)?|we are pleased to (?:announce|inform you)|this is to inform you|we wish to inform you|it should be noted) that\s+", ""),
        (r"^(?:please note|kindly note|fyi|just a (?:quick )?heads[ -]up)[:,]\s*", ""),
        (r"\bin order to\b", "to"), (r"\bprior to\b", "before"), (r"\bsubsequent to\b", "after"), (r"\bfollowing completion of\b", "after"),
        (r"\bdue to the fact that\b", "because"), (r"\bin the event that\b", "if"), (r"\bin case of\b", "if there is"), (r"\bat this (?:time|point in time)\b", "now"),
        (r"\bwith (?:regard|respect|reference) to\b", "about"), (r"\bregarding\b", "about"), (r"\bconcerning\b", "about"), (r"\bin accordance with\b", "under"),
        (r"\bas well as\b", "and"), (r"\ba (?:large )?number of\b", "many"), (r"\ba majority of\b", "most of"), (r"\bthe majority of\b", "most of"), (r"\bnumerous\b", "many"),
        (r"\bis able to\b", "can"), (r"\bare able to\b", "can"), (r"\bhas the ability to\b", "can"), (r"\bhave the ability to\b", "can"),
        (r"\bon a fortnightly basis\b", "fortnightly"), (r"\bon a (daily|weekly|monthly|yearly|regular) basis\b", r"\1"),
        (r"\butili[sz]e\b", "use"), (r"\butili[sz]es\b", "uses"), (r"\butili[sz]ed\b", "used"), (r"\butili[sz]ing\b", "using"), (r"\butili[sz]ation\b", "use"),
        (r"\bcommence\b", "start"), (r"\bcommences\b", "starts"), (r"\bcommenced\b", "started"), (r"\bcommencing\b", "starting"),
        (r"\binitiate\b", "start"), (r"\binitiated\b", "started"), (r"\binitiates\b", "starts"), (r"\bterminate\b", "end"), (r"\bterminated\b", "ended"),
        (r"\bapproximately\b", "about"), (r"\bapprox\.?(?=\s)", "about"), (r"\bassistance\b", "help"), (r"\bassist\b", "help"), (r"\bmodifications\b", "changes"), (r"\bmodification\b", "change"),
        (r"\bmodified\b", "changed"), (r"\bmodify\b", "change"), (r"\bsufficient\b", "enough"), (r"\bensure that\b", "make sure that"), (r"\bensure\b", "make sure of"),
        (r"\bensuring\b", "making sure of"), (r"\bkindly\b", "please"), (r"\battempt to\b", "try to"), (r"\battempted to\b", "tried to"), (r"\battempts to\b", "tries to"),
        (r"\banticipated\b", "expected"), (r"\banticipate\b(?! \w+ing)", "expect"), (r"\banticipates\b", "expects"), (r"\bsubsequently\b", "later"), (r"\bobtained\b", "got"), (r"\bobtain\b", "get"),
        (r"\bimplement\b", "bring in"), (r"\bimplemented\b", "brought in"), (r"\bpermanently (\w+ed|switched off|shut down)\b", r"\1 for good"), (r"\bdeprecated\b", "phased out"), (r"\bdecommissioned\b", "switched off for good"),
        (r"\bprovisioning of\b", "setting up"), (r"\bprovisioning\b", "setting up"), (r"\badditional\b", "extra"), (r"\bpreviously\b", "before"), (r"\bcurrently\b", "now"),
        (r"\breboot\b", "restart"), (r"\brebooted\b", "restarted"), (r"\brebooting\b", "restarting"), (r"\bfacilitate\b", "help"), (r"\bdemonstrate\b", "show"),
        (r"^however,\s*", "But "), (r"^(?:additionally|furthermore|moreover|in addition),\s*", "Also, "), (r"^(?:therefore|thus|consequently|hence),\s*", "So "), (r"^as a result,\s*", "So "),
        (r"^subsequently,\s*", "Later, "), (r"^previously,\s*", "Before, "), (r"\be\.g\.,?(?=\s)", "for example"), (r"\bi\.e\.,?(?=\s)", "that is,"),
        (r"\bon a best effort\s+basis\b", "as well as we can"), (r"\brequires\b(?! that)", "needs"), (r"\brequire\b(?! that)", "need"), (r"\bis required to\b", "has to"), (r"\bare required to\b", "have to"), (r"\bwill be required to\b", "will have to"),
        (r"\bin the process of\b", "busy"), (r"\bremain operational\b", "keep running"), (r"\bexperiencing\b", "having"), (r"\bexperienced\b", "had"), (r"\bexperience\b(?= (?:a|an|some|short|brief|issues|problems|troubles|delays)\b)", "have"),
        (r"\bfunctionality\b", "function"), (r"\bfunctionalities\b", "functions"), (r"\btransition away from\b", "move away from"), (r"\bcorresponding\b", "matching"), (r"\bindividual's\b", "person's"), (r"\bcommonly\b", "often"),
        (r"\bresume\b", "go on"), (r"\bvia\b(?! a)", "through"), (r"\bsignificant\b", "big"), (r"\binadvertently\b", "by mistake"),
        (r"\bwithin the past\b", "in the past"), (r"\bin preparation for\b", "to prepare for"), (r"\bexclusively\b", "only"), (r"\bnotifying\b", "telling"), (r"\brepresentative\b", "contact"),
        (r"\bthroughout\b", "all through"), (r"\bin conjunction with\b", "with"), (r"\bsimultaneously\b", "at the same time"), (r"\bindicates\b", "shows"), (r"\bindicated\b", "showed"),
    )
)  # fmt: skip

_SPLITS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
    (re.compile(r";\s+(?=\w)"), lambda m: ". "),
    (re.compile(r",?\s+-\s+(?=(?:this|it|we|you|they|please|the)\s)"), lambda m: ". "),
    (re.compile(r",\s+but\s+(?=(?:the|this|these|it|we|you|they|your|our|in|if|users|some|all|there)\b)"), lambda m: ". But "),
    (re.compile(r",\s+and\s+(?=(?:the|this|these|it|we|you|they|your|our|there)\s)"), lambda m: ". "),
    (re.compile(r",\s+so\s+(?=(?:the|this|these|it|we|you|they|your|our|please)\b)"), lambda m: ". So "),
    (re.compile(r",\s+which\s+(?=means)"), lambda m: ". This "),
    (re.compile(r"\s+and\s+(?=(?:we|you|they|it)\s(?:will|can|must|may|have|are|were|had|do|need)\b)"), lambda m: ". "),
)  # fmt: skip
#: Sentences up to this many words are left whole; each part of a longer one has at least the lesser number.
LONG, LEAST = 16, 5
_VERB = re.compile(
    r"\b(?:is|are|was|were|will|has|have|had|can|cannot|may|must|should|do|does|did|need|needs|want|work|works|start|starts|began|begins|"
    r"please|contact|use|see|check|\w{3,}ed)\b",
    re.IGNORECASE,
)


def plainer(sentence: str, frozen: list[tuple[int, int]]) -> str:
    """The sentence with each rule applied outside the `frozen` spans, and split where it is long."""
    for pattern, put in _RULES:
        sentence, frozen = _apply(sentence, frozen, pattern, put)
    return _split(_capital(sentence))


def _apply(
    text: str, frozen: list[tuple[int, int]], pattern: re.Pattern[str], put: str
) -> tuple[str, list[tuple[int, int]]]:
    match = pattern.search(text)
    while match is not None:
        if not any(start < match.end() and match.start() < end for start, end in frozen):
            new = match.expand(put)
            if match[0][:1].isupper() and new:
                new = new[0].upper() + new[1:]
            text = text[: match.start()] + new + text[match.end() :]
            shift = len(new) - (match.end() - match.start())
            frozen = [(s + shift, e + shift) if s >= match.end() else (s, e) for s, e in frozen]
            match = pattern.search(text, match.start() + len(new)) if not pattern.pattern.startswith("^") else None
        else:
            match = pattern.search(text, match.end())
    return text, frozen


def _capital(sentence: str) -> str:
    """A sentence that lost its beginning starts with a capital again; paths and names keep theirs."""
    first = sentence.split(" ", 1)[0]
    return sentence[:1].upper() + sentence[1:] if first.isalpha() and first.islower() else sentence


def _split(sentence: str) -> str:
    if len(sentence.split()) <= LONG or ("(" in sentence and sentence.count("(") != sentence.count(")")):
        return sentence
    for pattern, joint in _SPLITS:
        for match in pattern.finditer(sentence):
            left, right = sentence[: match.start()], sentence[match.end() :]
            if left.count("(") != left.count(")") or re.match(
                r"(?:if|when|while|unless|because|since|although|after|before|as)\b", left, re.I
            ):
                continue
            if min(len(left.split()), len(right.split())) >= LEAST and _VERB.search(left) and _VERB.search(right):
                joined = joint(match)
                right = right if joined != ". " else right[0].upper() + right[1:]
                return f"{_split(left)}{joined}{_split(right)}"
    return sentence
