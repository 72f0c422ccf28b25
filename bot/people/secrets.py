"""What Liaison does not keep: passwords, and what somebody earns. Found by the words around them, in six languages.

One way for all: `without_secrets` cleans what arrives before it is stored, and the same finders hide what goes to a
language model. They look at words, not at meaning. A password nobody calls one stays where it is.
"""

import re
from collections.abc import Collection, Iterator

from bot.people.masking import Span, without_overlaps
from bot.words import word_list

#: What stands in the place of each kind. People read it in their own message.
MARKS = {"password": "[password]", "pay": "[pay]", "name": "[name]"}

_CALLED = (
    r"(?:pass ?words?|pass ?wd|pwd|pw|passcode|passphrase|api[ _-]?key|access[ _-]?token|secret[ _-]?key|"
    r"passwor[td]e?s?|kennwort|mot de passe|mdp|contrase(?:ñ|n)a|clave(?: de acceso)?|has(?:ł|l)[oaeu]|senha|"
    r"palavra-passe)"
)
#: Words that lead from "password" to the password itself.
_LEADS = (
    r"(?:is|was|it is|it's|to|now|still|again|also|just|changed|set|reset|new|for \S{1,30}|ist|war|lautet|jetzt|neu|"
    r"auf|est|était|maintenant|es|era|ahora|to|jest|było|teraz|é|era|agora)"
)
_GIVEN = r"[\"'„“»«‘’`(<]?(?P<secret>[^\s\"'„“”»«‘’`<>]{3,80})"
#: "password: x" and "password = x": whatever comes is the password, unless it is an ordinary word.
_TOLD = re.compile(
    rf"(?<!\w){_CALLED}(?:\s{{1,4}}{_LEADS})?\s{{0,4}}(?::=|=>|->|[:=→])\s{{0,4}}{_GIVEN}", re.IGNORECASE
)
_QUOTED = re.compile(
    rf"(?<!\w){_CALLED}(?:\s{{1,4}}{_LEADS})?\s{{0,4}}[:=]?\s{{0,4}}[\"'„“«‘`](?P<secret>[^\"'”“»’`\n]{{3,80}})[\"'”“»’`]",
    re.IGNORECASE,
)
#: "password is x", "password x", "pw x".
_SAID = re.compile(rf"(?<!\w){_CALLED}((?:\s{{1,4}}{_LEADS}){{0,3}})\s{{1,4}}{_GIVEN}", re.IGNORECASE)
#: "x is my password".
_BEFORE = re.compile(
    rf"(?<!\S){_GIVEN}\s{{1,4}}(?:is|was|ist|war|est|es|to|jest|é)\s{{1,4}}(?:my|the|our|mein|das|mon|le|mi|la|moje|a|minha)\s{{1,4}}"
    rf"{_CALLED}(?!\w)",
    re.IGNORECASE,
)
#: The password in an address such as https://name:password@host.
_IN_LINK = re.compile(r"\w{2,20}://[^\s/:@]{1,60}:(?P<secret>[^\s/@]{1,80})@")

#: Endings of what people say about a password instead of saying it; data/password_is.txt has the other words.
_PREDICATE_END = re.compile(r"(?:ed|en|ing|able|ible|iert|igt|ert|ée?|ada|ado|ido|ida|ane|one)$", re.IGNORECASE)
#: What ends a sentence is no part of a password; "!" and "?" may well be.
_TAIL = ".,;:)]}"

_PAY = (
    r"(?:salar(?:y|ies)|wages?|pay ?rise|"
    r"pay ?(?:grade|slip|check|packet)|earn(?:s|ed|ing|ings)?|bonus|gehalt|gehälter|lohn|"
    r"verdient|verdienst|salaires?|rémunération|gagne|salarios?|sueldo|nómina|gana|pensj[aię]|wynagrodzenie|zarabia|"
    r"wypłata|salários?|ordenado|ganha|vencimento)"
)
_CURRENCY = r"(?:€|\$|£|zł|R\$|EUR|USD|GBP|CHF|PLN|BRL|euros?|dollars?|pounds?|franken)"
_AMOUNT = (
    r"(?:\d{1,3}(?:[.,' ]\d{3})+(?:[.,]\d{2})?|"
    r"\d{4,7}(?:[.,]\d{2})?|\d{1,3}(?:[.,]\d)?\s?k(?!\w)|\d{1,3}(?:[.,]\d{2})?)"
)
#: An amount with its currency, somewhere after a word for pay in the same sentence.
_PAY_IN_MONEY = re.compile(
    rf"(?<!\w){_PAY}(?!\w)[^.!?\n]{{0,60}}?(?P<pay>{_CURRENCY}\s?{_AMOUNT}|{_AMOUNT}\s?{_CURRENCY}(?!\w))",
    re.IGNORECASE,
)
#: An amount that stands right after a word for pay.
_PAY_IN_NUMBERS = re.compile(
    rf"(?<!\w){_PAY}(?!\w)(?:\s{{1,4}}(?:of|for|von|de|da|do)\s{{1,4}}(?:[^\s.!?]+\s{{1,4}}){{1,3}}?(?:is|was|ist|war|est|es|to|jest|é)(?=\s))?"
    rf"(?:\s{{0,4}}[:=]\s{{0,4}}|\s{{1,4}})(?:(?:of|is|was|at|about|around|only|just|by|from|to|now|with|von|ist|beträgt|"
    rf"liegt|bei|est|de|es|to|jest|wynosi|é|a|year|month|a month|per month|im monat)\s{{1,4}}){{0,4}}"
    rf"(?P<pay>\d{{1,3}}(?:[.,' ]\d{{3}})+(?:[.,]\d{{2}})?|\d{{4,7}}(?:[.,]\d{{2}})?|\d{{2,3}}\s?k)(?![\w/-]|[.,]\d)"
    rf"(?!\s{{1,4}}(?:employees|people|colleagues|staff|records|entries|items|rows|lines|times|days|hours|runs|documents|"
    rf"accounts|lohn|mitarbeiter|salariés|empleados|pracownik|funcionários))",
    re.IGNORECASE,
)
#: A second amount of the same sentence: "from 4,000 EUR to 5,000 EUR".
_MORE_PAY = re.compile(
    rf"(?:\s{{0,4}}(?:to|and|or|instead of|not|auf|statt|und|à|au lieu de|a|y|i|zamiast|e|em vez de|,|-|–)\s{{0,4}})+"
    rf"(?P<pay>{_CURRENCY}?\s?{_AMOUNT}(?:\s?{_CURRENCY})?)(?![\w/-])",
    re.IGNORECASE,
)
#: A year after a word for pay is not an amount.
_YEAR = re.compile(r"(?:19|20)\d\d")

_CAPITALISED = r"[A-ZÀ-ÖØ-ÞŁŚŻŹĆ][\w'’-]+"
_NAME = (
    r"(?P<name>(?:(?:Mr|Ms|Mrs|Herrn?|Frau|M|Mme|Sr|Sra|Pan|Pani)\.?\s{1,4})?"
    rf"{_CAPITALISED}(?:\s{{1,4}}{_CAPITALISED})?)"
)
#: "the salary of Anna Berg", "Anna Berg's salary", "Anna Berg earns".
_WHOSE = (
    re.compile(rf"(?<!\w)(?i:{_PAY})\s{{1,4}}(?i:of|for|von|für|de|da|do|pana|pani)\s{{1,4}}{_NAME}"),
    re.compile(rf"(?<!\w){_NAME}(?:['’]s|s['’]|s)?\s{{1,4}}(?i:{_PAY})(?!\w)"),
)


def secrets_in(text: str) -> list[Span]:
    """Passwords in a text, in order. Each span is the password alone, without the word that announces it."""
    found = [Span(*m.span("secret"), "password") for p in (_IN_LINK, _QUOTED) for m in p.finditer(text)]
    found = [span for span in found if text[span.start : span.end] not in MARKS.values()]
    for pattern, plain_words_too in ((_TOLD, True), (_SAID, False), (_BEFORE, False)):
        for match in _overlapping(pattern, text):
            span = _trimmed(text, *match.span("secret"))
            led = plain_words_too or (pattern is _SAID and _says_it_is(match[1]))
            if span is not None and _is_secret(text[span.start : span.end], led, pattern is _TOLD):
                found.append(span)
    return without_overlaps(found)


def _overlapping(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """Matches that may begin inside the one before: "password new password: x" announces twice."""
    at = 0
    while (match := pattern.search(text, at)) is not None:
        yield match
        at = match.start() + 1 if match.start("secret") > match.start() else match.end()


def _trimmed(text: str, start: int, end: int) -> Span | None:
    while end > start and text[end - 1] in _TAIL and not text[start:end].startswith("["):
        end -= 1
    return Span(start, end, "password") if end - start >= 3 else None


def _says_it_is(leads: str) -> bool:
    return bool(re.search(r"\b(is|was|it's|lautet|ist|est|es|jest|é)\s*$", leads.strip(), re.IGNORECASE))


def _is_secret(word: str, led: bool, told: bool) -> bool:
    """Whether a word after "password" is one. `led`: an ordinary-looking word counts too; `told`: after a colon."""
    if word in MARKS.values() or word.startswith("["):
        return False
    bare = word.strip("'’").replace("'", "").lower()
    if bare in word_list("bot.people", "password_is"):
        return False
    digit, letter = any(c.isdigit() for c in word), any(c.isalpha() for c in word)
    symbol = any(not c.isalnum() and c not in "-'’/." for c in word)
    inner_capital = any(c.isupper() for c in word[1:]) and any(c.islower() for c in word)
    if len(word) >= 6 and ((digit and letter) or (symbol and (digit or letter))):
        return True
    if told and (digit or symbol or inner_capital):
        return True
    if not led:
        return False
    return told or (word.isalpha() and len(word) >= 4 and not _PREDICATE_END.search(word))


def pay_in(text: str) -> list[Span]:
    """Amounts that somebody earns, in order: those beside a word for pay, not every number near one."""
    found: list[Span] = []
    for pattern in (_PAY_IN_MONEY, _PAY_IN_NUMBERS):
        for match in pattern.finditer(text):
            if pattern is _PAY_IN_NUMBERS and _YEAR.fullmatch(match["pay"]):
                continue
            found.append(Span(*match.span("pay"), "pay"))
            at = match.end("pay")
            while (more := _MORE_PAY.match(text, at)) is not None:
                found.append(Span(*more.span("pay"), "pay"))
                at = more.end("pay")
    return without_overlaps([span for span in found if span.end > span.start])


def whose_pay(text: str, names: Collection[str] = ()) -> list[Span]:
    """The names beside a word for pay, and those of `names` that stand anywhere in the text."""
    found = list(names_in(text, names))
    for pattern in _WHOSE:
        for match in pattern.finditer(text):
            start, end = match.span("name")
            words = match["name"].split()
            while words and words[0].strip(".").lower() in word_list("bot.people", "not_names"):
                start += len(words[0]) + 1
                words = words[1:]
            if words and not re.fullmatch(_PAY, words[0], re.IGNORECASE):
                found.append(Span(start, end - _possessive(text[start:end]), "name"))
    return without_overlaps(found)


def _possessive(name: str) -> int:
    return 2 if name.endswith(("'s", "’s")) else 0


def names_in(text: str, names: Collection[str]) -> Iterator[Span]:
    """Where any of `names` stand as whole words, whatever their capitals."""
    wanted = sorted({name for name in names if len(name) > 1}, key=len, reverse=True)
    if not wanted:
        return
    pattern = "|".join(r"\s+".join(map(re.escape, name.split())) for name in wanted)
    for match in re.finditer(rf"(?<!\w)(?:{pattern})(?!\w)", text, re.IGNORECASE):
        yield Span(*match.span(), "name")


def mentions_pay(text: str) -> bool:
    """True where a text says what somebody earns, or said it before that was left out."""
    return may_have_some(text) and (MARKS["pay"] in text or bool(pay_in(text)))


#: Parts of words one of which is in every text that has something to leave out. Most texts have none, and looking for
#: these costs a hundredth of looking for all the rest.
_HINTS = (
    "pass", "pwd", "pw", "kennwort", "mdp", "contrase", "clave", "hasł", "hasl", "senha", "key", "token", "://",
    "sala", "wage", "pay", "earn", "bonus", "gehalt", "gehält", "lohn", "verdien", "rémun", "gagne", "sueldo",
    "nómina", "gana", "pensj", "wynagr", "zarabia", "wypłat", "salá", "ordenado", "ganha", "vencimento",
)  # fmt: skip


def may_have_some(text: str) -> bool:
    """False where a quick look is enough to see that a text has nothing to leave out."""
    lower = text.lower()
    return any(hint in lower for hint in _HINTS)


def without_secrets(text: str, names: Collection[str] = ()) -> str:
    """The text as it may be kept: passwords, pay and, where pay is told, the names it may belong to, are left out.

    Doing it twice changes nothing more. `names` are those the company knows.
    """
    if not may_have_some(text):
        return text
    spans, pay = secrets_in(text), pay_in(text)
    if pay or MARKS["pay"] in text:
        spans = [*spans, *pay, *whose_pay(text, names)]
    pieces, at = [], 0
    for span in without_overlaps(spans):
        pieces += [text[at : span.start], MARKS[span.kind]]
        at = span.end
    return "".join([*pieces, text[at:]]) if pieces else text


def left_out(text: str) -> frozenset[str]:
    """Which kinds were left out of a text, by the marks in it."""
    return frozenset(kind for kind, mark in MARKS.items() if mark in text)
