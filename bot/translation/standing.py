"""What a post says that still stands: not an old line it quotes, and not what it takes back in the next sentence."""

import re
from collections.abc import Sequence

#: What stands before a quoted line that no longer holds.
EARLIER = "Earlier: "
_QUOTED = re.compile(r"^\s*>")
_CHANGED = re.compile(
    r"\b(?:no longer|not (?:true|correct|valid|needed|the case)|correction|cancell?ed|wrong|out ?dated|instead|"
    r"postponed|moved to|extended|fixed|solved|resolved|restored|back|works? again)\b",
    re.IGNORECASE,
)
_DENIED = re.compile(
    r"^(?:this|that|the above) (?:is|was|has been)(?: now)? "
    r"(?:no longer (?:true|correct|valid|the case|planned|needed)|"
    r"not (?:true|correct|valid|right|the case)|wrong|incorrect|out ?dated|cancell?ed|withdrawn)\W*(?:,|$)",
    re.IGNORECASE,
)


def quoted_lines(text: str) -> frozenset[str]:
    """The lines a post quotes and changes with its own words, bare; none where the quote is the news ("FYI")."""
    lines = [line for line in text.split("\n") if line.strip("> \t")]
    if not any(_QUOTED.match(line) for line in lines):
        return frozenset()
    own = "\n".join(line for line in lines if not _QUOTED.match(line))
    quoted = frozenset(line.lstrip("> \t").strip() for line in lines if _QUOTED.match(line))
    return quoted if _CHANGED.search(own) else frozenset()


def standing(sentences: Sequence[str], quoted: frozenset[str] = frozenset()) -> list[str]:
    """The sentences without quoted ones, and without what the next one denies; all of them where nothing is left."""
    own = [said for said in sentences if not _is_quoted(said, quoted)]
    denied = {place for place, said in enumerate(own) if _DENIED.match(said)}
    left = [said for place, said in enumerate(own) if place not in denied and place + 1 not in denied]
    return left or own or list(sentences)


def _is_quoted(said: str, quoted: frozenset[str]) -> bool:
    bare = said.removeprefix(EARLIER).strip().rstrip(".!")
    return any(bare and bare in line for line in quoted)
