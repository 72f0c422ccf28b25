"""What kind of news an update is."""

# ruff: noqa: E501  (patterns and tables of words read best on one line)
import re
from enum import StrEnum


class UpdateKind(StrEnum):
    """The kinds of update; each is announced in its own way."""

    PLANNED = "planned"
    OUTAGE = "outage"
    FIXED = "fixed"
    CHANGE = "change"
    FEATURE = "feature"
    SECURITY = "security"
    WITHDRAWAL = "withdrawal"
    DELAY = "delay"
    ROLLBACK = "rollback"


#: How a headline begins where the first sentence is too long to be one.
LABELS = {
    UpdateKind.PLANNED: "Planned work",
    UpdateKind.OUTAGE: "Not working as it should",
    UpdateKind.FIXED: "Fixed",
    UpdateKind.CHANGE: "What changes",
    UpdateKind.FEATURE: "New for you",
    UpdateKind.SECURITY: "For your security",
    UpdateKind.WITHDRAWAL: "Going away",
    UpdateKind.DELAY: "A delay",
    UpdateKind.ROLLBACK: "A change taken back",
}

#: Words that speak for a kind, in small letters, with their weight. The first sentence counts twice.
_CUES: tuple[tuple[UpdateKind, float, re.Pattern[str]], ...] = tuple(
    (kind, weight, re.compile(rf"\b(?:{words})"))
    for kind, weight, words in (
        (UpdateKind.ROLLBACK, 4, r"roll(?:ed|ing)?[ -]?back\b(?! plan| procedure| option|(?: is| remains)? possible)|back(?:ed)? out|revert(?:ed|ing)?\b|switched off again|taken back"),
        (UpdateKind.DELAY, 3, r"postpone|delayed\b|rescheduled|extended (?:to|by|until|from)|will not (?:take place|be part)|new (?:date|target)|later than planned|pushed back|paused\b"),
        (UpdateKind.SECURITY, 2.5, r"vulnerabilit|cve-|phishing|malware|multi-factor|mfa\b|two-factor|password (?:policy|expir|reset)|security (?:patch|update|fix|advisory)|compromised"),
        (UpdateKind.WITHDRAWAL, 3, r"retir(?:e|ed|ing|ement)\b|decommission|deprecat|switched off|sunset|no longer (?:be )?(?:supported|available|possible)|discontinu|end of (?:life|support)|shut down all|withdrawn|(?:will be|were) removed|goes away\b|go away\b"),
        (UpdateKind.FIXED, 3, r"(?<!not )(?<!not yet )(?:resolved|fixed)\b|\bback since|fixes\b|^fix\b|\bfix (?:for|of|deployed|installed|(?:is|was|has been) (?:live|deployed|in place|installed))|bugfix|(?<!be )restored\b|(?:is|are) back\b|back to normal|back online|returned to service|(?:is|was|now) complete\b|works? again|solved\b|has been (?:replaced|renewed)|all clear|^done\b|can (?:\w+ ){1,3}again\b"),
        (UpdateKind.OUTAGE, 2.5, r"outage|currently (?:down|failing|unavailable|not)|is down\b|are down\b|unreachable|investigating|degraded|not (?:working|responding|syncing)|error rates?|failing|cannot connect|no (?:\w+ )?access|slow since|still (?:down|not|slow|unavailable)|(?:is|are|queue\b.{0,20}) stuck|stuck since|down (?:since|until)|since \d|disruption|interrupted\b|incident\b|(?<!shut )(?<!slow )(?<!slowed )(?<!be )(?<!not )down(?=[^\w.]*(?:@\w+[^\w.]*)*$)|(?:was|were) down (?:from|since|until|for)\b"),
        (UpdateKind.PLANNED, 2.5, r"maintenance|(?<!originally )(?<!initially )(?<!as )(?<!than )planned\b(?! orders?\b| costs?\b| delivery\b| hours\b)|scheduled|rollback plan|(?:kernel|system|database) (?:upgrade|restart)|upgrade and restart|will be (?:down|unavailable|offline|upgraded|migrated|restarted)|upgrade of|we will (?:migrate|upgrade|replace|move|switch)|patching|patch day|(?:restart|reboot|upgrade|refresh|migration|switchover|freeze) (?:(?:of|at|in|for) [\w/ ]{2,30} )?(?:tonight|tomorrow|this (?:weekend|evening)|on |next |mon|tue|wed|thu|fri|sat|sun|\d{1,2}\b)|window\b|downtime"),
        (UpdateKind.FEATURE, 2.5, r"new (?:feature|in\b|report|function|role|app)|features?\b|now supports?|you can now|can now\b|introduc|available (?:now|from)|newly added|announc\w+ (?:an?|our|the) (?:[\w-]+[ -]){0,4}?new\b|enhancement|(?:is|are) now able to"),
        (UpdateKind.CHANGE, 1.5, r"chang(?:e|es|ed|ing)\b|from now on|starting (?:in|with|from|today|on)|as of\b|effective|instead of|will (?:now|be required|have to|need)|must\b|policy|requires?\b"),
    )
)  # fmt: skip


#: What an author writes in front decides.
_LABELLED = re.compile(
    r"\W{0,3}(?:(?P<fixed>fixed|resolved|solved)|(?P<outage>(?:partial |major )?outage|investigating)|(?P<delay>delay(?:ed)?|postponed)|(?P<rollback>rollback|rolled back)|(?P<planned>(?:planned|scheduled) (?:maintenance|work|downtime|outage)|maintenance))\W{0,2}(?::|\]|\s[-–])",
    re.IGNORECASE,
)


def kind_of(text: str) -> UpdateKind:
    """The kind the author names in front, or else whose words weigh most; a change where nothing speaks for another."""
    label = _LABELLED.match(text.lstrip())
    if label and label.lastgroup:
        return UpdateKind(label.lastgroup)
    rest = text[:4000].lower()
    start = rest[:160]
    scores = {}
    for kind, weight, cue in _CUES:
        often = min(len(cue.findall(rest)), 2)
        scores[kind] = weight * (often + 2 * bool(cue.search(start))) if often else 0.0
    best = max(scores, key=lambda kind: scores[kind])
    return best if scores[best] > 0 else UpdateKind.CHANGE
