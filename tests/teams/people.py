"""People who use Teams: they write, press, fill in and read, and all of it goes through the route as Teams sends it."""

from itertools import count
from typing import Any

from tests.teams.standin.signing import token
from tests.teams.standin.tenant import BOT, TENANT, Conversation, Posted
from tests.teams.world import World

#: Where the parts of a card have their own parts.
INSIDE = ("body", "items", "columns", "actions", "card")

TEAM = "19:team-general@thread.tacv2"


class People:
    """Everybody of the tenant. A place is a name of a channel, or None for somebody's direct chat."""

    def __init__(self, world: World, first_id: int = 1765000000001) -> None:
        self.world = world
        self._ids = count(first_id)

    def where(self, name: str, channel: str | None) -> Conversation:
        teams = self.world.connector
        return teams.conversations[f"19:{channel}@thread.tacv2"] if channel else teams.direct(name)

    def activity(self, name: str, kind: str, channel: str | None = None, /, **more: Any) -> dict[str, Any]:
        """An activity as Teams sends it for somebody."""
        here = self.where(name, channel)
        account = self.world.connector.person(name)
        person = self.world.connector.people[account]
        thread = more.pop("thread", None)
        data: dict[str, Any] = {"tenant": {"id": TENANT}}
        if here.kind == "channel":
            data |= {"channel": {"id": here.id}, "team": {"id": TEAM}}
        return {
            "type": kind,
            "id": str(next(self._ids)),
            "timestamp": "2026-03-02T09:00:00Z",
            "localTimezone": "Europe/Berlin",
            "locale": "en-GB",
            "serviceUrl": self.world.connector.url,
            "channelId": "msteams",
            "from": {"id": account, "name": person["name"], "aadObjectId": person["aadObjectId"]},
            "recipient": {"id": BOT, "name": "Liaison"},
            "conversation": {
                "id": here.id + (f";messageid={thread}" if thread else ""),
                "conversationType": here.kind,
                "tenantId": TENANT,
                "isGroup": here.kind != "personal",
            },
            "channelData": data | more.pop("data", {}),
            **more,
        }

    async def does(self, activity: dict[str, Any]) -> Any:
        """Send an activity and return what is answered; all that follows has come to rest."""
        signed = {"Authorization": f"Bearer {token(service_url=activity['serviceUrl'])}"}
        answer = await self.world.send(activity, **signed)
        assert answer.status in (200, 201), await answer.text()
        return await answer.json() if answer.content_type == "application/json" else None

    async def says(self, name: str, text: str, channel: str | None = None, **more: Any) -> str:
        """Somebody writes, in a channel with a mention of ours. Returns the message's id."""
        activity = self.activity(name, "message", channel, text=text, textFormat="plain", **more)
        if channel:
            activity["text"] = f"<at>Liaison</at> {text}"
            mention = {"type": "mention", "text": "<at>Liaison</at>", "mentioned": {"id": BOT, "name": "Liaison"}}
            activity["entities"] = [mention]
            activity["conversation"]["id"] = f"{self.where(name, channel).id};messageid={activity['id']}"
            self.where(name, channel).heard.add(activity["id"])
        await self.does(activity)
        return str(activity["id"])

    def sees(self, name: str, channel: str | None = None) -> str:
        """All that our cards say there now."""
        return "\n".join(_words(posted.card) for posted in self.where(name, channel).messages)

    def button(self, label: str, name: str, channel: str | None = None) -> tuple[Posted, dict[str, Any]]:
        """The newest button with this label on screen, and the message it is on."""
        for posted in reversed(self.where(name, channel).messages):
            for action in _actions(posted.card):
                if action["title"] == label and "data" in action:
                    return posted, action
        raise AssertionError(f"There is no button {label!r}; there is {self.sees(name, channel)}")

    async def presses(self, name: str, label: str, channel: str | None = None) -> Any:
        """Press a button that is on screen, and return what Teams is answered."""
        posted, action = self.button(label, name, channel)
        return await self.executes(name, action["data"], posted.id, channel)

    async def executes(self, name: str, data: Any, message: str, channel: str | None = None) -> Any:
        """What a client sends for a press; whoever likes can send any data."""
        value = {"action": {"type": "Action.Execute", "verb": "x", "data": data}, "trigger": "manual"}
        invoke = self.activity(name, "invoke", channel, name="adaptiveCard/action", value=value, replyToId=message)
        return await self.does(invoke)

    async def opens(self, name: str, label: str, channel: str | None = None) -> Any:
        """Press a button that opens a dialog, and return what Teams is answered."""
        posted, action = self.button(label, name, channel)
        value = {"data": action["data"], "context": {"theme": "default"}}
        return await self.does(
            self.activity(name, "invoke", channel, name="task/fetch", value=value, replyToId=posted.id)
        )

    async def fills(self, name: str, label: str, channel: str | None = None, **answers: str) -> Any:
        """Open a dialog and send it, with these answers and what it shows already."""
        card = (await self.opens(name, label, channel))["task"]["value"]["card"]["content"]
        given = {part["id"]: part.get("value", "") for part in card["body"] if "id" in part}
        given |= {f"answer.{field}": answer for field, answer in answers.items()}
        value = {"data": {**card["actions"][0]["data"], **given}, "context": {"theme": "default"}}
        return await self.does(self.activity(name, "invoke", channel, name="task/submit", value=value))

    async def add_bot(self, channel: str, members: list[str], by: str) -> Conversation:
        """The app is installed in a channel's team, and the channel is the one chosen for it."""
        here = self.world.connector.channel(channel, members)
        data = {"eventType": "teamMemberAdded", "team": {"id": TEAM}, "channel": {"id": here.id}}
        await self.does(self.activity(by, "conversationUpdate", channel, membersAdded=[{"id": BOT}], data=data))
        return here

    async def open_company(self) -> None:
        """Ben the BRM, Ivy of IT; Ann is a colleague."""
        for channel, purpose, members in (
            ("erp-brm", "BRM digest", ["ben"]),
            ("erp-it", "IT updates", ["ivy", "ben"]),
            ("erp-news", "News", ["ann", "ivy", "ben"]),
        ):
            await self.add_bot(channel, members, by="ben")
            await self.presses("ben", purpose, channel)


def _words(part: Any) -> str:
    if isinstance(part, list):
        return "\n".join(filter(None, map(_words, part)))
    if isinstance(part, dict) and "inlines" in part:
        return "".join(_words(inline) for inline in part["inlines"])
    if not isinstance(part, dict):
        return ""
    own = part.get("text") or (f"[{part['title']}]" if "title" in part else "")
    return "\n".join(
        filter(None, [own, *(_words(part.get(k)) for k in ("body", "items", "columns", "actions", "card"))])
    )


def _actions(part: Any) -> list[dict[str, Any]]:
    if isinstance(part, list):
        return [action for one in part for action in _actions(one)]
    if not isinstance(part, dict):
        return []
    own = [part] if str(part.get("type")).startswith("Action.") else []
    return own + [action for inside in INSIDE for action in _actions(part.get(inside))]
