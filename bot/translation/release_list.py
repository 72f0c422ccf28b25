"""A list under a title ("Release 4.2", "What's new"): its title is the headline, and its first items the summary."""

import re

from bot.translation.grammar import lacks_verb, lowered
from bot.translation.notice import Notice

#: Words of a title, items that make a list, and items that a summary names.
_TITLE, _LEAST, _NAMED = 9, 2, 3
#: An item that begins with the number of its ticket.
_NUMBERED = re.compile(r"^#?\d{2,7}\s+(?=\w)|^#\d+\s")
_ITEM_END = re.compile(r"(?<=\w{2}): (?=[A-Z])|(?<=[a-z]{2})\. (?=[A-Z])")
_SENTENCE_CASE = re.compile(r"\w+ [a-z]")
_OPEN = re.compile(r"(?:during|in|on|at|for|from|since|here|this|these|the following|please|note)\b", re.IGNORECASE)
_WHAT = re.compile(r"what'?s\b", re.IGNORECASE)


def title_and_items(notice: Notice) -> tuple[str, list[str]] | None:
    """The title of a notice that is a list and nothing else, with its items; None for any other."""
    said = [(p, " ".join(line.said for line in p.lines if line.said)) for p in notice.passages]
    said = [(p, text) for p, text in said if text]
    if len(said) <= _LEAST or said[0][0].block.marker:
        return None
    title = said[0][1].rstrip(" .:")
    bare = lacks_verb(title) or bool(_WHAT.match(title))
    if not bare or _OPEN.match(title) or len(title.split()) > _TITLE or len(title) < _LEAST:
        return None
    items = [text for p, text in said[1:] if p.block.marker or _NUMBERED.match(text)]
    return (title, items) if len(items) == len(said) - 1 else None


def summary_of_list(title: str, items: list[str]) -> str:
    """ "Release 4.2: new report for open orders; faster search. And 3 more."; numbers of tickets are left out."""
    named = [_named(item) for item in items[:_NAMED]]
    more = f" And {len(items) - _NAMED} more." if len(items) > _NAMED else ""
    return f"{title}: {'; '.join(item for item in named if item)}.{more}"


def _named(item: str) -> str:
    """What an item is called: all of it where its beginning says too little."""
    whole = _NUMBERED.sub("", item).strip().rstrip(".")
    name = _ITEM_END.split(whole, maxsplit=1)[0]
    name = name if len(name.split()) > _LEAST else whole
    return lowered(name) if _SENTENCE_CASE.match(name) else name
