"""The little grammar that rewriting needs: verbs, plurals, articles, capitals."""

# ruff: noqa: E501  (patterns and tables of words read best on one line)
import re
from functools import lru_cache

#: Words that make a text a sentence.
_FINITE = (
    r"\b(?:is|are|was|were|(?-i:am)|be|will|would|has|have|had|can|cannot|(?-i:may)(?! \d)|might|must|shall|should|could|do|does|did|let|needs?|"
    r"(?:we|they) \w+|works(?! (?:on|at)\b)|(?<=s )work|(?<=s )take|shows?|fails?|stops?|stopped|starts?(?! \d)|started|failed|crash(?:es|ed)|runs?(?= (?:on|at|again|every|with))|moves|changes(?= (?:from|to|on|at))|(?<=s )change(?= (?:from|to|on|at))|changed(?= (?:from|to|on))|ends|ended|begins|began|remains?|stays?|returns? (?=to|an?|incomplete|wrong|no)|"
    r"expires?|expired|accepts?|rejects?|replaces|supports|(?<=s )drop|drops (?=from|to|by|after)|dropped|increases (?=from|to|by)|slips|gets?|got|goes|went|comes?|came|takes|took|sends|keeps?|kept|loses?|lost(?! (?:at|in|by|on|data))|hit|"
    r"arrives?|arrived|says|said|confirmed (?:the|that|a)|completed|finished|becomes?|became|take place|contains?|appears?|applies|apply|affects?|receives?|see|sees|allows?|cannot|don't|doesn't|isn't|aren't|won't|can't|wasn't|weren't|didn't|hasn't|haven't|we've|we're|you'll|we'll|it's|wait|waits|exist|exists|caused|used (?=a|the)|forgot|detected|declared|affected (?=the|all|some|every|many|\d)|answers|asks|creates|calculates|installs|uses|includes|provides|offers|means|makes|gives|helps|leads to|prevents|causes|blocks|switches|retries|refuses|rounds|prints (?=blank|the|a|no|wrong)|slips|arrive|expect|remain|installs|opens|closes|reopens|now [a-z]+s|brings|lets|follows?(?= (?:on|in|at|next|this|later))|reads (?=the|a|in)|covers (?=the|all)|fills?(?= in)|proposes|buffer|begin(?= (?:at|on)))\b"
)
_ANY_CASE = re.compile(_FINITE, re.IGNORECASE)
_SMALL = re.compile(_FINITE.replace("(?-i:am)", "am").replace("(?-i:may)", "may"))
_HEADS = frozenset(
    ["leak", "farm", "shop", "reason", "duration", "controller", "driver", "carrier", "supplier", "warehouse", "deadline",
     "gateway", "hotline", "estimate", "fuser", "dump", "tenant", "catalogue", "cause", "fix", "issue",
     "problem", "queue", "index", "server", "job", "database", "db", "certificate", "interface", "vendor",
     "provider", "patch", "update", "upgrade", "change", "system", "service", "connection", "network", "link",
     "report", "workflow", "printer", "spooler", "team", "error", "bug", "outage", "backup", "rollout",
     "rollback", "release", "deployment", "migration", "cutover", "client", "gateway", "cluster", "node",
     "portal", "app", "website", "site", "line", "run", "load", "batch", "freeze", "refresh", "lock", "line",
     "prompt", "process", "flow", "certificate", "finding", "problem", "day", "disk", "login", "logon", "page",
     "form", "table", "file", "transport", "correction", "solution", "restart", "template", "process",
     "program", "export", "import", "feed", "scanner", "training"]
)  # fmt: skip
DETERMINED = re.compile(
    r"^(?:(?:the|an?|all|some|any|no|our|your|their|this|that|these|those|each|every|both|most|many|new accounts)\b|\d|[\"'“])",
    re.IGNORECASE,
)
#: Words that end no subject, since something must follow.
NO_END = frozenset(
    ["to", "the", "a", "an", "of", "be", "and", "or", "not", "in", "on", "at", "with", "by", "for", "is",
     "that", "this", "as", "than", "it", "who", "which"]
)  # fmt: skip
#: Words that begin no subject of a telegram.
NO_SUBJECT = frozenset(
    ["now", "still", "already", "being", "there", "here", "it", "not", "if", "when", "and", "as", "to", "we", "you", "they", "who", "which",
     "because", "anything", "everything", "nothing", "anyone", "whoever", "where", "what"]
)  # fmt: skip
#: A request, not something that is there or was done.
ORDERS = re.compile(
    r"(?:re(?:print|send|post|enter|try|open)|print|send|post|use|save|check|log|call|write|restart|clear|ask|enter|open|close|wait|install|export|switch|leave|keep|contact) (?!(?:of|server|queue|spooler|job|run|issue|problem|error|file|point|output|load|line|replacement|desk)\b)",
    re.IGNORECASE,
)
_SOME = re.compile(
    r"(?:both|all|some|many|most|these|those|several|(?:two|three|four|five|six|seven|eight|nine|ten|[2-9]|\d{2,}) )",
    re.IGNORECASE,
)
_ALL_OF_ONE = re.compile(r"all of (?:it|the \w+(?<!s)) ")
_ALL_OF_A_MASS = re.compile(r"(?:all|some|most) (?:data|work|traffic|access|mail)\b", re.IGNORECASE)
_TO_HEAD = re.compile(r"\s(?:of|for|in|on|at|with|from|to|between|after)\s")
_AND = re.compile(r"\s(?:and|&)\s")
_NUMBERED = re.compile(r"[A-Za-z]+ [a-z]+s ")
_NEXT_CLAUSE = re.compile(r",|;| and | but | because ")
AUX = re.compile(r"\b(?:is|are|was|were|will|has|have|had|can|cannot|may|must|should|does|did)\b")


_NOT_MANY = ("ss", "us", "is", "sms", "dns", "tms", "mes", "sales", "news", "wms", "gts", "ewms")
_LIKE_YOU = re.compile(r"(?:uni|use|usu|eu|one\b)", re.IGNORECASE)


@lru_cache(maxsize=4_000)
def verb_in(text: str) -> re.Match[str] | None:
    """The first word that makes a text a sentence. Of its match, only the place may be used: its letters may be small.

    Small letters are read several times faster. "May" and "AM" are a month and a time, so they keep theirs.
    """
    small = text.lower()
    if len(small) != len(text) or "AM" in text or "May" in text or "MAY" in text or "Am" in text:
        return _ANY_CASE.search(text)
    return _SMALL.search(small)


def lacks_verb(text: str) -> bool:
    """Whether a text is no sentence yet."""
    return verb_in(text) is None


def first_clause(text: str) -> str:
    """The text up to where another clause may begin."""
    return _NEXT_CLAUSE.split(text, maxsplit=1)[0]


def plural(subject: str) -> bool:
    """Whether "are" follows. Looks at the head of the phrase, the word before "of", "for" or "in"."""
    if _SOME.match(subject) and not _ALL_OF_ONE.match(subject):
        return not _ALL_OF_A_MASS.match(subject)
    parts = _AND.split(_TO_HEAD.split(subject, maxsplit=1)[0])
    words = parts[-1].split()
    if not words:
        return len(parts) > 1
    if any(c.isdigit() for c in words[-1]) and _NUMBERED.match(parts[-1]):
        return True
    head = words[-1].strip("()\"'").lower()
    many = head.endswith("s") and not head.endswith(_NOT_MANY) and not words[-1].isupper()
    return len(parts) > 1 or many


def article(phrase: str) -> str:
    """ "an" before what sounds like a vowel, and short forms by the name of their first letter: "an SMS", "a URL"."""
    word = phrase.split(" ", 1)[0]
    if word.isupper():
        return "an" if word[0] in "AEFHILMNORSX" else "a"
    return "an" if word[:1].lower() in "aeiou" and not _LIKE_YOU.match(word) else "a"


def with_article(subject: str) -> str:
    """The phrase with "the" where it needs it: "Root cause" is "The root cause", "PRD" stays."""
    if DETERMINED.match(subject) or plural(subject):
        return subject
    phrase = _TO_HEAD.split(subject, maxsplit=1)[0]
    head = phrase.split()
    if (
        not head
        or phrase.lower().endswith(_BARE)
        or head[-1].lower() not in _HEADS
        or any(word[0].isupper() for word in head[1:])
        or (len(head[0]) > 1 and head[0].isupper() and len(head) == 1)
    ):
        return subject
    return f"The {lowered(subject)}"


#: Names of things that stand without an article.
_BARE = ("goods issue", "goods receipt", "customer service", "self service")
_PRODUCTS = frozenset(
    ["Teams", "Windows", "Outlook", "Word", "Citrix", "Fiori", "Ariba", "Concur", "Workday", "Oracle",
     "Exchange", "Salesforce", "Confluence", "Jira", "Basis", "Azure", "Excel", "Coupa"]
)  # fmt: skip


def lowered(text: str) -> str:
    """The text with a small first letter, unless it begins with a name."""
    word = text.split(" ", 1)[0]
    if word in _PRODUCTS:
        return text
    return text if len(word) > 1 and any(c.isupper() or c.isdigit() for c in word[1:]) else text[:1].lower() + text[1:]


def capital(text: str) -> str:
    """The text with a capital, unless it begins with a name."""
    return text[:1].upper() + text[1:] if _SMALL_WORD.match(text) else text


_SMALL_WORD = re.compile(r"[a-z]+(?:['’-][a-z]+)*(?=[\s,'’]|[.:](?!\S)|$)")
