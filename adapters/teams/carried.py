"""What our cards carry and Teams brings back with a press or a form. One place writes it and reads it.

A press comes back as {"action", "value"}, a form as {"form", "value"} with what was typed beside it, each field under
its name with ANSWER before it. Teams adds `msteams`. Whoever sees a card can send anything instead: trust none of it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.cards import Button, Form

#: Before the names of fields, so that a field may be called "form".
ANSWER = "answer."


@dataclass(frozen=True)
class Press:
    """A button somebody pressed."""

    action: str
    value: dict[str, str]


@dataclass(frozen=True)
class Filled:
    """A form somebody sent, with the answers by field name."""

    form: str
    value: dict[str, str]
    answers: dict[str, str]


def of_press(button: Button) -> dict[str, Any]:
    """What the press of a button carries."""
    return {"action": button.action, "value": dict(button.value)}


def of_button(button: Button) -> dict[str, Any]:
    """The same, for a client that has dialogs: a button that opens a form asks Teams for the dialog first."""
    return {**of_press(button), "msteams": {"type": "task/fetch"}} if button.opens_form else of_press(button)


def of_form(form: Form) -> dict[str, Any]:
    """What a form carries besides its answers."""
    return {"form": form.name, "value": dict(form.value)}


def opens_form(data: Any) -> bool:
    """Whether this is the press of a button that opens a form, from a client that opened no dialog for it."""
    return isinstance(data, Mapping) and isinstance(data.get("msteams"), Mapping)


def read(data: Any) -> Press | Filled | None:
    """What came back; None for what none of our cards can have sent."""
    if not isinstance(data, Mapping):
        return None
    value = data.get("value", {})
    if not _only_words(value):
        return None
    if isinstance(data.get("form"), str):
        answers = {key.removeprefix(ANSWER): item for key, item in data.items() if key.startswith(ANSWER)}
        return Filled(data["form"], dict(value), answers) if _only_words(answers) else None
    if isinstance(data.get("action"), str):
        return Press(data["action"], dict(value))
    return None


def _only_words(value: Any) -> bool:
    return isinstance(value, Mapping) and all(isinstance(one, str) for pair in value.items() for one in pair)
