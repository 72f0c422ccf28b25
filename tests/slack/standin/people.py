"""users.*, auth.test and what belongs to an assistant's thread."""

from tests.slack.standin.methods import WEB_API, Answer, Call, Refusal
from tests.slack.standin.state import User


@WEB_API.method("auth.test")
def auth_test(call: Call) -> Answer:
    return {
        "url": f"https://{call.team.id.lower()}.slack.com/",
        "team": call.team.name,
        "team_id": call.team.id,
        "user": "liaison",
        "user_id": call.token.bot_user,
        "bot_id": call.token.bot_id,
        "is_enterprise_install": False,
    }


@WEB_API.method("users.info", "user", "include_locale", "users:read", "4", json=False)
def users_info(call: Call) -> Answer:
    user = call.team.users.get(str(call.arguments["user"]))
    if user is None:
        raise Refusal("user_not_found")
    return {"user": describe(user, call)}


@WEB_API.method("users.list", "", "cursor limit include_locale team_id", "users:read", "2", json=False)
def users_list(call: Call) -> Answer:
    everybody = [describe(user, call) for user in call.team.users.values()]
    return {"members": everybody, "response_metadata": {"next_cursor": ""}}


@WEB_API.method(
    "assistant.threads.setStatus", "channel_id thread_ts status", "loading_messages", "assistant:write", "3"
)
def set_status(call: Call) -> Answer:
    call.team.statuses.append(dict(call.arguments))
    return {}


@WEB_API.method(
    "assistant.threads.setSuggestedPrompts", "channel_id thread_ts prompts", "title", "assistant:write", "3"
)
def set_prompts(call: Call) -> Answer:
    call.team.statuses.append(dict(call.arguments))
    return {}


def describe(user: User, call: Call) -> Answer:
    """An account as Slack's answers show it; a deactivated one has hardly anything left."""
    profile: Answer = {"real_name": user.name, "display_name": user.name.split()[0]}
    if user.email and "users:read.email" in call.token.scopes and not user.stranger:
        profile["email"] = user.email
    shown: Answer = {"id": user.id, "team_id": user.team, "name": user.id.lower(), "deleted": user.deleted}
    shown |= {"real_name": user.name, "profile": profile, "is_bot": user.bot}
    if user.deleted:
        return shown
    shown |= {"is_restricted": user.restricted, "is_ultra_restricted": user.ultra_restricted}
    shown |= {"is_email_confirmed": True, "is_stranger": user.stranger}
    if user.tz:
        shown["tz"] = user.tz
    if call.flag("include_locale"):
        shown["locale"] = user.locale
    return shown
