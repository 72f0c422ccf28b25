"""Approval: a person publishes, with or against the gate's advice, or discards."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import wording
from bot.cards import Card, Form, Heading, Moment, Outgoing, TextField, ToPerson, ToPlace, note, text
from bot.listening import loop, themes
from bot.listening.model import Theme
from bot.messages import ButtonPressed, FormSubmitted
from bot.people import arrive
from bot.people.model import Purpose
from bot.translation import preview
from bot.translation.draft import open_update
from bot.translation.fidelity import verify
from bot.translation.model import Announcement, Update, UpdateLink, UpdateState
from bot.turn import Stale, Turn

#: The kind of update that says something is mended, so that reporters are asked for their word.
FIXED = "fixed"


def publish(session: Session, turn: Turn, message: ButtonPressed) -> list[Outgoing]:
    """Publish a draft the gate has nothing against. One with problems needs a reason, so this press shows it anew."""
    update = open_update(session, turn, message.value)
    if verify(update.text, f"{update.headline}\n{update.plain}"):
        return [preview.card_for(session, update)]
    return _announce(session, turn, update)


def show_override(session: Session, turn: Turn, press: ButtonPressed) -> Form:
    """The form behind "Publish anyway"."""
    update = open_update(session, turn, press.value)
    return Form(
        name="update.override",
        title="Publish anyway",
        intro="The draft says something the post does not. Your reason is kept and the weekly digest shows it.",
        fields=(TextField("reason", "Why it is right as it is", multiline=True, limit=500),),
        submit="Publish",
        value={"update": str(update.id)},
    )


def read_override(session: Session, turn: Turn, message: FormSubmitted) -> list[Outgoing]:
    """Publish with a reason, although the gate found problems."""
    update = open_update(session, turn, message.value)
    reason = message.answers.get("reason", "").strip()
    if not reason:
        raise Stale("reason")
    update.override_reason = reason[:500]
    return _announce(session, turn, update)


def discard(session: Session, turn: Turn, message: ButtonPressed) -> list[Outgoing]:
    """Throw the draft away."""
    update = open_update(session, turn, message.value)
    update.state = UpdateState.DISCARDED
    return [preview.card_for(session, update)]


def _announce(session: Session, turn: Turn, update: Update) -> list[Outgoing]:
    news = arrive.places_for(session, Purpose.NEWS)
    if not news:
        return [Outgoing(ToPerson(turn.speaker.id), no_news_channel(), f"nonews:{turn.event_id}")]
    update.state = UpdateState.PUBLISHED
    announcement = Announcement(
        update_id=update.id,
        approved_by_id=turn.speaker.id,
        headline=update.headline,
        plain=update.plain,
        summary=update.summary,
        kind=update.kind,
        published_at=turn.now,
    )
    session.add(announcement)
    session.flush()
    told = _tell_reporters(session, turn, update, announcement)
    # A colleague who had said it twice hears of both, and is still one colleague.
    reached = announcement.reporters_told = len({item.to for item in told})
    posts = [Outgoing(ToPlace(p.id), _news_card(announcement), f"news:{announcement.id}:{p.id}") for p in news]
    done = Outgoing(ToPlace(update.place_id, update.message_id), _done(turn, reached), f"published:{announcement.id}")
    return [preview.card_for(session, update), *posts, *told, done]


def _tell_reporters(session: Session, turn: Turn, update: Update, announcement: Announcement) -> list[Outgoing]:
    told: list[Outgoing] = []
    linked = session.scalars(
        select(Theme)
        .join(UpdateLink, UpdateLink.theme_id == Theme.id)
        .where(UpdateLink.update_id == update.id, UpdateLink.confirmed)
        .order_by(Theme.id)
    ).all()
    for theme in linked:
        themes.it_knows(theme, turn.now)
        told += loop.tell_reporters(session, turn, theme, announcement.id, update.summary, update.kind == FIXED)
    return told


def _news_card(announcement: Announcement) -> Card:
    return Card(
        announcement.headline,
        (
            Heading(announcement.headline),
            text(announcement.plain),
            note("From IT, put in plain words and approved by a person. ", Moment(announcement.published_at)),
        ),
    )


def _done(turn: Turn, told: int) -> Card:
    people = "Nobody had reported this, so no one was written to." if told == 0 else ""
    if told:
        people = "I also wrote to the colleague who had reported it." if told == 1 else (
            f"I also wrote to the {told} colleagues who had reported it."
        )  # fmt: skip
    return Card("Published in the news channel", (text(f"{turn.speaker.name} published this. {people}"),))


def no_news_channel() -> Card:
    """There is nowhere to publish yet."""
    return wording.plain(
        "No channel is set for news yet, so nothing went out. Add me to one and I will ask what it is for."
    )
