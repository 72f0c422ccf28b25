"""A business area with many times its usual reports: the BRM channel hears of it once."""

import pytest

from bot.listening.bursts import tail
from tests.office import Office, words


@pytest.fixture
async def firm(office: Office) -> Office:
    """An office that has known for three weeks what is usual: an invoice problem now and then."""
    await office.open_company()
    for week in range(3):
        await office.say("ann", f"the invoice number{week} looks odd")
        office.later(days=7)
    return office


def alerts(office: Office) -> list[str]:
    return [words(m.card) for m in office.seen(channel="erp-brm") if m.key.startswith("burst:")]


async def reports(office: Office, people: int, about: str = "invoice") -> None:
    for number in range(people):
        await office.say(f"colleague{number}", f"{about} cannot be posted, try {number}")
        office.later(minutes=5)


async def test_a_burst_is_told_once_with_its_first_three_reports(firm: Office) -> None:
    await reports(firm, 9)
    found = alerts(firm)
    assert len(found) == 1
    assert "Many reports at once: Finance" in found[0]
    assert [f"try {number}" in found[0] for number in range(4)] == [True, True, True, False]
    firm.later(hours=5)
    await reports(firm, 9)
    assert len(alerts(firm)) == 1
    firm.later(days=2)
    await reports(firm, 9)
    assert len(alerts(firm)) == 2


async def test_few_people_are_no_burst_however_often_they_write(firm: Office) -> None:
    for number in range(12):
        await firm.say(f"colleague{number % 4}", f"invoice cannot be posted, try {number}")
    assert alerts(firm) == []


async def test_reports_without_a_business_area_are_no_burst(firm: Office) -> None:
    await reports(firm, 8, about="something")
    assert alerts(firm) == []


async def test_nobody_knows_what_is_usual_on_the_first_day(office: Office) -> None:
    await office.open_company()
    await reports(office, 9)
    assert alerts(office) == []


async def test_what_is_usual_is_no_burst(office: Office) -> None:
    await office.open_company()
    for _ in range(4):
        await reports(office, 7)
        office.later(days=1)
    assert alerts(office) == []


@pytest.mark.parametrize(
    ("number", "expected", "chance"), [(0, 2.0, 1.0), (1, 2.0, 0.8647), (5, 0.5, 0.000172), (10, 10.0, 0.5421)]
)
def test_the_tail_is_that_of_poisson(number: int, expected: float, chance: float) -> None:
    assert tail(number, expected) == pytest.approx(chance, rel=0.01)
