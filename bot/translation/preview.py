"""The preview card: the draft, its evidence, what is missing, and who will hear."""

import re

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import wording
from bot.cards import Block, Bold, Bullets, Button, Card, Divider, Heading, Outgoing, Span, ToPlace, buttons, note, text
from bot.listening import themes
from bot.listening.model import Theme
from bot.people.model import Person
from bot.translation import outlook
from bot.translation.facts import Fact, extract_facts
from bot.translation.fidelity import Problem, verify
from bot.translation.model import Relation, Update, UpdateLink, UpdateState

#: Facts shown on the card; the rest are counted.
MOST_FACTS = 12


def card_for(session: Session, update: Update) -> Outgoing:
    """The preview in the post's thread, edited in place as the draft changes."""
    to = ToPlace(update.place_id, thread=update.answers_in)
    return Outgoing(to, _card(session, update), f"draft:{update.id}")


def _card(session: Session, update: Update) -> Card:
    if update.state == UpdateState.DISCARDED:
        return wording.plain("Draft discarded. Nothing went out.")
    problems = verify(update.text, f"{update.headline}\n{update.plain}")
    facts = extract_facts(update.text, update.posted_at)
    published = update.state == UpdateState.PUBLISHED
    blocks: list[Block] = [
        Heading("Published" if published else "Draft in plain words"),
        *outlook.question(session, update),
        text(Bold(update.headline)),
        text(update.plain),
    ]
    if update.edited_by_id is not None:
        editor = session.get(Person, update.edited_by_id)
        blocks.append(note(f"Edited by {editor.name if editor else 'a colleague'}."))
    blocks += [Divider(), *_evidence(facts, problems), *_open_ends(update), *_audience(session, update)]
    blocks += [*outlook.readers(session, update), *outlook.goes_out(session, update)]
    if not published:
        blocks += [_choices(update, problems), outlook.waiting(update, bool(problems))]
        blocks.append(note("Only people in this channel can publish. Nothing goes out before you press."))
    state = "Published" if published else "Draft"
    return Card(f"{state}: {update.headline}", tuple(blocks))


def _evidence(facts: list[Fact], problems: list[Problem]) -> list[Block]:
    blocks: list[Block] = []
    if problems:
        blocks.append(text(Bold("Please look at this before it goes out:")))
        blocks.append(Bullets(tuple(_problem(problem) for problem in problems[:MOST_FACTS])))
        return blocks
    seen = list(dict.fromkeys(f"{fact.text.strip()}" for fact in facts if fact.kind not in ("negation", "modality")))
    if seen:
        more = len(seen) - MOST_FACTS
        line = ", ".join(seen[:MOST_FACTS]) + (f" and {more} more" if more > 0 else "")
        blocks.append(text(Bold("Every fact is kept: "), line))
    else:
        blocks.append(note("I found no times, names or numbers in this post to check."))
    return blocks


def _open_ends(update: Update) -> list[Block]:
    """What the author may still want to say. Nothing is guessed: an edited post is drafted again."""
    if update.state != UpdateState.DRAFTED:
        return []
    blocks: list[Block] = []
    asked = [wording.SLOTS[slot] for slot in update.missing.split(",") if slot in wording.SLOTS]
    if asked:
        blocks.append(text(Bold("Colleagues will ask: "), " ".join(asked[:2])))
    terms = [term for term in update.unexplained.split("\n") if term]
    if terms:
        blocks.append(note(f"Not explained in the draft: {', '.join(terms[:MOST_FACTS])}."))
    if blocks:
        blocks.append(note("Edit your post and I will draft it again."))
    return blocks


def _problem(problem: Problem) -> tuple[Span, ...]:
    spans: list[Span] = [problem.why]
    if problem.source:
        spans += [" Post: ", Bold(problem.source.strip())]
    if problem.rewrite:
        spans += [" Draft: ", Bold(problem.rewrite.strip())]
    return tuple(spans)


def _audience(session: Session, update: Update) -> list[Block]:
    blocks: list[Block] = []
    rows = session.execute(
        select(Theme, UpdateLink.confirmed)
        .join(UpdateLink, UpdateLink.theme_id == Theme.id)
        .where(UpdateLink.update_id == update.id)
        .order_by(UpdateLink.id)
    ).all()
    if not rows:
        if update.audience or update.relation == Relation.CORRECTION:
            return []
        return [note("No colleague's report seems to match this post, so it goes to the news channel only.")]
    for theme, confirmed in rows:
        count = themes.reporters(session, theme)
        people = "1 colleague" if count == 1 else f"{count} colleagues"
        tail = _told(confirmed, update.state == UpdateState.PUBLISHED)
        blocks.append(text(Bold(f"{people} "), f"{tail}: {theme.title}"))
        if update.state == UpdateState.DRAFTED:
            value = {"update": str(update.id), "theme": str(theme.id), "answers": "no" if confirmed else "yes"}
            label = "This does not answer them" if confirmed else "This answers them"
            blocks.append(buttons(Button(label, "update.link", value)))
    return blocks


def _told(confirmed: bool, published: bool) -> str:
    if not confirmed:
        return "not told"
    return "told that this answers them" if published else "will hear that this answers them"


def _choices(update: Update, problems: list[Problem]) -> Block:
    mine = {"update": str(update.id)}
    publish = Button("Publish", "update.publish", mine, style="primary")
    if problems:
        publish = Button("Publish anyway", "update.override", mine, style="danger", opens_form=True)
    return buttons(
        publish,
        Button("Edit", "update.edit", mine, opens_form=True),
        Button("Discard", "update.discard", mine, confirm="Discard this draft? Nothing will go out."),
    )


def two_sentences(plain: str) -> str:
    """The first two sentences of a draft, for a direct chat."""
    sentences = re.split(r"(?<=[.!?])\s+", " ".join(plain.split()))
    return " ".join(sentences[:2])
