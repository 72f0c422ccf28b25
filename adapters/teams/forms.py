"""Forms as Adaptive Cards: inside a dialog, and in the chat itself where a client has no dialogs.

Both send an Action.Submit that brings back what carried.of_form wrote and the answers.
"""

from typing import Any

from adapters.teams import carried
from adapters.teams.outbound import envelope
from adapters.teams.spans import Element, escaped, rich
from bot.cards import ChoiceField, DateField, Form, FormField, TextField


def dialog_card(form: Form) -> dict[str, Any]:
    """A form for a dialog, whose frame shows the title."""
    return _card(form, rich((form.intro,)))


def chat_card(form: Form) -> dict[str, Any]:
    """A form that stands in the chat, with its title."""
    return _card(form, [*rich((form.title,), size="large", weight="bolder"), *rich((form.intro,))])


def _card(form: Form, above: list[Element]) -> dict[str, Any]:
    body = [*above, *(_input(item) for item in form.fields)]
    send = {"type": "Action.Submit", "title": form.submit, "style": "positive", "data": carried.of_form(form)}
    return {**envelope(body, escaped(form.title, at_start=True).strip() or "…"), "actions": [send]}


def _input(item: FormField) -> Element:
    asked: Element = {"id": carried.ANSWER + item.name, "label": item.label, "isRequired": item.required}
    if item.required:
        asked["errorMessage"] = escaped(item.label, at_start=True)  # this alone is read as Markdown
    if item.value:
        asked["value"] = item.value
    match item:
        case TextField():
            asked |= {"type": "Input.Text", "isMultiline": item.multiline, "maxLength": item.limit}
            return {**asked, "placeholder": item.hint} if item.hint else asked
        case ChoiceField():
            choices = [{"title": title, "value": value} for value, title in item.options]
            return {**asked, "type": "Input.ChoiceSet", "style": "compact", "choices": choices}
        case DateField():
            return {**asked, "type": "Input.Date"}
