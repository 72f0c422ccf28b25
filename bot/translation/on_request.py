"""Somebody asks what a post means: a draft in plain words, shown to whoever asked, or drafted where IT may publish."""

from sqlalchemy.orm import Session

from bot import wording
from bot.cards import Block, Bold, Card, Heading, Outgoing, ToPerson, ToPlace, note, text
from bot.messages import MessageEdited, MessageReceived, ShortcutUsed
from bot.people import arrive
from bot.people.model import Purpose, Role
from bot.speaking import _
from bot.translation import draft, preview, requests
from bot.translation.facts import FactKind
from bot.translation.model import UpdateState
from bot.translation.rewrite import Draft
from bot.turn import Turn

#: Facts and terms that are named on the card.
MOST_NAMED = 12
_UNSAID = frozenset({FactKind.NEGATION, FactKind.MODALITY, FactKind.ACTION})


def explain(session: Session, turn: Turn, message: ShortcutUsed) -> list[Outgoing]:
    """What a post means, for whoever asked. In an IT updates channel, IT gets the draft of it in its thread."""
    if not message.text.strip():
        return [_to_asker(turn, wording.nothing_to_read())]
    if turn.draft is None:
        return [_to_asker(turn, wording.too_long(draft.LONGEST_POST))]
    if not _may_publish(turn):
        return [_to_asker(turn, in_plain_words(message.text, turn.draft, alone=True))]
    account = arrive.account_of(session, message.author) if message.author is not None else None
    author_id = account.person_id if account is not None else turn.speaker.id
    written = min(message.written_at or message.at, turn.now)
    post = draft.Post(message.text, message.message_id, message.thread, author_id, written)
    return _draft_here(session, turn, post, ToPerson(turn.speaker.id))


def translate(session: Session, turn: Turn, message: MessageReceived | MessageEdited) -> list[Outgoing]:
    """ "translate" and a text in a direct chat: the text in plain words."""
    asked = requests.asked_for(message.text)
    to = ToPlace(turn.here.id)
    if not asked:
        return [_answer(turn, to, _send_the_text())]
    if turn.draft is None:
        return [_answer(turn, to, wording.too_long(draft.LONGEST_POST))]
    return [_answer(turn, to, in_plain_words(asked, turn.draft, alone=True))]


def in_channel(session: Session, turn: Turn, message: MessageReceived) -> list[Outgoing]:
    """ "translate this" in a channel: the message it answers, or its own text, in plain words in the thread."""
    own = requests.asked_for(requests.without_call(message.text))
    to = ToPlace(turn.here.id, message.thread or message.message_id)
    if turn.source is None or turn.draft is None:
        too_long = len(own or message.answered) > draft.LONGEST_POST
        return [_answer(turn, to, wording.too_long(draft.LONGEST_POST) if too_long else _cannot_see_it())]
    if not _may_publish(turn):
        return [_answer(turn, to, in_plain_words(turn.source.text, turn.draft, alone=False))]
    about = message.message_id if own or message.thread is None else message.thread
    thread = message.thread if own else None
    post = draft.Post(turn.source.text, about, thread, turn.speaker.id, turn.now)
    return _draft_here(session, turn, post, to)


def _may_publish(turn: Turn) -> bool:
    return turn.purpose == Purpose.IT_UPDATES and Role.IT in turn.roles


def _draft_here(session: Session, turn: Turn, post: draft.Post, asker: ToPerson | ToPlace) -> list[Outgoing]:
    known = draft.newest(session, turn, post.message_id)
    if known is not None and known.state != UpdateState.DISCARDED:
        return [_answer(turn, asker, wording.plain(_("There is a draft of this already, in the thread of the post.")))]
    return [preview.card_for(session, draft.keep(session, turn, post, fresh=True))]


def _send_the_text() -> Card:
    return wording.plain(
        _('Write the text behind it, for example: {example}').format(
            example=_("translate The IDoc interface will be down tonight from 22:00"))
    )  # fmt: skip


def _cannot_see_it() -> Card:
    return wording.plain(
        _(
            'I cannot see the message you mean. Mention me again with its text behind "translate", or send it to me '
            "directly."
        )
    )


def in_plain_words(source: str, made: Draft, alone: bool) -> Card:
    """A draft for reading: what was kept, and the words nobody has explained yet. `alone`: nobody else reads it."""
    if made.problems or " ".join(made.plain.split()) == " ".join(source.split()):
        return Card(
            _("I cannot say this more plainly"),
            (
                text(_("I cannot say this more plainly without changing what it says, so these are its own words:")),
                text(made.plain),
                *_terms(made),
            ),
        )
    return Card(
        _("In plain words: {headline}").format(headline=made.headline),
        (
            Heading(_("In plain words")),
            text(Bold(made.headline)),
            text(made.plain),
            *_facts(made),
            *_terms(made),
            *([note(_("Nothing went out: only you see this."))] if alone else []),
        ),
    )


def _facts(made: Draft) -> list[Block]:
    kept = list(dict.fromkeys(fact.text.strip() for fact in made.facts if fact.kind not in _UNSAID))
    return [note(_("Kept as they were: {facts}.").format(facts=_some(kept)))] if kept else []


def _terms(made: Draft) -> list[Block]:
    terms = list(made.unexplained)
    return [note(_("I do not know these words: {terms}.").format(terms=_some(terms)))] if terms else []


def _some(names: list[str]) -> str:
    return ", ".join([*names[:MOST_NAMED], *(["…"] if len(names) > MOST_NAMED else [])])


def _to_asker(turn: Turn, card: Card) -> Outgoing:
    return _answer(turn, ToPerson(turn.speaker.id), card)


def _answer(turn: Turn, to: ToPerson | ToPlace, card: Card) -> Outgoing:
    return Outgoing(to, card, f"explained:{turn.event_id}")
