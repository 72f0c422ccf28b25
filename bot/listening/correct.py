"""The reporter corrects what we understood."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from bot import wording
from bot.cards import ChoiceField, Form, Outgoing, TextField
from bot.listening import covering, hear
from bot.listening.labels import Cause, Impact, Module
from bot.listening.model import OPEN, Complaint, Visibility
from bot.messages import ButtonPressed, FormSubmitted
from bot.speaking import N_, Labels, _
from bot.turn import Stale, Turn

VISIBILITIES: Mapping[Visibility, str] = Labels(
    {
        Visibility.BRM_AND_IT: N_("IT and the BRM"),
        Visibility.BRM_ONLY: N_("The BRM only"),
        Visibility.NOBODY: N_("Nobody"),
    }
)


def show(session: Session, turn: Turn, press: ButtonPressed) -> Form:
    """The form behind "Change this"."""
    told = _changeable(session, turn, press.value)
    return Form(
        name="complaint.correct",
        title=_("Put me right"),
        fields=(
            ChoiceField("cause", _("What is wrong"), tuple(wording.CAUSES.items()), told.cause),
            ChoiceField("module", _("Where"), tuple(wording.MODULES.items()), told.module),
            ChoiceField("impact", _("For you"), tuple(wording.IMPACTS.items()), _impact(told), required=False),
            ChoiceField("visibility", _("Who sees your name"), tuple(VISIBILITIES.items()), told.visibility),
            *_area(told),
        ),
        submit=_("Save"),
        value={"complaint": str(told.id)},
    )


def _area(told: Complaint) -> tuple[TextField, ...]:
    """Where they work, if no platform told us: it stands in for a name that is not shown."""
    if told.person is None or told.person.area:
        return ()
    hint = _("Finance, or Warehouse Lyon. Shown in place of your name once I know five people there.")
    return (TextField("area", _("Where you work"), required=False, limit=60, hint=hint),)


def _impact(told: Complaint) -> str:
    return told.impact if told.impact_told else ""


def read(session: Session, turn: Turn, message: FormSubmitted) -> list[Outgoing]:
    """What the reporter chose. A different cause or area may belong to another theme."""
    told = _changeable(session, turn, message.value)
    try:
        cause, module = Cause(message.answers["cause"]), Module(message.answers["module"])
        visibility = Visibility(message.answers.get("visibility", told.visibility))
        impact = Impact(message.answers["impact"]) if message.answers.get("impact") else None
    except (KeyError, ValueError):
        raise Stale("answers") from None
    was_blocked = told.impact_told and told.impact == Impact.BLOCKED
    told.visibility = visibility
    covered = covering.hide_name(session, told)
    if impact is not None:
        told.impact, told.impact_told = impact, True
    area = " ".join(message.answers.get("area", "").split())[:60]
    if area and told.person is not None and not told.person.area:
        told.person.area = area
    hear.take_word(session, turn, told, cause, module)
    return [*covered, *hear.after_change(session, told, was_blocked)]


def _changeable(session: Session, turn: Turn, value: dict[str, str]) -> Complaint:
    told = hear.own_complaint(session, turn, value)
    if told.state not in OPEN:
        raise Stale("complaint")
    return told
