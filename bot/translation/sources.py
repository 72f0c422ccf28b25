"""What a message asks to be put into plain words, read from the store before anything is thought about it."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from bot.messages import FormSubmitted, Message, MessageEdited, MessageReceived, ShortcutUsed
from bot.people.model import Purpose
from bot.translation import checking, draft, follow_up, own_words, questions, requests, zones
from bot.translation.model import Update, UpdateState, with_added
from bot.translation.updates import reads_like_update
from bot.turn import Source, Stale, Turn, Words


def look_up(session: Session, turn: Turn, message: Message) -> Turn:
    """The turn with the source of the draft that the message calls for, where it calls for one."""
    if isinstance(message, FormSubmitted):
        return replace(turn, source=_renewed(session, turn, message), unchecked=_edited(session, turn, message))
    if turn.person is None or not isinstance(message, MessageReceived | MessageEdited | ShortcutUsed):
        return turn
    text = _text(session, turn, message)
    if text is None or not text.strip() or len(text) > draft.LONGEST_POST:
        return turn
    posted = message.written_at or message.at if isinstance(message, ShortcutUsed) else message.at
    return replace(turn, source=_source(session, text, posted, turn.speaker.zone))


def _source(session: Session, text: str, posted: datetime, zone: str) -> Source:
    return Source(text, posted, zone, own_words.terms_in(session, text))


def _text(session: Session, turn: Turn, message: MessageReceived | MessageEdited | ShortcutUsed) -> str | None:
    """The words to draft, or None."""
    if isinstance(message, ShortcutUsed):
        return message.text if message.shortcut == "explain" else None
    if turn.here.direct:
        return requests.asked_for(message.text)
    if isinstance(message, MessageReceived) and message.mentions_bot:
        asked = requests.asked_for(requests.without_call(message.text))
        if asked is not None:
            return asked or answered_text(session, turn, message)
    if not _is_for_draft(turn, message):
        return None
    if isinstance(message, MessageEdited):
        before = draft.newest(session, turn, message.message_id)
        return with_added(message.text, questions.still_added(session, before, message.text) if before else "")
    return message.text


def answered_text(session: Session, turn: Turn, message: MessageReceived) -> str | None:
    """The words of the message that somebody answers, as the platform brings them or as we drafted from them."""
    if message.answered:
        return message.answered
    known = draft.newest(session, turn, message.thread) if message.thread is not None else None
    return known.text if known is not None else None


def _is_for_draft(turn: Turn, message: MessageReceived | MessageEdited) -> bool:
    if turn.purpose != Purpose.IT_UPDATES:
        return False
    if isinstance(message, MessageReceived) and message.thread is not None:
        return follow_up.goes_on(message.text) or reads_like_update(message.text)
    return not draft.is_unclear(message.text) and reads_like_update(message.text)


def _renewed(session: Session, turn: Turn, message: FormSubmitted) -> Source | None:
    """The post of a draft with what a form adds: answers to questions, or a word that is explained now."""
    try:
        update = draft.open_update(session, turn, message.value) if message.form in RENEWING else None
    except Stale:
        return None
    if update is None or update.state != UpdateState.DRAFTED:
        return None
    added, terms = update.added, {}
    if message.form == "update.answer":
        added = questions.added_with(session, update, questions.given_in(session, update, message.answers))
        if added == update.added:
            return None
    else:
        name, plain = own_words.named(message.value.get("term", "")), own_words.said(message.answers.get("plain", ""))
        if not (name and plain):
            return None
        terms = {name: plain}
    return _with_terms(session, update, with_added(update.text, added), terms)


def _edited(session: Session, turn: Turn, message: FormSubmitted) -> Words | None:
    """What an editor makes of a draft, for the gate's second look."""
    if message.form != "update.edit":
        return None
    try:
        return checking.edited(session, draft.open_update(session, turn, message.value), message)
    except Stale:
        return None


#: Forms that make the draft of a post anew.
RENEWING = frozenset({"update.answer", "term.explain"})


def _with_terms(session: Session, update: Update, text: str, terms: dict[str, str]) -> Source:
    held = {name: plain for name, plain in own_words.terms_in(session, text) if own_words.key_of(name) not in
            {own_words.key_of(new) for new in terms}}  # fmt: skip
    return Source(text, update.posted_at, zones.of_author(session, update), tuple({**held, **terms}.items()))
