"""A post, sentence by sentence: what it said, what is said instead, and what goes to the end."""

import re
from dataclasses import dataclass, field, replace
from functools import cached_property

from bot.translation.ends import Tail
from bot.translation.grammar import verb_in
from bot.translation.kinds import UpdateKind
from bot.translation.layout import Block, blocks_of
from bot.translation.phrases import plainer
from bot.translation.splitting import shorter
from bot.translation.templates import told

#: What a label of a status page adds to a sentence, and where a post says the same.
ADDED = (" We are looking into it.", " We are watching it.")
_BUSY = re.compile(r"\b(?:look(?:ing)? into|investigat\w+|watching|monitoring)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Line:
    """One sentence: as posted, as told, and its part of the end of the notice."""

    source: str
    said: str
    tail: Tail = field(default_factory=Tail)

    def undone(self) -> "Line":
        """The sentence in the post's own words."""
        return Line(self.source, self.source)


@dataclass(frozen=True)
class Passage:
    """A block of the post with its lines."""

    block: Block
    lines: tuple[Line, ...]

    @property
    def told(self) -> bool:
        """Whether this is running text, which can be said in a sentence of a chat."""
        return not self.block.verbatim and not self.block.marker


@dataclass(frozen=True)
class Notice:
    """A whole post. `text` is what colleagues read."""

    passages: tuple[Passage, ...]

    @cached_property
    def text(self) -> str:
        """All passages, then whom to ask, then what only IT needs."""
        body, end = self.body, self.tail.lines()
        return "\n\n".join([body, "\n".join(end)]) if body and end else body or "\n".join(end)

    @cached_property
    def body(self) -> str:
        """All passages, without the end of the notice."""
        pieces: list[str] = []
        for passage in self.passages:
            body = " ".join(line.said for line in passage.lines if line.said)
            if body:
                pieces.append(f"{passage.block.before if pieces else ''}{passage.block.marker}{body}")
        return "".join(pieces).strip()

    @cached_property
    def tail(self) -> Tail:
        """The ends of all lines, each said once."""
        lines = [line for passage in self.passages for line in passage.lines]
        contact = dict.fromkeys(who for line in lines for who in line.tail.contact)
        return Tail(list(contact), list(dict.fromkeys(what for line in lines for what in line.tail.reference)))

    def sentences(self, every: bool = False) -> list[str]:
        """What is said, without lists and what stands at the end. Tables and code say nothing in a sentence."""
        rows = not all(p.block.verbatim for p in self.passages)
        told = [p for p in self.passages if p.told or (every and not (rows and p.block.verbatim))]
        return [line.said for p in told for line in p.lines if line.said]

    def without(self, wrong: set[int]) -> "Notice":
        """The notice with some lines, told by their `id`, in the post's own words."""
        return Notice(
            tuple(
                replace(p, lines=tuple(line.undone() if id(line) in wrong else line for line in p.lines))
                for p in self.passages
            )
        )

    def undone(self) -> "Notice":
        """The notice in the post's own words, with its paragraphs unwrapped."""
        return Notice(tuple(replace(p, lines=tuple(line.undone() for line in p.lines)) for p in self.passages))

    def lines(self) -> list[Line]:
        """All lines that say something else than the post."""
        return [line for p in self.passages for line in p.lines if line.said != line.source]


def read_notice(text: str, kind: UpdateKind) -> Notice:
    """The notice made from a post in English."""
    blocks = blocks_of(text)
    passages = []
    for block in blocks:
        alone = len(block.sentences) == 1 and len(blocks) > 1
        passages.append(Passage(block, tuple(_line(s.text, block, kind, alone) for s in block.sentences)))
    return _once(Notice(tuple(passages)))


def _once(notice: Notice) -> Notice:
    """What a label adds ("We are looking into it") is left out where the post says so itself."""
    lines = [line for p in notice.passages for line in p.lines]
    extra = [line for line in lines if line.said.endswith(ADDED)]
    if not extra or not any(_BUSY.search(line.said.removesuffix(ADDED[0]).removesuffix(ADDED[1])) for line in lines):
        return notice
    return Notice(tuple(replace(p, lines=tuple(_without_added(line) for line in p.lines)) for p in notice.passages))


def _without_added(line: Line) -> Line:
    for added in ADDED:
        if line.said.endswith(added) and line.said != added.strip():
            return replace(line, said=line.said.removesuffix(added))
    return line


def plain_notice(text: str) -> Notice:
    """The notice of a post that nobody should touch: code, a table, another language."""
    line = Line(text.strip(), text.strip())
    return Notice((Passage(Block((), verbatim=True), (line,)),))


def _line(source: str, block: Block, kind: UpdateKind, alone: bool) -> Line:
    if block.verbatim:
        return Line(source, source)
    if block.marker:
        return Line(source, _same_start(source, _item(plainer(source))))
    tail = Tail()
    said = told(source, kind, tail)
    if alone and said.lower() == f"{source.rstrip()}.".lower() and not verb_in(said):
        said = said.rstrip(".")
    return Line(source, re.sub(r"\s{2,}", " ", said), tail)


def _item(said: str) -> str:
    """A list item in short sentences; where it becomes two, the last one has an end too."""
    short = shorter(said)
    return short if short == said or short[-1:] in ".!?:" else f"{short}."


def _same_start(source: str, said: str) -> str:
    """A list item keeps the small or capital letter it began with."""
    if source[:1].islower() and said[:1].isupper() and said[1:2].islower():
        return said[0].lower() + said[1:]
    return said
