"""What a sentence claims: yes or no, may or must, done or to be done, and by whom."""

# ruff: noqa: E501  (patterns and tables of words read best on one line)
import re

from bot.translation.facts.phrases import ACTION_VERBS
from bot.translation.fidelity.model import Clause, Problem, ProblemKind
from bot.translation.fidelity.words import concepts_of, is_content

NOT = re.compile(
    r"\b(?:not|no|never|cannot|without|nobody|nothing|none|neither|nor|unable|nowhere|\w{2,8}n't|no-one)\b(?!\. ?\d)"
)
NEGATIVE = re.compile(
    r"\b(?:un(?:affected|available|reachable|changed|able|usable|saved|known|used|til|less|touched|planned)\w*|in(?:active|complete|accessible|valid|correct)"
    r"|im(?:possible|properly)|dis(?:able|abled|connect|connected|continue|continued)|only|just|fail\w*|stop\w*|los[et]\w*|lost|block\w*|reject\w*|refus\w*|"
    r"except|avoid\w*|prevent\w*|remain\w*|keep\w*|kept|stay\w*|still|until|instead|rather|missing|broken|empty|blank|end|ends|ended|clos\w*|retir\w*|remov\w*|"
    r"delet\w*|cancel\w*|postpon\w*|outage|down|offline|wrong|off|free|normal|as (?:usual|before)|same|yet to|lack\w*|miss\w*|hands off|out of|decline\w*|den(?:y|ied|ies)|"
    r"bar(?:red)?|exclud\w*|beyond|too (?:late|old)|ignore\w*|optional|wait\w*|hold\w*|read-only|forbid\w*|prohibit\w*|exempt\w*|safe|own|leave\w*|work|works|fine|"
    r"drop\w*|gone|expire\w*|interrupt\w*|bounc\w*|return\w*|left|pause\w*|delay\w*|freez\w*|crash\w*|lock\w*|unlike|hidden|alone|other(?:wise)?|bad|blank|difficult\w*|problem\w*|less|fewer|before|outside|fixed|solved|resolved|itself|automatic\w*)\b"
)
_MAY = re.compile(r"\b(?:may(?! \d)|might|could|possibly|perhaps|potentially|potential|risk)\b")
_MAY_LIKE = re.compile(
    r"\b(?:may|might|could|can|possibl[ey]|perhaps|potential\w*|risk|chance|likely|should|expect\w*|if|whether|sometimes|would|allow\w*|free to|permitted|"
    r"danger|can't rule|up to|at most|try|available|or|some|be able|able|intend\w*|plan\w*|suggests?|in case|believe\w*|think|appears?|seems?|aim\w*|hope\w*|unlikely|indicat\w*|option\w*|choose|maximum|limit\w*)\b"
)
_MIGHT = re.compile(r"\b(?:might|could)\b")
_MIGHT_LIKE = re.compile(
    r"\b(?:may|might|could|can|possibl[ey]|perhaps|potential\w*|risk|chance|likely|should|expect\w*|if|whether|sometimes|would|danger|in case|"
    r"up to|appears?|seems?|hope\w*|unlikely|indicat\w*|estimat\w*|wish|or)\b"
)
_ADVISED = re.compile(r"\b(?:should|recommend\w*|encourag\w*|advis\w*)\b")
_FIRM = re.compile(
    r"\b(?:must|ha(?:ve|s) to|needs? to|needed|required?|requires|mandatory|necessary|only|will not|please|cannot|do not)\b"
)
_MUST = re.compile(r"\b(?:must|ha(?:ve|s) to|needs? to|required|mandatory|necessary|compulsory|obliged)\b")
_MUST_LIKE = re.compile(
    r"\b(?:must|ha(?:ve|s|d) (?:\w+ )?to|needs?|needed|required?|requires|mandatory|necessary|compulsory|please|should|only|make sure|ensure|obliged|without|otherwise|"
    r"it takes|takes|unless|is to|are to|until|will not|up to|before|ask|asked|enforce\w*|now|demand\w*|essential|obligat\w*|else|want|cannot|expects?|forc\w*|minimum|at least|policy|maximum|limit\w*)\b"
)
_WEAK = re.compile(
    r"\b(?:may|might|could|can|optional\w*|if you (?:like|want|wish)|feel free|should|recommend\w*|encouraged?)\b"
)
_FUTURE = re.compile(
    r"\b(?:will|shall|won't|going to|(?:is|are) to\b|plan\w*|scheduled|expect\w*|upcoming|tomorrow|tonight|next|soon|aim|target|"
    r"intend\w*|starting|starts?|begins?|from|as of|until|by|on|ends?|to be|comes?|gets?|arrives?|no longer|now|must|need|should|stops?|at)\b|'ll\b"
)
_AHEAD = re.compile(
    r"\b(?:will|shall|won't|going to|plan\w*|schedul\w*|expect\w*|tomorrow|next|soon|tonight|upcoming|until|(?:is|are) to|must|should|may|need\w*|have to)\b|'ll\b"
)
_STRONG_FUTURE = re.compile(r"\b(?:will|shall|won't|(?:is|are) going to|(?:is|are) planned|plan to)\b|'ll\b")
_PAST = re.compile(
    r"\b(?:was|were|had|did|didn't|(?:has|have|we've|they've) (?:now |already |been |all |also |successfully |not |just )*(?:been|\w+ed|rebuilt|sent|lost|kept|found|run|put|"
    r"set|made|taken|given|done|begun|gone|undone|written|broken|brought|shut)|"
    r"(?:we|they|it|team|vendor|engineers|provider|supplier|department|it team) (?:\w+ly |already |also |then |now )?(?:\w{2,}ed|rebuilt|sent|lost|kept|found|ran|put|made|took|gave|did|began|went|"
    r"undid|wrote|broke|brought))\b"
)
_ANTONYMS = tuple(
    (re.compile(rf"\b(?:{a})\b"), re.compile(rf"\b(?:{b})\b"))
    for a, b in (
        ("before", "after|afterwards|once|since"),
        ("increas\\w*|rais\\w*|rise\\w*|grow\\w*", "decreas\\w*|reduc\\w*|lower\\w*|drop\\w*|shrink\\w*|fall\\w*"),
        ("enabl\\w*|activat\\w*|turned on|switched on", "disabl\\w*|deactivat\\w*|turned off|switched off"),
        ("internal\\w*", "external\\w*"), ("inbound|incoming", "outbound|outgoing"), ("minimum|at least", "maximum|at most|up to"),
        ("earlier|sooner", "later"), ("faster|quicker|quickly", "slower|slowly"), ("above|more than|over|older", "below|less than|under|newer|younger"),
        ("accept\\w*|allow\\w*", "reject\\w*|refus\\w*|block\\w*|forbid\\w*"), ("upload\\w*", "download\\w*"), ("import\\w*", "export\\w*"),
        ("unlock\\w*", "lock\\w*"), ("debit\\w*", "credit\\w*"), ("manual\\w*|by hand", "automatic\\w*"), ("temporar\\w*", "permanent\\w*"),
        ("install\\w*", "uninstall\\w*|remov\\w*"), ("succe\\w*", "fail\\w*"), ("connect(?:ed|s)?", "disconnect\\w*"),
        ("available|online", "unavailable|offline"), ("affected", "unaffected"), ("longer", "shorter"), ("encrypt\\w*", "decrypt\\w*"),
        ("saved", "unsaved"), ("complete\\w*", "incomplete"), ("slow", "fast"), ("can", "blocked|refused|rejected|locked|denied"), ("stay\\w*|remain\\w*|unchanged|kept|keeps?", "chang\\w*|grow\\w*"), ("always", "never"), ("open(?:ed|s)?", "clos(?:ed|es)"),
    )
)  # fmt: skip


def compare_claims(one: Clause, sources: list[Clause], rewrites: list[Clause]) -> list[Problem]:
    """A sentence of the rewrite against the sentences of the source it goes back to.

    `rewrites` are the sentence with its neighbours from the same source, since a "not" may have moved next door.
    """
    said = " ".join(clause.low for clause in sources)
    here = " ".join(clause.low for clause in rewrites)
    source = sources[0].text
    problems = []
    for found in (
        _polarity(one, said),
        _modality(one, said),
        _tense(one.low, said, here),
        _antonyms(one.low, said, here),
    ):
        if found is not None:
            kind, why = found
            problems.append(Problem(kind, source, one.text, why))
    return problems


def _polarity(one: Clause, said: str) -> tuple[ProblemKind, str] | None:
    if NOT.search(one.low) and not NOT.search(said) and not NEGATIVE.search(said):
        return ProblemKind.NEGATION, "The draft says no where the post does not."
    return None


#: What says "do not" without saying it.
_FORBIDS = re.compile(r"\b(?:do not|don't|never)\b")
_SPARED = re.compile(
    r"\b(?:avoid\w*|refrain|stay|leave|hands off|keep\w*|stop\w*|wait|instead|only|forbid\w*|forbidden|ban\w*|skip|ignore|un\w+|just|rather|hold)\b"
)
#: What says "is not" or "cannot" without saying it.
_WITHOUT_NOT = re.compile(
    r"\b(?:un(?:affected|available|reachable|changed|able|usable|saved|known|used|til|less|touched|planned)\w*|in(?:active|complete|accessible|valid|correct)|"
    r"im(?:possible|properly)|dis(?:able|abled|connect|connected|continue|continued)|only|just|fail\w*|stop\w*|los[et]\w*|lost|block\w*|reject\w*|refus\w*|except|avoid\w*|"
    r"prevent\w*|remain\w*|keep\w*|kept|stay\w*|still|instead|rather|missing|broken|empty|blank|optional|read-only|free|same|safe|gone|crash\w*|fixed|forbid\w*|works?|fine|"
    r"go(?:es)? on|as usual|normal|as they are|alone|lack\w*|ends?|down|offline|too late|decline\w*|closed|retired|off|out of|bounce\w*|returned|outside|expire\w*|yet to|delay\w*|postpone\w*|hidden|itself|automatic\w*|automatically)\b"
)


def lost_negation(source: Clause, rewrites: list[Clause]) -> Problem | None:
    """A "not" of the source that none of the sentences made from it carries."""
    here = " ".join(clause.low for clause in rewrites)
    spared = _SPARED if _FORBIDS.search(source.low) else _WITHOUT_NOT
    if NOT.search(source.low) and not NOT.search(here) and not spared.search(here):
        return Problem(
            ProblemKind.NEGATION, source.text, rewrites[0].text, "The post says no here, and the draft does not."
        )
    return None


def _modality(one: Clause, said: str) -> tuple[ProblemKind, str] | None:
    if _MIGHT.search(one.low) and not _MIGHT_LIKE.search(said):
        return ProblemKind.MODALITY, "The post is certain where the draft says it may be."
    if re.search(r"\bmust\b", one.low) and _ADVISED.search(said) and not _FIRM.search(said):
        return ProblemKind.MODALITY, "The draft makes this a duty, and the post only advises it."
    if _MAY.search(one.low) and not _MAY_LIKE.search(said):
        return ProblemKind.MODALITY, "The post is certain where the draft says it may be."
    if _MUST.search(one.low) and not _MUST_LIKE.search(said) and not _asks(said):
        return ProblemKind.MODALITY, "The draft makes this a duty, and the post does not."
    if _WEAK.search(one.low) and _MUST.search(said) and not _MUST_LIKE.search(one.low) and not _WEAK.search(said):
        return ProblemKind.MODALITY, "The post makes this a duty, and the draft does not."
    return None


def lost_modality(source: Clause, rewrites: list[Clause]) -> Problem | None:
    """A "may" of the source that became certain, or a "must" that became a choice."""
    here = " ".join(clause.low for clause in rewrites)
    if _MAY.search(source.low) and not _MAY_LIKE.search(here):
        return Problem(
            ProblemKind.MODALITY, source.text, rewrites[0].text, "The post says this may be, the draft that it is so."
        )
    if _MUST.search(source.low) and not _MUST_LIKE.search(here) and not _asks(here) and _WEAK.search(here):
        return Problem(
            ProblemKind.MODALITY, source.text, rewrites[0].text, "The post makes this a duty, and the draft does not."
        )
    return None


_ASKS = re.compile(rf"(?:^|[.:;,!?] |\band |\bthen |\bso |\bplease )(?:{ACTION_VERBS})\b(?! [a-z]*\d)")


def _asks(text: str) -> bool:
    return bool(_ASKS.search(text))


def _tense(one: str, said: str, here: str) -> tuple[ProblemKind, str] | None:
    if _STRONG_FUTURE.search(said) and not _PAST.search(said) and _PAST.search(one) and not _FUTURE.search(one):
        return ProblemKind.TENSE, "The post says this will happen, the draft that it has."
    if _PAST.search(said) and not _AHEAD.search(said) and _STRONG_FUTURE.search(one) and not _PAST.search(here):
        return ProblemKind.TENSE, "The post says this has happened, the draft that it will."
    return None


def _antonyms(one: str, said: str, here: str) -> tuple[ProblemKind, str] | None:
    for first, second in _ANTONYMS:
        for a, b in ((first, second), (second, first)):
            if (
                a.search(one)
                and not a.search(said)
                and b.search(said)
                and not b.search(here)
                and not NOT.search(one + said)
            ):
                return ProblemKind.DIRECTION, "The draft says the opposite of the post."
    return None


_WE = r"we|our (?:team|engineers|staff|support|admins)|the it (?:team|department)|it staff|i"
_YOU = r"you|users|customers|everyone|everybody|colleagues|employees|people|please|owners?"
_AGENT = re.compile(
    rf"\b(?P<who>(?P<we>{_WE})|(?P<you>{_YOU}))\s(?:(?:will|can|must|may|should|need to|needs to|have to|has to|are going to|also|now|then|please|kindly|"
    r"are asked to|would|to|be|not|do|automatically|would like to|then)\s){0,4}(?P<verb>[a-z]{3,20})\b"
)
_CHECKED_VERBS = frozenset(
    [
        "contact",
        "call",
        "inform",
        "notify",
        "email",
        "write",
        "reach",
        "submit",
        "restart",
        "reboot",
        "save",
        "check",
        "log",
        "install",
        "update",
        "upgrade",
        "change",
        "reset",
        "register",
        "report",
        "delete",
        "remove",
        "approve",
        "test",
        "export",
        "create",
        "confirm",
        "send",
        "review",
        "cancel",
        "enter",
        "verify",
        "post",
        "repeat",
        "close",
        "open",
        "clear",
        "run",
        "rotate",
        "migrate",
        "download",
        "upload",
        "reply",
        "ask",
        "tell",
        "forward",
        "resubmit",
        "back",
        "print",
        "select",
        "choose",
        "complete",
        "correct",
        "reverse",
        "decide",
        "pay",
        "release",
        "move",
        "copy",
        "adapt",
        "rebuild",
    ]
)


def agents(clauses: list[Clause]) -> dict[str, set[str]]:
    """Which verbs "we" do and which "you" do; an order is for you."""
    found: dict[str, set[str]] = {}
    for clause in clauses:
        for match in _AGENT.finditer(clause.low):
            if match["verb"] in _CHECKED_VERBS:
                found.setdefault(match["verb"], set()).add("we" if match["we"] else "you")
        for match in _ASKS.finditer(clause.low):
            verb = match[0].split()[-1]
            if verb in _CHECKED_VERBS:
                found.setdefault(verb, set()).add("you")
    return found


_YOUR_WORK = re.compile(
    r"\byou (?:will |are going to |have |now |are |also |should )?(?:turn(?:ed|ing)? off|turn(?:ed|ing)? on|upgrad\w+|install\w*|patch\w*|undid|undo|undone|stopped|looking into|aim|make an?|migrat\w+|"
    r"move|moved|moving|took|take back|taken|replac\w+|process\w*|disabl\w+|enabl\w+|restor\w+|renew\w*|block\w*|roll\w*|deploy\w*|write again|ask key|expect|switched|delete|deleted|fixed|monitor|investigat\w+|"
    r"corrected|rebuilt|rebuild\w*|send a new|published?|releas\w+|answered|detected|removed|remove|reset|started|changed|went back)\b"
)
_REACH = r"(?:contact|call|e-?mail|write to|reach|inform|notify|tell|ask|let)"
_CALLS_YOU = re.compile(rf"\b{_REACH}\s(?:you|users|them|customers)\b")
_WE_DO = re.compile(
    rf"\b(?:{_WE})\s(?!ask|advise|recommend|request|want|need you|expect you|urge|encourage|apologi|thank|do not expect|expect)"
)
_YOU_DO = re.compile(
    r"\b(?:you|users|customers|everyone|colleagues|employees|staff|anyone|whoever|owners?|your|yours)\b"
)
_OF_US = re.compile(r"\b(?:we|our|us|it team|it department|team|engineers|i|admins?|support|help ?desk|staff)\b")


def swapped_side(source: Clause, one: Clause) -> Problem | None:
    """What the reader is asked to do became what we do, or the other way round, whatever the verb."""
    asked = _asks(source.low) or _YOU_DO.search(source.low)
    if (
        _WE_DO.search(one.low)
        and not _asks(one.low)
        and not _YOU_DO.search(one.low)
        and asked
        and not _OF_US.search(source.low)
    ):
        return Problem(
            ProblemKind.ACTOR, source.text, one.text, "The post asks this of the reader, the draft says that we do it."
        )
    ours = re.search(r"\bwe (?:can|need to|must|have to|will)\b", one.low)
    if ours and asked and not _OF_US.search(source.low) and not _asks(one.low):
        return Problem(
            ProblemKind.ACTOR, source.text, one.text, "The post asks this of the reader, the draft says that we do it."
        )
    if _YOUR_WORK.search(one.low) and not _YOU_DO.search(source.low) and not _asks(source.low):
        return Problem(ProblemKind.ACTOR, source.text, one.text, "In the post this is not for the reader to do.")
    if (
        _CALLS_YOU.search(one.low)
        and not _CALLS_YOU.search(source.low)
        and re.search(rf"\b{_REACH}\b", source.low)
        and _asks(source.low)
    ):
        return Problem(
            ProblemKind.ACTOR,
            source.text,
            one.text,
            "The post asks the reader to get in touch, the draft says others will.",
        )
    you = re.search(
        r"\byou\s(?!can|may|will (?:not )?(?:be|see|find|have|hear|get|lose|receive)|have the|are|see|find|get|hear|lose|receive)",
        one.low,
    )
    if (
        you
        and not _OF_US.search(one.low)
        and re.search(r"\bwe\s", source.low)
        and not _asks(source.low)
        and not _YOU_DO.search(source.low)
    ):
        return Problem(ProblemKind.ACTOR, source.text, one.text, "In the post we do this, in the draft the reader.")
    return None


def swapped_actor(source: list[Clause], one: Clause) -> Problem | None:
    """ "Contact X" became "we will contact X", or the other way round."""
    theirs, ours = agents(source), agents([one])
    for verb, who in ours.items():
        others = {w for v, ws in theirs.items() if v == verb or concepts_of(v) & concepts_of(verb) for w in ws}
        exact = theirs.get(verb, set())
        if (
            others
            and not who & others
            and (exact or verb in ("contact", "call", "inform", "notify", "write", "reach", "tell", "ask"))
        ):
            return Problem(ProblemKind.ACTOR, source[0].text, one.text, "Somebody else does this in the post.")
    return None


_GROUPS = (
    "vendor vendors supplier suppliers provider seller maker manufacturer producer", "manager managers lead leads supervisor supervisors head boss",
    "administrator administrators admin admins", "developer developers programmer programmers", "auditor auditors", "engineer engineers technician technicians",
    "finance accounting accountant accountants controller controllers controlling treasury bookkeeping", "hr personnel", "payroll", "procurement purchasing buyer buyers",
    "sales salespeople", "warehouse picker pickers", "planner planners", "legal lawyers", "student students", "faculty professor teachers instructors",
    "researcher researchers scientists", "contractor contractors", "visitor visitors guest guests", "marketing", "logistics", "manufacturing production",
    "customer customers client clients", "facilities", "carrier carriers", "bank banks", "microsoft", "management director directors executive executives",
)  # fmt: skip
_GROUP_OF = {name: number for number, names in enumerate(_GROUPS) for name in names.split()}
_GROUP_WORD = re.compile(r"\b(?:" + "|".join(_GROUP_OF) + r")\b")


def swapped_group(source_low: str, sources: list[Clause], rewrite_low: str, one: Clause) -> Problem | None:
    """Another group of people than in the post: managers instead of administrators, sales instead of finance."""
    known = {_GROUP_OF[word] for word in _GROUP_WORD.findall(source_low)}
    new = [word for word in _GROUP_WORD.findall(one.low) if _GROUP_OF[word] not in known]
    if not new:
        return None
    kept = {_GROUP_OF[word] for word in _GROUP_WORD.findall(rewrite_low)}
    gone = [w for c in sources for w in _GROUP_WORD.findall(c.low) if _GROUP_OF[w] not in kept]
    generic = re.search(
        r"\b(?:you|users?|everyone|team|staff|employees?|we|colleagues)\b", " ".join(c.low for c in sources)
    )
    if not gone and not generic:
        return None
    return Problem(ProblemKind.ACTOR, gone[0] if gone else "", new[0], "The post names somebody else here.")


_PAIR = (
    (re.compile(r"\bfrom\s(?P<old>[^,;.]{1,40}?)\s(?:to|>|->|into)\s(?P<new>[^,;]{1,30})"), "move"),
    (re.compile(r"(?P<new>[^,;]{1,40}?)\s(?:instead of|rather than|and (?:not|no longer)|in place of)\s(?P<old>[^,;]{1,30})"), "move"),
    (re.compile(r"(?P<new>[^,;.]{1,40}?)\s(?:replaces?|will replace|has replaced|supersedes|takes over from)\s(?P<old>[^,;.]{1,40})"), "move"),
    (re.compile(r"(?P<old>[^,;.]{1,50}?)\s(?:(?:is|are|was|were|be|been|being|gets?)\s)+replaced (?:by|with)\s(?P<new>[^,;.]{1,40})"), "move"),
    (re.compile(r"\breplac(?:e|ed|es|ing)\s(?P<old>[^,;.]{1,40}?)\s(?:with|by)\s(?P<new>[^,;.]{1,40})"), "move"),
    (re.compile(r"\b(?:migrat|mov|switch|upgrad|convert|shift)\w*\s(?!from)(?P<old>[^,;.]{1,40}?)\s(?:to|into|onto)\s(?P<new>[^,;.]{1,30})"), "move"),
    (re.compile(r"(?P<old>[\w./]{1,30})\s?(?:->|=>|>)\s?(?P<new>[\w./]{1,30})"), "move"),
)  # fmt: skip


_TURNS = re.compile(
    r"from|instead|rather|longer|place of|replac|supersede|take|migrat|mov|switch|upgrad|convert|shift|>|→|and not"
)


def _orders(text: str) -> list[tuple[frozenset[str], frozenset[str]]]:
    found: list[tuple[frozenset[str], frozenset[str]]] = []
    if not _TURNS.search(text):
        return found
    for pattern, _ in _PAIR:
        for match in pattern.finditer(text.replace("→", ">")):
            old, new = _tokens(match["old"]), _tokens(match["new"])
            if old - new and new - old:
                found.append((old - new, new - old))
    return found


def _tokens(text: str) -> frozenset[str]:
    text = re.split(r"\s(?:in|from|on|at|for|with|by|during|as)\s", text.strip())[0]
    return frozenset(
        t.strip(".'") for t in re.findall(r"[a-z0-9./:'-]+", text) if t[0].isdigit() or (len(t) > 1 and is_content(t))
    )


def reversed_direction(one: Clause, sources: list[Clause]) -> Problem | None:
    """ "A replaces B" became "B replaces A"."""
    there = [pair for clause in sources for pair in _orders(clause.low)]
    for old, new in _orders(one.low):
        for first, second in there:
            if old & second and new & first and not (old & first) and not (new & second):
                return Problem(ProblemKind.DIRECTION, sources[0].text, one.text, "Old and new have changed places.")
    return None
