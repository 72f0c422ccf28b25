"""The whole gate, from facts to sentences."""

from functools import cache

from bot.translation.fidelity import actors, coverage, direction, modality, names, polarity, tense, values, verbatim
from bot.translation.fidelity.align import Alignment
from bot.translation.fidelity.model import Problem, read
from bot.translation.fidelity.second_look import weighed
from bot.translation.fidelity.support import Ear, Meaning
from bot.translation.glossary import Glossary


@cache
def _known_terms() -> frozenset[str]:
    """Short terms of the shipped glossary that a rewrite may say in plain words instead."""
    return frozenset(term for term in Glossary.load().names() if " " not in term)


#: Longer texts, together in characters, are compared by their facts alone.
LONG = 120_000


def verify(source: str, rewrite: str, glossary: Glossary | None = None, ear: Ear | None = None) -> list[Problem]:
    """What the rewrite gets wrong, most serious first; an empty list says that nothing was found.

    `glossary` holds the explanations that may stand in brackets after a term; the shipped ones by default.
    With an `ear` sentences that are no copies get a second look by their meaning, so that people may use their own
    words. Equal values in other clothes are equal, order and wording are free. Never raises.
    """
    if source == rewrite:
        return []
    if len(source) + len(rewrite) > LONG:
        return values.compare_values(source, rewrite)
    there, here = read(source), read(without_explanations(rewrite, glossary or Glossary.load()))
    problems = values.compare_facts(there, here)
    problems += names.compare_names(there, here, _known_terms())
    pairs = Alignment(there, here)
    found, sure = compare_sentences(pairs), sure_of(pairs)
    problems += sure + (weighed(pairs, found, Meaning(ear)) if ear is not None else found)
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


def compare_sentences(pairs: Alignment) -> list[Problem]:
    """What the rules find in sentences that belong together."""
    return [
        *polarity.flipped(pairs),
        *modality.changed_modality(pairs),
        *tense.changed_time(pairs),
        *actors.swapped_actors(pairs),
        *direction.reversed_direction(pairs),
        *coverage.uncovered(pairs),
    ]


def sure_of(pairs: Alignment) -> list[Problem]:
    """What needs no second look: small words changed in sentences that are copies but for them, and a doubled "not"."""
    return [*verbatim.small_changes(pairs), *polarity.twice_over(pairs)]
