"""What a few answers can and cannot say."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt

from bot.pulse.questions import AGREES

#: Two-sided 95 %.
Z = 1.959964


@dataclass(frozen=True)
class Share:
    """How many of `count` people agree, with the interval (0 to 1) in which the true share lies 95 times in 100."""

    agree: int
    count: int
    low: float
    high: float


def adjusted_wald(agree: int, count: int) -> Share:
    """The share with its adjusted Wald interval (Agresti and Coull 1998; Sauro and Lewis 2005 for small samples).

    Four of five gives 36 % to 98 %. Raises ValueError for impossible counts.
    """
    if not 0 <= agree <= count or count == 0:
        raise ValueError(f"{agree} of {count} is no share.")
    wide = count + Z * Z
    middle = (agree + Z * Z / 2) / wide
    reach = Z * sqrt(middle * (1 - middle) / wide)
    return Share(agree, count, max(0.0, middle - reach), min(1.0, middle + reach))


def share_of(counts: Mapping[int, int]) -> Share:
    """The share that agrees, from answers counted by value."""
    return adjusted_wald(sum(n for value, n in counts.items() if value >= AGREES), sum(counts.values()))


def mean_of(counts: Mapping[int, int]) -> float:
    """The mean answer."""
    return sum(value * n for value, n in counts.items()) / sum(counts.values())


def differs(now: Share, before: Share) -> str | None:
    """ "up" or "down" where the two intervals do not overlap; None where the change may be chance."""
    if now.low > before.high:
        return "up"
    return "down" if now.high < before.low else None


def may_show(count: int, shown: int, floor: int) -> bool:
    """True when results may be shown anew: enough answers, and enough new ones since the last showing.

    The second half keeps two showings from pointing at the few who answered in between.
    """
    return count >= floor and count - shown >= floor
