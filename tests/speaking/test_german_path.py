"""A German colleague's whole way, as she sees it: report, impact, told, fixed, thanks; and what others see of it."""

from pathlib import Path

from tests.office import Office, words

GOLDEN = Path(__file__).parent / "transcripts" / "german-path.txt"


class Scene:
    """Writes down who says and presses what, and every card that follows for Anna, IT and the BRM."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.lines: list[str] = []
        self._seen = {message.id: words(message.card) for message in office.chat.messages}

    def note(self, what: str) -> None:
        self.lines += [what, ""]
        for message in self.office.chat.messages:
            said = words(message.card)
            if message.place in ("dm-anna", "erp-it", "erp-brm") and self._seen.get(message.id) != said:
                how = "changes to" if message.id in self._seen else "says"
                self.lines += [
                    f"    Liaison {how}, in {message.place}:",
                    *(f"    | {line}" for line in said.split("\n")),
                ]
                self.lines.append("")
            self._seen[message.id] = said

    async def say(self, person: str, text: str, channel: str | None = None) -> None:
        await self.office.say(person, text, channel)
        self.note(f"{person}: {text}")

    async def press(self, person: str, label: str, channel: str | None = None) -> None:
        await self.office.press(person, label, channel)
        self.note(f"{person} presses [{label}]")

    async def fill(self, person: str, label: str, channel: str | None = None, **answers: str) -> None:
        await self.office.fill(person, label, channel, **answers)
        self.note(f"{person} fills in [{label}]: {', '.join(answers.values())}")

    def check(self) -> None:
        """Compare with the golden file. To accept a change on purpose, delete the file and run the test once more."""
        said = "\n".join(self.lines).rstrip() + "\n"
        if not GOLDEN.exists():
            GOLDEN.write_text(said, encoding="utf-8")
            raise AssertionError(f"{GOLDEN.name} was not there; it is now. Read it, and run the test again.")
        assert said == GOLDEN.read_text(encoding="utf-8")


async def test_a_german_colleague_is_answered_in_german_from_the_report_to_the_thanks(office: Office) -> None:
    await office.open_company()
    scene = Scene(office)
    await scene.say("anna", "FB60: Error bei jeder Invoice, seit heute")
    await scene.press("anna", "Ich komme nicht weiter")
    await scene.say("ivy", "The error in FB60 is fixed since 14:00.", "erp-it")
    await scene.press("ivy", "Publish", "erp-it")
    await scene.say("anna", "meine Meldungen")
    await scene.press("anna", "Behoben")
    await scene.fill("anna", "Der IT danken", reason="Endlich kann ich den Monat abschließen.")
    scene.check()
