"""What the preview says of a draft's place: what it follows, when it goes out, and who gets it."""

from sqlalchemy.orm import Session

from bot.cards import Block, Bold, Button, Moment, buttons, note, text
from bot.people.model import Person
from bot.translation import audience, correction
from bot.translation.chain import announcement_of, root_of
from bot.translation.model import Relation, Update, UpdateState


def question(session: Session, update: Update) -> list[Block]:
    """What the preview says about the announcement before: asked where we are unsure, said where we are not."""
    before = session.get(Update, update.follows_id) if update.follows_id is not None else None
    if before is None or update.state == UpdateState.DISCARDED:
        return []
    mine = {"update": str(update.id), "before": str(before.id)}
    title = Bold(root_of(session, before).headline)
    if update.relation == Relation.MAYBE:
        if update.state == UpdateState.PUBLISHED:
            return []
        return [
            text("Does this go on with ", title, "?"),
            buttons(
                Button("Yes, a follow-up", "update.follows", {**mine, "follows": "yes"}),
                Button("No, news of its own", "update.follows", {**mine, "follows": "no"}),
            ),
        ]
    if update.relation == Relation.CORRECTION:
        return [text(Bold("A correction of "), title), *_told_before(session, update)]
    blocks: list[Block] = [text(Bold("A follow-up of "), title)]
    if update.relation == Relation.FOLLOW_UP and update.state == UpdateState.DRAFTED:
        blocks += [
            buttons(Button("This is news of its own", "update.follows", {**mine, "follows": "no"})),
            note("It goes into the thread of that announcement, whose headline then shows the newest state."),
        ]
    return blocks


def _told_before(session: Session, update: Update) -> list[Block]:
    root = announcement_of(session, update)
    count = len(correction.told_before(session, root.id)) if root is not None else 0
    if count == 0 or update.state == UpdateState.PUBLISHED:
        return []
    return [note("The colleague" if count == 1 else f"The {count} colleagues", " I had written to will hear it too.")]


def goes_out(session: Session, update: Update) -> list[Block]:
    """When it goes out and who said so, for the preview."""
    if update.state != UpdateState.DRAFTED or update.publish_at is None:
        return []
    approver = session.get(Person, update.publish_by_id) if update.publish_by_id is not None else None
    who = f" {approver.name} approved it." if approver else ""
    return [text("It goes out by itself: ", Moment(update.publish_at), f".{who}")]


def waiting(update: Update, problems: bool) -> Block:
    """The buttons that say when a draft goes out, and to whom. One that the gate stops cannot wait."""
    mine = {"update": str(update.id)}
    who = Button("Who gets it", "update.audience", mine, opens_form=True)
    if update.publish_at is not None:
        return buttons(
            Button("Change the time", "update.later", mine, opens_form=True),
            Button("Do not publish then", "update.cancel", mine),
            who,
        )
    return buttons(who) if problems else buttons(Button("Publish later", "update.later", mine, opens_form=True), who)


def readers(session: Session, update: Update) -> list[Block]:
    """Who will get it, for the preview."""
    if update.state == UpdateState.DISCARDED or not update.audience:
        return []
    count = len(audience.people_of(session, update.audience))
    people = "1 colleague" if count == 1 else f"{count} colleagues"
    verb = "got" if update.state == UpdateState.PUBLISHED else "gets" if count == 1 else "get"
    return [
        note(
            f"For {audience.called(update.audience)}: "
            f"besides the news channel, {people} I know of {verb} two sentences."
        )
    ]
