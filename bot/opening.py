"""What has to be known before a message can be answered: which company it belongs to, who speaks, and where."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import conversation, thinking
from bot.messages import BotJoined, FromPerson, MemberJoined, MemberLeft, Message, TickDue
from bot.people import arrive, leaving
from bot.people.model import Company, Workspace
from bot.ports import Profile
from bot.turn import Turn


def owner_of(session: Session, platform: str, external_id: str) -> int | None:
    """The id of the company a workspace belongs to, None for a workspace we do not know. Makes nothing."""
    return session.scalar(
        select(Workspace.company_id).where(Workspace.platform == platform, Workspace.external_id == external_id)
    )


def company_of(session: Session, platform: str, external_id: str, new: Company) -> int:
    """The id of a workspace's company. Makes the workspace where it is missing, and a company like `new` with it."""
    known = owner_of(session, platform, external_id)
    if known is None:
        company = session.scalar(select(Company).where(Company.name == new.name))
        if company is None:
            company = Company(name=new.name, zone=new.zone, language=new.language, created_at=new.created_at)
            session.add(company)
            session.flush()
            conversation.set_up(session, company, company.created_at)
        workspace = Workspace(company_id=company.id, platform=platform, external_id=external_id)
        session.add(workspace)
        session.flush()
        known = workspace.company_id
    return known


def meet(session: Session, message: FromPerson, profile: Profile | None, now: datetime, closed: bool = False) -> None:
    """Make sure that the speaker and the place are known before anything is thought about what was said.

    `closed` says that the speaker's platform calls their account closed. Of somebody who speaks to us we do not believe
    it: leaving them without an answer would be worse than a card that nobody reads.
    """
    person = arrive.greet(session, message.by, profile, now)
    if not isinstance(message, MemberJoined | MemberLeft):
        leaving.note_seen(session, message.by, now)
    elif closed:
        leaving.note(session, message.by, closed, now)
    arrive.locate(session, message.place, person, message.name if isinstance(message, BotJoined) else "")


def is_known(session: Session, message: FromPerson, now: datetime) -> bool:
    """False where we must first find out who speaks, or where."""
    named = isinstance(message, BotJoined) and message.name
    return not (named or arrive.needs_profile(session, message.by, now)) and arrive.knows(session, message.place)


def turn_for(session: Session, company_id: int, event_id: str, message: Message, now: datetime) -> Turn:
    """The turn in which a message is answered, with what the store knows of its person and place.

    `now` is the message's own moment.
    """
    company = session.get_one(Company, company_id)
    if isinstance(message, TickDue):
        return Turn(now=now, company=company, event_id=event_id)
    account = arrive.account_of(session, message.by)
    person = account.person if account else None
    turn = Turn(
        now=now,
        company=company,
        person=person,
        place=arrive.locate(session, message.place, person),
        roles=arrive.roles_of(session, person) if person else frozenset(),
        event_id=event_id,
    )
    return thinking.look_up(session, turn, message)
