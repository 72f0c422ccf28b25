"""How tests are spread over workers: those that share something costly go to one worker, the rest to whoever is free.

pytest-xdist's own `loadgroup` marks groups in the tests' names, which pytest 9.2 no longer lets it change.
"""

from xdist.scheduler import LoadScopeScheduling

#: Folders whose tests share a browser, or a month that takes long to load.
TOGETHER = ("tests/browser/", "tests/sample/")


class Spread(LoadScopeScheduling):
    """One folder of `TOGETHER` is one unit of work, and any other test is one of its own."""

    def _split_scope(self, nodeid: str) -> str:
        return next((folder for folder in TOGETHER if nodeid.startswith(folder)), nodeid)
