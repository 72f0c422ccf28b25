"""Gathering on both databases: what comes at once from many sides is one theme, and every replica finds it."""

import asyncio

import numpy as np
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from adapters.engine.database import create_engine
from bot.listening import index, likeness, overview, themes
from bot.listening.labels import Cause, Impact, Module
from bot.listening.model import Complaint, Theme
from bot.people.model import Company, Person
from bot.store.session import Store
from bot.turn import Turn
from tests.language import PlainLanguage
from tests.office import START, Office, words

WIDTH = 64


def direction(number: int) -> likeness.Vector:
    """One of many directions that have nothing to do with each other."""
    vector = np.random.default_rng(number).normal(size=WIDTH).astype(np.float32)
    return np.asarray(vector / np.linalg.norm(vector), dtype=np.float32)


def tell(session: Session, source: str, number: int, module: Module = Module.FINANCE) -> int:
    """Somebody tells thing `number`; returns the id of its theme."""
    vector = direction(number)
    complaint = Complaint(
        source=source, text=f"thing {number}", cause=Cause.DEFECT, module=module, impact=Impact.NONE,
        guessed_cause=Cause.DEFECT, guessed_module=module, guessed_impact=Impact.NONE, confidence=1.0, engine="test",
        embedding=likeness.pack(vector), profile=likeness.profile_told(Cause.DEFECT, module), created_at=START,
    )  # fmt: skip
    session.add(complaint)
    session.flush()
    return themes.gather(session, complaint, vector).id


async def company(store: Store) -> int:
    def make(session: Session) -> int:
        row = Company(name="office", created_at=START)
        session.add(row)
        session.flush()
        return row.id

    return await store.across_companies(make)


async def test_many_first_reports_at_once_are_one_theme(database_url: str) -> None:
    one, two = Store(create_engine(database_url)), Store(create_engine(database_url))
    number = await company(one)
    found = await asyncio.gather(
        *(
            store.write(number, lambda s, i=i, n=n: tell(s, f"{n}:{i}", 1))
            for n, store in enumerate((one, two))
            for i in range(6)
        )
    )
    assert len(set(found)) == 1
    read = select(Theme.size)
    assert await two.read(number, lambda s: s.scalars(read).all()) == [12]
    for store in (one, two):
        await store.close()


async def test_every_replica_finds_what_another_began_moved_or_emptied(database_url: str) -> None:
    one, two = Store(create_engine(database_url)), Store(create_engine(database_url))
    number = await company(one)
    first = [await one.write(number, lambda s, n=n: tell(s, f"a{n}", n)) for n in range(20)]
    again = [await two.write(number, lambda s, n=n: tell(s, f"b{n}", n)) for n in range(20)]
    assert again == first

    def empty(session: Session) -> None:
        for complaint in session.scalars(select(Complaint).where(Complaint.theme_id == first[3])).all():
            themes.leave(session, complaint)

    await one.write(number, empty)
    fresh = await two.write(number, lambda s: tell(s, "c3", 3))
    assert await one.write(number, lambda s: tell(s, "d3", 3)) == fresh
    remembered = await two.read(number, lambda s: len(index.index_of(s, number)))
    assert remembered == await two.read(number, lambda s: s.scalars(select(func.count()).select_from(Theme)).one())
    for store in (one, two):
        await store.close()


async def test_companies_never_share_a_theme(database_url: str) -> None:
    store = Store(create_engine(database_url))
    mine = await company(store)
    theirs = await store.across_companies(lambda s: _another(s))
    first = await store.write(mine, lambda s: tell(s, "a", 1))
    second = await store.write(theirs, lambda s: tell(s, "a", 1))
    assert first != second
    await store.close()


def _another(session: Session) -> int:
    row = Company(name="elsewhere", created_at=START)
    session.add(row)
    session.flush()
    return row.id


async def test_the_list_of_themes_reads_the_same_on_both(database_url: str) -> None:
    store = Store(create_engine(database_url))
    number = await company(store)

    def listed(session: Session) -> str:
        for source, thing in (("a", 1), ("b", 1), ("c", 2)):
            tell(session, source, thing)
        person = Person(name="Ben")
        session.add(person)
        session.flush()
        turn = Turn(now=START, company=session.get_one(Company, number), person=person, event_id="e")
        return overview.list_themes(session, turn, None)[0].card.summary  # type: ignore[arg-type]

    assert await store.write(number, listed) == "Colleagues are waiting for 2 things"
    await store.close()


async def test_the_whole_path_of_a_theme_on_both(database_url: str, language: PlainLanguage) -> None:
    office = Office(Store(create_engine(database_url)), language)
    await office.open_company()
    await office.say("ann", "Posting an invoice fails with an error")
    await office.press("ann", "I'm blocked")
    await office.say("bob", "Posting a stock transfer fails with an error")
    await office.say("ben", "themes")
    await office.press("ben", "Open")
    await office.fill("ben", "Merge")
    await office.fill("ben", "Split", title="Invoices", report1="goes")
    await office.fill("ben", "Link a goal", title="Close the month in three days")
    await office.say("ivy", "themes")
    await office.press("ivy", "Open")
    await office.fill("ivy", "Owner and promise", owner="2", promised_for="2026-03-04")
    await office.fill("ivy", "Ask a reporter", question="Since when?")
    await office.fill("ann", "Answer", answer="Since Monday")
    assert "Since Monday" in words(office.last("ivy"))
    for _ in range(4):
        office.later(days=1)
        await office.tick()
    assert "Promise passed" in words(office.last("ivy"))
    await office.fill("ivy", "It is fixed")
    for _ in range(20):
        office.later(days=1)
        await office.tick()
    assert "I have closed it" in words(office.last("ann"))
    await office.say("ben", "digest")
    assert "The week with the ERP system" in words(office.last("ben"))
    await office.store.close()


def test_a_proposal_is_found_among_many_of_its_module() -> None:
    cell_of = index.ThemeIndex()
    rows = [
        Theme(id=n, cause=Cause.DEFECT, module=Module.SALES, centre=likeness.pack(direction(n)), size=1)
        for n in range(1, 1500)
    ]
    cell_of._take(rows)
    for wanted in (1, 700, 1499):
        query = likeness.coordinates(
            direction(wanted), likeness.unpack(likeness.profile_told(Cause.DEFECT, Module.SALES))
        )
        assert cell_of.search(query, [Module.SALES], (), 3)[0] == wanted
    cell_of.forget([700])
    query = likeness.coordinates(direction(700), likeness.unpack(likeness.profile_told(Cause.DEFECT, Module.SALES)))
    assert 700 not in cell_of.search(query, [Module.SALES], (), 1499)
    assert len(cell_of) == 1498
