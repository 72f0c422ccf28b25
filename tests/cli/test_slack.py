"""`liaison slack manifest`, and what `liaison doctor` says about Slack's usual mistakes."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from adapters.engine.database import create_engine
from adapters.slack import table
from bot.people.model import Account, Company, Person, Workspace
from bot.store.outbox import Delivery, DeliveryState
from tests.cli.conftest import Command
from tests.cli.test_doctor import lines, mends

SECRET = "do-not-show-4711"
NOW = datetime.now(UTC)


def test_the_manifest_is_printed(command: Command) -> None:
    done = command("slack", "manifest", "--url", "https://liaison.acme.example/")
    assert done.exit_code == 0
    assert json.loads(done.stdout) == table.manifest("https://liaison.acme.example")
    assert json.loads(command("slack", "manifest", "--socket-mode").stdout) == table.manifest(socket_mode=True)


def test_an_address_slack_cannot_send_to_is_refused(command: Command) -> None:
    done = command("slack", "manifest", "--url", "http://localhost:8080")
    assert done.exit_code == 2
    assert "https://" in done.output


@pytest.mark.parametrize(
    ("variables", "says", "mend"),
    [
        ({"SLACK_BOT_TOKEN": f"xapp-{SECRET}"}, "SLACK_BOT_TOKEN is not such a token", "begins with xoxb-"),
        ({"SLACK_APP_TOKEN": f"xoxb-{SECRET}"}, "SLACK_APP_TOKEN is not such a token", "begins with xapp-"),
        ({"SLACK_CLIENT_ID": "1.2"}, "only one of SLACK_CLIENT_ID", "Set both, or neither."),
        ({"SLACK_SIGNING_SECRET": SECRET}, "nothing can be shown there", "Set SLACK_BOT_TOKEN"),
        ({"SLACK_BOT_TOKEN": f"xoxb-{SECRET}"}, "nothing that Slack sends can be read", "Set SLACK_SIGNING_SECRET"),
        (
            {"SLACK_CLIENT_ID": "1.2", "SLACK_CLIENT_SECRET": SECRET, "SLACK_APP_TOKEN": f"xapp-{SECRET}"},
            "their events need an address",
            "Set SLACK_SIGNING_SECRET too.",
        ),
        (
            {"SLACK_BOT_TOKEN": f"xoxb-{SECRET}", "SLACK_SIGNING_SECRET": SECRET},
            "Slack does not answer (unreachable)",
            "Check the network",
        ),
    ],
)
def test_a_usual_mistake_is_named_with_what_mends_it_and_without_the_secret(
    command: Command, monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], says: str, mend: str
) -> None:
    monkeypatch.setenv("SLACK_API_URL", "http://127.0.0.1:9/api")
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    done = command("doctor")
    assert done.exit_code == 1
    assert lines(done)["slack"].startswith("MEND")
    assert says in lines(done)["slack"]
    assert any(mend in line for line in mends(done))
    assert SECRET not in done.output


def test_a_setting_of_slacks_in_our_own_style_is_named(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIAISON_SLACK_BOT_TOKEN", f"xoxb-{SECRET}")
    done = command("doctor")
    assert "LIAISON_SLACK_BOT_TOKEN is not a setting of Liaison; it is called SLACK_BOT_TOKEN." in done.output


def account(tmp_path: Path, closed_at: datetime | None, *problems: str) -> None:
    """Ann has an account, which may be closed, and cards that did not arrive."""
    engine = create_engine(f"sqlite:///{tmp_path}/liaison.db")
    with Session(engine) as session, session.begin():
        company = Company(name="Acme", created_at=NOW)
        session.add(company)
        session.flush()
        workspace = Workspace(company_id=company.id, platform="slack", external_id="T1")
        person = Person(company_id=company.id, name="Ann Lee")
        session.add_all([workspace, person])
        session.flush()
        ids = {"company_id": company.id, "person_id": person.id, "workspace_id": workspace.id}
        session.add(Account(**ids, external_id="U0ANN", seen_at=NOW, closed_at=closed_at))
        for number, problem in enumerate(problems):
            failed = Delivery(
                **ids,
                key=str(number),
                card="{}",
                state=DeliveryState.FAILED,
                problem=problem,
                created_at=NOW,
                changed_at=NOW,
            )
            session.add(failed)
    engine.dispose()


def test_cards_that_did_not_arrive_are_counted_with_what_mends_it_and_closed_accounts_are_named(
    command: Command, tmp_path: Path
) -> None:
    account(tmp_path, NOW, "not_in_channel", "not_in_channel", "user_disabled")
    done = command("doctor")
    assert lines(done)["cards"] == "MEND 2 not shown: not_in_channel; 1 account is closed and gets nothing: U0ANN"
    assert "-> Liaison is not in the channel: invite it with /invite @Liaison." in mends(done)
    assert "Ann" not in done.output


def test_a_closed_account_is_listed_although_nothing_is_sent_there_any_more(command: Command, tmp_path: Path) -> None:
    account(tmp_path, NOW)
    assert lines(command("doctor"))["cards"] == "ok 1 account is closed and gets nothing: U0ANN"


def test_an_account_that_is_open_again_is_listed_no_more(command: Command, tmp_path: Path) -> None:
    account(tmp_path, None, "user_disabled")
    assert lines(command("doctor"))["cards"] == "ok 1 not shown: user_disabled"
