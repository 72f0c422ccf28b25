"""Who gets it: everybody reads the news channel; people of an area or a site can get two sentences directly as well.

Who belongs to a business area follows from what people reported there; a site is what their profile says.
"""

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import wording
from bot.cards import Bold, Card, Outgoing, ToPerson, ToPlace, text
from bot.listening.labels import Module
from bot.listening.model import Complaint
from bot.people import leaving
from bot.people.model import Person
from bot.people.preferences import is_muted
from bot.speaking import _, speaking_to
from bot.translation import zones
from bot.translation.model import Announcement, Relation, Update
from bot.turn import Turn


def called(audience: str) -> str:
    """Who that is, for a card."""
    kind, _colon, name = audience.partition(":")
    if kind == "module" and name in set(Module):
        return _("people who work with {area}").format(area=wording.MODULES[Module(name)])
    return name if kind == "site" else _("everybody")


def people_of(session: Session, audience: str) -> list[Person]:
    """Who is meant, as far as Liaison knows them and they are still there; nobody where it is for everybody."""
    kind, _colon, name = audience.partition(":")
    if kind == "module":
        told = select(Complaint.person_id).where(Complaint.module == name, Complaint.withdrawn_at.is_(None))
        return list(session.scalars(select(Person).where(Person.id.in_(told), leaving.is_here()).order_by(Person.id)))
    if kind == "site":
        return list(session.scalars(select(Person).where(Person.area == name, leaving.is_here()).order_by(Person.id)))
    return []


def tell(
    session: Session, turn: Turn, update: Update, announcement: Announcement, already: set[ToPerson | ToPlace]
) -> list[Outgoing]:
    """Two sentences for each of them who has not heard yet and is not muted, with times on their own clock."""
    outgoing = []
    for person in people_of(session, update.audience):
        to = ToPerson(person.id)
        if to not in already and person.id != update.author_id and not is_muted(person, turn.now):
            words = zones.for_reader(update.summary, update, zones.of_author(session, update), person, turn.now)
            outgoing.append(Outgoing(to, _card(person, announcement, words), f"heads_up:{announcement.id}:{person.id}"))
    return outgoing


def _card(person: Person, announcement: Announcement, words: str) -> Card:
    with speaking_to(person):
        start = _("A correction from IT:") if announcement.relation == Relation.CORRECTION else _("News from IT:")
        return Card(f"{start} {announcement.headline}", (text(Bold(start), " ", words),))
