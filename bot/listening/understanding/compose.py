"""Composed examples: written sentence frames, filled with the words of each business area.

A person writes a frame once ("{attr} is ignored, we correct every {doc} by hand") and the words of an area once; every
frame then occurs with half of the areas. So the model learns that why it hurts and where it hurts are told by different
words, which a few thousand whole messages teach badly. The same data files always give the same examples.
"""

import json
import re
import zlib
from collections.abc import Iterator, Sequence
from importlib.resources import files
from itertools import count
from random import Random
from typing import Any, TypeVar

from bot.listening.labels import Cause, Impact, Intent, Module
from bot.listening.understanding.examples import Example

Frame = TypeVar("Frame")

VOICE = "composed"
#: What a composed example counts beside a written one: it is less like what people write, and there are as many.
WEIGHT = 0.5
#: Of so many frames, two also come as a mail with a subject.
MAIL_EVERY = 8

_SLOT = re.compile(r"\{(\w+)\}")
_TAKES_ARTICLE = re.compile(
    r"\b(on|of|with|about|behind|open|opening|saving|unlock|for|print|when|creating|see|show|submitting|blocks|loads?|"
    r"finish|without|sends|passes)$"
)
_OPENINGS = ("hello, ", "hi team, ", "dear all, ", "", "good morning, ", "hi, ", "hello it, ")
_ENDINGS = (
    "",
    "please check",
    "kindly help",
    "screenshot attached",
    "thanks in advance",
    "see below",
    "regards",
    "pls",
)


class _Words:
    """Hands out the words of one area, each slot's in an order of its own, over and over."""

    def __init__(self, name: str, slots: dict[str, list[str]]) -> None:
        self._slots = {}
        for slot, words in slots.items():
            mixed = list(words)
            Random(f"{name} {slot}").shuffle(mixed)  # noqa: S311 - an order, not a secret
            self._slots[slot] = mixed
        self._next = {slot: count() for slot in slots}

    def take(self, slot: str) -> str:
        words = self._slots[slot]
        return words[next(self._next[slot]) % len(words)]

    def fill(self, frame: str) -> str:
        def word(found: re.Match[str]) -> str:
            taken = self.take(found[1])
            before = frame[: found.start()].rstrip()
            if taken.startswith("the ") and before.endswith((" the", " new")):
                return taken.removeprefix("the ")
            if found[1] == "doc" and _TAKES_ARTICLE.search(before):
                return f"{_article(taken)} {taken}"
            return taken

        return _SLOT.sub(word, frame)


def composed() -> list[Example]:
    """Every frame in half of the areas, some of them as mails too; other languages, praise and small talk."""
    data = _read("frames.json")
    return [
        *_complaints(data["frames"], data["areas"]),
        *(example for language in data["languages"].values() for example in _foreign(**language)),
        *_praise(data["praise_frames"], data["areas"]),
        *_talk(data["talk_frames"], data["talk_words"]),
    ]


def _complaints(frames: list[dict[str, str]], areas: dict[str, dict[str, list[str]]]) -> Iterator[Example]:
    for place, (module, slots) in enumerate(areas.items()):
        words = _Words(module, slots)
        for number, frame in _half(frames, place):
            text = words.fill(frame["text"])
            yield _labelled(text, frame, module)
            if number % MAIL_EVERY < 2:
                subject = words.take("doc" if number % 2 else "place")
                opening, ending = _OPENINGS[number % len(_OPENINGS)], _ENDINGS[number % len(_ENDINGS)]
                mail = f"{subject} - {opening}{words.fill(frame['text'])}. {ending}"
                yield _labelled(mail.strip(), frame, module)


def _foreign(areas: dict[str, list[str]], frames: list[dict[str, str]]) -> Iterator[Example]:
    """One word an area and frame, in another language than English."""
    for place, (module, nouns) in enumerate(areas.items()):
        words = _Words(module, {"x": nouns})
        for _, frame in _half(frames, place):
            yield _labelled(words.fill(frame["text"]), frame, module)


def _praise(frames: list[str], areas: dict[str, dict[str, list[str]]]) -> Iterator[Example]:
    for place, (module, slots) in enumerate(areas.items()):
        words = _Words(module, slots)
        for _, frame in _half(frames, place):
            yield Example(text=words.fill(frame), intent=Intent.THANKS, voice=VOICE, weight=WEIGHT)


def _half(frames: Sequence[Frame], place: int) -> list[tuple[int, Frame]]:
    """Every second frame with its number, the others in the next area: half the time, and all words still occur."""
    return [(number, frame) for number, frame in enumerate(frames) if (number + place) % 2 == 0]


def _labelled(text: str, frame: dict[str, str], module: str) -> Example:
    return Example(
        text=text,
        intent=Intent(frame.get("intent", Intent.COMPLAINT)),
        cause=Cause(frame["cause"]),
        module=Module(module),
        impact=Impact(frame["impact"]),
        voice=VOICE,
        weight=WEIGHT,
    )


def _talk(frames: list[str], slots: dict[str, list[str]]) -> Iterator[Example]:
    """Each word once; the frames that take it in turn."""
    for slot, words in slots.items():
        fitting = [frame for frame in frames if f"{{{slot}}}" in frame]
        for number, word in enumerate(words):
            text = fitting[number % len(fitting)].replace(f"{{{slot}}}", word)
            yield Example(text=text, intent=Intent.OTHER, voice=VOICE, weight=WEIGHT)


def _article(noun: str) -> str:
    """The definite one for half of the nouns, always the same half."""
    if zlib.crc32(noun.encode()) % 2:
        return "the"
    return "an" if noun[0] in "aeiou" else "a"


def _read(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(
        (files("bot.listening") / "data" / "composed" / name).read_text(encoding="utf-8")
    )
    return found
