"""One line that says what happens, to whom and when."""

# ruff: noqa: E501  (patterns and tables of words read best on one line)
import re

from bot.translation.grammar import capital, lowered, verb_in
from bot.translation.kinds import LABELS, UpdateKind
from bot.translation.sentences import split_sentences

#: A headline has at most this many words where the sentence can be shortened, and never more than this many characters.
WORDS, LONGEST = 12, 120
#: What is shorter, in characters, is no news; a sentence of so many words may stand above a text though it has no verb.
_LEAST, _UNCUT = 8, 5
#: Where a sentence that is too long may end, the dearest last.
_CUTS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\s*[;]\s.*$",
        r",\s+(?:and|but|so|which|who|where|while|as|because|since|with|including|especially|leading|causing|due|if|unless|please|do)\b.*$",
        r"\s[-–—]\s+(?=(?-i:[a-z])).*$",
        r",?\s+(?:so that|in order to|because|since (?!\d|yesterday|mon|tue|wed|thu|fri|sat|sun|this)|which|until (?!\d)|as (?=it|the|they|we)|although|while|who|if|unless|to (?=install|allow|improve|enable|make|prevent|fix|replace|apply|prepare|stabilize|avoid|perform|do|support))\b.*$",
        r",?\s+(?:due to|because of|following|after|owing to|as part of|thanks to)\s(?!\d).*$",
        r"\s+that (?:can|will|is|are|has|have|were|was|you|we|apply|applies|\w+es)\b.*$",
        r",\s+(?:beginning|starting)\s+at\s.*$",
        r"\s+(?:beginning|starting)\s+at\s.*$",
        r",?\s+(?:and|but)\s+(?=(?:will|is|are|has|have|can|must|may|should|was|were)\b).*$",
        r"\s+for (?:(?:a|an|the) )?(?!all|everyone|users|supplier|customer)[a-z]+(?: [a-z]+){0,3}$",
        r",\s[^,\d]*$",
        r"\s+(?:at|in|for|with|via|through|by) (?:(?!\b(?:at|in|for|with|on|via|through|by|from|to|is|are|will|has|have|was|were)\b)[^,\d])+$",
        r"\s+(?:from|between) \d\S*(?: ?[ap]\.?m\.?)?(?: ?(?:to|-|and|until) ?\d\S*(?: ?[ap]\.?m\.?)?)?(?: [A-Z]{2,4})?$",
        r"\s+and\s+(?:automatically\s+|then\s+|instead\s+|that\s+)?(?=[a-z]).*$",
    )
)
#: "In the new release is the field now mandatory": what is said comes last, and cannot be cut off.
_UPSIDE_DOWN = re.compile(r"(?:in|on|at|for|with|from|since|during|after|before)\b[^,]*$", re.IGNORECASE)
#: From this cut on, what is cut off may limit what stays ("with the new form only"), and is looked at.
FREELY = 9
_LIMITS = re.compile(r"\b(?:only|not|no|never|without|except|until|instead)\b", re.IGNORECASE)
_LEADING = re.compile(
    r"^(?:(?:but|so|also|then),? |(?:update|reminder|important|attention|warning)[^:]{0,12}: )?(?P<open>(?:as of|as a|from|on|in|at|during|since|for|with|starting|beginning|effective|following|due to|because of|under|according to|after|before|by|to|if|when|while|until|as)\b[^,]{2,140}(?:,? (?:(?:19|20)\d\d|\d{1,2} [A-Z]\w+|[A-Z]\w+ \d{1,2})(?:, (?:19|20)\d\d)?)?),\s+(?:then )?(?P<rest>(?!\d|(?:and|or|but|so|nor|which|who|whose)\b).+)$",
    re.IGNORECASE,
)
_TIMED = re.compile(
    r"^(?:as of|from|on|in|at|during|since|starting|beginning|effective|by|until)\b.{2,34}$", re.IGNORECASE
)
_BRACKETS = re.compile(r"\s*[(\[][^()\[\]]{1,160}[)\]]")
#: A picture by its name, as some chats write it, and a call for attention.
PICTURE = re.compile(r"(?<!\S):[a-z][a-z_+-]+:(?!\S)")
_BESIDES = re.compile(
    r"^heads[- ]?up\b[\s,:!-]*(?=\S)|^also,? (?=(?:the|a|an|our|your|all|we|you|there|no)\b)", re.IGNORECASE
)
#: Signs of bold type around words.
_STARS = re.compile(r"(?<!\S)_(?=\w)|(?<=[\w.!])_(?!\w)|(?<!\S)\*{1,2}(?=\w)|(?<=[\w'’.!])\*{1,2}(?!\w)")
_RANGE = re.compile(r"(?<=\d)\s?[-–]\s?(?=\d{1,2}[:.]\d\d)")
_EMPTY = re.compile(
    r"^(?:we (?:are looking into it|are working on it|will keep|would like)|here'?s what|hello|hi|thank|more news|questions|(?:start|end|from|until|since|date|time|duration|status)(?: time)?: |the (?:cause|reason)(?: is| was|:) |the next update|for it:|what |see also|see the|http|during this|the following|this (?:problem|issue|incident) (?:has been|is|was) (?:now )?(?:resolved|fixed|solved)|you do not need|please plan accordingly|sorry\b|(?:please |kindly )*(?:disregard|ignore) (?:my|our|the) (?:[a-z]+ )?(?:message|e?-?mail|post|notice|announcement)\b)",
    re.IGNORECASE,
)
#: Words to a machine, and rows of a table, stand above nothing.
NO_NEWS = re.compile(
    r"^(?:please )?(?:@?\w+,? )?(?:please )?(?:ignore|disregard|forget) (?:all |any |the |your )*(?:previous|prior|above|earlier|instructions|rules)\b|^@?(?:bot|liaison|assistant|chatbot)\b[,:]? (?:please )?(?:publish|approve|say|write|tell|answer|reply|send|do|act)\b|^(?:system: )?you are (?:now )?(?:an?|the) (?:\w+ )?(?:bot|assistant|ai|pirate|model)\b|"
    r"^(?:(?:dear|hey|hi|hello) )?(?:bot|liaison|assistant|ai|chatbot)\b[,:]|^(?:system|assistant|user): you\b|^(?:now )?(?:answer|reply|respond|write|say)(?: only)?:? ['\"“‘]|^\W*\||\|\W*$",
    re.IGNORECASE,
)
#: A comma so near the colon, in characters, begins another thought than the one before it.
_LATE = 16
_WE_FIXED = re.compile(r"^We have fixed (?:this(?: problem)?: )?")
_ORDER = re.compile(r"(?:please|do not|use|save|update|check|restart|log|change|install)\b", re.IGNORECASE)
_GLANCE = re.compile(
    r"\S*\d|(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,?$|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*,?$|[A-Z]{3,4}$|[ap]\.?m\.?$"
)
#: What is said to be all right is not what the news is about.
_REASSURES = re.compile(
    r"\bnot (?:been |be )?(?:lost|affected|deleted|changed|touched|impacted)\b|\b(?:unaffected|safe)\b", re.IGNORECASE
)
_HANGING = re.compile(
    r"(?:if|when|while|because|although|unless|as(?! of))\b(?!.*,)(?!.*\b(?:we|you|they) (?:will|can|must|may)\b)|(?:since|in|on|at|during|for|to|with|from|by|after|before|until)\b(?!.*,)(?!.*\b(?:we|you|they|is|are|was|were|will|can|cannot|must|may|has|have|see)\b)",
    re.IGNORECASE,
)
_DANGLING = re.compile(
    r"\b(?:the|a|an|of|to|for|in|on|at|by|with|from|and|or|that|which|is|are|was|will|be|has|have|as|than|its|your|our|their|not|been|if|when|because|also|e\.g|incl|bring|make|use|need|get|do|so|but|into|before|after|about|until|under|try|all|(?:begin|start|for|of|by|stop|continue) \w+ing)$",
    re.IGNORECASE,
)


def _says_what(text: str) -> bool:
    """Whether something is said after "we have to tell you that"."""
    _left, that, said = text.rpartition(" that ")
    return not that or verb_in(said) is not None


def headlines(sentences: list[str], kind: UpdateKind) -> list[str]:
    """Candidates, the best first. The last one is the kind of news alone, which is never a fragment."""
    found: list[str] = []
    spare: list[str] = []
    skipped = False
    for said in sentences[:4]:
        for sentence in split_sentences(said)[:2]:
            clean = _clean(sentence.text)
            if _EMPTY.match(clean):
                skipped = skipped or clean.lower().startswith("this ")
                continue
            if NO_NEWS.search(clean) or len(clean) < _LEAST:
                continue
            short = _candidate(clean, skipped and kind == UpdateKind.FIXED)
            if len(short) > LONGEST or _hangs(short):
                continue
            if _stands_alone(short, sentence.text):
                found += [short, clean] if len(clean) <= LONGEST else [short]
            elif not found and not short.endswith(":"):
                spare.append(short)
        if found:
            break
    name = _subject([said for said in sentences if not _EMPTY.match(said)])
    if name:
        found.append(f"{LABELS[kind]}: {lowered(name)}")
    return [capital(line) for line in list(dict.fromkeys(found or spare))[:4]] + [LABELS[kind]]


def _candidate(clean: str, fixed: bool) -> str:
    short = _short(clean)
    if fixed:
        short = f"Fixed: {lowered(short)}"
    return clean if _HANGING.match(short) else short


def _hangs(short: str) -> bool:
    """ "If the portal is slow", "Please log off before": something must follow."""
    return bool(_HANGING.match(short) or (_ORDER.match(short) and _DANGLING.search(short)))


def _stands_alone(short: str, sentence: str) -> bool:
    """Whether a reader understands the line by itself."""
    uncut = sentence.endswith(".") and len(short.split()) >= _UNCUT and short == _clean(sentence)
    return bool(short.startswith("Fixed: ") or verb_in(short) or _ORDER.match(short) or uncut)


def _clean(sentence: str) -> str:
    text = _BRACKETS.sub("", " ".join(sentence.split()))
    text = _BESIDES.sub("", _STARS.sub("", PICTURE.sub(" ", text)).strip())
    text = re.sub(r"\s+([,.;:])", r"\1", text).rstrip(".!: ") if not re.search(r"\b[ap]\.m\.$", text) else text
    return _RANGE.sub(" to ", text)


def _short(text: str) -> str:
    """The sentence in few words: its beginning, up to where a clause ends. Longer where it cannot be cut safely."""
    if _fits(text):
        return text
    fixed = _WE_FIXED.match(text)
    if fixed:
        return f"Fixed: {_cut(text[fixed.end() :])}"
    opened = _LEADING.match(text)
    if opened and verb_in(opened["rest"]):
        rest = _cut(opened["rest"])
        timed = opened["open"] if _TIMED.match(opened["open"]) else ""
        both = f"{capital(timed)}, {rest}" if timed else rest
        return both if _fits(both) else capital(rest)
    label, colon, rest = text.partition(": ")
    if (
        colon
        and verb_in(label)
        and not label.startswith("We have fixed this")
        and len(label.split()) >= 4
        and "," not in label[-_LATE:]
        and _fits(label)
    ):
        return label
    if colon and verb_in(rest) and not verb_in(label) and not _fits(_cut(text)):
        return capital(_cut(rest))
    return _cut(text)


def _cut(text: str) -> str:
    tried = text
    last = FREELY if _UPSIDE_DOWN.match(text) else len(_CUTS)
    for place, pattern in enumerate(_CUTS):
        if _fits(tried) or place >= last:
            break
        shorter = pattern.sub("", tried, count=1).rstrip(" ,;:-")
        if place >= FREELY and _LIMITS.search(tried[len(shorter) :]):
            continue
        if place == len(_CUTS) - 1 and "," in shorter:
            continue  # What stands before "and" belongs to a list.
        if (
            shorter != tried
            and len(shorter.split()) >= 4
            and (verb_in(shorter) or _ORDER.match(shorter))
            and not _DANGLING.search(shorter)
            and _says_what(shorter)
        ):
            tried = shorter
    return tried


def _fits(text: str) -> bool:
    """Numbers, days and months count half: they are read at a glance."""
    return sum(0.5 if _GLANCE.match(word) else 1.0 for word in text.split()) <= WORDS and len(text) <= LONGEST


def _subject(sentences: list[str]) -> str:
    """What the first sentence is about, where that is a name of few words."""
    for sentence in sentences[:2]:
        clean = _clean(sentence)
        verb = verb_in(clean)
        subject = clean[: verb.start()].strip(" ,:") if verb else ""
        if (
            subject
            and ":" not in subject
            and not _REASSURES.search(clean)
            and len(subject.split()) <= 6
            and not re.match(
                r"(?:(?:the |this )?(?:problem|issue|error|incident|fault)\b|we|you|they|it|this|these|there|all|some|if|when|please|he|she|in|on|at|from|to|for|as|during|since|most|starting)\b",
                subject,
                re.IGNORECASE,
            )
            and not _DANGLING.search(subject)
        ):
            return subject
    return ""
