"""The gate lets faithful rewrites through and stops single faults."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.translation.fidelity import ProblemKind, verify

FAITHFUL = [
    (
        "SAP is down Sat 14 Mar 22:00-02:00 CET.",
        "On Saturday 14 March, from 10 pm to 2 am CET, SAP will not be available.",
    ),
    ("The job takes 2 h.", "The job takes 120 minutes."),
    (
        "Please log off by 21:45. Unsaved work will be lost.",
        "You will lose work you have not saved, so log off by 9:45 pm.",
    ),
    ("The VPN is not affected.", "The VPN works as usual."),
    ("DB team rebuilt the index.", "The index was rebuilt by the database team."),
]

FAULTS = [
    (ProblemKind.TIME, "Log off by 21:45.", "Log off by 20:45."),
    (ProblemKind.DATE, "It starts on Friday 3 May.", "It starts on Friday 10 May."),
    (ProblemKind.ZONE, "Start at 06:00 CEST.", "Start at 06:00 CET."),
    (ProblemKind.DURATION, "It takes 2 hours.", "It takes 3 hours."),
    (ProblemKind.NUMBER, "40 users are affected.", "400 users are affected."),
    (ProblemKind.ID, "See CHG0041877.", "See CHG0041878."),
    (ProblemKind.SYSTEM, "The SAP server is down.", "The Oracle server is down."),
    (ProblemKind.CONTACT, "Mail edi@acme.example.", "Mail crm@acme.example."),
    (ProblemKind.NEGATION, "Jobs will not be lost.", "Jobs will be lost."),
    (ProblemKind.MODALITY, "Jobs may be stopped.", "Jobs will be stopped."),
    (ProblemKind.TENSE, "We will rebuild the index.", "We rebuilt the index."),
    (ProblemKind.ACTOR, "Contact edi@acme.example.", "We will contact edi@acme.example."),
    (ProblemKind.DIRECTION, "Qlik replaces Tableau.", "Tableau replaces Qlik."),
    (
        ProblemKind.DROPPED_ACTION,
        "The portal moves tonight. Change your password tomorrow.",
        "The portal moves tonight.",
    ),
    (ProblemKind.DROPPED_WARNING, "We refresh Q01. All test data will be overwritten.", "We refresh Q01."),
    (ProblemKind.INVENTED, "The VPN is back.", "The VPN is back. A broken cable was the reason."),
]


@pytest.mark.parametrize(("source", "rewrite"), FAITHFUL)
def test_a_faithful_rewrite_passes(source: str, rewrite: str) -> None:
    assert verify(source, rewrite) == []


@pytest.mark.parametrize(("kind", "source", "rewrite"), FAULTS, ids=[kind.value for kind, _, _ in FAULTS])
def test_a_single_fault_is_stopped_and_named(kind: ProblemKind, source: str, rewrite: str) -> None:
    found = verify(source, rewrite)
    assert kind in [problem.kind for problem in found]
    assert all(problem.why and (problem.source or problem.rewrite) for problem in found)


@given(st.text(max_size=200), st.text(max_size=200))
def test_nothing_raises_and_a_text_is_faithful_to_itself(one: str, other: str) -> None:
    verify(one, other)
    assert verify(one, one) == []


@pytest.mark.parametrize("text", ["a" * 200_000, "1.1/" * 50_000, "please " * 30_000, "The server is down. " * 3_000])
def test_long_texts_are_read_in_one_go(text: str) -> None:
    assert verify(text, f"{text[:-1]} ") is not None
