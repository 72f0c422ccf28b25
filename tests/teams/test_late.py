"""Microsoft's libraries are read where Teams is set up, or once somebody speaks to us as Teams does."""

import subprocess
import sys

import pytest

BUILT = """
import sys
from adapters.app import build
from adapters.settings import load_settings
build(load_settings(database_url="sqlite:///never.db"))
print(sorted({name.split(".")[0] for name in sys.modules} & {"botbuilder", "botframework", "msrest", "PIL"}))
"""


@pytest.mark.parametrize(
    ("app", "read"), [({}, False), ({"MicrosoftAppId": "an-app", "MicrosoftAppPassword": "x"}, True)]
)
def test_a_start_without_teams_does_not_wait_for_its_libraries(
    app: dict[str, str], read: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("MicrosoftAppId", "MicrosoftAppPassword", "MicrosoftAppTenantId"):
        monkeypatch.delenv(name, raising=False)
    for name, value in ({**app, "MicrosoftAppTenantId": "a-tenant"} if app else {}).items():
        monkeypatch.setenv(name, value)
    told = subprocess.run([sys.executable, "-c", BUILT], capture_output=True, text=True, check=True).stdout
    assert (told.strip() != "[]") == read
