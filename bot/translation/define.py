"""A company's own words: explained in chat or from a draft, kept with who and when, and shown with their history."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from bot import wording
from bot.cards import Block, Bold, Card, Form, Heading, Outgoing, TextField, ToPlace, note, text
from bot.messages import ButtonPressed, FormSubmitted, MessageEdited, MessageReceived
from bot.people.model import Person
from bot.speaking import _, day, filled, ngettext
from bot.translation import draft, own_words, preview, requests
from bot.translation.fidelity import WORDS_HEADING
from bot.translation.glossary import Glossary
from bot.translation.model import CompanyTerm, Update
from bot.turn import Stale, Turn

#: Words shown on one card; the rest are counted.
MOST_SHOWN = 30
#: Earlier explanations shown below a word.
MOST_BEFORE = 2


def define(session: Session, turn: Turn, message: MessageReceived | MessageEdited) -> list[Outgoing]:
    """Keep "define WORD = explanation"; with nothing behind the "=" the company's explanation is taken back."""
    said = requests.without_call(message.text).lstrip(" /").split(maxsplit=1)
    name, equals, plain = said[1].partition("=") if len(said) > 1 else ("", "", "")
    name, plain = own_words.named(name), own_words.said(plain)
    if not (name and equals):
        return [_reply(turn, message, _how_to())]
    before = own_words.newest(session, name)
    if not plain and (before is None or not before.plain):
        return [_reply(turn, message, wording.plain(_("{word} is not explained here.").format(word=name)))]
    own_words.keep(session, name, plain, turn.speaker.id, turn.now)
    return [_reply(turn, message, _kept(name, plain, before))]


def _how_to() -> Card:
    return wording.plain(
        _('Write the word, "=", and what it means, for example: {example}').format(
            example=_("define EWM = the program for the warehouse")
        )
    )


def _kept(name: str, plain: str, before: CompanyTerm | None) -> Card:
    if not plain:
        return wording.plain(_("I no longer explain {word} in your company's words.").format(word=name))
    spans = [*filled(_("From now on {word} means: {plain}"), word=Bold(name), plain=plain)]
    old = before.plain if before is not None and before.plain else _shipped(name)
    blocks: list[Block] = [text(*spans)]
    if old and old != plain:
        blocks.append(note(_("Before: {plain}").format(plain=old)))
    blocks.append(note(_('Drafts from now on explain it so. "{command}" shows all your words.').format(
        command=_("glossary"))))  # fmt: skip
    return Card(_("From now on {word} means: {plain}").format(word=name, plain=plain), tuple(blocks))


def _shipped(name: str) -> str:
    known = Glossary.load().lookup(name)
    return known.plain if known is not None else ""


def list_words(session: Session, turn: Turn, message: MessageReceived | MessageEdited) -> list[Outgoing]:
    """The company's own words, each with who explained it and what it meant before."""
    every = own_words.every(session)
    blocks: list[Block] = [Heading(_("Your company's words"))]
    for terms in every[:MOST_SHOWN]:
        blocks += _entry(session, terms)
    if len(every) > MOST_SHOWN:
        blocks.append(note(ngettext("and one more", "and {count} more", len(every) - MOST_SHOWN)))
    if not every:
        blocks.append(text(_("Nobody has explained a word here yet.")))
    shipped = _("I know {count} terms of ERP and IT besides; yours win.").format(count=len(Glossary.load()))
    blocks.append(note(shipped))
    blocks.append(note(_("Anybody in IT or a BRM can add one: {example}").format(
        example=_("define EWM = the program for the warehouse"))))  # fmt: skip
    return [_reply(turn, message, Card(_("Your company's words"), tuple(blocks)))]


def _entry(session: Session, terms: Sequence[CompanyTerm]) -> list[Block]:
    now, before = terms[0], terms[1 : 1 + MOST_BEFORE]
    meaning = now.plain or _("no longer explained")
    blocks: list[Block] = [text(Bold(now.name), f": {meaning}"), note(_who(session, now))]
    blocks += [note(_("Before: {plain}").format(plain=f"{old.plain or '–'} ({_who(session, old)})")) for old in before]
    return blocks


def _who(session: Session, term: CompanyTerm) -> str:
    person = session.get(Person, term.by_id) if term.by_id is not None else None
    name = person.name if person is not None else _("a colleague who left")
    return _("{name}, {day}").format(name=name, day=f"{day(term.at.date())} {term.at.year}")


def show(session: Session, turn: Turn, press: ButtonPressed) -> Form:
    """The form behind "Explain": what one word of a draft means."""
    update, name = _word_of(session, turn, press.value)
    return Form(
        name="term.explain",
        title=_("Explain a word"),
        intro=_("Say it as you would to a colleague who has never heard of it. I keep it for all drafts to come."),
        fields=(TextField("plain", name, limit=own_words.LONGEST_PLAIN, hint=_("the program for the warehouse")),),
        submit=_("Keep it"),
        value={"update": str(update.id), "term": name},
    )


def read(session: Session, turn: Turn, message: FormSubmitted) -> list[Outgoing]:
    """Keep what somebody in IT says a word means, and show the draft that explains it."""
    update, name = _word_of(session, turn, message.value)
    plain = own_words.said(message.answers.get("plain", ""))
    if not plain:
        raise Stale("plain")
    own_words.keep(session, name, plain, turn.speaker.id, turn.now)
    heading = "" if WORDS_HEADING in update.plain else f"{WORDS_HEADING}\n"
    draft.renew(update, turn, update.added, f"{heading}- {name}: {plain}")
    left = [term for term in update.unexplained.split("\n") if own_words.key_of(term) != own_words.key_of(name)]
    update.unexplained = "\n".join(left)
    return [preview.card_for(session, update)]


def _word_of(session: Session, turn: Turn, value: dict[str, str]) -> tuple[Update, str]:
    """The draft, and the word of it that nobody has explained. Raises Stale for any other word."""
    update = draft.open_update(session, turn, value)
    name = own_words.named(value.get("term", ""))
    if name not in update.unexplained.split("\n"):
        raise Stale("term")
    return update, name


def _reply(turn: Turn, message: MessageReceived | MessageEdited, card: Card) -> Outgoing:
    thread = message.thread or message.message_id if isinstance(message, MessageReceived) else message.message_id
    to = ToPlace(turn.here.id, None if turn.here.direct else thread)
    return Outgoing(to, card, f"words:{turn.event_id}")
