"""The rules for buttons, inputs and choices."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from tests.slack.standin.checks import Check, items_of, keys, string, text

_FILE = re.compile(r"F[A-Z0-9]{8,}")


def image(block: Mapping[str, Any], at: str) -> Iterator[str]:
    yield from keys(block, at, "alt_text", "image_url slack_file title")
    yield from string(block, "alt_text", 2000, at)
    yield from text(block, "title", 2000, at, plain_only=True, needed=False)
    if ("image_url" in block) == ("slack_file" in block):
        yield f"[ERROR] exactly one of image_url and slack_file is needed [json-pointer:{at}]"
    yield from string(block, "image_url", 3000, at, needed=False)
    if "slack_file" in block:
        picture = block["slack_file"]
        ident = picture.get("id") if isinstance(picture, dict) else None
        if not (isinstance(ident, str) and _FILE.fullmatch(ident)):
            yield f"[ERROR] input must match regex pattern: ^[F][A-Z0-9]{{8,}}$ [json-pointer:{at}/slack_file/id]"


def element(found: Any, at: str, allowed: set[str]) -> Iterator[str]:
    kind = found.get("type") if isinstance(found, dict) else None
    if kind not in allowed:
        yield f"[ERROR] unsupported type: {kind} [json-pointer:{at}/type]"
        return
    if kind != "image":
        yield from string(found, "action_id", 255, at, needed=False)
    yield from ELEMENTS[kind](found, at)


def _button(element: Mapping[str, Any], at: str) -> Iterator[str]:
    yield from keys(element, at, "text", "action_id url value style confirm accessibility_label")
    yield from text(element, "text", 75, at, plain_only=True)
    yield from string(element, "value", 2000, at, needed=False)
    yield from string(element, "url", 3000, at, needed=False)
    yield from string(element, "accessibility_label", 75, at, needed=False)
    if element.get("style", "primary") not in {"primary", "danger"}:
        yield f"[ERROR] must be one of primary, danger [json-pointer:{at}/style]"
    yield from _confirm(element, at)


def _confirm(element: Mapping[str, Any], at: str) -> Iterator[str]:
    if "confirm" not in element:
        return
    asked, at = element["confirm"], f"{at}/confirm"
    if not isinstance(asked, dict):
        yield f"[ERROR] must be an object [json-pointer:{at}]"
        return
    yield from keys(asked, at, "title text confirm deny", "style")
    yield from text(asked, "title", 100, at, plain_only=True)
    yield from text(asked, "text", 300, at)
    yield from text(asked, "confirm", 30, at, plain_only=True)
    yield from text(asked, "deny", 30, at, plain_only=True)


def _plain_text_input(element: Mapping[str, Any], at: str) -> Iterator[str]:
    yield from keys(
        element,
        at,
        "",
        "action_id initial_value multiline min_length max_length dispatch_action_config focus_on_load placeholder",
    )
    yield from text(element, "placeholder", 150, at, plain_only=True, needed=False)
    most = element.get("max_length", 3000)
    if not (isinstance(most, int) and 1 <= most <= 3000):
        yield f"[ERROR] must be between 1 and 3000 [json-pointer:{at}/max_length]"
        return
    yield from string(element, "initial_value", most, at, needed=False, least=0)


def _static_select(element: Mapping[str, Any], at: str) -> Iterator[str]:
    yield from keys(element, at, "", "action_id options option_groups initial_option placeholder confirm focus_on_load")
    yield from text(element, "placeholder", 150, at, plain_only=True, needed=False)
    options: list[Any] = []
    if ("options" in element) == ("option_groups" in element):
        yield f"[ERROR] exactly one of options and option_groups is needed [json-pointer:{at}]"
    if "options" in element:
        options, wrong = items_of(element, "options", 100, at)
        yield from wrong
    if "option_groups" in element:
        groups, wrong = items_of(element, "option_groups", 100, at)
        yield from wrong
        for number, group in enumerate(groups):
            here = f"{at}/option_groups/{number}"
            yield from keys(group, here, "label options")
            yield from text(group, "label", 75, here, plain_only=True)
            inner, wrong = items_of(group, "options", 100, here)
            yield from wrong
            options += inner
    yield from _options(element, options, at)


def _options(element: Mapping[str, Any], options: list[Any], at: str) -> Iterator[str]:
    for number, option in enumerate(options):
        here = f"{at}/options/{number}"
        if not isinstance(option, dict):
            yield f"[ERROR] must be an object [json-pointer:{here}]"
            continue
        yield from keys(option, here, "text value", "description url")
        yield from text(option, "text", 75, here, plain_only=element["type"] in {"static_select", "overflow"})
        yield from text(option, "description", 75, here, plain_only=True, needed=False)
        yield from string(option, "value", 150, here)
    first = element.get("initial_option")
    if first is not None and first not in options:
        yield f"[ERROR] initial_option must exactly match one of the options [json-pointer:{at}/initial_option]"


def _choices(element: Mapping[str, Any], at: str) -> Iterator[str]:
    yield from keys(element, at, "options", "action_id initial_option initial_options confirm focus_on_load")
    options, wrong = items_of(element, "options", 10 if element["type"] != "overflow" else 5, at)
    yield from wrong
    yield from _options(element, options, at)


def _datepicker(element: Mapping[str, Any], at: str) -> Iterator[str]:
    yield from keys(element, at, "", "action_id initial_date placeholder confirm focus_on_load")
    yield from text(element, "placeholder", 150, at, plain_only=True, needed=False)
    first = element.get("initial_date")
    if first is not None and not _is_day(first):
        yield f"[ERROR] must be a date as YYYY-MM-DD [json-pointer:{at}/initial_date]"


def _is_day(words: Any) -> bool:
    try:
        return bool(re.fullmatch(r"\d{4}-\d\d-\d\d", words)) and bool(date.fromisoformat(words))
    except (TypeError, ValueError):
        return False


ELEMENTS: dict[str, Check] = {
    "button": _button,
    "checkboxes": _choices,
    "datepicker": _datepicker,
    "image": image,
    "overflow": _choices,
    "plain_text_input": _plain_text_input,
    "radio_buttons": _choices,
    "static_select": _static_select,
}
