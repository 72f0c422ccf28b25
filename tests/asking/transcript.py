"""A scene as people see it: who says and presses what, and every card that follows."""

from pathlib import Path

from tests.office import Office, Shown, words

GOLDEN = Path(__file__).parent / "transcripts"


class Transcript:
    """Writes down a scene. `places` are those looked at: a person's name, or a channel with "#"."""

    def __init__(self, office: Office, *places: str) -> None:
        self.office = office
        self.places = places
        self.lines: list[str] = []
        self._seen = {message.id: words(message.card) for message in office.chat.messages}

    async def say(self, person: str, text: str, **more: object) -> str:
        self.lines += [f"{person}: {text or '(no words)'}", ""]
        message = await self.office.say(person, text, **more)
        self._note()
        return message

    async def press(self, person: str, label: str, channel: str | None = None) -> None:
        self.lines += [f"{person} presses [{label}]", ""]
        await self.office.press(person, label, channel)
        self._note()

    def _note(self) -> None:
        for message in self.office.chat.messages:
            said = words(message.card)
            name = self._name(message)
            if name in self.places and self._seen.get(message.id) != said:
                how = "changes to" if message.id in self._seen else "says"
                self.lines += [f"    Liaison {how}, to {name}:", *(f"    | {line}" for line in said.split("\n")), ""]
            self._seen[message.id] = said

    def _name(self, message: Shown) -> str:
        return message.place.removeprefix("dm-") if message.place.startswith("dm-") else f"#{message.place}"

    def check(self, name: str) -> None:
        """Compare with the golden file. To accept a change on purpose, delete the file and run the test once more."""
        path = GOLDEN / f"{name}.txt"
        said = "\n".join(self.lines).rstrip() + "\n"
        if not path.exists():
            path.parent.mkdir(exist_ok=True)
            path.write_text(said, encoding="utf-8")
            raise AssertionError(f"{path.name} was not there; it is now. Read it, and run the test again.")
        assert said == path.read_text(encoding="utf-8")
