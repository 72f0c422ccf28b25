"""What a theme is called until somebody names it: a short line from its reports that is read at a glance.

From the first sentence that says what is wrong or wished for comes its first clause, without greeting, politeness,
swearing, numbers of single documents, and anything about a person. The patterns stand in data/naming.tsv.
"""

import re
from collections.abc import Collection
from functools import cache
from importlib.resources import files

from bot.listening.paste import gist, newest_part
from bot.listening.understanding import text as reading
from bot.people.masking import Span, personal_data, without_overlaps
from bot.people.secrets import MARKS, names_in
from bot.words import word_list

#: Characters of a name. A clause that ends within them is shown whole.
LONGEST = 80
#: Fewer characters say too little for a clause to end there.
_SHORTEST_CLAUSE = 22
#: Sentences looked at, and words a name needs that are not in every sentence.
_SENTENCES, _FEWEST_WORDS = 8, 2

# A sentence, or the part of a helpdesk's title before a dash. An abbreviation ends none.
_SENTENCE = re.compile(
    r"(?<!\bno\.)(?<!\bnr\.)(?<!\bdoc\.)(?<!\be\.g\.)(?<!\bi\.e\.)(?<!\bca\.)(?<!\bz\.B\.)(?<!\bbzw\.)(?<=[.!?;])\s+"
    r"|\n+|\s+[-–—]+>?\s+|\s+->\s*|\s*//+\s+|-{2,}|\s*={3,}\s*"
)
#: A transaction or a report, however somebody typed it.
_CODE = re.compile(r"(?!v\d)[a-z]{1,6}\d{2,4}[a-z]?")
_WORD = re.compile(r"[^\W_]+(?:['_.-][^\W_]+)*")
#: A number of five or more digits, with what it hangs on: "no. 4500012345", "inc1561759", "35934304/item 70".
_DOCUMENT = re.compile(
    r"(?:\b(?:no|nr|num|number|doc|n°|nº)\b\.?\s{0,2})?[#:\s(_-]{0,3}(?:\b[a-z]{1,8}_no|\b[a-z]{1,4}|\b|(?<=[_-]))\d{5,}"
    r"(?:\s?/\s?(?:item|pos)\.?\s?\d+|[/_-]\d+)*\w{0,3}\)?",
    re.IGNORECASE,
)
#: A person by title or as the user an administrator writes about.
_SOMEBODY = re.compile(
    r"\b(?:mr|mrs|ms|herrn?|frau|mme|monsieur|madame|sra?|pan|pani)\b\.?\s+[^\W\d_]+(?:\s+[A-ZÀ-Ż][^\W\d_]+)?"
    r"|\b(?:user|user ?id|login)\s*(?:id|name)?\s*[:=-]+\s*\S+",
    re.IGNORECASE,
)
#: What was left out before a text was kept, and the words that led up to it.
_MARK = re.compile(
    rf"(?:\b(?:my|the) )?(?:\bpass\w* )?(?:(?:is|was) |[:=] ?)?(?:{'|'.join(map(re.escape, MARKS.values()))})"
    r"(?:,? and)?",
    re.IGNORECASE,
)
#: Words of a trouble or a wish.
_TELLING = re.compile(
    r"error|fehler|erreur|b[lł][aą]d|\berro\b|cannot|can'?t\b|unable|\bnot\b|n't\b|\bno\b|none\b|never|nobody|fail|wrong|"
    r"missing|slow|lock|den(?:ied|ies)|permission|forbidden|problem|issue|trouble|duplicate|twice|time(?:s|d)? ?-?out|"
    r"crash|stuck|broken|empty|blank|disappear|\bgone\b|lost|incorrect|invalid|needs?\b|wish|would|should|long to|"
    r"takes|too (?:many|long|much)|forever|\bages\b|instead|strange|confus|difficult|awkward|disabled|switched off|"
    r"double|outdated|refuse|reject|hang|freez|stopped|only\b|forget|nicht|kein|fehlt|falsch|langsam|gesperrt|impossible|"
    r"\bpas\b|manque|bloqu|lent\b|lente|no puedo|falta|\bnie\b|brak|zablok|n[aã]o\b"
    r"|^(?:add|allow|cancel|change|correct|create|delete|enable|extend|give|grant|how to|implement|include|install|let|"
    r"make|merge|option|remove|reset|reverse|set|support|unlock|update)\b",
    re.IGNORECASE,
)
#: How a sentence begins that needs the one before it.
_LEANS = re.compile(
    r"^(?:they|it|its|this|that|these|those|he|she|instead|what if|if|even|in fact|therefore|thus|because|due to|as|"
    r"per|for|which|so|such|same|everything|nothing|then|should've|when (?:he|she|it|they|user)|user|"
    r"how to .{0,20}\b(?:it|this|that))\b",
    re.IGNORECASE,
)
#: Where a clause may end, best at the last of them that fits.
_CLAUSE = re.compile(
    r"\s*[,;:(]\s|\s\(|\s(?:and|but|because|so|although|though|even though|whenever|when|while|if|since|until|which|"
    r"where|whereas|und|aber|weil|obwohl|wenn|seit|sondern|et|mais|parce|car|alors|depuis|pero|porque|cuando|desde|ale|bo|"
    r"ponieważ|gdy|kiedy|mas|quando)\s",
    re.IGNORECASE,
)
#: Where somebody goes on with what it means for them: the matter is said.
_GOES_ON = re.compile(
    r"(?:, | (?:and|so|but|und|et|y|e) )(?:and |so |but |therefore |now |then )?(?=(?:i|we|you|please|it's|it is|can|"
    r"could|ich|wir|es|je|nous|me|nos|bitte)\b)",
    re.IGNORECASE,
)
#: "It worked yesterday, but ...": what follows is the matter, if it has a subject of its own.
_BUT = re.compile(
    r",? (?:but|aber|mais|pero|ale|mas) (?!(?:is|are|was|were|cannot|can|does|do|did|has|have|not|no|will|it|they|then|"
    r"ist|sind|est|sont|es|jest|é)\b)(?=\S)",
    re.IGNORECASE,
)


def name_of(text: str, names: Collection[str] = ()) -> str | None:
    """A line of at most LONGEST characters that says what a report is about; None where its words say nothing.

    `names` are those of people that must not stand in it.
    """
    lines = [_line(sentence) for sentence in _sentences(_impersonal(text, names))]
    lines = [line for line in lines if _says_something(line)]
    chosen = max(lines, key=_worth, default=None)  # the first among equals
    return _shown(_short(chosen)) if chosen else None


def _worth(line: str) -> tuple[bool, bool]:
    return not _LEANS.match(line), bool(_TELLING.search(line))


def _impersonal(text: str, names: Collection[str]) -> str:
    """The part of a text that says something, without people and single documents."""
    words = reading.core(reading.clean(gist(newest_part(text))))
    spans = [*personal_data(words), *names_in(words, names)]
    spans += [Span(*match.span(), "name") for match in _SOMEBODY.finditer(words)]
    for span in reversed(without_overlaps(spans)):
        words = words[: span.start] + " " + words[span.end :]
    words = _MARK.sub(" ", words)
    return _DOCUMENT.sub("", words)


def _sentences(words: str) -> list[str]:
    return [part for part in _SENTENCE.split(words) if part.strip()][:_SENTENCES]


def _line(sentence: str) -> str:
    line = _quiet(" ".join(sentence.split()))
    for pattern, instead in _patterns("any"):
        line = pattern.sub(instead, line)
    line = _trimmed(_opened(" ".join(line.split())))
    halves = _BUT.split(line, maxsplit=1)
    if len(halves) == 2 and not _TELLING.search(halves[0]) and _says_something(halves[1]):
        line = _trimmed(_opened(halves[1].strip()))
    head = _trimmed(_GOES_ON.split(line, maxsplit=1)[0])
    return head if _TELLING.search(head) and _says_something(head) else line


def _opened(line: str) -> str:
    """Without what leads up to the matter."""
    for _ in range(8):
        before = line
        for pattern, instead in _patterns("start"):
            line = pattern.sub(instead, line, count=1).strip()
        if line == before:
            break
    return line


def _trimmed(line: str) -> str:
    """Without what comes after the matter, and without words that lead nowhere now."""
    before = ""
    while line and line != before:
        before = line
        for pattern, instead in _patterns("end"):
            line = pattern.sub(instead, line)
        line = " ".join(line.split())
    return line


def _short(line: str) -> str:
    """Its clauses as far as they fit and say what the whole says; else as many words as fit, with an ellipsis."""
    if len(line) <= LONGEST:
        return line
    telling = bool(_TELLING.search(line))
    ends = [match.start() for match in _CLAUSE.finditer(line) if _SHORTEST_CLAUSE <= match.start() <= LONGEST]
    for end in reversed(ends):
        clause = _trimmed(line[:end])
        if _says_something(clause) and (not telling or _TELLING.search(clause)):
            return clause
    return _trimmed(line[: LONGEST - 1].rsplit(" ", 1)[0]) + "…"


def _says_something(line: str) -> bool:
    words = {word.lower() for word in _WORD.findall(line) if len(word) > 1}
    content = words - word_list("bot.listening", "question_words") - word_list("bot.listening", "unsaid")
    alone = len(words) > 1 and _TELLING.search(line) and not _LEANS.match(line)
    return len(content) >= (1 if alone else _FEWEST_WORDS)


def _shown(line: str) -> str:
    """With a capital, and codes and acronyms in theirs."""
    pieces, at = [], 0
    for word in _WORD.finditer(line):
        if _CODE.fullmatch(word[0]) or word[0] in word_list("bot.listening", "acronyms"):
            pieces += [line[at : word.start()], word[0].upper()]
            at = word.end()
    line = _balanced("".join([*pieces, line[at:]]))
    return line[:1].upper() + line[1:]


def _balanced(line: str) -> str:
    """Without a quotation mark or bracket whose other half was left out."""
    if line.count('"') % 2:
        line = line.replace('"', "")
    if line.count("(") != line.count(")"):
        line = line.replace("(", "").replace(")", "")
    return " ".join(line.split())


def _quiet(line: str) -> str:
    """A line that shouts, in lower case."""
    letters = [character for character in line if character.isalpha()]
    shouts = len(letters) > 12 and sum(character.isupper() for character in letters) > 0.7 * len(letters)
    return line.lower() if shouts else line


@cache
def _patterns(where: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    raw = (files("bot.listening") / "data" / "naming.tsv").read_text(encoding="utf-8")
    rows = (f"{line}\t".split("\t")[:3] for line in raw.splitlines() if line and not line.startswith("#"))
    shapes = {"start": "^(?:{})", "any": "{}", "end": "(?:{})$"}
    return tuple(
        (re.compile(shapes[where].replace("{}", pattern), re.IGNORECASE), instead)
        for kind, pattern, instead in rows
        if kind == where
    )
