"""`make eval`: every score as a table, and a sentence for each that is below its floor. Ends with 1 if there is one."""

import sys
from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec

from tests.eval import understanding
from tests.eval.translation import bench


def main() -> int:
    """Print all tables, then what fell."""
    print("Understanding a message\n")
    if understanding.real_data() is None:
        print(f"Real messages are left out: {understanding.REAL} is not there.\n")
    problems = list(_show(understanding))
    print("\nTranslating updates\n")
    problems += _show(bench)
    if find_spec("tests.eval.themes"):
        print("\nGathering themes\n")
        problems += _show(import_module("tests.eval.themes"))
    print("\n" + ("\n".join(problems) if problems else "No score is below its floor."))
    return 1 if problems else 0


def _show(suite: object) -> Iterator[str]:
    scores = suite.evaluate()  # type: ignore[attr-defined]
    print(suite.table(scores), flush=True)  # type: ignore[attr-defined]
    yield from suite.below_floor(scores)  # type: ignore[attr-defined]


if __name__ == "__main__":
    sys.exit(main())
