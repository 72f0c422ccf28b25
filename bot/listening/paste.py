"""What people paste: the newest part of a mail thread, and of a stack trace the line that says what went wrong."""

import re

#: Lines after which a mail repeats what was written before.
_WROTE = re.compile(
    r"^[\s>]{0,20}(?:-{2,12}\s*(?:original|forwarded|ursprüngliche|weitergeleitete|message d'origine|mensaje original|"
    r"wiadomość oryginalna|mensagem original)[^\n]*|begin forwarded message:?|"
    r"(?:on|am|le|el|em|w dniu)\b[^\n]{4,200}"
    r"(?:wrote|schrieb|a écrit|escribió|escreveu|napisał\(?a?\)?|pisze)\b[^\n]{0,80}:?)\s*$",
    re.IGNORECASE,
)
_FROM = re.compile(r"^\s*\*?(?:from|von|de|od)\s*:\*?\s*\S", re.IGNORECASE)
_HEADER = re.compile(
    r"^\s*\*?(?:from|sent|date|to|cc|subject|von|gesendet|datum|an|betreff|de|envoyé|date|à|objet|enviado|fecha|para|"
    r"asunto|od|wysłano|data|do|temat|assunto)\s*:\*?",
    re.IGNORECASE,
)
_RULE = re.compile(r"^\s*_{8,}\s*$")
#: Less than this many words say nothing by themselves: "see below", "FYI", "any news?".
_TOO_FEW = 4

_TRACE_LINE = re.compile(
    r"^\s*(?:at [\w.$<>/@\[\] ]+ ?\(|at [\w.$<>]+(?:\.\w+)+|File \"[^\"\n]{1,300}\", line \d+|"
    r"\.\.\. \d+ (?:more|common)|"
    r"#\d+ +\S+|ORA-06512|[\w./-]+\.(?:java|py|js|cs|php|rb|go):\d+)"
)
_TRACE_HEAD = re.compile(
    r"Traceback \(most recent call last\)|^\s*(?:During handling|The above exception)", re.IGNORECASE
)
_ERROR_LINE = re.compile(
    r"^\s*(?:Caused by: |Exception in thread \"[^\"]{1,80}\" |Uncaught )?"
    r"[\w.$]*(?:Error|Exception|Fault|Warning|ORA-\d{5})\b[^\n]*"
)
_FEWEST_TRACE_LINES = 3


def newest_part(text: str) -> str:
    """What somebody wrote themselves above a quoted mail thread; where that says nothing, the newest mail below it.

    A text without quoted mail is returned as it is.
    """
    lines = text.splitlines()
    cuts = _boundaries(lines)
    if not cuts:
        return text
    parts = [lines[start:end] for start, end in zip([0, *cuts], [*cuts, len(lines)], strict=True)]
    bodies = [body for part in parts if (body := _body(part))]
    for body in bodies:
        if len(body.split()) >= _TOO_FEW:
            return body
    return bodies[0] if bodies else text


def _boundaries(lines: list[str]) -> list[int]:
    """Line numbers at which an older mail begins."""
    found: list[int] = []
    for number, line in enumerate(lines):
        if found and number - found[-1] < 2 and _is_head(lines, number):
            continue  # a rule, a "From:" and its header are one beginning
        quoted = line.startswith(">") and (number == 0 or not lines[number - 1].startswith(">"))
        if quoted or _is_head(lines, number):
            found.append(number)
    return found


def _is_head(lines: list[str], number: int) -> bool:
    line = lines[number]
    if _WROTE.match(line):
        return True
    following = lines[number + 1 : number + 5]
    if _RULE.match(line):
        return any(_FROM.match(other) for other in following[:2])
    return bool(_FROM.match(line)) and sum(bool(_HEADER.match(other)) for other in following) >= 2


def _body(lines: list[str]) -> str:
    """A part without the lines that only say whose mail it is."""
    kept = [line.lstrip("> ") for line in lines if not (_WROTE.match(line) or _RULE.match(line))]
    while kept and (not kept[0].strip() or _HEADER.match(kept[0])):
        kept.pop(0)
    return "\n".join(kept).strip()


def gist(text: str) -> str:
    """A text whose stack trace is cut down to the lines that name the error; any other text as it is."""
    if "\n" not in text:
        return text
    lines = text.splitlines()
    trace = [bool(_TRACE_LINE.match(line)) for line in lines]
    if sum(trace) < _FEWEST_TRACE_LINES:
        return text
    kept: list[str] = []
    named = False
    for number, line in enumerate(lines):
        code = number > 0 and trace[number - 1] and line.startswith("    ")  # the source line below a frame
        if trace[number] or code or _TRACE_HEAD.search(line):
            continue
        if _ERROR_LINE.match(line):
            if named:
                continue
            named = True
        if line.strip():
            kept.append(line.strip())
    return "\n".join(kept) or text
