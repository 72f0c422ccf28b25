"""How a complaint looks to the people it concerns."""

from datetime import datetime

from sqlalchemy.orm import Session

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
from bot.listening import doubt, themes
from bot.listening.asking import pictures
from bot.listening.labels import Impact
from bot.listening.model import Complaint, ComplaintState, Theme, Visibility
from bot.people import arrive
from bot.people.model import Purpose

STATES: dict[ComplaintState, str] = {
    ComplaintState.RECEIVED: "IT can see it",
    ComplaintState.CONFIRMED: "IT can see it",
    ComplaintState.ACKNOWLEDGED: "IT knows about it",
    ComplaintState.IN_PROGRESS: "IT is working on it",
    ComplaintState.RESOLVED: "IT says it is fixed; waiting for your word",
    ComplaintState.VERIFIED: "Fixed, and you said so",
    ComplaintState.REOPENED: "Not fixed yet; IT has heard so",
    ComplaintState.CLOSED: "Closed",
}


def understood(session: Session, complaint: Complaint, theme: Theme | None) -> Outgoing:
    """The card a reporter gets for a complaint. It is edited in place as they answer."""
    if complaint.state == ComplaintState.CLOSED:
        card = wording.plain("Taken back. I have not kept it on IT's list.")
    else:
        card = Card(f"Here is what I understood: {wording.CAUSES[complaint.cause]}", _blocks(session, complaint, theme))
    person = complaint.person_id
    if person is None:
        raise LookupError("An imported complaint has no reporter to answer.")
    return Outgoing(ToPerson(person), card, f"complaint:{complaint.id}")


def _blocks(session: Session, complaint: Complaint, theme: Theme | None) -> tuple[Block, ...]:
    blocks: list[Block] = [
        Heading("Here is what I understood"),
        Quote(wording.cut(complaint.text, 300)),
        fields(
            [
                ("What", wording.CAUSES[complaint.cause]),
                ("Where", wording.MODULES[complaint.module]),
                *([("For you", wording.IMPACTS_TOLD[complaint.impact])] if complaint.impact_told else []),
            ]
        ),
    ]
    others = _others(session, complaint, theme)
    if others is not None:
        blocks.append(others)
    linked = pictures.line(session, complaint)
    if linked is not None:
        blocks.append(linked)
    mine = {"complaint": str(complaint.id)}
    change = Button("Change this", "complaint.correct", mine, opens_form=True)
    back = Button("Take it back", "complaint.withdraw", mine, confirm="Take this back? IT will not see it any more.")
    unsure = doubt.question(session, complaint)
    if unsure:  # one question at a time: how much it hurts comes after what it is
        blocks += [*unsure, buttons(back)]
    elif complaint.impact_told:
        blocks += [text("Thank you. IT can see it now, and I will write to you here when there is news."),
                   buttons(change, back)]  # fmt: skip
    else:
        impacts = [
            Button(label, "complaint.impact", {**mine, "impact": impact}) for impact, label in wording.IMPACTS.items()
        ]
        blocks += [text(Bold("How much does it hold you up?")), buttons(*impacts), buttons(change, back)]
    blocks.append(note(seen_by(complaint.visibility)))
    return tuple(blocks)


def seen_by(visibility: Visibility) -> str:
    """Who sees the reporter's name, in words."""
    return {
        Visibility.BRM_AND_IT: "Your name is shown to IT and the BRM. You can change that with one press.",
        Visibility.BRM_ONLY: "Your name is shown to the BRM only.",
        Visibility.NOBODY: "Your name is shown to nobody.",
    }[visibility]


def _others(session: Session, complaint: Complaint, theme: Theme | None) -> Text | None:
    """The sentence that says the reporter is not alone, where that is true."""
    if theme is None:
        return None
    count = themes.reporters(session, theme, but=complaint.person_id)
    if count == 0:
        return None
    told = "One colleague has told me the same" if count == 1 else f"{count} colleagues have told me the same"
    if theme.it_knows_since is not None:
        return text(f"{told}; IT has known since ", Moment(theme.it_knows_since, "date"), ".")
    return text(f"{told}.")


def who(complaint: Complaint, for_brm: bool) -> str:
    """The reporter as BRM or IT may see them."""
    person = complaint.person
    hidden = complaint.visibility == Visibility.NOBODY or (complaint.visibility == Visibility.BRM_ONLY and not for_brm)
    if person is None or hidden:
        return f"Someone in {person.area}" if person is not None and person.area else "A colleague"
    return f"{person.name} ({person.area})" if person.area else person.name


def blocked_line(session: Session, complaint: Complaint) -> list[Outgoing]:
    """One line in the BRM channel for a colleague who is blocked; edited in place when that changes."""
    if complaint.impact == Impact.BLOCKED and complaint.state != ComplaintState.CLOSED:
        line = wording.plain(
            Bold("Blocked: "),
            f"{who(complaint, for_brm=True)}, {wording.MODULES[complaint.module]}. {wording.cut(complaint.text, 160)}",
        )
    else:
        line = wording.plain(f"No longer blocked: {who(complaint, for_brm=True)}.")
    return [
        Outgoing(ToPlace(place.id), line, f"blocked:{complaint.id}:{place.id}")
        for place in arrive.places_for(session, Purpose.BRM_DIGEST)
    ]


def list_of(complaints: list[Complaint], now: datetime) -> Card:
    """A person's own complaints and where each stands."""
    if not complaints:
        return wording.plain("You have not told me about anything yet. Write to me when something gets in your way.")
    blocks: list[Block] = [Heading("What you told me")]
    for complaint in complaints:
        blocks.append(
            text(
                Bold(wording.cut(complaint.text, 90)),
                f"\n{STATES[complaint.state]}. Told ",
                Moment(complaint.created_at, "date"),
                ".",
            )
        )
    return Card(f"You told me about {len(complaints)} things", tuple(blocks))
