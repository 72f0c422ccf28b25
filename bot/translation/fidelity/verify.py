"""The whole gate, from facts to sentences."""

from functools import cache
from typing import TYPE_CHECKING

from bot.translation.fidelity import actors, coverage, direction, modality, names, polarity, tense, values, verbatim
from bot.translation.fidelity.align import Alignment
from bot.translation.fidelity.model import Problem, read
from bot.translation.fidelity.support import Meaning
from bot.translation.glossary import Glossary

if TYPE_CHECKING:
    from bot.ports import Embedder


@cache
def _known_terms() -> frozenset[str]:
    """Short terms of the shipped glossary that a rewrite may say in plain words instead."""
    return frozenset(term for term in Glossary.load().names() if " " not in term)


#: Longer texts, together in characters, are compared by their facts alone.
LONG = 120_000


def verify(
    source: str, rewrite: str, glossary: Glossary | None = None, embedder: "Embedder | None" = None
) -> list[Problem]:
    """What the rewrite gets wrong, most serious first; an empty list says that nothing was found.

    `glossary` holds the explanations that may stand in brackets after a term; the shipped ones by default.
    With an `embedder` what is left out or made up is judged by meaning too, so that people may use their own words; it
    reads only sentences whose words leave a doubt. Equal values in other clothes are equal, order and wording are free.
    Never raises.
    """
    if source == rewrite:
        return []
    if len(source) + len(rewrite) > LONG:
        return values.compare_values(source, rewrite)
    there, here = read(source), read(without_explanations(rewrite, glossary or Glossary.load()))
    problems = values.compare_facts(there, here)
    problems += names.compare_names(there, here, _known_terms())
    problems += _compare_sentences(Alignment(there, here), Meaning(embedder) if embedder is not None else None)
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


def _compare_sentences(pairs: Alignment, meaning: Meaning | None) -> list[Problem]:
    return [
        *polarity.flipped(pairs),
        *modality.changed_modality(pairs),
        *tense.changed_time(pairs),
        *actors.swapped_actors(pairs),
        *direction.reversed_direction(pairs),
        *verbatim.small_changes(pairs),
        *coverage.uncovered(pairs, meaning),
    ]
