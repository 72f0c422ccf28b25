"""Posts in another language than English: the gate reads their numbers and names, and here at least their "not"."""

import re
from collections.abc import Mapping
from functools import lru_cache

from bot.people.tongues import language_of
from bot.speaking import ENGLISH, N_, Labels, _
from bot.translation.facts import FactKind
from bot.translation.fidelity import Problem, ProblemKind
from bot.translation.form import is_english_form
from bot.translation.sentences import split_sentences

#: What is compared in a text that nobody here can read.
READ = frozenset(FactKind) - {FactKind.SYSTEM, FactKind.NEGATION, FactKind.MODALITY, FactKind.ACTION}

#: What the languages are called in a sentence.
NAMES: Mapping[str, str] = Labels(
    {"de": N_("German"), "es": N_("Spanish"), "fr": N_("French"), "pl": N_("Polish"), "pt": N_("Portuguese")}
)

#: Words that turn a sentence into its opposite. French "plus" and "personne" count beside "ne" only, which is here.
_NOT: Mapping[str, re.Pattern[str]] = {
    language: re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE)
    for language, words in {
        "de": r"nicht|nichts|nie|niemals|niemand\w{0,2}|kein(?:e[mnrs]?)?|keinesfalls|keineswegs|weder|ohne|nirgend\w*|"
        r"un(?:möglich|verändert|berührt|nötig)|außer betrieb",
        "es": r"no|nunca|jamás|nadie|nada|ningun[oa]s?|ningún|tampoco|sin",
        "fr": r"ne|n['’](?=\w)|jamais|aucune?s?|sans|non|ni",
        "pl": r"nie|nigdy|nikt|nikogo|nic|żad(?:en|n\w+)|bez|ani",
        "pt": r"não|nunca|jamais|ninguém|nada|nenhum[as]?|nenhuns|nem|sem",
    }.items()
}
_WORD = re.compile(r"[^\W\d_]{3,}|\d+")
#: How many of the words of the shorter sentence two sentences share that say the same thing.
ALIKE = 0.6


@lru_cache(maxsize=256)
def language_of_post(text: str) -> str | None:
    """The language of a post that is clearly in another of our languages than English, else None."""
    language = language_of(text)
    return None if language == ENGLISH or is_english_form(text) else language


def flipped(source: str, rewrite: str) -> list[Problem]:
    """Sentences of a foreign post whose "not" is gone, or which have one now; nothing for a text in English."""
    language = language_of_post(source)
    if language is None or source == rewrite:
        return []
    there = [sentence.text for sentence in split_sentences(source)]
    here = [sentence.text for sentence in split_sentences(rewrite)]
    problems = [_compared(language, _nearest(sentence, there), sentence) for sentence in here]
    problems += [_compared(language, sentence, _nearest(sentence, here) or "") for sentence in there]
    return list({problem.source: problem for problem in problems if problem is not None}.values())


def _compared(language: str, source: str | None, rewrite: str) -> Problem | None:
    """What is wrong where one of two sentences that say the same thing has a "not" and the other has none.

    A sentence of the draft that stands for none of the post is not a flipped one.
    """
    if source is None:
        return None
    was, now = _NOT[language].search(source), _NOT[language].search(rewrite)
    if bool(was) == bool(now):
        return None
    word = (was or now)[0].lower()  # type: ignore[index]
    if was:
        why = _('The post says "{word}" here, and the draft does not.').format(word=word)
    else:
        why = _('The draft says "{word}" here, and the post does not.').format(word=word)
    return Problem(ProblemKind.NEGATION, source, rewrite, why)


def _nearest(sentence: str, others: list[str]) -> str | None:
    """The sentence that shares most words with this one; None where none shares enough to say the same thing."""
    words = _words(sentence)
    best, most = None, 0.0
    for other in others:
        theirs = _words(other)
        shared = len(words & theirs) / max(1, min(len(words), len(theirs)))
        if shared > most:
            best, most = other, shared
    return best if most >= ALIKE else None


def _words(sentence: str) -> frozenset[str]:
    """The beginnings of the words, so that endings may differ."""
    return frozenset(word.lower()[:5] for word in _WORD.findall(sentence))
