"""Two times for one thing: a question to the author, since nobody may guess which one holds."""

# ruff: noqa: E501  (patterns read best on one line)
import re

from bot.translation.facts.calendar import DAY_NAME, DAY_START, MONTH, NEAR_DAY
from bot.translation.sentences import split_sentences

_CLOCK = r"\d{1,2}[:.]\d\d"
_WHEN = re.compile(
    rf"\b(?:{_CLOCK}|{DAY_NAME}|(?:{DAY_START})\b|{NEAR_DAY}|\d{{1,2}}(?:st|nd|rd|th)? {MONTH}|{MONTH} \d{{1,2}}|\d{{4}}-\d\d-\d\d)",
    re.IGNORECASE,
)
#: Words that say nothing about what it is.
_FILLING = re.compile(
    r"\b(?:please note(?: that)?|note that|reminder|correction|update|the|a|an)\b[:,]?", re.IGNORECASE
)
_IS = re.compile(
    r"\b(?:has been|have been|will be|will take place|takes? place|will happen|happens?|is|are)\b", re.IGNORECASE
)
_SPAN = re.compile(rf"(?P<start>{_CLOCK}) ?(?:-|–|to|until|till) ?(?P<end>{_CLOCK})")
_EDGE = re.compile(rf"\b(?:(?P<begins>starts?|begins?)|ends?|is over) (?:at|on) (?P<time>{_CLOCK})", re.IGNORECASE)
#: "It will be back at 21:00", with no zone of its own.
_BACK = re.compile(
    rf"^(?P<what>[^,;:]{{2,60}}?) (?:is|are|will be|should be) (?:back|up again|available again)(?: online| up)?"
    rf"(?: on (?:{DAY_NAME}))? at (?P<time>{_CLOCK})(?! ?(?-i:[A-Z]{{2,4}})\b)",
    re.IGNORECASE,
)
_IT = re.compile(r"(?:it|they|everything|all(?: systems| services)?|the (?:system|service))$", re.IGNORECASE)
#: What a sentence has at least, in letters, besides its time.
_LEAST = 3


def contradicts(text: str) -> bool:
    """Two sentences that differ in nothing but a time, or a start or an end beside the only span of the text."""
    return _says_twice(text) or _leaves_its_span(text)


def _says_twice(text: str) -> bool:
    seen: dict[str, list[str]] = {}
    timed = [(s, [time.lower() for time in _WHEN.findall(s.text)]) for s in split_sentences(text)]
    timed = [(sentence, times) for sentence, times in timed if times]
    for sentence, times in timed if len(timed) > 1 else ():
        bare = _FILLING.sub(" ", _IS.sub(" ", _WHEN.sub("?", sentence.text))).lower()
        bare = " ".join(re.findall(r"[^\W_]+|\?", bare))
        said = sum(letter.isalpha() for letter in bare) >= _LEAST
        if said and seen.setdefault(bare, times) != times:
            return True
    return False


def _leaves_its_span(text: str) -> bool:
    spans = {(span["start"], span["end"]) for span in _SPAN.finditer(text)}
    if len(spans) != 1:
        return False
    start, end = spans.pop()
    if any(edge["time"] != (start if edge["begins"] else end) for edge in _EDGE.finditer(text)):
        return True
    said = [sentence.text for sentence in split_sentences(text)]
    what = next((_first_words(sentence) for sentence in said if _SPAN.search(sentence)), "")
    backs = [_BACK.match(sentence) for sentence in said]
    return any(
        back["time"] != end and (_IT.match(back["what"]) or _first_words(back["what"]) == what)
        for back in backs
        if back is not None
    )


def _first_words(sentence: str) -> str:
    """What a sentence is about, as far as its first two words tell."""
    return " ".join(sentence.lower().split()[:2])
