"""The pictures of docs/slack.md: `make pictures`.

People play the ten minutes of that page on the stand-in. What Liaison sends is drawn as Slack shows it, near enough to
be recognised. docs/pictures/shown.json keeps the words of each picture, and a test compares them with what is sent
today: so no picture grows old without somebody hearing of it.
"""

# ruff: noqa: E501  (styles read best on one line)
import asyncio
import base64
import html
import json
import re
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from adapters.engine.database import create_engine
from adapters.tables import metadata
from tests.language import PlainLanguage
from tests.slack.house import TEAM, House, open_house, payload
from tests.slack.standin.state import Post
from tests.slack.test_loop import UPDATE, settle_in

FOLDER = Path(__file__).parents[2] / "docs" / "pictures"
SHOWN = FOLDER / "shown.json"

Blocks = list[dict[str, Any]]

#: Colleagues enough for a pulse.
MORE = {"U0CAM": "Cam Diaz", "U0DEE": "Dee Fox", "U0ELI": "Eli Gray", "U0FAY": "Fay Holt", "U0KIM": "Kim Jung"}


async def scenes() -> dict[str, tuple[str, Blocks, dict[str, str]]]:
    """Where each picture is seen, its blocks, and the files they show, by the picture's name."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/pictures.db"
        engine = create_engine(url)
        metadata.create_all(engine)
        engine.dispose()
        async with open_house(url, PlainLanguage()) as house:
            return await _play(house)


async def _play(house: House) -> dict[str, tuple[str, Blocks, dict[str, str]]]:
    team = house.slack.teams[TEAM]
    for account, name in MORE.items():
        house.slack.person(TEAM, account, name)
        team.open(account)
    found: dict[str, tuple[str, Blocks, dict[str, str]]] = {}

    def keep(name: str, where: str, channel: str, contains: str = "") -> None:
        bot = house.slack.bot_of(TEAM)
        ours = [p for p in team.channels[channel].posts.values() if p.user == bot and contains in _all(p)]
        found[name] = (where, ours[-1].blocks, _files(house))

    await house.say("U0ANN", "help")
    keep("welcome", "Liaison, direct chat", "D0ANN")
    await house.join(house.slack.bot_of(TEAM), "C0BRM")
    keep("purpose", "#erp-brm", "C0BRM")
    await settle_in(house)
    await house.say("U0ANN", "I cannot post a supplier invoice, it stops with a tax error")
    keep("report", "Liaison, direct chat", "D0ANN")
    await house.press("U0ANN", "I'm blocked")
    for account in ("U0BOB", *MORE):
        await house.say(account, "posting a supplier invoice fails with a tax error")
    await house.say("U0IVY", UPDATE, "C0IT")
    keep("draft", "#erp-it, in the thread of the post", "C0IT", "Publish")
    await house.press("U0IVY", "Publish", "C0IT")
    keep("published", "#erp-news", "C0NEWS")
    keep("told", "Liaison, direct chat", "D0ANN", "Is it fixed for you?")
    await house.press("U0ANN", "Fixed")
    await house.say("U0BEN", "pulse")
    await house.press("U0BEN", "Ask now")
    await house.fill("U0BEN", {"question": "told", "when": "now"})
    while await house.core.tick(datetime.now(UTC) + timedelta(seconds=1)):
        await house.settle()
    keep("pulse", "Liaison, direct chat", "D0ANN", "pulse.answer")
    await house.press("U0BEN", "Digest now", "C0BRM")
    keep("digest", "#erp-brm", "C0BRM", "image")
    body = payload("app_home_opened", user="U0BEN", channel=team.open("U0BEN").id)
    await house.happen(body)
    await house.people_known()
    home = next(v for v in reversed(team.views) if v["user"] == "U0BEN" and v["how"] == "publish")
    found["home"] = ("Liaison, Home", home["view"]["blocks"], {})
    return found


def _all(post: Post) -> str:
    return json.dumps(post.blocks)


def _files(house: House) -> dict[str, str]:
    files = house.slack.teams[TEAM].files
    return {f.id: base64.b64encode(f.content).decode() for f in files.values() if f.content}


def words_of(blocks: Blocks) -> list[str]:
    """What is to be read, without what differs from day to day."""
    found: list[str] = []

    def look(part: Any) -> None:
        if isinstance(part, list):
            for one in part:
                look(one)
        elif isinstance(part, dict):
            if isinstance(part.get("text"), str):
                found.append(_steady(part["text"]))
            for name in ("text", "elements", "fields", "accessory"):
                look(part.get(name))
            if part.get("type") == "image":
                found.append(_steady(str(part.get("alt_text"))))

    look(blocks)
    return found


_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_DAY = re.compile(
    rf"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day )?\d{{1,2}} (?:{_MONTHS})(?: \d{{4}})?|\d{{4}}-\d\d-\d\d"
)


def _steady(words: str) -> str:
    words = re.sub(r"<!date\^\d+\^([^|>]*)\|[^>]*>", r"<\1>", words)
    return re.sub(r"\d\d:\d\d for you", "(time) for you", _DAY.sub("(day)", words))


# Drawing.

STYLE = """
body{margin:0;background:#fff;font:15px/1.46 Lato,"Liberation Sans",Arial,sans-serif;color:#1d1c1d;width:640px}
.shot{padding:10px 16px 14px;border:1px solid #ddd;border-radius:8px;width:606px}
.where{font-size:12px;color:#616061;border-bottom:1px solid #eee;padding-bottom:6px;margin-bottom:8px}
.by{font-weight:900}.app{font-size:10px;background:#e8e8e8;color:#616061;padding:1px 3px;border-radius:2px;margin:0 6px}
.logo{float:left;width:36px;height:36px;border-radius:6px;background:#1f4e5f;color:#fff;font:700 20px/36px Arial;text-align:center}
.said{margin-left:46px}.header{font-weight:900;font-size:18px;margin:6px 0}.section{margin:6px 0;white-space:pre-wrap}
.context{font-size:12.5px;color:#616061;margin:6px 0;white-space:pre-wrap}hr{border:0;border-top:1px solid #ddd}
.fields{display:grid;grid-template-columns:1fr 1fr;gap:8px;margin:6px 0;white-space:pre-wrap}
button{font:700 13px Lato,"Liberation Sans",Arial;border:1px solid #bbb;background:#fff;border-radius:4px;padding:5px 12px;margin:3px 8px 3px 0}
button.primary{background:#007a5a;border-color:#007a5a;color:#fff}button.danger{background:#e01e5a;border-color:#e01e5a;color:#fff}
img{max-width:420px;border-radius:6px;display:block}blockquote{margin:2px 0;padding-left:10px;border-left:4px solid #ddd}
code{background:#f6f6f6;border:1px solid #ddd;border-radius:3px;color:#c01343;font-size:12px;padding:0 3px}a{color:#1264a3;text-decoration:none}
"""

PEOPLE = {"U0ANN": "Ann Lee", "U0BOB": "Bob Roy", "U0IVY": "Ivy Tan", "U0BEN": "Ben Orr", **MORE}


def _marked(words: str) -> str:
    """mrkdwn as HTML, as far as Liaison writes it. It is escaped already."""
    words = re.sub(r"<!date\^(\d+)\^([^|>^]*)(?:\^[^|>]*)?\|([^>]*)>", r"\3", words)
    words = re.sub(r"<@(\w+)>", lambda m: f"<a>@{PEOPLE.get(m[1], 'Liaison')}</a>", words)
    words = re.sub(r"<(https?://[^|>]*)\|([^>]*)>", r"<a>\2</a>", words)
    words = re.sub(r"(?<![\w*])\*([^*\n]+)\*(?![\w*])", r"<b>\1</b>", words)
    words = re.sub(r"(?m)^(?:&gt;|>) ?(.*)$\n?", r"<blockquote>\1</blockquote>", words)
    return words.replace("</blockquote><blockquote>", "<br>")


def _drawn(block: dict[str, Any], files: dict[str, str]) -> str:
    kind = block["type"]
    if kind == "header":
        return f'<div class="header">{html.escape(block["text"]["text"])}</div>'
    if kind == "section" and "fields" in block:
        return f'<div class="fields">{"".join(f"<div>{_text(one)}</div>" for one in block["fields"])}</div>'
    if kind == "section":
        return f'<div class="section">{_text(block["text"])}</div>'
    if kind == "context":
        return f'<div class="context">{" ".join(_text(one) for one in block["elements"])}</div>'
    if kind == "actions":
        shown = (
            f'<button class="{one.get("style", "")}">{html.escape(one["text"]["text"])}</button>'
            for one in block["elements"]
        )
        return f"<div>{''.join(shown)}</div>"
    if kind == "image":
        content = files.get(block["slack_file"]["id"], "")
        return f'<img src="data:image/png;base64,{content}">'
    if kind == "divider":
        return "<hr>"
    raise ValueError(f"No picture of {kind}")


def _text(text: dict[str, Any]) -> str:
    return html.escape(text["text"]) if text["type"] == "plain_text" else _marked(text["text"])


def page(where: str, blocks: Blocks, files: dict[str, str]) -> str:
    """A message as a page."""
    body = "".join(_drawn(block, files) for block in blocks)
    return (
        f'<!doctype html><meta charset="utf-8"><style>{STYLE}</style><div class="shot"><div class="where">'
        f'{html.escape(where)}</div><div class="logo">L</div><div class="said"><span class="by">Liaison</span>'
        f'<span class="app">APP</span>{body}</div></div>'
    )


def draw(shown: dict[str, tuple[str, Blocks, dict[str, str]]]) -> None:
    """Take the pictures."""
    import io

    from PIL import Image
    from playwright.sync_api import sync_playwright

    from tests.browser.conftest import FLAGS, MISSING, find_chromium

    chromium = find_chromium()
    if chromium is None:
        sys.exit(MISSING)
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(FLAGS))
        opened = browser.new_page(viewport={"width": 640, "height": 400})
        for name, (where, blocks, files) in shown.items():
            opened.set_content(page(where, blocks, files))
            taken = Image.open(io.BytesIO(opened.locator(".shot").screenshot()))
            taken.convert("RGB").quantize(64).save(FOLDER / f"slack-{name}.png", optimize=True)
        browser.close()
    SHOWN.write_text(
        json.dumps({n: words_of(b) for n, (_, b, _f) in shown.items()}, indent=1, ensure_ascii=False) + "\n"
    )


if __name__ == "__main__":
    draw(asyncio.run(scenes()))
