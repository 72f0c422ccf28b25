"""Plain words for long ones: a table of phrases, after the few rules that need to see what stands around."""

import re
from functools import cache
from importlib.resources import files

from bot.translation.grammar import capital
from bot.translation.phrase_rules import by_rules, kept_case
from bot.translation.tone import without_marketing

_WORD = re.compile(r"[A-Za-z][A-Za-z'’-]*")
_QUOTED = re.compile(r"\"[^\"]{1,120}\"|“[^”]{1,120}”|`[^`]{1,120}`|\S*[/@_\\]\S*")
#: What leaving out words at the beginning leaves in front.
_HANGING_SIGN = re.compile(r"^[,;:]\s*(?=\w)")


@cache
def _table() -> dict[str, tuple[tuple[tuple[str, ...], str], ...]]:
    """The phrases by their first word, the longest first."""
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for line in files("bot.translation").joinpath("data/phrases.tsv").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            long, _, plain = line.partition("\t")
            words = tuple(long.split())
            found.setdefault(words[0], []).append((words[1:], plain))
    return {first: tuple(sorted(rest, key=lambda row: -len(row[0]))) for first, rest in found.items()}


def plainer(sentence: str) -> str:
    """The sentence with each phrase of the table and each rule applied; names, quotes and paths stay."""
    plain = _swap(by_rules(without_marketing(sentence)))
    if plain != sentence:
        plain = _HANGING_SIGN.sub("", plain) or plain  # "Please be advised that, under ..." leaves its comma
    return capital(plain)


def _swap(sentence: str) -> str:
    table = _table()
    words = list(_WORD.finditer(sentence))
    low = [word[0].lower() for word in words]
    if not any(word in table for word in low):
        return sentence
    closed = [match.span() for match in _QUOTED.finditer(sentence)]
    pieces: list[str] = []
    last = at = 0
    while at < len(words):
        found = _phrase(sentence, words, low, at)
        start = words[at].start()
        if found is None or any(begin <= start < end for begin, end in closed):
            at += 1
            continue
        length, plain = found
        end = words[at + length - 1].end()
        pieces += [sentence[last:start], kept_case(sentence[start:end], plain)]
        last, at = end, at + length
        if not plain and sentence[last : last + 1] == " ":
            last += 1
    return "".join([*pieces, sentence[last:]])


def _phrase(sentence: str, words: list[re.Match[str]], low: list[str], at: int) -> tuple[int, str] | None:
    """The longest phrase that begins with this word. A capital inside a sentence makes a word part of a name."""
    if at and words[at][0][0].isupper():
        return None
    for rest, plain in _table().get(low[at], ()):
        length = 1 + len(rest)
        if tuple(low[at + 1 : at + length]) == rest and (
            length == 1 or sentence[words[at].end() : words[at + length - 1].end()].lower().split() == list(rest)
        ):
            return length, plain
    return None
