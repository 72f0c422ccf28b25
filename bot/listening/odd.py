"""Messages that hold nothing to understand: a picture, a row of emoji, an order to the bot, an insult.

These are told apart by their words alone, before anything is asked of a language model. Whatever has an issue in it is
not odd: then the issue counts and the rest is passed over.
"""

import re
from enum import StrEnum

from sqlalchemy.orm import Session

from bot import wording
from bot.cards import Card, Outgoing, ToPlace
from bot.listening.asking import pictures
from bot.listening.paste import gist, newest_part
from bot.messages import MessageEdited, MessageReceived
from bot.turn import Turn
from bot.words import word_list


class Odd(StrEnum):
    """What a message is, if it holds nothing to understand."""

    PICTURE = "picture"
    EMPTY = "empty"
    SIGNS = "signs"
    ORDER = "order"
    INSULT = "insult"


_SHORT_CODE = re.compile(r":[a-z0-9_+-]{2,40}:")
_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")

#: Orders to the bot to be something else than it is.
_ORDER = re.compile(
    r"(?<!\w)(?:"
    r"(?:ignore|disregard|forget|override|bypass)\s+(?:(?:all|any|the|your|these|those|previous|prior|above|earlier|of|my|"
    r"other|system)\s+)*(?:instructions?|rules|prompts?|guidelines|directions|programming|training)"
    r"|(?:reveal|print|show|repeat|output)\s+(?:me\s+)?(?:your|the)\s+(?:system\s+)?(?:prompt|instructions|rules)"
    r"|(?:system prompt|developer mode|jailbreak)"
    r"|you are (?:now|no longer) (?:an?|the|my|in|bound|dan)\b|pretend (?:to be|that you|you are)"
    r"|(?:act|behave|respond|answer) as (?:if you|an? (?:ai|unrestricted|admin|different))"
    r"|(?:ignoriere?|vergiss|missachte)\s+(?:(?:alle|deine|die|bisherigen|vorherigen|obigen)\s+)*"
    r"(?:anweisungen|regeln|instruktionen|vorgaben)"
    r"|(?:ignore[zr]?|oublie[zr]?)\s+(?:(?:toutes?|les|tes|vos|précédentes)\s+)*(?:instructions|consignes|règles)"
    r"|(?:ignora|olvida)\s+(?:(?:todas?|las|tus|anteriores)\s+)*(?:instrucciones|reglas)"
    r"|(?:zignoruj|ignoruj|zapomnij)\s+(?:(?:o|wszystkie|swoje|poprzednie|swoich)\s+)*(?:instrukcje|instrukcjach|polecenia|zasady|zasadach)"
    r"|(?:ignore|esqueça)\s+(?:(?:todas?|as|suas|anteriores)\s+)*(?:instruções|regras)"
    r")(?!\w)",
    re.IGNORECASE,
)
#: How a sentence begins that goes on giving orders.
_GOES_ON = re.compile(
    r"^\W*(?:and |then |now |instead,? |please )*(?:post|send|write|publish|tell|say|answer|reply|reveal|print|show|"
    r"give|"
    r"output|delete|mark|approve|set|make|act|list|you (?:are|must|will|should)|do|poste?|schreibe?|sende|zeige?)\b",
    re.IGNORECASE,
)
#: Words left beside an order that make up an issue.
_ISSUE = 4

_INSULTS = re.compile(
    r"^(?:idiot\w*|stupid\w*|dumb\w*|useless|crap\w*|shit\w*|fuck\w*|fck|wtf|damn\w*|moron\w*|garbage|rubbish|trash|junk|"
    r"suck\w*|pathetic|incompetent\w*|clowns?|worthless|bloody|hell|assholes?|arse\w*|bastards?|bullshit|losers?|morons?|"
    r"jerks?|blöd\w*|dumm\w*|schei(?:ß|ss)\w*|mist|unfähig\w*|müll|arsch\w*|depp\w*|nutzlos\w*|merde|cons?|connards?|nuls?|"
    r"nulle|débile\w*|incapables?|bordel|idiotas?|mierda|inútil(?:es)?|estúpid\w*|basura|gówno|głupi\w*|dupy|beznadziejn\w*|"
    r"kurw\w*|debil\w*|merda|burros?|lixo|inúteis)$",
    re.IGNORECASE,
)


def readable(message: MessageReceived | MessageEdited) -> str:
    """What of a message counts as said: without quoted mail. This is also what is kept."""
    return newest_part(message.text)


def to_understand(text: str) -> str:
    """The part of a readable text that is worth understanding: no stack frames, no orders to the bot."""
    return _without_orders(gist(text)) or text


def odd_of(message: MessageReceived | MessageEdited) -> Odd | None:
    """What an odd message is; None for one with words to understand."""
    text = message.text
    if not text.strip():
        return Odd.PICTURE if isinstance(message, MessageReceived) and message.files else Odd.EMPTY
    if not any(character.isalnum() for character in _SHORT_CODE.sub("", text)):
        return Odd.SIGNS
    if _ORDER.search(text) and len(_WORD.findall(_without_orders(text))) < _ISSUE:
        return Odd.ORDER
    return Odd.INSULT if _only_insults(text) else None


def answer(session: Session, turn: Turn, message: MessageReceived | MessageEdited, odd: Odd) -> list[Outgoing]:
    """One kind sentence, never a complaint card."""
    if odd == Odd.PICTURE and isinstance(message, MessageReceived):
        return pictures.ask(session, turn, message)
    cards: dict[Odd, Card] = {
        Odd.SIGNS: wording.only_signs(),
        Odd.ORDER: wording.no_orders(),
        Odd.INSULT: wording.with_dignity(),
    }
    return [Outgoing(ToPlace(turn.here.id), cards.get(odd, wording.nothing_to_read()), f"odd:{turn.event_id}")]


def _without_orders(text: str) -> str:
    """A text without sentences that give the bot orders, and those right after that go on with them."""
    if not _ORDER.search(text):
        return text
    kept: list[str] = []
    ordering = False
    for sentence in _SENTENCE.split(text):
        ordering = bool(_ORDER.search(sentence)) or (ordering and bool(_GOES_ON.match(sentence)))
        if not ordering:
            kept.append(sentence)
    return " ".join(kept).strip()


def _only_insults(text: str) -> bool:
    words = [word.lower() for word in _WORD.findall(text[:400])]
    if not words or len(text) > 400 or not any(_INSULTS.match(word) for word in words):
        return False
    return all(_INSULTS.match(word) or word in word_list("bot.listening", "filler") for word in words)
