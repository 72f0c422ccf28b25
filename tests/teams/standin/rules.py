"""What Teams demands of a message, and a little more: what its clients would silently not show is refused as well."""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import fastjsonschema

#: Bytes a message may have as JSON in UTF-8.
LIMIT = 28 * 1024
#: Buttons of one row that clients show; they drop the rest.
ROW = 6

CARD = "application/vnd.microsoft.card.adaptive"


class Refusal(Exception):
    """What the service answers instead of doing what it is asked."""

    def __init__(self, status: int, code: str, words: str = "", headers: dict[str, str] | None = None) -> None:
        super().__init__(f"{status} {code}: {words}")
        self.status, self.code, self.words, self.headers = status, code, words, headers or {}


@cache
def _schema() -> Any:
    schema = json.loads((Path(__file__).parent / "adaptive-card-1.4.json").read_text("utf-8"))
    return fastjsonschema.compile(schema, use_default=False)


def check_message(activity: dict[str, Any], members: set[str]) -> None:
    """Refuse a message that Teams would not take, or would not show whole."""
    if len(json.dumps(activity, ensure_ascii=False).encode()) > LIMIT:
        raise Refusal(413, "MessageSizeTooBig")
    if activity.get("type") != "message":
        raise Refusal(400, "BadArgument", "Unknown activity type")
    attachments = activity.get("attachments") or []
    if not attachments and not activity.get("text"):
        raise Refusal(400, "BadSyntax", "Neither text nor attachments")
    for attachment in attachments:
        if attachment.get("contentType") != CARD:
            raise Refusal(400, "BadArgument", "Unknown attachment type")
        check_card(attachment.get("content"), members)


def check_card(card: Any, members: set[str] | None = None) -> None:
    """Refuse a card that is not valid at version 1.4, or that some client would show with something missing."""
    if not isinstance(card, dict):
        raise Refusal(400, "BadArgument", "A card is an object")
    by_schema = {key: value for key, value in card.items() if key != "msteams"}  # the host's own, outside of the schema
    try:
        _schema()(by_schema)
    except fastjsonschema.JsonSchemaException as problem:
        raise Refusal(400, "BadArgument", f"Invalid card: {problem.message}") from None
    if tuple(map(int, card["version"].split("."))) > (1, 4):
        raise Refusal(400, "BadArgument", "Phones show a card of this version blank")
    if not card.get("fallbackText"):
        raise Refusal(400, "BadArgument", "Where cards cannot be shown there would be nothing")
    _check_parts(list(_parts(by_schema)))
    _check_mentions(card, members)


def _check_parts(parts: list[dict[str, Any]]) -> None:
    ids = [part["id"] for part in parts if "id" in part]
    if len(ids) != len(set(ids)):
        raise Refusal(400, "BadArgument", "Two elements have one id")
    for part in parts:
        if len(part.get("actions", ())) > ROW:
            raise Refusal(400, "BadArgument", "More buttons in a row than are shown")
        if part["type"] in {"TextBlock", "Input.Text"} and part.get("text") == "":
            raise Refusal(400, "BadArgument", "An element without words")
        if part["type"] == "Image" and not part["url"].startswith(("https://", "data:image/")):
            raise Refusal(400, "BadArgument", "A picture that clients do not load")
        if part["type"] == "Action.OpenUrl" and not part["url"].startswith(("https://", "http://", "mailto:")):
            raise Refusal(400, "BadArgument", "An address that clients do not open")


def _check_mentions(card: dict[str, Any], members: set[str] | None) -> None:
    shown = [part["text"] for part in _parts(card) if part["type"] == "TextBlock"]
    entities = card.get("msteams", {}).get("entities", [])
    for entity in entities:
        if entity["type"] != "mention" or not any(entity["text"] in text for text in shown):
            raise Refusal(400, "BadArgument", "A mention that no text has")
        if members is not None and entity["mentioned"]["id"] not in members:
            raise Refusal(400, "BadArgument", "Somebody is mentioned who is not there")
    for text in shown:
        for entity in entities:
            text = text.replace(entity["text"], "")
        if "<at>" in text:
            raise Refusal(400, "BadArgument", "A mention of nobody")


def _parts(part: Any) -> Iterator[dict[str, Any]]:
    """Every element and action, at any depth."""
    if isinstance(part, dict):
        if isinstance(part.get("type"), str):
            yield part
        for key, value in part.items():
            if key not in {"data", "msteams"}:
                yield from _parts(value)
    elif isinstance(part, list):
        for one in part:
            yield from _parts(one)
