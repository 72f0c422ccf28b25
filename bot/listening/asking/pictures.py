"""Pictures: linked and never copied, kept with the complaint whose words they go with."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import wording
from bot.cards import Link, Outgoing, Span, Text, ToPlace, text
from bot.listening.asking.model import Picture
from bot.listening.model import Complaint
from bot.messages import FileLink, MessageReceived
from bot.speaking import _
from bot.turn import Turn

#: Words that come this long after a picture belong to it.
SAME_CONVERSATION = timedelta(minutes=30)
#: Pictures of one message that are kept.
MOST = 10


def ask(session: Session, turn: Turn, message: MessageReceived) -> list[Outgoing]:
    """Somebody sent only a picture: keep its link and ask what is wrong there."""
    _keep(session, turn, message.files, None)
    return [Outgoing(ToPlace(turn.here.id), wording.only_a_picture(len(message.files)), f"picture:{turn.event_id}")]


def attach(session: Session, turn: Turn, complaint: Complaint, files: Sequence[FileLink]) -> None:
    """Give a complaint the pictures of its message, and those that came just before without words."""
    for picture in session.scalars(
        select(Picture).where(
            Picture.person_id == turn.speaker.id,
            Picture.complaint_id.is_(None),
            Picture.at >= turn.now - SAME_CONVERSATION,
            Picture.at <= turn.now,
        )
    ):
        picture.complaint_id = complaint.id
    _keep(session, turn, files, complaint)


def line(session: Session, complaint: Complaint) -> Text | None:
    """The links of a complaint's pictures in one line, if it has any."""
    urls = session.scalars(select(Picture.url).where(Picture.complaint_id == complaint.id).order_by(Picture.id)).all()
    if not urls:
        return None
    spans: list[Span] = []
    for number, url in enumerate(urls, 1):
        label = _("Picture") if len(urls) == 1 else _("Picture {number}").format(number=number)
        spans += [", " if spans else "", Link(label, url)]
    return text(*(span for span in spans if span))


def _keep(session: Session, turn: Turn, files: Sequence[FileLink], complaint: Complaint | None) -> None:
    for file in files[:MOST]:
        if file.url.startswith(("https://", "http://")):
            session.add(
                Picture(
                    person_id=turn.speaker.id,
                    complaint_id=complaint.id if complaint else None,
                    name=file.name,
                    url=file.url,
                    at=turn.now,
                )
            )
    session.flush()
