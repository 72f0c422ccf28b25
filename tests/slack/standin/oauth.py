"""oauth.v2.access: a code for a token, and a refresh token for the next one. Each is good once."""

from dataclasses import dataclass

from tests.slack.standin.methods import WEB_API, Answer, Call, Refusal
from tests.slack.standin.state import SCOPES, Slack, Token

CLIENT_ID, CLIENT_SECRET = "1111.2222", "shhh-client"

#: How long a rotating token lives, in seconds.
LIFETIME = 43_200


@dataclass(frozen=True)
class Grant:
    """What a code or a refresh token is good for: a workspace, or an organisation with all of its own."""

    team: str
    installer: str = "U0BEN"
    organisation: str = ""
    rotating: bool = False
    lifetime: int = LIFETIME


def code_for(slack: Slack, grant: Grant) -> str:
    """The code with which somebody comes back who has agreed to install the app."""
    code = f"code-{slack.number()}"
    slack.grants[code] = grant
    return code


@WEB_API.method("oauth.v2.access", "client", "code redirect_uri grant_type refresh_token", anonymous=True, json=False)
def access(call: Call) -> Answer:
    if call.arguments["client"] != f"{CLIENT_ID}:{CLIENT_SECRET}":
        raise Refusal("bad_client_secret")
    refreshing = call.arguments.get("grant_type") == "refresh_token"
    given = call.arguments.get("refresh_token" if refreshing else "code")
    grant = call.slack.grants.pop(str(given), None)
    if not isinstance(grant, Grant):
        raise Refusal("invalid_refresh_token" if refreshing else "invalid_code")
    return _answer(call.slack, grant)


def _answer(slack: Slack, grant: Grant) -> Answer:
    bot, token = slack.bot_of(grant.team), f"xoxb-installed-{slack.number()}"
    slack.tokens[token] = Token(grant.team, bot, f"B{grant.team[1:]}")
    organisation = {"id": grant.organisation, "name": "Group"} if grant.organisation else None
    answer: Answer = {
        "access_token": token,
        "token_type": "bot",
        "scope": ",".join(sorted(SCOPES)),
        "bot_user_id": bot,
        "app_id": "A0LIAISON",
        "team": None if organisation else {"id": grant.team, "name": slack.teams[grant.team].name},
        "enterprise": organisation,
        "is_enterprise_install": organisation is not None,
        "authed_user": {"id": grant.installer},
    }
    if grant.rotating:
        refresh = f"xoxe-{slack.number()}"
        slack.grants[refresh] = Grant(grant.team, grant.installer, grant.organisation, rotating=True)
        answer |= {"refresh_token": refresh, "expires_in": grant.lifetime}
    return answer
