"""One line of the table that `make bench` prints."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """What was measured, in its unit; the ratio to its reference where there is one; and whether the target is met."""

    name: str
    measured: str
    ratio: str
    target: str
    ok: bool
