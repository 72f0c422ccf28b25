"""What a term means: "define GRNI", answered in the company's own words or else from the glossary."""

from functools import cache

from sqlalchemy.orm import Session

from bot import wording
from bot.cards import Bold, Outgoing, ToPlace
from bot.speaking import LANGUAGES, N_, _, filled, speaking
from bot.translation import own_words, requests
from bot.translation.glossary import Glossary
from bot.turn import Turn

#: The word before the term.
DEFINE = N_("define")

#: More words than a term of ours ever has are a question of another kind, unless the glossary holds them.
MOST_WORDS, LONGEST = 3, 60


def asked(text: str) -> str | None:
    """The term somebody wants explained; None where the message asks for none."""
    if "=" in text:  # that tells us what a word means, see define.py
        return None
    word, _space, term = " ".join(text.split()).partition(" ")
    term = term.strip(" .!?\"'")
    if not term or len(term) > LONGEST or word.lower().strip("/:") not in _words():
        return None
    if Glossary.load().lookup(term):
        return term
    return term if len(term.split()) <= MOST_WORDS and not requests.is_trouble(term) else None


@cache
def _words() -> frozenset[str]:
    found = set()
    for language in LANGUAGES:
        with speaking(language):
            found.add(_(DEFINE).lower())
    return frozenset(found)


def explain(session: Session, turn: Turn, term: str) -> list[Outgoing]:
    """Say what the term means, or that we do not know."""
    own = own_words.newest(session, term)
    found = own if own is not None and own.plain else Glossary.load().lookup(term)
    if found is None:
        sentence = _("I have no explanation of {term} yet. IT can tell you, and I am glad to pass the question on.")
        card = wording.plain(*filled(sentence, term=Bold(term)))
    else:
        card = wording.plain(Bold(found.name), f": {found.plain}")
    return [Outgoing(ToPlace(turn.here.id), card, f"define:{turn.event_id}")]
