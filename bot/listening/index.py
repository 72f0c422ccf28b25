"""Finding a theme among very many: what a process remembers of its companies' themes, and how it stays true.

Whoever changes a theme first raises the company's `theme_revision` and so holds a lock on it until the end of the
transaction; the theme carries the new number. So numbers are committed in their order, and a process that has read all
themes up to a number needs only those with a higher one, whichever replica changed them. What a transaction itself
changed lies apart until it is committed, so that nothing rolled back is ever remembered. And what is remembered only
proposes: the rows themselves decide.

Vectors are kept as bytes with one scale a theme, about 400 bytes each.
"""

import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import select, update
from sqlalchemy.orm import Session, SessionTransaction

from bot.listening.labels import Module
from bot.listening.likeness import Vector, all_weighted, coordinates, profile_told, unpack, weighted
from bot.listening.model import Theme
from bot.people.model import Company
from bot.store.session import KEPT

#: Themes compared at a time: their numbers must fit into the processor's cache, or it takes twenty times as long.
CHUNK = 512
#: Proposals that are compared exactly.
PROPOSED = 8

_OWN = "themes_changed_here"


@dataclass
class _Cell:
    """The themes of one module, in no order. Room grows by doubling."""

    ids: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    scales: Vector = field(default_factory=lambda: np.zeros(0, dtype=np.float32))
    rows: NDArray[np.int8] = field(default_factory=lambda: np.zeros((0, 0), dtype=np.int8))
    used: int = 0

    def add(self, ids: Sequence[int], vectors: Vector) -> None:
        end = self.used + len(ids)
        if end > len(self.ids) or self.rows.shape[1] != vectors.shape[1]:
            self._grow(max(16, end, 2 * self.used), vectors.shape[1])
        scales = np.maximum(np.abs(vectors).max(axis=1), 1e-9) / 127
        self.ids[self.used : end], self.scales[self.used : end] = ids, scales
        self.rows[self.used : end] = np.rint(vectors / scales[:, None])
        self.used = end

    def _grow(self, room: int, width: int) -> None:
        rows = np.zeros((room, width), dtype=np.int8)
        if self.rows.shape[1] == width:
            rows[: self.used] = self.rows[: self.used]
        self.rows = rows
        extra = max(room - len(self.ids), 0)
        self.ids = np.concatenate([self.ids, np.zeros(extra, dtype=np.int64)])
        self.scales = np.concatenate([self.scales, np.zeros(extra, dtype=np.float32)])

    def likeness(self, query: Vector) -> Vector:
        found = np.empty(self.used, dtype=np.float32)
        if self.used and self.rows.shape[1] == len(query):
            for start in range(0, self.used, CHUNK):
                end = min(start + CHUNK, self.used)
                found[start:end] = self.rows[start:end].astype(np.float32) @ query
            return found * self.scales[: self.used]
        return np.full(self.used, -1.0, dtype=np.float32)


class _Labelled(Protocol):
    """A theme's row, or its columns."""

    cause: Any
    module: Any
    centre: Any
    profile: Any


class ThemeIndex:
    """The themes of one company as committed up to a revision. Safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._seen = -1
        self._cells: dict[Module, _Cell] = {}
        self._where: dict[int, tuple[Module, int]] = {}

    def __len__(self) -> int:
        return len(self._where)

    def refresh(self, session: Session, upto: int) -> None:
        """Read what was changed up to this revision, all of which must be committed."""
        with self._lock:
            if upto <= self._seen:
                return
            rows = session.execute(
                select(Theme.id, Theme.cause, Theme.module, Theme.centre, Theme.profile, Theme.size)
                .where(Theme.revision > self._seen, Theme.revision <= upto)
                .execution_options(yield_per=2000)
            )
            for part in rows.partitions():
                self._take(part)
            self._seen = upto

    def search(self, query: Vector, modules: Iterable[Module], but: Iterable[int], most: int) -> list[int]:
        """The ids of the themes of these modules that are most alike, best first."""
        left_out = set(but)
        with self._lock:
            best: list[tuple[float, int]] = []
            for module in modules:
                cell = self._cells.get(module)
                if cell is None or not cell.used:
                    continue
                likeness = cell.likeness(query)
                want = min(most + len(left_out), cell.used)
                top = np.argpartition(-likeness, want - 1)[:want]
                best += [(float(likeness[i]), int(cell.ids[i])) for i in top]
        ranked = sorted((pair for pair in best if pair[1] not in left_out), key=lambda pair: (-pair[0], pair[1]))
        return [theme_id for _, theme_id in ranked[:most]]

    def forget(self, theme_ids: Iterable[int]) -> None:
        """These themes are gone."""
        with self._lock:
            for theme_id in theme_ids:
                self._drop(theme_id)

    def _take(self, rows: Sequence[Any]) -> None:
        alive: dict[tuple[Module, int], list[Any]] = {}
        for row in rows:
            self._drop(row.id)
            if row.size and row.centre is not None:
                alive.setdefault((row.module, len(row.centre)), []).append(row)
        for (module, _), found in alive.items():
            cell = self._cells.setdefault(module, _Cell())
            for at, row in enumerate(found, cell.used):
                self._where[row.id] = (module, at)
            cell.add([row.id for row in found], _matrix(found))

    def _drop(self, theme_id: int) -> None:
        """Take a theme out; the last one of its cell takes its place."""
        place = self._where.pop(theme_id, None)
        if place is None:
            return
        module, at = place
        cell = self._cells[module]
        cell.used -= 1
        if at != cell.used:
            cell.ids[at], cell.scales[at] = cell.ids[cell.used], cell.scales[cell.used]
            cell.rows[at] = cell.rows[cell.used]
            self._where[int(cell.ids[at])] = (module, at)


@dataclass
class Changes:
    """What one transaction changes: its revision, the index as it was before, and the vectors of its own themes."""

    transaction: SessionTransaction | None
    revision: int
    index: ThemeIndex
    own: dict[int, tuple[Module, Vector] | None] = field(default_factory=dict)

    def note(self, theme: Theme) -> None:
        """This theme was changed, or made, in this transaction. It must have its id."""
        theme.revision = self.revision
        alive = theme.size and theme.centre is not None
        self.own[theme.id] = (theme.module, _coordinates(theme)) if alive else None

    def gone(self, theme_id: int) -> None:
        """This theme was deleted in this transaction."""
        self.own[theme_id] = None

    def proposals(self, query: Vector, modules: Sequence[Module]) -> list[int]:
        """The ids of themes that may be most alike, the transaction's own among them."""
        found = self.index.search(query, modules, self.own, PROPOSED)
        mine = [
            (float(entry[1] @ query), theme_id)
            for theme_id, entry in self.own.items()
            if entry is not None and len(entry[1]) == len(query)
        ]
        mine.sort(key=lambda pair: -pair[0])
        return found + [theme_id for _, theme_id in mine[:PROPOSED]]


def index_of(session: Session, company_id: int) -> ThemeIndex:
    """This process's index of a company's themes, as committed by now."""
    index: ThemeIndex = session.info.setdefault(KEPT, {}).setdefault(("themes", company_id), ThemeIndex())
    committed = session.scalar(select(Company.theme_revision).where(Company.id == company_id)) or 0
    index.refresh(session, committed)
    return index


def changes_in(session: Session, company_id: int) -> Changes:
    """This transaction's changes of themes. The first call of a transaction waits for its turn to change any."""
    transaction = session.get_transaction()
    known: Changes | None = session.info.get(_OWN)
    if known is not None and transaction is not None and known.transaction is transaction:
        return known
    index = index_of(session, company_id)  # most is read before the turn is taken, so that others wait little
    revision = session.execute(
        update(Company)
        .where(Company.id == company_id)
        .values(theme_revision=Company.theme_revision + 1)
        .returning(Company.theme_revision)
        .execution_options(synchronize_session=False)
    ).scalar_one()
    index.refresh(session, revision - 1)
    changes = Changes(session.get_transaction(), revision, index)
    session.info[_OWN] = changes
    return changes


def _coordinates(row: _Labelled) -> Vector:
    """A theme's weighted coordinates, from its row or from the columns that hold them."""
    profile = row.profile or profile_told(row.cause, row.module)
    return weighted(coordinates(unpack(row.centre) if row.centre else None, unpack(profile)))


def _matrix(rows: Sequence[_Labelled]) -> Vector:
    """The weighted coordinates of many themes whose centres have one length."""
    profiles = np.stack([unpack(row.profile or profile_told(row.cause, row.module)) for row in rows])
    centres = np.frombuffer(b"".join(row.centre for row in rows), dtype="<f4").reshape(len(rows), -1)
    return all_weighted(centres, profiles)


def exact(theme: Theme, query: Vector) -> float:
    """How alike a theme is to a complaint's coordinates; -1 where they were made by different embedders."""
    mine = _coordinates(theme)
    return float(mine @ query) if len(mine) == len(query) else -1.0
