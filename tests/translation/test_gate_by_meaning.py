"""With the ear that ships the gate lets people use their own words, and still sees what is gone or made up."""

from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from adapters.language.embedded import EmbeddedModel
from adapters.language.judge import Judge
from adapters.language.minilm import MiniLM
from bot.listening.classify import Classifier
from bot.translation.fidelity import Ear, ProblemKind, verify
from bot.translation.fidelity.support import VERDICTS
from bot.translation.glossary import Glossary
from bot.translation.rewrite import Rewriter

POST = (
    "The label printers in hall 4 went down at 09:15. Use the printers in the office until they are mended. "
    "Labels that were sent to hall 4 are lost."
)
IN_OWN_WORDS = (
    "Since 9:15 am nothing comes out of the label printers in hall 4. While the repair goes on, print in the office. "
    "What you had sent to hall 4 is gone."
)


@pytest.fixture(scope="module")
def ear() -> Ear:
    return Ear(MiniLM(), Judge())


def kinds(post: str, rewrite: str, ear: Ear) -> set[ProblemKind]:
    return {problem.kind for problem in verify(post, rewrite, ear=ear)}


def test_the_same_in_other_words_passes(ear: Ear) -> None:
    assert verify(POST, IN_OWN_WORDS, ear=ear) == []


@pytest.mark.parametrize(
    ("post", "rewrite"),
    [
        ("Open sessions will be cut at 11:00.", "At 11 am the system ends every session that is still open."),
        ("The VPN is not affected. Mail is down.", "There is no mail at the moment; the VPN works."),
        ("The portal is back. No action for employees.", "The portal is back. Employees do not have to do anything."),
        ("The file can be read until Friday.", "You may open the file to read it until Friday."),
    ],
)
def test_what_people_write_passes(post: str, rewrite: str, ear: Ear) -> None:
    assert verify(post, rewrite, ear=ear) == []


def test_what_is_made_up_is_stopped(ear: Ear) -> None:
    invented = f"{IN_OWN_WORDS} There is fresh coffee in the showroom."
    assert ProblemKind.INVENTED in kinds(POST, invented, ear)


def test_a_dropped_action_is_stopped(ear: Ear) -> None:
    first, _, last = IN_OWN_WORDS.split(". ")
    assert kinds(POST, f"{first}. {last}", ear) == {ProblemKind.DROPPED_ACTION}


@pytest.mark.parametrize(
    ("post", "rewrite", "kind"),
    [
        (
            "The system is closed Fri 16 Oct 18:00. Finish your postings before Friday noon.",
            "The system is closed from Friday 16 September, 6 pm. Finish your postings by Friday noon.",
            ProblemKind.DATE,
        ),
        ("We expect it back by noon.", "You expect it back by noon.", ProblemKind.ACTOR),
        ("Please tell us which user it is.", "We will tell us which user it is.", ProblemKind.ACTOR),
        (
            "Requests without an owner come back.",
            "If nobody is not named, the request comes back.",
            ProblemKind.NEGATION,
        ),
    ],
)
def test_single_faults_are_stopped(post: str, rewrite: str, kind: ProblemKind, ear: Ear) -> None:
    assert kind in kinds(post, rewrite, ear)


class Counting:
    """An embedder and a judge that keep what they were asked."""

    def __init__(self) -> None:
        self.asked: list[object] = []

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """All alike."""
        self.asked += texts
        return np.full((len(texts), 4), 0.5, dtype=np.float32)

    def judge(self, questions: Sequence[tuple[str, str]]) -> NDArray[np.float32]:
        """All carried."""
        self.asked += questions
        return np.tile(np.eye(len(VERDICTS), dtype=np.float32)[0], (len(questions), 1))


def test_nothing_is_asked_twice_and_nothing_of_copies() -> None:
    counting = Counting()
    assert (
        verify("The mail server is down.", "Since 09:15: the mail server is down.", ear=Ear(counting, counting)) != []
    )
    counting.asked.clear()
    assert (
        verify("The mail server is down. Wait.", "The mail server is down.\nWait.", ear=Ear(counting, counting)) == []
    )
    assert counting.asked == []

    verify(POST, IN_OWN_WORDS, ear=Ear(counting, counting))
    assert counting.asked
    assert len(counting.asked) == len(set(counting.asked))


def test_an_empty_side_needs_no_ear() -> None:
    counting = Counting()
    assert verify("", "The mail server is down.", ear=Ear(counting, counting)) == verify("", "The mail server is down.")


def test_a_book_is_compared_by_rules_alone() -> None:
    counting = Counting()
    post = " ".join(f"Printer {number} in hall {number} went down and nobody knows why." for number in range(120))
    rewrite = " ".join(f"In hall {number} printer {number} has stopped, for unknown reasons." for number in range(120))
    assert verify(post, rewrite, ear=Ear(counting, counting)) == verify(post, rewrite)
    assert counting.asked == []


async def test_the_engine_that_ships_checks_with_its_ear(ear: Ear) -> None:
    engine = EmbeddedModel(ear.embedder, Classifier.load(ear.embedder), Rewriter(Glossary.load()))
    assert await engine.check(POST, IN_OWN_WORDS) == ()
    assert await engine.check(POST, f"{IN_OWN_WORDS} There is fresh coffee in the showroom.") != ()
    await engine.close()
