"""Whether the platforms can work: what `liaison doctor` says of each, and what mends it."""

import asyncio

from adapters.cli.finding import Finding
from adapters.settings import Settings

#: What is wrong with Teams, by the name adapters/teams/examine.py gives it, and what mends it.
_TEAMS_MENDS = {
    "keys_unavailable": (
        "Microsoft's keys cannot be fetched, so nobody gets in",
        "Let this machine reach https://login.botframework.com.",
    ),
    "certificate_unreadable": (
        "MicrosoftAppCertificate has no certificate with its unencrypted private key, both as PEM",
        "Put both into that file; docs/teams.md says how.",
    ),
    "no_token": (
        "Microsoft gives us no token, so we hear and cannot answer",
        "Check MicrosoftAppId, MicrosoftAppTenantId and the secret or certificate; docs/teams.md says where they are.",
    ),
}


def slack(settings: Settings) -> Finding:
    """Whether Slack lets us hear and speak."""
    from adapters.slack.examine import examine

    return Finding("slack", *examine(settings))


def teams(settings: Settings) -> Finding:
    """Whether Teams lets us hear and speak."""
    from adapters.teams.examine import examine
    from adapters.teams.wiring import identity_of

    identity = identity_of(settings)
    if not identity.is_known:
        return Finding("teams", "not set up, so only test clients on this machine get in; see docs/teams.md")
    reason = asyncio.run(examine(identity))
    if reason is None:
        return Finding("teams", f"Microsoft knows us as {identity.app_id} in the tenant {identity.tenant}")
    state, mend = _TEAMS_MENDS[reason]
    return Finding("teams", f"{state} ({reason})", mend)


def reachable(settings: Settings) -> Finding:
    """Where people can reach Liaison at all."""
    from adapters.slack.credentials import slack_credentials

    there = ["Slack"] if slack_credentials(settings).hears else []
    there += ["Teams"] if settings.microsoft_app_id else []
    if settings.playground:
        there.append(f"the playground, on http://{settings.host}:{settings.port}")
    if there:
        return Finding("platforms", " and ".join(there))
    return Finding(
        "platforms",
        "none, so nobody can talk to Liaison",
        "Set LIAISON_PLAYGROUND=true, or set up Slack (docs/slack.md) or Teams (docs/teams.md)",
    )


def cards(settings: Settings) -> Finding:
    """Cards of the last week that did not arrive."""
    from adapters.cli import unsent

    return Finding("cards", *unsent.examine(settings))
