"""Pictures for clients of Teams, which load them by an address and sign in nowhere.

With a public address of ours they get a signed link that soon ends; without one a small picture stands in the card
itself, and a large one is told in words.
"""

import base64
import hashlib
import hmac
import io
import time
from collections.abc import Awaitable, Callable
from urllib.parse import quote

from aiohttp import web
from PIL import Image

from adapters.teams.routes import PICTURES

#: The bytes of a picture: (workspace, picture id) -> PNG, or None where that workspace's company has no such picture.
Source = Callable[[str, int], Awaitable[bytes | None]]

#: Seconds a link is good for. Clients keep what they have loaded; a card scrolled back to after that shows its words.
LIFE = 7 * 24 * 3600

#: Bytes of a picture that stands in a card, before they are written as text.
SMALL = 9_000
#: What is tried to make it so small: its width in pixels, and its colours.
SIZES = ((720, 32), (560, 16), (420, 16), (320, 8))


class TeamsPictures:
    """Addresses of pictures, and the answers to whoever follows them."""

    def __init__(
        self, source: Source, secret: bytes, public_url: str | None = None, clock: Callable[[], float] = time.time
    ) -> None:
        """`secret` signs the links; every replica has the same. `public_url` is where clients reach us.

        Where either is missing there are no links, and none is answered: anybody could make them.
        """
        self._source = source
        self._key = hashlib.sha256(b"liaison teams pictures\0" + secret).digest()
        self._public_url = public_url.rstrip("/") if public_url and secret else None
        self._clock = clock

    async def url(self, workspace: str, picture_id: int) -> str | None:
        """An address for a picture of the workspace's company; None where it can only be told in words."""
        png = await self._source(workspace, picture_id)
        if png is None:
            return None
        if self._public_url is None:
            return embedded(png)
        ends = int(self._clock()) + LIFE
        signature = self._sign(workspace, picture_id, ends)
        tenant = quote(workspace, safe="")
        return f"{self._public_url}{PICTURES}/{tenant}/{picture_id}?ends={ends}&signature={signature}"

    async def answer(self, request: web.Request) -> web.Response:
        """A picture for a good link, and nothing for any other."""
        workspace, number = request.match_info["workspace"], request.match_info["picture"]
        ends = request.query.get("ends", "")
        if self._public_url is None or not (number.isdecimal() and ends.isdecimal() and len(number + ends) < 40):
            raise web.HTTPNotFound
        good = hmac.compare_digest(
            self._sign(workspace, int(number), int(ends)).encode(), request.query.get("signature", "").encode()
        )
        if not good or int(ends) < self._clock():
            raise web.HTTPNotFound
        png = await self._source(workspace, int(number))
        if png is None:
            raise web.HTTPNotFound
        headers = {"Cache-Control": f"private, max-age={LIFE}", "X-Content-Type-Options": "nosniff"}
        return web.Response(body=png, content_type="image/png", headers=headers)

    def _sign(self, workspace: str, picture_id: int, ends: int) -> str:
        return hmac.new(self._key, f"{workspace}/{picture_id}/{ends}".encode(), hashlib.sha256).hexdigest()


def embedded(png: bytes) -> str | None:
    """A picture as an address that is the picture itself, made smaller if need be; None where it stays too large."""
    if len(png) > SMALL:
        smaller = (_shrunk(png, width, colours) for width, colours in SIZES)
        png = next((one for one in smaller if len(one) <= SMALL), b"")
    return f"data:image/png;base64,{base64.b64encode(png).decode()}" if png else None


def _shrunk(png: bytes, width: int, colours: int) -> bytes:
    picture: Image.Image = Image.open(io.BytesIO(png)).convert("RGB")
    if picture.width > width:
        height = round(picture.height * width / picture.width)
        picture = picture.resize((width, height), Image.Resampling.LANCZOS)
    out = io.BytesIO()
    picture.quantize(colours, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    return out.getvalue()
