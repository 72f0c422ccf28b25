"""The pictures of docs/slack.md show what people see today. Where this fails: `make pictures`, and look at them."""

import json
import re
from pathlib import Path

import pytest
from PIL import Image

from tests.slack.pictures import FOLDER, SHOWN, scenes, words_of

DOCS = Path(__file__).parents[2] / "docs"

#: The most a picture may weigh, in bytes.
MOST = 80_000


@pytest.fixture(autouse=True)
def _words() -> None:
    assert SHOWN.is_file(), "Run: make pictures"


async def test_each_picture_shows_the_words_that_are_sent_today() -> None:
    today = {name: words_of(blocks) for name, (_where, blocks, _files) in (await scenes()).items()}
    assert today == json.loads(SHOWN.read_text("utf-8")), "Run: make pictures"


def test_each_picture_is_small_stands_in_the_page_and_is_told_in_words() -> None:
    names = {f"slack-{name}.png" for name in json.loads(SHOWN.read_text("utf-8"))}
    assert {path.name for path in FOLDER.glob("slack-*.png")} == names
    shown = dict(re.findall(r"!\[([^\]]+)\]\(pictures/([\w-]+\.png)\)", (DOCS / "slack.md").read_text("utf-8")))
    assert set(shown.values()) == names
    for name in names:
        assert (FOLDER / name).stat().st_size < MOST
        assert Image.open(FOLDER / name).width == 640
