"""What people read after the sample month is loaded: in order, and true."""

import re
from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from adapters.web.model import WebPost
from bot import wording
from bot.cards import CARD, Buttons, Card, FieldsBlock, Quote
from bot.listening.model import Complaint, ComplaintState
from bot.people.model import Account, Person, Place, Purpose
from bot.store.outbox import Delivery
from bot.translation.model import Announcement, Update
from bot.wording import words as bare
from tests.office import words


@pytest.fixture
def posts(rows: Session) -> dict[str, list[WebPost]]:
    """What stands in each place, in the order of time."""
    found: dict[str, list[WebPost]] = defaultdict(list)
    for post in rows.scalars(select(WebPost).order_by(WebPost.at, WebPost.created)):
        found[post.place].append(post)
    return found


def card(post: WebPost) -> Card:
    assert post.card is not None
    return CARD.validate_json(post.card)


def quotes(shown: Card) -> list[str]:
    return [block.text for block in shown.blocks if isinstance(block, Quote)]


def cards_under(rows: Session, start: str) -> dict[int, Card]:
    """The cards whose key begins so, by the number that follows."""
    found = rows.execute(select(Delivery.key, Delivery.card).where(Delivery.key.startswith(start)))
    return {int(key.removeprefix(start).split(":")[0]): CARD.validate_json(words) for key, words in found}


def test_everything_has_the_time_of_its_day(rows: Session, posts: dict[str, list[WebPost]]) -> None:
    """The story is told in the order it happened, whatever the moment it was loaded."""
    setting_up = datetime.now(UTC) - timedelta(minutes=30)
    for place in posts.values():
        told = [post for post in place if post.at < setting_up]
        assert [post.created for post in told] == sorted(post.created for post in told)


def test_every_word_to_the_bot_is_answered_before_the_next(posts: dict[str, list[WebPost]]) -> None:
    for place, told in posts.items():
        if place.startswith("direct-"):
            for post, following in zip(told, [*told[1:], None], strict=True):
                if post.author is not None:
                    assert following is not None
                    assert following.author is None
                    assert following.at - post.at < timedelta(minutes=1)


def test_news_comes_after_what_it_answers(posts: dict[str, list[WebPost]]) -> None:
    for place in posts.values():
        said: list[str] = []
        for post in place:
            if post.author is not None:
                said.append(wording.cut(post.text, 200))
            elif post.text.startswith("News from IT on what you told us"):
                assert quotes(card(post))[0] in said


def test_nobody_works_at_night_or_at_the_weekend_but_in_the_outage(rows: Session) -> None:
    zones = dict(
        rows.execute(select(Account.external_id, Person.zone).join(Person, Person.id == Account.person_id)).all()
    )
    outage: set[date] = set()
    for post in rows.scalars(select(WebPost).where(WebPost.author.is_not(None))):
        local = post.at.astimezone(ZoneInfo(zones[post.author]))
        if local.weekday() >= 5:
            outage.add(post.at.date())
        else:
            assert 6 <= local.hour <= 20
    assert len(outage) == 1


def test_cards_of_complaints_say_what_is_kept(rows: Session) -> None:
    shown = cards_under(rows, "complaint:")
    for complaint in rows.scalars(select(Complaint)):
        if complaint.state == ComplaintState.CLOSED:
            assert "Taken back" in words(shown[complaint.id])
            continue
        pairs = {
            label: "".join(bare(span) for span in spans)
            for block in shown[complaint.id].blocks
            if isinstance(block, FieldsBlock)
            for label, spans in block.pairs
        }
        told = {"For you": wording.IMPACTS_TOLD[complaint.impact]} if complaint.impact_told else {}
        kept = {"What": wording.CAUSES[complaint.cause], "Where": wording.MODULES[complaint.module], **told}
        assert pairs == kept
        assert ("How much does it hold you up?" in words(shown[complaint.id])) != complaint.impact_told
        assert quotes(shown[complaint.id]) == [wording.cut(complaint.text, 300)]


def test_nobody_is_told_of_more_colleagues_than_there_are(rows: Session) -> None:
    themes: dict[int | None, set[int | None]] = defaultdict(set)
    complaints = rows.scalars(select(Complaint)).all()
    for complaint in complaints:
        themes[complaint.theme_id].add(complaint.person_id)
    shown = cards_under(rows, "complaint:")
    for complaint in complaints:
        said = re.search(r"(\d+) colleagues have told me the same", words(shown[complaint.id]))
        if said:
            assert int(said[1]) <= len(themes[complaint.theme_id]) - 1


def test_whoever_is_told_of_an_update_reads_their_own_words(rows: Session) -> None:
    announcements = {row.id: row for row in rows.scalars(select(Announcement))}
    heard: dict[int, set[int | None]] = defaultdict(set)
    for delivery in rows.scalars(select(Delivery).where(Delivery.key.startswith("told:"))):
        _, announcement, number = delivery.key.split(":")
        complaint, shown = rows.get_one(Complaint, int(number)), CARD.validate_json(delivery.card)
        assert complaint.person_id == delivery.person_id
        assert quotes(shown)[0] == wording.cut(complaint.text, 200)
        assert delivery.created_at == announcements[int(announcement)].published_at
        heard[int(announcement)].add(complaint.person_id)
    for number, shown in cards_under(rows, "published:").items():
        said = re.search(r"the (\d+) colleagues", words(shown))
        counted = int(said[1]) if said else 1 if "the colleague who" in words(shown) else 0
        assert counted == len(heard[number]) == announcements[number].reporters_told


def test_drafts_say_what_became_of_them(rows: Session) -> None:
    shown = cards_under(rows, "draft:")
    first = {"published": "Published", "drafted": "Draft in plain words", "discarded": "Draft discarded"}
    for update in rows.scalars(select(Update)):
        said = words(shown[update.id])
        assert said.startswith(first[update.state])
        has_buttons = any(isinstance(block, Buttons) for block in shown[update.id].blocks)
        assert has_buttons == (update.state == "drafted")


def test_blocked_lines_are_about_somebody_who_said_so(rows: Session) -> None:
    lines = cards_under(rows, "blocked:")
    blocked = {c.id for c in rows.scalars(select(Complaint)) if c.impact_told and c.impact == "blocked"}
    assert set(lines) == blocked
    for number, line in lines.items():
        person = rows.get_one(Complaint, number).person
        assert person is not None
        assert person.name in words(line)


def test_the_numbers_in_every_digest_are_those_of_the_week(rows: Session) -> None:
    brm = rows.scalars(select(Place).where(Place.purpose == Purpose.BRM_DIGEST)).one()
    found = rows.execute(
        select(Delivery.key, Delivery.card).where(Delivery.key.startswith("digest:"), Delivery.place_id == brm.id)
    ).all()
    assert len(found) >= 3
    complaints = rows.scalars(select(Complaint).where(Complaint.withdrawn_at.is_(None))).all()
    for key, shown in found:
        end = datetime.combine(date.fromisoformat(key.split(":")[1]) + timedelta(days=1), datetime.min.time(), UTC)
        told = [c for c in complaints if end - timedelta(days=7) <= c.created_at < end]
        people = len({c.person_id for c in told})
        assert f"{people} colleagues made {len(told)} reports" in words(CARD.validate_json(shown))


def test_no_card_apologises_or_names_a_day_that_is_not_that_weekday(posts: dict[str, list[WebPost]]) -> None:
    day = re.compile(r"(Monday|Tuesday|Wednesday|Thursday|Friday) (\d{1,2}) ([A-Z][a-z]+)")
    for place in posts.values():
        for post in place:
            said = words(card(post)) if post.card else post.text
            assert "Sorry" not in said
            assert "dealt with already" not in said
            for weekday, number, month in day.findall(said):
                years = {post.at.year, (post.at - timedelta(days=60)).year}
                dates = [datetime.strptime(f"{number} {month} {year}", "%d %B %Y") for year in years]
                assert weekday in {f"{moment:%A}" for moment in dates}
