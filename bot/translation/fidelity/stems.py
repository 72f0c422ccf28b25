"""Stems of words, and the files of words that mean the same."""

# ruff: noqa: E501  (tables of words read best on one line)
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.resources import files

_IRREGULAR = {
    "rebuilt": "rebuild", "built": "build", "sent": "send", "lost": "lose", "kept": "keep", "held": "hold", "found": "find",
    "broke": "break", "broken": "break", "ran": "run", "running": "run", "written": "write", "wrote": "write", "left": "leave",
    "went": "go", "began": "begin", "begun": "begin", "brought": "bring", "bought": "buy", "paid": "pay", "told": "tell",
    "said": "say", "chosen": "choose", "chose": "choose", "frozen": "freeze", "froze": "freeze", "taken": "take", "shown": "show",
    "seen": "see", "saw": "see", "knew": "know", "known": "know", "withdrawn": "withdraw", "withdrew": "withdraw", "undone": "undo",
    "undid": "undo", "fell": "fall", "caught": "catch", "met": "meet", "put": "put", "cut": "cut", "shut": "shut", "set": "set",
    "stuck": "stick", "lay": "lie", "data": "data", "indexes": "index", "indices": "index", "invoices": "invoice",
    "payslips": "payslip", "failure": "fail", "failures": "fail", "deletion": "delete", "removal": "remove", "slow": "slow",
    "people": "person", "children": "child", "got": "get", "gave": "give", "given": "give", "came": "come", "stopped": "stop",
    "refusal": "refuse", "approval": "approve", "approvals": "approve", "renewal": "renew", "withdrawal": "withdraw",
    "proof": "prove", "loss": "lose", "losses": "lose", "receipt": "receive", "receipts": "receive", "choice": "choose",
    "sold": "sell", "taught": "teach", "thought": "think", "understood": "understand", "spoken": "speak", "spoke": "speak",
    "stolen": "steal", "stole": "steal", "hidden": "hide", "driven": "drive", "grew": "grow", "grown": "grow", "drawn": "draw",
}  # fmt: skip
_ENDINGS = (
    ("isations", "", 4), ("izations", "", 4), ("isation", "", 4), ("ization", "", 4), ("ations", "", 4), ("ation", "", 4),
    ("ically", "", 4), ("ities", "", 4), ("ments", "", 4), ("ment", "", 4), ("ness", "", 4), ("ingly", "", 4),
    ("ions", "", 4), ("ion", "", 4), ("ings", "", 3), ("ing", "", 3), ("ies", "y", 2), ("ied", "y", 2), ("edly", "", 3),
    ("ises", "", 4), ("ised", "", 4), ("izes", "", 4), ("ized", "", 4), ("ise", "", 4), ("ize", "", 4), ("ity", "", 4),
    ("able", "", 4), ("ible", "", 4), ("ance", "", 4), ("ence", "", 4), ("ally", "", 4), ("ly", "", 3), ("ers", "", 4),
    ("er", "", 4), ("ed", "", 3), ("es", "", 3), ("al", "", 4), ("s", "", 3), ("e", "", 3),
)  # fmt: skip


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """The word in lower case without its ending. Crude: both texts are treated alike."""
    low = word.lower().replace("’", "'")
    low = low[:-2] if low.endswith("'s") else low.rstrip("'")
    low = _IRREGULAR.get(low, low)
    for ending, put, least in _ENDINGS:
        if low.endswith(ending) and len(low) - len(ending) >= least:
            low = low[: -len(ending)] + put
            break
    if low.endswith("e") and len(low) > 3:
        low = low[:-1]
    if len(low) > 3 and low[-1] == low[-2] and low[-1] not in "sle":
        low = low[:-1]
    return low[:-1] + "i" if low.endswith("y") and len(low) > 3 else low


def _lines(name: str) -> Iterator[str]:
    text = files("bot.translation").joinpath(f"data/{name}").read_text("utf-8")
    return (line for line in text.splitlines() if line and not line.startswith("#"))


@cache
def groups() -> dict[str, frozenset[int]]:
    """Each stem with the groups of data/synonyms.txt it is in."""
    found: dict[str, set[int]] = {}
    for number, line in enumerate(_lines("synonyms.txt")):
        for word in line.split():
            found.setdefault(stem(word.replace("_", "")), set()).add(number)
    return {word: frozenset(numbers) for word, numbers in found.items()}


@cache
def related() -> dict[str, frozenset[str]]:
    """Each stem with stems of a meaning close to it, or opposite: what two sentences about one thing may say."""
    found = {}
    for line in _lines("related.txt"):
        first, *others = line.split()
        found[first] = frozenset(others)
    return found


@cache
def stopwords() -> frozenset[str]:
    """Words that carry no meaning of their own."""
    return frozenset(word for line in _lines("stopwords.txt") for word in line.split())
