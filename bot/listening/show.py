"""How a complaint looks to the people it concerns."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, object_session

from bot import wording
from bot.cards import (
    Block,
    Bold,
    Button,
    Card,
    Heading,
    Moment,
    Outgoing,
    Quote,
    Text,
    ToPerson,
    ToPlace,
    buttons,
    fields,
    note,
    text,
)
from bot.listening import doubt, standing, themes
from bot.listening.asking import pictures
from bot.listening.labels import Impact
from bot.listening.model import OPEN, Complaint, ComplaintState, Theme, Visibility
from bot.people import arrive
from bot.people.masking import without_overlaps
from bot.people.model import Person, Purpose
from bot.people.names import Names
from bot.people.secrets import MARKS, names_in
from bot.pulse.model import FLOOR
from bot.speaking import N_, Labels, _, filled, ngettext, speaking_in_channels, speaking_to

STATES: Mapping[ComplaintState, str] = Labels(
    {
        ComplaintState.RECEIVED: N_("IT can see it"),
        ComplaintState.CONFIRMED: N_("IT can see it"),
        ComplaintState.ACKNOWLEDGED: N_("IT knows about it"),
        ComplaintState.IN_PROGRESS: N_("IT is working on it"),
        ComplaintState.RESOLVED: N_("IT says it is fixed; waiting for your word"),
        ComplaintState.VERIFIED: N_("Fixed, and you said so"),
        ComplaintState.REOPENED: N_("Not fixed yet; IT has heard so"),
        ComplaintState.CLOSED: N_("Closed"),
    }
)

#: What something may have cost, in minutes; enough to add up, and quick to answer.
TIMES: Mapping[int | None, str] = Labels(
    {10: N_("A few minutes"), 60: N_("About an hour"), 240: N_("Half a day"), 480: N_("A day or more")}
)


def understood(session: Session, complaint: Complaint, theme: Theme | None) -> Outgoing:
    """The card a reporter gets for a complaint. It is edited in place as they answer."""
    person = complaint.person
    if person is None:
        raise LookupError("An imported complaint has no reporter to answer.")
    with speaking_to(person):
        if complaint.withdrawn_at is not None:
            card = wording.plain(_("Taken back. I have not kept it on IT's list."))
        else:
            card = _understood(session, complaint, theme)
    return Outgoing(ToPerson(person.id), card, f"complaint:{complaint.id}")


def _understood(session: Session, complaint: Complaint, theme: Theme | None) -> Card:
    """What was understood, to be put right where it is wrong; where we are not sure, only the question which it is."""
    doubted = doubt.question(session, complaint)
    if doubted:
        title = summary = _("I am not sure I got that right")
    else:
        title = _("Here is what I understood")
        summary = _("Here is what I understood: {cause}").format(cause=wording.CAUSES[complaint.cause])
    blocks: list[Block] = [
        Heading(title),
        Quote(wording.cut(complaint.text, 300)),
        *([] if doubted else [_labels(complaint)]),
        *_others(session, complaint, theme),
        *_known_error(theme),
        *_linked(session, complaint),
        *_asked(complaint, doubted),
        note(seen_by(complaint), " ", _("You can change that with one press.")),
    ]
    return Card(summary, tuple(blocks))


def _labels(complaint: Complaint) -> Block:
    return fields(
        [
            (_("What"), wording.CAUSES[complaint.cause]),
            (_("Where"), wording.MODULES[complaint.module]),
            *([(_("For you"), wording.IMPACTS_TOLD[complaint.impact])] if complaint.impact_told else []),
            *([(_("Time it cost"), TIMES[complaint.minutes_lost])] if complaint.minutes_lost in TIMES else []),
        ]
    )


def _linked(session: Session, complaint: Complaint) -> list[Block]:
    line = pictures.line(session, complaint)
    return [line] if line is not None else []


def _asked(complaint: Complaint, doubted: list[Block]) -> list[Block]:
    """At most one question, and the two presses that put things right."""
    mine = {"complaint": str(complaint.id)}
    change = Button(_("Change this"), "complaint.correct", mine, opens_form=True)
    back = Button(
        _("Take it back"), "complaint.withdraw", mine, confirm=_("Take this back? IT will not see it any more.")
    )
    if doubted:  # how much it hurts comes after what it is
        return [*doubted, buttons(back)]
    if not complaint.impact_told:
        impacts = [
            Button(label, "complaint.impact", {**mine, "impact": impact}) for impact, label in wording.IMPACTS.items()
        ]
        return [text(Bold(_("How much does it hold you up?"))), buttons(*impacts), buttons(change, back)]
    thanks: list[Block] = [text(_("Thank you. IT can see it now, and I will write to you here when there is news."))]
    if complaint.minutes_lost is None:
        times = [Button(label, "complaint.time", {**mine, "minutes": str(m)}) for m, label in TIMES.items()]
        thanks += [text(_("If you like: how much time did it cost you?")), buttons(*times)]
    return [*thanks, buttons(change, back)]


def seen_by(complaint: Complaint) -> str:
    """Who sees the reporter's name, in words."""
    if complaint.visibility == Visibility.BRM_AND_IT:
        return _("Your name is shown to IT and the BRM.")
    alias = nameless(complaint)
    if complaint.visibility == Visibility.BRM_ONLY:
        return _('Your name is shown to the BRM only; IT reads "{alias}".').format(alias=alias)
    return _('Your name is shown to nobody; they read "{alias}".').format(alias=alias)


def _others(session: Session, complaint: Complaint, theme: Theme | None) -> list[Block]:
    """The sentence that says the reporter is not alone, and what IT has said so far, where that is so."""
    if theme is None:
        return []
    count = themes.reporters(session, theme, but=complaint.person_id)
    known = theme.it_knows_since
    if count:
        lines = [_told_too(count, known)]
    else:
        lines = [text(*filled(_("IT has known of this since {day}."), day=Moment(known, "date")))] if known else []
    if known and (theme.in_progress_at or theme.owner or theme.promised_for):
        lines.append(text(*standing.told(theme)))
    return [*lines]


def _told_too(count: int, known: datetime | None) -> Text:
    if known is None:
        return text(ngettext("One colleague has told me the same.", "{count} colleagues have told me the same.", count))
    told = ngettext(
        "One colleague has told me the same; IT has known since {day}.",
        "{count} colleagues have told me the same; IT has known since {day}.",
        count,
    )
    return text(*filled(told, day=Moment(known, "date")))


def _known_error(theme: Theme | None) -> list[Block]:
    if theme is None or not theme.workaround:
        return []
    return [text(Bold(_("IT knows this error. Until it is fixed:")), " ", theme.workaround)]


def nameless(complaint: Complaint) -> str:
    """A reporter who does not show their name: where they work, unless so few work there that it would be a name."""
    area = complaint.person.area if complaint.person else None
    if not area or _known_in(complaint, area) < FLOOR:
        return _("A colleague")
    return _("Someone in {area}").format(area=area)


def _known_in(complaint: Complaint, area: str) -> int:
    """How many people we know who work there, counted up to the floor."""
    session = object_session(complaint)
    if session is None:
        return 0
    known = select(Person.id).where(func.lower(Person.area) == area.lower(), Person.guest.is_(False)).limit(FLOOR)
    return session.scalars(select(func.count()).select_from(known.subquery())).one()


def without_name(complaint: Complaint, words: str) -> str:
    """Words of the reporter as they may be kept: who hides their name may still have signed with it."""
    if complaint.person is None or complaint.visibility == Visibility.BRM_AND_IT:
        return words
    spans = without_overlaps(list(names_in(words, Names.of([complaint.person.name]).within(words))))
    for span in reversed(spans):
        words = words[: span.start] + MARKS["name"] + words[span.end :]
    return words


def who(complaint: Complaint, for_brm: bool) -> str:
    """The reporter as BRM or IT may see them."""
    person = complaint.person
    hidden = complaint.visibility == Visibility.NOBODY or (complaint.visibility == Visibility.BRM_ONLY and not for_brm)
    if person is None or hidden:
        return nameless(complaint)
    return f"{person.name} ({person.area})" if person.area else person.name


def for_it(complaint: Complaint) -> list[Button]:
    """What BRM and IT can do from a line about one complaint."""
    ask = Button("Ask the reporter", "theme.ask", {"complaint": str(complaint.id)}, opens_form=True)
    theme = [Button("Open", "theme.open", {"theme": str(complaint.theme_id)})] if complaint.theme_id else []
    return [ask, *theme]


def blocked_line(session: Session, complaint: Complaint) -> list[Outgoing]:
    """One line in the BRM channel for a colleague who is blocked; edited in place when that changes."""
    with speaking_in_channels():
        line = _blocked_line(complaint)
    return [
        Outgoing(ToPlace(place.id), line, f"blocked:{complaint.id}:{place.id}")
        for place in arrive.places_for(session, Purpose.BRM_DIGEST)
    ]


def _blocked_line(complaint: Complaint) -> Card:
    if complaint.impact == Impact.BLOCKED and complaint.state not in (ComplaintState.CLOSED, ComplaintState.VERIFIED):
        said = wording.plain(
            Bold("Blocked: "),
            f"{who(complaint, for_brm=True)}, {wording.MODULES[complaint.module]}. {wording.cut(complaint.text, 160)}",
        )
        return Card(said.summary, (*said.blocks, buttons(*for_it(complaint))))
    return wording.plain(f"No longer blocked: {who(complaint, for_brm=True)}.")


def times(complaint: Complaint) -> str:
    """Which resolution this is about, so that a complaint that was reopened is answered again."""
    return complaint.resolved_at.strftime("%Y%m%dT%H%M%S") if complaint.resolved_at else "0"


def reopened_line(session: Session, complaint: Complaint) -> list[Outgoing]:
    """What IT reads of a complaint that was reopened; edited in place when that or its reporter's name changes."""
    with speaking_in_channels():
        card = _reopened_line(complaint)
    return [
        Outgoing(ToPlace(place.id), card, f"reopened:{complaint.id}:{times(complaint)}:{place.id}")
        for place in arrive.places_for(session, Purpose.IT_UPDATES)
    ]


def _reopened_line(complaint: Complaint) -> Card:
    if complaint.withdrawn_at is not None:
        return wording.plain("A colleague had written here that it is not fixed, and has taken it back.")
    return Card(
        "Not fixed yet for a colleague",
        (
            text(Bold("Not fixed yet"), f" for {who(complaint, for_brm=False)}:"),
            Quote(wording.cut(complaint.text, 200)),
            text("What they still see:"),
            Quote(complaint.reopen_reason or ""),
            buttons(*for_it(complaint)),
        ),
    )


def list_of(complaints: list[Complaint], start: int, total: int) -> Card:
    """A person's own complaints and where each stands: those from `start` on, of `total`."""
    if not total:
        return wording.plain(_("You have not told me about anything yet. Write to me when something gets in your way."))
    blocks: list[Block] = [Heading(_("What you told me"))]
    for complaint in complaints:
        blocks.append(
            text(
                Bold(wording.cut(complaint.text, 90)),
                "\n",
                *filled(
                    _("{state}. Told {day}."), state=STATES[complaint.state], day=Moment(complaint.created_at, "date")
                ),
                *_care(complaint),
            )
        )
        if complaint.state in (ComplaintState.RESOLVED, ComplaintState.VERIFIED, ComplaintState.CLOSED):
            mine = {"complaint": str(complaint.id)}
            blocks.append(buttons(Button(_("Still broken"), "complaint.broken", mine, opens_form=True)))
    rest = total - start - len(complaints)
    if rest > 0:
        more = Button(_("More"), "complaint.mine", {"from": str(start + len(complaints))})
        blocks += [note(ngettext("And one more.", "And {count} more.", rest)), buttons(more)]
    return Card(ngettext("You told me about one thing", "You told me about {count} things", total), tuple(blocks))


def _care(complaint: Complaint) -> list[str]:
    """Who looks after an open complaint, and the promise."""
    if complaint.theme is None or complaint.state not in OPEN:
        return []
    care = standing.care(complaint.theme)
    return [" ", _("In IT's hands: {care}.").format(care=care)] if care else []
