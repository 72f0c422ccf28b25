"""From IT's post to a draft in its thread, with the evidence; nothing leaves before a person presses Publish."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import wording
from bot.cards import Form, Outgoing, TextField, ToPlace
from bot.listening import themes
from bot.messages import ButtonPressed, FormSubmitted, MessageDeleted, MessageEdited, MessageReceived
from bot.speaking import _
from bot.translation import checking, follow_up, preview, questions
from bot.translation.checking import LONGEST_EDIT, LONGEST_HEADLINE
from bot.translation.fidelity import verify
from bot.translation.kinds import UpdateKind
from bot.translation.model import Relation, Update, UpdateLink, UpdateState
from bot.translation.promised import promised_day
from bot.turn import Stale, Turn, id_in

#: Posts longer than this are not drafted, in characters.
LONGEST_POST = 40_000
#: A post of one or two words with one of these is news that says too little.
NEWS_IN_A_WORD = frozenset(
    {
        "fixed",
        "solved",
        "resolved",
        "done",
        "down",
        "up",
        "back",
        "restored",
        "deployed",
        "restarted",
        "live",
        "outage",
        "maintenance",
        "downtime",
        "offline",
        "online",
        "delayed",
        "postponed",
        "cancelled",
        "unavailable",
        "slow",
        "wartung",
        "störung",
        "ausfall",
        "behoben",
    }
)


@dataclass(frozen=True)
class Post:
    """What is drafted: the words, the message they stand in, who wrote them and when, and what was added to them."""

    text: str
    message_id: str
    thread: str | None
    author_id: int | None
    posted_at: datetime
    added: str = ""


def draft_update(session: Session, turn: Turn, message: MessageReceived | MessageEdited) -> list[Outgoing]:
    """A post that reads like an update: keep it, propose the themes it answers, and show the draft in its thread."""
    thread = message.thread if isinstance(message, MessageReceived) else None
    post = Post(message.text, message.message_id, thread, turn.speaker.id, turn.now)
    return [preview.card_for(session, keep(session, turn, post, fresh=isinstance(message, MessageReceived)))]


def keep(session: Session, turn: Turn, post: Post, fresh: bool) -> Update:
    """Keep the draft of a post of this channel. A `fresh` post may follow what was published before."""
    update = Update(
        source=turn.event_id,
        place_id=turn.here.id,
        message_id=post.message_id,
        thread=post.thread,
        author_id=post.author_id,
        state=UpdateState.DRAFTED,
        posted_at=post.posted_at,
    )
    _write(update, post.text, turn, post.added)
    session.add(update)
    session.flush()
    _propose(session, turn, update)
    if fresh:
        follow_up.relate(session, turn, update)
    return update


def is_unclear(text: str) -> bool:
    """True for a post that is meant as news but says too little, or more than anybody reads, to draft from it."""
    words = {word.strip(".,:!?").lower() for word in text[:200].split()}
    in_a_word = len(text.split()) <= 2 and not text.rstrip().endswith("?")
    return len(text) > LONGEST_POST or (in_a_word and not words.isdisjoint(NEWS_IN_A_WORD))


def ask_for_more(session: Session, turn: Turn, message: MessageReceived) -> list[Outgoing]:
    """Ask the author for what colleagues would ask."""
    too_long = len(message.text) > LONGEST_POST
    card = wording.too_long(LONGEST_POST) if too_long else wording.say_more()
    return [Outgoing(ToPlace(turn.here.id, message.message_id), card, f"more:{turn.event_id}")]


def _write(update: Update, text: str, turn: Turn, added: str = "") -> None:
    """Put the fresh draft of this post, and of what its author added, into its row."""
    if turn.draft is None or turn.source is None:
        raise LookupError("An update reaches its handler drafted.")
    draft = turn.draft
    update.text, update.added, update.kind, update.engine = text, added, draft.kind, draft.engine
    if draft.kind == UpdateKind.FIXED and promised_day(text, update.posted_at, turn.source.zone) is not None:
        update.kind = UpdateKind.OUTAGE  # what will be fixed is not fixed yet, and nobody is asked whether it is
    update.headline, update.plain, update.summary = draft.headline, draft.plain, draft.summary
    update.modules, update.missing = ",".join(draft.affected_modules), ",".join(draft.missing)
    update.unexplained, update.edited_by_id = "\n".join(draft.unexplained), None
    checking.keep(update, turn.checked)


def renew(update: Update, turn: Turn, added: str, new: str) -> None:
    """Draft again with what somebody in IT has just said. An editor's own words stay, with `new` below them.

    Nobody has approved the new words, so a draft that waited for a time does not go out by itself.
    """
    if update.edited_by_id is None:
        before = update.headline
        _write(update, update.text, turn, added)
        if not verify(update.said, f"{before}\n{update.plain}"):
            update.headline = before  # what was answered is seldom the news itself
    elif turn.draft is not None:
        update.added, update.plain = added, f"{update.plain}\n\n{new}"[:LONGEST_EDIT]
        update.missing, update.unexplained = ",".join(turn.draft.missing), "\n".join(turn.draft.unexplained)
    update.publish_at = None


def _propose(session: Session, turn: Turn, update: Update) -> None:
    """Propose the themes this update seems to answer; the author unticks those it does not."""
    if turn.embedding is None:
        return
    modules = [name for name in update.modules.split(",") if name]
    for theme in themes.answered_by(session, turn.embedding, modules):
        session.add(UpdateLink(update_id=update.id, theme_id=theme.id, confirmed=True))
    session.flush()


def redraft(session: Session, turn: Turn, message: MessageEdited) -> list[Outgoing]:
    """IT edited the post: draft again in place, or draft a correction of what is published already.

    Nobody has approved the new words, so they do not go out by themselves.
    """
    update = newest(session, turn, message.message_id)
    if update is None:
        return draft_update(session, turn, message)
    if turn.draft is None or update.text == message.text:
        return []
    if update.state == UpdateState.DRAFTED:
        _write(update, message.text, turn, _added(turn, message.text))
        update.publish_at = None
        return [preview.card_for(session, update)]
    published = update if update.state == UpdateState.PUBLISHED else newest(session, turn, message.message_id, True)
    if published is None or (published.plain, published.headline) == (turn.draft.plain, turn.draft.headline):
        return []
    return _draft_correction(session, turn, message, published)


def _added(turn: Turn, text: str) -> str:
    """The answers that were drafted together with a post."""
    return turn.source.text.removeprefix(text).strip() if turn.source is not None else ""


def newest(session: Session, turn: Turn, message_id: str, published: bool = False) -> Update | None:
    """The newest draft of a post: one that was corrected has several."""
    query = select(Update).where(Update.place_id == turn.here.id, Update.message_id == message_id)
    if published:
        query = query.where(Update.state == UpdateState.PUBLISHED)
    return session.scalar(query.order_by(Update.id.desc()).limit(1))


def _draft_correction(session: Session, turn: Turn, message: MessageEdited, published: Update) -> list[Outgoing]:
    added = _added(turn, message.text)
    post = Post(message.text, message.message_id, published.thread, turn.speaker.id, turn.now, added)
    update = keep(session, turn, post, fresh=False)
    for link in session.scalars(select(UpdateLink).where(UpdateLink.update_id == update.id)).all():
        session.delete(link)  # those who were told hear it; nobody is asked again whether it is fixed
    update.follows_id, update.relation = published.id, Relation.CORRECTION
    update.audience = published.audience
    questions.copy_answers(session, published, update)
    session.flush()
    return [preview.card_for(session, update)]


def drop(session: Session, turn: Turn, message: MessageDeleted) -> list[Outgoing]:
    """IT deleted the post: its draft goes with it, unless it is published."""
    update = newest(session, turn, message.message_id)
    if update is None or update.state != UpdateState.DRAFTED:
        return []
    update.state, update.publish_at = UpdateState.DISCARDED, None
    return [preview.card_for(session, update)]


def open_update(session: Session, turn: Turn, value: dict[str, str]) -> Update:
    """The update a button is about, still a draft. Raises Stale otherwise: somebody was faster, or it is made up."""
    update = session.get(Update, id_in(value, "update"))
    if update is None or update.state != UpdateState.DRAFTED:
        raise Stale("update")
    return update


def toggle_link(session: Session, turn: Turn, message: ButtonPressed) -> list[Outgoing]:
    """The author says that the update does, or does not, answer a theme."""
    update = open_update(session, turn, message.value)
    link = session.scalar(
        select(UpdateLink).where(
            UpdateLink.update_id == update.id, UpdateLink.theme_id == id_in(message.value, "theme")
        )
    )
    if link is None:
        raise Stale("theme")
    # The button says which of the two it means, so that pressing it twice does not undo it.
    link.confirmed = message.value.get("answers") == "yes"
    return [preview.card_for(session, update)]


def show_edit(session: Session, turn: Turn, press: ButtonPressed) -> Form:
    """The form behind Edit."""
    update = open_update(session, turn, press.value)
    return Form(
        name="update.edit",
        title=_("Edit the draft"),
        intro=_("I check your words against the post again before anything goes out."),
        fields=(
            TextField("headline", _("Headline"), update.headline, limit=LONGEST_HEADLINE),
            TextField("plain", _("In plain words"), update.plain, multiline=True, limit=LONGEST_EDIT),
        ),
        submit=_("Save"),
        value={"update": str(update.id)},
    )


def read_edit(session: Session, turn: Turn, message: FormSubmitted) -> list[Outgoing]:
    """An editor's words replace the draft; the preview shows what the gate finds in them."""
    update = open_update(session, turn, message.value)
    headline, plain = checking.new_words(message)
    if not headline or not plain:
        raise Stale("answers")
    update.headline, update.plain = headline, plain
    checking.keep(update, turn.checked)
    update.summary = preview.two_sentences(update.plain)
    update.edited_by_id = turn.speaker.id
    return [preview.card_for(session, update)]
