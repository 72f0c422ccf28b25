"""`make bench`: every measurement, one table. Ends with status 1 where a target is missed."""

import sys

from rich.console import Console
from rich.table import Table

from tests.bench.acceptance import acceptance
from tests.bench.pulse import pulse
from tests.bench.service import service
from tests.bench.slack import slack
from tests.bench.teams import teams
from tests.bench.themes import themes
from tests.bench.translation import translation
from tests.bench.understanding import understanding


def main() -> int:
    """Measure everything, one thing at a time, and print it."""
    measures = (understanding, translation, themes, service, acceptance, slack, teams, pulse)
    rows = [row for measure in measures for row in measure()]
    table = Table("what", "measured", "ratio", "target", "met")
    for row in rows:
        table.add_row(row.name, row.measured, row.ratio, row.target, "yes" if row.ok else "NO")
    Console(width=None if sys.stdout.isatty() else 150).print(table)
    return 0 if all(row.ok for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
