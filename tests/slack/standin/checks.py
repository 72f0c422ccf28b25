"""The small rules that blocks, elements and views share: names, strings, texts, lists.

Each yields what is wrong as a sentence in the shape of Slack's own, which ends in a JSON pointer.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

Check = Callable[[Mapping[str, Any], str], Iterator[str]]


def length(words: str) -> int:
    """Characters as Slack counts them: half an emoji is one."""
    return len(words.encode("utf-16-le", "surrogatepass")) // 2


def keys(found: Mapping[str, Any], at: str, needed: str, others: str = "") -> Iterator[str]:
    wanted, known = needed.split(), {"type", "block_id", *needed.split(), *others.split()}
    for name in wanted:
        if name not in found:
            yield f"[ERROR] missing required field: {name} [json-pointer:{at}]"
    for name in found:
        if name not in known:
            yield f"[ERROR] additional property: {name} [json-pointer:{at}]"


def string(
    found: Mapping[str, Any], name: str, most: int, at: str, needed: bool = True, least: int = 1
) -> Iterator[str]:
    words = found.get(name)
    if words is None and not needed:
        return
    if not isinstance(words, str):
        yield f"[ERROR] must be a string [json-pointer:{at}/{name}]"
    elif length(words) < least:
        yield f"[ERROR] must be more than {least - 1} characters [json-pointer:{at}/{name}]"
    elif length(words) > most:
        yield f"[ERROR] must be less than {most + 1} characters [json-pointer:{at}/{name}]"


def text(
    found: Mapping[str, Any], name: str, most: int, at: str, plain_only: bool = False, needed: bool = True
) -> Iterator[str]:
    found_text, at = found.get(name), f"{at}/{name}"
    if found_text is None and not needed:
        return
    if not isinstance(found_text, dict):
        yield f"[ERROR] must be an object [json-pointer:{at}]"
        return
    kind = found_text.get("type")
    if kind not in {"plain_text", "mrkdwn"} or (plain_only and kind != "plain_text"):
        yield f"[ERROR] unsupported type: {kind} [json-pointer:{at}/type]"
    yield from keys(found_text, at, "text", "emoji" if kind == "plain_text" else "verbatim")
    for switch in ("emoji", "verbatim"):
        if not isinstance(found_text.get(switch, True), bool):
            yield f"[ERROR] must be a boolean [json-pointer:{at}/{switch}]"
    yield from string(found_text, "text", most, at)
    if isinstance(found_text.get("text"), str) and not found_text["text"].strip():
        yield f"[ERROR] must not be blank [json-pointer:{at}/text]"


def items_of(found: Mapping[str, Any], name: str, most: int, at: str) -> tuple[list[Any], list[str]]:
    items = found.get(name)
    if not isinstance(items, list):
        return [], [f"[ERROR] must be an array [json-pointer:{at}/{name}]"]
    if not items:
        return [], [f"[ERROR] no fewer than 1 items allowed [json-pointer:{at}/{name}]"]
    if len(items) > most:
        return items, [f"[ERROR] no more than {most} items allowed [json-pointer:{at}/{name}]"]
    return items, []
