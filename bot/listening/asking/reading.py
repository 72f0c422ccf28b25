"""How questions and passages are read: which words count, and in what pieces a passage is compared."""

import re
from itertools import pairwise

from bot.listening.asking.articles import Passage
from bot.listening.understanding.text import fold
from bot.words import word_list

#: Words of a piece. The embedder reads 40 word pieces, about 30 words, of which the headings take some.
WINDOW = 22

_WORD = re.compile(r"[a-z0-9]+")
_SENTENCE = re.compile(r"(?<=[.!?:])\s+|\n+")
_ENDINGS = re.compile(r"(?<=\w{4})(?:ations?|ings?|ers?|ies|es|ed|s|y|e)$")


def key_words(text: str) -> list[str]:
    """The words that count, cut back to their stems so that "posting" and "posted" are one, and pairs of them."""
    common = word_list("bot.listening", "question_words")
    stems = [_ENDINGS.sub("", word) for word in _WORD.findall(fold(text)) if word not in common]
    return stems + [f"{first} {second}" for first, second in pairwise(stems)]


def windows(passage: Passage) -> list[str]:
    """A passage in pieces short enough for the embedder, each with the headings it stands under."""
    title = passage.source.replace(", ", ": ")
    pieces = [title]
    sentence_words: list[str] = []
    for sentence in _SENTENCE.split(passage.text):
        words = sentence.split()
        if sentence_words and len(sentence_words) + len(words) > WINDOW:
            pieces.append(f"{passage.heading}. {' '.join(sentence_words)}")
            sentence_words = []
        sentence_words += words
    if sentence_words:
        pieces.append(f"{passage.heading}. {' '.join(sentence_words)}")
    return pieces
