"""Articles: Markdown files of the company, cut at their headings into passages that can be quoted."""

import re
from dataclasses import dataclass
from pathlib import Path

#: A passage is quoted on a card, so a longer section is cut between its paragraphs, in characters.
LONGEST = 900
#: A file beyond this is no article, in bytes.
LARGEST = 1_000_000

_FRONT = re.compile(r"\A---\r?\n(.*?)\r?\n---\r?\n", re.DOTALL)
_HEADING = re.compile(r"^(#{1,6})\s+(.+?)\s*#*$")
_FENCE = re.compile(r"^\s*(```|~~~)")
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_MARKUP = re.compile(r"(\*\*|__|`|(?<!\w)[*_](?=\S)|(?<=\S)[*_](?!\w))")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)


@dataclass(frozen=True)
class Passage:
    """A piece of an article, in plain words. `url` is where the article can be read, if it says so."""

    article: str  # the file, relative to the folder
    title: str
    heading: str
    text: str
    url: str | None = None

    @property
    def source(self) -> str:
        """Where it stands, for people."""
        return self.title if not self.heading or self.heading == self.title else f"{self.title}, {self.heading}"


def article_files(folder: Path) -> list[Path]:
    """The Markdown files under a folder, in order. Hidden ones and links that lead out of it are left alone."""
    inside = folder.resolve()
    return sorted(
        path
        for path in folder.rglob("*.md")
        if path.is_file()
        and path.resolve().is_relative_to(inside)
        and not any(part.startswith(".") for part in path.relative_to(folder).parts)
    )


def read_article(folder: Path, path: Path) -> list[Passage]:
    """The passages of one file. One that is too large, or not in UTF-8, has none. Raises OSError."""
    if path.stat().st_size > LARGEST:
        return []
    try:
        source = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        return []
    return passages(path.relative_to(folder).as_posix(), source)


def passages(name: str, source: str) -> list[Passage]:
    """An article's text, cut at its headings."""
    front, body = _front_matter(source)
    sections = _sections(_COMMENT.sub("", body))
    title = front.get("title") or next((heading for level, heading, _ in sections if level == 1), "") or _words(name)
    url = front.get("url", "")
    link = url if url.startswith(("https://", "http://")) else None
    return [
        Passage(name, title, heading or title, piece, link)
        for _, heading, lines in sections
        for piece in _pieces(_plain(lines))
    ]


def _front_matter(source: str) -> tuple[dict[str, str], str]:
    """The `key: value` lines before an article, and the rest."""
    match = _FRONT.match(source)
    if match is None:
        return {}, source
    pairs = (line.partition(":") for line in match[1].splitlines() if ":" in line)
    return {key.strip().lower(): value.strip().strip("\"'") for key, _, value in pairs}, source[match.end() :]


def _sections(body: str) -> list[tuple[int, str, list[str]]]:
    """(level, heading, lines) in order. What stands before the first heading has level 0."""
    found: list[tuple[int, str, list[str]]] = [(0, "", [])]
    fenced = False
    for line in body.splitlines():
        fenced ^= bool(_FENCE.match(line))
        heading = None if fenced else _HEADING.match(line)
        if heading:
            found.append((len(heading[1]), _inline(heading[2]), []))
        elif not _FENCE.match(line):
            found[-1][2].append(line)
    return found


def _plain(lines: list[str]) -> list[str]:
    """Paragraphs and list items without Markdown's marks, each on a line of its own."""
    paragraphs: list[str] = []
    fresh = True
    for line in lines:
        words = _inline(line.strip().lstrip("> "))
        if not words:
            fresh = True
            continue
        item = re.match(r"[-*+]\s+|\d+[.)]\s+", words)
        if fresh or item or line.lstrip().startswith("|"):
            paragraphs.append(words)
        else:
            paragraphs[-1] += f" {words}"
        fresh = False
    return paragraphs


def _inline(words: str) -> str:
    return _MARKUP.sub("", _LINK.sub(r"\1", words)).strip()


def _pieces(paragraphs: list[str]) -> list[str]:
    """Paragraphs joined into pieces of at most LONGEST characters; one that is longer stays whole."""
    pieces: list[str] = []
    for words in paragraphs:
        if pieces and len(pieces[-1]) + len(words) < LONGEST:
            pieces[-1] += f"\n{words}"
        else:
            pieces.append(words)
    return pieces


def _words(name: str) -> str:
    return Path(name).stem.replace("-", " ").replace("_", " ").capitalize()
