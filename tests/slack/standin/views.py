"""views.*: dialogs and the home tab."""

import json
from typing import Any

from tests.slack.standin import blockkit
from tests.slack.standin.chat import usable
from tests.slack.standin.methods import WEB_API, Answer, Call, Refusal

#: How long a trigger_id is good, in seconds.
TRIGGER_LIFETIME = 3.0


@WEB_API.method("views.open", "view", "trigger_id interactivity_pointer", tier="4")
def open_view(call: Call) -> Answer:
    user = _use_trigger(call)
    return _keep(call, _view(call, "modal"), user, "open")


@WEB_API.method("views.push", "view", "trigger_id interactivity_pointer", tier="4")
def push(call: Call) -> Answer:
    user = _use_trigger(call)
    return _keep(call, _view(call, "modal"), user, "push")


@WEB_API.method("views.update", "view", "view_id external_id hash", tier="4")
def update(call: Call) -> Answer:
    known = next((v for v in call.team.views if v["id"] == call.arguments.get("view_id")), None)
    if known is None:
        raise Refusal("not_found")
    return _keep(call, _view(call, "modal"), known["user"], "update", known["id"])


@WEB_API.method("views.publish", "user_id view", "hash", tier="4")
def publish(call: Call) -> Answer:
    if call.arguments["user_id"] not in call.team.users:
        raise Refusal("user_not_found")
    return _keep(call, _view(call, "home"), str(call.arguments["user_id"]), "publish")


def _use_trigger(call: Call) -> str:
    trigger = str(call.arguments.get("trigger_id") or "")
    if not trigger:
        raise Refusal("invalid_arguments")
    if trigger not in call.team.triggers:
        raise Refusal("invalid_trigger_id")
    user, made = call.team.triggers[trigger]
    if made < 0:
        raise Refusal("exchanged_trigger_id")
    if call.slack.now() - made > TRIGGER_LIFETIME:
        raise Refusal("expired_trigger_id")
    call.team.triggers[trigger] = (user, -1.0)
    return user


def _view(call: Call, kind: str) -> dict[str, Any]:
    given = call.arguments["view"]
    wrong = blockkit.view_problems(given, lambda file: usable(call.team, file))
    view: dict[str, Any] = json.loads(given) if isinstance(given, str) and not wrong else given
    if wrong or view["type"] != kind:
        raise Refusal("invalid_arguments", response_metadata={"messages": wrong})
    return view


def _keep(call: Call, view: dict[str, Any], user: str, how: str, ident: str = "") -> Answer:
    ident = ident or f"V{call.slack.number():08d}"
    call.team.views.append({"id": ident, "user": user, "how": how, "view": view})
    return {"view": {**view, "id": ident, "hash": f"{call.slack.number()}.hash", "team_id": call.team.id}}
