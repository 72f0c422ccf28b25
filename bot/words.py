"""Word lists that ship with Liaison as text files: one or more words a line, "#" begins a comment."""

from functools import cache
from importlib.resources import files


@cache
def word_list(package: str, name: str) -> frozenset[str]:
    """The words of `data/<name>.txt` in a package of ours."""
    lines = files(package).joinpath(f"data/{name}.txt").read_text("utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())
