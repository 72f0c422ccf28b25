"""IT or a BRM says who gets an update directly."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import wording
from bot.cards import ChoiceField, Form, Outgoing
from bot.listening.labels import Module
from bot.messages import ButtonPressed, FormSubmitted
from bot.people.model import Person
from bot.speaking import _
from bot.translation import preview
from bot.translation.draft import open_update
from bot.turn import Stale, Turn

#: What a form can offer.
MOST_CHOICES = 90


def show(session: Session, turn: Turn, press: ButtonPressed) -> Form:
    """The form behind "Who gets it"."""
    update = open_update(session, turn, press.value)
    return Form(
        name="update.audience",
        title=_("Who gets it"),
        intro=_("It always stands in the news channel. Whom you choose gets two sentences directly as well."),
        fields=(ChoiceField("audience", _("For"), _choices(session), update.audience or "everybody"),),
        submit=_("Save"),
        value={"update": str(update.id)},
    )


def _choices(session: Session) -> tuple[tuple[str, str], ...]:
    sites = session.scalars(select(Person.area).where(Person.area.is_not(None)).distinct().order_by(Person.area))
    choices = [("everybody", _("Everybody, in the news channel only"))]
    choices += [
        (f"module:{m}", _("People who work with {area}").format(area=wording.MODULES[m]))
        for m in Module
        if m != Module.UNKNOWN
    ]
    return tuple((choices + [(f"site:{area}", area) for area in sites if area])[:MOST_CHOICES])


def read(session: Session, turn: Turn, message: FormSubmitted) -> list[Outgoing]:
    """Somebody in IT, or a BRM, says who gets it."""
    update = open_update(session, turn, message.value)
    chosen = message.answers.get("audience", "")
    if chosen not in dict(_choices(session)):
        raise Stale("audience")
    update.audience = "" if chosen == "everybody" else chosen
    return [preview.card_for(session, update)]
