"""Cards and forms of Teams in Microsoft's own renderer, with the looks of Teams: what people would see."""

import asyncio
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from adapters.engine.database import create_engine
from adapters.teams.forms import chat_card, dialog_card
from adapters.teams.outbound import Known, cards
from adapters.teams.pictures import embedded
from bot.cards import Buttons, Card, Form, Heading, Mention, text
from bot.store.session import Store
from tests.browser.conftest import SCREENSHOTS
from tests.chat.test_contract import EVERYTHING
from tests.language import PlainLanguage
from tests.office import Office
from tests.teams.test_outbound import HOSTILE, TYPED
from tests.teams.test_pictures import CHART

RENDERER = Path(__file__).parents[1] / "teams" / "renderer"
HOST = json.loads((RENDERER / "microsoft-teams-light.json").read_text("utf-8"))

#: What people say so that they see most of what Liaison shows.
SAID = ("help", "themes", "digest", "brief", "my data", "my issues", "who sees this", "gaps", "ask everyone")


async def _whole_office(path: Path) -> tuple[list[Card], list[Form]]:
    """Every card that reaches somebody while a report becomes a fix, and every form its buttons open."""
    store = Store(create_engine(f"sqlite:///{path}"))
    office = Office(store, PlainLanguage())
    try:
        await office.open_company()
        await office.say("ann", "Posting an invoice fails with an error, I cannot post invoices")
        await office.press("ann", "I'm blocked")
        await office.say("bob", "Posting invoices fails, there is an error when posting an invoice")
        await office.say("ivy", "We fixed the error when posting an invoice in FB60 today at 14:00.", "erp-it")
        forms = await _forms(office)
        await office.press("ivy", "Publish", "erp-it")
        for person in ("ann", "ivy", "ben", "eve"):
            for words in SAID:
                await office.say(person, words)
        forms += await _forms(office)
        return [message.card for message in office.chat.messages], forms
    finally:
        await store.close()


async def _forms(office: Office) -> list[Form]:
    found: dict[str, Form] = {}
    for message in office.chat.messages:
        person = message.place.removeprefix("dm-") if message.place.startswith("dm-") else "ivy"
        channel = None if message.place.startswith("dm-") else message.place
        for block in message.card.blocks:
            for button in block.buttons if isinstance(block, Buttons) else ():
                if button.opens_form:
                    form = await office.form(person, button.label, channel)
                    if isinstance(form, Form):
                        found.setdefault(form.name, form)
    return list(found.values())


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> tuple[list[Card], list[Form]]:
    """Made before the browser opens: while it is open, no event loop of ours can run."""
    path = tmp_path_factory.mktemp("teams") / "office.db"
    shutil.copy(sqlite_template, path)
    return asyncio.run(_whole_office(path))


@pytest.fixture
def page(office: object, browser: Browser) -> Iterator[Page]:
    opened = browser.new_page(viewport={"width": 680, "height": 800})
    opened.goto((RENDERER / "page.html").as_uri())
    yield opened
    opened.close()


def _show(page: Page, payloads: list[dict[str, Any]], name: str) -> str:
    """Render cards, see that the renderer has nothing to say against them, and return what is to be read."""
    problems = page.evaluate("([cards, host]) => show(cards, host)", [payloads, HOST])
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SCREENSHOTS / f"teams-{name}.png", full_page=True)
    assert problems == [[]] * len(payloads)
    return page.inner_text("body")


def test_every_block_is_to_be_seen(page: Page) -> None:
    said = _show(page, cards(EVERYTHING, Known({1: "29:ann"}, {1: embedded(CHART) or ""})), "blocks")
    for words in (
        "Heading *not bold*",
        "a link",
        "Mar 2, 2026",
        "quoted ```code```",
        "• one",
        "It is too slow",
        "Press",
    ):
        assert words in said
    assert page.locator("img[alt^='Reports by business area']").count() == 1
    assert page.get_by_text("Sure?").is_hidden()
    page.get_by_role("button", name="No").first.click()
    assert page.get_by_text("Sure?").is_visible()


def test_words_make_no_links_and_no_looks(page: Page) -> None:
    blocks = [Heading("Words"), *(text(said) for said in HOSTILE), *(text(said, Mention(1, "Ann")) for said in HOSTILE)]
    said = _show(page, cards(Card("Words", tuple(blocks)), Known({1: "29:ann"})), "words")
    assert page.locator(".card a, .card strong, .card em, .card code, .card li, .card h1, .card img").count() == 0
    for line in ("*bold* _italic_ `code` ~~gone~~", "[click](https://evil.example)", "&amp; &#42;", "{{DATE(2026-01"):
        assert said.count(line) == 2


def test_a_form_asks_and_says_what_is_missing(page: Page) -> None:
    said = _show(page, [dialog_card(TYPED), chat_card(TYPED)], "form")
    assert said.count("So that IT can help.") == 2
    assert said.count("Put it right") == 1  # the dialog's own frame shows it
    page.get_by_label("What *happened*").first.fill("")
    page.get_by_role("button", name="Send").first.click()
    assert page.inner_text("body").count("What *happened*") == said.count("What *happened*") + 1


def test_all_that_an_office_sees_is_to_be_seen(page: Page, office: tuple[list[Card], list[Form]]) -> None:
    shown, forms = office
    payloads = [payload for card in shown for payload in cards(card)] + [dialog_card(form) for form in forms]
    assert len(shown) > 20
    assert len(forms) > 3
    said = _show(page, payloads, "office")
    assert said.count("I'm blocked") >= 1
    buttons = sum(len(block.buttons) for card in shown for block in card.blocks if isinstance(block, Buttons))
    assert page.get_by_role("button").count() >= buttons
