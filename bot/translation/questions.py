"""What the author of a post is asked: at most two things it leaves open, and what they answered as sentences."""

# ruff: noqa: E501  (patterns read best on one line)
import re
from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import wording
from bot.translation.chain import root_of
from bot.translation.facts import extract_facts
from bot.translation.foreign import language_of_post
from bot.translation.grammar import verb_in
from bot.translation.kinds import kind_of
from bot.translation.model import AuthorAnswer, Relation, Update, UpdateState
from bot.translation.slots import Slot, missing_slots

#: Whoever asks for everything gets nothing.
MOST = 2
#: Room for an answer, in characters.
LONGEST_ANSWER = 300
#: A follow-up of so few words says what is new; nobody asks further.
SHORT = 12

_NOT_KNOWN = re.compile(
    r"\W*(?:not (?:yet )?(?:known|clear|sure)(?: yet)?|unknown|unclear|tb[dac]|no idea|(?:we )?(?:do not|don['’]?t) know(?: yet)?|"
    r"\?+)\W*",
    re.IGNORECASE,
)
_NOTHING = re.compile(r"\W*(?:nothing|none|no(?:thing to do| action)?(?: (?:needed|required))?|n/a)\W*", re.IGNORECASE)
_IN_TIME = re.compile(
    r"(?:at|by|before|around|about|on|in|tomorrow|today|tonight|when|as soon)\b|\d{1,2}[:.]\d\d|\d{1,2} ?[ap]m\b",
    re.IGNORECASE,
)

#: What is said where the author does not know either.
UNKNOWN: Mapping[Slot, str] = {
    Slot.AFFECTED: "We do not know yet who is affected.",
    Slot.WHEN: "We do not know yet how long this takes.",
    Slot.ACTION: "We do not know yet what you can do.",
    Slot.NEXT_WORD: "We do not know yet when there is more news.",
}
_LABELS: Mapping[Slot, str] = {
    Slot.AFFECTED: "Affected: ",
    Slot.WHEN: "When: ",
    Slot.ACTION: "What to do: ",
    Slot.CONTACT: "Contact: ",
}


def open_questions(session: Session, update: Update) -> tuple[Slot, ...]:
    """What the author is still to be asked about this draft, at most two things over its whole life."""
    missing = _missing(session, update)
    answered = {answer.slot for answer in answers_of(session, update)}
    return tuple(slot for slot in missing if slot not in answered)[: max(0, MOST - len(answered))]


def _missing(session: Session, update: Update) -> list[Slot]:
    if update.state != UpdateState.DRAFTED or language_of_post(update.text) is not None:
        return []  # what a text leaves open is read from English words
    missing = [Slot(slot) for slot in update.missing.split(",") if slot in wording.SLOTS]
    if update.relation in (Relation.OWN, Relation.MAYBE):
        return missing
    if len(update.text.split()) <= SHORT:
        return []
    # What the first announcement said holds on, and what it is about is known.
    left_open = root_of(session, update).missing.split(",")
    return [slot for slot in missing if slot in left_open and slot != Slot.WHAT]


def answers_of(session: Session, update: Update) -> list[AuthorAnswer]:
    """What was answered or skipped, in that order."""
    found = select(AuthorAnswer).where(AuthorAnswer.update_id == update.id).order_by(AuthorAnswer.id)
    return list(session.scalars(found))


def given_in(session: Session, update: Update, answers: Mapping[str, str]) -> dict[Slot, str]:
    """The answers a form brings to the open questions of a draft, cut to their length; a skipped one is empty."""
    asked = open_questions(session, update)
    return {slot: " ".join(answers.get(slot, "").split())[:LONGEST_ANSWER] for slot in asked}


def added_with(session: Session, update: Update, given: Mapping[Slot, str]) -> str:
    """What was added to the post before, with these answers."""
    lines = [as_sentence(slot, words) for slot, words in given.items()]
    return "\n".join(line for line in [update.added, *lines] if line)


def still_added(session: Session, update: Update, text: str) -> str:
    """The answers to an earlier form of a post that its new words still leave open."""
    missing = missing_slots(text, kind_of(text), extract_facts(text))
    kept = [a for a in answers_of(session, update) if a.slot in missing and a.words]
    return "\n".join(as_sentence(Slot(answer.slot), answer.words) for answer in kept)


def copy_answers(session: Session, before: Update, update: Update) -> None:
    """What was asked about a post is not asked again about its correction."""
    for answer in answers_of(session, before):
        session.add(
            AuthorAnswer(update_id=update.id, slot=answer.slot, words=answer.words, by_id=answer.by_id, at=answer.at)
        )
    session.flush()


def as_sentence(slot: Slot, words: str) -> str:
    """An answer as its author could have written it into the post; nothing where it was skipped."""
    bare = words.strip().rstrip(".").strip()
    if not bare:
        return ""
    if _NOT_KNOWN.fullmatch(bare):
        return UNKNOWN.get(slot, "")
    if slot == Slot.ACTION and _NOTHING.fullmatch(bare):
        return "You do not need to do anything."
    if slot == Slot.NEXT_WORD and (not verb_in(bare) or bare.lower().startswith(("as soon", "when "))):
        at = "at " if bare[0].isdigit() else ""
        return f"The next update comes {at}{bare}." if _IN_TIME.match(bare) else f"Next update: {bare}."
    whole = slot == Slot.WHAT or (verb_in(bare) and len(bare.split()) > 3) or bare.lower().startswith("please ")
    sentence = bare if whole else f"{_LABELS.get(slot, '')}{bare}"
    return f"{sentence[:1].upper()}{sentence[1:]}" + ("" if sentence.endswith(("!", "?")) else ".")
