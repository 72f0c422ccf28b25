"""Facts made of ordinary words: a "not", a "may", and what the reader is asked to do."""

# ruff: noqa: E501  (patterns and tables of words read best on one line)
import re

from bot.translation.facts.model import FactKind, Scan

_NEGATION = re.compile(
    r"\b(?:not|no longer|no|never|none|nobody|nothing|neither|nor|without|cannot|can't|unable|\w{2,8}n't|nicht|kein\w{0,2})\b"
)
_MODAL = {
    "may": "may", "might": "may", "could": "may", "possibly": "may", "perhaps": "may", "potentially": "may",
    "will": "will", "shall": "will", "'ll": "will", "wird": "will", "werden": "will",
    "must": "must", "need to": "must", "needs to": "must", "have to": "must", "has to": "must", "required": "must",
    "should": "should", "recommend": "should", "can": "can", "able to": "can",
}  # fmt: skip
_MODALITY = re.compile(
    r"(?:\b(?:might|could|possibly|perhaps|potentially|will|shall|must|needs? to|ha(?:ve|s) to|required|should|"
    r"recommend|can|able to|wird|werden)\b|\bmay\b(?! \d)|'ll\b)"
)
ACTION_VERBS = (
    "contact|call|email|e-mail|mail|write|log|sign|save|close|restart|reboot|update|upgrade|install|use|check|"
    "make sure|ensure|report|submit|resubmit|post|complete|finish|clear|refresh|change|reset|follow|read|do|don't|"
    "avoid|plan|raise|open|send|reach|let|forward|ignore|delete|remove|move|switch|select|choose|enter|review|"
    "verify|confirm|test|reply|respond|approve|print|run|wait|try|expect|note|be|keep|stop|start|ask|back|copy|"
    "download|export|import|create|add|set|go|visit|click|register|enrol|enroll|migrate|adjust|clean|rebuild|"
    "upload|unplug|turn|remember|allow|consult|notify|tell|get|reconnect|rotate|replace|enable|disable|hold|leave|record|take|work|see"
)
_ACTION = re.compile(
    r"(?:^|(?<=[.!?:;•\n])|(?<=[.!?:;,] )|(?<=- )|(?<=\* )|(?<=\n)|(?<=\band )|(?<=\bthen ))[ \t]*"
    rf"(?P<clause>(?:please|kindly|bitte)\b(?:[^.!?\n]|[.!?](?=\S)|(?<=[ap]\.m)\.){{3,300}}|(?:{ACTION_VERBS})\b(?:[^.!?\n]|[.!?](?=\S)|(?<=[ap]\.m)\.){{3,300}})"
    r"|\b(?P<must>(?:you|users|customers|everyone|all users|colleagues|employees|managers|teams|staff|researchers)\s"
    r"(?:also\s|will\s|may\s)?(?:need to|must|have to|should|are (?:asked|advised|encouraged|required|requested) to)\b(?:[^.!?\n]|[.!?](?=\S)|(?<=[ap]\.m)\.){3,300})"
)


def read_phrases(scan: Scan) -> None:
    """Negations, modal verbs and required actions. They may lie over other facts, and hide nothing."""
    for match in _NEGATION.finditer(scan.small):
        scan.add(FactKind.NEGATION, match.start(), match.end(), "not")
    for match in _MODALITY.finditer(scan.small):
        scan.add(FactKind.MODALITY, match.start(), match.end(), _MODAL.get(match[0], "must"))
    for match in _ACTION.finditer(scan.small):
        name = "clause" if match["clause"] else "must"
        text = match[name].rstrip()
        scan.add(FactKind.ACTION, match.start(name), match.start(name) + len(text), " ".join(text.split()))
