"""The app package: what a Teams administrator uploads. Written from the table that registers the handlers."""

import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from adapters.teams import icons, table
from bot import wording
from bot.speaking import ENGLISH, LANGUAGES, gettext, speaking

#: The newest form of manifests that also government clouds take.
VERSION = "1.16"
SCHEMA = f"https://developer.microsoft.com/json-schemas/teams/v{VERSION}/MicrosoftTeams.schema.json"
WORDS_SCHEMA = f"https://developer.microsoft.com/json-schemas/teams/v{VERSION}/MicrosoftTeams.Localization.schema.json"

#: What the owner of a team consents to when they add the app: without it only messages that name the bot arrive.
HEAR_CHANNELS = "ChannelMessage.Read.Group"


@dataclass(frozen=True)
class App:
    """What only whoever runs Liaison knows. `domain` is where Teams reaches us, `company` who answers for it.

    The three addresses are what Teams shows beside the app; each begins with https://.
    """

    app_id: str
    domain: str
    company: str
    website: str
    privacy: str
    terms: str
    version: str


def package(app: App) -> bytes:
    """The package as a ZIP file; the same for the same app."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, content in _files(app):
            zipped.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _files(app: App) -> Iterator[tuple[str, bytes]]:
    yield "manifest.json", _json(manifest(app))
    for language in _others():
        yield f"{language}.json", _json(words(language))
    yield "color.png", icons.colour()
    yield "outline.png", icons.outline()


def manifest(app: App) -> dict[str, Any]:
    """The manifest, with its words in English."""
    with speaking(ENGLISH):
        return {
            "$schema": SCHEMA,
            "manifestVersion": VERSION,
            "version": app.version,
            "id": app.app_id,
            "developer": {
                "name": app.company,
                "websiteUrl": app.website,
                "privacyUrl": app.privacy,
                "termsOfUseUrl": app.terms,
            },
            "name": {"short": wording.APP_NAME, "full": gettext(wording.APP_FULL_NAME)},
            "description": {"short": gettext(wording.APP_SHORT), "full": gettext(wording.APP_FULL)},
            "icons": {"color": "color.png", "outline": "outline.png"},
            "accentColor": icons.COLOUR,
            "localizationInfo": {
                "defaultLanguageTag": ENGLISH,
                "additionalLanguages": [{"languageTag": one, "file": f"{one}.json"} for one in _others()],
            },
            "bots": [_bot(app)],
            "composeExtensions": [_shortcuts(app)],
            "permissions": ["identity", "messageTeamMembers"],
            "validDomains": [app.domain],
            "webApplicationInfo": {"id": app.app_id, "resource": "https://RscBasedStoreApp"},
            "authorization": {"permissions": {"resourceSpecific": [{"name": HEAR_CHANNELS, "type": "Application"}]}},
        }


def words(language: str) -> dict[str, str]:
    """The manifest's words in another language, under the paths at which they stand in it."""
    with speaking(language):
        said = {
            "$schema": WORDS_SCHEMA,
            "name.short": wording.APP_NAME,
            "name.full": gettext(wording.APP_FULL_NAME),
            "description.short": gettext(wording.APP_SHORT),
            "description.full": gettext(wording.APP_FULL),
        }
        for path, commands in (("bots[0].commandLists[0]", table.COMMANDS), ("composeExtensions[0]", table.SHORTCUTS)):
            for number, command in enumerate(commands):
                said[f"{path}.commands[{number}].title"] = gettext(command.title)
                said[f"{path}.commands[{number}].description"] = gettext(command.description)
        return said


def _bot(app: App) -> dict[str, Any]:
    commands = [{"title": one.title, "description": one.description} for one in table.COMMANDS]
    return {
        "botId": app.app_id,
        "scopes": list(table.SCOPES),
        "isNotificationOnly": False,
        "supportsFiles": True,
        "commandLists": [{"scopes": ["personal"], "commands": commands}],
    }


def _shortcuts(app: App) -> dict[str, Any]:
    commands = [
        {
            "id": one.id,
            "type": "action",
            "context": ["message"],
            "title": one.title,
            "description": one.description,
            "fetchTask": True,
        }
        for one in table.SHORTCUTS
    ]
    return {"botId": app.app_id, "commands": commands}


def _others() -> list[str]:
    return [language for language in LANGUAGES if language != ENGLISH]


def _json(value: Any) -> bytes:
    return json.dumps(value, indent=2, ensure_ascii=False).encode() + b"\n"
