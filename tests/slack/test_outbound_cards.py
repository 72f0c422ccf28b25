"""Cards as Slack shows them: whole, within every limit, and without a word that could ping, link or format."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.slack.blocks import Around, blocks_of
from adapters.slack.mrkdwn import atoms
from adapters.slack.split import Written, messages_of
from adapters.slack.values import TooMuch, action_of
from bot.cards import (
    Bold,
    Bullets,
    Button,
    Buttons,
    Card,
    Divider,
    FieldsBlock,
    Heading,
    Link,
    Mention,
    Moment,
    Note,
    Picture,
    Quote,
    Text,
    text,
)
from tests.slack.reading import references, said, seen, shown
from tests.slack.standin import blockkit

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
AROUND = Around({1: "U0ANN"}, {1: "F12345678"})

HOSTILE = (
    "<!channel>",
    "<@U1>",
    "<!subteam^S1|all>",
    "<http://evil.example|your bank>",
    "&lt;!here&gt;",
    "*loud* _thin_ ~gone~ `code` ```block```",
    "> quoted\n>>> all of it",
    ":smile: 12:30:45",
    "\u202eright to left\u2067",
    "CUST_ORDER_01 2*3 a * b",
    "@channel #general",
    "\N{GRINNING FACE}" * 40,
)

words = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(
        st.characters(codec="utf-8", exclude_categories=["Cc", "Cf", "Cs"], exclude_characters="∗ˍ∼ˋ│"), max_size=60
    ),
    st.builds(
        lambda word, times: word * times, st.sampled_from([*HOSTILE, "a", "word ", "&", "line\n"]), st.integers(1, 700)
    ),
)
spans = st.lists(
    st.one_of(
        words,
        st.builds(Bold, words),
        st.builds(
            Link, st.sampled_from(["a link", "x|y", "<b>"]), st.sampled_from(["https://e.org/?a=1&b=2", "mailto:a@b.c"])
        ),
        st.builds(Moment, st.just(NOON), st.sampled_from(["date", "time", "date_time"])),
        st.builds(Mention, st.just(2), st.sampled_from(["Bob <!here>", "@everybody"])),
    ),
    max_size=4,
).map(tuple)
labels = st.text("abc &<*", min_size=1, max_size=70).filter(str.strip)
pressable = st.builds(
    Button,
    labels,
    st.sampled_from(["a.b", "c.d"]),
    st.dictionaries(st.sampled_from(["id", "of"]), st.text(max_size=20)),
    st.sampled_from(["plain", "primary", "danger"]),
    st.booleans(),
    st.one_of(st.none(), labels),
)
blocks = st.one_of(
    st.builds(Heading, words),
    st.builds(Text, spans),
    st.builds(Note, spans),
    st.builds(Quote, words, st.one_of(st.none(), st.sampled_from(["Ann <!here>"]))),
    st.builds(Bullets, st.lists(spans, max_size=5).map(tuple)),
    st.builds(
        FieldsBlock, st.lists(st.tuples(st.sampled_from(["What", "Since *when*"]), spans), max_size=12).map(tuple)
    ),
    st.builds(Picture, st.sampled_from([1, 2]), st.text("ab c", min_size=1, max_size=80).filter(str.strip)),
    st.just(Divider()),
    st.builds(Buttons, st.lists(pressable, max_size=30).map(tuple)),
)
cards = st.builds(Card, words, st.lists(blocks, max_size=60).map(tuple))


def checked(card: Card, around: Around = AROUND) -> list[Written]:
    """A card's messages, each of which Slack would take, with all of the card's words and no reference but ours."""
    written = messages_of(card, around)
    for message in written:
        assert blockkit.problems(message.blocks) == []
        assert not blockkit.too_long(message.blocks)
        assert 0 < len(message.text) < 4000
        assert "<" not in message.text
        for reference in references(message.blocks):
            assert reference.startswith(("https://e.org/", "mailto:a@b.c", "!date^", "@U0ANN")), reference
    return written


@given(cards)
@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_any_card_is_shown_whole_and_within_all_limits(card: Card) -> None:
    written = checked(card)
    everything = seen([block for message in written for block in message.blocks])
    summary = said(Card("", (text(card.summary),)))
    assert everything in ({said(card)} if said(card) else {"", summary})


@pytest.mark.parametrize("hostile", HOSTILE)
@pytest.mark.parametrize(
    "block", [lambda w: text(w), lambda w: Quote(w, w), lambda w: Heading(w), lambda w: text(Bold(w))]
)
def test_what_a_person_wrote_shows_as_written(hostile: str, block: Any) -> None:
    card = Card(hostile, (block(hostile),))
    [message] = checked(card)
    assert seen(message.blocks) == said(card)


@pytest.mark.parametrize(
    ("written", "mrkdwn"),
    [
        ("<!channel> & <@U1>", "&lt;!channel&gt; &amp; &lt;@U1&gt;"),
        ("*urgent*", "\u2217urgent\u2217"),
        ("```x```", "\u02cb\u02cb\u02cbx\u02cb\u02cb\u02cb"),
        ("CUST_ORDER_01 2*3 a * b", "CUST_ORDER_01 2*3 a * b"),
        ("search for 47* or 48*", "search for 47* or 48*"),
        ("all *.csv and *.xlsx in ~/x", "all *.csv and *.xlsx in ~/x"),
        ("*one\ntwo*", "*one\ntwo*"),
        ("_a b_ and c_d", "\u02cda b\u02cd and c_d"),
        ("```one\ntwo```", "\u02cb\u02cb\u02cbone\ntwo\u02cb\u02cb\u02cb"),
        ("a > b\n> c", "a \u00ad&gt; b\n\u00ad&gt; c"),
        ("at 12:30:45", "at 12:30:45"),
        (":smile:", ":\u2060smile:"),
        ("\u202eabc", "\u202eabc\u202c"),
    ],
)
def test_only_what_would_format_is_touched(written: str, mrkdwn: str) -> None:
    assert "".join(atoms((written,), {})) == mrkdwn


def test_signs_in_several_spans_do_not_format_together() -> None:
    assert "".join(atoms(("*one ", Bold("two"), " three", " four*"), {})) == "\u2217one *two* three four\u2217"


def test_markup_of_ours_is_markup() -> None:
    card = Card(
        "x",
        (
            text(
                "Since ",
                Moment(NOON),
                ": ",
                Bold("new"),
                "ly ",
                Link("how | why", "https://e.org/a|b"),
                " ",
                Mention(1, "Ann"),
            ),
        ),
    )
    [message] = messages_of(card, AROUND)
    [section] = message.blocks
    assert section["text"] == {
        "type": "mrkdwn",
        "verbatim": True,
        "text": "Since <!date^1772452800^{date_short_pretty}, {time}|2026-03-02 12:00 UTC>: *new*\u200bly "
        "<https://e.org/a%7Cb|how \u2502 why> <@U0ANN>",
    }


def test_a_link_without_a_scheme_of_the_web_is_words() -> None:
    [section] = blocks_of(Card("x", (text(Link("press", "javascript:alert(1)")),)), AROUND)
    assert section["text"]["text"] == "press"


def test_somebody_without_an_account_here_is_shown_by_name() -> None:
    [section] = blocks_of(Card("x", (text(Mention(2, "<!here> Bob")),)), AROUND)
    assert section["text"]["text"] == "&lt;!here&gt; Bob"


def test_thirty_thousand_characters_go_on_in_further_messages() -> None:
    long = " ".join(f"word{number}" for number in range(3500))
    written = checked(Card("long", (text(long),)))
    assert len(written) == 3
    assert [message.text for message in written] == ["(1/3) long", "(2/3) long", "(3/3) long"]
    signs = [message.blocks.pop()["elements"][0]["text"] for message in written[:-1]]
    assert signs == ["1/3 \u2935", "2/3 \u2935"]
    assert " ".join(shown(b["text"]["text"]) for m in written for b in m.blocks) == long


def test_lines_are_kept_together_where_a_section_is_full() -> None:
    lines = "\n".join(f"Line {number} of a long list" for number in range(300))
    sections = blocks_of(Card("x", (text(lines),)), AROUND)
    assert "\n".join(section["text"]["text"] for section in sections) == lines


def test_a_word_longer_than_a_section_is_cut_between_its_characters() -> None:
    sections = blocks_of(Card("x", (text("<" * 2000),)), AROUND)
    assert "".join(section["text"]["text"] for section in sections) == "&lt;" * 2000


def test_a_quotation_goes_on_as_a_quotation() -> None:
    sections = blocks_of(Card("x", (Quote("line\n" * 900, "Ann"),)), AROUND)
    assert len(sections) == 2
    assert all(line.startswith(">") for line in sections[0]["text"]["text"].split("\n"))
    assert sections[1]["text"]["text"].startswith(">line")
    assert sections[1]["text"]["text"].endswith("\n— Ann")


def test_a_long_heading_is_bold_words() -> None:
    [section] = blocks_of(Card("x", (Heading("Long " * 31),)), AROUND)
    assert section["type"] == "section"
    assert section["text"]["text"].startswith("*Long Long")


def test_what_is_too_long_for_a_button_stands_in_small_print() -> None:
    label, question = "Label " * 20, "Really? " * 50
    *notes, row = blocks_of(Card("x", (Buttons((Button(label, "a.b", confirm=question),)),)), AROUND)
    assert [note["elements"][0]["text"] for note in notes] == [label.rstrip() + " ", question.rstrip() + " "]
    assert row["elements"][0]["text"]["text"].endswith("…")
    assert blockkit.problems([*notes, row]) == []


def test_buttons_carry_what_they_mean_and_none_is_like_another() -> None:
    again = tuple(Button("x", "theme.open", {"id": str(n)}) for n in range(30))
    first, second = blocks_of(Card("x", (Buttons(again),)), AROUND)
    pressed = [*first["elements"], *second["elements"]]
    assert len({button["action_id"] for button in pressed}) == 30
    assert {action_of(button["action_id"]) for button in pressed} == {"theme.open"}
    assert pressed[7]["value"] == '{"id":"7"}'


def test_a_value_that_slack_would_refuse_is_our_mistake_and_said_so() -> None:
    with pytest.raises(TooMuch):
        blocks_of(Card("x", (Buttons((Button("x", "a.b", {"words": "x" * 2000}),)),)), AROUND)


def test_a_question_before_a_press_is_asked_in_the_readers_language() -> None:
    [row] = blocks_of(
        Card("x", (Buttons((Button("Weg", "a.b", style="danger", confirm="Wirklich?"),)),)), Around(language="de")
    )
    asked = row["elements"][0]["confirm"]
    assert (asked["text"]["text"], asked["confirm"]["text"], asked["deny"]["text"]) == ("Wirklich?", "Weg", "Abbrechen")


def test_a_picture_says_all_it_shows_however_long() -> None:
    alt = "Finance 3, Sales 4. " * 150
    picture, *notes = blocks_of(Card("x", (Picture(1, alt),)), AROUND)
    assert picture["slack_file"] == {"id": "F12345678"}
    assert blockkit.problems([picture, *notes]) == []
    assert "".join(note["elements"][0]["text"] for note in notes).replace(" ", "") == alt.replace(" ", "")


def test_a_picture_that_is_no_file_is_told_in_words() -> None:
    [note] = blocks_of(Card("x", (Picture(2, "Finance 3"),)), AROUND)
    assert (note["type"], note["elements"][0]["text"]) == ("context", "Finance 3")


def test_a_card_without_blocks_shows_its_summary() -> None:
    [section] = blocks_of(Card("Only this & that", ()), AROUND)
    assert section["text"]["text"] == "Only this &amp; that"


def test_a_moment_has_words_for_whatever_cannot_show_it() -> None:
    berlin = NOON.astimezone(timezone(timedelta(hours=1)))
    [section] = blocks_of(Card("x", (text(Moment(berlin, "time")),)), AROUND)
    assert section["text"]["text"] == "<!date^1772452800^{time}|12:00 UTC>"
