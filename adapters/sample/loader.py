"""Loading the sample month: the story played through the real core, quickly, with the times of its own days."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from functools import partial

from adapters.sample import backstage
from adapters.sample.ahead import ReadAhead
from adapters.sample.backstage import Counts
from adapters.sample.course import IT_CHANNEL, Course, Do
from adapters.sample.stage import Stage
from adapters.sample.story import Calendar, Colleague, Line, Telling, read_month, read_people
from adapters.web.board import Board
from adapters.web.directory import Persona, Spot
from bot.ports import LanguageModel

#: Told how many steps are done and of how many, at least for every hundredth part.
Progress = Callable[[int, int], Awaitable[None]]

#: The first and the last event of a loading.
BEGIN, END = "begin", "end"

#: Where everybody reads what IT publishes.
NEWS_CHANNEL = "erp-news"

#: Who works in IT, by the beginning of their area.
IT_AREA = "IT,"

#: When the colleagues joined their channels, in the words of the story.
FIRST_DAY = "-5 mon 09:00"

#: From when on there is a digest each Monday.
FIRST_DIGEST = "-4 fri 12:00"


class Meter:
    """Counts steps and tells how far they are."""

    def __init__(self, total: int, progress: Progress) -> None:
        self._total = total
        self._progress = progress
        self._done = 0

    async def step(self) -> None:
        """One more is done."""
        self._done = min(self._done + 1, self._total - 1)
        await self._progress(self._done, self._total)

    async def finish(self) -> None:
        """All are done."""
        await self._progress(self._total, self._total)


async def load_sample_month(
    board: Board, language: LanguageModel, progress: Progress, month: Sequence[Line] | None = None
) -> Counts:
    """Bring the sample month (or another `month`) into the playground of `board`, and return what it came to.

    Once loaded, loading again changes nothing. A loading that was cancelled or killed goes on where it stopped, with
    the dates of the first try, when it is called again. The playground can be used meanwhile: every step is a short
    transaction of its own. Raises NotOpen where nobody has opened the playground.
    """
    lines, people = list(month or read_month()), read_people()
    ahead = ReadAhead(language)
    stage = Stage(board, ahead)
    last = await stage.last_event()
    if last != END:
        resume_at = last.split("#")[0] if last is not None and not last.startswith(BEGIN) else None
        calendar = await _open(stage, people, resume_at)
        course = Course(stage, calendar, lines)
        texts = [line.tells for line in lines if isinstance(line, Telling)]
        meter = Meter(len(texts) + course.total, progress)
        await ahead.read(texts, meter.step)
        await _play(stage, course, resume_at, meter)
        await meter.finish()
    else:  # it may have been killed after the last event was kept and before it was answered
        await stage.hear_again()
        await stage.show_again()
    start = await stage.store_id("")
    return await stage.ask(partial(backstage.count, start=start))


async def _open(stage: Stage, people: list[Colleague], resume_at: str | None) -> Calendar:
    """Let the colleagues in, and find out on which day the month was first loaded.

    `resume_at` is the step at which an earlier loading was interrupted, None where it had not come to one.
    """
    board = stage.board
    await board.add_people([Persona(p.code, p.name, p.job, p.area, p.email, p.zone, listed=False) for p in people])
    everybody = frozenset(person.code for person in people)
    support = frozenset(person.code for person in people if person.area.startswith(IT_AREA))
    for channel, members in ((NEWS_CHANNEL, everybody), (IT_CHANNEL, support)):
        await board.add_channel(Spot(channel, channel, "", direct=False, members=members))
    stage.loaded = await stage.told_at(BEGIN) or stage.now
    await stage.hear_again()
    if resume_at is None:
        await stage.show_again()
    await stage.join({BEGIN: people[0].code}, NEWS_CHANNEL)
    stage.loaded = await stage.told_at(BEGIN) or stage.now
    zones = {code: persona.clock for code, persona in (await board.directory()).personas.items()}
    calendar = Calendar(stage.loaded, zones)
    stage.now = calendar.moment(FIRST_DAY, people[0].code)
    for channel, members in ((NEWS_CHANNEL, everybody), (IT_CHANNEL, support)):
        await stage.join({f"{BEGIN}#{channel}:{code}": code for code in sorted(members)}, channel)
    monday_after = calendar.moment(FIRST_DIGEST, people[0].code)
    await stage.change(partial(backstage.first_digest, company_id=await board.company(), now=monday_after))
    return calendar


async def _play(stage: Stage, course: Course, resume_at: str | None, meter: Meter) -> None:
    """Play every step in its turn. What was played before an interruption is passed over, but for its last step."""
    while (step := course.next()) is not None:
        if step.id == resume_at:
            await stage.show_again(step.at)
            resume_at = None
        if resume_at is None:
            await stage.keep_appointments(step.at)
            stage.now = step.at
            await _undivided(step.do)
        if step.then is not None:
            await step.then()
        await meter.step()
    await stage.keep_appointments(stage.loaded)
    stage.now = datetime.now(UTC)
    await stage.join({END: read_people()[0].code}, NEWS_CHANNEL)


async def _undivided(do: Do) -> None:
    """Let a step come to its end before a cancellation takes effect."""
    task = asyncio.ensure_future(do())
    try:
        await asyncio.shield(task)
    except asyncio.CancelledError:
        await task
        raise
