"""The gate: does a rewrite say what its source says? `verify` returns what it found, with both spans."""

from bot.translation.fidelity.model import Problem, ProblemKind
from bot.translation.fidelity.support import Ear
from bot.translation.fidelity.verify import WORDS_HEADING, verify

__all__ = ["WORDS_HEADING", "Ear", "Problem", "ProblemKind", "verify"]
