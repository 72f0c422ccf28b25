"""The whole gate, from facts to sentences."""

from functools import cache

from bot.translation.fidelity import claims, coverage, hard
from bot.translation.fidelity.align import align
from bot.translation.fidelity.model import Problem, Reading
from bot.translation.glossary import Glossary


@cache
def _known_terms() -> frozenset[str]:
    """Short terms of the shipped glossary that a rewrite may say in plain words instead."""
    return frozenset(term for term in Glossary.load().names() if " " not in term)


def verify(source: str, rewrite: str) -> list[Problem]:
    """What the rewrite gets wrong, most serious first; an empty list says that nothing was found.

    Equal values in other clothes are equal, order and wording are free. Never raises.
    """
    if source == rewrite:
        return []
    there, here = Reading(source), Reading(rewrite)
    problems = hard.compare_facts(there, here)
    problems += hard.compare_names(there, here, _known_terms())
    problems += _compare_sentences(there, here)
    return list(dict.fromkeys(problems))


def _compare_sentences(there: Reading, here: Reading) -> list[Problem]:
    back, forth = align(here, there), align(there, here)
    problems: list[Problem] = []
    for place, one in enumerate(here.clauses):
        made_up = coverage.invented(one, there, place, len(here.clauses))
        sources = [clause for _, clause in back[place]]
        if made_up is not None:
            problems.append(made_up)
        elif sources:
            neighbours = [c for c, found in zip(here.clauses, back, strict=True) if found and found[0][1] is sources[0]]
            problems += claims.compare_claims(one, sources, neighbours or [one])
            problems += _present(
                claims.swapped_actor(sources, one),
                claims.swapped_group(there.low, sources, here.low, one),
                claims.reversed_direction(one, sources),
            )
    for place, one in enumerate(there.clauses):
        gone = coverage.dropped(one, here, place, len(there.clauses))
        found = [clause for _, clause in forth[place]]
        if gone is not None:
            problems.append(gone)
        elif found:
            problems += _present(claims.lost_negation(one, found), claims.lost_modality(one, found))
    return problems


def _present(*found: Problem | None) -> list[Problem]:
    return [problem for problem in found if problem is not None]
