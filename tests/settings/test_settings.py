"""Settings: what is right is taken, what is wrong is named, and secrets stay secret."""

import json
import logging
import os
import re
from pathlib import Path

import pytest
import structlog
from hypothesis import given
from hypothesis import strategies as st

from adapters.logs import set_up_logging
from adapters.settings import Settings, SettingsError, blank_word, load_settings
from adapters.slack.credentials import slack_credentials

SECRET = "sk-very-secret-7331"


@pytest.fixture(autouse=True)
def _clean(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in list(os.environ):
        if name.startswith(("LIAISON_", "MicrosoftApp", "ToBotFrom")):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


def wrong(**variables: str) -> str:
    """The sentence for a wrong environment."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in variables.items():
            patch.setenv(name, value)
        with pytest.raises(SettingsError) as caught:
            load_settings()
    return str(caught.value)


def test_everything_has_a_default() -> None:
    settings = load_settings()
    assert (settings.host, settings.port, settings.database_url) == ("127.0.0.1", 8080, "sqlite:///var/liaison.db")
    assert settings.openai_api_key is None
    assert settings.playground


def test_the_environment_counts_more_than_the_file_and_an_argument_most(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("liaison.toml").write_text('port = 1000\nhost = "10.0.0.1"\nlog_level = "debug"\n')
    monkeypatch.setenv("LIAISON_PORT", "2000")
    monkeypatch.setenv("LIAISON_LOG_LEVEL", "error")
    settings = load_settings(log_level="warning")
    assert (settings.host, settings.port, settings.log_level) == ("10.0.0.1", 2000, "warning")


def test_an_empty_variable_is_as_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIAISON_OPENAI_API_KEY", "")
    assert load_settings().openai_api_key is None


@pytest.mark.parametrize("blanks", [" ", "\t \n", "\N{NO-BREAK SPACE}"])
def test_a_key_of_blanks_is_no_key_and_is_told(monkeypatch: pytest.MonkeyPatch, blanks: str) -> None:
    Path("liaison.toml").write_text('slack_bot_token = "  "\n')
    monkeypatch.setenv("LIAISON_OPENAI_API_KEY", blanks)
    settings = load_settings()
    assert (settings.openai_api_key, settings.slack_bot_token) == (None, None)
    names = "LIAISON_OPENAI_API_KEY and slack_bot_token in liaison.toml"
    assert blank_word(settings) == f"{names} are blank, which counts as not set"


def test_blanks_around_a_key_are_no_part_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIAISON_OPENAI_API_KEY", f" {SECRET}\n")
    settings = load_settings()
    assert settings.openai_api_key is not None
    assert settings.openai_api_key.get_secret_value() == SECRET
    assert blank_word(settings) is None


def test_companies_of_the_file_and_of_the_environment_add_up(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("liaison.toml").write_text('[companies]\nAcme = ["slack:T1", "teams:x"]\n')
    assert load_settings().workspaces() == {"slack:T1": "Acme", "teams:x": "Acme"}
    monkeypatch.setenv("LIAISON_COMPANIES", '{"Other": ["slack:T2"]}')
    assert load_settings().workspaces() == {"slack:T1": "Acme", "teams:x": "Acme", "slack:T2": "Other"}


@pytest.mark.parametrize(
    ("name", "value", "takes"),
    [
        ("LIAISON_PORT", "abc", "a port number from 1 to 65535"),
        ("LIAISON_PORT", "70000", "a port number from 1 to 65535"),
        ("LIAISON_LOG_LEVEL", "loud", "debug, info, warning or error"),
        ("LIAISON_LOG_FORMAT", "xml", "console or json"),
        ("LIAISON_PLAYGROUND", "perhaps", "true or false"),
        ("LIAISON_COMPANY_ZONE", "Europe/Berln", "the name of a time zone"),
        ("LIAISON_COMPANY_ZONE", "../../etc/passwd", "the name of a time zone"),
        ("LIAISON_SHUTDOWN_SECONDS", "-1", "a number of seconds above 0"),
        ("LIAISON_OPENAI_BASE_URL", "localhost:1234", "a web address"),
        ("LIAISON_COMPANIES", "Acme", "a company's workspaces by its name"),
        ("LIAISON_COMPANIES", '{"Acme": ["irc:x"]}', "a company's workspaces by its name"),
        ("LIAISON_COMPANIES", '{"Acme": "slack:T1"}', "a company's workspaces by its name"),
    ],
)
def test_a_wrong_value_is_named_with_what_it_got_and_what_it_takes(name: str, value: str, takes: str) -> None:
    sentence = wrong(**{name: value})
    assert sentence.startswith(f'{name} is "{value}", but it takes {takes}')
    assert sentence.count("\n") == 0


def test_a_wrong_value_in_the_file_is_named_with_the_file() -> None:
    Path("liaison.toml").write_text('port = "abc"\n')
    assert wrong().startswith('port in liaison.toml is "abc", but it takes a port number')


@pytest.mark.parametrize(
    ("name", "closest"),
    [
        ("LIAISON_PROT", "LIAISON_PORT"),
        ("LIAISON_DATABASE", "LIAISON_DATABASE_URL"),
        ("LIAISON_QQ", "docs/settings.md"),
    ],
)
def test_an_unknown_variable_is_named_with_the_closest_there_is(name: str, closest: str) -> None:
    sentence = wrong(**{name: "1"})
    assert sentence.startswith(f"{name} is not a setting")
    assert closest in sentence


def test_an_unknown_key_in_the_file_is_named_with_the_closest_there_is() -> None:
    Path("liaison.toml").write_text("datbase_url = 'x'\n")
    assert wrong() == '"datbase_url" in liaison.toml is not a setting of Liaison; the closest is database_url.'


def test_a_broken_file_is_named_with_the_place() -> None:
    Path("liaison.toml").write_text("port = 1\nhost = \n")
    assert "liaison.toml is not valid TOML at line 2" in wrong()


def test_a_file_in_another_encoding_is_refused() -> None:
    Path("liaison.toml").write_bytes("company_zone = 'Zürich'".encode("utf-16"))
    assert wrong().startswith("liaison.toml cannot be read")


def test_another_file_can_be_named_and_must_exist(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("other.toml").write_text("port = 99\n")
    monkeypatch.setenv("LIAISON_CONFIG", "other.toml")
    assert load_settings().port == 99
    assert wrong(LIAISON_CONFIG="missing.toml").startswith('LIAISON_CONFIG is "missing.toml"')


@pytest.mark.parametrize(
    "url",
    [
        f"postgresql://liaison:ab@{SECRET}@db/liaison",
        f"postgresql://liaison:ab@cd:{SECRET}@db/liaison",
        f"postgresql://liaison@{SECRET}@db",
        f"postgresql://liaison:ab@cd?{SECRET}@db/liaison",
        f"postgresql://liaison:{SECRET}@db:five/liaison",
        "postgresql://",
    ],
)
def test_a_database_url_that_would_be_misread_is_refused_and_not_shown(url: str) -> None:
    sentence = wrong(LIAISON_DATABASE_URL=url)
    assert sentence.startswith("LIAISON_DATABASE_URL is set to something unusable")
    assert "%40 for an @ in the password" in sentence
    assert SECRET not in sentence


@pytest.mark.parametrize(
    "url",
    [
        "sqlite:////data/a@b.db",
        "postgres://db",
        "postgresql:///liaison?host=/var/run/postgresql",
        "postgresql://postgres:@/postgres?host=/tmp/pg",
        "postgresql+psycopg://liaison:a/b%40c?d:e@[::1]:5432/liaison?sslmode=require",
    ],
)
def test_a_database_url_of_any_usual_shape_is_taken(url: str) -> None:
    assert load_settings(database_url=url).database_url == url


def test_secrets_never_show() -> None:
    settings = load_settings(openai_api_key=SECRET, database_url=f"postgresql://liaison:{SECRET}@db/liaison")
    assert SECRET not in repr(settings)
    assert SECRET not in str(settings)
    assert SECRET not in wrong(LIAISON_DATABASE_URL=f"mysql://liaison:{SECRET}@db/liaison")
    Path("liaison.toml").write_text(f"openai_api_key = ['{SECRET}']\n")
    assert SECRET not in wrong()


@given(st.text(), st.sampled_from(sorted(Settings.model_fields)))
def test_any_value_is_taken_or_refused_in_one_sentence(value: str, name: str) -> None:
    wrong_value = rf"--{name.replace('_', '-')} is .+, but it takes .+\."
    alone = r"MicrosoftApp\w+ (is not set,|needs) .+ docs/teams\.md says how\."  # what Teams needs is needed together
    assert re.fullmatch(rf"taken|{wrong_value}|{alone}", refusal(name, value), re.DOTALL)


def refusal(name: str, value: str) -> str:
    try:
        load_settings(**{name: value})
    except SettingsError as problem:
        return str(problem)
    return "taken"


TEAMS = {"MicrosoftAppId": "app-1", "MicrosoftAppPassword": SECRET, "MicrosoftAppTenantId": "tenant-1"}


def test_teams_goes_by_the_names_that_microsoft_uses(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in TEAMS.items():
        monkeypatch.setenv(name, value)
    settings = load_settings()
    assert (settings.microsoft_app_id, settings.microsoft_app_tenant_id) == ("app-1", "tenant-1")
    assert settings.microsoft_app_password is not None
    assert settings.microsoft_app_password.get_secret_value() == SECRET
    assert SECRET not in repr(settings)


def test_teams_may_stand_in_the_file() -> None:
    Path("liaison.toml").write_text(
        'microsoft_app_id = "app-1"\nmicrosoft_app_type = "UserAssignedMSI"\nmicrosoft_app_tenant_id = "tenant-1"\n'
    )
    settings = load_settings()
    assert (settings.microsoft_app_id, settings.microsoft_app_type) == ("app-1", "UserAssignedMSI")


@pytest.mark.parametrize(
    ("missing", "says"),
    [
        ("MicrosoftAppId", "MicrosoftAppId is not set, but other settings of Teams are"),
        ("MicrosoftAppTenantId", "MicrosoftAppTenantId is not set, but MicrosoftAppId needs it"),
        ("MicrosoftAppPassword", "MicrosoftAppId needs MicrosoftAppPassword or MicrosoftAppCertificate too"),
    ],
)
def test_what_teams_needs_is_needed_together(missing: str, says: str) -> None:
    assert wrong(**{name: value for name, value in TEAMS.items() if name != missing}).startswith(says)


def test_a_wrong_setting_of_teams_is_named_as_microsoft_names_it() -> None:
    assert wrong(**TEAMS, MicrosoftAppType="MultiTenant").startswith(
        'MicrosoftAppType is "MultiTenant", but it takes SingleTenant or UserAssignedMSI'
    )
    assert "it is called MicrosoftAppId" in wrong(LIAISON_MICROSOFT_APP_ID="app-1")


def test_every_setting_is_documented() -> None:
    document = (Path(__file__).parents[2] / "docs" / "settings.md").read_text()
    for name, field in Settings.model_fields.items():
        assert f"`{name}`" in document
        assert field.description is not None
        assert f"| {field.description} |" in document


@pytest.fixture
def _logging_as_before() -> object:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:], root.level = handlers, level
    structlog.reset_defaults()


@pytest.mark.usefixtures("_logging_as_before")
def test_json_logs_are_one_object_a_line_for_our_events_and_for_libraries(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logging("info", "json")
    structlog.get_logger().info("handled", kind="message_received")
    logging.getLogger("some.library").warning("it is %s", "late")
    logging.getLogger("openai").info("a request body")
    structlog.get_logger().debug("too quiet")
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert [(line["event"], line["level"]) for line in lines] == [("handled", "info"), ("it is late", "warning")]
    assert all("timestamp" in line for line in lines)


def test_slacks_settings_go_by_slacks_names_and_its_secrets_never_show(monkeypatch: pytest.MonkeyPatch) -> None:
    secrets = {
        "SLACK_BOT_TOKEN": "xoxb-",
        "SLACK_APP_TOKEN": "xapp-",
        "SLACK_SIGNING_SECRET": "",
        "SLACK_CLIENT_SECRET": "",
    }
    for name, start in secrets.items():
        monkeypatch.setenv(name, start + SECRET)
    monkeypatch.setenv("SLACK_CLIENT_ID", "1.2")
    monkeypatch.setenv("SLACK_API_URL", "http://127.0.0.1:9/api/")
    settings = load_settings()
    its = slack_credentials(settings)
    assert (its.bot_token, its.app_token) == (f"xoxb-{SECRET}", f"xapp-{SECRET}")
    assert (its.signing_secret, its.client_id, its.client_secret) == (SECRET, "1.2", SECRET)
    assert its.api_url == "http://127.0.0.1:9/api"
    for shown in (repr(settings), str(settings), repr(its)):
        assert SECRET not in shown
    assert wrong(SLACK_API_URL="slack.com").startswith('SLACK_API_URL is "slack.com", but it takes a web address')
