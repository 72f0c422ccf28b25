"""Words as the gate compares them: without endings, with their synonyms."""

# ruff: noqa: E501  (patterns and tables of words read best on one line)
import re
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

_WORD = re.compile(r"[A-Za-zÄÖÜäöüß][A-Za-zÄÖÜäöüß']{0,60}")
_STOP = frozenset(
    [
        "a",
        "an",
        "the",
        "this",
        "that",
        "these",
        "those",
        "there",
        "here",
        "it",
        "its",
        "he",
        "she",
        "they",
        "them",
        "their",
        "we",
        "our",
        "us",
        "you",
        "your",
        "i",
        "my",
        "me",
        "who",
        "whom",
        "whose",
        "which",
        "what",
        "when",
        "where",
        "why",
        "how",
        "and",
        "or",
        "but",
        "nor",
        "so",
        "yet",
        "if",
        "then",
        "else",
        "because",
        "since",
        "although",
        "though",
        "while",
        "during",
        "after",
        "before",
        "until",
        "till",
        "as",
        "at",
        "by",
        "for",
        "from",
        "in",
        "into",
        "of",
        "off",
        "on",
        "onto",
        "out",
        "over",
        "under",
        "up",
        "down",
        "to",
        "toward",
        "towards",
        "with",
        "within",
        "without",
        "through",
        "via",
        "per",
        "between",
        "among",
        "about",
        "around",
        "above",
        "below",
        "against",
        "across",
        "along",
        "near",
        "not",
        "no",
        "none",
        "never",
        "nothing",
        "nobody",
        "ok",
        "okay",
        "all",
        "any",
        "both",
        "each",
        "either",
        "every",
        "few",
        "many",
        "more",
        "most",
        "much",
        "other",
        "others",
        "another",
        "some",
        "such",
        "same",
        "own",
        "only",
        "also",
        "just",
        "even",
        "still",
        "already",
        "again",
        "ever",
        "always",
        "too",
        "very",
        "often",
        "is",
        "are",
        "was",
        "were",
        "be",
        "been",
        "being",
        "am",
        "has",
        "have",
        "had",
        "having",
        "do",
        "does",
        "did",
        "done",
        "doing",
        "will",
        "would",
        "shall",
        "should",
        "can",
        "could",
        "may",
        "might",
        "must",
        "ought",
        "need",
        "needs",
        "needed",
        "please",
        "kindly",
        "note",
        "yes",
        "than",
        "cannot",
        "can't",
        "don't",
        "won't",
        "isn't",
        "aren't",
        "doesn't",
        "didn't",
        "wasn't",
        "we're",
        "we've",
        "we'll",
        "you'll",
        "you're",
        "it's",
        "that's",
        "there's",
        "i'm",
        "let's",
        "s",
        "t",
        "re",
        "ll",
        "ve",
        "d",
        "m",
        "hi",
        "hello",
        "dear",
        "all",
        "everyone",
        "anyone",
        "someone",
        "somebody",
        "something",
        "anything",
        "thing",
        "things",
        "way",
        "ways",
        "get",
        "gets",
        "got",
        "getting",
        "make",
        "makes",
        "made",
        "making",
        "take",
        "takes",
        "taken",
        "took",
        "give",
        "gives",
        "given",
        "go",
        "goes",
        "going",
        "come",
        "comes",
        "able",
        "unable",
        "will",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "now",
        "then",
        "once",
        "upon",
        "own",
        "itself",
        "themselves",
        "yourself",
        "ourselves",
        "however",
        "therefore",
        "thus",
        "hence",
        "otherwise",
        "instead",
        "rather",
        "like",
        "well",
        "back",
        "next",
        "last",
        "first",
        "second",
        "lot",
        "bit",
        "am",
        "pm",
        "a.m",
        "p.m",
        "utc",
        "cet",
        "cest",
        "est",
        "gmt",
        "like",
        "want",
        "wants",
        "per",
        "cent",
        "percent",
        "whoever",
        "whichever",
        "whatever",
        "due",
        "order",
        "further",
        "additional",
        "additionally",
        "case",
        "cases",
        "let",
        "longer",
        "long",
        "regular",
        "use",
        "uses",
        "used",
        "using",
        "user",
        "users",
        "people",
        "colleague",
        "colleagues",
        "customer",
        "customers",
        "und",
        "der",
        "die",
        "das",
        "nicht",
        "ist",
        "sind",
        "wird",
        "werden",
        "von",
        "bis",
        "auf",
        "mit",
    ]
)
_IRREGULAR = {
    "rebuilt": "rebuild", "built": "build", "sent": "send", "lost": "lose", "kept": "keep", "held": "hold", "found": "find",
    "broke": "break", "broken": "break", "ran": "run", "running": "run", "written": "write", "wrote": "write", "left": "leave",
    "went": "go", "began": "begin", "begun": "begin", "brought": "bring", "bought": "buy", "paid": "pay", "told": "tell",
    "said": "say", "chosen": "choose", "chose": "choose", "frozen": "freeze", "froze": "freeze", "taken": "take", "shown": "show",
    "seen": "see", "saw": "see", "knew": "know", "known": "know", "withdrawn": "withdraw", "withdrew": "withdraw", "undone": "undo",
    "undid": "undo", "fell": "fall", "caught": "catch", "met": "meet", "put": "put", "cut": "cut", "shut": "shut", "set": "set",
    "stuck": "stick", "lay": "lie", "data": "data", "indexes": "index", "indices": "index", "invoices": "invoice",
    "payslips": "payslip", "failure": "fail", "failures": "fail", "deletion": "delete", "removal": "remove", "slow": "slow",
}  # fmt: skip


@dataclass(frozen=True)
class Word:
    """A content word: as written, its stem, what it may mean, and where it stands in its sentence."""

    text: str
    stem: str
    concepts: frozenset[str]
    start: int


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """The word in lower case without its ending. Crude: both texts are treated alike."""
    low = word.lower().replace("’", "'")
    low = low[:-2] if low.endswith("'s") else low.rstrip("'")
    if low in _IRREGULAR:
        return _IRREGULAR[low]
    for ending, put, least in (
        ("isations", "", 4), ("izations", "", 4), ("isation", "", 4), ("ization", "", 4), ("ations", "", 4), ("ation", "", 4),
        ("ically", "", 4), ("ities", "", 4), ("ments", "", 4), ("ment", "", 4), ("ness", "", 4), ("ingly", "", 4),
        ("ions", "", 4), ("ion", "", 4), ("ings", "", 3), ("ing", "", 3), ("ies", "y", 2), ("ied", "y", 2), ("edly", "", 3),
        ("ises", "", 4), ("ised", "", 4), ("izes", "", 4), ("ized", "", 4), ("ise", "", 4), ("ize", "", 4), ("ity", "", 4),
        ("able", "", 4), ("ible", "", 4), ("ance", "", 4), ("ence", "", 4), ("ally", "", 4), ("ly", "", 3), ("ers", "", 4),
        ("er", "", 4), ("ed", "", 3), ("es", "", 3), ("al", "", 4), ("s", "", 3), ("e", "", 3),
    ):  # fmt: skip
        if low.endswith(ending) and len(low) - len(ending) >= least:
            low = low[: -len(ending)] + put
            break
    if low.endswith("e") and len(low) > 3:
        low = low[:-1]
    if len(low) > 3 and low[-1] == low[-2] and low[-1] not in "sle":
        low = low[:-1]
    return low[:-1] + "i" if low.endswith("y") and len(low) > 3 else low


@cache
def _synonyms() -> dict[str, frozenset[str]]:
    """Each stem with the groups of data/synonyms.txt it is in."""
    groups: dict[str, set[str]] = {}
    text = files("bot.translation").joinpath("data/synonyms.txt").read_text("utf-8")
    for number, line in enumerate(text.splitlines()):
        for word in line.split():
            groups.setdefault(stem(word.replace("_", "")), set()).add(f"={number}")
    return {word: frozenset(found) for word, found in groups.items()}


@cache
def _phrases() -> tuple[re.Pattern[str], dict[str, str]]:
    """Words that mean one thing together, like "switch off"."""
    lines = files("bot.translation").joinpath("data/phrases.txt").read_text("utf-8").splitlines()
    table: dict[str, str] = {}
    for line in lines:
        meaning, _, forms = line.partition("=")
        table |= {form.strip(): meaning.strip() for form in forms.split("|") if form.strip()}
    ordered = sorted(table, key=len, reverse=True)
    return re.compile(r"\b(?:" + "|".join(re.escape(form) for form in ordered) + r")\b"), table


@lru_cache(maxsize=20_000)
def concepts_of(word: str) -> frozenset[str]:
    """The stem itself and the groups of synonyms it is in."""
    short = stem(word)
    return _synonyms().get(short, frozenset()) | {short}


def read_words(text: str) -> tuple[Word, ...]:
    """The content words of a sentence."""
    pattern, table = _phrases()
    low = text.lower().replace("’", "'")
    low = pattern.sub(lambda m: table[m[0]].ljust(len(m[0]))[: max(len(m[0]), len(table[m[0]]))], low)
    words = []
    for match in _WORD.finditer(low):
        word = match[0].strip("'")
        if len(word) > 1 and word not in _STOP:
            words.append(Word(word, stem(word), concepts_of(word), match.start()))
    return tuple(words)


def is_content(word: str) -> bool:
    """Whether a word carries meaning of its own."""
    return word.lower() not in _STOP
