""" "Fixed on Friday": the day for which a post promises that something works again."""

# ruff: noqa: E501  (patterns read best on one line)
import re
from datetime import date, datetime, timedelta

from bot.pulse.mornings import zone_of
from bot.translation.facts import FactKind, extract_facts
from bot.translation.sentences import split_sentences

_MENDED = (
    r"(?:fixed|solved|resolved|repaired|corrected|restored|mended|back|available again|working again|work again|live)"
)
#: A day on which something will be mended, not one on which it was.
_PROMISE = re.compile(
    rf"\b(?:(?:will|shall|to) be|(?:is|are) (?:expected|planned|scheduled|due) to be|we(?: will|['’]ll)(?: have)?)\b[^.!?]*\b{_MENDED}\b|"
    r"\bwe(?: will|['’]ll| are going to| plan to) (?:fix|solve|resolve|repair|correct|restore|mend)\b|"
    r"\b(?:a |the |this |our )?(?:hot)?(?:fix|correction|solution)\b(?: (?:on|by|until)|[^.!?]{0,40}? (?:follows?|comes?|expected|planned|scheduled|due|ready))\b|"
    r"\bexpect to have\b[^.!?]*\b(?:fixed|solved|resolved|repaired|corrected|restored)\b|"
    rf"^\W*(?:[\w:,-]+ ){{0,8}}?{_MENDED} (?:on|by|until|before|from|tomorrow|next)\b",
    re.IGNORECASE,
)  # fmt: skip
#: "Fixed on Monday", written on a Monday, is done; "will be fixed on Monday" is not.
_AHEAD = re.compile(
    r"\b(?:will|shall|to be|planned|scheduled|expected|due|follows|comes|going to)\b|['’]ll\b", re.IGNORECASE
)
#: What keeps a sentence from being a promise.
_BUT = re.compile(
    r"\b(?:not|n['’]t|cannot|never|no longer|may|might|could|should|hope|try|aim|perhaps|maybe|possibly|earliest|was|were|has been|"
    r"have been|had)\b|\?\s*$",
    re.IGNORECASE,
)


def promised_day(text: str, posted: datetime, zone: str) -> date | None:
    """The day a post promises, on its author's clock; None where it promises none, or one that is over.

    Of several promises the last one holds: nobody is told a day before everything works.
    """
    here = posted.astimezone(zone_of(zone))
    days = [
        day
        for sentence in split_sentences(text[:20_000])
        if _PROMISE.search(sentence.text) and not _BUT.search(sentence.text)
        for day in _days(sentence.text, here)
        if day > here.date() or (day == here.date() and _AHEAD.search(sentence.text))
    ]
    return max(days, default=None)


def _days(sentence: str, here: datetime) -> list[date]:
    facts = extract_facts(sentence, here)
    found = [_day(fact.value, here.date()) for fact in facts if fact.kind == FactKind.DATE]
    return [day for day in found if day is not None]


def _day(value: str, today: date) -> date | None:
    """The day behind a date fact; a weekday alone is the next one, today included."""
    weekday = re.fullmatch(r"day (\d)", value)
    if weekday:
        return today + timedelta(days=(int(weekday[1]) - today.weekday()) % 7)
    match = re.match(r"(\d{4}|\?{4})-(\d\d)-(\d\d)", value)
    if match is None:
        return None
    try:
        day = date(today.year if match[1] == "????" else int(match[1]), int(match[2]), int(match[3]))
        return day.replace(year=day.year + 1) if match[1] == "????" and (today - day).days > 180 else day
    except ValueError:  # 30 February is a day nobody can promise
        return None
