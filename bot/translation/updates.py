"""Whether a post in an IT channel is an update or chatter."""

# ruff: noqa: E501  (patterns and tables of words read best on one line)
import re

_NEWS = re.compile(
    r"\b(?:maintenance|outage|down(?:time)?|unavailable|available|offline|online|upgrad\w+|updat\w+|patch\w*|releas\w+|deploy\w*|migrat\w+|restor\w+|resolv\w+|"
    r"fix(?:ed|es)?|roll(?:ed|ing)?[ -]?back|revert\w*|restart\w*|reboot\w*|planned|scheduled|window|postpon\w+|delay\w*|extend\w*|replac\w+|retir\w+|"
    r"decommission\w*|deprecat\w*|switch(?:ed)? off|shut ?down|disabl\w+|enabl\w+|chang\w+|new|now|cutover|go-?live|expire\w*|incident|degraded|slow|"
    r"failing|failed|error\w*|stop(?:s|ped)|stuck|paused|interrupted|not working|certificate|vulnerabilit\w+|phishing|password\w*|MFA|CHG\d+|INC\d+|transport\w*|locked|blocked|removed|"
    r"wartung\w*|störung\w*|behoben|ausfall|gesperrt)\b",
    re.IGNORECASE,
)
_CLAIM = re.compile(
    r"\b(?:will|is|are|was|were|has|have|been|must|may|can|cannot|wird|werden|ist|sind|wurde)\b|^\W*\w+(?:ed|ing)\b|:\s|\b\d{1,2}[:.]\d\d\b|\d ?[ap]m\b",
    re.IGNORECASE,
)
_CHATTER = re.compile(
    r"^\W*(?:hi|hello|hey|hallo|good (?:morning|afternoon|evening)|morning|moin|thanks?|thank you|thx|cheers|ok(?:ay)?|yes|no|sure|great|nice|lol|done|will do|on it|"
    r"same here|agreed|welcome|happy|congrat\w*|see you|bye|brb|afk|lunch|coffee)\b",
    re.IGNORECASE,
)
_OURSELVES = re.compile(
    r"\b(?:anyone|anybody|someone|who|can you|could you|did you|do we|does|should we|shall we|have you|are you|wie|wer|kann jemand)\b",
    re.I,
)


def reads_like_update(text: str) -> bool:
    """Whether colleagues could want to know this. Greetings, thanks, questions among IT and one-liners are chatter."""
    head = text[:6000].strip()
    words = re.findall(r"[^\W\d_]+", head)
    if len(words) < 4:
        return False
    first = re.split(r"(?<=[.!?])\s|\n", head, maxsplit=1)
    body = first[1] if len(first) > 1 and _CHATTER.match(first[0]) and len(first[0].split()) < 6 else head
    if len(re.findall(r"[^\W\d_]+", body)) < 4:
        return False
    if _CHATTER.match(body) and len(body.split()) < 9:
        return False
    sentences = [s for s in re.split(r"(?<=[.!?])\s+|\n+", body) if s.strip()]
    asked = [s for s in sentences if s.rstrip().endswith("?")]
    if len(asked) * 2 >= len(sentences) and (_OURSELVES.search(body) or len(sentences) == len(asked)):
        return False
    return bool(_NEWS.search(body)) and bool(_CLAIM.search(body))
