"""What the language model and the articles are asked before an answer, with no transaction open."""

from dataclasses import replace

from sqlalchemy.orm import Session

from bot.conversation import command_of
from bot.listening import odd, themes
from bot.listening.asking.index import Knowledge
from bot.listening.labels import Intent
from bot.listening.paste import newest_part
from bot.messages import Message, MessageEdited, MessageReceived, ShortcutUsed
from bot.people.model import Purpose
from bot.ports import Behalf, LanguageModel
from bot.translation import draft, follow_up
from bot.translation.updates import reads_like_update
from bot.turn import Turn


async def think(language: LanguageModel, knowledge: Knowledge, turn: Turn, message: Message) -> Turn:
    """Ask the language model, and the articles, what the message needs, with no transaction open."""
    if not isinstance(message, MessageReceived | MessageEdited | ShortcutUsed) or not message.text.strip():
        return turn
    behalf = Behalf(turn.company.id, turn.names)
    if isinstance(message, ShortcutUsed):
        return await _think_of_chosen(language, turn, message, behalf)
    if turn.here.direct and command_of(message.text) is None:
        return await _understand(language, knowledge, turn, message, behalf)
    if _is_for_draft(turn, message):
        return replace(
            turn,
            draft=await language.rewrite(message.text, message.at, turn.speaker.zone, {}, behalf),
            embedding=(await language.embed([message.text]))[0],
        )
    return turn


async def _think_of_chosen(language: LanguageModel, turn: Turn, message: ShortcutUsed, behalf: Behalf) -> Turn:
    """What a message is about that somebody chose a shortcut on, or its draft."""
    if len(message.text) > draft.LONGEST_POST:
        return turn
    if message.shortcut == "explain":
        written = message.written_at or message.at
        return replace(
            turn,
            draft=await language.rewrite(message.text, written, turn.speaker.zone, {}, behalf),
            embedding=(await language.embed([message.text]))[0],
        )
    words = odd.to_understand(newest_part(message.text))
    understanding = await language.understand(words, behalf)
    return replace(turn, understanding=understanding, embedding=(await language.embed([words]))[0])


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
    """The turn as the writing transaction sees it, with what was thought before it began."""
    return replace(
        fresh,
        understanding=thought.understanding,
        draft=thought.draft,
        embedding=thought.embedding,
        passage=thought.passage,
        names=thought.names,
    )


def _is_for_draft(turn: Turn, message: MessageReceived | MessageEdited) -> bool:
    if turn.purpose != Purpose.IT_UPDATES:
        return False
    if isinstance(message, MessageReceived) and message.thread is not None:
        return follow_up.goes_on(message.text) or reads_like_update(message.text)
    return not draft.is_unclear(message.text) and reads_like_update(message.text)
