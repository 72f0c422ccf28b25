"""Spans as Slack's mrkdwn: what we mean as markup is markup, and what a person wrote shows as they wrote it.

Slack escapes three characters and no others. A star, underscore, tilde or backtick that would begin or end formatting
is replaced by its twin, a letter that looks the same; a word that begins with ">" and a name between colons get an
invisible character, or they would turn into a quotation and an emoji.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC
from itertools import accumulate

from bot.cards import Bold, Link, Mention, Moment, Span

#: Letters that look like the signs that format.
TWINS = {ord("*"): "\u2217", ord("_"): "\u02cd", ord("~"): "\u223c", ord("`"): "\u02cb"}

#: Invisible: keeps a line from being a quotation, a name from being an emoji, and lets bold stand next to a letter.
SOFT_HYPHEN, JOINER, SEAM = "\u00ad", "\u2060", "\u200b"

#: Schemes a link may have; anything else is shown as bare words.
SCHEMES = ("https://", "http://", "mailto:")

#: What makes a line that begins with it a quotation.
QUOTES = frozenset({"&gt;", "\uff1e"})

#: How a bold run looks to the signs around it.
BOLD = f"{SEAM}*x*{SEAM}"

#: Characters of one bold run, so that a long one can be split.
BOLD_RUN = 400

_QUOTED = re.compile(r"(?<!\S)(?=[>\uff1e])")  # wherever a line may come to begin, once the words are split
_EMOJI = re.compile(r":(?=[a-z0-9_'+-]*[a-z][a-z0-9_'+-]*:)")
_ATOMS = re.compile(r"\n|[^\S\n]+|\S+")
_CHARACTERS = re.compile(r"&(?:amp|lt|gt);|.", re.DOTALL)

#: What turns the direction of writing, and what ends it.
_TURNS, _ENDS = {"\u202a", "\u202b", "\u202d", "\u202e"}, "\u202c"
_ISOLATES, _ISOLATE_ENDS = {"\u2066", "\u2067", "\u2068"}, "\u2069"


def length(words: str) -> int:
    """Characters as Slack counts them: an emoji is two."""
    return len(words.encode("utf-16-le", "surrogatepass")) // 2


def escaped(words: str) -> str:
    """The three characters that Slack itself asks to escape. Nothing in the result can ping or link."""
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def literal(words: str) -> str:
    """Words inside markup of ours, on one line; not a sign of theirs formats."""
    return _safe(" ".join(words.split()).translate(TWINS))


def _safe(words: str) -> str:
    """Words without what would ping, link, quote, turn into an emoji or turn our own words round."""
    shown = _EMOJI.sub(f":{JOINER}", _QUOTED.sub(SOFT_HYPHEN, words))
    return escaped(shown) + _straightened(words)


def _tamed(spans: Sequence[Span]) -> list[str]:
    """The words of each plain span, with twins for the signs that would format. Other spans stand as a seam.

    A sign formats only where one that can begin and one that can end formatting meet on a line. All others stay as they
    are: people copy "4711*" into a search.
    """
    shown = [span if isinstance(span, str) else BOLD if isinstance(span, Bold) else SEAM for span in spans]
    whole = list("".join(shown))
    text = "".join(shown)
    for sign in "*_~`":
        block = text.count("```") > 1 and sign == "`"
        for line in re.finditer(r".+", text, re.DOTALL if block else 0):
            runs = list(re.finditer(re.escape(sign) + "+", line[0]))
            for at in _formatting(line[0], [run.span() for run in runs], block):
                whole[line.start() + at] = TWINS[ord(sign)]
    ends = accumulate(map(len, shown))
    return ["".join(whole[end - len(part) : end]) for part, end in zip(shown, ends, strict=True)]


def _formatting(line: str, runs: Sequence[tuple[int, int]], block: bool) -> list[int]:
    """Where signs stand in a line that would format, of those at `runs`; in a `block` all would."""
    around = f"\n{line}\n"
    outer: list[int] = []
    begun = found = block
    for start, end in runs:
        left, right = around[start], around[end + 1]
        found = found or (begun and not left.isspace() and not right.isalnum())
        begun = begun or (not left.isalnum() and not right.isspace())
        if block or not (left.isalnum() and right.isalnum()):
            outer += range(start, end)
    return outer if found else []


def _straightened(words: str) -> str:
    """What ends every turn of direction that the words begin, so that ours after them read the right way."""
    turns, isolates = 0, 0
    for sign in words:
        if sign in _TURNS:
            turns += 1
        elif sign == _ENDS:
            turns = max(0, turns - 1)
        elif sign in _ISOLATES:
            isolates += 1
        elif sign == _ISOLATE_ENDS:
            isolates = max(0, isolates - 1)
    return _ENDS * turns + _ISOLATE_ENDS * isolates


def atoms(spans: Sequence[Span], accounts: Mapping[int, str]) -> list[str]:
    """A run of spans as pieces of mrkdwn that must not be cut. `accounts` has people's accounts by their id."""
    found: list[str] = []
    tamed = _tamed(spans)
    for number, span in enumerate(spans):
        before = _edge(spans[number - 1], -1) if number else "\n"
        after = _edge(spans[number + 1], 0) if number + 1 < len(spans) else "\n"
        if isinstance(span, str):
            found += _ATOMS.findall(_safe(tamed[number]))
        elif isinstance(span, Bold):
            found += _bold(span.text, before, after)
        elif isinstance(span, Link):
            found.append(_link(span))
        elif isinstance(span, Moment):
            found.append(_moment(span))
        else:
            found.append(_mention(span, accounts))
    return found


def _edge(span: Span, end: int) -> str:
    """The character at the end of a span that a neighbour touches; a sign where markup stands there."""
    if isinstance(span, str):
        return span[end] if span else "*"
    return "*"


def _bold(words: str, before: str, after: str) -> list[str]:
    """Bold runs, none with a line break in it, none with a blank at its ends."""
    found: list[str] = [] if before.isspace() else [SEAM]
    for line in re.split(r"(\n)", words):
        for run in _runs(line):
            shown = escaped(_EMOJI.sub(f":{JOINER}", run.translate(TWINS)))
            found.append(f"*{shown}{_straightened(run)}*" if run.strip() else run)
    return found if after.isspace() else [*found, SEAM]


def _runs(line: str) -> Iterable[str]:
    for part in re.findall(r"\s+|\S(?:.*\S)?", line, re.DOTALL):
        while len(part) > BOLD_RUN:
            cut = part.rfind(" ", 1, BOLD_RUN) if " " in part[1:BOLD_RUN] else BOLD_RUN
            yield part[:cut]
            yield part[cut : cut + 1] if part[cut].isspace() else ""
            part = part[cut:].lstrip() if part[cut].isspace() else part[cut:]
        yield part


def _link(link: Link) -> str:
    label = literal(link.label).replace("|", "\u2502")
    if not link.url.lower().startswith(SCHEMES):
        return label
    address = escaped(re.sub(r"\s", "%20", link.url)).replace("|", "%7C")
    return f"<{address}|{label}>" if label else f"<{address}>"


def _moment(moment: Moment) -> str:
    """A moment that Slack shows to each reader in their own zone, with UTC for whatever cannot."""
    at = moment.at.astimezone(UTC)
    shown, bare = {
        "date": ("{date_short_pretty}", f"{at:%Y-%m-%d}"),
        "time": ("{time}", f"{at:%H:%M} UTC"),
        "date_time": ("{date_short_pretty}, {time}", f"{at:%Y-%m-%d %H:%M} UTC"),
    }[moment.style]
    return f"<!date^{int(at.timestamp())}^{shown}|{bare}>"


def _mention(mention: Mention, accounts: Mapping[int, str]) -> str:
    account = accounts.get(mention.person_id)
    return f"<@{account}>" if account else literal(mention.name)


def pieces(parts: Sequence[str], limit: int, lead: str = "") -> list[str]:
    """The parts joined into as few pieces of at most `limit` characters as breaking between words allows.

    Each piece begins with `lead`, which is also set behind every line break. Nothing is left out but the blank at
    which a piece ends, and pieces without a word.
    """
    found: list[str] = []
    open_, size = [lead], length(lead)
    for part in _small_enough(parts, limit - length(lead), lead):
        while size + length(part) > limit and len(open_) > 1:
            done, open_ = _broken(open_)
            found.append(done)
            open_ = [lead, *open_]
            size = sum(map(length, open_))
        open_.append(part)
        size += length(part)
    found.append("".join(open_))
    return [piece for piece in found if piece.removeprefix(lead).strip()]


def _small_enough(parts: Sequence[str], limit: int, lead: str) -> Iterable[str]:
    for part in parts:
        if part == "\n":
            yield f"\n{lead}"
        elif length(part) <= limit:
            yield part
        else:  # a word longer than a piece
            yield from (f"{SOFT_HYPHEN}{one}" if one in QUOTES else one for one in _CHARACTERS.findall(part))


def _broken(parts: list[str]) -> tuple[str, list[str]]:
    """The parts up to the best place for a break, and those after it."""
    for is_good in (lambda part: part.startswith("\n"), str.isspace):
        at = max((number for number, part in enumerate(parts) if number and is_good(part)), default=0)
        if at > len(parts) // 2:
            return "".join(parts[:at]), parts[at + 1 :]
    return "".join(parts), []
