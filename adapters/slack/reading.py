"""Words as Slack writes them, read as the person wrote them: no markup, no entities, no ids."""

import re
from collections.abc import Mapping

#: What Slack puts into angle brackets: <@U1>, <#C1|erp-it>, <!here>, <https://example.org|example.org>.
_REFERENCE = re.compile(r"<([^<>\n]{1,4000})>")

_ENTITIES = (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))

#: What stands for a person whose name we do not know.
SOMEBODY = "@somebody"


def mentioned(text: str) -> frozenset[str]:
    """The ids of the accounts that a text mentions."""
    return frozenset(re.findall(r"<@([UW][A-Z0-9]+)[|>]", text))


def readable(text: str, names: Mapping[str, str], bot: str) -> str:
    """A text of Slack's as people see it. `names` by account; the call to the `bot` itself is left out."""

    def shown(match: re.Match[str]) -> str:
        body, _, label = match[1].partition("|")
        if body.startswith("@"):
            return "" if body[1:] == bot else _person(body[1:], label, names)
        if body.startswith("#"):
            return f"#{label}" if label else "#channel"
        if body.startswith("!"):
            return _special(body, label)
        return _link(body, label)

    words = _REFERENCE.sub(shown, text)
    for written, meant in _ENTITIES:
        words = words.replace(written, meant)
    return words.strip() if bot and f"<@{bot}" in text else words


def _person(account: str, label: str, names: Mapping[str, str]) -> str:
    name = label or names.get(account, "")
    return f"@{name}" if name else SOMEBODY


def _special(body: str, label: str) -> str:
    if label:  # a date with its fallback, a group of people with its name
        return label
    return "@team" if body.startswith("!subteam") else f"@{body[1:].partition('^')[0]}"


def _link(address: str, label: str) -> str:
    plain = address.removeprefix("mailto:").removeprefix("tel:")
    if not label or label in plain or plain in label:
        return label or plain
    return f"{label} ({plain})"
