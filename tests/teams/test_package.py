"""The app package: valid by Microsoft's schemas, complete, and true to the table that registers the handlers."""

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import fastjsonschema
import pytest
from PIL import Image
from typer.testing import CliRunner

from adapters.cli import app as cli
from adapters.teams import table
from adapters.teams.package import App, manifest, package, words
from bot.speaking import LANGUAGES
from bot.typed import command_of
from tests.teams.standin.tenant import APP, TENANT

PAGE = "https://liaison.acme.example/"
ACME = App(APP, "liaison.acme.example", "Acme", PAGE, PAGE, PAGE, "0.1.0")
SCHEMAS = Path(__file__).parent / "manifest"
ENVIRONMENT = {"MicrosoftAppId": APP, "MicrosoftAppTenantId": TENANT, "MicrosoftAppPassword": "secret"}


def valid_by(name: str, value: Any) -> None:
    schema = json.loads((SCHEMAS / name).read_text("utf-8"))
    fastjsonschema.validate(schema, value, use_default=False)


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(package(ACME))) as zipped:
        return {name: zipped.read(name) for name in zipped.namelist()}


def test_the_manifest_is_valid_and_names_what_is_there(files: dict[str, bytes]) -> None:
    made = json.loads(files["manifest.json"])
    valid_by("manifest-1.16.json", made)
    assert made == manifest(ACME)
    named = {*made["icons"].values(), *(one["file"] for one in made["localizationInfo"]["additionalLanguages"])}
    assert set(files) == {"manifest.json", *named}


def test_a_wrong_manifest_would_be_noticed() -> None:
    with pytest.raises(fastjsonschema.JsonSchemaException):
        valid_by("manifest-1.16.json", manifest(ACME) | {"accentColor": "green"})
    with pytest.raises(fastjsonschema.JsonSchemaException):
        valid_by("localization-1.16.json", words("de") | {"bots[0].commandLists[0].commands[0].title": "x" * 33})


@pytest.mark.parametrize("language", [language for language in LANGUAGES if language != "en"])
def test_each_language_has_every_word_and_every_command_is_understood(language: str, files: dict[str, bytes]) -> None:
    said = json.loads(files[f"{language}.json"])
    valid_by("localization-1.16.json", said)
    english = words("en")
    assert said.keys() == english.keys()
    same = {path for path in said if said[path] == english[path]}
    assert same <= {"$schema", "name.short", *(path for path in said if path.endswith(".title"))}
    for number in range(len(table.COMMANDS)):
        assert command_of(said[f"bots[0].commandLists[0].commands[{number}].title"]) is not None


def test_the_menus_offer_what_is_registered() -> None:
    made = manifest(ACME)
    (bot,), (extension,) = made["bots"], made["composeExtensions"]
    assert bot["scopes"] == list(table.SCOPES)
    assert [one["title"] for one in bot["commandLists"][0]["commands"]] == [one.title for one in table.COMMANDS]
    assert [one["id"] for one in extension["commands"]] == [one.id for one in table.SHORTCUTS]
    assert "composeExtension/fetchTask" in table.INVOKES
    assert all(command_of(one.title) is not None for one in table.COMMANDS)


def test_the_icons_are_what_teams_wants(files: dict[str, bytes]) -> None:
    colour, outline = (Image.open(io.BytesIO(files[name])) for name in ("color.png", "outline.png"))
    assert (colour.format, colour.size, outline.format, outline.size) == ("PNG", (192, 192), "PNG", (32, 32))
    assert {pixel[3] for _, pixel in colour.convert("RGBA").getcolors(192 * 192)} == {255}
    assert {pixel[:3] for _, pixel in outline.convert("RGBA").getcolors(32 * 32) if pixel[3]} == {(255, 255, 255)}
    assert outline.convert("RGBA").getpixel((0, 0))[3] == 0


def test_the_same_app_makes_the_same_file() -> None:
    assert package(ACME) == package(ACME)


def run(tmp_path: Path, *options: str, environment: dict[str, str] | None = None) -> tuple[int, str, Path]:
    output = tmp_path / "app.zip"
    command = ["teams", "package", "--output", str(output), *options]
    result = CliRunner().invoke(cli, command, env=ENVIRONMENT if environment is None else environment)
    return result.exit_code, result.output, output


def test_the_command_writes_it(tmp_path: Path) -> None:
    code, said, output = run(tmp_path, "--domain", "liaison.acme.example", "--company", "Acme")
    assert (code, "Upload it" in said) == (0, True)
    with zipfile.ZipFile(output) as zipped:
        made = json.loads(zipped.read("manifest.json"))
    assert (made["bots"][0]["botId"], made["developer"]["name"]) == (APP, "Acme")
    valid_by("manifest-1.16.json", made)


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        (("--domain", "https://acme.example"), "--domain is"),
        (("--domain", "acme.example", "--privacy", "http://acme.example"), "--privacy is"),
        (("--domain", "acme.example", "--company", "x" * 33), "--company takes"),
    ],
)
def test_the_command_says_what_is_wrong(tmp_path: Path, options: tuple[str, ...], complaint: str) -> None:
    code, said, output = run(tmp_path, *options)
    assert (code, complaint in said, output.exists()) == (2, True, False)


def test_without_an_application_there_is_no_package(tmp_path: Path) -> None:
    code, said, _ = run(tmp_path, "--domain", "acme.example", environment={})
    assert (code, "MicrosoftAppId is not set" in said) == (2, True)
