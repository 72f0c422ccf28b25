"""With the embedder that ships the gate lets people use their own words, and still sees what is gone or made up."""

from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from adapters.language.minilm import MiniLM
from bot.translation.fidelity import ProblemKind, verify

POST = (
    "The label printers in hall 4 went down at 09:15. Use the printers in the office until they are mended. "
    "Labels that were sent to hall 4 are lost."
)
IN_OWN_WORDS = (
    "Since 9:15 am nothing comes out of the label printers in hall 4. While the repair goes on, print in the office. "
    "What you had sent to hall 4 is gone."
)


@pytest.fixture(scope="module")
def embedder() -> MiniLM:
    return MiniLM()


def kinds(post: str, rewrite: str, embedder: MiniLM) -> set[ProblemKind]:
    return {problem.kind for problem in verify(post, rewrite, embedder=embedder)}


def test_the_same_in_other_words_passes(embedder: MiniLM) -> None:
    assert verify(POST, IN_OWN_WORDS, embedder=embedder) == []


@pytest.mark.parametrize(
    ("post", "rewrite"),
    [
        ("Open sessions will be cut at 11:00.", "At 11 am the system ends every session that is still open."),
        ("The VPN is not affected. Mail is down.", "There is no mail at the moment; the VPN works."),
        ("The portal is back. No action for employees.", "The portal is back. Employees do not have to do anything."),
        ("The file can be read until Friday.", "You may open the file to read it until Friday."),
    ],
)
def test_what_people_write_passes(post: str, rewrite: str, embedder: MiniLM) -> None:
    assert verify(post, rewrite, embedder=embedder) == []


def test_what_is_made_up_is_stopped(embedder: MiniLM) -> None:
    invented = f"{IN_OWN_WORDS} There is fresh coffee in the showroom."
    assert ProblemKind.INVENTED in kinds(POST, invented, embedder)


def test_a_dropped_action_is_stopped(embedder: MiniLM) -> None:
    first, _, last = IN_OWN_WORDS.split(". ")
    assert kinds(POST, f"{first}. {last}", embedder) == {ProblemKind.DROPPED_ACTION}


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
def test_single_faults_are_stopped(post: str, rewrite: str, kind: ProblemKind, embedder: MiniLM) -> None:
    assert kind in kinds(post, rewrite, embedder)


class Counting:
    """An embedder that keeps what it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """All alike."""
        self.asked += texts
        return np.full((len(texts), 4), 0.5, dtype=np.float32)


def test_no_sentence_is_read_for_its_meaning_twice_or_when_its_words_tell() -> None:
    counting = Counting()
    assert verify("The mail server is down.", "The mail server is down now.", embedder=counting) == []
    assert counting.asked == []

    verify(POST, IN_OWN_WORDS, embedder=counting)
    assert counting.asked
    assert len(counting.asked) == len(set(counting.asked))
