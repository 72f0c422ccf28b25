"""The words of a message: our own mention taken out, others kept as names, and the files beside them."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from botbuilder.schema import Activity, Attachment

from bot.messages import FileLink

#: What Teams puts beside a message to repeat its words, or to show a card: no file of anybody.
_NO_FILES = re.compile(r"text/|application/vnd\.microsoft\.(card|teams\.card)|messageReference|forwardedMessage")

# No expression looks further than to the next bracket: one that does takes minutes over what somebody pasted.
_AT = re.compile(r"</?at\b[^<>]*>", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]+>")
_BREAK = re.compile(r"<(?:br|/p|/div|/li)\b[^<>]*>", re.IGNORECASE)

#: The message that somebody answers, quoted in the copy of their words as HTML: its id, and its words.
_QUOTE = re.compile(r"<blockquote\b[^<>]{0,500}schema\.skype\.com/Reply[^<>]{0,500}>", re.IGNORECASE)
_ID = re.compile(r"""\bitemid=["']([^"']{1,200})["']""")
_WORDS = re.compile(r"""itemprop=["'](?:preview|copy)["'][^<>]{0,500}>""", re.IGNORECASE)

#: How a quotation ends that Teams has cut off.
_CUT_OFF = ("…", "...")


def spoken(activity: Activity) -> tuple[str, bool]:
    """What somebody wrote, as they see it, and whether they called us."""
    text = activity.text or ""
    called = False
    for mentioned, as_written in _mentions(activity):
        if mentioned.get("id") == _own_id(activity):
            called = True
            text = text.replace(as_written, " ")
        else:
            text = text.replace(as_written, str(mentioned.get("name") or _bare(as_written)))
    text = _AT.sub("", text)
    return _tidy(bare_html(text) if activity.text_format == "xml" else text.replace("&nbsp;", " ")), called


def bare_html(text: str) -> str:
    """The words of a piece of HTML."""
    return html.unescape(_TAG.sub("", _BREAK.sub("\n", text)))


def files(activity: Activity) -> tuple[FileLink, ...]:
    """Files and pictures beside a message, linked where whoever may see them can."""
    return tuple(file for attachment in activity.attachments or () for file in _file(attachment))


@dataclass(frozen=True)
class Quoted:
    """The message that another one quotes. `text` is empty where Teams brings it only in part, or not at all."""

    message_id: str | None = None
    text: str = ""


def quoted(activity: Activity) -> Quoted:
    """The message that a message quotes, as far as it does."""
    for attachment in activity.attachments or ():
        content = attachment.content if attachment is not None else None
        found = _QUOTE.search(content) if isinstance(content, str) else None
        if isinstance(content, str) and found:
            id_ = _ID.search(found[0])
            inside = content[found.end() :].partition("</blockquote>")[0]
            words = _WORDS.search(inside)
            text = _tidy(bare_html(inside[words.end() :])) if words else ""
            return Quoted(id_[1] if id_ else None, "" if text.endswith(_CUT_OFF) else text)
    return Quoted()


def _mentions(activity: Activity) -> Iterator[tuple[dict[str, Any], str]]:
    for entity in activity.entities or ():
        more = entity.additional_properties if entity is not None and entity.type == "mention" else None
        mentioned, text = (more or {}).get("mentioned"), (more or {}).get("text")
        if isinstance(mentioned, dict) and isinstance(text, str) and text:
            yield mentioned, text


def _own_id(activity: Activity) -> str | None:
    return activity.recipient.id if activity.recipient is not None else None


def _bare(mention: str) -> str:
    return html.unescape(_TAG.sub("", mention))


def _tidy(text: str) -> str:
    lines = (re.sub(r"[ \t\xa0]+", " ", line).strip() for line in text.replace("\r\n", "\n").split("\n"))
    return "\n".join(lines).strip("\n")


def _file(attachment: Attachment | None) -> Iterator[FileLink]:
    if attachment is None or _NO_FILES.match(attachment.content_type or ""):
        return
    # A shared file also has a link to download it, which works for anybody who gets hold of it: that is not kept.
    url = attachment.content_url
    if isinstance(url, str) and url.startswith(("https://", "http://")):
        yield FileLink(attachment.name or (attachment.content_type or "file").split("/")[0], url)
