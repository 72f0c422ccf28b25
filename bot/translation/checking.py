"""What is wrong with a draft as it stands: the gate, told what its author added and what the company's words mean."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.translation import foreign, own_words
from bot.translation.fidelity import WORDS_HEADING, Problem, verify
from bot.translation.model import CompanyTerm, Update


def problems_of(session: Session, update: Update) -> list[Problem]:
    """What the draft says that IT did not, and what it does not say, most serious first."""
    terms = session.scalars(select(CompanyTerm)).all() if WORDS_HEADING in update.plain else []
    draft = f"{update.headline}\n{own_words.without_own(update.plain, WORDS_HEADING, terms)}"
    problems = verify(update.said, draft)
    known = {problem.source for problem in problems}
    return problems + [lost for lost in foreign.flipped(update.said, draft) if lost.source not in known]
