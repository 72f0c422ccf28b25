"""files.*: the three steps of an upload, and the moment until a file can be shown."""

import json

from tests.slack.standin.methods import WEB_API, Answer, Call, Refusal
from tests.slack.standin.state import File, Team

LONGEST_ALT = 1000


@WEB_API.method("files.getUploadURLExternal", "filename length", "alt_txt snippet_type", "files:write", "4", json=False)
def get_upload_url(call: Call) -> Answer:
    length = int(call.arguments["length"])
    if length <= 0:
        raise Refusal("file_upload_size_restricted")
    alt = str(call.arguments.get("alt_txt") or "")
    if len(alt) > LONGEST_ALT:
        raise Refusal("alt_txt_too_large")
    file = File(f"F{call.slack.number():08d}", str(call.arguments["filename"]), length, alt)
    file.looks_until_ready = call.slack.file_looks
    call.team.files[file.id] = file
    return {"upload_url": f"{call.base}/upload/{call.team.id}/{file.id}", "file_id": file.id}


def upload(team: Team, file_id: str, content: bytes) -> bool:
    """The second step: the bytes, exactly as many as were announced."""
    file = team.files.get(file_id)
    if file is None or file.length != len(content) or file.content is not None:
        return False
    file.content = content
    return True


@WEB_API.method(
    "files.completeUploadExternal",
    "files",
    "channel_id channels initial_comment thread_ts blocks",
    "files:write",
    "4",
    json=False,
)
def complete_upload(call: Call) -> Answer:
    done = []
    for item in json.loads(call.arguments["files"]):
        file = call.team.files.get(item.get("id"))
        if file is None or file.content is None:
            raise Refusal("file_not_found")
        file.title = item.get("title") or file.name
        done.append({"id": file.id, "title": file.title})
    return {"files": done}


@WEB_API.method("files.info", "file", "count page cursor limit", "files:read", "4", json=False)
def info(call: Call) -> Answer:
    """A look at a file. Slack learns what a file is some time after it was completed."""
    file = call.team.files.get(str(call.arguments["file"]))
    if file is None or file.title is None:
        raise Refusal("file_not_found")
    file.looks_until_ready -= 1
    shown = {"id": file.id, "name": file.name, "title": file.title, "alt_txt": file.alt, "size": file.length}
    return {"file": shown | {"mimetype": "image/png" if file.ready else ""}}
