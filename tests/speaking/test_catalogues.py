"""Every sentence people see has its words in every language, and what is compiled is what is written."""

import ast
import gettext
import re
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from bot.speaking import ENGLISH, LANGUAGES

BOT = Path(__file__).parents[2] / "bot"
FOREIGN = [language for language in LANGUAGES if language != ENGLISH]

#: Which arguments of a call hold sentences.
MARKED = {"_": (0,), "N_": (0,), "gettext": (0,), "ngettext": (0, 1), "pgettext": (1,)}


def catalogue(language: str) -> Catalog:
    with (BOT / "locale" / language / "LC_MESSAGES" / "liaison.po").open("rb") as file:
        return read_po(file, locale=language, domain="liaison")


def messages(language: str) -> list[Message]:
    return [message for message in catalogue(language) if message.id]


def sentences() -> set[str | tuple[str, ...]]:
    """What the code marks, read from the code itself: what the tool that extracts overlooks is found here."""
    found: set[str | tuple[str, ...]] = set()
    for file in sorted(BOT.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MARKED):
                continue
            words = [node.args[place] for place in MARKED[node.func.id]]
            if not all(isinstance(word, ast.Constant) for word in words):
                continue
            texts = tuple(str(word.value) for word in words if isinstance(word, ast.Constant))
            found.add(texts if len(texts) > 1 else texts[0])
    return found


def places(sentence: str) -> list[str]:
    return sorted(re.findall(r"\{\w*\}", sentence))


@pytest.mark.parametrize("language", FOREIGN)
def test_every_sentence_of_the_code_is_translated(language: str) -> None:
    known = {message.id for message in messages(language)}
    assert sentences() <= known, "make messages brings them in"
    for message in messages(language):
        told = message.string if isinstance(message.string, tuple) else (message.string,)
        assert all(told), f"{message.id} has no words yet"
        assert not message.fuzzy, message.id


@pytest.mark.parametrize("language", FOREIGN)
def test_no_catalogue_holds_a_sentence_nobody_says(language: str) -> None:
    assert {message.id for message in messages(language)} <= sentences()


@pytest.mark.parametrize("language", FOREIGN)
def test_what_is_filled_in_is_the_same_in_every_language(language: str) -> None:
    for message in messages(language):
        if isinstance(message.id, tuple):
            # The form for one may leave the count out, as English does: "one colleague".
            many = set(places(message.id[-1]))
            for told in message.string:
                assert many - {"{count}"} <= set(places(told)) <= many, message.id
            assert set(places(message.string[-1])) == many, message.id
        else:
            assert places(message.id) == places(message.string), message.id


@pytest.mark.parametrize("language", FOREIGN)
def test_what_is_compiled_is_what_is_written(language: str) -> None:
    """The service reads the compiled file; `make messages` writes it."""
    written, compiled = BytesIO(), BOT / "locale" / language / "LC_MESSAGES" / "liaison.mo"
    write_mo(written, catalogue(language))
    written.seek(0)
    with compiled.open("rb") as file:
        assert gettext.GNUTranslations(file)._catalog == gettext.GNUTranslations(written)._catalog  # type: ignore[attr-defined]


@pytest.mark.parametrize("language", FOREIGN)
def test_nobody_is_shouted_at(language: str) -> None:
    for message in messages(language):
        told = message.string if isinstance(message.string, tuple) else (message.string,)
        assert not any("!" in words for words in told), message.id
