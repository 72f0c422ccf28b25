"""What a few answers can and cannot say."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt

from bot.pulse.questions import AGREES, SCALE

#: Two-sided 95 %.
Z = 1.959964


@dataclass(frozen=True)
class Mean:
    """The mean answer of a few people, with the interval in which the whole group's mean lies 95 times in 100."""

    mean: float
    low: float
    high: float


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


def mean_of(counts: Mapping[int, int]) -> Mean:
    """The mean answer, with Student's t interval, cut to the scale. Raises ValueError for fewer than two answers."""
    count = sum(counts.values())
    if count < 2:
        raise ValueError(f"The mean of {count} answers has no interval.")
    mean = sum(value * n for value, n in counts.items()) / count
    variance = sum(n * (value - mean) ** 2 for value, n in counts.items()) / (count - 1)
    reach = student_t(count - 1) * sqrt(variance / count)
    return Mean(mean, max(float(SCALE[0]), mean - reach), min(float(SCALE[-1]), mean + reach))


def student_t(freedom: int) -> float:
    """The two-sided 95 % point of Student's t (Abramowitz and Stegun 26.7.5; within 0.4 % from 4 degrees up)."""
    z = Z
    return (
        z
        + (z**3 + z) / (4 * freedom)
        + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * freedom**2)
        + (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / (384 * freedom**3)
    )


def all_alike(share: Share) -> bool:
    """True where everybody agrees, or nobody does: then the plain number would tell what each single person said."""
    return share.agree in (0, share.count)


def differs(now: Share, before: Share) -> str | None:
    """ "up" or "down" where the two intervals do not overlap; None where the change may be chance."""
    if now.low > before.high:
        return "up"
    return "down" if now.high < before.low else None


def may_show(count: int, shown: int, floor: int) -> bool:
    """True when results may be shown anew.

    `count` people have answered, `shown` of them are in what was shown last. There must be at least `floor` answers
    since the last showing, or two showings would point at the few who came in between.
    """
    return count - shown >= floor
