"""How each kind of news is told: labels become sentences, contacts and references go to the end."""

# ruff: noqa: E501  (patterns and tables of words read best on one line)
import re
from dataclasses import dataclass, field

from bot.translation.events import WHEN
from bot.translation.grammar import AUX, FINITE, lacks_verb, lowered, plural, with_article
from bot.translation.kinds import UpdateKind
from bot.translation.phrases import plainer
from bot.translation.splitting import shorter
from bot.translation.telegram import full_sentence

_ID = r"(?-i:(?:INC|CHG|CHGE|REQ|RITM|PRB|CRQ|CR|TASK|SCTASK|RFC)[-# ]?\d{2,12}|[A-Z][A-Z0-9]{2}K[A-Z0-9]{5,7})"
_LEADING = re.compile(
    rf"^\[?(?P<id>(?:(?:change|ticket|transport|incident) )?{_ID})\]?(?:\s*[:|]\s*|\s+[-–—]\s+|(?<=\])\s*)(?=\S)",
    re.IGNORECASE,
)
_TRAILING = re.compile(
    rf"\s+[(\[](?:ref\.?:? |ticket:? |see |change |transport )?(?P<id>{_ID}(?:[,/]? ?{_ID})*)[)\]](?=[.:]?$)",
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
    r"^(?:contact(?: person)?|questions?(?: to)?|for questions|your contact|contacts|kontakt|questions/issues)\s*(?::|\?|[-–]>?\s)\s*(?:please )?(?:contact |ask |write to |e?mail |call )?(?P<who>.{2,160})$",
    re.IGNORECASE,
)
_TEAM = re.compile(
    r"^(?:service desk|help ?desk|it(?: team| support| service desk)?|basis(?: team)?|[a-z]+ (?:team|desk|support|hotline)|hotline|sap (?:team|basis|support)|support)\b",
    re.IGNORECASE,
)
_COMMON = re.compile(r"(?:service|help|network|support|hotline|payroll|security)", re.IGNORECASE)
_KEY = re.compile(
    r"^(?P<key>impact|affected(?: users| systems| sites)?|effect|workaround|action(?: required| needed)?|what to do|to do|root cause|cause|reason|symptoms?|duration|fix|solution|eta|next update|background)\s*[:=]\s*(?P<rest>.+)$",
    re.IGNORECASE,
)
_LABELS = {
    "fixed": r"fixed|resolved|solved|fix|resolution|done|closed",
    "outage": r"(?:partial |full |major )?outage|disruption|incident|major incident|service disruption|degradation|issue|problem|known issue|p[12]",
    "looking": r"investigating|identified|monitoring",
    "planned": r"(?:planned|scheduled|emergency) (?:maintenance|work|downtime|outage|restart)|maintenance|downtime|planned",
    "late": r"delay|delayed|postponed",
    "plain": r"new|new feature|change|changed|security|security notice|rollback|rolled back|status|status update|info|notice|announcement|update|release|withdrawn|going away",
}
_LABEL = re.compile(
    r"^[\[(*]{0,2}(?:"
    + "|".join(f"(?P<{name}>{words})" for name, words in _LABELS.items())
    + r")(?:[\])*]{1,2}\s*[:–—-]?\s*|\s*:\s+|\s+[-–—]\s+)(?P<rest>\S.*)$",
    re.IGNORECASE | re.DOTALL,
)
_PLACE = re.compile(
    rf"^(?P<what>(?:(?!on\b|from\b|at\b|between\b)[\w()/&.+-]+ ){{1,6}}?)(?=(?:{WHEN}))(?P<when>.+)$", re.IGNORECASE
)
_GOOD = re.compile(
    r"\b(?:again|back|replaced|restored|renewed|corrected|normal|works?|fixed|solved|resolved|available|up)\b",
    re.IGNORECASE,
)
_BAD_END = re.compile(r"\b(?:outage|issue|problem|error|bug|incident|disruption|failure|fault)s?$", re.IGNORECASE)
_FAULTY = re.compile(
    r"^(?:slow|missing|wrong|duplicate|broken|failed|incorrect|double|delayed|empty|blank)\b", re.IGNORECASE
)
_LOOSE = re.compile(
    r"\b(?:not|stuck|timed out|cannot|\w+ing|failed|missing|lost)\b(?! of)(?!$)|\b(?:not \w+|stuck|timing out|timed out|missing|crashing|failing)$",
    re.IGNORECASE,
)
_MENDED = re.compile(r"\b(?P<what>[a-z][a-z ]{2,30}?) determination\b(?P<rest>(?: (?:for|in) [^,;.]+)?)", re.IGNORECASE)


@dataclass
class Tail:
    """What is said at the end: whom to ask, and what only IT needs."""

    contact: list[str] = field(default_factory=list)
    reference: list[str] = field(default_factory=list)

    def lines(self) -> list[str]:
        """The last lines of a notice."""
        found = [f"Questions? {who}" for who in self.contact]
        return [*found, f"For IT: {'; '.join(self.reference)}."] if self.reference else found


_BACK = re.compile(
    rf"(?<![a-z])(?P<verb>(?:rolled back|reverted|backed out|withdrew|undid|roll back|revert))\s(?P<what>(?:(?:the )?(?:transport|change|cr) )?{_ID})(?= |,|$)",
    re.IGNORECASE,
)
_NAMED = re.compile(
    rf"^(?:the )?(?P<what>(?:change|transport|cr|ticket) {_ID}) \((?P<name>[a-z][^()]{{4,60}})\) (?=(?:is|was|has|will)\b)",
    re.IGNORECASE,
)
_CLOSED = re.compile(
    rf"^(?:ticket |incident |case )?(?P<id>{_ID}) (?:(?:is|was|has been) )?(?:now )?(?P<done>resolved|fixed|solved|closed)(?P<rest>\b.*)$",
    re.IGNORECASE,
)


def told(sentence: str, kind: UpdateKind, tail: Tail) -> str:
    """A sentence of a post as a colleague would say it; empty where all of it goes to the end."""
    body, end = _without_end(sentence)
    who = _CONTACT.match(body)
    if who:
        tail.contact.append(ask(who["who"]))
        return ""
    body = _without_reference(body, tail)
    if not body:
        return ""
    said = _by_label(body, kind)
    if said is None:
        said = _by_key(body, kind) or sentence_of(body, kind)
    return _finished(said, end)


def sentence_of(body: str, kind: UpdateKind) -> str:
    """Plain words, with a verb, in short sentences."""
    plain = plainer(body)
    whole = full_sentence(plain, kind)
    label, colon, rest = plain.partition(": ")
    if whole == plain and colon and 1 < len(label) < 45 and lacks_verb(label) and rest:
        # "Web shop: checkout error fixed 16:40" has its news after the colon.
        said = full_sentence(rest, kind)
        whole = plain if said == rest else f"{label}: {lowered(said)}"
    return shorter(whole)


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


def _without_end(sentence: str) -> tuple[str, str]:
    body = sentence.rstrip()
    end = body[-1:] if body[-1:] in ".!?:" else ""
    if end == "." and re.search(r"\b(?:[ap]\.m|etc|approx|e\.g|i\.e)\.$", body):
        return body, "="
    return (body.rstrip(".!") if end in (".", "!") else body[:-1] if end == "?" else body), end


def _finished(said: str, end: str) -> str:
    said = said[:1].upper() + said[1:] if re.match(r"[a-z]+(?:\s|$|,|')", said) else said
    if end == "?" or end == "=":
        return said + ("?" if end == "?" and said[-1:] not in "?." else "")
    return said if said[-1:] in ".:?!" else f"{said}."


def _without_reference(body: str, tail: Tail) -> str:
    """The sentence without the ids at its edges; they go to the line for IT."""
    whole = _REFERENCE.match(body)
    if whole:
        tail.reference.append(body if not re.match(r"ref", body, re.IGNORECASE) else whole["what"])
        return ""
    for pattern in (_LEADING, _TRAILING):
        found = pattern.search(body)
        if found and len(body) - len(found[0]) > 12:
            tail.reference.append(found["id"])
            body = (body[: found.start()] + body[found.end() :]).strip()
    if re.fullmatch(_ID, body):
        tail.reference.append(body)
        return ""
    back = _BACK.search(body)
    if back:
        tail.reference.append(back["what"])
        body = f"{body[: back.start()]}{back['verb']} a change{body[back.end() :]}"
    found = _NAMED.match(body)
    if found:
        tail.reference.append(found["what"][0].lower() + found["what"][1:])
        body = f"{_the(found['name'])} {body[found.end() :]}"
    found = _CLOSED.match(body)
    if found:
        tail.reference.append(found["id"])
        when = re.sub(r"^ (?=\d{1,2}[:.]\d\d)", " at ", found["rest"])
        return (
            f"The problem was {found['done']}{when}"
            if re.search(r"\d", found["rest"])
            else f"The problem is {found['done']}{found['rest']}"
        )
    found = _MOVED.search(body)
    if found and (found["comma"] or found["rest"]):
        tail.reference.append(found["what"][0].lower() + found["what"][1:])
        body = (
            body[: found.start()]
            + (f", {body[found.end() :]}" if found["comma"] and found["rest"] else body[found.end() :])
        ).strip(" ,;")
    return body


def _by_label(body: str, kind: UpdateKind) -> str | None:
    found = _LABEL.match(body)
    if not found:
        return None
    rest, group = found["rest"], next(name for name in _LABELS if found[name])
    clause = bool(FINITE.search(rest)) or full_sentence(plainer(rest), kind) != plainer(rest)
    whole = sentence_of(rest, kind)
    if group == "fixed":
        return _fixed(rest, found["fixed"].lower(), bool(FINITE.search(rest)), whole, kind)
    if group == "looking":
        also = {"investigating": "We are looking into it", "monitoring": "We are watching it"}.get(
            found["looking"].lower()
        )
        return f"{whole}. {also}" if also and found["looking"].lower() not in rest.lower() else whole
    if clause and (group != "late" or re.search(r"\b(?:not|later|postponed|delayed|moved|late)\b", rest)):
        return whole
    if (
        group == "outage"
        and not clause
        and len(rest.split()) <= 9
        and not full_sentence(rest, kind).startswith("There ")
    ):
        return f"{with_article(rest)} {'are' if plural(rest) else 'is'} not working"
    if group == "late" and not clause:
        return f"{with_article(rest) if with_article(rest) != rest else _the(rest)} {'are' if plural(rest) else 'is'} {'delayed' if found['late'].lower().startswith('delay') else 'postponed'}"
    return None if whole == rest else f"{body[: found.start('rest')]}{lowered(whole) if rest[:1].islower() else whole}"


def _fixed(rest: str, label: str, clause: bool, whole: str, kind: UpdateKind) -> str:
    if clause:
        return whole if _GOOD.search(rest) else shorter(f"We have fixed this: {lowered(whole)}")
    mended = _MENDED.search(rest)
    if mended and mended.start() == 0:
        what = (
            mended["what"].strip().lower()
            if not any(c.isupper() for c in mended["what"][1:])
            else mended["what"].strip()
        )
        person = what in ("agent", "approver", "partner")
        finds = f"the right {what}" if person else f"the {what}"
        return f"We have fixed how the system finds {finds}{mended['rest']}{rest[mended.end() :]}"
    if full_sentence(plainer(rest), kind) != plainer(rest):
        return whole if _GOOD.search(whole) else f"We have fixed this: {lowered(whole)}"
    if _BAD_END.search(rest):
        done = label if label in ("fixed", "resolved", "solved") else "fixed"
        return f"{_the(rest)} {'are' if plural(rest) else 'is'} {done}"
    if _FAULTY.match(rest):
        return f"We have fixed the {lowered(rest)}"
    if _LOOSE.search(rest):
        return f"We have fixed this problem: {lowered(rest)}"
    return f"We have fixed {lowered(rest)}"


def _by_key(body: str, kind: UpdateKind) -> str | None:
    found = _KEY.match(body)
    if not found:
        return None
    key, rest = found["key"].lower(), found["rest"]
    if key.startswith(("action", "what to do", "to do")):
        if re.match(r"none\b|no(?:thing|ne)?$|not needed|not required", rest, re.IGNORECASE):
            return "You do not need to do anything"
        return (
            sentence_of(rest[0].upper() + rest[1:], kind)
            if re.match(r"please|do not|you|all|users", rest, re.IGNORECASE)
            else f"What you need to do: {plainer(rest)}"
        )
    if key in ("next update", "eta"):
        said = full_sentence(f"{key} {rest}", kind)
        return said if said != f"{key} {rest}" else None
    if key in ("impact", "effect", "symptom", "symptoms") and FINITE.search(rest):
        return sentence_of(rest, kind)
    if key in ("impact", "effect") and full_sentence(rest, kind) != rest:
        return sentence_of(rest, kind)
    if key.startswith(("affected", "impact")) and lacks_verb(rest) and len(rest.split()) <= 14:
        the = "the " if re.search(r" (?:team|department)$", rest) and not rest.startswith("the ") else ""
        return (
            f"This affects {the or ''}{rest if the else lowered(rest)}"
            if not re.match(r"none|no\b|nobody", rest, re.IGNORECASE)
            else "Nobody is affected"
        )
    if key == "workaround":
        return (
            f"For now, {lowered(plainer(rest))}"
            if re.match(
                r"(?:please|use|do|open|call|log|enter|write|print|restart|close|clear|take|post|send|ask)\b",
                rest,
                re.IGNORECASE,
            )
            else f"What helps for now: {lowered(plainer(rest))}"
        )
    if key in ("root cause", "cause", "reason") and not AUX.search(rest):
        name, be = (
            "cause" if key == "root cause" else key,
            "was" if kind in (UpdateKind.FIXED, UpdateKind.ROLLBACK) else "is",
        )
        one = with_article(rest)
        if one != rest:
            return f"The {name} {be} {'an' if rest[0].lower() in 'aeiou' else 'a'} {lowered(rest)}"
        return (
            f"The {name} {be} {lowered(rest)}"
            if re.match(r"(?:the|a|an|our|your)\b", rest)
            else f"The {name}: {lowered(rest)}"
        )
    return (
        f"This takes {rest}"
        if key == "duration" and re.match(r"(?:about |approx\. |~|max\. |up to )?\d", rest)
        else None
    )


def _the(text: str) -> str:
    return text if re.match(r"(?:the|a|an|all|our|your|this)\b", text, re.IGNORECASE) else f"The {lowered(text)}"
