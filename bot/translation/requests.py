"""How people ask for a post in plain words: "translate" and then the text, or "translate this" below it."""

import re
from functools import cache

from bot.speaking import LANGUAGES, N_, _, speaking

#: What such a request begins with, in English or in any of our languages.
TRANSLATE = N_("translate")
_CALLED = re.compile(r"^\s*(?:<at>[^<]*</at>|<@\w+>|@[\w.-]+)[\s,:]*", re.IGNORECASE)
_THIS = re.compile(
    r"[\s:,]*(?:this|that|it|please|post|message|above|the|das|dies|den|beitrag|bitte|esto|eso|por favor|ceci|cela|"
    r"ça|ce message|svp|s['’]il vous plaît|to|proszę|isto|isso)?[\s.!]*",
    re.IGNORECASE,
)

#: "Translate button does nothing" is about something that is called so.
_ABOUT_IT = re.compile(
    r"(?:button|function\w*|feature|tool|option|key|tab|menu|page|screen|app|service|does|is|was|not|never|fails|failed|throws|"
    r"geht|funktioniert|fehlt|hängt|knopf|schaltfläche|"
    r"no (?:funciona|va|sirve|aparece)|falla|falta|mal|(?:el )?bot[óo]n|"
    r"ne (?:marche|fonctionne|va)|plante|(?:le )?bouton|"
    r"nie (?:działa|dziala|ma)|przycisk|"
    r"n[ãa]o (?:funciona|vai|aparece)|falha|errado|(?:o )?bot[ãa]o)\b|"
    r"(?:errors?|(?:(?:le|el|o) )?men[uüú] (?:\S+ ){0,3}"
    r"(?:fehlt|nicht|falla|funciona|pas|impossible|działa|falha))[\s.!]*$",
    re.IGNORECASE,
)

#: What says in one word, in any of our languages, that something is wrong with what was named before.
_WRONG = re.compile(
    r"\s(?:fails?|failed|failing|broken|missing|wrong|impossible|hangs?|crash(?:es|ed)|stuck|"
    r"fehlt|fehlerhaft|geht|nicht|unmöglich|unmoeglich|falsch|kaputt|hängt|haengt|"
    r"falla|falta|imposible|mal|roto|plante|bloque|bloqué|manque|pas|faux|"
    r"brak|niemożliwe|niemozliwe|falha|impossível|impossivel|errado|parado)[\s.!]*$",
    re.IGNORECASE,
)


def is_trouble(term: str) -> bool:
    """True for "vendor fails", which is no term: somebody who writes "define" before it reports something."""
    return _WRONG.search(term.strip()) is not None


def without_call(text: str) -> str:
    """What is said to us in a channel, without our name in front of it."""
    return _CALLED.sub("", text, count=1).strip()


def asked_for(text: str) -> str | None:
    """The text somebody wants in plain words; empty for "this", and None where nothing of the kind is asked."""
    word, rest = [*text.lstrip(" /").split(maxsplit=1), "", ""][:2]
    if word.rstrip(":,.!").lower() not in _names():
        return None
    rest = rest.strip()
    if _ABOUT_IT.match(rest):
        return None
    pointed = re.fullmatch(rf"(?:{_THIS.pattern})+", rest, re.IGNORECASE)
    return "" if not rest or pointed else re.sub(r"^(?:this|that|das|dies|esto|ceci|to|isto)?\s*:\s*", "", rest)


@cache
def _names() -> frozenset[str]:
    names = set()
    for language in LANGUAGES:
        with speaking(language):
            names.add(_(TRANSLATE).lower())
    return frozenset(names)
