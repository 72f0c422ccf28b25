"""For everybody: no serious finding of axe-core in light and dark, wide and narrow; and all of it by keyboard."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe

REPORT = "The payment run takes over an hour now. It used to be ten minutes."

LOOKS = [(1280, False), (1280, True), (375, False), (375, True)]


def serious(page) -> list[str]:
    """What axe-core finds serious or critical, with where."""
    found = Axe().run(page).response["violations"]
    return [
        f"{finding['id']}: {node['target']} {node.get('failureSummary', '')}"
        for finding in found
        if finding["impact"] in ("serious", "critical")
        for node in finding["nodes"]
    ]


@pytest.mark.parametrize(("width", "dark"), LOOKS)
def test_nothing_serious_anywhere(window, width, dark):
    me = window(width=width, height=800, dark=dark).be("kwame")
    assert serious(me.page) == []
    me.say(REPORT)
    me.sees("Here is what I understood")
    assert serious(me.page) == []
    me.press("Change this")
    me.dialog()
    assert serious(me.page) == []
    me.shoot(f"access-form-{width}-{'dark' if dark else 'light'}")
    me.page.keyboard.press("Escape")
    me.press("Take it back")
    me.dialog()
    assert serious(me.page) == []
    me.dialog().press("Cancel")
    if width < 760:
        me.page.get_by_role("button", name=re.compile("Open the menu")).click()
        me.page.locator("body[data-side]").wait_for(state="attached")
        me.page.wait_for_timeout(250)  # the drawer slides in
        assert serious(me.page) == []
        me.shoot(f"access-drawer-{'dark' if dark else 'light'}")
        me.page.keyboard.press("Escape")
    me.be("arjun", "erp-it")
    assert serious(me.page) == []
    me.shoot(f"access-channel-{width}-{'dark' if dark else 'light'}")


@pytest.mark.parametrize("width", [375, 320])
def test_nothing_sticks_out_on_a_narrow_screen(window, width):
    me = window(width=width, height=700).be("ines")
    me.say("Averyverylongwordwithoutanyspace" * 12)
    me.sees(re.compile("Averyvery"))
    wide = me.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    list_wide = me.page.evaluate(
        "(() => { const box = document.querySelector('[data-scroll]'); return box.scrollWidth > box.clientWidth })()"
    )
    assert (wide, list_wide) == (False, False)


def focused(page) -> str:
    """The name of what has the focus."""
    return page.evaluate(
        """() => {
          const element = document.activeElement;
          if (element === document.body) return "";
          return (element.getAttribute("aria-label") || element.innerText || element.id).trim();
        }"""
    )


def tab_to(page, name: str, back: bool = False) -> None:
    """Press Tab until something of this name has the focus, which must be visible."""
    for _ in range(80):
        page.keyboard.press("Shift+Tab" if back else "Tab")
        if name in focused(page):
            outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
            assert outline != "none", f"Nobody can see that {name!r} has the focus"
            return
    raise AssertionError(f"Tab never reaches {name!r}")


def test_the_keyboard_alone_is_enough(window):
    me = window().be("meiling")
    page = me.page
    tab_to(page, "Skip to the conversation", back=True)
    page.keyboard.press("Enter")
    page.keyboard.type("The planning run did not finish last night.")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("I have no orders for line 3.")
    page.keyboard.press("Enter")
    me.sees("Here is what I understood")
    assert page.locator(".said").last.inner_text().count("\n") == 1

    tab_to(page, "It slows me down", back=True)
    page.keyboard.press("Enter")
    me.sees("It slows you down")
    tab_to(page, "Take it back", back=focused(page) != "")
    page.keyboard.press("Space")
    page.locator("dialog[open]").wait_for()
    page.keyboard.press("Escape")
    assert focused(page) == "Take it back"
    tab_to(page, "Change this", back=True)
    page.keyboard.press("Enter")
    page.locator("dialog[open]").wait_for()
    page.keyboard.press("Escape")

    tab_to(page, re.sub(" +", " ", f"Edit your message of {said_at(page)}"), back=True)
    page.keyboard.press("Enter")
    page.keyboard.press("End")
    page.keyboard.type(" At all.")
    page.keyboard.press("Enter")
    page.locator("#list").get_by_text("At all.").first.wait_for()

    tab_to(page, "Arjun Deshpande", back=True)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("as=arjun"))


def said_at(page) -> str:
    """The time on the newest message of one's own."""
    return page.locator(".message:not(.bot) header time").last.inner_text()
