"""A real Liaison in a process of its own, and a real Chromium in front of it.

Where no Chromium is found these tests are skipped and say so loudly; in CI (CI=true) that is a failure.
"""

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

ROOT = Path(__file__).parents[2]
SCREENSHOTS = ROOT / "var" / "screenshots"

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MAC = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

MISSING = "NO BROWSER TESTS: no Chromium was found. Install one, or name it with CHROMIUM=/path/to/chromium."

_missing: list[str] = []


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    skipped = terminalreporter.stats.get("skipped", [])
    if any("NO BROWSER TESTS" in str(report.longrepr) for report in skipped):
        terminalreporter.write_line(f"\n{MISSING}\n", red=True, bold=True)


def find_chromium() -> str | None:
    """The browser to use: the one CHROMIUM names, or the first one found."""
    named = os.environ.get("CHROMIUM")
    if named:
        return shutil.which(named)
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    return found or (str(MAC) if MAC.exists() else None)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A Chromium for the tests of one file: while it is open, no test with an event loop of its own can run."""
    path = find_chromium()
    if path is None:
        if os.environ.get("CI") == "true":
            pytest.fail(MISSING)
        pytest.skip(MISSING)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield started
        started.close()


class Service:
    """`liaison serve` on a database of its own, as people start it, on any free port."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.url = ""
        self._process: subprocess.Popen[str] | None = None

    def start(self, port: int = 0) -> None:
        """Start it, and return once it is ready."""
        environment = {
            **os.environ,
            "LIAISON_DATABASE_URL": f"sqlite:///{self.folder}/liaison.db",
            "LIAISON_HOST": "127.0.0.1",
            "LIAISON_PORT": str(port),
            "PYTHONPATH": str(ROOT),
        }
        command = [sys.executable, "-c", "from adapters.cli import main; main()", "serve"]
        log = (self.folder / "service.log").open("a")
        self._process = subprocess.Popen(
            command, cwd=self.folder, env=environment, stdout=subprocess.PIPE, stderr=log, text=True
        )
        assert self._process.stdout is not None
        for line in self._process.stdout:
            log.write(line)
            if found := re.search(r"ready at (http://\S+)", line):
                self.url = found[1]
                return
        raise AssertionError(f"Liaison did not start:\n{(self.folder / 'service.log').read_text()[-3000:]}")

    def stop(self) -> None:
        """Ask it to stop, and see that it does so in time."""
        if self._process is None:
            return
        self._process.send_signal(signal.SIGTERM)
        try:
            self._process.communicate(timeout=15)
        finally:
            self._process.kill()
            self._process.wait()
            self._process = None


@pytest.fixture(scope="module")
def service(browser: Browser) -> Iterator[Service]:
    """A fresh Liaison for the tests of one file."""
    folder = Path(tempfile.mkdtemp(prefix="liaison"))
    made = Service(folder)
    try:
        made.start()
        yield made
    finally:
        made.stop()
        shutil.rmtree(folder, ignore_errors=True)


class Window:
    """One browser window. What goes wrong in its page is kept in `problems`."""

    def __init__(self, page: Page, service: Service) -> None:
        self.page = page
        self.service = service
        self.problems: list[str] = []
        page.set_default_timeout(20_000)
        page.on("pageerror", lambda error: self.problems.append(str(error)))
        page.on("console", self._note)

    def _note(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.problems.append(message.text)

    def be(self, person: str, place: str | None = None) -> "Window":
        """Open the playground as somebody, somewhere."""
        self.page.goto(f"{self.service.url}/playground?as={person}&in={place or f'direct-{person}'}")
        self.page.wait_for_selector("body[data-connected]", state="attached")
        return self

    def say(self, text: str) -> None:
        """Write and send, with the keyboard."""
        self.page.get_by_label(re.compile("^Message to")).fill(text)
        self.page.keyboard.press("Enter")

    def sees(self, text: str | re.Pattern[str], last: bool = True) -> None:
        """Wait until this is in the conversation."""
        found = self.page.locator("#list").get_by_text(text)
        (found.last if last else found.first).wait_for()

    def press(self, label: str) -> None:
        """Press the newest button of that name in the conversation."""
        self.page.locator("#list").get_by_role("button", name=label, exact=True).last.click()

    def dialog(self) -> "DialogBox":
        """The open dialog."""
        return DialogBox(self.page)

    def shoot(self, name: str) -> None:
        """Keep a picture to look at."""
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        self.page.wait_for_timeout(150)  # let a drawer or dialog come to rest
        self.page.screenshot(path=SCREENSHOTS / f"{name}.png")


class DialogBox:
    """The dialog that is open in a page."""

    def __init__(self, page: Page) -> None:
        self._box = page.locator("dialog[open]")
        self._box.wait_for()

    def fill(self, label: str, text: str) -> None:
        self._box.get_by_label(label).fill(text)

    def choose(self, label: str, option: str) -> None:
        self._box.get_by_label(label).select_option(label=option)

    def press(self, label: str) -> None:
        self._box.get_by_role("button", name=label, exact=True).click()

    def text(self) -> str:
        return self._box.inner_text()


@pytest.fixture
def window(browser: Browser, service: Service) -> Iterator["type[Window]"]:
    """Opens windows: `window(width=375, dark=True)`. At the end, none may have had a problem."""
    opened: list[Window] = []

    def open_window(width: int = 1280, height: int = 860, dark: bool = False) -> Window:
        context = browser.new_context(
            viewport={"width": width, "height": height}, color_scheme="dark" if dark else "light"
        )
        made = Window(context.new_page(), service)
        opened.append(made)
        return made

    yield open_window  # type: ignore[misc]
    for each in opened:
        each.page.context.close()
    assert [problem for each in opened for problem in each.problems] == []
