"""One picture for the digest: what colleagues reported by business area, this week beside the week before."""

import io
from collections import Counter
from datetime import datetime

from sqlalchemy.orm import Session

from bot.cards import Picture
from bot.digest.model import PictureFile
from bot.digest.week import Week
from bot.listening.labels import Module
from bot.wording import MODULES

#: Okabe and Ito's blue and orange: told apart by everybody, and in grey.
NOW, BEFORE = "#0072B2", "#E69F00"
#: Business areas in the picture; the rest is in the words.
MOST = 8


def picture(session: Session, week: Week, now: datetime) -> Picture | None:
    """Draw and keep the picture. None where there is nothing to draw."""
    counts, before = week.by_module(week.told), week.by_module(week.told_before)
    if not counts and not before:
        return None
    areas = [module for module, _ in (counts + before).most_common(MOST)]
    alt = _in_words(areas, counts, before)
    file = PictureFile(png=draw(areas, counts, before), alt=alt, created_at=now)
    session.add(file)
    session.flush()
    return Picture(file.id, alt)


def _in_words(areas: list[Module], counts: Counter[Module], before: Counter[Module]) -> str:
    parts = [f"{MODULES[area]} {counts[area]} (week before {before[area]})" for area in areas]
    return f"Reports by business area this week: {', '.join(parts)}."


def draw(areas: list[Module], counts: Counter[Module], before: Counter[Module]) -> bytes:
    """The picture as PNG, 720 pixels wide, readable on a phone."""
    # Slow to import, and needed once a week: start-up should not wait for it.
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(7.2, 1.2 + 0.55 * len(areas)), dpi=100, facecolor="white", layout="constrained")
    axes = figure.add_subplot()
    rows = range(len(areas))
    with_before = any(before.values())
    height = 0.38 if with_before else 0.6
    shift = height / 2 if with_before else 0.0
    bars = axes.barh([row - shift for row in rows], [counts[a] for a in areas], height, color=NOW, label="this week")
    axes.bar_label(bars, padding=4, fontsize=12)
    if with_before:
        older = axes.barh(
            [row + shift for row in rows], [before[a] for a in areas], height, color=BEFORE, label="week before"
        )
        axes.bar_label(older, padding=4, fontsize=12, color="#444444")
        axes.legend(loc="lower right", frameon=False, fontsize=12)
    axes.set_yticks(list(rows), [MODULES[area] for area in areas], fontsize=13)
    axes.invert_yaxis()
    axes.set_title("Reports by business area", loc="left", fontsize=15, pad=12)
    axes.xaxis.set_visible(False)
    axes.margins(x=0.12)
    for side in ("top", "right", "bottom", "left"):
        axes.spines[side].set_visible(False)
    axes.tick_params(length=0)
    canvas, out = FigureCanvasAgg(figure), io.BytesIO()
    canvas.print_png(out)  # type: ignore[no-untyped-call]
    return out.getvalue()
