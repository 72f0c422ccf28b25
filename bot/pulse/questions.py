"""What we ask. One question at a time, answered with one tap on a scale from 1 to 7.

The first two are UMUX-LITE (Lewis, Utesch and Maher, CHI 2013) in its own words with the system named, free to use,
scored (a + b - 2) * 100 / 12 without a regression to other scales. The rest is our own wording: three on trust (able,
willing, honest), one on being told, one on effort. Each question about IT has a mirror for IT about colleagues,
because trust has two sides.
"""

from dataclasses import dataclass
from enum import StrEnum

from bot.speaking import N_, gettext


class Audience(StrEnum):
    """Whom a question is for."""

    COLLEAGUES = "colleagues"
    IT = "it"


@dataclass(frozen=True)
class Question:
    """A statement to agree or disagree with. `english` is its wording in English."""

    code: str
    english: str
    audience: Audience

    @property
    def words(self) -> str:
        """The statement in the language that is spoken."""
        return gettext(self.english)


BANK: dict[str, Question] = {
    question.code: question
    for question in (
        Question("need", N_("The ERP system's capabilities meet my requirements."), Audience.COLLEAGUES),
        Question("easy", N_("The ERP system is easy to use."), Audience.COLLEAGUES),
        Question("told", N_("IT tells me what I need to know about the ERP system."), Audience.COLLEAGUES),
        Question("able", N_("IT knows how to solve our problems with the ERP system."), Audience.COLLEAGUES),
        Question("care", N_("IT wants my work to go well."), Audience.COLLEAGUES),
        Question("word", N_("IT does what it says it will do."), Audience.COLLEAGUES),
        Question("effort", N_("This week it was easy to get my work done in the ERP system."), Audience.COLLEAGUES),
        Question("mirror_told", N_("Colleagues tell us what we need to know to help them."), Audience.IT),
        Question("mirror_heard", N_("We hear back whether what we mended really works."), Audience.IT),
        Question("mirror_seen", N_("Colleagues see what we do for them."), Audience.IT),
        Question("mirror_care", N_("Colleagues want our work to go well."), Audience.IT),
    )
}

#: The two questions whose means make the UMUX-LITE score.
UMUX_LITE = ("need", "easy")

#: The scale, lowest first.
SCALE = range(1, 8)

#: From this value on, somebody agrees.
AGREES = 5


def next_question(audience: Audience, asked: list[str]) -> Question:
    """The question whose turn it is: the one of this audience that was asked least, in the bank's order."""
    mine = [question for question in BANK.values() if question.audience == audience]
    return min(mine, key=lambda question: asked.count(question.code))


def umux_lite(need: float, easy: float) -> float:
    """The UMUX-LITE score, 0 to 100, from the means of its two items (1 to 7 each)."""
    return (need + easy - 2) * 100 / 12
