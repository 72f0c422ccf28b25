"""Slack's limits are met once, learnt, and kept from then on without losing time."""

import random

import pytest

from adapters.slack.pace import Pace
from adapters.slack.web import WebApi
from bot.ports import RateLimited
from tests.slack.standin.limits import Limits
from tests.slack.standin.server import Fault, running
from tests.slack.standin.state import Slack
from tests.slack.world import ANN, TEAM, TOKEN, Hands, populate

PEOPLE = 300


async def _token(_workspace: str) -> str:
    return TOKEN


@pytest.mark.parametrize(("most", "minute"), [(50, 60.0), (20, 4.0), (30, 10.0)])
async def test_opening_many_chats_takes_no_longer_than_the_limit_and_meets_it_once(most: int, minute: float) -> None:
    hands, chance = Hands(), random.Random(7)
    slack = Slack(hands)
    populate(slack)
    limits = Limits(hands, {"3": most})
    limits.minute = minute

    async def token(workspace: str) -> str:
        hands.now += chance.uniform(0.01, 0.03)  # what everything else takes
        return await _token(workspace)

    async with running(slack, limits) as stand_in:
        web = WebApi(token, stand_in.api, hands, hands.pause)
        started = hands.now
        for _ in range(PEOPLE):
            while True:
                try:
                    await web.call(TEAM, "conversations_open", users=ANN)
                    break
                except RateLimited as limit:
                    await hands.pause(limit.retry_after)
        await web.close()
    least = (PEOPLE - 1) // most * minute
    assert len(limits.refused) == 1
    assert (hands.now - started) / least <= 1.05


async def test_a_wrong_guess_is_corrected_and_never_hurries(sqlite_url: str) -> None:
    hands = Hands()
    slack = Slack(hands)
    populate(slack)
    async with running(slack) as stand_in:
        web = WebApi(_token, stand_in.api, hands, hands.pause)
        stand_in.faults["users.info"] += [Fault("limit", seconds=30)]
        with pytest.raises(RateLimited):
            await web.call(TEAM, "users_info", user=ANN)
        with pytest.raises(RateLimited) as still:  # nothing is asked before Slack's time
            await web.call(TEAM, "users_info", user=ANN)
        assert still.value.retry_after == pytest.approx(30, abs=0.1)
        hands.now += 30
        await web.call(TEAM, "users_info", user=ANN)
        await web.close()


def test_those_on_their_way_when_the_limit_is_met_do_not_count_as_taken() -> None:
    pace = Pace()
    for second in range(5):
        pace.ask(float(second)).answered = second + 0.1
    on_their_way = [pace.ask(5.0), pace.ask(5.0)]
    pace.refused(on_their_way[0], 5.1, 55)
    pace.refused(on_their_way[1], 5.1, 55)
    assert (pace.most, pace.span) == (5, 60.0)
    assert pace.wait(5.2) == pytest.approx(54.9)


def test_what_was_not_asked_for_long_has_its_whole_limit_again() -> None:
    pace = Pace()
    pace.ask(0.0)
    pace.refused(pace.ask(1.0), 1.0, 59)
    assert pace.wait(2.0) > 0
    assert pace.wait(122.0) == 0
    assert pace.most is None
