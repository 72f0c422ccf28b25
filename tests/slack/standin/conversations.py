"""conversations.*: opening direct chats, and reading what was said."""

from tests.slack.standin.chat import shape
from tests.slack.standin.methods import WEB_API, Answer, Call, Refusal
from tests.slack.standin.state import Channel, Post

PAGE = "cursor limit"
READ = f"{PAGE} oldest latest inclusive include_all_metadata"


@WEB_API.method("conversations.open", "", "users channel return_im prevent_creation", "im:write", "3")
def open_direct(call: Call) -> Answer:
    users = str(call.arguments.get("users") or "").split(",")
    if len(users) != 1:
        raise Refusal("not_enough_users" if not users else "too_many_users")
    user = call.team.users.get(users[0])
    if user is None or user.id == call.token.bot_user:
        raise Refusal("user_not_found")
    if user.deleted:
        raise Refusal("user_disabled")
    if user.bot:
        raise Refusal("cannot_dm_bot")
    return {"channel": {"id": call.team.open(user.id).id}}


@WEB_API.method("conversations.history", "channel", READ, tier="3", json=False)
def history(call: Call) -> Answer:
    channel = _readable(call)
    posts = [post for post in channel.posts.values() if post.thread is None and _within(call, post)]
    return _page(call, channel, sorted(posts, key=lambda post: post.ts, reverse=True))


@WEB_API.method("conversations.replies", "channel ts", READ, tier="3", json=False)
def replies(call: Call) -> Answer:
    channel = _readable(call)
    asked = channel.posts.get(str(call.arguments["ts"]))
    if asked is None:
        raise Refusal("thread_not_found")
    root = asked.thread or asked.ts
    inside = [post for post in channel.posts.values() if post.thread == root and _within(call, post)]
    first = [channel.posts[root]] if root in channel.posts else []
    return _page(call, channel, first + sorted(inside, key=lambda post: post.ts))


@WEB_API.method("conversations.info", "channel", "include_num_members include_locale", tier="3", json=False)
def info(call: Call) -> Answer:
    channel = call.channel()
    call.need(f"{channel.kind}:read")
    return {"channel": describe(call, channel)}


@WEB_API.method("conversations.list", "", f"{PAGE} types exclude_archived team_id", tier="2", json=False)
def list_all(call: Call) -> Answer:
    kinds = {"public_channel": "channels", "private_channel": "groups", "im": "im", "mpim": "mpim"}
    wanted = {kinds[name] for name in str(call.arguments.get("types") or "public_channel").split(",") if name in kinds}
    for kind in wanted:
        call.need(f"{kind}:read")
    bot = call.token.bot_user
    seen = [c for c in call.team.channels.values() if c.kind in wanted and (not c.private or bot in c.members)]
    return {"channels": [describe(call, channel) for channel in seen], "response_metadata": {"next_cursor": ""}}


@WEB_API.method("conversations.members", "channel", PAGE, tier="4", json=False)
def members(call: Call) -> Answer:
    channel = call.channel()
    call.need(f"{channel.kind}:read")
    everybody, start, size = sorted(channel.members), int(call.arguments.get("cursor") or 0), _size(call)
    more = str(start + size) if start + size < len(everybody) else ""
    return {"members": everybody[start : start + size], "response_metadata": {"next_cursor": more}}


def describe(call: Call, channel: Channel) -> Answer:
    """A channel as Slack's answers show it."""
    shown: Answer = {"id": channel.id, "is_im": channel.user is not None, "is_private": channel.private}
    if channel.user:
        return shown | {"user": channel.user}
    inside = call.token.bot_user in channel.members
    return shown | {"name": channel.name, "is_archived": channel.archived, "is_member": inside}


def _readable(call: Call) -> Channel:
    channel = call.channel()
    call.need(f"{channel.kind}:history")
    if channel.user is None and call.token.bot_user not in channel.members:
        raise Refusal("not_in_channel")
    return channel


def _within(call: Call, post: Post) -> bool:
    at, oldest = float(post.ts), float(call.arguments.get("oldest") or 0)
    latest = float(call.arguments.get("latest") or 1e12)
    return oldest <= at <= latest if call.flag("inclusive") else oldest < at < latest


def _size(call: Call) -> int:
    size = int(call.arguments.get("limit") or 100)
    if not 1 <= size <= 999:
        raise Refusal("invalid_limit")
    return size


def _page(call: Call, channel: Channel, posts: list[Post]) -> Answer:
    start, size = int(call.arguments.get("cursor") or 0), _size(call)
    some = posts[start : start + size]
    more = start + size < len(posts)
    return {
        "messages": [shape(channel, post, call.flag("include_all_metadata")) for post in some],
        "has_more": more,
        "response_metadata": {"next_cursor": str(start + size) if more else ""},
    }
