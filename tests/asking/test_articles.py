"""From Markdown to passages, and how well the right one is found."""

import json
from pathlib import Path

import pytest

from adapters.language.embedded import EmbeddedModel
from bot.listening.asking.articles import LONGEST, article_files, passages, read_article
from bot.listening.asking.index import GOOD, Knowledge
from tests.asking.conftest import ARTICLES

QUESTIONS = Path(__file__).parent / "questions.jsonl"


def test_an_article_is_cut_at_its_headings() -> None:
    source = '---\ntitle: "Buying"\nurl: https://x.example/b\n---\n# Ignored\nFirst.\n\n## How\n- one\n- **two**\n'
    found = passages("a.md", source)
    assert [(p.title, p.heading, p.text) for p in found] == [
        ("Buying", "Ignored", "First."),
        ("Buying", "How", "- one\n- two"),
    ]
    assert found[0].url == "https://x.example/b"
    assert found[1].source == "Buying, How"


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("```\n# not a heading\n```\n", "# not a heading"),
        ("See [the page](https://x.example) and ![a picture](p.png).", "See the page and a picture."),
        ("<!-- hidden -->Shown.", "Shown."),
        ("One line\ngoes on.\n\nNext.", "One line goes on.\nNext."),
        ("snake_case and *stars*", "snake_case and stars"),
    ],
)
def test_markup_is_left_out_and_words_stay(source: str, shown: str) -> None:
    assert "\n".join(p.text for p in passages("a.md", source)) == shown


def test_a_title_comes_from_the_first_heading_or_the_files_name() -> None:
    assert passages("a.md", "# Title\nWords.")[0].title == "Title"
    assert passages("how-to-buy.md", "Words.")[0].title == "How to buy"
    assert passages("a.md", "---\nurl: javascript:alert(1)\n---\nWords.")[0].url is None


def test_a_long_section_is_cut_between_paragraphs() -> None:
    found = passages("a.md", "# T\n" + "\n\n".join(["Some words here. " * 20] * 6))
    assert len(found) == 3
    assert all(len(p.text) <= LONGEST for p in found)


def test_what_is_no_article_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "binary.md").write_bytes(b"\xff\xfe\x00")
    (tmp_path / ".hidden.md").write_text("Words.")
    (tmp_path / "note.txt").write_text("Words.")
    (tmp_path / "out.md").symlink_to("/etc/hostname")
    assert [path.name for path in article_files(tmp_path)] == ["binary.md"]
    assert read_article(tmp_path, tmp_path / "binary.md") == []


async def test_the_right_passage_is_found_and_nothing_where_there_is_none(shipped_engine: EmbeddedModel) -> None:
    """38 questions with an answer and 32 without; see docs/how-to-questions.md for the numbers as measured."""
    knowledge = Knowledge(ARTICLES, shipped_engine.embed)
    rows = [json.loads(line) for line in QUESTIONS.read_text(encoding="utf-8").splitlines()]
    right = wrong = invented = 0
    for row in rows:
        found = await knowledge.best(row["text"])
        assert found is not None
        if found.score < GOOD:
            continue
        if row["article"] is None:
            invented += 1
        elif (found.passage.article, found.passage.heading) == (row["article"], row["heading"]):
            right += 1
        else:
            wrong += 1
    assert sum(row["article"] is not None for row in rows) == 38
    assert right >= 33
    assert wrong <= 2
    assert invented <= 3
