"""Whether a post follows something that was published, and whom its author tells otherwise."""

import re
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.cards import Outgoing
from bot.listening.model import Theme
from bot.messages import ButtonPressed
from bot.translation import preview
from bot.translation.chain import root_of
from bot.translation.facts import FactKind, extract_facts
from bot.translation.model import Relation, Update, UpdateLink, UpdateState
from bot.turn import Stale, Turn, id_in

#: A post outside the thread is compared with what was published at most this long ago.
RECENT = timedelta(days=14)
#: Words with which news goes on.
_GOES_ON = re.compile(
    r"\b(?:still|again|extended|fixed|resolved|solved|restored|delayed|postponed|rescheduled|cancell?ed|rolled back|"
    r"rolling back|reverted|is back|are back|back to normal|back online|complete[d]?|finished|all clear|no longer|"
    r"now works?|works? now|update on|longer than)\b",
    re.IGNORECASE,
)
#: Names that so many posts share that they tie nothing together.
_EVERYWHERE = frozenset({"sap", "erp", "it", "s/4hana", "s/4", "teams", "outlook", "microsoft", "windows"})

#: Words that every notice has.
_COMMON = re.compile(
    r"about|after|again|also|been|before|being|cannot|colleagues|could|delayed|extended|fixed|from|"
    r"have|into|more|next|please|resolved|restored|since|solved|some|still|system|that|their|them|"
    r"there|they|this|today|tomorrow|tonight|until|update|users|were|what|when|which|will|with|"
    r"work|working|works|your"
)
#: Words two posts share before they may be about the same thing.
ALIKE = 2


def goes_on(text: str) -> bool:
    """Whether a post in a thread says how something goes on, in however few words."""
    if text.rstrip().endswith("?"):
        return False
    return bool(_GOES_ON.search(text[:2000])) or bool(re.match(r"\W*(?:up|down|done|live)\b", text, re.IGNORECASE))


def in_thread(session: Session, turn: Turn, thread: str | None) -> Update | None:
    """The published update in whose thread somebody wrote; None where it is another thread, or still a draft."""
    if thread is None:
        return None
    found = session.scalar(
        select(Update)
        .where(Update.place_id == turn.here.id, Update.message_id == thread, Update.state == UpdateState.PUBLISHED)
        .order_by(Update.id)
        .limit(1)
    )
    return root_of(session, found) if found else None


def relate(session: Session, turn: Turn, update: Update) -> None:
    """Say of a fresh draft what it follows, if anything, and let it answer the themes that one answered."""
    root, relation = in_thread(session, turn, update.thread), Relation.FOLLOW_UP
    if root is None:
        root, relation = _same_matter(session, update)
    if root is None:
        return
    update.follows_id, update.relation = root.id, relation
    if relation == Relation.FOLLOW_UP:
        _inherit(session, update, root)


def _same_matter(session: Session, update: Update) -> tuple[Update | None, Relation]:
    """A shared reference ties two posts together; a shared system or subject makes us ask."""
    if not _GOES_ON.search(update.text[:4000]):
        return None, Relation.OWN
    ids, systems = _names(update.text, update.posted_at)
    maybe: list[tuple[int, Update]] = []
    for other in _recent(session, update):
        their_ids, their_systems = _names(other.text, other.posted_at)
        if ids & their_ids:
            return root_of(session, other), Relation.FOLLOW_UP
        shared = len(_subject(update.text) & _subject(other.text))
        if systems & their_systems or shared >= ALIKE:
            maybe.append((shared + 2 * len(systems & their_systems), other))
    if not maybe:
        return None, Relation.OWN
    best = max(maybe, key=lambda pair: (pair[0], pair[1].id))[1]
    return root_of(session, best), Relation.MAYBE


def _recent(session: Session, update: Update) -> list[Update]:
    return list(
        session.scalars(
            select(Update)
            .where(Update.state == UpdateState.PUBLISHED, Update.posted_at >= update.posted_at - RECENT)
            .where(Update.id != update.id)
            .order_by(Update.id.desc())
            .limit(50)
        )
    )


def _names(text: str, posted: datetime) -> tuple[frozenset[str], frozenset[str]]:
    facts = extract_facts(text[:4000], posted)
    ids = frozenset(fact.value.lower() for fact in facts if fact.kind == FactKind.ID)
    systems = frozenset(fact.value.lower() for fact in facts if fact.kind == FactKind.SYSTEM)
    return ids, systems - _EVERYWHERE


def _subject(text: str) -> frozenset[str]:
    return frozenset(w for w in re.findall(r"[a-z]{4,}", text[:1000].lower()) if not _COMMON.fullmatch(w))


def _inherit(session: Session, update: Update, root: Update) -> None:
    """Whoever waited for the first one waits for this one too."""
    linked = select(UpdateLink.theme_id).where(UpdateLink.update_id == update.id)
    known = set(session.scalars(linked))
    for theme_id in session.scalars(
        select(UpdateLink.theme_id).where(UpdateLink.update_id == root.id, UpdateLink.confirmed)
    ):
        if theme_id not in known and session.get(Theme, theme_id) is not None:
            session.add(UpdateLink(update_id=update.id, theme_id=theme_id, confirmed=True))
    update.audience = update.audience or root.audience
    session.flush()


def settle(session: Session, turn: Turn, message: ButtonPressed) -> list[Outgoing]:
    """The author says whether this goes on with what was published before."""
    update = session.get(Update, id_in(message.value, "update"))
    if update is None or update.state != UpdateState.DRAFTED or update.follows_id is None:
        raise Stale("update")
    before = session.get(Update, update.follows_id)
    if before is None or update.relation not in (Relation.MAYBE, Relation.FOLLOW_UP):
        raise Stale("update")
    if message.value.get("follows") == "yes":
        update.relation = Relation.FOLLOW_UP
        _inherit(session, update, root_of(session, before))
    else:
        update.relation, update.follows_id = Relation.OWN, None
    return [preview.card_for(session, update)]
