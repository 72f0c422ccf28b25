"""What Slack says of blocks and views, written from its documented rules and not from what we send.

`problems` and `view_problems` return sentences in the shape of Slack's own, empty where all is well.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from tests.slack.standin.checks import Check, items_of, keys, length, string, text
from tests.slack.standin.elements import ELEMENTS, element, image

MESSAGE_BLOCKS, VIEW_BLOCKS = 50, 100

#: All words of a message's blocks together.
MESSAGE_CHARACTERS = 12_000


def problems(blocks: Any, surface: str = "message", usable: Callable[[str], bool] = lambda _file: True) -> list[str]:
    """What is wrong with the blocks of a "message" or a "view"; `usable` says which files an image may show."""
    if not isinstance(blocks, list):
        return ["[ERROR] must be an array [json-pointer:/blocks]"]
    found: list[str] = []
    most = MESSAGE_BLOCKS if surface == "message" else VIEW_BLOCKS
    if len(blocks) > most:
        found.append(f"[ERROR] no more than {most} items allowed [json-pointer:/blocks]")
    for number, block in enumerate(blocks):
        found += _block(block, f"/blocks/{number}", surface, usable)
    ids = [block["block_id"] for block in blocks if isinstance(block, dict) and block.get("block_id")]
    if len(ids) != len(set(ids)):
        found.append("[ERROR] block_id already exists [json-pointer:/blocks]")
    return found


def too_long(blocks: list[Any]) -> bool:
    """Whether the words of all blocks together are more than a message holds."""
    return sum(length(words) for words in _words(blocks)) > MESSAGE_CHARACTERS


def _words(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for name, item in value.items():
            if name in {"text", "alt_text"} and isinstance(item, str):
                yield item
            else:
                yield from _words(item)
    elif isinstance(value, list):
        for item in value:
            yield from _words(item)


def _block(block: Any, at: str, surface: str, usable: Callable[[str], bool]) -> Iterator[str]:
    if not isinstance(block, dict):
        yield f"[ERROR] must be an object [json-pointer:{at}]"
        return
    kind = block.get("type")
    check = BLOCKS.get(str(kind))
    if check is None or (kind == "input" and surface == "message" and "dispatch_action" not in block):
        yield f"[ERROR] unsupported type: {kind} [json-pointer:{at}/type]"
        return
    yield from string(block, "block_id", 255, at, needed=False)
    yield from check(block, at)
    picture = block.get("slack_file")
    if isinstance(picture, dict) and isinstance(picture.get("id"), str) and not usable(picture["id"]):
        yield f"[ERROR] invalid slack file [json-pointer:{at}/slack_file]"


def _header(block: Mapping[str, Any], at: str) -> Iterator[str]:
    yield from keys(block, at, "text", "level")
    yield from text(block, "text", 150, at, plain_only=True)


def _section(block: Mapping[str, Any], at: str) -> Iterator[str]:
    yield from keys(block, at, "", "text fields accessory expand")
    if "text" not in block and "fields" not in block:
        yield f"[ERROR] missing required field: text [json-pointer:{at}]"
    yield from text(block, "text", 3000, at, needed=False)
    if "fields" in block:
        items, wrong = items_of(block, "fields", 10, at)
        yield from wrong
        for number, item in enumerate(items):
            yield from text({str(number): item}, str(number), 2000, f"{at}/fields")
    if "accessory" in block:
        yield from element(block["accessory"], f"{at}/accessory", set(ELEMENTS))


def _context(block: Mapping[str, Any], at: str) -> Iterator[str]:
    yield from keys(block, at, "elements")
    items, wrong = items_of(block, "elements", 10, at)
    yield from wrong
    for number, item in enumerate(items):
        if isinstance(item, dict) and item.get("type") == "image":
            yield from image(item, f"{at}/elements/{number}")
        else:
            yield from text({str(number): item}, str(number), 2000, f"{at}/elements")


def _divider(block: Mapping[str, Any], at: str) -> Iterator[str]:
    yield from keys(block, at, "")


def _actions(block: Mapping[str, Any], at: str) -> Iterator[str]:
    yield from keys(block, at, "elements")
    items, wrong = items_of(block, "elements", 25, at)
    yield from wrong
    for number, item in enumerate(items):
        yield from element(item, f"{at}/elements/{number}", {"button", "static_select", "datepicker", "overflow"})
    ids = [item.get("action_id") for item in items if isinstance(item, dict) and item.get("action_id")]
    if len(ids) != len(set(ids)):
        yield f"[ERROR] action_id already exists [json-pointer:{at}/elements]"


def _input(block: Mapping[str, Any], at: str) -> Iterator[str]:
    yield from keys(block, at, "label element", "hint optional dispatch_action")
    yield from text(block, "label", 2000, at, plain_only=True)
    yield from text(block, "hint", 2000, at, plain_only=True, needed=False)
    if not isinstance(block.get("optional", False), bool):
        yield f"[ERROR] must be a boolean [json-pointer:{at}/optional]"
    allowed = {"plain_text_input", "static_select", "datepicker", "radio_buttons", "checkboxes"}
    yield from element(block.get("element"), f"{at}/element", allowed)


def _rich_text(block: Mapping[str, Any], at: str) -> Iterator[str]:
    yield from keys(block, at, "elements")
    yield from items_of(block, "elements", 1000, at)[1]


BLOCKS: dict[str, Check] = {
    "header": _header,
    "section": _section,
    "context": _context,
    "divider": _divider,
    "image": image,
    "actions": _actions,
    "input": _input,
    "rich_text": _rich_text,
}


def view_problems(view: Any, usable: Callable[[str], bool] = lambda _file: True) -> list[str]:
    """What is wrong with a modal or a home tab."""
    if isinstance(view, str):
        try:
            view = json.loads(view)
        except ValueError:
            return ["[ERROR] must be JSON [json-pointer:/view]"]
    if not isinstance(view, dict) or view.get("type") not in {"modal", "home"}:
        return ["[ERROR] must be a modal or a home [json-pointer:/view/type]"]
    return list(_view(view, usable))


def _view(view: Mapping[str, Any], usable: Callable[[str], bool]) -> Iterator[str]:
    modal = view["type"] == "modal"
    extra = "title submit close clear_on_close notify_on_close submit_disabled" if modal else ""
    yield from keys(view, "/view", "blocks", f"callback_id private_metadata external_id {extra}")
    if modal:
        yield from text(view, "title", 24, "/view", plain_only=True)
        yield from text(view, "submit", 24, "/view", plain_only=True, needed=False)
        yield from text(view, "close", 24, "/view", plain_only=True, needed=False)
    yield from string(view, "callback_id", 255, "/view", needed=False)
    yield from string(view, "private_metadata", 3000, "/view", needed=False, least=0)
    blocks = view.get("blocks")
    yield from problems(blocks, "view", usable)
    asks = isinstance(blocks, list) and any(isinstance(b, dict) and b.get("type") == "input" for b in blocks)
    if modal and asks and "submit" not in view:
        yield "[ERROR] a submit is needed where something is asked [json-pointer:/view/submit]"
