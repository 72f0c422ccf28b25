"""A reporter hides their name after others have read it: cards on screen already are shown again without it."""

import re
from dataclasses import fields, is_dataclass, replace
from datetime import timedelta
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.cards import Button, Outgoing, ToPerson, ToPlace
from bot.listening import show, themes
from bot.listening.model import Complaint, Inquiry, Visibility
from bot.people import arrive
from bot.people.model import Person, Place, Purpose, Role
from bot.recognition.model import Recognition
from bot.speaking import speaking_in_channels
from bot.store import outbox

T = TypeVar("T")

#: A card that was written this long before a complaint is not about it, whatever the clocks of platforms say.
SLACK = timedelta(days=1)


def hide_name(session: Session, told: Complaint) -> list[Outgoing]:
    """A hidden name leaves the reporter's own words, the title a theme took from them, and cards others have read."""
    if told.person is None or told.visibility == Visibility.BRM_AND_IT:
        return []
    themes.reword(session, told, show.without_name(told, told.text))
    if told.reopen_reason:
        told.reopen_reason = show.without_name(told, told.reopen_reason)
    name, area = told.person.name, told.person.area
    area_too = f"(?:{re.escape(f' ({area})')})?" if area else ""
    shown = re.compile(rf"(?<!\w){re.escape(name)}{area_too}(?!\w)")
    with speaking_in_channels():
        alias = show.nameless(told)
    for thanks in session.scalars(select(Recognition).where(Recognition.complaint_id == told.id)):
        thanks.shown_as = shown.sub(lambda _: alias, thanks.shown_as)
        thanks.reason = show.without_name(told, thanks.reason)
    session.flush()
    return [
        Outgoing(to, _without(card, shown, alias), key)
        for key, to, card in outbox.shown_with(session, _keys(session, told), name, told.created_at - SLACK)
        if name not in show.who(told, for_brm=_reads_as_brm(session, to)) and to != ToPerson(told.person.id)
    ]


def _keys(session: Session, told: Complaint) -> list[str]:
    """Cards that may name the reporter of a complaint. Lines about it alone are shown anew by whoever changes it."""
    answers = session.scalars(select(Inquiry.id).where(Inquiry.complaint_id == told.id))
    thanks = session.scalars(select(Recognition.id).where(Recognition.complaint_id == told.id))
    about = [f"{kind}:{told.id}:%" for kind in ("blocked", "reopened")]
    about += [f"answer:{number}:%" for number in answers] + [f"thanks:{number}:%" for number in thanks]
    return [*about, "burst:%", "theme:%", "digest:%", "digest-now:%"]


def _reads_as_brm(session: Session, to: ToPlace | ToPerson) -> bool:
    if isinstance(to, ToPlace):
        return session.get_one(Place, to.place_id).purpose == Purpose.BRM_DIGEST
    return Role.BRM in arrive.roles_of(session, session.get_one(Person, to.person_id))


def _without(part: T, shown: re.Pattern[str], alias: str) -> T:
    """The same card, block or span with the alias in the place of the name. What a button carries is left alone."""
    if isinstance(part, str):
        return shown.sub(lambda _: alias, part)  # type: ignore[return-value]
    if isinstance(part, tuple):
        return tuple(_without(one, shown, alias) for one in part)  # type: ignore[return-value]
    if not is_dataclass(part) or isinstance(part, Button | type):
        return part
    names = [item.name for item in fields(part) if item.name != "kind"]
    return replace(part, **{name: _without(getattr(part, name), shown, alias) for name in names})
