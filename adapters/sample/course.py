"""The story's course: what is written down, and what people answer when Liaison asks them."""

import heapq
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from itertools import count
from zlib import crc32

from adapters.sample import backstage
from adapters.sample.stage import Stage
from adapters.sample.story import Asking, Calendar, Line, Posting, Promising, Remark, Telling

#: The channel IT writes in.
IT_CHANNEL = "erp-it"

#: What somebody says who publishes although the gate has a doubt.
OVERRIDE = "I have compared the draft with my post line by line; it says the same."

Do = Callable[[], Awaitable[None]]


@dataclass(order=True)
class Step:
    """What one person does at one moment: `do` plays it, `then` plans what follows from it.

    The events a step makes are named after it: its `id`, or the `id`, "#" and a number where there may be several.
    """

    at: datetime
    number: int
    id: str = field(compare=False)
    do: Do = field(compare=False)
    then: Do | None = field(compare=False, default=None)


class Course:
    """The steps to come, earliest first. Nothing happens after the moment of loading."""

    def __init__(self, stage: Stage, calendar: Calendar, lines: list[Line]) -> None:
        self._stage = stage
        self._calendar = calendar
        self._steps: list[Step] = []
        self._numbers = count()
        self._numbered: dict[str, str] = {}
        self._silent = {line.id: line for line in lines if isinstance(line, Telling) and line.finds}
        for line in lines:
            at = calendar.moment(line.at, line.who)
            match line:
                case Telling():
                    self._plan_telling(line, at)
                case Posting():
                    self._plan_posting(line, at)
                case Asking():
                    self._plan_asking(line, at)
                case Promising():
                    self._plan(at, line.id, partial(self._promise, line))
                case Remark():
                    self._plan(at, line.id, partial(stage.say, line.id, line.who, line.writes, line.channel))
        #: How many steps there are at most: not everybody is asked what they are ready to answer.
        self.total = len(self._steps) + sum(2 if line.thanks else 1 for line in self._silent.values())
        self.total += sum(len(line.answers.replace("0", "")) for line in lines if isinstance(line, Asking))

    def next(self) -> Step | None:
        """The next step, or None where the story has come to its end."""
        return heapq.heappop(self._steps) if self._steps else None

    def _plan(self, at: datetime, name: str, do: Do, then: Do | None = None) -> None:
        if at < self._calendar.loaded:
            heapq.heappush(self._steps, Step(at, next(self._numbers), name, do, then))

    def _plan_telling(self, line: Telling, at: datetime) -> None:
        self._plan(at, line.id, partial(self._stage.say, line.id, line.who, line.tells))
        self._plan(at + timedelta(seconds=15), f"{line.id}:first", partial(self._answer_first, line))
        soon = at + timedelta(seconds=25 + crc32(line.id.encode()) % 190)
        if line.corrects or line.shown_to:
            self._plan(soon, f"{line.id}:right", partial(self._put_right, line))
        if line.impact is not None:
            press = partial(self._press, line, "impact", "complaint.impact", impact=str(line.impact))
            self._plan(soon + timedelta(seconds=40), f"{line.id}:impact", press)
        if line.withdraws:
            self._plan(
                soon + timedelta(minutes=5), f"{line.id}:back", partial(self._press, line, "back", "complaint.withdraw")
            )

    def _plan_posting(self, line: Posting, at: datetime) -> None:
        text = self._calendar.text(line.posts, at)
        self._plan(at, line.id, partial(self._stage.say, line.id, line.who, text, IT_CHANNEL))
        read = at + timedelta(minutes=3 + crc32(line.id.encode()) % 6)
        self._plan(read, f"{line.id}:links", partial(self._check_links, line))
        if line.headline:
            self._plan(read + timedelta(minutes=1), f"{line.id}:edit", partial(self._edit, line))
        if line.then != "wait":
            decide, answers = partial(self._decide, line), partial(self._plan_answers, line)
            self._plan(read + timedelta(minutes=2), f"{line.id}:{line.then}", decide, answers)

    def _plan_asking(self, line: Asking, at: datetime) -> None:
        self._plan(at, line.id, partial(self._stage.say, line.id, line.who, "pulse"))
        asked_at = at + timedelta(minutes=1)
        answers = partial(self._plan_pulse_answers, line, asked_at)
        self._plan(asked_at, f"{line.id}:ask", partial(self._ask, line), answers)

    async def _plan_pulse_answers(self, line: Asking, asked_at: datetime) -> None:
        invited = await self._stage.ask(partial(backstage.asked_people, opened_at=asked_at))
        for person, value in zip(invited, line.answers, strict=False):
            if value != "0":
                name = f"{line.id}:{person.who}"
                at = self._calendar.answer_time(person.at, person.who, name)
                tap = {"campaign": str(person.campaign), "value": value}
                self._plan(at, name, partial(self._answer, name, person.who, tap))

    async def _plan_answers(self, line: Posting) -> None:
        """Those who are asked whether it is fixed answer in their own time, each complaint once."""
        asked = await self._stage.ask(partial(backstage.asked_by, source=await self._stage.store_id(line.id)))
        start = await self._stage.store_id("")
        not_before = self._calendar.moment(line.tried, line.who) if line.tried else None
        for source, at in asked:
            told = self._silent.pop(source.removeprefix(start), None)
            if told is not None:
                self._plan_answer(told, self._calendar.answer_time(at, told.who, told.id, not_before))

    def _plan_answer(self, line: Telling, at: datetime) -> None:
        if line.finds == "broken":
            self._plan(at, f"{line.id}:broken", partial(self._fill, line, "broken", "complaint.broken", line.reason))
            return
        self._plan(at, f"{line.id}:fixed", partial(self._press, line, "fixed", "complaint.fixed"))
        if line.thanks:
            thank = partial(self._fill, line, "thanks", "thanks.give", line.thanks)
            self._plan(at + timedelta(seconds=75), f"{line.id}:thanks", thank)

    async def _mine(self, line: Telling) -> dict[str, str] | None:
        """The complaint of a line as buttons name it; None where Liaison did not take it for one."""
        if line.id not in self._numbered:
            source = await self._stage.store_id(line.id)
            number = await self._stage.ask(partial(backstage.complaint_id, source=source))
            if number is None:
                return None
            self._numbered[line.id] = str(number)
        return {"complaint": self._numbered[line.id]}

    async def _press(self, line: Telling, event: str, action: str, **value: str) -> None:
        mine = await self._mine(line)
        if mine is not None:
            await self._stage.press(f"{line.id}:{event}", line.who, action, {**mine, **value})

    async def _answer_first(self, line: Telling) -> None:
        """Answer what the card asks before anything else: shall IT hear of a question, and which of two is closer."""
        source = await self._stage.store_id(line.id)
        question = await self._stage.ask(partial(backstage.question_id, source=source))
        if question is not None:
            await self._stage.press(f"{line.id}:first#on", line.who, "howto.pass_on", {"question": str(question)})
        mine = await self._mine(line)
        if mine is None or not await self._stage.ask(partial(backstage.is_doubted, source=source)):
            return
        meant = {"cause": str(line.cause), "module": str(line.module)}
        if not await self._stage.press(f"{line.id}:first#closer", line.who, "complaint.closer", {**mine, **meant}):
            await self._stage.fill(f"{line.id}:first#closer", line.who, "complaint.correct", mine, meant)

    async def _fill(self, line: Telling, event: str, action: str, reason: str) -> None:
        mine = await self._mine(line)
        if mine is not None:
            await self._stage.fill(f"{line.id}:{event}", line.who, action, mine, {"reason": reason})

    async def _promise(self, line: Promising) -> None:
        about, day = await self._stage.store_id(line.promises), self._calendar.day(line.due)
        await self._stage.change(partial(backstage.promise, about=about, day=day, who=line.who))

    async def _ask(self, line: Asking) -> None:
        answers = {"question": line.asks, "when": "morning"}
        await self._stage.fill(f"{line.id}:ask", line.who, "pulse.ask_now", {}, answers)

    async def _answer(self, name: str, who: str, tap: dict[str, str]) -> None:
        await self._stage.press(name, who, "pulse.answer", tap)

    async def _put_right(self, line: Telling) -> None:
        """Correct what Liaison understood, where that is wrong, and say who may see the name."""
        source = await self._stage.store_id(line.id)
        understood = await self._stage.ask(partial(backstage.understood, source=source))
        mine = await self._mine(line)
        if mine is None:
            return
        answers: dict[str, str] = {"visibility": line.shown_to} if line.shown_to else {}
        if line.corrects and understood != (line.cause, line.module):
            answers |= {"cause": line.cause, "module": line.module}
        if answers:
            await self._stage.fill(f"{line.id}:right", line.who, "complaint.correct", mine, answers)

    async def _check_links(self, line: Posting) -> None:
        """The author unticks what the update does not answer."""
        source, start = await self._stage.store_id(line.id), await self._stage.store_id("")
        links = await self._stage.ask(partial(backstage.proposed, source=source))
        for number, link in enumerate(links):
            about = {name.removeprefix(start).rstrip("0123456789") for name in link.sources}
            if about.isdisjoint(line.answers):
                value = {"update": str(link.update), "theme": str(link.theme), "answers": "no"}
                await self._stage.press(f"{line.id}:links#{number}", line.who, "update.link", value, IT_CHANNEL)

    async def _draft(self, line: Posting) -> dict[str, str]:
        """The draft of a line as buttons name it."""
        source = await self._stage.store_id(line.id)
        return {"update": str(await self._stage.ask(partial(backstage.update_id, source=source)))}

    async def _edit(self, line: Posting) -> None:
        answers = {"headline": line.headline}
        await self._stage.fill(f"{line.id}:edit", line.who, "update.edit", await self._draft(line), answers, IT_CHANNEL)

    async def _decide(self, line: Posting) -> None:
        event, draft = f"{line.id}:{line.then}", await self._draft(line)
        pressed = await self._stage.press(event, line.who, f"update.{line.then}", draft, IT_CHANNEL)
        if not pressed and line.then == "publish":
            answers = {"reason": OVERRIDE}
            await self._stage.fill(event, line.who, "update.override", draft, answers, IT_CHANNEL)
