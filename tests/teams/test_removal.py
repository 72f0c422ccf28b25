"""What becomes of a tenant's data once the app is installed nowhere there any more."""

import asyncio
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from aiohttp.test_utils import TestClient, TestServer
from sqlalchemy import Engine, create_engine, select
from sqlalchemy.orm import Session

from adapters.app import build
from adapters.settings import load_settings
from adapters.teams.model import TeamsAccount, TeamsConversation
from bot.core import Core
from bot.people.model import Account, Company, Person, Workspace
from bot.store.inbox import Event
from tests.teams.standin.tenant import TENANT
from tests.teams.world import World, payload


async def sent(world: World, name: str, minute: int, **changes: str) -> None:
    world.asleep = True
    activity = payload(name, id=f"at-{minute}", timestamp=f"2026-03-02T09:{minute:02}:00Z", **changes)
    assert (await world.send(activity)).status == 201


async def test_a_tenant_is_gone_with_the_last_chat_or_team_that_had_the_app(world: World) -> None:
    await sent(world, "personal_message", 1)
    await sent(world, "channel_message", 2)
    await sent(world, "bot_removed", 3)
    assert world.gone == []
    await sent(world, "installation_removed", 4)
    assert world.gone == [TENANT]


async def test_an_upgrade_of_the_app_removes_nothing(world: World) -> None:
    await sent(world, "personal_message", 1)
    told = list(world.told)
    await sent(world, "installation_removed", 2, action="remove-upgrade")
    assert (world.gone, world.told) == ([], told)


async def test_a_removal_that_comes_late_or_again_does_not_undo_that_the_app_is_back(world: World) -> None:
    for minute in (1, 3):
        await sent(world, "personal_message", minute)
    await sent(world, "installation_removed", 2)
    assert world.gone == []


async def test_a_tenant_that_comes_back_is_asked_again_what_its_channels_are_for(world: World) -> None:
    await sent(world, "channel_message", 1)
    await sent(world, "bot_removed", 2)
    assert world.gone == [TENANT]
    await world.teams.forget(TENANT)
    await world.core.workspace_gone("teams", TENANT)
    world.told.clear()
    await sent(world, "channel_message", 3)
    assert [message.kind for message in world.told] == ["bot_joined", "message_received"]


async def test_what_another_replica_has_erased_is_begun_anew(world: World) -> None:
    await sent(world, "personal_message", 1)
    message = replace(world.told[-1], event_id="another")
    other = Core(world.store, world.core.language, {}, world.engine.enqueue)
    await other.workspace_gone("teams", TENANT)
    assert len(await world.core.accept([message], lambda _session, _kept: None)) == 1


def _handled(engine: Engine) -> bool:
    with Session(engine) as session:
        return session.scalars(select(Event.handled_at)).one() is not None


@pytest.mark.parametrize(("choice", "left"), [("keep", True), ("erase", False)])
@pytest.mark.parametrize("on_slack_too", [False, True])
async def test_what_is_kept_of_a_tenant_that_removed_the_app_is_a_setting(
    tmp_path: Path,
    migrated_file: Path,
    monkeypatch: pytest.MonkeyPatch,
    choice: str,
    left: bool,
    on_slack_too: bool,
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LIAISON_WHEN_UNINSTALLED", choice)
    settings = load_settings(database_url=f"sqlite:///{tmp_path}/liaison.db", playground=False)
    shutil.copyfile(migrated_file, tmp_path / "liaison.db")
    engine = create_engine(settings.database_url)
    async with TestClient(TestServer(build(settings), host="127.0.0.1")) as client:
        assert (await client.post("/api/messages", json=payload("personal_message"))).status == 201
        async with asyncio.timeout(60):
            while not _handled(engine):  # noqa: ASYNC110 - the engine works in threads of its own
                await asyncio.sleep(0.05)
        if on_slack_too:
            with Session(engine) as session, session.begin():
                company = session.scalars(select(Company.id)).one()
                session.add(Workspace(company_id=company, platform="slack", external_id="T1"))
        assert (await client.post("/api/messages", json=payload("installation_removed"))).status == 201
    with Session(engine) as session:
        tables = (TeamsAccount, TeamsConversation)
        assert [bool(session.scalars(select(table)).all()) for table in tables] == [left] * 2
        workspaces = session.scalars(select(Workspace.platform).order_by(Workspace.platform)).all()
        assert workspaces == ["slack"] * on_slack_too + ["teams"] * left
        if not left:
            assert not session.scalars(select(Account)).all()
            assert not session.scalars(select(Person)).all()
    engine.dispose()
