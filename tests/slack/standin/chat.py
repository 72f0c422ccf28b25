"""chat.*: posting, changing and deleting messages, and answering through a response_url."""

import json
import re
from typing import Any

from tests.slack.standin import blockkit
from tests.slack.standin.checks import length
from tests.slack.standin.methods import WEB_API, Answer, Call, Refusal
from tests.slack.standin.state import Channel, Post, Team

LONGEST_TEXT, LONGEST_METADATA = 40_000, 16_000

#: How long a response_url is good, in seconds, and how often.
RESPONSE_LIFETIME, RESPONSE_USES = 1800.0, 5

_EVENT_TYPE = re.compile(r"[A-Za-z][A-Za-z0-9_.-]{0,254}")
_TS = re.compile(r"\d{1,12}\.\d{6}")

LOOKS = "text blocks attachments parse link_names metadata mrkdwn unfurl_links unfurl_media"


@WEB_API.method("chat.postMessage", "channel", f"{LOOKS} thread_ts reply_broadcast", "chat:write", "post")
def post_message(call: Call) -> Answer:
    channel = _place(call)
    written = _written(call)
    thread = call.arguments.get("thread_ts")
    if thread is not None:
        parent = channel.posts.get(str(thread))
        if parent is None:
            raise Refusal("thread_not_found")
        if parent.thread is not None:
            raise Refusal("cannot_reply_to_message")
    post = Post(call.slack.ts(), call.token.bot_user, thread=thread, bot_id=call.token.bot_id, **written)
    post.sent = dict(call.arguments)
    channel.posts[post.ts] = post
    return {"channel": channel.id, "ts": post.ts, "message": shape(channel, post)}


@WEB_API.method("chat.postEphemeral", "channel user", f"{LOOKS} thread_ts", "chat:write", "4")
def post_ephemeral(call: Call) -> Answer:
    channel = _place(call)
    if call.arguments["user"] not in channel.members:
        raise Refusal("user_not_in_channel")
    _written(call)
    return {"message_ts": call.slack.ts()}


@WEB_API.method("chat.update", "channel ts", f"{LOOKS} reply_broadcast file_ids", "chat:write", "3")
def update(call: Call) -> Answer:
    channel, post = _own(call, "cant_update_message")
    written = _written(call)
    post.text, post.blocks = written["text"], written["blocks"]
    post.metadata = written["metadata"] or post.metadata
    post.edits += 1
    return {"channel": channel.id, "ts": post.ts, "text": post.text, "message": shape(channel, post)}


@WEB_API.method("chat.delete", "channel ts", scopes="chat:write", tier="3")
def delete(call: Call) -> Answer:
    channel, post = _own(call, "cant_delete_message")
    del channel.posts[post.ts]
    return {"channel": channel.id, "ts": post.ts}


@WEB_API.method("chat.getPermalink", "channel message_ts", json=False)
def permalink(call: Call) -> Answer:
    channel, ts = call.channel(), str(call.arguments["message_ts"])
    if ts not in channel.posts:
        raise Refusal("message_not_found")
    return {
        "channel": channel.id,
        "permalink": f"https://example.slack.com/archives/{channel.id}/p{ts.replace('.', '')}",
    }


def _place(call: Call) -> Channel:
    """Where to post: a channel the bot is in, or the direct chat with an account."""
    named = str(call.arguments["channel"])
    if named[:1] in {"U", "W"} and named in call.team.users:
        return call.team.open(named)
    channel = call.channel()
    if channel.archived:
        raise Refusal("is_archived")
    if channel.user is None and call.token.bot_user not in channel.members:
        raise Refusal("not_in_channel")
    return channel


def _own(call: Call, otherwise: str) -> tuple[Channel, Post]:
    channel = call.channel()
    ts = str(call.arguments["ts"])
    post = channel.posts.get(ts)
    if post is None:
        raise Refusal("message_not_found")
    if post.bot_id != call.token.bot_id:
        raise Refusal(otherwise)
    return channel, post


def _written(call: Call) -> dict[str, Any]:
    """Text, blocks and metadata as Slack would keep them."""
    text, blocks = call.arguments.get("text") or "", _parsed(call.arguments.get("blocks"), "invalid_blocks_format")
    metadata = _parsed(call.arguments.get("metadata"), "invalid_metadata_format")
    if not text and not blocks:
        raise Refusal("no_text")
    if not isinstance(text, str) or length(text) > LONGEST_TEXT:
        raise Refusal("msg_too_long")
    if blocks:
        check_blocks(blocks, call.team)
    _check_metadata(metadata)
    return {"text": text, "blocks": blocks or [], "metadata": metadata}


def check_blocks(blocks: Any, team: Team) -> None:
    """Refuse what is no message."""
    wrong = blockkit.problems(blocks, "message", lambda file: usable(team, file))
    if wrong:
        raise Refusal("invalid_blocks", errors=wrong, response_metadata={"messages": wrong})
    if blockkit.too_long(blocks):
        raise Refusal("msg_blocks_too_long")


def usable(team: Team, file: str) -> bool:
    """Whether an image may show a file: a picture, whole and looked through."""
    found = team.files.get(file)
    return found is not None and found.ready and (found.content or b"").startswith(b"\x89PNG")


def _parsed(value: Any, error: str) -> Any:
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        raise Refusal(error) from None


def _check_metadata(metadata: Any) -> None:
    if metadata is None:
        return
    good = isinstance(metadata, dict) and metadata.keys() <= {"event_type", "event_payload"}
    if not good or not isinstance(metadata.get("event_payload"), dict):
        raise Refusal("invalid_metadata_format")
    if not isinstance(metadata.get("event_type"), str) or not _EVENT_TYPE.fullmatch(metadata["event_type"]):
        raise Refusal("invalid_metadata_format")
    if len(json.dumps(metadata)) > LONGEST_METADATA:
        raise Refusal("metadata_too_large")


def shape(channel: Channel, post: Post, all_metadata: bool = False) -> Answer:
    """A message as Slack's answers show it."""
    answers = [other for other in channel.posts.values() if other.thread == post.ts]
    shown: Answer = {"type": "message", "ts": post.ts, "user": post.user, "text": post.text}
    if post.blocks:
        shown["blocks"] = post.blocks
    if post.bot_id:
        shown["bot_id"] = post.bot_id
    if post.thread or answers:
        shown["thread_ts"] = post.thread or post.ts
    if answers:
        shown |= {"reply_count": len(answers), "latest_reply": max(other.ts for other in answers)}
    if post.metadata:
        shown["metadata"] = post.metadata if all_metadata else {"event_type": post.metadata["event_type"]}
    return shown


def respond(team: Team, token: str, words: Any, now: float) -> bool:
    """Take what was sent to a response_url. False where it is not, or no longer, good. Raises Refusal."""
    opened = team.response_opened.get(token)
    if opened is None or now - opened > RESPONSE_LIFETIME or len(team.responses[token]) >= RESPONSE_USES:
        return False
    if not isinstance(words, dict):
        raise Refusal("invalid_payload")
    if words.get("blocks"):
        check_blocks(words["blocks"], team)
    elif not words.get("text") and not words.get("delete_original"):
        raise Refusal("no_text")
    team.responses[token].append(words)
    return True
