"""What `liaison doctor` finds."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """One line: what was looked at, how it is, and what mends it (empty where nothing needs mending)."""

    about: str
    state: str
    mend: str = ""
