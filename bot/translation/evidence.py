"""What the gate found, and every fact of the post ticked beside the words it stands in."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from bot import wording
from bot.cards import Block, Bold, Bullets, Span, note, text
from bot.pulse.mornings import zone_of
from bot.speaking import _, ngettext
from bot.translation import foreign, zones
from bot.translation.facts import Fact, FactKind, extract_facts
from bot.translation.fidelity import Problem
from bot.translation.model import Update
from bot.translation.near_days import both_ways, is_near
from bot.translation.sentences import split_sentences

#: Lines of evidence shown on the card; the rest are counted.
MOST = 12
#: Characters of the post's own words beside a tick.
BESIDE = 110


def shown(session: Session, update: Update, problems: Sequence[Problem]) -> list[Block]:
    """What is wrong first, then the facts that are kept, then what nobody has checked."""
    blocks: list[Block] = []
    if problems:
        blocks.append(text(Bold(_("Please look at this before it goes out:"))))
        blocks.append(Bullets(tuple(_problem(problem) for problem in problems[:MOST])))
    ticked = _ticked(session, update, problems)
    language = foreign.language_of_post(update.text)
    if ticked:
        if not problems and language is None:
            blocks.append(text(Bold(_("Every fact is kept:"))))
        else:
            blocks.append(text(Bold(_("These are kept:"))))
        blocks.append(Bullets(tuple(ticked[:MOST])))
        if len(ticked) > MOST:
            blocks.append(note(ngettext("and one more", "and {count} more", len(ticked) - MOST)))
    elif not problems:
        blocks.append(note(_("I found no times, names or numbers in this post to check.")))
    if language is not None:
        blocks.append(note(_not_checked(language)))
    return blocks


def _not_checked(language: str) -> str:
    sentence = _(
        "This post is in {language}. I compared its numbers and times, and where it says \"not\", but I cannot read "
        "the rest of it. Please compare the two yourself before it goes out."
    )  # fmt: skip
    return sentence.format(language=foreign.NAMES[language])


def _problem(problem: Problem) -> tuple[Span, ...]:
    spans: list[Span] = [problem.why]
    if problem.source:
        spans += [" ", _("Post:"), " ", Bold(problem.source.strip())]
    if problem.rewrite:
        spans += [" ", _("Draft:"), " ", Bold(problem.rewrite.strip())]
    return tuple(spans)


def _ticked(session: Session, update: Update, problems: Sequence[Problem]) -> list[tuple[Span, ...]]:
    """One line a sentence of the post that holds facts: the facts that are kept, and the sentence itself."""
    here = update.posted_at.astimezone(zone_of(zones.of_author(session, update)))
    kinds = frozenset(FactKind) if foreign.language_of_post(update.text) is None else foreign.READ
    facts = [fact for fact in extract_facts(update.said, here) if fact.kind in kinds]
    wrong = [problem.source.strip() for problem in problems if problem.source.strip()]
    lines: list[tuple[Span, ...]] = []
    told: set[str] = set()
    for sentence in split_sentences(update.said):
        inside = [fact for fact in facts if sentence.start <= fact.start < sentence.end and not _named(fact, wrong)]
        inside = [fact for fact in inside if not any(_within(fact, other) for other in inside)]
        names = list(dict.fromkeys(both_ways(fact, here.date()) for fact in inside))
        if not told.issuperset(names) and sentence.text.strip() not in wrong:
            told.update(names)
            beside = wording.cut(sentence.text, BESIDE)
            lines.append(("✓ ", Bold(" · ".join(names)), f" – “{beside}”"))
    return lines


def _within(fact: Fact, other: Fact) -> bool:
    """Whether a fact stands inside a longer one, as the "not" of "do not post" does. A "tomorrow" is always shown."""
    return (
        not is_near(fact)
        and other is not fact
        and other.start <= fact.start
        and fact.end <= other.end
        and other.text != fact.text
    )


def _named(fact: Fact, wrong: Sequence[str]) -> bool:
    """Whether a problem is about this fact, or about words it stands in."""
    return any(fact.text.strip() == words or fact.text.strip() in words for words in wrong)
