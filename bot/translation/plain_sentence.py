"""One sentence in plain words, whole and short."""

# ruff: noqa: E501  (patterns and tables of words read best on one line)
import re

from bot.translation.grammar import lacks_verb, lowered, with_article
from bot.translation.kinds import UpdateKind
from bot.translation.phrases import plainer
from bot.translation.splitting import shorter
from bot.translation.telegram import full_sentence

_FINDS = re.compile(
    r"^(?P<start>We (?:have )?(?:fixed|changed|corrected|adjusted|improved)) (?:the )?(?P<what>[a-z][\w ]{2,30}?) determination\b(?P<rest>.*)$"
)
_SUBJECT = re.compile(
    r"(?:^|(?<=[a-z]\. ))[A-Z][a-z]+(?: [a-z]+){0,2}?(?: (?:of|for|in) (?:the )?[a-z ]{3,30}?)?(?= (?:is|was|has|will|did|does|takes|can|cannot|must|may|needs|failed|works|work)\b)"
)
_PEOPLE = frozenset({"agent", "approver", "partner"})


def sentence_of(body: str, kind: UpdateKind) -> str:
    """Plain words, with a verb, in short sentences."""
    plain = plainer(body)
    whole = full_sentence(plain, kind)
    label, colon, rest = plain.partition(": ")
    if whole == plain and colon and 1 < len(label) < 45 and lacks_verb(label) and rest:
        # "Web shop: checkout error fixed 16:40" has its news after the colon.
        said = full_sentence(rest, kind)
        whole = plain if said == rest else f"{label}: {lowered(said)}"
    whole = _SUBJECT.sub(lambda m: with_article(m[0]), whole)
    return shorter(how_it_finds(whole) or whole)


def how_it_finds(sentence: str) -> str | None:
    """ "We have fixed tax code determination" is "We have fixed how the system finds the tax code"."""
    found = _FINDS.match(sentence)
    if not found:
        return None
    right = "right " if found["what"] in _PEOPLE else ""
    return f"{found['start']} how the system finds the {right}{found['what']}{found['rest']}"
