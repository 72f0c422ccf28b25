"""What the language model and the articles are asked before an answer, with no transaction open."""

from dataclasses import replace

from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from bot.listening import hear, odd, themes
from bot.listening.asking.index import Knowledge
from bot.listening.labels import Intent
from bot.listening.paste import newest_part
from bot.messages import FormSubmitted, Message, MessageEdited, MessageReceived, ShortcutUsed
from bot.people.model import Purpose
from bot.ports import Behalf, LanguageModel
from bot.pulse.mornings import zone_of
from bot.translation import sources
from bot.translation.rewrite import RULES
from bot.turn import Checked, Source, Turn, Words
from bot.typed import command_of


def look_up(session: Session, turn: Turn, message: Message) -> Turn:
    """Read from the store what the language model is to be asked about."""
    return sources.look_up(session, turn, message)


async def think(language: LanguageModel, knowledge: Knowledge, turn: Turn, message: Message) -> Turn:
    """Ask the language model, and the articles, what the message needs, with no transaction open."""
    behalf = Behalf(turn.company.id, turn.names)
    if turn.source is not None:
        return await _draft(language, turn, turn.source, message, behalf)
    if turn.unchecked is not None:
        return replace(turn, checked=await _checked(language, turn.unchecked))
    if not isinstance(message, MessageReceived | MessageEdited | ShortcutUsed) or not message.text.strip():
        return turn
    if isinstance(message, ShortcutUsed):
        if message.shortcut == "explain" or len(message.text) > hear.LONGEST:
            return turn
        words = odd.to_understand(newest_part(message.text))
        understanding = await language.understand(words, behalf)
        return replace(turn, understanding=understanding, embedding=(await language.embed([words]))[0])
    if turn.here.direct and command_of(message.text) is None:
        return await _understand(language, knowledge, turn, message, behalf)
    return turn


async def _draft(language: LanguageModel, turn: Turn, source: Source, message: Message, behalf: Behalf) -> Turn:
    """A draft of the source, and its meaning where it may answer themes."""
    posted = source.posted.astimezone(zone_of(source.zone))
    made = await language.rewrite(source.text, posted, source.zone, dict(source.terms), behalf)
    renewed = isinstance(message, FormSubmitted) or turn.purpose != Purpose.IT_UPDATES
    checked = None
    if made.engine != RULES:
        checked = await _checked(language, Words(source.text, f"{made.headline}\n{made.plain}"))
    embedding = None if renewed else (await language.embed([source.text]))[0]
    return replace(turn, draft=made, embedding=embedding, checked=checked)


async def _checked(language: LanguageModel, words: Words) -> Checked:
    return Checked(words, await language.check(words.said, words.draft))


async def _understand(
    language: LanguageModel, knowledge: Knowledge, turn: Turn, message: MessageReceived | MessageEdited, behalf: Behalf
) -> Turn:
    if odd.odd_of(message) is not None:
        return turn
    words = odd.to_understand(odd.readable(message))
    understanding = await language.understand(words, behalf)
    passage = await knowledge.answer(words) if understanding.intent == Intent.QUESTION else None
    embedding = (await language.embed([words]))[0]
    return replace(turn, understanding=understanding, embedding=embedding, passage=passage)


def prepare(session: Session, turn: Turn, thought: Turn) -> None:
    """Read what the answer will need, and what may take a while, before the writing transaction begins."""
    if thought.understanding is not None:
        themes.warm(session, turn.company.id)


def with_thoughts(fresh: Turn, thought: Turn) -> Turn:
    """The turn as the writing transaction sees it, with what was thought before it began.

    Raises StaleDataError where what was drafted is no longer what is to be drafted.
    """
    if fresh.source != thought.source or fresh.unchecked != thought.unchecked:
        raise StaleDataError("Somebody else changed what was drafted.")
    return replace(
        fresh,
        understanding=thought.understanding,
        draft=thought.draft,
        embedding=thought.embedding,
        passage=thought.passage,
        checked=thought.checked,
        names=thought.names,
    )
