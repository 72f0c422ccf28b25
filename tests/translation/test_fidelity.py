"""The gate lets faithful rewrites through and stops single faults."""

import re
from datetime import date, timedelta
from time import process_time

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
    ("It takes 90 minutes.", "It takes an hour and a half."),
    ("Expect a downtime of 2-3 minutes.", "Expect it to be down for two to three minutes."),
    ("The office in Hungary is closed.", "The Hungarian office is closed."),
    ("The VPN does not accept new devices.", "The VPN refuses new devices."),
    ("Only planners can change the date.", "Nobody but planners can change the date."),
    (
        "The portal was updated. Jobs killed on Monday were not restarted. Please resubmit them.",
        "We updated the portal. Jobs that were killed on Monday did not start again, so please submit them once more.",
    ),
    ("The workshop is cancelled. A new date follows.", "There is no workshop; it is cancelled. You get a new date."),
    (
        "The fix did not pass its test. New target is 22 July.",
        "The fix did not pass its test\nThe fix did not pass its test. We now aim for 22 July.",
    ),
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
    (ProblemKind.NEGATION, "Users without a card cannot print.", "Whoever has no card can print."),
    (ProblemKind.NEGATION, "Sessions will be disconnected at 18:00.", "At 18:00 your session will not be cut off."),
    (ProblemKind.MODALITY, "Card payments may be declined.", "Some card payments will be declined."),
    (ProblemKind.ACTOR, "Please use vpn1 instead.", "We will connect to vpn1 in its place."),
    (ProblemKind.ACTOR, "We will monitor the queue overnight.", "You will monitor the queue overnight."),
    (ProblemKind.ACTOR, "The buyer must release the invoice.", "The auditor must release the invoice."),
    (ProblemKind.DATE, "It starts on Thursday 17 December.", "It starts on Sunday 17 December."),
    (
        ProblemKind.DROPPED_ACTION,
        "Concur is updated on 3 May. You do not need to do anything.",
        "Concur gets an update on 3 May.",
    ),
    (
        ProblemKind.LEFT_OUT,
        "The limit rises. Auditors asked for this change. Save your work. Call the desk on 4400.",
        "The limit rises. Save your work. Call the desk on 4400.",
    ),
]


@pytest.mark.parametrize(("source", "rewrite"), FAITHFUL)
def test_a_faithful_rewrite_passes(source: str, rewrite: str) -> None:
    assert verify(source, rewrite) == []


@pytest.mark.parametrize(("kind", "source", "rewrite"), FAULTS, ids=[kind.value for kind, _, _ in FAULTS])
def test_a_single_fault_is_stopped_and_named(kind: ProblemKind, source: str, rewrite: str) -> None:
    found = verify(source, rewrite)
    assert kind in [problem.kind for problem in found]
    assert all(problem.why and (problem.source or problem.rewrite) for problem in found)


@given(st.integers(0, 23), st.sampled_from([0, 5, 15, 30, 45]))
def test_a_time_is_the_same_on_either_clock(hour: int, minute: int) -> None:
    half, short = "am" if hour < 12 else "pm", hour % 12 or 12
    source = f"The server stops at {hour:02d}:{minute:02d}."
    assert verify(source, f"The server stops at {short}:{minute:02d} {half}.") == []
    assert verify(source, f"The server stops at {short}:{(minute + 1) % 60:02d} {half}.") != []


@given(st.integers(2, 20))
def test_a_length_of_time_is_the_same_in_hours_and_minutes(hours: int) -> None:
    assert verify(f"The upgrade takes {hours} h.", f"The upgrade takes {hours * 60} minutes.") == []
    assert verify(f"The upgrade takes ~{hours} h.", f"The upgrade takes about {hours} hours.") == []
    assert verify(f"The upgrade takes {hours} h.", f"The upgrade takes {hours * 60 + 1} minutes.") != []


@given(st.dates(date(2024, 1, 1), date(2030, 12, 31)))
def test_a_date_is_the_same_with_and_without_year_and_weekday(day: date) -> None:
    source = f"The change is on {day.isoformat()}."
    for form in ("%d %B %Y", "%d %B", "%A %d %B", "%a %d %b %Y", "%B %d, %Y"):
        assert verify(source, f"The change is on {day.strftime(form)}.") == []
    other = day + timedelta(days=1)
    assert verify(source, f"The change is on {other.strftime('%A %d %B')}.") != []


@given(st.integers(1000, 9_999_999))
def test_a_number_is_the_same_with_and_without_commas(number: int) -> None:
    assert verify(f"We move {number} records.", f"We move {number:,} records.") == []
    assert verify(f"We move {number} records.", f"We move {number + 1:,} records.") != []


@given(st.text(max_size=200), st.text(max_size=200))
def test_nothing_raises_and_a_text_is_faithful_to_itself(one: str, other: str) -> None:
    verify(one, other)
    assert verify(one, one) == []


@pytest.mark.parametrize("text", ["a" * 200_000, "1.1/" * 50_000, "please " * 30_000, "The server is down. " * 3_000])
def test_long_texts_are_read_in_one_go(text: str) -> None:
    assert verify(text, f"{text[:-1]} ") is not None


def test_the_work_grows_no_faster_than_the_text() -> None:
    """Sixteen times as many sentences may take sixteen times as long, and as much again for the noise of a machine."""
    line = "The server {0} restarts at 18:{1:02d} and users of group {0} must save their work, or it may be lost. "

    def seconds(sentences: int) -> float:
        text = "".join(line.format(number, number % 60) for number in range(sentences))
        start = process_time()
        verify(text, text.replace("restarts", "starts again"))
        return process_time() - start

    seconds(4)
    assert seconds(800) < 32 * max(seconds(50), 0.02)


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-14 02:11:07,113 ERROR [http-8080] com.acme.Pay - HTTP 502\n\tat com.acme.Pay.run(Pay.java:71)",
        "| System | From | To |\n|---|---|---|\n| SAP PE1 | 22:00 | 02:00 |",
        "Der Server wird heute um 18:30 Uhr neu gestartet. Bitte speichern Sie Ihre Arbeit.",
    ],
    ids=["log", "table", "German"],
)
def test_what_is_no_english_prose_is_held_to_its_facts(text: str) -> None:
    assert verify(text, f"{text}\n") == []
    digit = re.search(r"[1-9]", text)
    assert digit is not None
    assert verify(text, text[: digit.start()] + str(int(digit[0]) % 9 + 1) + text[digit.end() :]) != []


def test_another_weekday_is_found_where_the_same_day_stands_elsewhere_without_one() -> None:
    source = "Payroll is down on Wednesday, May 6 and Thursday, May 7. It is back after May 7."
    assert verify(source, source) == []
    assert verify(source, source.replace("Thursday", "Sunday"))
