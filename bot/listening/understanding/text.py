"""What of a message is read: without greeting, signature and quoted mail, and of a long text its most telling parts."""

import re
import unicodedata

#: Characters of a message that are looked at at all. A message of a megabyte is read this far.
SCANNED = 60_000
#: Characters that the classifier reads: the beginning, then the most telling later sentences.
READ = 700
_HEAD = 420
_SHORT_HEAD = 120
_SENTENCE_READ = 160

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
# Bounded, because an unbounded \S+@ takes minutes on a megabyte without a space.
_LINK = re.compile(r"https?://\S+|www\.\S+|(?<!\S)\S{1,64}@\S{1,120}\.\w{2,20}")
_QUOTED = re.compile(r"^\s*(>|from:|sent:|to:|cc:|von:|gesendet:|an:|de:|envoy[eé]|enviado|para:|od:|do:)", re.I)
_GREETING = re.compile(
    r"^\W*(hi|hello|hey|dear|good (morning|afternoon|evening|day)|hallo|guten (tag|morgen)|moin|bonjour|salut|hola|"
    r"buen[oa]s \w+|ol[aá]|bom dia|boa tarde|dzie[nń] dobry|cze[sś][cć])\b"
    r"( (all|team|there|it|everyone|together|support|colleagues?|sir|madam|helpdesk|help desk|service ?desk|folks|guys|"
    r"it[- ]team|it[- ]support|zusammen|an alle|à tous|equipo|equipe|zesp[oó][lł]))*\s*[,.!:\-]*\s+",
    re.I,
)
_CLOSING = re.compile(
    r"(^|[\s.,!])((best|kind|warm|many)? ?regards|(yours )?sincerely|best wishes|cheers,|"
    r"mit freundlichen gr[uü](ss|ß)en|viele gr[uü](ss|ß)e|vg|mfg|"
    r"cordialement|bien à vous|saludos( cordiales)?|atentamente|atenciosamente|abraços|"
    r"pozdrawiam|z powa[zż]aniem|sent from my|diese e-mail)\b[\s\S]{0,600}$",
    re.I,
)
_SENTENCE = re.compile(r"(?<=[.!?;])\s+|\n+")
_TELLING = re.compile(
    r"error|fehler|erreur|b[lł][aą]d|erro\b|cannot|can'?t|unable|not (able|possible|working|allowed|found)|fail|wrong|"
    r"missing|slow|locked|denied|permission|authori[sz]|please|need|request|instead|should|how (do|can)|problem|issue|"
    r"duplicate|timeout|crash|block|urgent|nicht|impossible|no puedo|nie mog|n[aã]o consigo",
    re.I,
)
_SPACE = re.compile(r"[ \t\r\f\v]+")


def clean(text: str) -> str:
    """The text without invisible characters, links and addresses, in composed form, at most SCANNED characters."""
    text = text[:SCANNED].encode("utf-8", "ignore").decode("utf-8")
    text = unicodedata.normalize("NFKC", text.replace("´", "'")).replace("’", "'")  # NFKC makes two of an acute accent
    text = _CONTROL.sub(" ", text.replace("\r\n", "\n"))
    return _SPACE.sub(" ", _LINK.sub(" ", text)).strip()


def core(text: str) -> str:
    """The part of a cleaned text that says something: no quoted mail, greeting or signature, never longer than READ."""
    lines = [line for line in text.split("\n") if not _QUOTED.match(line)]
    kept = "\n".join(lines).strip() or text
    for _ in range(2):
        shorter = _GREETING.sub("", kept, count=1).strip()
        kept = shorter or kept
    head = _CLOSING.sub("", kept) if len(kept) < 4 * READ else kept
    kept = head.strip() if len(head.strip()) >= 8 else kept
    return kept if len(kept) <= READ else _telling(kept)


def _telling(text: str) -> str:
    """The beginning of a long text and those later sentences that name a trouble or a wish, in their order.

    A beginning that names none comes last and short: then the matter stands further down.
    """
    opens = bool(_TELLING.search(text[:_HEAD]))
    head, rest = (text[:_HEAD], text[_HEAD:]) if opens else (text[:_SHORT_HEAD], text[_SHORT_HEAD:])
    room = READ - len(head) - 1
    chosen: list[str] = []
    for sentence in _SENTENCE.split(rest):
        sentence = sentence.strip()[:_SENTENCE_READ]
        if sentence and len(sentence) < room and _TELLING.search(sentence):
            chosen.append(sentence)
            room -= len(sentence) + 1
    return " ".join([head, *chosen] if opens else [*chosen, head])


def fold(text: str) -> str:
    """Lower case without accents, so that "Führung" and "fuhrung" count as one word."""
    decomposed = unicodedata.normalize("NFKD", text.lower())
    return "".join(c for c in decomposed if not unicodedata.combining(c)).replace("ß", "ss").replace("ł", "l")
