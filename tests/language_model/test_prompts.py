"""Prompt files fail loudly: a variable that is missing, or that nothing uses, is an error."""

from pathlib import Path

import pytest

from adapters.language.prompts import Prompt, PromptError


def prompt(folder: Path, text: str) -> Prompt:
    path = folder / "test.md"
    path.write_text(text, encoding="utf-8")
    return Prompt(path)


def test_variables_are_filled_in_as_they_are(tmp_path: Path) -> None:
    assert prompt(tmp_path, "Kind: {{ kind }}.").fill(kind="<b>{{ x }}</b> & more") == "Kind: <b>{{ x }}</b> & more."


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({}, "needs kind and needs terms"),
        ({"kind": "a"}, "needs terms"),
        ({"kind": "a", "terms": "b", "zone": "c"}, "has no place for zone"),
        ({"kind": "a", "trems": "b"}, "needs terms and has no place for trems"),
    ],
)
def test_a_variable_missing_or_unused_is_an_error_that_names_it(
    given: dict[str, str], why: str, tmp_path: Path
) -> None:
    with pytest.raises(PromptError, match=why):
        prompt(tmp_path, "{{ kind }} {{ terms }}").fill(**given)


@pytest.mark.parametrize("text", ["", " \n", "{{ kind", "{% if %}"])
def test_a_file_that_is_no_prompt_is_refused(text: str, tmp_path: Path) -> None:
    with pytest.raises(PromptError, match=r"test\.md"):
        prompt(tmp_path, text)


def test_a_missing_or_binary_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PromptError, match="cannot be read"):
        Prompt(tmp_path / "missing.md")
    (tmp_path / "binary.md").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(PromptError, match="cannot be read"):
        Prompt(tmp_path / "binary.md")


def test_the_prompts_that_ship_take_what_the_code_gives() -> None:
    assert Prompt.load("classify").variables == {"terms"}
    assert Prompt.load("translate").variables == {"kind", "terms"}
    with pytest.raises(PromptError):
        Prompt.load("no_such_prompt")


def test_the_classify_prompt_explains_every_label() -> None:
    from bot.listening.labels import Cause, Impact, Intent, Module

    text = Prompt.load("classify").fill(terms="- (none)")
    for labels in (Intent, Cause, Module, Impact):
        for label in labels:
            assert f"- {label}: " in text
