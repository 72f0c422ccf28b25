"""How-to questions: quoted answers with their source, and gaps where nobody has written anything down."""

import os
from pathlib import Path

from sqlalchemy import func, select

from bot.cards import Link, Text
from bot.listening.asking.model import Question
from bot.listening.labels import Cause
from bot.listening.model import Complaint
from tests.asking.transcript import Transcript
from tests.office import Office, words

KNOWN = "how do I submit an expense report"
UNKNOWN = "how do I merge two duplicate contacts"


async def complaints(office: Office) -> list[Complaint]:
    return await office.store.read(await office.company(), lambda s: list(s.scalars(select(Complaint))))


async def test_a_question_is_answered_with_what_is_written_down(asking: Office) -> None:
    scene = Transcript(asking, "ann", "#erp-brm", "#erp-it")
    await scene.say("ann", KNOWN)
    await scene.press("ann", "Yes")
    scene.check("how-to-found")
    assert await complaints(asking) == []


async def test_an_answer_that_did_not_help_goes_on_to_it(asking: Office) -> None:
    scene = Transcript(asking, "ann")
    await scene.say("ann", KNOWN)
    await scene.press("ann", "No")
    await scene.press("ann", "It slows me down")
    scene.check("how-to-did-not-help")
    (told,) = await complaints(asking)
    assert (told.cause, told.text) == (Cause.TRAINING, KNOWN)


async def test_a_question_nobody_has_written_down_is_a_gap_and_may_be_passed_on(asking: Office) -> None:
    scene = Transcript(asking, "ann", "bob", "ben")
    await scene.say("ann", UNKNOWN)
    await scene.say("bob", "how do I merge duplicate contacts into one")
    await scene.say("ben", "gaps")
    await scene.press("ann", "Pass it on to IT")
    await scene.press("ben", "It is written down now")
    await scene.say("ben", "gaps")
    scene.check("how-to-not-found")


async def test_the_article_is_linked_where_it_says_so(asking: Office) -> None:
    await asking.say("ann", KNOWN)
    spans = [span for block in asking.last("ann").blocks if isinstance(block, Text) for span in block.spans]
    assert Link("Open the article", "https://intranet.example.com/erp/expenses") in spans


async def test_a_changed_article_is_read_again_and_one_that_is_gone_is_not_quoted(asking: Office, folder: Path) -> None:
    await asking.say("ann", UNKNOWN)
    assert "Nobody has written down" in words(asking.last("ann"))
    article = folder / "contacts.md"
    article.write_text("# Contacts\n## Merge two duplicate contacts\nPress *Merge* in either.\n", encoding="utf-8")
    await asking.say("ann", UNKNOWN)
    assert "Press Merge in either." in words(asking.last("ann"))
    article.write_text("# Contacts\n## Merge two duplicate contacts\nAsk the sales desk.\n", encoding="utf-8")
    os.utime(article, ns=(1, 1))
    await asking.say("ann", UNKNOWN)
    assert "Ask the sales desk." in words(asking.last("ann"))
    article.unlink()
    await asking.say("ann", UNKNOWN)
    assert "Nobody has written down" in words(asking.last("ann"))


async def test_when_an_answer_helps_the_same_question_is_no_gap_any_more(asking: Office, folder: Path) -> None:
    await asking.say("ann", UNKNOWN)
    article = folder / "contacts.md"
    article.write_text("# Contacts\n## Merge two duplicate contacts\nPress *Merge* in either.\n", encoding="utf-8")
    await asking.say("bob", UNKNOWN)
    await asking.press("bob", "Yes")
    await asking.say("ben", "gaps")
    assert "Every question so far had an answer" in words(asking.last("ben"))


async def test_a_question_about_what_is_broken_is_heard_as_a_complaint(asking: Office) -> None:
    await asking.say("ann", "how do I merge duplicates when it is so slow")
    assert "Here is what I understood" in words(asking.last("ann"))


async def test_an_edited_question_is_answered_anew_in_place_and_a_deleted_one_forgotten(asking: Office) -> None:
    message = await asking.say("ann", UNKNOWN)
    await asking.edit("ann", message, KNOWN)
    assert "Open My travel" in words(asking.last("ann"))
    assert len(asking.seen("ann")) == 1
    await asking.delete("ann", message)
    assert "Taken back" in words(asking.last("ann"))
    company = await asking.company()
    assert await asking.store.read(company, lambda s: s.scalar(select(func.count(Question.id)))) == 0


async def test_nobody_answers_for_a_colleague_or_twice(asking: Office) -> None:
    await asking.say("ann", KNOWN)
    yes, no = asking.button("Yes", "ann"), asking.button("No", "ann")
    await asking.press_raw("bob", yes.action, yes.value)
    assert "not yours to change" in words(asking.last("bob"))
    await asking.press_raw("ann", yes.action, yes.value)
    await asking.press_raw("ann", no.action, no.value)
    assert "has been dealt with already" in words(asking.last("ann"))
    assert await complaints(asking) == []


async def test_only_the_brm_sees_the_gaps_and_the_digest_counts_them(asking: Office) -> None:
    await asking.say("ann", UNKNOWN)
    await asking.say("ann", "gaps")
    assert "Only colleagues in the BRM channel" in words(asking.last("ann"))
    await asking.say("ben", "digest")
    assert '1 how-to question has no written answer yet: write "gaps" to see them.' in words(asking.last("ben"))


async def test_without_articles_nothing_is_made_up(office: Office) -> None:
    await office.open_company()
    await office.say("ann", KNOWN)
    said = words(office.last("ann"))
    assert "Nobody has written down an answer to that yet, and I do not guess." in said
    assert "[Pass it on to IT]" in said
