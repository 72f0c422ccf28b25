"""Loading the sample month: all of it, once, and from where it stopped."""

import asyncio
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from adapters.sample.story import Asking, Line, Posting, Remark, Telling, read_month
from bot.listening.model import Complaint
from bot.ports import LanguageModel
from bot.pulse.model import PulseCampaign
from bot.store.inbox import Event
from bot.store.outbox import Delivery, DeliveryState
from tests.sample.conftest import Month
from tests.sample.playground import Killed, Playground, make_tables, snapshot


def test_the_month_is_as_large_as_promised(month: Month, rows: Session) -> None:
    assert month.counts.complaints >= 150
    assert month.counts.published >= 12
    assert month.counts.told >= 60
    assert month.counts.verified >= 25
    assert month.counts.reopened >= 4
    assert month.counts.thanks >= 8
    assert month.counts.pulse_answers >= 50
    assert rows.scalar(select(func.count(func.distinct(Complaint.person_id)))) >= 46  # type: ignore[operator]


def test_what_is_said_is_heard_as_it_was_meant(month: Month, rows: Session) -> None:
    """Every report is taken for one, and nothing else is."""
    heard = {source.split("sample:")[1] for source in rows.scalars(select(Complaint.source))}
    assert heard == {line.id for line in read_month() if isinstance(line, Telling)}


def test_most_say_how_much_it_hurts_and_some_put_us_right(rows: Session) -> None:
    told = rows.scalars(select(Complaint)).all()
    assert sum(complaint.impact_told for complaint in told) / len(told) > 0.9
    corrected = [c for c in told if (c.cause, c.module) != (c.guessed_cause, c.guessed_module)]
    assert corrected


def test_one_group_is_too_small_to_be_shown(rows: Session) -> None:
    shown = [bool(campaign.shown) for campaign in rows.scalars(select(PulseCampaign).order_by(PulseCampaign.id))]
    assert sorted(shown) == [False, True, True, True]


def test_everything_was_handled_and_everything_was_delivered(rows: Session) -> None:
    assert list(rows.scalars(select(Event.problem).where(Event.problem.is_not(None)))) == []
    assert rows.scalar(select(func.count()).where(Event.handled_at.is_(None))) == 0
    assert set(rows.scalars(select(Delivery.state))) == {DeliveryState.SENT}


def test_progress_is_told_at_every_hundredth_part(month: Month) -> None:
    done = [told[0] for told in month.progress]
    total = month.progress[-1][1]
    assert done[-1] == total
    steps = [after - before for before, after in zip([0, *done], done, strict=False)]
    assert min(steps) >= 0
    assert sorted(steps)[-2] <= total / 100  # only the last may leap: not everybody is asked


def test_loading_twice_changes_nothing(month: Month) -> None:
    assert month.once == month.twice


@pytest.fixture(scope="session")
def few() -> list[Line]:
    """Enough of the month to have everything in it once."""
    return [line for line in read_month() if _is_for_few(line)]


def _is_for_few(line: Line) -> bool:
    match line:
        case Telling():
            return line.about == "gr"
        case Posting():
            return line.id == "u8"
        case Asking():
            return line.id == "pulse4"
        case Remark():
            return bool(line.channel)
    return True


@pytest.fixture(scope="session")
def undisturbed(
    tmp_path_factory: pytest.TempPathFactory, embedded: LanguageModel, few: list[Line]
) -> dict[str, list[str]]:
    """What a loading leaves that nothing interrupts."""
    url = f"sqlite:///{tmp_path_factory.mktemp('undisturbed')}/liaison.db"
    make_tables(url)

    async def load() -> None:
        playground = Playground(url, embedded)
        await playground.open()
        await playground.load(few)
        await playground.store.close()

    asyncio.run(load())
    return snapshot(url)


async def test_a_loading_that_is_killed_again_and_again_ends_with_the_same_rows(
    tmp_path: Path, embedded: LanguageModel, few: list[Line], undisturbed: dict[str, list[str]]
) -> None:
    url = f"sqlite:///{tmp_path}/liaison.db"
    make_tables(url)
    playground = Playground(url, embedded)
    await playground.open()
    deaths = 0
    # A prime number of transactions, so that it dies in ever other places of a step.
    while not await _survives(playground, few, lives=151):
        deaths += 1
        await playground.store.close()
        playground = Playground(url, embedded)
    await playground.store.close()
    assert deaths >= 4
    assert snapshot(url) == undisturbed


async def _survives(playground: Playground, month: list[Line], lives: int) -> bool:
    playground.store.lives = lives
    try:
        await playground.load(month)
    except BaseException as end:
        if isinstance(end, Killed):
            return False
        raise
    return True


async def test_a_loading_can_be_stopped_and_goes_on(
    tmp_path: Path, embedded: LanguageModel, few: list[Line], undisturbed: dict[str, list[str]]
) -> None:
    url = f"sqlite:///{tmp_path}/liaison.db"
    make_tables(url)
    playground = Playground(url, embedded)
    await playground.open()
    loading = asyncio.create_task(playground.load(few))
    playground.store.lives = 400
    playground.store.fate = loading.cancel  # type: ignore[method-assign, assignment]
    with pytest.raises(asyncio.CancelledError):
        await loading
    await playground.load(few)
    await playground.store.close()
    assert snapshot(url) == undisturbed
