"""What this process has shown, by its key."""

from collections import OrderedDict
from dataclasses import dataclass, field

#: Between the ids of messages that together show one card.
AND = ","

#: Cards that are remembered; the oldest are forgotten first.
REMEMBERED = 10_000


@dataclass
class Shown:
    """The messages that show a card, as far as they have been posted; `whole` once nothing is missing.

    The id of a message is empty where the service did not tell it.
    """

    ids: list[str] = field(default_factory=list)
    whole: bool = False

    @property
    def id(self) -> str:
        """What the card can be changed by; empty where that cannot be."""
        return AND.join(self.ids) if all(self.ids) else ""


class Posted:
    """The cards this process has shown in the last while."""

    def __init__(self) -> None:
        self._shown: OrderedDict[tuple[str, str, str], Shown] = OrderedDict()

    def under(self, workspace: str, place: str, key: str) -> Shown:
        """What is shown under a key, at first nothing; whoever shows more adds to it."""
        name = (workspace, place, key)
        shown = self._shown.setdefault(name, Shown())
        self._shown.move_to_end(name)
        if len(self._shown) > REMEMBERED:
            self._shown.popitem(last=False)
        return shown
