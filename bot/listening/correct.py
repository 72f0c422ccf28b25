"""The reporter corrects what we understood."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from bot import wording
from bot.cards import ChoiceField, Form, Outgoing, TextField
from bot.listening import doubt, hear, likeness, themes
from bot.listening.labels import Cause, Impact, Module
from bot.listening.model import OPEN, Complaint, Visibility
from bot.listening.show import without_name
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
    hint = _("Finance, or Warehouse Lyon. Shown in place of your name.")
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
    moved = (cause, module) != (told.cause, told.module)
    told.cause, told.module, told.visibility = cause, module, visibility
    _hide_name(told)
    if impact is not None:
        told.impact, told.impact_told = impact, True
    area = " ".join(message.answers.get("area", "").split())[:60]
    if area and told.person is not None and not told.person.area:
        told.person.area = area
    doubt.settle(session, told, turn.now)
    if moved:
        told.profile = likeness.profile_told(cause, module)
        themes.gather(session, told, likeness.unpack(told.embedding) if told.embedding else None)
    return hear.after_change(session, told, was_blocked)


def _hide_name(told: Complaint) -> None:
    """A hidden name leaves the words too, and the title a theme took from them."""
    title, words = wording.cut(told.text, themes.TITLE), without_name(told, told.text)
    if told.theme is not None and told.theme.title == title:
        told.theme.title = wording.cut(words, themes.TITLE)
    told.text = words
    if told.reopen_reason:
        told.reopen_reason = without_name(told, told.reopen_reason)


def _changeable(session: Session, turn: Turn, value: dict[str, str]) -> Complaint:
    told = hear.own_complaint(session, turn, value)
    if told.state not in OPEN:
        raise Stale("complaint")
    return told
