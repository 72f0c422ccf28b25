"""Where the files lie that ship with the code but are not code: migrations and prompts."""

from pathlib import Path

_HERE = Path(__file__).resolve().parent


def shipped(name: str) -> Path:
    """The folder `name`: inside the package in an installed copy, at the root of the project in a checkout.

    Raises FileNotFoundError when neither is there, which means the installation is damaged.
    """
    for folder in (_HERE / "shipped" / name, _HERE.parent / name):
        if folder.is_dir():
            return folder
    raise FileNotFoundError(f"The folder {name} is missing from this installation of Liaison. Install it again.")
