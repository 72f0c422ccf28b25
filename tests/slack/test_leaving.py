"""Deactivated people in Slack: left out as soon as Slack tells, listed by the doctor, written to once they are back."""

from typing import Any

from tests.slack.house import TEAM, House, payload
from tests.slack.test_loop import UPDATE, complain, settle_in


async def change(house: House, account: str, **user: Any) -> None:
    """Something about somebody changes."""
    body = payload("user_change")
    body["event"]["user"] |= {"id": account, **user}
    await house.happen(body, TEAM, {"event_ts": house.slack.ts()})


def heard(house: House, account: str) -> int:
    return len(house.shown(house.slack.teams[TEAM].open(account).id))


async def publish(house: House) -> None:
    await house.say("U0IVY", UPDATE, "C0IT")
    await house.press("U0IVY", "Publish", "C0IT")
    await house.people_known()


async def test_whom_slack_deactivates_is_not_written_to(house: House) -> None:
    await settle_in(house)
    await complain(house)
    await change(house, "U0ANN", deleted=True)
    ann, bob = heard(house, "U0ANN"), heard(house, "U0BOB")
    await publish(house)
    assert heard(house, "U0ANN") == ann  # Slack would have taken it: nobody reads it there
    assert heard(house, "U0BOB") == bob + 1


async def test_whom_slack_brings_back_is_written_to(house: House) -> None:
    await settle_in(house)
    await complain(house)
    for deleted in (True, False):
        await change(house, "U0ANN", deleted=deleted)
    ann = heard(house, "U0ANN")
    await publish(house)
    assert heard(house, "U0ANN") == ann + 1


async def test_other_changes_and_strangers_change_nothing(house: House) -> None:
    await settle_in(house)
    await change(house, "U0ANN", deleted=False)
    await change(house, "U0NOBODY", deleted=True)
    await change(house, "U0ANN", deleted="yes")
    await complain(house)
    ann = heard(house, "U0ANN")
    await publish(house)
    assert heard(house, "U0ANN") == ann + 1
