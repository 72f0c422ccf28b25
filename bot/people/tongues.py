"""Which of our languages somebody writes in: told by common words, letters and endings, or left open.

A word that stands in one list only counts one point, in two lists a quarter, in more nothing. People leave accents
out, so a word also counts without them, unless that makes it another language's word. Letters and endings that only
one of the languages has add to it. Quoted text is left out where there is other text: an error message is not a
colleague's own words.
"""

import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from bot.speaking import LANGUAGES

#: What a word counts by how many lists it stands in.
WORTH = {1: 1.0, 2: 0.25}
#: What a letter, an ending or a contraction of one language counts, once a word or place.
SIGN = 0.6
#: From here on a first message shows its language, and one in another language than before shows a change.
SHOWN, CHANGED = 1.0, 3.0
#: How many times more the best language must count than the next one.
AHEAD = 1.7
#: Characters read; the rest of a long message says nothing new.
MOST = 2000

#: Letters of one language, or of two that share no others with the rest.
LETTERS: Mapping[str, tuple[str, ...]] = {
    "ß": ("de",), "ä": ("de",), "ö": ("de",), "ü": ("de",), "ñ": ("es",), "¿": ("es",), "¡": ("es",), "ã": ("pt",),
    "õ": ("pt",), "ą": ("pl",), "ę": ("pl",), "ł": ("pl",), "ż": ("pl",), "ź": ("pl",), "ś": ("pl",), "ć": ("pl",),
    "ń": ("pl",), "è": ("fr",), "ù": ("fr",), "û": ("fr",), "î": ("fr",), "ë": ("fr",), "œ": ("fr",), "ê": ("fr", "pt"),
    "ç": ("fr", "pt"),
}  # fmt: skip

SIGNS: Mapping[str, re.Pattern[str]] = {
    "en": re.compile(r"n['’]t\b|\w['’](?:re|ve|ll|m)\b|\w{3}ing\b"),
    "de": re.compile(r"\w{4}(?:ung|ungen|lich|keit|heit|iert)\b"),
    "es": re.compile(r"\w{3}(?:ción|ciones|dad|miento)\b"),
    "fr": re.compile(r"\b(?:[ldjncsm]|qu)['’](?=\w)|\w{4}(?:ement|eux|euse|aient)\b"),
    "pl": re.compile(r"\w{3}(?:ość|ości|enie|enia|anie|ania|ować|uję|uje|ych|ego|emu|rzy|łem|łam)\b"),
    "pt": re.compile(r"\w{2}(?:ção|ções|ções|dade|mento|agem|inho|ndo)\b"),
}

_QUOTED = re.compile(r"\"[^\"\n]{8,}\"|„[^“”\n]{8,}[“”]|“[^”\n]{8,}”|«[^»\n]{8,}»|^>.*$", re.MULTILINE)
#: What is no word of anybody's: addresses, numbers, and letters under marks that no letter of ours bears.
_UNREAD = re.compile(r"https?://\S+|\S+@\S+|\S*[\d\u0300-\u036f]\S*")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")


def language_of(text: str, known: str | None = None) -> str | None:
    """The language a message shows clearly, or None. `known` is the one its author wrote in before."""
    # Some programs send an accent as a character of its own.
    counts = _points(_own_words(unicodedata.normalize("NFC", text[:MOST])))
    best, second = sorted(LANGUAGES, key=lambda language: -counts[language])[:2]
    points, next_points = counts[best], counts[second]
    enough = CHANGED if known is not None and best != known else SHOWN
    return best if points >= enough and points >= AHEAD * next_points else None


def _own_words(text: str) -> str:
    """What the author wrote themselves, where that is more than a quotation."""
    own = _QUOTED.sub(" ", text)
    return _UNREAD.sub(" ", own if _WORD.search(own) else text).lower()


def _points(text: str) -> dict[str, float]:
    lexicon = _lexicon()
    points = dict.fromkeys(LANGUAGES, 0.0)
    for word in _WORD.findall(text):
        for part in {word, *re.split("['’]", word)}:
            spoken = lexicon.get(part, ())
            for language in spoken:
                points[language] += WORTH.get(len(spoken), 0.0)
        for language in {one for letter in word if letter in LETTERS for one in LETTERS[letter]}:
            points[language] += SIGN
    for language, sign in SIGNS.items():
        points[language] += SIGN * len(sign.findall(text))
    return points


@cache
def _lexicon() -> Mapping[str, tuple[str, ...]]:
    """The languages of each word, as it is written and without its accents."""
    lists = {language: _words(language) for language in LANGUAGES}
    spoken: dict[str, set[str]] = {}
    for language, words in lists.items():
        for word in words:
            spoken.setdefault(word, set()).add(language)
    for language, words in lists.items():
        for word in words:
            bare = _bare(word)
            if len(bare) > 2 and bare != word and not any(bare in lists[other] for other in LANGUAGES):
                spoken.setdefault(bare, set()).add(language)
    return {word: tuple(sorted(languages)) for word, languages in spoken.items()}


def _words(language: str) -> frozenset[str]:
    lines = files("bot.people").joinpath(f"data/words_{language}.txt").read_text("utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


def _bare(word: str) -> str:
    """A word without its accents, as people type it in a hurry."""
    return "".join(c for c in unicodedata.normalize("NFD", word.replace("ł", "l")) if not unicodedata.combining(c))
