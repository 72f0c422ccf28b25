"""The first start: six people, four channels, and the bot invited to each of them, all as anybody would do it."""

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

from adapters.web.board import PLATFORM, WORKSPACE, Board
from adapters.web.directory import Persona, Spot
from adapters.web.posting import Row
from bot.messages import BotJoined, ButtonPressed, FromPerson, MemberJoined, PersonRef, PlaceRef


class Accept(Protocol):
    """Returns when a message is durably kept, and with it the post it was written as, where it is one."""

    async def __call__(self, message: FromPerson, post: Row | None = None, /) -> None:
        """Raises what kept it from that."""


#: How often, and how many times, the first start looks whether the bot has dealt with what it was told.
LOOK_EVERY, LOOKS = 0.1, 600

PEOPLE = (
    Persona("ines", "Inês Carvalho", "Accounts payable clerk", "Finance, Lisbon",
            "ines.carvalho@norrvik.example", "Europe/Lisbon"),
    Persona("kwame", "Kwame Boateng", "Warehouse lead", "Warehouse, Rotterdam",
            "kwame.boateng@norrvik.example", "Europe/Amsterdam"),
    Persona("meiling", "Mei-Ling Tan", "Plant planner", "Plant, Penang",
            "meiling.tan@norrvik.example", "Asia/Kuala_Lumpur"),
    Persona("arjun", "Arjun Deshpande", "IT engineer", "IT, Pune",
            "arjun.deshpande@norrvik.example", "Asia/Kolkata"),
    Persona("astrid", "Astrid Lindqvist", "Business relationship manager", "BRM, Stockholm",
            "astrid.lindqvist@norrvik.example", "Europe/Stockholm"),
    Persona("ruth", "Ruth Alvarez", "Chief operating officer", "Leadership, Chicago",
            "ruth.alvarez@norrvik.example", "America/Chicago"),
)  # fmt: skip

EVERYBODY = frozenset(person.code for person in PEOPLE)


@dataclass(frozen=True)
class Opening:
    """A channel of the first start, what it is for, and who says so."""

    spot: Spot
    purpose: str
    opened_by: str


#: The BRM channel comes last: once it exists, only its members may give purposes with a role.
CHANNELS = (
    Opening(Spot("erp-it", "erp-it", "IT writes here what changes, breaks and gets fixed", False,
                 frozenset({"arjun"})), "it_updates", "arjun"),
    Opening(Spot("erp-news", "erp-news", "What changes in the ERP system, in plain words", False,
                 EVERYBODY), "news", "arjun"),
    Opening(Spot("erp-leadership", "erp-leadership", "A short brief each week", False,
                 frozenset({"ruth", "astrid"})), "leadership", "astrid"),
    Opening(Spot("erp-brm", "erp-brm", "The week, and who is blocked right now", False,
                 frozenset({"astrid"})), "brm_digest", "astrid"),
)  # fmt: skip

#: Something to say, for whoever does not know where to begin; by place, and by persona for their direct chat.
EXAMPLES: dict[str, tuple[str, ...]] = {
    "ines": (
        "Posting supplier invoices stops with a tax code error since this morning. I cannot close the month.",
        "The payment run takes over an hour now. It used to be ten minutes.",
    ),
    "kwame": (
        "The hand scanners do not show new deliveries, so two lorries are waiting at the gate.",
        "Stock for pallet wrap says 0 but I am standing in front of forty rolls.",
    ),
    "meiling": (
        "The planning run did not finish last night and I have no orders for line 3.",
        "I have to type the same routing change into every plant one by one.",
    ),
    "arjun": ("my issues", "help"),
    "astrid": ("digest", "help"),
    "ruth": ("The sales report shows other figures than the one finance sent me.", "help"),
    "erp-it": (
        "PRD restart tonight 22:00-22:30 CET for kernel patch 793. Users must log off before. Contact: Arjun.",
        "Fixed: tax code determination for supplier invoices (transport DEVK9A0417). Please post again.",
    ),
}


def person_ref(code: str) -> PersonRef:
    """A persona, as messages name people."""
    return PersonRef(PLATFORM, WORKSPACE, code)


def place_ref(spot: Spot) -> PlaceRef:
    """A place, as messages name places."""
    return PlaceRef(PLATFORM, WORKSPACE, spot.code, direct=spot.direct)


def arrivals(spot: Spot, opened_by: str, now: datetime) -> list[FromPerson]:
    """What a platform tells when a channel is opened with the bot in it. The same channel always tells the same."""
    place = place_ref(spot)
    joined: list[FromPerson] = [
        MemberJoined(f"open:{spot.code}:member:{code}", now, person_ref(code), place) for code in sorted(spot.members)
    ]
    return [*joined, BotJoined(f"open:{spot.code}:bot", now, person_ref(opened_by), place, spot.name)]


async def lay_out(board: Board) -> None:
    """Make the people and places. Doing it again changes nothing."""
    await board.open()
    await board.add_people(PEOPLE)
    for channel in CHANNELS:
        await board.add_channel(channel.spot)


async def invite(board: Board, accept: Accept) -> None:
    """Tell the bot of each channel and what it is for, once in the life of a playground.

    Each step waits until the bot has dealt with the one before, as people would. After a crash it starts over: the
    events have fixed ids, so those that were told are not told again.
    """
    if await board.seeded():
        return
    for channel in CHANNELS:
        now = datetime.now(UTC)
        for message in arrivals(channel.spot, channel.opened_by, now):
            await accept(message)
        await _quiet(board, channel.spot.code)
        press = ButtonPressed(
            f"open:{channel.spot.code}:purpose",
            datetime.now(UTC),
            person_ref(channel.opened_by),
            place_ref(channel.spot),
            "place.purpose",
            {"purpose": channel.purpose},
        )
        await accept(press)
        await _quiet(board, channel.spot.code)
    await board.seeded(datetime.now(UTC))


async def _quiet(board: Board, place: str) -> None:
    """Wait until nothing in a place waits for the bot. Raises TimeoutError where the bot does not answer."""
    for _ in range(LOOKS):
        if not await board.busy([place]):
            return
        await asyncio.sleep(LOOK_EVERY)
    raise TimeoutError("The bot has not answered its first messages.")
