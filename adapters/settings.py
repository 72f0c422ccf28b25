"""Settings: from the environment (`LIAISON_PORT`), or from `liaison.toml` (`port`), the environment first.

What a platform's own documents have a name for goes by that name in the environment (`SLACK_BOT_TOKEN`,
`MicrosoftAppId`).

This is the only module that reads the environment. A setting that is wrong or unknown stops the start with one sentence
that says which, what it got and what it takes. Secrets are SecretStr: they print as stars everywhere.
"""

import os
import re
import tomllib
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, Literal, get_args
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

PREFIX = "LIAISON_"
FILE = "liaison.toml"

#: Names another settings file.
CONFIG = "LIAISON_CONFIG"


class SettingsError(Exception):
    """Liaison cannot start with these settings. The message is one sentence for the person who starts it."""


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, OSError):
        raise ValueError("unknown zone") from None
    return name


#: With one @ at most: behind a second one, part of a password would pass for the host, and be shown.
_POSTGRESQL = re.compile(
    r"postgres(ql)?(\+\w+)?://(?=.)([^:/@]*(:[^@]*)?@)?(\[[^\]@]*\]|[^/:@?\[\]]*)(:\d{1,5})?([/?][^@]*)?"
)


def _database(url: str) -> str:
    # The engine parses it in full; this is only the part that people get wrong.
    if not (re.match(r"sqlite(\+\w+)?://.", url) or _POSTGRESQL.fullmatch(url)):
        raise ValueError("unknown database")
    return url


def _web_address(url: str) -> str:
    if not url.startswith(("http://", "https://")):
        raise ValueError("not a web address")
    return url.rstrip("/")


def _public(url: str | None) -> str | None:
    if url is not None and not url.startswith("https://"):
        raise ValueError("not a web address that programs trust")
    return url.rstrip("/") if url else None


def _folder(path: Path | None) -> Path | None:
    if path is not None and not path.is_dir():
        raise ValueError("not a folder")
    return path


def _workspaces(companies: dict[str, list[str]]) -> dict[str, list[str]]:
    for workspaces in companies.values():
        for workspace in workspaces:
            platform, _, name = workspace.partition(":")
            if platform not in {"slack", "teams", "web"} or not name:
                raise ValueError(workspace)
    return companies


def _pem(path: Path | None) -> Path | None:
    if path is not None and not path.is_file():
        raise ValueError("not a file")
    return path


def _filled_in(given: object) -> object:
    return (given.strip() or None) if isinstance(given, str) else given


#: What somebody pastes from a platform's page. Blanks around it are no part of it, and blanks alone are nothing.
Pasted = Annotated[str | None, BeforeValidator(_filled_in)]
Secret = Annotated[SecretStr | None, BeforeValidator(_filled_in)]


class Settings(BaseSettings):
    """Everything that can be set. Each description completes "it takes ..."."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
        populate_by_name=True,
    )

    host: str = Field(
        "127.0.0.1", min_length=1, description="the address to listen on, 127.0.0.1 for this machine only"
    )
    port: int = Field(8080, ge=0, le=65535, description="a port number from 1 to 65535, or 0 for any that is free")
    database_url: Annotated[str, AfterValidator(_database)] = Field(
        "sqlite:///var/liaison.db",
        repr=False,  # it may hold a password
        description="sqlite:///path/to/file.db or postgresql://user:password@host/name, "
        "with %40 for an @ in the password",
    )
    classifier_path: Path = Field(
        Path("var/classifier.npz"),
        description="the path of a file: where liaison train puts the company's own classifier",
    )
    playground: bool = Field(True, description="true or false: whether the web playground is served")
    company_zone: Annotated[str, AfterValidator(_zone)] = Field(
        "UTC", description="the name of a time zone such as Europe/Berlin"
    )
    company_language: Literal["en", "de", "es", "fr", "pl", "pt"] = Field(
        "en", description="en, de, es, fr, pl or pt: the language of a new company's channels"
    )
    companies: Annotated[dict[str, list[str]], AfterValidator(_workspaces)] = Field(
        {}, description='a company\'s workspaces by its name, such as {"Acme": ["slack:T0123", "teams:<tenant id>"]}'
    )
    shutdown_seconds: float = Field(10, gt=0, le=600, description="a number of seconds above 0, at most 600")
    log_level: Literal["debug", "info", "warning", "error"] = Field("info", description="debug, info, warning or error")
    log_format: Literal["console", "json"] = Field("console", description="console or json")
    openai_api_key: Secret = Field(None, description="the API key of an OpenAI-compatible service, or nothing at all")
    openai_base_url: Annotated[str, AfterValidator(_web_address)] = Field(
        "https://api.openai.com/v1", description="a web address that begins with http:// or https://"
    )
    openai_model: str = Field("gpt-4.1-mini", min_length=1, description="the name of a model that service offers")
    openai_timeout: float = Field(20, gt=0, le=300, description="a number of seconds above 0, at most 300")
    openai_daily_limit: int | None = Field(
        None, ge=0, description="the tokens a company may use in a day, a whole number, or nothing at all for no limit"
    )
    knowledge: Annotated[Path | None, AfterValidator(_folder)] = Field(
        None, description="a folder that exists, with Markdown articles that answer how-to questions"
    )
    when_uninstalled: Literal["keep", "erase"] = Field(
        "keep", description="keep or erase: what becomes of a workspace's data once the app is removed there"
    )
    slack_bot_token: Secret = Field(
        None, validation_alias="SLACK_BOT_TOKEN", description="the bot token of one workspace, xoxb-..."
    )
    slack_signing_secret: Secret = Field(
        None, validation_alias="SLACK_SIGNING_SECRET", description="the signing secret of the Slack app"
    )
    slack_app_token: Secret = Field(
        None,
        validation_alias="SLACK_APP_TOKEN",
        description="an app-level token, xapp-..., where Slack cannot reach us and we connect to it",
    )
    slack_client_id: Pasted = Field(
        None, validation_alias="SLACK_CLIENT_ID", description="the client ID of the Slack app"
    )
    slack_client_secret: Secret = Field(
        None, validation_alias="SLACK_CLIENT_SECRET", description="the client secret of the Slack app"
    )
    slack_api_url: Annotated[str, AfterValidator(_web_address)] = Field(
        "https://slack.com/api",
        validation_alias="SLACK_API_URL",
        description="a web address that begins with http:// or https://, where Slack's Web API is",
    )
    public_url: Annotated[str | None, AfterValidator(_public)] = Field(
        None, description="a web address that begins with https://, at which people's programs reach Liaison"
    )
    microsoft_app_id: Pasted = Field(
        None, validation_alias="MicrosoftAppId", description="the bot's application (client) id in Azure"
    )
    microsoft_app_password: Secret = Field(
        None, validation_alias="MicrosoftAppPassword", description="a client secret of that application"
    )
    microsoft_app_type: Literal["SingleTenant", "UserAssignedMSI"] = Field(
        "SingleTenant", validation_alias="MicrosoftAppType", description="SingleTenant or UserAssignedMSI"
    )
    microsoft_app_tenant_id: Pasted = Field(
        None, validation_alias="MicrosoftAppTenantId", description="the id of the bot's tenant in Entra"
    )
    microsoft_app_certificate: Annotated[Path | None, AfterValidator(_pem)] = Field(
        None,
        validation_alias="MicrosoftAppCertificate",
        description="the path of a PEM file with a certificate and its private key, instead of a client secret",
    )
    bot_token_issuer: str = Field(
        "https://api.botframework.com",
        min_length=1,
        validation_alias="ToBotFromChannelTokenIssuer",
        description="who issues the tokens of what Teams sends",
    )
    bot_token_keys: Annotated[str, AfterValidator(_web_address)] = Field(
        "https://login.botframework.com/v1/.well-known/openidconfiguration",
        validation_alias="ToBotFromChannelOpenIdMetadataUrl",
        description="a web address that begins with http:// or https://, where the keys of those tokens are named",
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Arguments first, then the environment, then the file."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls, config_file())

    def workspaces(self) -> dict[str, str]:
        """The company each configured workspace belongs to: {"slack:T0123": "Acme"}."""
        return {workspace: company for company, names in self.companies.items() for workspace in names}


def blank_word(settings: Settings) -> str | None:
    """The words for what is set to blanks alone, which counts as not set; None where nothing is."""
    file = _read_file(config_file())
    unset = [name for name in Settings.model_fields if getattr(settings, name) is None]
    names = [
        *(variable for name in unset if os.environ.get(variable := variable_of(name), "").isspace()),
        *(f"{name} in {config_file()}" for name in unset if str(file.get(name, "")).isspace()),
    ]
    are = "is" if len(names) == 1 else "are"
    return f"{' and '.join(names)} {are} blank, which counts as not set" if names else None


def config_file() -> Path:
    """The settings file: liaison.toml here, or the one LIAISON_CONFIG names."""
    return Path(os.environ.get(CONFIG, FILE))


def load_settings(**given: Any) -> Settings:
    """The settings of this process; `given` overrides them. Raises SettingsError."""
    _refuse_unknown()
    try:
        return _whole(Settings(**given))
    except ValidationError as problem:
        raise SettingsError(_sentence(problem, given)) from None
    except ValueError as problem:
        # pydantic-settings could not read JSON from a variable; it names the field in quotes.
        name = next((n for n in Settings.model_fields if f'"{n}"' in str(problem)), "companies")
        raise SettingsError(_complaint(name, os.environ.get(variable_of(name)))) from None


def _whole(settings: Settings) -> Settings:
    """The settings, where those that need each other are there together."""
    secret = settings.microsoft_app_password or settings.microsoft_app_certificate
    if settings.microsoft_app_id is None:
        if secret or settings.microsoft_app_tenant_id:
            raise SettingsError("MicrosoftAppId is not set, but other settings of Teams are; docs/teams.md says how.")
    elif settings.microsoft_app_tenant_id is None:
        raise SettingsError("MicrosoftAppTenantId is not set, but MicrosoftAppId needs it; docs/teams.md says how.")
    elif settings.microsoft_app_type == "SingleTenant" and not secret:
        raise SettingsError(
            "MicrosoftAppId needs MicrosoftAppPassword or MicrosoftAppCertificate too; docs/teams.md says how."
        )
    return settings


def _refuse_unknown() -> None:
    for name in sorted(os.environ):
        known = name.removeprefix(PREFIX).lower()
        if not name.startswith(PREFIX) or name == CONFIG:
            continue
        if known not in Settings.model_fields:
            raise SettingsError(f"{name} is not a setting of Liaison{_guess(known)}.")
        if name != variable_of(known):
            raise SettingsError(f"{name} is not a setting of Liaison; it is called {variable_of(known)}.")
    path = config_file()
    for name in _read_file(path):
        if name not in Settings.model_fields:
            raise SettingsError(f'"{name}" in {path} is not a setting of Liaison{_guess(name, in_file=True)}.')


def _read_file(path: Path) -> Mapping[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        if CONFIG in os.environ:
            raise SettingsError(f'{CONFIG} is "{path}", but it takes a file that exists.') from None
        return {}
    except (OSError, UnicodeDecodeError) as problem:
        raise SettingsError(f"{path} cannot be read ({type(problem).__name__}); it takes TOML in UTF-8.") from None
    except tomllib.TOMLDecodeError as problem:
        where = str(problem).rpartition("(")[2].rstrip(")")
        raise SettingsError(f"{path} is not valid TOML {where}; it takes lines such as port = 8080.") from None


def _guess(name: str, in_file: bool = False) -> str:
    near = get_close_matches(name, Settings.model_fields, n=1)
    if not near:
        return "; docs/settings.md lists those there are"
    return f"; the closest is {near[0] if in_file else variable_of(near[0])}"


def _sentence(problem: ValidationError, given: Mapping[str, Any]) -> str:
    """One sentence for the first thing that is wrong."""
    name = _name_in(problem)
    if name in given:
        return _complaint(name, given[name], f"--{name.replace('_', '-')}")
    return _complaint(name, os.environ.get(variable_of(name), _read_file(config_file()).get(name)))


def variable_of(name: str) -> str:
    """What a setting is called in the environment."""
    return str(Settings.model_fields[name].validation_alias or PREFIX + name.upper())


def _name_in(problem: ValidationError) -> str:
    """The setting that the first complaint is about."""
    said = str(problem.errors(include_url=False)[0]["loc"][0])
    return next((name for name in Settings.model_fields if said in (name, variable_of(name))), said)


def _complaint(name: str, got: Any, where: str = "") -> str:
    field = Settings.model_fields[name]
    variable = variable_of(name)
    where = where or (variable if variable in os.environ else f"{name} in {config_file()}")
    if SecretStr in (field.annotation, *get_args(field.annotation)):
        shown = "empty" if not got else "set to something unusable (not shown, it is a secret)"
    elif name == "database_url":
        shown = "set to something unusable (not shown, it may hold a password)"
    else:
        shown = f'"{got}"' if len(str(got)) <= 100 else f'"{str(got)[:100]}..."'
    return f"{where} is {shown}, but it takes {field.description}."
