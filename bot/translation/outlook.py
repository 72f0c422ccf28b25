"""What the preview says of a draft's place: what it follows, when it goes out, and who gets it."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.cards import Block, Bold, Button, Moment, buttons, note, text
from bot.listening import standing
from bot.listening.model import Theme
from bot.people import arrive
from bot.people.model import Person, Purpose
from bot.speaking import _, day, filled, listed, ngettext
from bot.translation import audience, correction, zones
from bot.translation.chain import announcement_of, root_of
from bot.translation.model import Relation, Update, UpdateLink, UpdateState
from bot.translation.promised import promised_day


def question(session: Session, update: Update) -> list[Block]:
    """What the preview says about the announcement before: asked where we are unsure, said where we are not."""
    before = session.get(Update, update.follows_id) if update.follows_id is not None else None
    if before is None or update.state == UpdateState.DISCARDED:
        return []
    mine = {"update": str(update.id), "before": str(before.id)}
    title = Bold(root_of(session, before).headline)
    if update.relation == Relation.MAYBE:
        return [] if update.state == UpdateState.PUBLISHED else _does_it_go_on(mine, title)
    if update.relation == Relation.CORRECTION:
        return [text(*filled(_("A correction of {headline}"), headline=title))]
    blocks: list[Block] = [text(*filled(_("A follow-up of {headline}"), headline=title))]
    if update.relation == Relation.FOLLOW_UP and update.state == UpdateState.DRAFTED:
        blocks += [
            buttons(Button(_("This is news of its own"), "update.follows", {**mine, "follows": "no"})),
            note(_("It goes into the thread of that announcement, whose headline then shows the newest state.")),
        ]
    return blocks


def _does_it_go_on(mine: dict[str, str], title: Bold) -> list[Block]:
    return [
        text(*filled(_("Does this go on with {headline}?"), headline=title)),
        buttons(
            Button(_("Yes, a follow-up"), "update.follows", {**mine, "follows": "yes"}),
            Button(_("No, news of its own"), "update.follows", {**mine, "follows": "no"}),
        ),
    ]


def linked(session: Session, update: Update) -> list[tuple[Theme, bool]]:
    """The themes this update may answer, each with whether its author says so."""
    rows = session.execute(
        select(Theme, UpdateLink.confirmed)
        .join(UpdateLink, UpdateLink.theme_id == Theme.id)
        .where(UpdateLink.update_id == update.id)
        .order_by(UpdateLink.id)
    )
    return [(theme, confirmed) for theme, confirmed in rows]


def goes_out(session: Session, update: Update) -> list[Block]:
    """When it goes out and who said so, for the preview."""
    if update.state != UpdateState.DRAFTED or update.publish_at is None:
        return []
    approver = session.get(Person, update.publish_by_id) if update.publish_by_id is not None else None
    when = filled(_("It goes out by itself: {moment}."), moment=Moment(update.publish_at))
    who = [" ", _("{name} approved it.").format(name=approver.name)] if approver else []
    return [text(*when, *who)]


def waiting(update: Update, problems: bool) -> Block:
    """The buttons that say when a draft goes out, and to whom. One that the gate stops cannot wait."""
    mine = {"update": str(update.id)}
    who = Button(_("Who gets it"), "update.audience", mine, opens_form=True)
    if update.publish_at is not None:
        return buttons(
            Button(_("Change the time"), "update.later", mine, opens_form=True),
            Button(_("Do not publish then"), "update.cancel", mine),
            who,
        )
    return buttons(who) if problems else buttons(Button(_("Publish later"), "update.later", mine, opens_form=True), who)


def readers(session: Session, update: Update) -> list[Block]:
    """Who will get it, where, and what is promised to them, for the preview of a draft."""
    if update.state != UpdateState.DRAFTED:
        return []
    lines = [_where(session, update), *_reporters(session, update)]
    if update.audience:
        count = len(audience.people_of(session, update.audience))
        directly = ngettext(
            "For {whom}: 1 colleague gets two sentences directly.",
            "For {whom}: {count} colleagues get two sentences directly.",
            count,
        )
        lines.append(directly.format(whom=audience.called(update.audience)))
    blocks: list[Block] = [text(Bold(_("Who will get it:")), " ", " ".join(lines))]
    promised = promise_of(session, update)
    if promised is not None and any(confirmed for _theme, confirmed in linked(session, update)):
        sentence = _("Published, this is a promise to them for {day}. If it passes, I remind you once.")
        blocks.append(note(sentence.format(day=day(promised))))
    return blocks


def promise_of(session: Session, update: Update) -> date | None:
    """The day for which this update promises that something works again."""
    return promised_day(update.said, update.posted_at, zones.of_author(session, update))


def _where(session: Session, update: Update) -> str:
    names = [place.name for place in arrive.places_for(session, Purpose.NEWS)]
    if not names:
        return _("No channel is set for news yet.")
    where = listed([name or _("the news channel") for name in names])
    if update.relation in (Relation.FOLLOW_UP, Relation.CORRECTION):
        return _("Everybody in {channel}, in the thread of the announcement.").format(channel=where)
    return _("Everybody in {channel}.").format(channel=where)


def _reporters(session: Session, update: Update) -> list[str]:
    """How many who had told us something hear directly: each is counted once."""
    if update.relation == Relation.CORRECTION:
        root = announcement_of(session, update)
        told = correction.told_before(session, root.id) if root is not None else []
        if not told:
            return []
        return [
            ngettext(
                "The colleague I had written to hears it directly too.",
                "The {count} colleagues I had written to hear it directly too.",
                len(told),
            )
        ]
    themes = [theme for theme, confirmed in linked(session, update) if confirmed]
    waiting = {
        complaint.person_id
        for theme in themes
        for complaint in standing.waiting_for(session, theme)
        if complaint.reaches_somebody
    } - {None}
    if not waiting:
        return [_("No colleague's report seems to match it.")]
    return [
        ngettext(
            "The colleague who reported it hears directly.",
            "The {count} colleagues who reported it hear directly.",
            len(waiting),
        )
    ]
