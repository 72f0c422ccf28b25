"""Words that somebody pasted, or made up, to keep us busy: everybody else must not wait for them."""

import time

import pytest
from botbuilder.schema import Activity, Attachment

from adapters.teams import words

#: Seconds of computing for one activity of the largest size, with much room for a slow machine.
ENOUGH = 1.0


@pytest.mark.parametrize(
    "piece",
    ["<", "<at>", "<at ", "<br ", "<blockquote ", "schema.skype.com/Reply ", 'itemprop="copy"', "\n ", "&#", "\xa0"],
)
@pytest.mark.parametrize("start", ["", "<blockquote schema.skype.com/Reply", "<blockquote schema.skype.com/Reply>"])
def test_no_words_take_long_to_read(piece: str, start: str) -> None:
    text = start + piece * (100_000 // len(piece))
    quoting = Attachment(content_type="text/html", content=text)
    activity = Activity(text=text, text_format="xml", attachments=[quoting])
    began = time.process_time()
    words.spoken(activity)
    words.quoted(activity)
    assert time.process_time() - began < ENOUGH
