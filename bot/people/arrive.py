"""Finding out who speaks and where: accounts become people, channels become places, membership becomes roles."""

from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from bot.messages import PersonRef, PlaceRef
from bot.people.merge import absorb
from bot.people.model import ROLE_OF_PURPOSE, Account, Company, Membership, Person, Place, Role, Workspace
from bot.people.tongues import language_of
from bot.ports import Profile
from bot.speaking import ENGLISH
from bot.store import inbox

#: A profile (name, zone, e-mail) is looked up again after this long.
PROFILE_LIFETIME = timedelta(hours=24)


def workspace_of(session: Session, platform: str, external_id: str) -> Workspace:
    """The workspace a message comes from. It exists, because accepting the message made it."""
    return session.scalars(
        select(Workspace).where(Workspace.platform == platform, Workspace.external_id == external_id)
    ).one()


def account_of(session: Session, ref: PersonRef) -> Account | None:
    """The account behind a reference, if we have met it."""
    return session.scalar(
        select(Account)
        .join(Workspace)
        .where(
            Workspace.platform == ref.platform,
            Workspace.external_id == ref.workspace,
            Account.external_id == ref.id,
        )
    )


def needs_profile(session: Session, ref: PersonRef, now: datetime) -> bool:
    """True for somebody new, somebody whose account was closed, and where the profile is older than its lifetime."""
    account = account_of(session, ref)
    return account is None or account.closed_at is not None or now - account.seen_at > PROFILE_LIFETIME


def greet(session: Session, ref: PersonRef, profile: Profile | None, now: datetime) -> Person:
    """The person behind an account, made or refreshed from the profile where there is one.

    Two accounts with the same e-mail, vouched for by their platforms, are one person, whenever we learn of it.
    """
    account = account_of(session, ref)
    if account is None:
        person = _same_email(session, profile) or Person(name="A colleague")
        workspace = workspace_of(session, ref.platform, ref.workspace)
        # Whose profile nobody told us is asked for again with the next message: it may be a guest's.
        seen_at = now if profile is not None else now - PROFILE_LIFETIME
        account = Account(person=person, workspace_id=workspace.id, external_id=ref.id, seen_at=seen_at)
        session.add(account)
        session.flush()
    if profile is not None:
        twin = _same_email(session, profile)
        if twin is not None and twin.id != account.person_id:
            absorb(session, kept=twin, gone=account.person)
        _refresh(account.person, profile)
        account.seen_at, account.closed_at = max(account.seen_at, now), None
    session.flush()
    return account.person


def _same_email(session: Session, profile: Profile | None) -> Person | None:
    if profile is None or not profile.email:
        return None
    return session.scalar(select(Person).where(Person.email == profile.email.lower()))


def _refresh(person: Person, profile: Profile) -> None:
    person.name, person.zone, person.locale = profile.name, profile.zone, profile.locale
    person.guest = profile.guest
    person.area = profile.area or person.area
    person.email = profile.email.lower() if profile.email else person.email


def note_language(person: Person, text: str) -> None:
    """Remember the language a person writes to us in, once a message shows it clearly."""
    known = person.reads if person.reads != ENGLISH or person.language else None
    language = language_of(text, known)
    if language is not None and language != person.language:
        person.language = language


def knows(session: Session, ref: PlaceRef) -> bool:
    """True for a place we have been in."""
    workspace = workspace_of(session, ref.platform, ref.workspace)
    place = session.scalar(select(Place).where(Place.workspace_id == workspace.id, Place.external_id == ref.id))
    return place is not None and (not ref.direct or place.person_id is not None)


def is_of_others(session: Session, ref: PlaceRef, by: PersonRef) -> bool:
    """True for a direct chat that is known to be somebody else's."""
    workspace = workspace_of(session, ref.platform, ref.workspace)
    place = session.scalar(select(Place).where(Place.workspace_id == workspace.id, Place.external_id == ref.id))
    account = account_of(session, by)
    return place is not None and place.direct and (account is None or account.person_id != place.person_id)


def locate(session: Session, ref: PlaceRef, person: Person | None, name: str = "") -> Place:
    """The place a message comes from, made on first sight. A direct place belongs to the person in it."""
    workspace = workspace_of(session, ref.platform, ref.workspace)
    place = session.scalar(select(Place).where(Place.workspace_id == workspace.id, Place.external_id == ref.id))
    if place is None:
        place = Place(workspace_id=workspace.id, external_id=ref.id, direct=ref.direct)
        session.add(place)
    if name:
        place.name = name
    if ref.direct and person is not None:
        place.person_id = person.id
    session.flush()
    return place


def join(session: Session, place: Place, person: Person) -> None:
    """Note that a person is in a channel. Saying it twice changes nothing."""
    if place.direct or _membership(session, place, person) is not None:
        return
    session.add(Membership(place_id=place.id, person_id=person.id))
    session.flush()


def leave(session: Session, place: Place, person: Person) -> None:
    """Note that a person is no longer in a channel."""
    membership = _membership(session, place, person)
    if membership is not None:
        session.delete(membership)
        session.flush()


def _membership(session: Session, place: Place, person: Person) -> Membership | None:
    return session.scalar(select(Membership).where(Membership.place_id == place.id, Membership.person_id == person.id))


def roles_of(session: Session, person: Person) -> frozenset[Role]:
    """What a person may do, by the channels they are in. Guests have no role."""
    if person.guest:
        return frozenset()
    purposes = session.scalars(
        select(Place.purpose)
        .join(Membership, Membership.place_id == Place.id)
        .where(Membership.person_id == person.id, Place.purpose.is_not(None))
    )
    return frozenset(ROLE_OF_PURPOSE[purpose] for purpose in purposes if purpose in ROLE_OF_PURPOSE)


def places_for(session: Session, purpose: str) -> list[Place]:
    """The company's channels with this purpose, oldest first."""
    return list(session.scalars(select(Place).where(Place.purpose == purpose).order_by(Place.id)))


def erase_workspace(session: Session, platform: str, external_id: str) -> None:
    """Erase a workspace with its accounts, places and people; a company that has no other goes with it."""
    workspace = session.scalar(
        select(Workspace).where(Workspace.platform == platform, Workspace.external_id == external_id)
    )
    if workspace is None:
        return
    others = select(Workspace.id).where(Workspace.company_id == workspace.company_id, Workspace.id != workspace.id)
    if session.scalar(others.limit(1)) is None:
        session.execute(delete(Company).where(Company.id == workspace.company_id))
        return
    inbox.forget_workspace(session, workspace.company_id, f"{platform}:{external_id}")
    session.execute(delete(Workspace).where(Workspace.id == workspace.id))
    left = select(Account.id).where(Account.person_id == Person.id)
    session.execute(delete(Person).where(Person.company_id == workspace.company_id, ~left.exists()))
