"""IT edits a post that is published already: a correction, with what changed."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import wording
from bot.cards import Block, Bold, Bullets, Card, Outgoing, Quote, Span, ToPerson, text
from bot.listening.model import Complaint
from bot.speaking import _, filled, speaking_to
from bot.store import outbox
from bot.translation import zones
from bot.translation.facts import Fact, FactKind, extract_facts
from bot.translation.model import Announcement, Update

#: What does not read well by itself.
_UNSAID = frozenset({FactKind.NEGATION, FactKind.MODALITY, FactKind.ACTION})


@dataclass(frozen=True)
class Change:
    """One fact that a correction changes: as it was, as it is; an empty side was not said."""

    was: str
    now: str


def compare(old: Update, new: Update) -> list[Change]:
    """What the posts differ in, kind by kind and in their order."""
    before, after = _facts(old), _facts(new)
    gone = [fact for fact in before if (fact.kind, fact.value) not in {(f.kind, f.value) for f in after}]
    come = [fact for fact in after if (fact.kind, fact.value) not in {(f.kind, f.value) for f in before}]
    changes = []
    for kind in FactKind:
        was, now = [f for f in gone if f.kind == kind], [f for f in come if f.kind == kind]
        if len(was) == len(now):
            changes += [Change(a.text.strip(), b.text.strip()) for a, b in zip(was, now, strict=True)]
        else:
            changes += [Change(fact.text.strip(), "") for fact in was]
            changes += [Change("", fact.text.strip()) for fact in now]
    return changes


def _facts(update: Update) -> list[Fact]:
    unique: dict[tuple[FactKind, str], Fact] = {}
    for fact in extract_facts(update.said, update.posted_at):
        if fact.kind not in _UNSAID:
            unique.setdefault((fact.kind, fact.value), fact)
    return list(unique.values())


def changes(session: Session, announcement: Announcement) -> list[Block]:
    """What a published correction changes, as a list; nothing where only the wording differs."""
    new = session.get(Update, announcement.update_id)
    old = session.get(Update, new.follows_id) if new is not None and new.follows_id is not None else None
    found = compare(old, new) if old is not None and new is not None else []
    return [Bullets(tuple(_line(change) for change in found))] if found else []


def _line(change: Change) -> tuple[Span, ...]:
    if not change.now:
        return filled(_("{was} no longer holds."), was=Bold(change.was))
    if not change.was:
        return filled(_("New: {now}"), now=Bold(change.now))
    return filled(_("It is {now}, not {was}."), now=Bold(change.now), was=change.was)


def told_before(session: Session, root_id: int) -> list[Complaint]:
    """The reports whose authors heard of an announcement or what followed it, each person once, if still there."""
    chain = select(Announcement.id).where((Announcement.id == root_id) | (Announcement.follows_id == root_id))
    ids: list[int] = []
    for earlier in session.scalars(chain).all():
        ids += [int(key.rsplit(":", 1)[1]) for key in outbox.keys_beginning(session, f"told:{earlier}:")]
    first: dict[int, Complaint] = {}
    for complaint in session.scalars(select(Complaint).where(Complaint.id.in_(ids)).order_by(Complaint.id)):
        if complaint.reaches_somebody and complaint.person_id is not None and complaint.withdrawn_at is None:
            first.setdefault(complaint.person_id, complaint)
    return list(first.values())


def tell(session: Session, announcement: Announcement) -> list[Outgoing]:
    """Everybody who was told hears the correction once, in words that begin with what they said."""
    return [
        Outgoing(
            ToPerson(complaint.person_id),
            _told_card(session, complaint, announcement),
            f"corrected:{announcement.id}:{complaint.person_id}",
        )
        for complaint in told_before(session, announcement.follows_id or announcement.id)
        if complaint.person_id is not None
    ]


def _told_card(session: Session, complaint: Complaint, announcement: Announcement) -> Card:
    update = session.get_one(Update, announcement.update_id)
    words = zones.for_reader(
        announcement.summary, update, zones.of_author(session, update), complaint.person, announcement.published_at
    )
    with speaking_to(complaint.person):
        blocks: list[Block] = [
            text(_("You told us:")),
            Quote(wording.cut(complaint.text, 200)),
            text(Bold(_("IT corrects what I passed on:")), " ", words),
            *changes(session, announcement),
        ]
        return Card(_("A correction from IT: {headline}").format(headline=announcement.headline), tuple(blocks))
