"""A card did not arrive because we are not where it should have gone: the BRMs hear of it, once a week a place."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot import wording
from bot.cards import Bold, Mention, Outgoing, ToPlace
from bot.people import arrive
from bot.people.model import Company, Person, Place, Purpose
from bot.speaking import _, filled, speaking
from bot.store.outbox import Delivery

#: What platforms call it when the bot is not, or no longer, in a place or with a person.
NOT_THERE = frozenset({"channel_not_found", "is_archived", "not_in_channel", "not_installed"})


def tell(session: Session, delivery_id: int, problem: str, now: datetime) -> list[Outgoing]:
    """A line for each BRM channel, if this is why a delivery failed; not for what should have gone there itself."""
    row = session.get(Delivery, delivery_id)
    if row is None or problem not in NOT_THERE:
        return []
    person = session.get(Person, row.person_id) if row.person_id is not None else None
    place = session.get(Place, row.place_id) if row.place_id is not None else None
    company = session.get_one(Company, row.company_id)
    with speaking(company.language):
        if person is not None:
            sentence = _(
                "I cannot reach {person} in a direct chat: my app is not installed for them, or they have blocked it. "
                "What I have for them does not arrive until that changes."
            )
            card = wording.plain(*filled(sentence, person=Mention(person.id, person.name)))
            about = f"person:{person.id}"
        elif place is not None:
            sentence = _("I cannot post in {channel}: my app is not installed there any more. Please add it again.")
            card = wording.plain(*filled(sentence, channel=Bold(place.name or _("a channel"))))
            about = f"place:{place.id}"
        else:
            return []
    told = [brm for brm in arrive.places_for(session, Purpose.BRM_DIGEST) if brm.id != row.place_id]
    return [Outgoing(ToPlace(brm.id), card, f"unreachable:{about}:{now:%G-%V}:{brm.id}") for brm in told]
