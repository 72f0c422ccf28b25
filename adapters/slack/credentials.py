"""What the app's pages at Slack give, as far as it is set; docs/slack.md says where it stands there."""

from dataclasses import dataclass, field

from pydantic import SecretStr

from adapters.settings import Settings


@dataclass(frozen=True)
class Credentials:
    """Names and secrets of the app. Empty is not set."""

    api_url: str
    bot_token: str = field(default="", repr=False)
    signing_secret: str = field(default="", repr=False)
    app_token: str = field(default="", repr=False)
    client_id: str = ""
    client_secret: str = field(default="", repr=False)

    @property
    def speaks(self) -> bool:
        """Enough to show cards somewhere."""
        return bool(self.bot_token or self.installs)

    @property
    def hears(self) -> bool:
        """Enough for Slack to send us anything."""
        return bool(self.signing_secret or self.app_token)

    @property
    def installs(self) -> bool:
        """Enough for workspaces to install the app themselves."""
        return bool(self.client_id and self.client_secret)


def slack_credentials(settings: Settings) -> Credentials:
    """The part of the settings that is about Slack."""

    def secret(value: SecretStr | None) -> str:
        return value.get_secret_value() if value is not None else ""

    return Credentials(
        settings.slack_api_url,
        secret(settings.slack_bot_token),
        secret(settings.slack_signing_secret),
        secret(settings.slack_app_token),
        settings.slack_client_id or "",
        secret(settings.slack_client_secret),
    )
