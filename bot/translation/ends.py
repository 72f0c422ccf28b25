"""What is said at the end of a notice: whom to ask, and what only IT needs."""

# ruff: noqa: E501  (patterns and tables of words read best on one line)
import re
from dataclasses import dataclass, field

from bot.translation.grammar import lowered
from bot.translation.when import SINCE, with_at

#: Every id has digits after a capital.
_ANY_ID = re.compile(r"[A-Z][-# ]?\d")
#: So many characters say something without the id beside them.
_LEAST = 12
_REF = re.compile(r"ref", re.IGNORECASE)
_DIGIT = re.compile(r"\d")

_ID = r"(?-i:(?:INC|CHG|CHGE|REQ|RITM|PRB|CRQ|CR|TASK|SCTASK|RFC)[-# ]?\d{2,12}|[A-Z][A-Z0-9]{2}K[A-Z0-9]{5,7})"
_ONLY_ID = re.compile(_ID)
_LEADING = re.compile(
    rf"^\[?(?P<id>(?:(?:change|ticket|transport|incident) )?{_ID})\]?(?:\s*[:|]\s*|\s+[-–—]\s+|(?<=\])\s*)(?=\S)",
    re.IGNORECASE,
)
_TRAILING = re.compile(
    rf"\s+[(\[](?:ref\.?:? |ticket:? |see )?(?P<id>(?:(?:change|transports?) )?{_ID}(?:[,/]? ?{_ID})*)[)\]](?=[.:]?$)",
    re.IGNORECASE,
)
_REFERENCE = re.compile(
    r"^(?:ref(?:erence)?\.?|ticket(?: no)?|change(?: no| request| record)?|cr|chg|transports?(?: request)?|incident(?: no)?|sap note|note|rfc)\s?[:#]\s*(?=.*\d)(?P<what>.{2,120})$",
    re.IGNORECASE,
)
_MOVED = re.compile(
    rf"(?:^|(?P<comma>[,;]\s+|\s+[-–—]\s+))(?:(?:via|with|by|see) )?(?P<what>transports? {_ID}(?:(?:, | and )?{_ID})*(?: \([^)]+\))? (?:(?:was|were|is|are|has been|have been) )?(?:imported|moved|transported|deployed|released|went|in|is live|live)(?: (?:in)?to [A-Z0-9]{{2,6}}| in [A-Z0-9]{{2,6}})?(?: (?:at|on|since) (?:[^,;:]|(?<=\d):(?=\d)){{3,40}}| \d(?:[^,;:]|(?<=\d):(?=\d)){{3,30}}| today[^,;:]{{0,20}})?)(?:$|(?P<rest>[:;]\s+))",
    re.IGNORECASE,
)
_CONTACT = re.compile(
    r"^(?:contact(?: person)?|questions?(?: to)?|q['’]?s(?: to)?|for questions|your contact|contacts|kontakt|questions/issues)\s*(?::|\?|[-–]>?\s)\s*(?:please )?(?:contact |ask |write to |e?mail |call )?(?P<who>.{2,160})$",
    re.IGNORECASE,
)
_TEAM = re.compile(
    r"^(?:service desk|help ?desk|it(?: team| support| service desk)?|basis team|[a-z]+ (?:team|desk|support|hotline)|hotline|sap (?:team|basis|support)|support)\b",
    re.IGNORECASE,
)
_COMMON = re.compile(r"(?:service|help|network|support|hotline|payroll|security)", re.IGNORECASE)
_BACK = re.compile(
    rf"(?<![a-z])(?P<verb>(?:rolled back|reverted|backed out|withdrew|undid|roll back|revert))\s(?P<what>(?:(?:the )?(?:transport|change|cr) )?{_ID})(?= |,|$)",
    re.IGNORECASE,
)
_NAMED = re.compile(
    rf"^(?:the )?(?P<what>(?:change|transport|cr|ticket) {_ID}) \((?P<name>[a-z][^()]{{4,60}})\) (?=(?:is|was|has|will)\b)",
    re.IGNORECASE,
)
_READERS = re.compile(r"\b(?:users|customers|everyone|colleagues|employees|staff|you|your)\b", re.IGNORECASE)
_CLOSED = re.compile(
    rf"^(?:ticket |incident |case )?(?P<id>{_ID}) (?:(?:is|was|has been) )?(?:now )?(?P<done>resolved|fixed|solved|closed)(?P<rest>\b.*)$",
    re.IGNORECASE,
)


@dataclass
class Tail:
    """What is said at the end: whom to ask, and what only IT needs."""

    contact: list[str] = field(default_factory=list)
    reference: list[str] = field(default_factory=list)

    def lines(self) -> list[str]:
        """The last lines of a notice."""
        found = [f"Questions? {who}" for who in self.contact]
        return [*found, f"For IT: {'; '.join(self.reference)}."] if self.reference else found


def contact_in(body: str) -> str | None:
    """Whom to ask, where this sentence says nothing else."""
    found = _CONTACT.match(body)
    return ask(found["who"]) if found else None


def ask(who: str) -> str:
    """Whom to ask, as a request."""
    who = who.strip().rstrip(".")
    if re.match(r"^[\w.+-]+@", who):
        return f"Write to {who}."
    if re.match(r"^(?:https?://|www\.)", who):
        return f"See {who}"
    if re.match(r"^(?:\+?\d|ext)", who):
        return f"Call {who}."
    return f"Ask the {lowered(who) if _COMMON.match(who) else who}." if _TEAM.match(who) else f"Ask {who}."


def without_reference(body: str, tail: Tail) -> str:
    """The sentence without the ids at its edges; they go to the line for IT."""
    whole = _REFERENCE.match(body)
    if whole:
        tail.reference.append(body if not _REF.match(body) else whole["what"])
        return ""
    body = _without_edges(body, tail)
    if _ONLY_ID.fullmatch(body):
        tail.reference.append(body)
        return ""
    body = _named(_taken_back(body, tail), tail)
    return _closed(body, tail) or _without_transport(body, tail)


def _without_edges(body: str, tail: Tail) -> str:
    if not _ANY_ID.search(body):
        return body
    for pattern in (_LEADING, _TRAILING):
        found = pattern.search(body)
        if found and len(body) - len(found[0]) > _LEAST:
            tail.reference.append(found["id"])
            body = (body[: found.start()] + body[found.end() :]).strip()
    return body


def _taken_back(body: str, tail: Tail) -> str:
    """ "Rolled back DEVK9A0498" is "A change was rolled back"."""
    back = _BACK.search(body) if _ANY_ID.search(body) else None
    if not back:
        return body
    tail.reference.append(back["what"])
    rest = body[back.end() :]
    # Where readers are named, "we" would look like them to the gate.
    if back.start() == 0 and _READERS.search(rest) and not back["verb"].lower().startswith("undid"):
        return f"A change was {back['verb'].lower()}{rest}"
    return f"{body[: back.start()]}{back['verb']} a change{rest}"


def _named(body: str, tail: Tail) -> str:
    """ "Transport DEVK9A0391 (invoice release) will be ..." is "The invoice release will be ..."."""
    found = _NAMED.match(body)
    if not found:
        return body
    tail.reference.append(found["what"][0].lower() + found["what"][1:])
    named = found["name"]
    one = f"a change ({named})" if "," in named else named if named.startswith("the ") else f"the {named}"
    return f"{one[0].upper()}{one[1:]} {body[found.end() :]}"


def _closed(body: str, tail: Tail) -> str | None:
    """ "INC0048812 resolved 13:20" is "The problem was resolved at 13:20"; None where no number is closed."""
    found = _CLOSED.match(body)
    if not found:
        return None
    tail.reference.append(found["id"])
    when = with_at(found["rest"])
    if SINCE.match(when):
        return f"The problem has been {found['done']}{when}"
    return f"The problem {'was' if _DIGIT.search(when) else 'is'} {found['done']}{when}"


def _without_transport(body: str, tail: Tail) -> str:
    """The sentence without "transport DEVK9A0417 imported to PRD at 14:10"."""
    found = _MOVED.search(body) if "ransport" in body else None
    if not found or not (found["comma"] or found["rest"]):
        return body
    tail.reference.append(found["what"][0].lower() + found["what"][1:])
    rest = body[found.end() :]
    joint = ", " if found["comma"] and found["rest"] else ""
    return f"{body[: found.start()]}{joint}{rest}".strip(" ,;")
