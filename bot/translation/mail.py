"""What surrounds a message and says nothing: mail headers, greetings, signatures, quotes."""

# ruff: noqa: E501  (patterns and tables of words read best on one line)
import re

_HEADER = re.compile(
    r"^[>\s]*(?:from|to|cc|bcc|sent|von|an|gesendet|reply-to|importance)\s?:.*$|^-{2,}\s?(?:original|forwarded|ursprüngliche).*$|^begin forwarded message:?.*$",
    re.IGNORECASE,
)
_SUBJECT = re.compile(r"^[>\s]*(?:subject|betreff)\s?:\s*(?:(?:re|fw|fwd|aw|wg)\s?:\s*)*", re.IGNORECASE)
_GREETING = re.compile(
    r"^[>\s]*(?:hi|hello|hey|dear|hallo)\b[ ,]*(?:all|team|everyone|colleagues|folks|users?|both|together|customers?|there|zusammen)?\s*[,!.:-]?\s*$",
    re.IGNORECASE,
)
_GREETING_ANY = re.compile(r"^[>\s]*(?:hi|hello|hey|dear)\s[\w ]{2,30}[,!]\s*$", re.IGNORECASE)
_GREETED = re.compile(
    r"^[>\s]*(?:hi|hello|hey|dear)\s+(?:all|team|everyone|colleagues|folks|users|there|both)\s*[,!.:-]+\s*",
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
    clean = text.replace("\x00", " ").replace("\r\n", "\n").replace("\r", "\n")
    lines = []
    forwarded = (
        len(re.findall(r"^[>\s]*(?:from|sent|to|subject|von|gesendet|betreff)\s?:", clean[:4000], re.I | re.M)) >= 2
    )
    for line in clean.split("\n"):
        if (forwarded and len(line) < 400 and _HEADER.match(line)) or (
            len(line) < 120 and (_GREETING.match(line) or _GREETING_ANY.match(line) or _CLOSING.match(line))
        ):
            continue
        kept = _SUBJECT.sub("", line, count=1) if len(line) < 400 else line
        lines.append(_without_greeting(_QUOTE.sub("", kept)))
    kept_text = _APOLOGY.sub("", "\n".join(lines)).strip("\n")
    return kept_text if kept_text.strip() else text.replace("\x00", " ")


def _without_greeting(line: str) -> str:
    found = _GREETED.match(line)
    if not found:
        return line
    rest = line[found.end() :]
    return rest[:1].upper() + rest[1:]
