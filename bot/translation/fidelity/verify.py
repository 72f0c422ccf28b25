"""The whole gate, from facts to sentences."""

from functools import cache

from bot.translation.fidelity import claims, coverage, hard, polarity, verbatim
from bot.translation.fidelity.align import align
from bot.translation.fidelity.model import Clause, Problem, Reading
from bot.translation.glossary import Glossary


@cache
def _known_terms() -> frozenset[str]:
    """Short terms of the shipped glossary that a rewrite may say in plain words instead."""
    return frozenset(term for term in Glossary.load().names() if " " not in term)


#: Longer texts, together in characters, are compared by their facts alone.
LONG = 120_000


def verify(source: str, rewrite: str, glossary: Glossary | None = None) -> list[Problem]:
    """What the rewrite gets wrong, most serious first; an empty list says that nothing was found.

    `glossary` holds the explanations that may stand in brackets after a term; the shipped ones by default.
    Equal values in other clothes are equal, order and wording are free. Never raises.
    """
    if source == rewrite:
        return []
    if len(source) + len(rewrite) > LONG:
        return hard.compare_values(source, rewrite)
    there, here = Reading(source), Reading(without_explanations(rewrite, glossary or Glossary.load()))
    problems = hard.compare_facts(there, here)
    problems += hard.compare_names(there, here, _known_terms())
    problems += _compare_sentences(there, here)
    problems += polarity.flipped(there, here)
    return list(dict.fromkeys(problems))


#: The line above the explanations of terms, which stand below a text.
WORDS_HEADING = "What the words mean:"


def without_explanations(rewrite: str, glossary: Glossary) -> str:
    """The rewrite without what its terms mean: these words are the glossary's, not the post's."""
    text, heading, below = rewrite.rpartition(WORDS_HEADING)
    if not heading:
        return rewrite
    kept = [line for line in below.split("\n") if line.strip() and not _explains(line, glossary)]
    return "\n".join([text, *kept])


def _explains(line: str, glossary: Glossary) -> bool:
    name, _, plain = line.removeprefix("- ").partition(": ")
    term = glossary.lookup(name)
    return term is not None and term.plain == plain.strip()


def _compare_sentences(there: Reading, here: Reading) -> list[Problem]:
    back, forth = align(here, there), align(there, here)
    problems: list[Problem] = []
    floor = coverage.least_support(here, there)
    for place, one in enumerate(here.clauses):
        made_up = coverage.invented(one, there, place, len(here.clauses), floor)
        sources = [clause for _, clause in back[place]]
        if made_up is not None:
            problems.append(made_up)
        elif sources:
            neighbours = [c for c, found in zip(here.clauses, back, strict=True) if found and found[0][1] is sources[0]]
            problems += claims.compare_claims(one, sources, neighbours or [one])
            problems += verbatim.small_changes(one, sources[0])
            problems += _present(
                claims.swapped_actor(sources, one),
                claims.swapped_side(sources[0], one),
                claims.swapped_group(there.low, sources, here.low, one),
                claims.reversed_direction(one, sources),
            )
    for place, one in enumerate(there.clauses):
        gone = coverage.dropped(
            one, here, place, len(there.clauses), _mine(one, here, back) if floor == coverage.SUPPORTED else None
        )
        found = [clause for _, clause in forth[place]]
        if gone is not None:
            problems.append(gone)
        elif found:
            problems += _present(claims.lost_negation(one, found), claims.lost_modality(one, found))
    return problems


def _mine(one: Clause, here: Reading, back: list[list[tuple[float, Clause]]]) -> frozenset[int]:
    """The sentences of the rewrite that go back to this sentence of the source before all others."""
    return frozenset(
        id(clause) for clause, found in zip(here.clauses, back, strict=True) if found and found[0][1] is one
    )


def _present(*found: Problem | None) -> list[Problem]:
    return [problem for problem in found if problem is not None]
