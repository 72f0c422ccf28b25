"""Somebody asks what a post means: a draft in plain words, shown to whoever asked, or drafted where IT may publish."""

from sqlalchemy.orm import Session

from bot import wording
from bot.cards import Block, Bold, Card, Heading, Outgoing, ToPerson, note, text
from bot.messages import ShortcutUsed
from bot.people import arrive
from bot.people.model import Purpose, Role
from bot.speaking import _
from bot.translation import draft, preview
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
    if len(message.text) > draft.LONGEST_POST:
        return [_to_asker(turn, wording.too_long(draft.LONGEST_POST))]
    if turn.draft is None:
        raise LookupError("A post to explain reaches its handler drafted.")
    if turn.purpose == Purpose.IT_UPDATES and Role.IT in turn.roles:
        return _draft_here(session, turn, message)
    return [_to_asker(turn, in_plain_words(message.text, turn.draft))]


def _draft_here(session: Session, turn: Turn, message: ShortcutUsed) -> list[Outgoing]:
    known = draft.newest(session, turn, message.message_id)
    if known is not None and known.state != UpdateState.DISCARDED:
        return [_to_asker(turn, wording.plain(_("There is a draft of this already, in the thread of the post.")))]
    account = arrive.account_of(session, message.author) if message.author is not None else None
    author_id = account.person_id if account is not None else turn.speaker.id
    written = min(message.written_at or message.at, turn.now)
    post = draft.Post(message.text, message.message_id, message.thread, author_id, written)
    return [preview.card_for(session, draft.keep(session, turn, post, fresh=True))]


def in_plain_words(source: str, made: Draft) -> Card:
    """A draft for reading: what was kept, and the words nobody has explained yet."""
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
            note(_("Nothing went out: only you see this.")),
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
    return Outgoing(ToPerson(turn.speaker.id), card, f"explained:{turn.event_id}")
