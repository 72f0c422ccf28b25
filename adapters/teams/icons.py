"""The app's icons: two hands of a link that meet, as the playground shows them too."""

import io

from PIL import Image, ImageDraw

#: The colour behind the sign, and beside it in Teams.
COLOUR = "#0f6e63"

#: Drawn so many times larger and then made smaller, for smooth edges.
FINER = 8


def colour(size: int = 192) -> bytes:
    """A PNG with the sign in white on our colour."""
    return _png(size, COLOUR, margin=0.2)


def outline(size: int = 32) -> bytes:
    """A PNG with the sign in white on nothing."""
    return _png(size, (0, 0, 0, 0), margin=0.0)


def _png(size: int, behind: str | tuple[int, int, int, int], margin: float) -> bytes:
    picture = Image.new("RGBA", (size * FINER, size * FINER), behind)
    _sign(ImageDraw.Draw(picture), size * FINER, margin)
    out = io.BytesIO()
    picture.resize((size, size), Image.Resampling.LANCZOS).save(out, "PNG", optimize=True)
    return out.getvalue()


def _sign(draw: ImageDraw.ImageDraw, size: float, margin: float) -> None:
    """Two quarter rings and the bar between them, on a field of 20 by 20 units around (12, 12)."""
    unit = size * (1 - 2 * margin) / 20
    width = 2.2 * unit

    def at(x: float, y: float) -> tuple[float, float]:
        return size / 2 + (x - 12) * unit, size / 2 + (y - 12) * unit

    def stroke(*points: tuple[float, float]) -> None:
        draw.line([at(*point) for point in points], "white", round(width))
        for x, y in (at(*point) for point in points):
            draw.ellipse((x - width / 2, y - width / 2, x + width / 2, y + width / 2), "white")

    for (x, y), start in (((8, 13), 180), ((16, 11), 0)):
        reach = 4 * unit + width / 2
        centre = at(x, y)
        box = (centre[0] - reach, centre[1] - reach, centre[0] + reach, centre[1] + reach)
        draw.arc(box, start, start + 90, "white", round(width))
    stroke((8, 9), (9.5, 9))
    stroke((16, 15), (14.5, 15))
    stroke((8.5, 12), (15.5, 12))
    stroke((4, 13))
    stroke((20, 11))
