"""The last word on intent: rules that hold whatever the model says."""

import numpy as np

from bot.listening.labels import Intent
from bot.listening.understanding.features import Reader, Reading
from bot.listening.understanding.model import Floats


def decide(reading: Reading, probabilities: Floats, reader: Reader) -> Intent:
    """The model's likeliest intent, or `other` for a text without words."""
    if reading.words == 0:
        return Intent.OTHER
    return list(Intent)[int(np.argmax(probabilities))]
