"""What is wrong with a draft as it stands: the gate, told what its author added and what the company's words mean.

Drafts by rules are compared by rules, at once. Words of an editor or of a language model get the gate's second look by
their meaning too; that takes a moment, so it is done before the transaction and kept with the draft it was said of.
"""

import hashlib
import json
from dataclasses import astuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.messages import FormSubmitted
from bot.translation import foreign, own_words
from bot.translation.fidelity import WORDS_HEADING, Problem, ProblemKind, verify
from bot.translation.model import CompanyTerm, Update
from bot.turn import Checked, Words

#: The longest draft somebody may write, and the longest headline, in characters.
LONGEST_EDIT, LONGEST_HEADLINE = 12_000, 150


def problems_of(session: Session, update: Update) -> list[Problem]:
    """What the draft says that IT did not, and what it does not say, most serious first."""
    words = _words(session, update, update.headline, update.plain)
    problems = _kept(update, words)
    if problems is None:
        problems = verify(words.said, words.draft)
    known = {problem.source for problem in problems}
    return problems + [lost for lost in foreign.flipped(words.said, words.draft) if lost.source not in known]


def edited(session: Session, update: Update, message: FormSubmitted) -> Words | None:
    """The words of an editor as the gate will compare them; None where the form holds none."""
    headline, plain = new_words(message)
    return _words(session, update, headline, plain) if headline and plain else None


def new_words(message: FormSubmitted) -> tuple[str, str]:
    """Headline and text that somebody wrote into the form behind Edit."""
    headline, plain = message.answers.get("headline", "").strip(), message.answers.get("plain", "").strip()
    return headline[:LONGEST_HEADLINE], plain[:LONGEST_EDIT]


def keep(update: Update, checked: Checked | None) -> None:
    """Keep what was found with the update; None forgets what was found before."""
    if checked is None:
        update.checked = ""
        return
    found = [[str(problem.kind), *astuple(problem)[1:]] for problem in checked.problems]
    update.checked = json.dumps({"of": _fingerprint(checked.words), "problems": found})


def _words(session: Session, update: Update, headline: str, plain: str) -> Words:
    terms = session.scalars(select(CompanyTerm)).all() if WORDS_HEADING in plain else []
    return Words(update.said, f"{headline}\n{own_words.without_own(plain, WORDS_HEADING, terms)}")


def _kept(update: Update, words: Words) -> list[Problem] | None:
    """What was found in just these words; None where others were looked at."""
    kept = json.loads(update.checked) if update.checked else None
    if kept is None or kept["of"] != _fingerprint(words):
        return None
    return [Problem(ProblemKind(kind), source, rewrite, why) for kind, source, rewrite, why in kept["problems"]]


def _fingerprint(words: Words) -> str:
    return hashlib.sha256(f"{words.said}\0{words.draft}".encode("utf-8", "surrogatepass")).hexdigest()
