"""Plain words for long ones: a table of phrases, and the few rules that need to see what stands around."""

# ruff: noqa: E501  (a rule reads best on one line)
import re
from functools import cache
from importlib.resources import files

_WORD = re.compile(r"[A-Za-z][A-Za-z'’-]*")
_QUOTED = re.compile(r"\"[^\"]{1,120}\"|“[^”]{1,120}”|`[^`]{1,120}`|\S*[/@_\\]\S*")
_RULES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), put)
    for pattern, put in (
        (r"^(?:please note|kindly note|fyi|just a (?:quick )?heads[ -]up|heads[ -]up|attention|important notice|info)\s*[:,!-]+\s*|^fyi\s+", ""),
        (r"^quick (?:one|note|update|info|heads[ -]up)\s*[-–:,]\s*", ""), (r",? sorry for (?:(?:the|any) )?(?:hiccup|trouble|inconvenience|noise|late notice|short notice)(?: caused)?(?=$|\.)", ""),
        (r"^nothing to do (?:for|on) (?:you|your (?:side|end)|users)(?=$|\.)", "you do not need to do anything"),
        (r"^just a (?:quick )?heads[ -]up that\s+", ""),
        (r"^however,\s*", "But "), (r"^(?:additionally|furthermore|moreover|in addition),\s*", "Also, "), (r"^(?:therefore|thus|consequently|hence|as a result),\s*", "So "),
        (r"^subsequently,\s*", "Later, "), (r"^previously,\s*", "Before, "), (r"\be\.g\.,?(?=\s)", "for example"), (r"\bi\.e\.,?(?=\s)", "that is,"),
        (r"(?<=\s)w/o\s", "without "), (r"(?<=\s)w/\s?", "with "), (r"\bapprox\.(?=\s)", "about"), (r"\bincl\.(?=\s)", "including"), (r"\bpls\b\.?", "please"),
        (r"\banother (\d{3}) incidents\b", r"more \1 problems"), (r"\bincidents\b(?! (?-i:[A-Z]))", "problems"), (r"\bincident\b(?! (?:no|number|id|(?-i:[A-Z#\d])|report|management))", "problem"), (r"^following (?=(?:the|a|an|reports|feedback|your)\b)", "after "),
        (r"\bpermanently (\w+ed|switched off|shut down)\b", r"\1 for good"), (r"\bon a (daily|weekly|monthly|yearly|regular) basis\b", r"\1"),
        (r"\b(was|were|is|are|been) (experiencing|having) (?=issues|problems|delays|trouble)", r"\1 having "),
        (r"\bexperience(?= (?:a|an|some|short|brief|issues|problems|troubles?|delays|slow|intermittent)\b)", "have"),
        (r"\banticipate\b(?! \w+ing)", "expect"), (r"\bvia(?! a\b)(?=\s)", "through"), (r"\brequires(?! that)\b", "needs"), (r"\brequire(?! that)\b", "need"),
        (r"\bworks again since\b", "has been working again since"), (r"\bwork again since\b", "have been working again since"),
        (r"\bis (back|available|open|live|active) (again )?since\b", r"has been \1 \2since"), (r"\bare (back|available|open|live|active) (again )?since\b", r"have been \1 \2since"),
        (r"\bis (in (?-i:[A-Z]{2,4})|corrected|fixed|solved|installed) since\b", r"has been \1 since"), (r"\bare (in (?-i:[A-Z]{2,4})|corrected|fixed|solved|installed) since\b", r"have been \1 since"),
        (r"\bis (\w{3,}ed) since\b", r"has been \1 since"), (r"\bare (\w{3,}ed) since\b", r"have been \1 since"),
        (r"\bis down since\b", "has been down since"), (r"\bare down since\b", "have been down since"), (r"\bis not (\w+) since\b", r"has not been \1 since"),
        (r"\bwill be performing (?=maintenance|work)", "will do "), (r"\b(?:is|are) scheduled to (?=be \w+ed|take|start|begin|end)", "will "),
        (r"\bno action (?:is |will be )?(?:needed|required|necessary)(?: from (?:you|users|your side|end users))?(?=\.|$)", "you do not need to do anything"),
        (r"\bno user action (?:is )?(?:needed|required|necessary)(?=\.|$)", "you do not need to do anything"),
        (r"^(the nodes|the system|it|they|the service|service|services|users) (?:is|are) expected to\b", r"\1 should"),
        (r"\bensure (?=you|your|they|we|it\b|all|the|no)", "make sure that "), (r"\bensure\b(?! that)", "make sure of"),
        (r"\b(?:is|are) scheduled to be (?:performed|carried out|done)\b", "will take place"), (r"\bwill be (?:performed|carried out)\b", "will take place"),
        (r"^(?:the )?root cause (?=was|is|has)", "the cause "), (r"^DB (?=team|admins?|server)", "the database "), (r"\bDB (?=team|admins?|server|upgrade|maintenance|restart)", "database "),
        (r"\b(are|is) investigating(?=$|\.)", r"\1 looking into it"), (r"\b(are|is) investigating (?!with\b)(?=[a-z])", r"\1 looking into "),
        (r"\b(is|are) returned to service\b", r"\1 back in service"), (r"\b(to|will|should) return to service\b", r"\1 be back in service"),
        (r"\bthe the\b", "the"), (r"\ba (?=(?:update|outage|upgrade|error|issue)\b)", "an "),
    )
)  # fmt: skip


@cache
def _table() -> dict[str, tuple[tuple[tuple[str, ...], str], ...]]:
    """The phrases by their first word, the longest first."""
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for line in files("bot.translation").joinpath("data/phrases.tsv").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            long, _, plain = line.partition("\t")
            words = tuple(long.split())
            found.setdefault(words[0], []).append((words[1:], plain))
    return {first: tuple(sorted(rest, key=lambda row: -len(row[0]))) for first, rest in found.items()}


def plainer(sentence: str) -> str:
    """The sentence with each phrase of the table and each rule applied; names, quotes and paths stay."""
    for pattern, put in _RULES:
        sentence = pattern.sub(lambda m, put=put: _kept_case(m[0], m.expand(put)), sentence)  # type: ignore[misc]
    return _capital(_swap(sentence))


def _swap(sentence: str) -> str:
    table = _table()
    words = list(_WORD.finditer(sentence))
    low = [word[0].lower() for word in words]
    if not any(word in table for word in low):
        return sentence
    closed = [match.span() for match in _QUOTED.finditer(sentence)]
    pieces: list[str] = []
    last = at = 0
    while at < len(words):
        found = _phrase(sentence, words, low, at)
        start = words[at].start()
        if found is None or any(begin <= start < end for begin, end in closed):
            at += 1
            continue
        length, plain = found
        end = words[at + length - 1].end()
        pieces += [sentence[last:start], _kept_case(sentence[start:end], plain)]
        last, at = end, at + length
        if not plain and sentence[last : last + 1] == " ":
            last += 1
    return "".join([*pieces, sentence[last:]])


def _phrase(sentence: str, words: list[re.Match[str]], low: list[str], at: int) -> tuple[int, str] | None:
    """The longest phrase that begins with this word. A capital inside a sentence makes a word part of a name."""
    if at and words[at][0][0].isupper():
        return None
    for rest, plain in _table().get(low[at], ()):
        length = 1 + len(rest)
        if tuple(low[at + 1 : at + length]) == rest and (
            length == 1 or sentence[words[at].end() : words[at + length - 1].end()].lower().split() == list(rest)
        ):
            return length, plain
    return None


def _kept_case(old: str, new: str) -> str:
    return new[0].upper() + new[1:] if new and old[:1].isupper() else new


def _capital(sentence: str) -> str:
    """A sentence that lost its beginning starts with a capital again; paths and names keep theirs."""
    first = re.match(r"[a-z]+(?:'[a-z]+)?(?=[\s,.:]|$)", sentence)
    return sentence[:1].upper() + sentence[1:] if first else sentence
