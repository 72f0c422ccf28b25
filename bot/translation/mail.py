"""What surrounds a message and says nothing: mail headers, greetings, signatures, quotes."""

# ruff: noqa: E501  (patterns and tables of words read best on one line)
import re

from bot.translation.facts.calendar import DAY_NAME, NEAR_DAY
from bot.translation.grammar import capital
from bot.translation.standing import EARLIER, quoted_lines

_HEADER = re.compile(
    r"^[>\s]*(?:from|to|cc|bcc|sent|von|an|gesendet|reply-to|importance)\s?:.*$|^-{2,}\s?(?:original|forwarded|ursprüngliche).*$|^begin forwarded message:?.*$",
    re.IGNORECASE,
)
_ATTRIBUTION = re.compile(
    r"^[>\s]*(?:on|am|le|el|em) .{6,90} (?:wrote|schrieb|a écrit|escribió|escreveu)\s?:\s*$", re.IGNORECASE
)
_DISCLAIMER = re.compile(
    r"^[>\s]*(?:this|the) (?:e-?mail|message|communication)(?: and any attachments?)? (?:is|are|may be|contains?|may contain)\b.{0,60}\b(?:confidential|privileged)\b.*$",
    re.IGNORECASE,
)
#: What whoever passes a mail on says to us, alone in its line.
_ASIDE = re.compile(
    r"^(?:(?:fyi|see below|please see below|pls see below|for your information|(?:can|could) you (?:please )?(?:post|share|translate|forward|publish) (?:this|it|that)|(?:please|pls) (?:post|share|translate|forward|publish) (?:this|it))\b[\s,.!?:;-]*)+$",
    re.IGNORECASE,
)
#: What only a mail has; "From: 22:00" and "To: 02:00" may be the hours of planned work.
_OF_A_MAIL = re.compile(
    r"^[>\s]*(?:(?:sent|subject|betreff|gesendet)\s?:|(?:from|von)\s?:.*@)", re.IGNORECASE | re.MULTILINE
)
#: When a mail was sent, right below its sender.
_SENDER = re.compile(r"^[>\s]*(?:from|von)\s?:.*@", re.IGNORECASE)
_DATE = re.compile(r"^[>\s]*(?:date|datum)\s?:.*\d", re.IGNORECASE)
#: A person who signs below a closing: one to three words with a capital. A team stays, since it is whom to ask.
_SIGNED = re.compile(
    r"^[>\s]*(?!.*\b(?:Teams?|Systems?|Desk|Support|Services?|Department|Group|Office|Center|Centre|Operations|Basis)\b)(?:[A-Z](?:[a-z][\w'-]*|\.)(?:\s|$)){1,3}$"
)
_SIGNERS = 2
_SPAN = re.compile(r"^[>\s]*(?:from|to|von|an)\s?:", re.IGNORECASE)
#: Longer lines, in characters, are no headers.
LONGEST_LINE = 400
_TIMED = re.compile(rf"\d|\b(?:{DAY_NAME}|{NEAR_DAY}|noon|midnight)\b", re.IGNORECASE)
_SUBJECT = re.compile(r"^[>\s]*(?:subject|betreff)\s?:\s*(?:(?:re|fw|fwd|aw|wg)\s?:\s*)*", re.IGNORECASE)
_GREETING = re.compile(
    r"^[>\s]*(?:(?:hi|hello|hey|dear|hallo)\b[ ,]*(?:all|team|everyone|colleagues|folks|users?|both|together|customers?|there|zusammen)?\s*[,!.:-]?|(?:all|team|everyone|colleagues|folks),)\s*$",
    re.IGNORECASE,
)
_GREETING_ANY = re.compile(r"^[>\s]*(?:hi|hello|hey|dear)\s[\w ]{2,30}[,!]\s*$", re.IGNORECASE)
_GREETED = re.compile(
    r"^[>\s]*(?:(?:hi|hello|hey|dear)\s+(?:all|team|everyone|colleagues|folks|users|guys|there|both)(?:\s*[,!.:-]+\s*(?:so\s+(?=[a-z]))?|\s+(?:so\s+)?(?=(?:the|we|our|just|its?|there|this|please|due)\b))|"
    r"(?:team|all|colleagues|folks|guys),\s+(?=(?:as|we|please|the|our|from|on|due|in|this|there|kindly|just|effective|starting)\b))",
    re.IGNORECASE,
)
_QUOTE = re.compile(r"^(?:>\s?)+")
_CLOSING = re.compile(
    r"^[>\s]*(?:(?:kind|best|warm)? ?regards|thanks(?: and regards)?|thank you(?: for your (?:patience|understanding|cooperation))?|many thanks|cheers|sincerely|"
    r"viele grüße|mit freundlichen grüßen|we apologi[sz]e for (?:any|the) inconvenience(?: caused)?|sorry for (?:any|the) inconvenience(?: caused)?)\s*[,!.]?\s*$",
    re.IGNORECASE,
)
_APOLOGY = re.compile(
    r"(?<=[.!?])\s+(?:we (?:sincerely )?apologi[sz]e for (?:any|the) inconvenience[^.!?\n]{0,60}|sorry for (?:any|the) inconvenience[^.!?\n]{0,40}|"
    r"thank you for your (?:patience|understanding|cooperation)[^.!?\n]{0,60})[.!]",
    re.IGNORECASE,
)


def without_envelope(text: str) -> str:
    """The text without mail headers, greetings, closings and apologies. Facts in what is left are untouched."""
    lines: list[str] = []
    greeted = quoting = False
    clean = without_headers(text)
    old = quoted_lines(clean)
    for line in clean.split("\n"):
        greeting = len(line) < 120 and (_GREETING.match(line) or _GREETING_ANY.match(line))
        if greeting or (len(line) < 120 and _CLOSING.match(line)):
            greeted = bool(greeting)
            continue
        kept = _SUBJECT.sub("", line, count=1) if len(line) < LONGEST_LINE else line
        bare = _QUOTE.sub("", kept)
        said = _without_greeting(bare)
        starts, quoting = bool(bare.strip() in old and not quoting), bare.strip() in old
        said = f"{EARLIER}{said}" if starts else said
        lines.append(capital(said) if greeted else said)
        greeted = greeted and not said.strip()
    kept_text = _APOLOGY.sub("", "\n".join(lines)).strip("\n")
    return kept_text if kept_text.strip() else text.replace("\x00", " ")


def without_headers(text: str) -> str:
    """What was said in a text: without what a mail program writes around it, such as who sent it when to whom."""
    clean = text.replace("\x00", " ").replace("\r\n", "\n").replace("\r", "\n")
    headers = re.findall(r"^[>\s]*(?:from|sent|to|subject|von|gesendet|betreff)\s?:", clean[:4000], re.I | re.M)
    forwarded = len(headers) >= 2 and _OF_A_MAIL.search(clean[:4000]) is not None
    lines = clean.split("\n")
    dates = {
        at + 1 for at, line in enumerate(lines[:-1]) if forwarded and _SENDER.match(line) and _DATE.match(lines[at + 1])
    }
    lines = [line for at, line in enumerate(lines) if at not in dates]
    kept = [line for line in lines if len(line) >= LONGEST_LINE or not _of_the_mail(line, forwarded)]
    kept = [_SUBJECT.sub("", line, count=1) if forwarded and len(line) < LONGEST_LINE else line for line in kept]
    return _without_signature("\n".join(kept)) if any(line.strip() for line in kept) else clean


def _without_signature(text: str) -> str:
    """The text without the names below its closing; a phone number or an address there stays, with its name."""
    lines = text.rstrip().split("\n")
    for at in range(len(lines) - 1, max(len(lines) - 2 * _SIGNERS, 0), -1):
        if len(lines[at]) < 120 and _CLOSING.match(lines[at]):
            below = [line for line in lines[at + 1 :] if line.strip()]
            signed = len(below) <= _SIGNERS and all(_SIGNED.match(line) for line in below)
            return "\n".join(lines[: at + 1]) if signed else text
    return text


def _of_the_mail(line: str, forwarded: bool) -> bool:
    if _ATTRIBUTION.match(line):
        return True
    if _DISCLAIMER.match(line) or (forwarded and _ASIDE.match(line)):
        return not _TIMED.search(line)
    # "From: Monday" below "Subject: ..." is when work begins; a mail's own day stands behind "Sent".
    return bool(forwarded and _HEADER.match(line)) and ("@" in line or not (_SPAN.match(line) and _TIMED.search(line)))


def _without_greeting(line: str) -> str:
    found = _GREETED.match(line)
    if not found:
        return line
    rest = line[found.end() :]
    return rest[:1].upper() + rest[1:]
