"""Facts: equal values in other clothes are equal, and spans are true."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.translation.facts import FactKind, extract_facts


def values(text: str, kind: FactKind) -> list[str]:
    return [fact.value for fact in extract_facts(text) if fact.kind == kind]


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        ("at 10 pm", "at 22:00", FactKind.TIME),
        ("by 9.45 p.m.", "by 21:45", FactKind.TIME),
        ("at noon", "at 12:00", FactKind.TIME),
        ("from 10-11 pm", "from 22:00 to 23:00", FactKind.TIME),
        ("2 h", "120 minutes", FactKind.DURATION),
        ("half an hour", "30 min", FactKind.DURATION),
        ("5 hours and 41 minutes", "341 minutes", FactKind.DURATION),
        ("two weeks", "14 days", FactKind.DURATION),
        ("1.5 hours", "an hour and a half", FactKind.DURATION),
        ("5 1/2 hours", "five and a half hours", FactKind.DURATION),
        ("15 minutes", "a quarter of an hour", FactKind.DURATION),
        ("2-3 minutes", "two to three minutes", FactKind.DURATION),
        ("Q3 2026", "the third quarter of 2026", FactKind.DATE),
        ("after June", "in June", FactKind.DATE),
        ("2 million rows", "2,000,000 rows", FactKind.QUANTITY),
        ("at 12 noon", "at 12:00", FactKind.TIME),
        ("14 March 2026", "2026-03-14", FactKind.DATE),
        ("March 14th, 2026", "14.03.2026", FactKind.DATE),
        ("1,200 users", "1200 users", FactKind.QUANTITY),
        ("three plants", "3 plants", FactKind.QUANTITY),
        ("EUR 500", "500 euros", FactKind.QUANTITY),
        ("at 5:00 Central European Time", "at 5:00 CET", FactKind.ZONE),
        ("version 8.0", "v8.0", FactKind.VERSION),
        ("https://help.example/x.", "help.example/x", FactKind.LINK),
    ],
)
def test_equal_values_in_other_clothes(one: str, other: str, kind: FactKind) -> None:
    if kind == FactKind.LINK:
        assert values(one, kind) == ["help.example/x"]
    else:
        assert values(one, kind) == values(other, kind) != []


@pytest.mark.parametrize(
    ("text", "kind", "found"),
    [
        ("See CHG0041877.", FactKind.ID, "CHG0041877"),
        ("Fixed with #20841 today", FactKind.ID, "#20841"),
        ("Transport DEVK901234 went in.", FactKind.ID, "DEVK901234"),
        ("CVE-2026-1187 is closed.", FactKind.ID, "CVE-2026-1187"),
        ("Mail edi@acme.example now", FactKind.CONTACT, "edi@acme.example"),
        ("The Rivanna cluster is down.", FactKind.SYSTEM, "Rivanna"),
        ("Files in /scratch/tmp stay.", FactKind.SYSTEM, "/scratch/tmp"),
        ("It may fail.", FactKind.MODALITY, "may"),
        ("It is not down.", FactKind.NEGATION, "not"),
        ("Tonight. Please log off by 9.45 pm today.", FactKind.ACTION, "Please log off by 9.45 pm today"),
    ],
)
def test_what_is_a_fact(text: str, kind: FactKind, found: str) -> None:
    assert found in [fact.text for fact in extract_facts(text) if fact.kind == kind]


def test_may_is_a_month_only_where_it_is_one() -> None:
    assert values("In May it may rain.", FactKind.DATE) == ["????-05-??"]
    assert values("You may go.", FactKind.DATE) == []


def test_tomorrow_is_a_day_once_we_know_when_it_was_said() -> None:
    late = datetime(2026, 12, 31, 23, 59)
    assert [f.value for f in extract_facts("Back tomorrow.", late) if f.kind == FactKind.DATE] == ["2027-01-01"]


def test_about_is_kept() -> None:
    about, exact = extract_facts("It takes ~4 h.")[0], extract_facts("It takes 4 h.")[0]
    assert (about.approximate, exact.approximate) == (True, False)
    assert about.value == exact.value


@given(st.text(max_size=300))
def test_any_text_is_read_and_spans_are_true(text: str) -> None:
    for fact in extract_facts(text):
        assert text[fact.start : fact.end] == fact.text
