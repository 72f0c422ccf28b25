"""The playground's memory: posts, people and places of its one company."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Required, TypedDict, Unpack

from sqlalchemy import and_, func, or_, select, tuple_, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from adapters.web.directory import Directory, DirectoryReader, Persona, Spot
from adapters.web.model import SampleState, WebBoard, WebMember, WebPersona, WebPlace, WebPost
from adapters.web.posting import Postbox, Row, insert_posts, post_id, take_numbers
from bot.people.model import Workspace
from bot.store.inbox import Event
from bot.store.session import Store

PLATFORM, WORKSPACE = "web", "playground"


class NotOpen(LookupError):
    """Nobody has opened the playground yet: it has no company."""


def direct_code(persona: str) -> str:
    """The code of a persona's direct chat."""
    return f"direct-{persona}"


@dataclass(frozen=True)
class Sample:
    """How far the sample month is. `at` is when that was last said."""

    state: SampleState = SampleState.NONE
    done: int = 0
    total: int = 0
    at: datetime | None = None


@dataclass(frozen=True)
class Changes:
    """What happened since a reader last looked: posts by change number, places the bot works on, the sample."""

    posts: list[WebPost]
    busy: frozenset[str]
    sample: Sample


class Said(TypedDict, total=False):
    """What somebody posts: words, or a card as JSON; `author` is None for the bot, `at` now where it is not given."""

    author: Required[str | None]
    text: Required[str]
    card: str | None
    thread: str | None
    at: datetime


class Board:
    """Reads and writes everything the playground keeps. `listeners` are called after each change made here."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.listeners: list[Callable[[], None]] = []
        self._company_id: int | None = None
        self._directory = DirectoryReader(store)
        self._postbox: Postbox | None = None

    async def company(self) -> int:
        """The id of the playground's company. Raises NotOpen where the core has not made it yet."""
        if self._company_id is None:
            company = select(Workspace.company_id).where(
                Workspace.platform == PLATFORM, Workspace.external_id == WORKSPACE
            )
            self._company_id = await self.store.unowned(lambda s: s.scalar(company))
        if self._company_id is None:
            raise NotOpen("The playground has not been opened.")
        return self._company_id

    async def open(self) -> None:
        """Make the board's row where it is missing."""
        company_id = await self.company()
        await self.store.write(company_id, lambda s: _insert(s, WebBoard, [_new_board(company_id)]))

    async def directory(self) -> Directory:
        """Everybody and every place."""
        return await self._directory.read(await self.company())

    async def reread(self) -> Directory:
        """The directory as it is this very moment, for somebody we seem not to know."""
        self._directory.forget()
        return await self.directory()

    async def add_people(self, people: Sequence[Persona]) -> None:
        """Add people, each with a direct chat. Those who are here already stay as they are."""
        company_id = await self.company()

        def work(session: Session) -> None:
            taken = session.scalar(select(func.max(WebPersona.rank))) or 0
            rows = [
                {"company_id": company_id, "code": p.code, "name": p.name, "job": p.job, "area": p.area,
                 "email": p.email, "zone": p.zone, "rank": taken + place if p.listed else None}
                for place, p in enumerate(people, 1)
            ]  # fmt: skip
            _insert(session, WebPersona, rows)
            places = [
                {"company_id": company_id, "code": direct_code(p.code), "name": "Liaison", "topic": "",
                 "direct_with": p.code}
                for p in people
            ]  # fmt: skip
            _insert(session, WebPlace, places)

        await self.store.write(company_id, work)
        self._directory.forget()

    async def add_channel(self, spot: Spot) -> None:
        """Add a channel with its members. One that is here already keeps its name and gains the members."""
        company_id = await self.company()

        def work(session: Session) -> None:
            place = {"company_id": company_id, "code": spot.code, "name": spot.name, "topic": spot.topic}
            _insert(session, WebPlace, [{**place, "direct_with": None}])
            members = [{"company_id": company_id, "place": spot.code, "persona": m} for m in sorted(spot.members)]
            _insert(session, WebMember, members)

        await self.store.write(company_id, work)
        self._directory.forget()
        self.changed()

    async def draft(self, place: str, key: str, **said: Unpack[Said]) -> Row:
        """A post as it will be stored; its "id" is always the same for one key in one place."""
        blank = {"card": None, "thread": None, "at": datetime.now(UTC), "edited_at": None, "deleted_at": None}
        return {"id": post_id(await self.company(), place, key), "place": place, **blank, **said}

    async def write(self, place: str, key: str, **said: Unpack[Said]) -> str:
        """Post something once and return the post's id; the same key in the same place again changes nothing."""
        row = await self.draft(place, key, **said)
        if self._postbox is None:
            self._postbox = Postbox(self.store, await self.company(), self.changed)
        await self._postbox.put(row)
        return str(row["id"])

    def insert(self, session: Session, rows: Sequence[Row]) -> None:
        """Store drafted posts in a transaction of somebody else, who says `changed` when it is committed."""
        if rows and self._company_id is not None:
            insert_posts(session, self._company_id, rows)

    async def change(self, post: str, **values: Any) -> None:
        """Change a post and give it the next number."""

        def work(session: Session) -> None:
            number = take_numbers(session, 1)
            session.execute(
                update(WebPost)
                .where(WebPost.id == post)
                .values(changed=number, **values)
                .execution_options(synchronize_session=False)
            )

        await self.store.write(await self.company(), work)
        self.changed()

    async def find(self, post: str) -> WebPost | None:
        """A post by its id."""
        return await self.store.read(
            await self.company(), lambda s: s.scalar(select(WebPost).where(WebPost.id == post))
        )

    async def find_key(self, place: str, key: str) -> WebPost | None:
        """The post made under a key."""
        return await self.find(post_id(await self.company(), place, key))

    async def page(self, place: str, count: int, before: str | None = None) -> tuple[list[WebPost], list[WebPost]]:
        """The newest `count` posts of a place (older than the post `before`), oldest first, and their replies."""

        def work(session: Session) -> tuple[list[WebPost], list[WebPost]]:
            top = select(WebPost).where(WebPost.place == place, WebPost.thread.is_(None))
            edge = session.get(WebPost, before) if before is not None else None
            if edge is not None:
                top = top.where(tuple_(WebPost.at, WebPost.created) < (edge.at, edge.created))
            posts = list(session.scalars(top.order_by(WebPost.at.desc(), WebPost.created.desc()).limit(count)))[::-1]
            ids = [post.id for post in posts]
            replies = session.scalars(
                select(WebPost)
                .where(WebPost.place == place, WebPost.thread.in_(ids), WebPost.deleted_at.is_(None))
                .order_by(WebPost.at, WebPost.created)
            )
            return posts, list(replies)

        return await self.store.read(await self.company(), work)

    async def latest(self) -> tuple[int, dict[str, int]]:
        """The newest change number, and the number of the newest post in each place that has one."""

        def work(session: Session) -> tuple[int, dict[str, int]]:
            newest = select(WebPost.place, func.max(WebPost.created)).where(WebPost.deleted_at.is_(None))
            rows = session.execute(newest.group_by(WebPost.place)).all()
            return session.scalar(select(WebBoard.changes)) or 0, {row[0]: row[1] for row in rows}

        return await self.store.read(await self.company(), work)

    async def since(self, number: int, places: Sequence[str], limit: int) -> Changes:
        """What changed after `number`, up to `limit` posts, and in which of `places` the bot is at work."""

        def work(session: Session) -> Changes:
            changed = select(WebPost).where(WebPost.changed > number).order_by(WebPost.changed).limit(limit)
            return Changes(
                list(session.scalars(changed)),
                frozenset(session.scalars(_waiting(places))),
                _sample(session.scalar(select(WebBoard))),
            )

        return await self.store.read(await self.company(), work)

    async def busy(self, places: Sequence[str]) -> frozenset[str]:
        """Those of `places` where something waits for the bot."""
        return await self.store.read(await self.company(), lambda s: frozenset(s.scalars(_waiting(places))))

    async def sample(self) -> Sample:
        """How far the sample month is."""
        return await self.store.read(await self.company(), lambda s: _sample(s.scalar(select(WebBoard))))

    async def start_sample(self, now: datetime, stalled: datetime) -> bool:
        """Claim the loading of the sample month. False where it is loaded, or loading and heard of since `stalled`."""
        free = or_(
            WebBoard.sample_state.in_([SampleState.NONE, SampleState.STOPPED]),
            and_(WebBoard.sample_state == SampleState.LOADING, WebBoard.sample_at < stalled),
        )
        values = {"sample_state": SampleState.LOADING, "sample_done": 0, "sample_total": 0, "sample_at": now}
        return await self._update_board(values, free)

    async def tell_sample(self, sample: Sample) -> None:
        """Say how far the sample month is."""
        values = {"sample_state": sample.state, "sample_done": sample.done, "sample_total": sample.total,
                  "sample_at": sample.at}  # fmt: skip
        await self._update_board(values)

    async def seeded(self, at: datetime | None = None) -> bool:
        """Whether the first start is done; with `at`, say that it is."""
        if at is not None:
            await self._update_board({"seeded_at": at})
        return await self.store.read(await self.company(), lambda s: s.scalar(select(WebBoard.seeded_at)) is not None)

    async def _update_board(self, values: dict[str, Any], *only: Any) -> bool:
        statement = update(WebBoard).where(*only).values(values).execution_options(synchronize_session=False)
        done = await self.store.write(await self.company(), lambda s: s.execute(statement).rowcount)  # type: ignore[attr-defined]
        self.changed()
        return bool(done == 1)

    def changed(self) -> None:
        for listener in self.listeners:
            listener()


def _new_board(company_id: int) -> dict[str, Any]:
    return {"company_id": company_id, "changes": 0, "sample_state": SampleState.NONE, "sample_done": 0,
            "sample_total": 0}  # fmt: skip


def _insert(session: Session, table: type[Any], rows: Sequence[dict[str, Any]]) -> None:
    """Add rows; those that are there already stay as they are."""
    if not rows:
        return
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    session.execute(insert(table).on_conflict_do_nothing(), list(rows))


def _waiting(places: Sequence[str]) -> Any:
    """The places among `places` with an event that nobody has handled yet."""
    return select(Event.place).where(Event.place.in_(places), Event.handled_at.is_(None)).distinct()


def _sample(row: WebBoard | None) -> Sample:
    if row is None:
        return Sample()
    return Sample(row.sample_state, row.sample_done, row.sample_total, row.sample_at)
