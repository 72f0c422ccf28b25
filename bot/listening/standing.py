"""Where a theme stands: what IT has said about it, in words for reporters and for the people who look after it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.listening import themes
from bot.listening.labels import Cause
from bot.listening.model import OPEN, Complaint, ComplaintState, Theme
from bot.speaking import _, day

#: What people call a cause, in a sentence: "Colleagues call it a defect".
CALLED: dict[Cause, str] = {
    Cause.DEFECT: "a defect",
    Cause.ACCESS: "a question of access",
    Cause.PERFORMANCE: "too slow",
    Cause.DATA: "wrong data",
    Cause.INTEGRATION: "a broken link to another system",
    Cause.MISSING_FEATURE: "a missing function",
    Cause.PROCESS: "a hard way of working",
    Cause.TRAINING: "a question of training",
    Cause.COMMUNICATION: "a lack of word",
    Cause.OTHER: "something else",
}


@dataclass(frozen=True)
class Standing:
    """What a reporter can know of a theme. Two equal ones need no second telling."""

    known: bool
    owner_id: int | None
    promised_for: date | None
    in_progress: bool
    workaround: str | None


def of(theme: Theme) -> Standing:
    """Where a theme stands now."""
    return Standing(
        known=theme.it_knows_since is not None,
        owner_id=theme.owner_id,
        promised_for=theme.promised_for,
        in_progress=theme.in_progress_at is not None,
        workaround=theme.workaround,
    )


def day_and_year(when: date) -> str:
    """The same for a day that may be far off: "30 June 2026"."""
    return f"{when.day} {when:%B} {when.year}"


def told(theme: Theme) -> tuple[str, str]:
    """What reporters hear about it, in one or two sentences: the gist, and who and when. Only what is so."""
    gist = _("IT is working on it.") if theme.in_progress_at else _("IT knows about it.")
    who = theme.owner.name if theme.owner else None
    if who and theme.promised_for:
        promised = _("{name} looks after it and has promised it for {day}.")
        return gist, f" {promised.format(name=who, day=promised_day(theme, theme.promised_for))}"
    if theme.promised_for:
        return gist, f" {_told_day(theme, theme.promised_for)}"
    looked_after = _("{name} looks after it.")
    return gist, f" {looked_after.format(name=who)}" if who else ""


def _told_day(theme: Theme, promised_for: date) -> str:
    return _("It is promised for {day}.").format(day=promised_day(theme, promised_for))


def promised_day(theme: Theme, promised_for: date) -> str:
    """A day that was promised, with its year where it is far from the last we heard of the theme."""
    return day(promised_for, (theme.last_word_at or theme.it_knows_since or theme.created_at).date())


def state(theme: Theme, waiting: list[Complaint]) -> str:
    """The same for a list, in a few words."""
    if not waiting:
        return "IT says it is fixed" if theme.resolved_at else "Nobody waits for it any more"
    if any(complaint.state == ComplaintState.REOPENED for complaint in waiting):
        return "Not fixed yet, a colleague says"
    if theme.in_progress_at:
        return "IT is working on it"
    return "IT knows about it" if theme.it_knows_since else "IT has not answered yet"


def care(theme: Theme) -> str:
    """Who looks after it and for when, in a few words; empty where nobody and no day is set."""
    parts = [theme.owner.name] if theme.owner else []
    if theme.promised_for:
        parts.append(_("promised for {day}").format(day=promised_day(theme, theme.promised_for)))
    return ", ".join(parts)


def difference(session: Session, theme: Theme) -> str | None:
    """The sentence that says that reporters and IT see a theme differently; None where they agree or IT has not said.

    The reporters' view is the cause most of them give. Where two causes are given equally often there is none.
    """
    if theme.it_cause is None:
        return None
    counts = sorted(themes.causes_told(session, theme).items(), key=lambda pair: -pair[1])
    tied = len(counts) > 1 and counts[0][1] == counts[1][1]
    if not counts or tied or counts[0][0] == theme.it_cause:
        return None
    return f"Colleagues call it {CALLED[counts[0][0]]}, IT calls it {CALLED[theme.it_cause]}."


def waiting_for(session: Session, theme: Theme) -> list[Complaint]:
    """The complaints whose reporters still wait, oldest first."""
    return list(
        session.scalars(
            select(Complaint).where(Complaint.theme_id == theme.id, Complaint.state.in_(OPEN)).order_by(Complaint.id)
        )
    )


def people(complaints: Sequence[Complaint]) -> int:
    """Different people among them; imported rows without a person count one each."""
    return len({complaint.person_id or -complaint.id for complaint in complaints})


def counted(number: int) -> str:
    """ "1 colleague", "3 colleagues"."""
    return "1 colleague" if number == 1 else f"{number} colleagues"
