"""The brief for leadership: what the week meant for the business, in a few lines."""

from bot import wording
from bot.cards import Block, Bold, Bullets, Card, Heading, Span, note, text
from bot.digest.saying import count, title_of
from bot.digest.week import Week
from bot.listening.labels import Module


def brief_card(week: Week) -> Card:
    """A handful of lines; the digest has the rest."""
    lines: list[tuple[Span, ...]] = []
    blocked = week.blocked()
    if blocked:
        stuck = sum(w.blocked for w in blocked)
        people = "One colleague cannot" if stuck == 1 else f"{stuck} colleagues cannot"
        lines.append((Bold("Work that stands still: "), f"{people} do a task. Most pressing: {title_of(blocked[0])}."))
    large = week.large()
    if large:
        reports = count(sum(w.reports for w in week.unanswered()), "report")
        first = f"First: {title_of(large[0])}, {large[0].people} colleagues."
        lines.append((Bold("No answer from IT yet: "), f"{reports}. {first}"))
    if week.told:
        areas = [module for module, _ in week.by_module(week.told).most_common() if module != Module.UNKNOWN][:2]
        where = " and ".join(wording.MODULES[module] for module in areas)
        most = f", most in {where}" if where else ""
        lines.append((Bold("Where it hurts: "), f"{count(len(week.told), 'report')} this week{most}."))
    if week.announcements:
        fixes = f"{count(len(week.verified), 'fix', 'fixes')} confirmed by the people who had asked."
        lines.append((Bold("What IT delivered: "), f"{count(len(week.announcements), 'announcement')}, {fixes}"))
    late = week.late()
    if late:
        lines.append((Bold("Promises that passed: "), f"{len(late)}. First: {title_of(late[0])}."))
    body: list[Block] = [Bullets(tuple(lines))] if lines else [text("A quiet week: nothing was reported.")]
    return Card(
        "This week with the ERP system, in brief",
        (
            Heading("This week with the ERP system"),
            note(week.days),
            *body,
        ),
    )
