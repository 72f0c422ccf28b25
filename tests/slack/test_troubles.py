"""What only a person can mend at Slack is told in the BRM channel, once."""

import asyncio
from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import select

from bot.people import unreachable
from bot.store.outbox import Delivery
from tests.language import PlainLanguage
from tests.slack.house import TEAM, TOKEN, House, open_house
from tests.slack.standin.server import Fault
from tests.slack.test_loop import UPDATE, settle_in

LACKS = "lacks the permission"


async def open_brm(house: House) -> None:
    await house.join(house.slack.bot_of(TEAM), "C0BRM")
    await house.press("U0BEN", "BRM digest", "C0BRM")
    await house.people_known()


async def test_a_missing_permission_is_told_once_by_its_name(house: House) -> None:
    await open_brm(house)
    token = house.slack.tokens[TOKEN]
    house.slack.tokens[TOKEN] = replace(token, scopes=token.scopes - {"users:read"})
    for account in ("U0ANN", "U0BOB"):
        await house.say(account, "The invoice posting fails with a tax error")
        await house.people_known()
    (told,) = [text for text in house.shown("C0BRM") if LACKS in text]
    assert "users:read" in told
    assert "The invoice" not in told


async def test_another_process_does_not_tell_it_again(house: House) -> None:
    await open_brm(house)
    for _ in range(2):
        await house.core.trouble("slack", TEAM, "missing_scope:files:write")
        await house.settle()
    assert len([text for text in house.shown("C0BRM") if LACKS in text]) == 1


async def test_a_token_that_was_taken_back_is_told_where_it_can_be_seen(house: House) -> None:
    await open_brm(house)
    house.stand_in.faults["chat.postMessage"].append(Fault("refuse", "token_revoked"))
    await house.say("U0ANN", "The invoice posting fails with a tax error")
    await house.people_known()
    assert f"Slack no longer lets me into the workspace {TEAM}" in house.shown("C0BRM")[-1]


async def test_while_no_token_works_nothing_goes_round_in_circles(house: House) -> None:
    await open_brm(house)
    house.slack.tokens[TOKEN].problem = "token_revoked"
    for _ in range(3):
        await house.say("U0ANN", "The invoice posting fails with a tax error")
        await house.people_known()
    company = await house.core.company_of("slack", TEAM)
    notices = select(Delivery.key).where(Delivery.key.startswith("unreachable:"))
    assert len(await house.store.read(company, lambda s: s.scalars(notices).all())) == 1


async def test_what_passes_or_is_about_one_place_is_not_a_workspaces_trouble(house: House) -> None:
    await open_brm(house)
    before = house.shown("C0BRM")
    for code in ("channel_not_found", "invalid_blocks", "user_disabled"):
        await house.core.trouble("slack", TEAM, code)
    await house.core.trouble("slack", "T0ERASED", "token_revoked")
    await house.settle()
    assert house.shown("C0BRM") == before


@pytest.mark.parametrize(
    ("code", "why"),
    [
        ("restricted_action", "only some people may write there"),
        ("restricted_action_read_only_channel", "only some people may write there"),
        ("is_archived", "it is archived"),
        ("not_in_channel", "my app is not installed there any more"),
    ],
)
async def test_a_channel_in_which_we_may_not_post_is_told_with_the_reason(house: House, code: str, why: str) -> None:
    await settle_in(house)
    await house.say("U0IVY", UPDATE, "C0IT")
    house.stand_in.faults["chat.postMessage"].append(Fault("refuse", code))
    await house.press("U0IVY", "Publish", "C0IT")
    (told,) = [text for text in house.shown("C0BRM") if "I cannot post in" in text]
    assert told.startswith(f"I cannot post in erp-news: {why}")


@pytest.mark.parametrize("code", ["missing_scope:files:write", "app_removed", "token_revoked", "account_inactive"])
def test_what_concerns_brms(code: str) -> None:
    assert unreachable.concerns_brms(code)


async def test_a_dead_token_of_the_only_workspace_is_named_to_whoever_looks(
    house: House, capsys: pytest.CaptureFixture[str]
) -> None:
    await open_brm(house)
    assert house.side.troubles == []
    house.slack.tokens[TOKEN].problem = "token_revoked"
    await house.say("U0ANN", "The invoice posting fails with a tax error")
    await house.people_known()
    assert house.side.troubles == ["token_revoked"]
    lines = [line for line in capsys.readouterr().out.splitlines() if "slack_shut_out" in line]
    assert len(lines) == 1
    assert "install the app again" in lines[0]
    assert TOKEN not in lines[0]
    house.slack.tokens[TOKEN].problem = None
    await house.say("U0ANN", "help")
    assert house.side.troubles == []


async def test_a_token_that_is_dead_from_the_start_is_noticed_before_anybody_writes(
    sqlite_url: str, language: PlainLanguage
) -> None:
    async with open_house(sqlite_url, language, started=False) as house:
        house.slack.tokens[TOKEN].problem = "account_inactive"
        await house.client.start_server()
        await asyncio.wait_for(_until(lambda: house.side.troubles == ["account_inactive"]), 5)


async def _until(true: Callable[[], bool]) -> None:
    while not true():  # noqa: ASYNC110
        await asyncio.sleep(0.01)
