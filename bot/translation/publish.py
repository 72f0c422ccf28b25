"""Approval: a person publishes, with or against the gate's advice, or discards."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import wording
from bot.cards import Card, Form, Outgoing, TextField, ToPerson, ToPlace
from bot.listening import loop, themes, trail
from bot.listening.model import Complaint, Theme, ThemeStep
from bot.messages import ButtonPressed, FormSubmitted
from bot.people import arrive
from bot.people.model import Person, Purpose
from bot.speaking import N_, _, gettext, ngettext
from bot.translation import audience, correction, news, next_word, outlook, preview, zones
from bot.translation.chain import announcement_of, root_of
from bot.translation.checking import problems_of
from bot.translation.draft import open_update
from bot.translation.model import Announcement, Relation, Update, UpdateLink, UpdateState
from bot.turn import Stale, Turn

#: The kind of update that says something is mended, so that reporters are asked for their word.
FIXED = "fixed"


def publish(session: Session, turn: Turn, message: ButtonPressed) -> list[Outgoing]:
    """Publish a draft the gate has nothing against. One with problems needs a reason, so this press shows it anew."""
    update = open_update(session, turn, message.value)
    if has_problems(session, update):
        return [preview.card_for(session, update)]
    return announce(session, turn, update, turn.speaker)


def has_problems(session: Session, update: Update) -> bool:
    """Whether the gate finds anything in the draft as it stands now."""
    return bool(problems_of(session, update))


def show_override(session: Session, turn: Turn, press: ButtonPressed) -> Form:
    """The form behind "Publish anyway"."""
    update = open_update(session, turn, press.value)
    return Form(
        name="update.override",
        title=_("Publish anyway"),
        intro=_("The draft says something the post does not. Your reason is kept and the weekly digest shows it."),
        fields=(TextField("reason", _("Why it is right as it is"), multiline=True, limit=500),),
        submit=_("Publish"),
        value={"update": str(update.id)},
    )


def read_override(session: Session, turn: Turn, message: FormSubmitted) -> list[Outgoing]:
    """Publish with a reason, although the gate found problems."""
    update = open_update(session, turn, message.value)
    reason = message.answers.get("reason", "").strip()
    if not reason:
        raise Stale("reason")
    update.override_reason = reason[:500]
    return announce(session, turn, update, turn.speaker)


def discard(session: Session, turn: Turn, message: ButtonPressed) -> list[Outgoing]:
    """Throw the draft away."""
    update = open_update(session, turn, message.value)
    update.state, update.publish_at = UpdateState.DISCARDED, None
    return [preview.card_for(session, update)]


def announce(session: Session, turn: Turn, update: Update, approver: Person | None) -> list[Outgoing]:
    """Publish a draft that `approver` approved: to the news channel, or the thread of what it follows, and to people.

    Where no channel is set for news nothing changes, and whoever approved it is told.
    """
    if not arrive.places_for(session, Purpose.NEWS):
        update.publish_at = None
        to = ToPerson(approver.id) if approver else ToPlace(update.place_id, update.answers_in)
        return [preview.card_for(session, update), Outgoing(to, no_news_channel(), f"nonews:{turn.event_id}")]
    announcement = _announcement(session, turn, update, approver)
    told = _tell_reporters(session, turn, update, announcement)
    # A colleague who had said it twice hears of both, and is still one colleague.
    reached = announcement.reporters_told = len({item.to for item in told})
    heads_up = audience.tell(session, turn, update, announcement, {item.to for item in told})
    next_word.appoint_reminder(session, update, announcement)
    done = _done(approver, announcement, reached, len(heads_up))
    return [
        preview.card_for(session, update),
        *news.posts(session, announcement, turn.company.zone),
        *told,
        *heads_up,
        Outgoing(ToPlace(update.place_id, update.answers_in), done, f"published:{announcement.id}"),
    ]


def _announcement(session: Session, turn: Turn, update: Update, approver: Person | None) -> Announcement:
    root = announcement_of(session, update)
    if root is None:
        update.relation, update.follows_id = Relation.OWN, None
    update.state, update.publish_at = UpdateState.PUBLISHED, None
    announcement = Announcement(
        update_id=update.id,
        approved_by_id=approver.id if approver else None,
        headline=update.headline,
        plain=update.plain,
        summary=update.summary,
        kind=update.kind,
        published_at=turn.now,
        relation=update.relation,
        follows_id=root.id if root else None,
    )
    session.add(announcement)
    session.flush()
    return announcement


def _tell_reporters(session: Session, turn: Turn, update: Update, announcement: Announcement) -> list[Outgoing]:
    told: list[Outgoing] = []
    linked = session.scalars(
        select(Theme)
        .join(UpdateLink, UpdateLink.theme_id == Theme.id)
        .where(UpdateLink.update_id == update.id, UpdateLink.confirmed)
        .order_by(Theme.id)
    ).all()

    def words(complaint: Complaint) -> str:
        return zones.for_reader(update.summary, update, zones.of_author(session, update), complaint.person, turn.now)

    _promise(session, turn, update)
    for theme in linked:
        themes.it_knows(theme, turn.now)
        told += loop.tell_reporters(session, turn, theme, announcement.id, words, update.kind == FIXED)
    return [*told, *correction.tell(session, announcement)] if update.relation == Relation.CORRECTION else told


def _promise(session: Session, turn: Turn, update: Update) -> None:
    """A day that IT promises is the day of the themes it answers; a correction moves that of what it corrects."""
    day = outlook.promise_of(session, update)
    about = root_of(session, update) if update.relation == Relation.CORRECTION else update
    for theme, confirmed in outlook.linked(session, about):
        if confirmed and day is not None and theme.promised_for != day:
            theme.promised_for = day
            trail.note(session, turn, theme, ThemeStep.PROMISE, day.isoformat())


def _done(approver: Person | None, announcement: Announcement, told: int, heads_up: int) -> Card:
    where = {
        Relation.FOLLOW_UP: N_("{name} published this as a follow-up in the thread of the first announcement."),
        Relation.CORRECTION: N_("{name} published this as a correction in the thread of the announcement."),
    }.get(announcement.relation, N_("{name} published this in the news channel."))
    said = [gettext(where).format(name=approver.name if approver else _("A colleague"))]
    if told:
        said.append(
            ngettext(
                "I also wrote to the colleague who had reported it.",
                "I also wrote to the {count} colleagues who had reported it.",
                told,
            )
        )
    elif not heads_up:
        said.append(_("Nobody had reported this, so no one was written to."))
    if heads_up:
        said.append(ngettext("1 more got a direct message.", "{count} more got a direct message.", heads_up))
    return wording.plain(" ".join(said))


def no_news_channel() -> Card:
    """There is nowhere to publish yet."""
    return wording.plain(
        _("No channel is set for news yet, so nothing went out. Add me to one and I will ask what it is for.")
    )
