"""Hiding personal data in a text: spans become placeholders, and come back afterwards.

What is never to be kept at all, a password or somebody's pay, is found in bot.people.secrets.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Span:
    """Characters [start, end) of a text, and what kind of thing they are."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True)
class Masked:
    """A text with placeholders such as [email 1], and what each stands for."""

    text: str
    originals: Mapping[str, str]

    def restore(self, text: str) -> str:
        """Put the originals back wherever their placeholders stand in `text`."""
        return _PLACEHOLDER.sub(lambda found: self.originals.get(found[0], found[0]), text)

    def hide(self, text: str) -> str:
        """Put placeholders wherever their originals stand in `text`, the longest first."""
        for placeholder, original in sorted(self.originals.items(), key=lambda pair: -len(pair[1])):
            text = text.replace(original, placeholder)
        return text

    def unknown_in(self, text: str) -> list[str]:
        """Placeholders in `text` that stand for nothing."""
        return [found[0] for found in _PLACEHOLDER.finditer(text) if found[0] not in self.originals]

    def missing_in(self, text: str) -> list[str]:
        """Placeholders that `text` has lost."""
        return [placeholder for placeholder in self.originals if placeholder not in text]


_PLACEHOLDER = re.compile(r"\[[a-z_]+ \d+\]")

_EMAIL = re.compile(r"[\w.+%'-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+")
#: ISO 13616: two letters, two check digits, up to 30 letters and digits, often in groups of four.
_IBAN_START = re.compile(r"(?<![A-Za-z0-9])(?=[A-Za-z]{2}[0-9]{2})")
_IBAN = re.compile(r"[A-Za-z]{2}[0-9]{2}(?:[ -]?[A-Za-z0-9]){11,30}")
#: How long an IBAN of each country is, by its length. Without it "ME21N crashes when I save" may pass for one.
_IBAN_LENGTHS = {
    country: length
    for length, countries in {
        15: "NO", 16: "BE", 18: "DK FI FK FO GL NL SD", 19: "MK SI", 20: "AT BA EE KZ LT LU MN XK", 21: "CH HR LI LV",
        22: "BG BH CR DE GB GE IE ME RS VA", 23: "AE GI IL IQ OM SO TL", 24: "AD CZ ES MD PK RO SA SE SK TN VG",
        25: "LY PT ST", 26: "IS TR", 27: "BI DJ FR GR IT MC MR SM", 28: "AL AZ BY CY DO GT HU LB NI PL SV",
        29: "BR EG PS QA UA", 30: "JO KW MU YE", 31: "MT SC", 32: "LC", 33: "RU",
    }.items()
    for country in countries.split()
}  # fmt: skip
_DIGITS = re.compile(r"\d+(?:[ -]\d+)*")
#: Seven or more digits that begin with + or 0, or a North American number in groups of three, three and four.
_PHONE = re.compile(
    r"(?<![\w.])(?:\+\d[\d ()/.-]{5,20}\d|0{1,2}[1-9][\d ()/.-]{4,18}\d|\(?\d{3}\)?[ .-]\d{3}[ .-]\d{4})(?!\w)"
)


def personal_data(text: str) -> list[Span]:
    """E-mail addresses, IBANs and card numbers with valid check digits, and telephone numbers, in order."""
    found = [Span(*match.span(), "email") for match in _EMAIL.finditer(text)]
    found += _ibans(text)
    found += _cards(text)
    found += [Span(*match.span(), "phone") for match in _PHONE.finditer(text) if _is_phone(match[0])]
    return without_overlaps(found)


def _ibans(text: str) -> Iterator[Span]:
    """Each cut back to where its check digits are right: the pattern may have swallowed the next word."""
    for start in _IBAN_START.finditer(text):
        match = _IBAN.match(text, start.end())
        end = match.end() if match else 0
        while end - start.end() >= 15:
            if text[end - 1].isalnum() and is_iban(text[start.end() : end]):
                yield Span(start.end(), end, "iban")
                break
            end -= 1


def _cards(text: str) -> Iterator[Span]:
    """ISO/IEC 7812: 12 to 19 digits, often in groups; other numbers may stand before and after."""
    for run in _DIGITS.finditer(text):
        groups = [match.span() for match in re.finditer(r"\d+", text[run.start() : run.end()])]
        for first, (start, _) in enumerate(groups):
            digits = 0
            for begin, end in groups[first:]:
                digits += end - begin
                if digits > 19:
                    break
                if digits >= 12 and is_card(text[run.start() + start : run.start() + end]):
                    yield Span(run.start() + start, run.start() + end, "card")


def is_iban(text: str) -> bool:
    """True when it is as long as its country's are and the check digits are right (ISO 7064, modulo 97)."""
    plain = re.sub(r"[ -]", "", text).upper()
    if not re.fullmatch(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}", plain, re.ASCII) or _IBAN_LENGTHS.get(plain[:2]) != len(plain):
        return False
    return int("".join(str(int(character, 36)) for character in plain[4:] + plain[:4])) % 97 == 1


def is_card(text: str) -> bool:
    """True for 12 to 19 digits whose check digit is right (Luhn, ISO/IEC 7812-1)."""
    digits = [int(character) for character in text if character.isdecimal()]
    doubled = [digit if place % 2 == 0 else digit * 2 - 9 * (digit > 4) for place, digit in enumerate(reversed(digits))]
    return 12 <= len(digits) <= 19 and len(set(digits)) > 1 and sum(doubled) % 10 == 0


def _is_phone(text: str) -> bool:
    # A date or a range of times has separators too, but no telephone number has fewer than seven digits.
    digits = sum(character.isdigit() for character in text)
    return 7 <= digits <= 15 and not re.fullmatch(r"\d{2}[./-]\d{2}[./-]\d{4}", text)


def without_overlaps(spans: Iterable[Span]) -> list[Span]:
    """In order, overlapping ones joined into one of the first's kind."""
    kept: list[Span] = []
    for span in sorted(spans, key=lambda s: (s.start, -s.end)):
        if kept and span.start < kept[-1].end:
            kept[-1] = replace(kept[-1], end=max(kept[-1].end, span.end))
        else:
            kept.append(span)
    return kept


def mask(text: str, spans: Iterable[Span]) -> Masked:
    """Replace spans by placeholders, numbered by kind; equal words get the same one.

    Text that looks like a placeholder already is hidden too, so that putting back cannot go wrong.
    """
    lookalikes = [Span(*match.span(), "text") for match in _PLACEHOLDER.finditer(text)]
    originals: dict[str, str] = {}
    names: dict[tuple[str, str], str] = {}
    counts: dict[str, int] = {}
    pieces, at = [], 0
    for span in without_overlaps([*lookalikes, *spans]):
        words = text[span.start : span.end]
        if (span.kind, words) not in names:
            counts[span.kind] = counts.get(span.kind, 0) + 1
            names[span.kind, words] = f"[{span.kind} {counts[span.kind]}]"
            originals[names[span.kind, words]] = words
        pieces += [text[at : span.start], names[span.kind, words]]
        at = span.end
    return Masked("".join([*pieces, text[at:]]), originals)
