"""How a post is laid out: paragraphs without their hard line ends, and lists, headings, tables and code as they are."""

# ruff: noqa: E501  (patterns and tables of words read best on one line)
import re
from dataclasses import dataclass

from bot.translation.form import read_form
from bot.translation.sentences import MARKER, Sentence, split_sentences

#: A line at least this long, in characters, was broken by a mail program where the next one goes on in small letters.
WRAPPED = 45
_VERBATIM = re.compile(
    r"^\s*(?:\||\+[-=+]{3,}|```|~~~|-{3,}\s*$|={3,}\s*$|at [\w.$]+\(|\$ )|^(?: {4,}|\t)\S|\S\s{3,}\S.*\s{3,}\S|\S *\t\s*\S"
)
_FENCE = re.compile(r"^\s*(?:```|~~~)(?!.*(?:```|~~~))")
_SMALL = re.compile(
    r"(?:(?<=[a-z\d)][a-z\d)][.!?] )|(?<=[a-z] \d\. ))[a-z](?=[a-z' ])(?<!e\.g\. [a-z])(?<!i\.e\. [a-z])(?<!etc\. [a-z])(?<!rox\. [a-z])"
)
_ENDS = re.compile(r"[.!?:;|]['\")\]]*\s*$")
_UNIT = re.compile(
    r"(?<=\d min\.)\s(?=[A-Z])|(?<=\d sec\.)\s(?=[A-Z])|(?<=\d hrs\.)\s(?=[A-Z])|(?<=\d (?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\.)\s(?=[A-Z])"
)
#: A list within a line: it begins with "1)", and its points are counted up.
_FIRST_POINT = re.compile(r"\s*1[.)] \S")
_POINT = re.compile(r"\s+(?=[2-9][.)] \S)")
_POINTS = 3
_LABEL = re.compile(r"^[A-Z][A-Za-z /-]{1,24}:\s")


@dataclass(frozen=True)
class Block:
    """Sentences that stand together. `marker` is a list sign; a verbatim block is one that nobody may touch."""

    sentences: tuple[Sentence, ...]
    marker: str = ""
    before: str = ""
    verbatim: bool = False


def blocks_of(text: str) -> list[Block]:
    """The blocks of a text in order; `before` holds the line ends above each."""
    found: list[Block] = []
    text = _with_capitals("\n".join(_counted(line) for line in text.split("\n")))
    fenced = False
    for lines, gap in _paragraphs(text):
        for line in lines if fenced else _joined(lines):
            before = ("\n\n" if gap else "\n") if found else ""
            gap = False
            fence = bool(_FENCE.match(line))
            found.append(_block(line, before, fenced))
            fenced = fenced != fence
    return _with_keys(found)


def _counted(line: str) -> str:
    """ "1) Job ran 2) Printer stuck" as a list: each point has a line of its own."""
    if not _FIRST_POINT.match(line):
        return line
    points = _POINT.split(line.strip())
    counted = all(point.startswith(str(place)) for place, point in enumerate(points, start=1))
    return "\n".join(points) if len(points) >= _POINTS and counted else line


def _with_capitals(text: str) -> str:
    """A text typed in small letters gets a capital after each full stop, so that its sentences can be told apart."""
    capitals = len(re.findall(r"(?:^|[.!?]\s+)[A-Z]", text))
    if capitals > 1 + len(_SMALL.findall(text)):
        return text
    return _SMALL.sub(lambda m: m[0].upper(), text)


def _block(line: str, before: str, fenced: bool) -> Block:
    if fenced or _VERBATIM.search(line):
        return Block((Sentence(line, 0, len(line)),), "", before, verbatim=True)
    marker = MARKER.match(line)
    body = " ".join(line[marker.end() if marker else 0 :].split())
    sentences = tuple(piece for sentence in split_sentences(body) for piece in _at_units(sentence))
    return Block(sentences, marker[0] if marker else "", before)


def _at_units(sentence: Sentence) -> list[Sentence]:
    """ "5 min. Orders wait" are two sentences, though "min." may stand inside one."""
    return [_sentence(piece) for piece in _UNIT.split(sentence.text)]


def _sentence(text: str) -> Sentence:
    return Sentence(text, 0, len(text))


def _with_keys(blocks: list[Block]) -> list[Block]:
    """A notice in the form "What: ... When: ..." without its list signs, "what" and "when" in one sentence."""
    lines = [" ".join(s.text for s in block.sentences) if not block.verbatim else None for block in blocks]
    told = read_form(lines)
    if told is None:
        return blocks
    found: list[Block] = []
    for place, block in enumerate(blocks):
        if block.verbatim:
            found.append(block)
        elif place in told:
            sentences = tuple(_sentence(s.text) for s in split_sentences(told[place]))
            found.append(Block(sentences, "", block.before if found else ""))
    return found


def _paragraphs(text: str) -> list[tuple[list[str], bool]]:
    """Lines that follow each other, and whether an empty line stands above them."""
    found: list[tuple[list[str], bool]] = []
    fresh = True
    for line in text.split("\n"):
        if not line.strip():
            fresh = True
        elif fresh or not found:
            found.append(([line.rstrip()], True))
            fresh = False
        else:
            found[-1][0].append(line.rstrip())
    return found


def _joined(lines: list[str]) -> list[str]:
    """The lines of a paragraph, with those that only go on joined to the one before."""
    joined: list[str] = []
    for line in lines:
        if joined and _goes_on(joined[-1], line, len(lines)):
            joined[-1] = f"{joined[-1]} {line.strip()}"
        else:
            joined.append(line)
    return joined


def _goes_on(above: str, line: str, of: int) -> bool:
    if MARKER.match(line) or _VERBATIM.search(line) or _VERBATIM.search(above) or _LABEL.match(line.strip()):
        return False
    start = line.lstrip()[:1]
    if above.rstrip().endswith((",", "-", " and", " or", " the", " to", " of")) or start.islower():
        return not above.rstrip().endswith(":") or start.islower()
    last = above.rsplit("\n", 1)[-1]
    return len(last) >= WRAPPED and of > 1 and not _ENDS.search(last)
