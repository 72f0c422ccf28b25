"""Which complaints count as put right, and what is learned from each."""

from datetime import UTC, datetime

import pytest

from adapters.language.minilm import MiniLM
from bot.listening.classify import Classifier
from bot.listening.corrections import WEIGHT, read_corrections
from bot.listening.labels import Cause, Impact, Module
from bot.listening.model import Complaint
from bot.listening.retrain import compare, describe, golden_messages
from tests.office import Office


def complaint(text: str, **changed: object) -> Complaint:
    labels = {"cause": Cause.DEFECT, "module": Module.FINANCE, "impact": Impact.SLOWED}
    guessed = {f"guessed_{name}": label for name, label in labels.items()}
    when = datetime(2026, 3, 2, tzinfo=UTC)
    return Complaint(
        source=text, text=text, confidence=0.5, engine="embedded", created_at=when, **labels | guessed | changed
    )


@pytest.mark.parametrize(
    ("changed", "learned"),
    [
        ({}, None),
        ({"impact": Impact.BLOCKED}, None),  # not the reporter's word
        ({"impact_told": True}, None),  # we had it right
        ({"impact": Impact.BLOCKED, "impact_told": True}, (None, None, Impact.BLOCKED)),
        ({"cause": Cause.ACCESS}, (Cause.ACCESS, Module.FINANCE, None)),
        ({"module": Module.CRM, "impact_told": True}, (Cause.DEFECT, Module.CRM, Impact.SLOWED)),
    ],
)
async def test_only_what_the_reporter_changed_is_learned(office: Office, changed, learned) -> None:
    company = await office.company()
    await office.store.write(company, lambda s: s.add(complaint("it hurts", **changed)))

    found = await office.store.read(company, read_corrections)

    assert [(e.cause, e.module, e.impact) for e in found] == ([learned] if learned else [])
    assert all(e.weight == WEIGHT for e in found)


async def test_another_company_s_corrections_stay_there(office: Office) -> None:
    other = await office.core.company_of("slack", "elsewhere")
    await office.store.write(other, lambda s: s.add(complaint("theirs", cause=Cause.ACCESS)))

    assert await office.store.read(await office.company(), read_corrections) == []


def test_a_comparison_with_itself_changes_nothing() -> None:
    classifier = Classifier.load(MiniLM())
    golden = golden_messages()[::10]

    comparison = compare(classifier, classifier, golden, [])

    assert comparison.golden_changed == 0
    assert comparison.golden_before == comparison.golden_after
    assert "messages that get another label: 0" in describe(comparison, {})
