"""Publish later: at a time on the clock of whoever approves, looked over once more when it comes."""

from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy.orm import Session

from bot import wording
from bot.cards import DateField, Form, Outgoing, TextField, ToPerson, ToPlace
from bot.messages import ButtonPressed, FormSubmitted, TickDue
from bot.people.model import Person
from bot.pulse.mornings import zone_of
from bot.speaking import _
from bot.store.agenda import appoint
from bot.translation import preview, publish
from bot.translation.draft import open_update
from bot.translation.model import Update, UpdateState
from bot.turn import Stale, Turn

#: The kind of the appointment.
KIND = "update.publish"
#: Nothing waits longer than this.
FARTHEST = timedelta(days=366)


def show(session: Session, turn: Turn, press: ButtonPressed) -> Form:
    """The form behind "Publish later". It proposes the next full hour."""
    update = open_update(session, turn, press.value)
    here = (update.publish_at or turn.now + timedelta(hours=1)).astimezone(zone_of(turn.speaker.zone))
    return Form(
        name="update.later",
        title=_("Publish later"),
        intro=_("On your own clock ({zone}). I check the draft once more before it goes out.").format(
            zone=turn.speaker.zone
        ),
        fields=(
            DateField("day", _("Day"), here.date().isoformat()),
            TextField(
                "time", _("Time"), f"{here:%H}:{here.minute if update.publish_at else 0:02}", limit=5, hint="18:00"
            ),
        ),
        submit=_("Publish then"),
        value={"update": str(update.id)},
    )


def read(session: Session, turn: Turn, message: FormSubmitted) -> list[Outgoing]:
    """Somebody in IT approves the draft for a time to come."""
    update = open_update(session, turn, message.value)
    if publish.has_problems(session, update):
        return [preview.card_for(session, update)]
    at = moment_of(message.answers.get("day", ""), message.answers.get("time", ""), turn.speaker.zone)
    problem = at if isinstance(at, str) else _out_of_reach(at, turn.now)
    if isinstance(at, str) or problem:
        to = ToPerson(turn.speaker.id)
        return [Outgoing(to, wording.plain(f"{problem} ", _("Nothing has changed.")), f"later:{turn.event_id}")]
    update.publish_at, update.publish_by_id = at, turn.speaker.id
    appoint(session, update.company_id, KIND, [(str(update.id), f"{at.isoformat()} {turn.event_id}", at)])
    return [preview.card_for(session, update)]


def moment_of(day: str, clock: str, zone: str) -> datetime | str:
    """The moment somebody means on their own clock, or a sentence that says why there is none.

    When clocks change, an hour of that night does not exist and another exists twice; both are refused.
    """
    try:
        hours, minutes = clock.strip().replace(".", ":").split(":")
        naive = datetime.combine(date.fromisoformat(day.strip()), time(int(hours), int(minutes)))
        first = naive.replace(tzinfo=zone_of(zone))
        back = first.astimezone(UTC).astimezone(zone_of(zone)).replace(tzinfo=None)
        second = first.replace(fold=1)
        if back != naive:
            return _("The clocks go forward that night, and that time does not exist. Choose one an hour later.")
        if first.utcoffset() != second.utcoffset():
            return _("The clocks go back that night, and that time comes twice. Choose one an hour earlier or later.")
        return first.astimezone(UTC)
    except (ValueError, OverflowError):
        return _("I cannot read that day and time. A day such as 2026-03-06 and a time such as 18:00 are fine.")


def _out_of_reach(at: datetime, now: datetime) -> str:
    if at <= now:
        return _("That time is over already. Choose a later one.")
    return _("That is more than a year away. Choose a nearer day.") if at > now + FARTHEST else ""


def cancel(session: Session, turn: Turn, message: ButtonPressed) -> list[Outgoing]:
    """It does not go out by itself any more; the draft stays."""
    update = open_update(session, turn, message.value)
    if update.publish_at is None:
        raise Stale("update")
    update.publish_at = update.publish_by_id = None
    return [preview.card_for(session, update)]


def due(session: Session, turn: Turn, message: TickDue) -> list[Outgoing]:
    """The time has come: publish, unless it was cancelled or moved, or the gate finds something now."""
    update = session.get(Update, int(message.subject))
    if update is None or update.state != UpdateState.DRAFTED:
        return []
    if update.publish_at is None or update.publish_at > turn.now:
        return []
    approver = session.get(Person, update.publish_by_id) if update.publish_by_id is not None else None
    if publish.has_problems(session, update):
        update.publish_at = None
        to = ToPlace(update.place_id, update.answers_in)
        card = wording.plain(
            _("I did not publish this: the draft says something the post does not. Please look at it.")
        )
        return [preview.card_for(session, update), Outgoing(to, card, f"not_published:{message.event_id}")]
    return publish.announce(session, turn, update, approver)
