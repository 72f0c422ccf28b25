"""The preview card: the draft, its evidence, what is missing, and who will hear."""

import re
from collections.abc import Sequence

from sqlalchemy.orm import Session

from bot import wording
from bot.cards import Block, Bold, Button, Card, Divider, Heading, Outgoing, Span, ToPlace, buttons, note, text
from bot.listening import themes
from bot.people.model import Person
from bot.speaking import _, filled, ngettext, speaking_in_channels
from bot.translation import evidence, outlook, own_words, questions, tone
from bot.translation.checking import problems_of
from bot.translation.fidelity import Problem
from bot.translation.model import Update, UpdateState

#: Unexplained words that are named, and those that have a button.
MOST_TERMS, MOST_OFFERED = 12, 4


def card_for(session: Session, update: Update) -> Outgoing:
    """The preview in the post's thread, edited in place as the draft changes."""
    to = ToPlace(update.place_id, thread=update.answers_in)
    with speaking_in_channels():
        return Outgoing(to, _card(session, update), f"draft:{update.id}")


def _card(session: Session, update: Update) -> Card:
    if update.state == UpdateState.DISCARDED:
        return wording.plain(_("Draft discarded. Nothing went out."))
    problems = problems_of(session, update)
    published = update.state == UpdateState.PUBLISHED
    blocks: list[Block] = [
        Heading(_("Published") if published else _("Draft in plain words")),
        *outlook.question(session, update),
        *([] if update.says_it_all else [text(Bold(update.headline))]),
        text(update.plain),
    ]
    if update.edited_by_id is not None:
        editor = session.get(Person, update.edited_by_id)
        blocks.append(note(_("Edited by {name}.").format(name=editor.name if editor else _("a colleague"))))
    blocks += [Divider(), *_tone(update), *evidence.shown(session, update, problems), *_open_ends(session, update)]
    blocks += [*_audience(session, update), *outlook.readers(session, update), *outlook.goes_out(session, update)]
    if not published:
        blocks += [_choices(update, problems), outlook.waiting(update, bool(problems))]
        blocks.append(note(_("Only people in this channel can publish. Nothing goes out before you press.")))
    summary = _("Published: {headline}") if published else _("Draft: {headline}")
    return Card(summary.format(headline=update.headline), tuple(blocks))


def _tone(update: Update) -> list[Block]:
    """What sounds like blame or like advertising, in the author's words. A fact cannot be dropped, so people decide."""
    if update.state != UpdateState.DRAFTED:
        return []
    draft = f"{update.headline}\n{update.plain}"
    notes: list[Block] = []
    blame, praise = tone.blame_in(draft), tone.marketing_in(draft)
    dropped = [words for words in tone.marketing_in(update.text) if words.lower() not in draft.lower()]
    if blame:
        said = _("This may read as blame: {words}. Colleagues need to know what happened, not who did it.")
        notes.append(note(said.format(words=_quoted(blame))))
    if praise:
        notes.append(note(_("This may read as advertising: {words}.").format(words=_quoted(praise))))
    if dropped:
        notes.append(note(_("Left out, because it reads as advertising: {words}.").format(words=_quoted(dropped))))
    return notes


def _quoted(words: Sequence[str]) -> str:
    return ", ".join(f"“{one}”" for one in words[:MOST_TERMS])


def _open_ends(session: Session, update: Update) -> list[Block]:
    """What the author may still want to say, each with a button. Nothing is guessed."""
    if update.state != UpdateState.DRAFTED:
        return []
    mine = {"update": str(update.id)}
    blocks: list[Block] = []
    asked = questions.open_questions(session, update)
    if asked:
        said = " ".join(wording.SLOTS[slot] for slot in asked)
        blocks.append(text(Bold(_("Colleagues will ask:")), " ", said))
        answer = Button(_("Answer"), "update.answer", mine, opens_form=True)
        blocks.append(buttons(answer, Button(_("Leave it out"), "update.skip", mine)))
    terms = [term for term in update.unexplained.split("\n") if term]
    if terms:
        named = ", ".join([*terms[:MOST_TERMS], *(["…"] if len(terms) > MOST_TERMS else [])])
        blocks.append(note(_("Not explained in the draft: {terms}.").format(terms=named)))
        offered = [term for term in terms if len(term) <= own_words.LONGEST_NAME][:MOST_OFFERED]
        blocks.append(buttons(*(_explain(term, mine) for term in offered)))
    return blocks


def _explain(term: str, mine: dict[str, str]) -> Button:
    return Button(_("Explain {term}").format(term=term), "term.explain", {**mine, "term": term}, opens_form=True)


def _audience(session: Session, update: Update) -> list[Block]:
    """The themes it answers, each with its reporters, for the author to untick."""
    blocks: list[Block] = []
    for theme, confirmed in outlook.linked(session, update):
        people = ngettext("1 colleague", "{count} colleagues", themes.reporters(session, theme))
        published = update.state == UpdateState.PUBLISHED
        blocks.append(text(*_told(people, theme.title, confirmed, published)))
        if not published:
            value = {"update": str(update.id), "theme": str(theme.id), "answers": "no" if confirmed else "yes"}
            label = _("This does not answer them") if confirmed else _("This answers them")
            blocks.append(buttons(Button(label, "update.link", value)))
    return blocks


def _told(people: str, title: str, confirmed: bool, published: bool) -> tuple[Span, ...]:
    if not confirmed:
        return filled(_("{people} not told: {title}"), people=Bold(people), title=title)
    if published:
        return filled(_("{people} told that this answers them: {title}"), people=Bold(people), title=title)
    return filled(_("{people} will hear that this answers them: {title}"), people=Bold(people), title=title)


def _choices(update: Update, problems: list[Problem]) -> Block:
    mine = {"update": str(update.id)}
    publish = Button(_("Publish"), "update.publish", mine, style="primary")
    if problems:
        publish = Button(_("Publish anyway"), "update.override", mine, style="danger", opens_form=True)
    return buttons(
        publish,
        Button(_("Edit"), "update.edit", mine, opens_form=True),
        Button(_("Discard"), "update.discard", mine, confirm=_("Discard this draft? Nothing will go out.")),
    )


def two_sentences(plain: str) -> str:
    """The first two sentences of a draft, for a direct chat."""
    sentences = re.split(r"(?<=[.!?])\s+", " ".join(plain.split()))
    return " ".join(sentences[:2])
