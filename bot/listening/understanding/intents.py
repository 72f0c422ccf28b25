"""The last word on intent: a guard that keeps small talk from becoming a complaint.

The model has seen a few hundred kinds of small talk; people will always find another. So a message is only heard as a
complaint against some doubt where something in it speaks of work: a screen of the lexicon or a word of a business area.
"""

import re

import numpy as np

from bot.listening.labels import Intent
from bot.listening.understanding.features import Reading
from bot.listening.understanding.model import Floats
from bot.listening.understanding.text import fold

_ORDER = tuple(Intent)
_HEARD = (Intent.COMPLAINT, Intent.QUESTION)
#: How likely talk may be, at most, for a message to be heard: where it speaks of work, where nothing says so, and where
#: it speaks of private life. Chosen on held-out predictions of the training set, so that few complaints are lost.
_WORK, _NEITHER, _PRIVATE = 0.5, 0.3, 0.1
#: How-to questions in the languages in which the model hears few of them.
_HOW = re.compile(
    r"^\W*(wie (kann|\w+e) ich|wo (finde|sehe|kann)|comment|ou (trouver|est|puis)|"
    r"como (se|\w+o)|donde|onde|jak (moge|\w+c)|gdzie)\b[^.!]*\?\s*$"
)


def decide(reading: Reading, probabilities: Floats) -> Intent:
    """The likeliest intent, unless it would hear a complaint in what may well be talk. Without words it is `other`."""
    if reading.words == 0:
        return Intent.OTHER
    best = _ORDER[int(np.argmax(probabilities))]
    if best is Intent.COMPLAINT and _HOW.search(fold(reading.text)):
        best = Intent.QUESTION
    if best not in _HEARD:
        return best
    other, thanks = (float(probabilities[_ORDER.index(intent)]) for intent in (Intent.OTHER, Intent.THANKS))
    allowed = _PRIVATE if reading.private else _WORK if reading.work else _NEITHER
    if other + thanks <= allowed:
        return best
    return Intent.OTHER if other >= thanks else Intent.THANKS
