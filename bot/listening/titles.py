"""The title of a theme that nobody has named: from its first report, and once there are more from the most typical."""

import numpy as np
from sqlalchemy import select
from sqlalchemy.engine import Row
from sqlalchemy.orm import Session

from bot import wording
from bot.listening.likeness import unpack
from bot.listening.model import GONE, Complaint, Theme
from bot.listening.naming import name_of
from bot.people.names import known_in
from bot.speaking import speaking_in_channels

#: A theme of this many reports is looked at again; between them its title stays, so that people find it.
LOOKED_AT = frozenset({3, 10, 30, 100, 300, 1000})
#: From this many reports on the most typical gives the title.
_SEVERAL = 3
#: Reports read for a title, oldest first.
_MOST = 50


def title_of(session: Session, theme: Theme) -> str:
    """What a theme is about, as its reports say that are left and whose words are not gone."""
    rows = session.execute(
        select(Complaint.text, Complaint.embedding)
        .where(Complaint.theme_id == theme.id)
        .order_by(Complaint.created_at, Complaint.id)
        .limit(_MOST)
    ).all()
    if not rows:
        return "Nothing left in it"
    said = [row for row in rows if row.text not in GONE]
    if len(said) >= _SEVERAL and theme.centre is not None:
        said = _typical_first(said, theme.centre)
    lines = [line for row in said[:_SEVERAL] if (line := line_of(session, row.text))]
    return next((line for line in lines if not line.endswith("…")), lines[0] if lines else labels_of(theme))


def line_of(session: Session, words: str) -> str | None:
    """A line that says what one report is about, without the names of colleagues; None where its words say nothing."""
    names: set[str] = set()
    line = name_of(words)
    while line and (found := set(known_in(session, line)) - names):  # a sentence left out brings up another one
        names |= found
        line = name_of(words, names)
    return line


def labels_of(theme: Theme) -> str:
    """What a theme is about where no words say so."""
    with speaking_in_channels():  # others read it
        return f"{wording.MODULES[theme.module]}: {wording.CAUSES_SHORT[theme.cause]}"


def _typical_first(rows: list[Row[str, bytes | None]], centre: bytes) -> list[Row[str, bytes | None]]:
    """Rows by how near their meaning is to the theme's centre; those of another embedder come last."""
    middle = unpack(centre)

    def near(row: Row[str, bytes | None]) -> float:
        vector = unpack(row.embedding) if row.embedding is not None else np.zeros(0, dtype=np.float32)
        return -float(vector @ middle) if len(vector) == len(middle) else np.inf

    return sorted(rows, key=near)
