"""In whose language we speak: a fixed sentence is looked up in the catalogue of whoever will read it.

Sentences stand in the code in English, in `_()`, and in bot/locale/ in the other languages. Who reads is set where a
message is answered: the speaker, and in channels the company. Where a handler writes to somebody else it says so:
`with speaking_to(person):`. See docs/languages.md.
"""

import gettext as catalogues
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from typing import Protocol, TypeVar

from bot.cards import Span

#: What the code is written in, and what is spoken where nothing says otherwise.
ENGLISH = "en"
#: The languages there are catalogues for, and English.
LANGUAGES = (ENGLISH, "de", "es", "fr", "pl", "pt")

K = TypeVar("K")

_reader: ContextVar[str] = ContextVar("reader", default=ENGLISH)
_channels: ContextVar[str] = ContextVar("channels", default=ENGLISH)


class Reader(Protocol):
    """Somebody with a language."""

    @property
    def reads(self) -> str:
        """The code of the language they are answered in."""
        ...


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak this language for a while; one that we do not know is English."""
    token = _reader.set(language if language in LANGUAGES else ENGLISH)
    try:
        yield
    finally:
        _reader.reset(token)


@contextmanager
def speaking_to(person: Reader | None) -> Iterator[None]:
    """Speak the language of a person; English to nobody in particular."""
    with speaking(person.reads if person is not None else ENGLISH):
        yield


@contextmanager
def speaking_in_channels() -> Iterator[None]:
    """Speak the language of the company, for what is posted in a channel."""
    with speaking(_channels.get()):
        yield


@contextmanager
def conversing(reader: str, channels: str) -> Iterator[None]:
    """Answer one message: its reader's language from here on, and the one that channels have."""
    token = _channels.set(channels)
    try:
        with speaking(reader):
            yield
    finally:
        _channels.reset(token)


def spoken() -> str:
    """The code of the language that is spoken just now."""
    return _reader.get()


def language_of_locale(locale: str) -> str | None:
    """The language of a locale as platforms write it ("de-AT", "pt_BR"), where we speak it."""
    language = re.split(r"[-_.]", locale.strip().lower(), maxsplit=1)[0]
    return language if language in LANGUAGES else None


@cache
def _catalogue(language: str) -> catalogues.NullTranslations:
    if language == ENGLISH:
        return catalogues.NullTranslations()
    with files("bot").joinpath(f"locale/{language}/LC_MESSAGES/liaison.mo").open("rb") as file:
        return catalogues.GNUTranslations(file)


def gettext(sentence: str) -> str:
    """The sentence in the language that is spoken."""
    return _catalogue(_reader.get()).gettext(sentence)


#: The usual short name, which also marks a sentence for the catalogues.
_ = gettext


def ngettext(one: str, many: str, count: int) -> str:
    """The sentence for so many, in the language that is spoken; `{count}` in it is filled in."""
    return _catalogue(_reader.get()).ngettext(one, many, count).replace("{count}", number(count))


def pgettext(context: str, sentence: str) -> str:
    """A sentence whose English words mean several things; `context` says which."""
    return _catalogue(_reader.get()).pgettext(context, sentence)


def N_(sentence: str) -> str:
    """Mark a sentence for the catalogues without looking it up yet."""
    return sentence


class Labels(Mapping[K, str]):
    """Labels for the values of something, in the language that is spoken when they are read."""

    def __init__(self, sentences: Mapping[K, str]) -> None:
        """`sentences` are English, each marked with N_."""
        self._sentences = sentences

    def __getitem__(self, key: K) -> str:
        return gettext(self._sentences[key])

    def __iter__(self) -> Iterator[K]:
        return iter(self._sentences)

    def __len__(self) -> int:
        return len(self._sentences)


def filled(template: str, **parts: Span) -> tuple[Span, ...]:
    """A translated sentence as spans: each {name} in it becomes the span of that name, wherever the language has it."""
    found = (parts[bit[1:-1]] if re.fullmatch(r"\{\w+\}", bit) else bit for bit in re.split(r"(\{\w+\})", template))
    return tuple(bit for bit in found if bit != "")


def listed(names: Sequence[str]) -> str:
    """Names in a row: "A, B and C"."""
    if len(names) < 2:
        return "".join(names)
    return _("{names} and {last}").format(names=", ".join(names[:-1]), last=names[-1])


#: What stands between thousands. Brazil and Portugal differ; both read the point.
_THOUSANDS = {"en": ",", "de": ".", "es": ".", "fr": "\u202f", "pl": "\u00a0", "pt": "."}

#: A moment without its year, where a platform shows no better.
_MOMENTS = {
    "en": "%d %b %H:%M",
    "de": "%d.%m. %H:%M",
    "es": "%d/%m %H:%M",
    "fr": "%d/%m %H:%M",
    "pl": "%d.%m %H:%M",
    "pt": "%d/%m %H:%M",
}

#: A calendar day as people say it. The names are ours: the machine's own depend on what is installed there.
_DAYS = {
    "en": "{weekday} {day} {month}",
    "de": "{weekday}, {day}. {month}",
    "es": "{weekday} {day} de {month}",
    "fr": "{weekday} {day} {month}",
    "pl": "{weekday}, {day} {month}",
    "pt": "{weekday}, {day} de {month}",
}

#: Days from which on a year is said, and what stands before it.
FAR = 180
_BEFORE_YEAR = {"es": " de ", "pt": " de "}

_WEEKDAYS = {
    "en": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
    "de": "Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag",
    "es": "lunes martes miércoles jueves viernes sábado domingo",
    "fr": "lundi mardi mercredi jeudi vendredi samedi dimanche",
    "pl": "poniedziałek wtorek środa czwartek piątek sobota niedziela",
    "pt": "segunda-feira terça-feira quarta-feira quinta-feira sexta-feira sábado domingo",
}

_MONTHS = {
    "en": "January February March April May June July August September October November December",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "pl": "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia",
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
}


def number(count: int) -> str:
    """A whole number as the language writes it."""
    return f"{count:,}".replace(",", _THOUSANDS[_reader.get()])


def moment(at: datetime) -> str:
    """Day, month and time as the language writes them."""
    return at.strftime(_MOMENTS[_reader.get()])


def day(when: date, since: date | None = None) -> str:
    """A calendar day as people say it: "Friday 6 March"; with its year where it is far from `since`, if that is given.

    Far is half a year: from there on another year may be meant.
    """
    language = _reader.get()
    first = "1er" if language == "fr" and when.day == 1 else str(when.day)
    said = _DAYS[language].format(
        weekday=_WEEKDAYS[language].split()[when.weekday()], day=first, month=_MONTHS[language].split()[when.month - 1]
    )
    far = since is not None and abs((when - since).days) > FAR
    return f"{said}{_BEFORE_YEAR.get(language, ' ')}{when.year}" if far else said
