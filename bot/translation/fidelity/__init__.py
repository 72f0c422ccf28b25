"""The gate: does a rewrite say what its source says? `verify` returns what it found, with both spans."""

from bot.translation.fidelity.model import Problem, ProblemKind
from bot.translation.fidelity.verify import verify

__all__ = ["Problem", "ProblemKind", "verify"]
