"""Whether a text is English prose, which can be rewritten, or something else, which stays as it is."""

import re

#: Common words of English, and of other languages where English does not have them.
_ENGLISH = frozenset(
    ["the", "is", "are", "will", "to", "of", "and", "for", "in", "on", "at", "be", "from", "with", "you", "not",
     "has", "can", "was", "this", "a", "please", "due", "all", "users", "your", "it", "no", "after", "until",
     "today", "again", "since", "tonight", "by", "down", "update", "fixed", "restart", "maintenance", "planned",
     "new", "now"]
)  # fmt: skip
_OTHER = frozenset(
    ["der", "die", "das", "und", "ist", "nicht", "wird", "werden", "bitte", "von", "bis", "für", "auf", "les",
     "des", "heute", "uhr", "wegen", "wartung", "störung", "gesperrt", "behoben", "wieder", "mit", "zum", "zur",
     "ab", "pour", "sera", "une", "los", "para", "por", "una", "dal", "della", "het", "een", "niet"]
)  # fmt: skip
_WORD = re.compile(r"[^\W\d_]+")
#: Signs of code and logs.
CODE = re.compile(
    r"[{};=<>]|^\s*at [\w.$]+\(|\b(?:Traceback|Exception|ERROR|WARN|DEBUG|SELECT|INSERT)\b|^\s*(?:\$|#!)", re.MULTILINE
)
#: A line of a log: its time to the second and its level, or a step of a stack.
_LOG = re.compile(
    r"^\W{0,2}(?:\d{4}-\d\d-\d\d[T ])?\d\d:\d\d:\d\d\S*\s.*\b(?:ERROR|WARN(?:ING)?|INFO|DEBUG|TRACE|FATAL)\b|"
    r"^\s*at [\w.$]+\(|^\s*Caused by: |^\w+(?:\.\w+){2,}(?:Exception|Error)\b"
)
#: A text of so many words has common words of its language among them: one in so many, at least.
_LONG, _ONE_IN = 25, 14
#: One sign of code in so many words is too much for prose.
_CODE_IN = 8


def is_prose(text: str) -> bool:
    """English sentences: not code, not a log, not another language."""
    head = text[:4000]
    words = _WORD.findall(head.lower())
    if len(words) < 3:
        return False
    lines = [line for line in head.splitlines() if line.strip()]
    if 2 * sum(bool(_LOG.search(line)) for line in lines) > len(lines):
        return False
    marks = len(CODE.findall(head))
    english = sum(word in _ENGLISH for word in words)
    other = sum(word in _OTHER for word in words)
    if len(words) >= _LONG and english * _ONE_IN < len(words):
        return False
    return marks * _CODE_IN < len(words) and (other == 0 or other < english)
