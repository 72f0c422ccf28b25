"""What colleagues read in the news channel: an announcement, its newest state, and what follows in its thread."""

import re
from collections.abc import Mapping
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.cards import Block, Bold, Card, Heading, Moment, Outgoing, ToPlace, note, text
from bot.people import arrive
from bot.people.model import Purpose
from bot.pulse.mornings import zone_of
from bot.speaking import N_, Labels, _, day, ngettext
from bot.store import outbox
from bot.translation import audience, correction, zones
from bot.translation.kinds import UpdateKind
from bot.translation.model import Announcement, Relation, Update
from bot.translation.near_days import near_days
from bot.translation.once import below

#: How a follow-up changes the state an announcement shows.
STATES: Mapping[UpdateKind, str] = Labels(
    {
        UpdateKind.FIXED: N_("Fixed"),
        UpdateKind.OUTAGE: N_("Not solved yet"),
        UpdateKind.DELAY: N_("Delayed"),
        UpdateKind.ROLLBACK: N_("Taken back"),
        UpdateKind.WITHDRAWAL: N_("Withdrawn"),
    }
)

_STILL = re.compile(r"\bstill\b|\bnot (?:yet )?(?:fixed|solved|resolved)\b", re.IGNORECASE)


def posts(session: Session, announcement: Announcement, zone: str) -> list[Outgoing]:
    """The announcement for each news channel. A follow-up goes into the thread of the first one, which is edited."""
    places = arrive.places_for(session, Purpose.NEWS)
    root = session.get(Announcement, announcement.follows_id) if announcement.follows_id is not None else None
    if root is None:
        card = _card(session, announcement, zone)
        return [Outgoing(ToPlace(place.id), card, _key(announcement, place.id)) for place in places]
    outgoing = []
    reply, changed = _reply(session, announcement), _card(session, root, zone)
    for place in places:
        thread = outbox.message_shown(session, _key(root, place.id))
        outgoing.append(Outgoing(ToPlace(place.id, thread), reply, _key(announcement, place.id)))
        if thread is not None or outbox.is_known(session, _key(root, place.id)):
            outgoing.append(Outgoing(ToPlace(place.id), changed, _key(root, place.id)))
    return outgoing


def _key(announcement: Announcement, place_id: int) -> str:
    return f"news:{announcement.id}:{place_id}"


def followers(session: Session, root: Announcement) -> list[Announcement]:
    """What was published after it about the same thing, oldest first."""
    return list(
        session.scalars(select(Announcement).where(Announcement.follows_id == root.id).order_by(Announcement.id))
    )


def state_of(root: Announcement, later: list[Announcement], zone: ZoneInfo) -> str:
    """The newest state with its time, such as "Fixed at 14:20"; empty where nothing followed."""
    if not later:
        return ""
    # A correction puts words right; it does not take back that something is fixed.
    newest = ([one for one in later if one.relation != Relation.CORRECTION] or later)[-1]
    when, first = newest.published_at.astimezone(zone), root.published_at.astimezone(zone)
    if when.date() == first.date():
        return _("{state} at {time}").format(state=_word(newest), time=f"{when:%H:%M}")
    return _("{state} on {day} at {time}").format(state=_word(newest), day=day(when.date()), time=f"{when:%H:%M}")


def _word(newest: Announcement) -> str:
    if newest.relation == Relation.CORRECTION:
        return _("Corrected")
    if newest.kind != UpdateKind.FIXED and _STILL.search(newest.plain or ""):
        return STATES[UpdateKind.OUTAGE]
    kind = UpdateKind(newest.kind)
    return STATES[kind] if kind in STATES else _("News")


def _card(session: Session, root: Announcement, zone: str) -> Card:
    later = followers(session, root)
    corrected = _corrected(session, root, later)
    shown = corrected or root
    state = state_of(root, later, zone_of(zone))
    headline = f"{state} · {shown.headline}" if state else shown.headline
    said = below(shown.headline, shown.plain)
    blocks: list[Block] = [
        Heading(headline),
        *([text(said)] if said else []),
        *_days(session, shown),
        *_for(session, root),
    ]
    if corrected is not None:
        blocks.append(note(_("These words are corrected; the thread says what changed.")))
    if later:
        blocks.append(note(ngettext("Follow-up in the thread.", "{count} follow-ups in the thread.", len(later))))
    blocks.append(_approved(root))
    return Card(headline, tuple(blocks))


def _approved(announcement: Announcement) -> Block:
    return note(_("From IT, put in plain words and approved by a person."), " ", Moment(announcement.published_at))


def _corrected(session: Session, root: Announcement, later: list[Announcement]) -> Announcement | None:
    """The newest correction of the first announcement itself; one of a follow-up stands in the thread only."""
    first = session.get_one(Update, root.update_id)
    for one in reversed(later):
        update = session.get_one(Update, one.update_id)
        same_post = update.place_id == first.place_id and update.message_id == first.message_id
        if one.relation == Relation.CORRECTION and same_post:
            return one
    return None


def _days(session: Session, announcement: Announcement) -> list[Block]:
    """What "tomorrow" meant when IT wrote it."""
    update = session.get(Update, announcement.update_id)
    if update is None:
        return []
    said = f"{announcement.headline}\n{announcement.plain}"
    found = near_days(said, update.posted_at, zone_of(zones.of_author(session, update)), announcement.published_at)
    return [note(" · ".join(found))] if found else []


def _for(session: Session, announcement: Announcement) -> list[Block]:
    update = session.get(Update, announcement.update_id)
    if update is None or not update.audience:
        return []
    return [text(Bold(_("For:")), " ", audience.called(update.audience))]


def _reply(session: Session, announcement: Announcement) -> Card:
    """What stands in the thread: the news itself, or what a correction changes."""
    end, days = _approved(announcement), _days(session, announcement)
    if announcement.relation == Relation.CORRECTION:
        headline = _("Correction: {headline}").format(headline=announcement.headline)
        return Card(
            headline,
            (Heading(headline), *correction.changes(session, announcement), text(announcement.plain), *days, end),
        )
    update, root = session.get_one(Update, announcement.update_id), session.get(Announcement, announcement.follows_id)
    if update.says_it_all and root is not None:
        # "Still slow." twice tells nobody more than once; what it is about stands above the thread.
        word = _word(announcement)
        said = [] if announcement.plain.strip(" .!").lower() == word.lower() else [text(announcement.plain)]
        return Card(f"{word}: {root.headline}", (Heading(word), *said, *days, end))
    return Card(announcement.headline, (Heading(announcement.headline), text(announcement.plain), *days, end))
