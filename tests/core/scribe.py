"""Golden conversations: everything everybody sees, as text, compared with a file.

LIAISON_WRITE_TRANSCRIPTS=1 writes the files anew. Read them aloud before you commit them.
"""

import os
from pathlib import Path

from bot.cards import Form
from tests.office import Office, words

FOLDER = Path(__file__).parent / "transcripts"


class Scribe:
    """Writes down what people do, and after each step what changed on anybody's screen."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self._lines: list[str] = []
        self._known: dict[str, tuple[int, str]] = {}
        self._look(silent=True)

    async def say(self, person: str, words_: str, channel: str | None = None, **more: object) -> str:
        message = await self.office.say(person, words_, channel, **more)
        where = f" in {channel}" if channel else " in the thread" if more.get("thread") else ""
        self._step(f"{person} writes{where}: {words_}")
        return message

    async def edit(self, person: str, message_id: str, words_: str, channel: str | None = None) -> None:
        await self.office.edit(person, message_id, words_, channel)
        self._step(f"{person} changes the post to: {words_}")

    async def press(self, person: str, label: str, channel: str | None = None) -> None:
        await self.office.press(person, label, channel)
        self._step(f"{person} presses [{label}]")

    async def fill(self, person: str, label: str, channel: str | None = None, **answers: str) -> None:
        form = await self.office.form(person, label, channel)
        await self.office.fill(person, label, channel, **answers)
        given = "; ".join(f"{name}: {value}" for name, value in answers.items())
        intro = f" ({form.intro.splitlines()[-1]})" if isinstance(form, Form) and form.intro else ""
        self._step(f"{person} presses [{label}] and fills in{intro}: {given}")

    async def later(self, **span: float) -> None:
        self.office.later(**span)
        await self.office.tick()
        self._step(f"it becomes {self.office.now:%A %d %B, %H:%M}")

    def begin(self) -> None:
        """What is on the screens by now goes without saying."""
        self._look(silent=True)

    def _step(self, line: str) -> None:
        self._lines.append(f"* {line}")
        self._look()

    def _look(self, silent: bool = False) -> None:
        for message in self.office.chat.messages:
            said = words(message.card)
            old = self._known.get(message.id)
            self._known[message.id] = (message.edits, said)
            if silent or (old is not None and old[1] == said):
                continue
            how = "sees" if old is None else "sees it change"
            who = message.place.removeprefix("dm-")
            thread = " (thread)" if message.thread else ""
            self._lines += [f"  {who}{thread} {how}:", *(f"    | {line}" for line in said.splitlines())]

    def check(self, name: str) -> None:
        """Compare with the file of this name, or write it."""
        path, told = FOLDER / f"{name}.txt", "\n".join(self._lines) + "\n"
        if os.environ.get("LIAISON_WRITE_TRANSCRIPTS"):
            FOLDER.mkdir(exist_ok=True)
            path.write_text(told, encoding="utf-8")
        assert told == path.read_text(encoding="utf-8"), f"{path.name} differs; LIAISON_WRITE_TRANSCRIPTS=1 rewrites it"
