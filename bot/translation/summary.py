"""Two sentences for a direct chat: what happens, and what is asked."""

# ruff: noqa: E501  (patterns read best on one line)
import re

from bot.translation.grammar import verb_in
from bot.translation.headline import NO_NEWS, PICTURE
from bot.translation.notice import Notice
from bot.translation.release_list import summary_of_list, title_and_items
from bot.translation.sentences import split_sentences
from bot.translation.standing import standing

#: Only so many sentences of a notice are looked at.
_MOST = 60
_ASKS = re.compile(
    r"\b(?:please|must|need to|have to|should|do not|don't)\b|^(?:save|use|check|log|restart|update|export|call|write)\b",
    re.IGNORECASE,
)
_NOTHING = re.compile(
    r"^(?:this is because|the reason:|here'?s|hello|hi|please plan accordingly|sorry)\b|:$", re.IGNORECASE
)


def summary_of(notice: Notice, quoted: frozenset[str] = frozenset()) -> str:
    """The first sentence and the first that asks for something, or else the second; empty where nothing is news."""
    listed = title_and_items(notice)
    if listed:
        return summary_of_list(*listed)
    told = [s.text for said in notice.sentences(every=True)[:_MOST] for s in split_sentences(said)]
    told = standing(told, quoted)
    told = [PICTURE.sub(" ", sentence).strip() or sentence for sentence in told]
    news = [sentence for sentence in told if not NO_NEWS.search(sentence)]
    whole = [sentence for sentence in news if _says_something(sentence)] or news
    if not whole:
        return ""
    second = next((s for s in whole[1:] if _ASKS.search(s)), whole[1] if len(whole) > 1 else None)
    return " ".join(ended(" ".join(s.split())) for s in [whole[0], *([second] if second else [])])


def _says_something(sentence: str) -> bool:
    if len(sentence.split()) <= 2 or _NOTHING.search(sentence):
        return False
    return bool(verb_in(sentence) or _ASKS.search(sentence))


def ended(sentence: str) -> str:
    """The sentence with a full stop, where it has no end of its own."""
    return sentence if sentence[-1:] in ".!?" else f"{sentence.rstrip(':;,')}."
