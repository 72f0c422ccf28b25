"""Facts: what a rewrite must not lose, change or invent. `extract_facts` finds them with their spans."""

from bot.translation.facts.extract import extract_facts
from bot.translation.facts.model import Fact, FactKind

__all__ = ["Fact", "FactKind", "extract_facts"]
