"""What a button and a form carry along unseen, as Slack keeps it: an action with a number, and pairs in JSON."""

import json
from collections.abc import Mapping

#: Characters of a button's value, and of what a dialog carries.
BUTTON_LIMIT, DIALOG_LIMIT = 2000, 3000


class TooMuch(ValueError):
    """A card or form carries more than Slack keeps. It cannot be split, so whoever wrote it must mend it."""


def packed(value: Mapping[str, str], limit: int = BUTTON_LIMIT) -> str:
    """Pairs as one string. Raises TooMuch where Slack would refuse it."""
    words = json.dumps(dict(value), separators=(",", ":"))
    if len(words) > limit:
        raise TooMuch(f"{len(words)} characters, of which Slack keeps {limit}")
    return words


def action_id(action: str, number: int) -> str:
    """An action's name with a number, because a message may have it twice and Slack wants each to be unlike."""
    return f"{action}#{number}"


def action_of(name: str) -> str:
    """The action behind an `action_id`, cut to what a name of ours can be."""
    return name.partition("#")[0][:100]
