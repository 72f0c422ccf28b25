"""Rules for phrases that need to see what stands around them. The plain table is `data/phrases.tsv`."""

# ruff: noqa: E501  (a rule reads best on one line)
import re
from dataclasses import dataclass
from functools import lru_cache

from bot.translation.facts.calendar import WEEKDAYS

_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True)
class Rule:
    """What to put for a pattern. Only a sentence with one of `words` can match; without words, any can."""

    words: frozenset[str]
    pattern: re.Pattern[str]
    put: str


#: Words of which a sentence has one, a pattern, and what is put for it; in the order in which they are applied.
_TABLE: tuple[tuple[str, str, str], ...] = (
    # How people begin, and what they say out of politeness.
    ("note fyi heads attention notice info", r"^(?:please note|kindly note|fyi|(?:just a )?(?:quick )?heads[ -]up|attention|important notice|info)(?:,? (?:all|folks|everyone|team|guys))?\s*[:,!–-]+\s*|^fyi\s+", ""),
    ("inform tell regret", r"^(?:(?:unfortunately|sadly|regrettably),? )?(?:we|i) (?:(?:(?:have|need) to|must|would like to) (?:inform|tell|let) you(?: know)?|regret (?:to inform you|to announce)) that\s+", ""),
    ("note", r"^(?:also|and|further),? (?:please |kindly )?note that\s+", "also, "),
    ("quick", r"^quick (?:one|note|update|info|heads[ -]up)\s*[-–:,]\s*", ""),
    ("heads", r"^(?:just )?a (?:quick )?heads[ -]up that\s+", ""),
    ("colleagues all team users everyone", r"^dear (?:colleagues|all|team|users|everyone)(?: and \w+)?\s*[,:]\s*", ""),
    ("further", r"^further to our (?:earlier |last |previous )?(?:announcement|e-?mail|message|notice|mail|information)(?: (?:dated|of|from|sent on|on))? (?=\d|[A-Z])", "as announced on "),
    ("kindly", r"^(?:we|i) kindly ask you to\s|^(?:you|users|all users) are kindly (?:asked|requested) to\s(?!.*\band to\b)", "please "),
    ("would", r"^we would (?:kindly )?(?:ask|request) you to\s|^we would like to (?:kindly )?ask you to\s", "please "),
    ("hesitate", r"^should you have any (?:further )?(questions|queries|concerns|problems),? please (?:do not|don't) hesitate to\s", r"if you have \1, please "),
    ("reading", r"^thank you for reading[^.]*$", ""),
    ("sorry", r",? sorry for (?:(?:the|any) )?(?:hiccup|trouble|inconvenience|noise|late notice|short notice)(?: caused)?(?=$|\.)", ""),
    ("nothing", r"^nothing to do (?:for|on) (?:you|your (?:side|end)|users)(?=$|\.)", "you do not need to do anything"),
    ("action", r"\bno action (?:is |will be )?(?:needed|required|necessary)(?: from (?:you|users|your side|end users))?(?=\.|$)", "you do not need to do anything"),
    ("action", r"\bno user action (?:is )?(?:needed|required|necessary)(?=\.|$)", "you do not need to do anything"),
    # Joints.
    ("however", r"^however,\s*", "But "),
    ("additionally furthermore moreover addition", r"^(?:additionally|furthermore|moreover|in addition),\s*", "Also, "),
    ("therefore thus consequently hence result accordingly", r"^(?:therefore|thus|consequently|hence|as a result|accordingly),\s*", "So "),
    ("subsequently", r"^subsequently,\s*", "After that, "),
    ("previously", r"^previously,\s*", "Before, "),
    ("following", r"^following (?=(?:the|a|an|reports|feedback|your)\b)", "after "),
    # Short forms.
    ("e", r"\be\.g\.,?(?=\s)", "for example"), ("i", r"\bi\.e\.,?(?=\s)", "that is,"), ("w", r"(?<=\s)w/o\s", "without "), ("w", r"(?<=\s)w/\s?", "with "),
    ("approx ca", r"\b(?:approx\.?|ca\.)(?=\s)", "about"), ("incl", r"\bincl\.(?=\s)", "including"), ("pls", r"\bpls\b\.?", "please"), ("maint", r"\bmaint\.(?=\s)", "maintenance"),
    ("db", r"^DB (?=team|admins?|server)", "the database "), ("db", r"\bDB (?=team|admins?|server|upgrade|maintenance|restart)", "database "),
    # Words with a plainer one where what follows allows it.
    ("incidents", r"\banother (\d{3}) incidents\b", r"more \1 problems"), ("incidents", r"\bincidents\b(?! (?-i:[A-Z]))", "problems"),
    ("incident", r"\bincident\b(?! (?:no|number|id|(?-i:[A-Z#\d])|report|management|update))", "problem"),
    ("permanently", r"\bpermanently (\w+ed|switched off|shut down)\b", r"\1 for good"),
    ("basis", r"\bon a (daily|weekly|monthly|yearly|regular) basis\b", r"\1"),
    ("experiencing having", r"\b(was|were|is|are|been) (?:experiencing|having) (?=issues|problems|delays|trouble)", r"\1 having "),
    ("experience", r"\bexperience(?= (?:a|an|some|short|brief|issues|problems|troubles?|delays|slow|intermittent)\b)", "have"),
    ("experienced", r"\bexperienced(?= (?:a|an|some|more|several|further|short|brief|issues|problems|delays|errors|intermittent)\b)", "had"),
    ("anticipate", r"\banticipate\b(?! \w+ing)", "expect"),
    ("significantly substantially considerably dramatically", r"\b(?:significantly|substantially|considerably|dramatically) (?=\w+er\b|more\b|less\b)", "much "),
    ("remain remains remained", r"\bremain(s|ed)? (?=(?:(?:in)?accessible|(?:un)?available|open|closed|locked|offline|online|valid|the|in|on|visible|active|unchanged|usable|readable|possible|free|as)\b)", r"stay\1 "),
    ("minor", r"\bminor (?=issues?|problems?|errors?|interruptions?|delays?|changes?|corrections?)", "small "),
    ("temporarily", r"\b(is|are|was|were|be|been) temporarily (un\w+able|offline|down|closed|not available|\w{3,}ed)(?=$|[.,;])", r"\1 \2 for a time"),
    ("via", r"\bvia(?! a\b)(?=\s)", "through"),
    ("requires", r"(?<!authority )(?<!authorities )(?<!law )(?<!policy )(?<!office )\brequires\b(?! (?:that|you|us|users|all users|\w+ to)\b)", "needs"), ("require", r"\brequire\b(?! (?:that|you|us|users|all users|\w+ to)\b)", "need"),
    ("ensure", r"\bensure (?=you|your|they|we|it\b|all|the|no)", "make sure that "),
    ("identified", r"\bidentified as (?=an?\b|the\b)", "found to be "),
    ("cause", r"^(?:the )?root cause (?=was|is|has)", "the cause "),
    ("investigating", r"\b(are|is) investigating(?=$|\.)", r"\1 looking into it"), ("investigating", r"\b(are|is) investigating (?!with\b)(?=[a-z])", r"\1 looking into "),
    ("performing", r"\bwill be performing (?=maintenance|work)", "will do "),
    ("scheduled", r"\b(?:is|are) scheduled to (?=be \w+ed|take|start|begin|end)", "will "), ("scheduled", r"\b(?:is|are) scheduled to be (?:performed|carried out|done)\b", "will take place"),
    ("performed carried", r"\bwill be (?:performed|carried out)\b", "will take place"),
    ("expected", r"^(the nodes|the system|it|they|the service|service|services|users) (?:is|are) expected to\b", r"\1 should"),
    ("returned", r"\b(is|are) returned to service\b", r"\1 back in service"), ("return", r"\b(to|will|should) return to service\b", r"\1 be back in service"),
    ("requested", r"\b(?:are|is) (?:kindly )?requested to\b", "are asked to"),
    # "Works again since 9:50" as English says it.
    ("works", r"\bworks since (?=\d)", "has been working since "), ("since", r"\bworks again since\b", "has been working again since"), ("since", r"\bwork again since\b", "have been working again since"),
    ("since", r"\bis (back|available|open|live|active) (again )?since\b", r"has been \1 \2since"), ("since", r"\bare (back|available|open|live|active) (again )?since\b", r"have been \1 \2since"),
    ("since", r"\bis (in (?-i:[A-Z]{2,4})|corrected|fixed|solved|installed) since\b", r"has been \1 since"), ("since", r"\bare (in (?-i:[A-Z]{2,4})|corrected|fixed|solved|installed) since\b", r"have been \1 since"),
    ("since", r"\bis (\w{3,}ed) since\b", r"has been \1 since"), ("since", r"\bare (\w{3,}ed) since\b", r"have been \1 since"),
    ("since", r"\bis (failing|hanging|crashing|running|timing out) since\b", r"has been \1 since"), ("since", r"\bare (failing|hanging|crashing|running|timing out) since\b", r"have been \1 since"),
    ("since", r"\bis (down|slow|stuck|offline|broken|unavailable|unreachable) since\b", r"has been \1 since"), ("since", r"\bare (down|slow|stuck|offline|broken|unavailable|unreachable) since\b", r"have been \1 since"), ("since", r"\bis not (\w+) since\b", r"has not been \1 since"),
    ("since", r"\bis since (today morning|this morning|yesterday(?: evening)?|today|monday|tuesday|wednesday|thursday|friday|saturday|sunday|\d{1,2}[:.]\d\d) ([a-z]{3,}ed|not \w+|down|slow|broken)(?=$|[.,])", r"has been \2 since \1"),
    ("since", r"\bwas (\w{3,}ed|solved|corrected) since\b", r"has been \1 since"), ("since", r"\bwere (\w{3,}ed|solved|corrected) since\b", r"have been \1 since"),
    ("morning", r"\btoday morning\b", "this morning"),
    ("disturbed", r"\b(been|is|are|was|were) disturbed\b", r"\1 not working properly"),
    ("reboot restart update", r"\bmake an? (?:reboot|restart) of\b", "restart"), ("update", r"\bmake an? (update|upgrade) of\b", r"\1"),
    ("still", r"\bhave still (?=(?:an? )?(?:problems?|issues?|questions?|trouble)\b)", "still have "),
    ("during", r"^during (this|that) time is no (\w+) possible(?=$|\.)", r"no \2 is possible during \1 time"),
    ("starting", r"^starting from (?=\d|[A-Z]|today|tomorrow|next)", "from "),
    ("duration", r"^(?:the )?(?:expected |estimated )?duration is (?=about\b|\d|~|up to\b|max)", "this takes "),
    ("clock", r"(?<=\d) o'clock\b", ""),
    ("can", r"\bcan not\b", "cannot"),
    ("cannot", r"\b(users|customers|colleagues|suppliers|people|some users|[a-z]+s in [A-Z][a-z]+) cannot ([a-z][^.;]*?) since (?=\d)", r"\1 have not been able to \2 since "),
    # What a replacement may have left behind.
    ("the", r"\bthe the\b", "the"), ("a", r"\ba (?=(?:update|outage|upgrade|error|issue)\b)", "an "),
)  # fmt: skip
_RULES = tuple(
    Rule(frozenset(words.split()), re.compile(pattern, re.IGNORECASE), put) for words, pattern, put in _TABLE
)
_DAYS = frozenset(name for name in WEEKDAYS if name.endswith("day"))
#: Days that somebody typed in small letters.
_SMALL_DAY = re.compile(rf"\b(?:{'|'.join(_DAYS)})\b")


@lru_cache(maxsize=2_000)
def words_in(sentence: str) -> frozenset[str]:
    """Every run of letters, in small letters."""
    return frozenset(_WORD.findall(sentence.lower()))


def by_rules(sentence: str) -> str:
    """The sentence with each rule applied in turn."""
    words = words_in(sentence)
    for rule in _RULES:
        if rule.words.isdisjoint(words):
            continue
        changed = rule.pattern.sub(lambda m, put=rule.put: kept_case(m[0], m.expand(put)), sentence)  # type: ignore[misc]
        if changed != sentence:
            sentence, words = changed, words_in(changed)
    return sentence if words.isdisjoint(_DAYS) else _SMALL_DAY.sub(lambda m: m[0].capitalize(), sentence)


def kept_case(old: str, new: str) -> str:
    """The new words with a capital where the old ones had one."""
    return new[0].upper() + new[1:] if new and old[:1].isupper() else new
