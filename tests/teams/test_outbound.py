"""Every block and form as Teams shows it, by Microsoft's schema, and words that stay words."""

import json
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.teams import carried
from adapters.teams.forms import chat_card, dialog_card
from adapters.teams.outbound import LIMIT, Known, cards
from adapters.teams.spans import address, escaped, rich, words
from bot.cards import (
    Bold,
    Bullets,
    Button,
    Buttons,
    Card,
    ChoiceField,
    DateField,
    Divider,
    FieldsBlock,
    Form,
    Heading,
    Link,
    Mention,
    Moment,
    Note,
    Picture,
    Quote,
    Text,
    TextField,
    text,
)
from tests.chat.test_contract import EVERYTHING
from tests.teams.standin.rules import CARD, check_card, check_message

ANN = Known(accounts={1: "29:ann"})

HOSTILE = [
    "*bold* _italic_ `code` ~~gone~~",
    "[click](https://evil.example)",
    "<https://evil.example> <b>html</b> &amp; &#42;",
    "<at>Ann</at> <at>everyone</at>",
    "{{DATE(2026-01-01T00:00:00Z, LONG)}} {{TIME(2026-01-01T00:00:00Z)}}",
    "# heading\n- list\n1. list\n> quote\n    code",
    "line\r\nline\u2028line\x0bline",
    "\u202eright to left, \x00\x07bells, \ud83d\ude00",
    "\\*already escaped\\*",
]


def shown(card: Card, known: Known = Known()) -> dict[str, Any]:  # noqa: B008 - frozen and empty
    """The only card it becomes."""
    (only,) = cards(card, known)
    check_card(only)
    return only


def body(*blocks: Any, known: Known = Known()) -> list[dict[str, Any]]:  # noqa: B008 - frozen and empty
    return shown(Card("A card", blocks), known)["body"]  # type: ignore[no-any-return]


def runs(value: Any) -> list[str]:
    """What the runs of plain words say, one string a line."""
    if isinstance(value, dict):
        if value.get("type") == "RichTextBlock":
            return ["".join(run["text"] for run in value["inlines"])]
        return [line for one in value.values() for line in runs(one)]
    if isinstance(value, list):
        return [line for one in value for line in runs(one)]
    return []


def message(card: dict[str, Any]) -> dict[str, Any]:
    return {"type": "message", "summary": "x" * 200, "attachments": [{"contentType": CARD, "content": card}]}


def test_everything_is_valid_and_complete() -> None:
    card = shown(EVERYTHING, Known({1: "29:ann"}, {1: "https://example.org/1.png"}))
    assert [part["type"] for part in card["body"]] == [
        "RichTextBlock",
        "TextBlock",  # the one that mentions somebody
        "RichTextBlock",
        "Container",
        "RichTextBlock",
        "RichTextBlock",
        "ColumnSet",
        "ColumnSet",
        "Image",
        "ActionSet",
    ]
    assert card["body"][-1]["separator"]
    assert card["version"] == "1.4"
    assert card["fallbackText"].startswith("Everything \\<at once\\> \\& more\n")


def test_lines_stay_lines_and_empty_ones_make_room() -> None:
    elements = body(text("One\nTwo\n\nThree"), Note(("small",)))
    assert runs(elements) == ["One", "Two", "Three", "small"]
    assert [part["spacing"] for part in elements] == ["default", "none", "small", "default"]
    assert elements[-1]["inlines"][0]["isSubtle"]


def test_a_moment_is_shown_in_each_readers_zone() -> None:
    at = datetime(2026, 3, 2, 1, 30, tzinfo=timezone(timedelta(hours=2)))
    said = {style: runs(body(text(Moment(at, style))))[0] for style in ("date", "time", "date_time")}
    assert said == {
        "date": "{{DATE(2026-03-01T23:30:00Z, SHORT)}}",
        "time": "{{TIME(2026-03-01T23:30:00Z)}}",
        "date_time": "{{DATE(2026-03-01T23:30:00Z, SHORT)}} {{TIME(2026-03-01T23:30:00Z)}}",
    }
    assert words((Moment(at),)) == "2026-03-01 23:30 UTC"


def test_links_lead_only_where_links_may() -> None:
    (good,) = body(text(Link("Report", "https://example.org/a b(1)?q=[x]")))
    assert good["inlines"][0]["selectAction"]["url"] == "https://example.org/a%20b%281%29?q=[x]"
    for url in ("javascript:alert(1)", "file:///etc/passwd", "//example.org", "https:\x00//x", "http://[x"):
        assert address(url) is None or address(url) == url.replace("\x00", "%00")
    (bad,) = body(text(Link("Report", "javascript:alert(1)")))
    assert bad["inlines"] == [{"type": "TextRun", "text": "Report"}]


def test_a_mention_notifies_whoever_has_an_account_and_is_a_name_otherwise() -> None:
    card = shown(Card("x", (text("Ask ", Mention(1, "Ann"), " or ", Mention(2, "Bob")),)), ANN)
    assert card["body"][0]["text"] == "Ask <at>Ann</at> or Bob"
    assert card["msteams"]["entities"] == [
        {"type": "mention", "text": "<at>Ann</at>", "mentioned": {"id": "29:ann", "name": "Ann"}}
    ]
    assert runs(body(text("Ask ", Mention(1, "Ann")))) == ["Ask Ann"]


@pytest.mark.parametrize("name", ["</at><at>everyone</at>", "[x](https://evil)", "*", '"', "A&B", "  "])
def test_a_name_is_only_a_name(name: str) -> None:
    card = shown(Card("x", (text(Mention(1, name), " said"),)), ANN)
    for entity in card.get("msteams", {}).get("entities", []):
        assert entity["text"].count("<at>") == 1
        assert not set(entity["text"][4:-5]) & set('<>[]()*"')


@pytest.mark.parametrize("said", HOSTILE)
def test_words_are_shown_as_they_are(said: str) -> None:
    elements = body(Heading(said), text(said), Note((said,)), Quote(said, said), Bullets(((said,),)))
    for element in json.loads(json.dumps(elements)):
        assert element["type"] in {"RichTextBlock", "Container"}
        assert '"selectAction"' not in json.dumps(element)
    for run in _all_runs(elements):
        assert "{{" not in run
        assert run.count("\u202e") == run.count("\u202c")
    lines = [line for line in said.replace("\x00\x07", "").splitlines() if line]
    lines = [line + "\u202c" * line.count("\u202e") for line in lines]
    assert runs(elements) == [*lines, *lines, *lines, *lines, *lines, f"• {lines[0]}", *lines[1:]]


@pytest.mark.parametrize("said", HOSTILE)
def test_what_stands_for_a_card_is_only_words_too(said: str) -> None:
    plain = shown(Card("A card", (text(said),)))["fallbackText"].replace("\\\\", "")
    for mark in "*_[]<>`~&":
        assert plain.count(mark) == plain.count(f"\\{mark}")


def _all_runs(value: Any) -> list[str]:
    if isinstance(value, dict):
        own = [value["text"]] if value.get("type") == "TextRun" else []
        return own + [one for part in value.values() for one in _all_runs(part)]
    return [one for part in value for one in _all_runs(part)] if isinstance(value, list) else []


@pytest.mark.parametrize("said", HOSTILE)
def test_words_beside_a_mention_are_escaped(said: str) -> None:
    card = shown(Card("x", (text(said, Mention(1, "Ann")),)), ANN)
    for element in card["body"]:
        if element["type"] == "TextBlock":
            plain = element["text"].replace("<at>Ann</at>", "").replace("\\\\", "")
            assert "{{" not in plain
            for mark in "*_[]<>`~&":
                assert plain.count(mark) == plain.count(f"\\{mark}")
            assert not element["text"].startswith((" ", "- ", "# ", "1. "))


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("1. x", "1\\. x"),
        ("- x", "\\- x"),
        ("  x", "\u00a0\u00a0x"),
        ("a_b", "a\\_b"),
        ("1 x", "1 x"),
        ("1.5 x", "1.5 x"),
    ],
)
def test_the_beginning_of_a_line_makes_no_list(said: str, kept: str) -> None:
    assert escaped(said, at_start=True) == kept


def test_buttons_say_what_they_carry() -> None:
    plain = Button("Keep", "a.keep", {"id": "1"}, "primary")
    form = Button("Change", "a.change", {"id": "1"}, opens_form=True)
    sure = Button("Drop", "a.drop", {"id": "1"}, "danger", confirm="Really?")
    keep, change, drop = body(Buttons((plain, form, sure)))[0]["actions"]
    assert (keep["type"], keep["style"], keep["fallback"]["type"]) == ("Action.Execute", "positive", "Action.Submit")
    assert carried.read(keep["data"]) == carried.read(keep["fallback"]["data"]) == carried.Press("a.keep", {"id": "1"})
    assert (change["type"], change["data"]["msteams"]) == ("Action.Submit", {"type": "task/fetch"})
    assert carried.opens_form(change["data"])
    (pressed,) = body(Buttons((form,)), known=Known(dialogs=False))[0]["actions"]
    assert (pressed["type"], pressed["data"]) == ("Action.Execute", {"action": "a.change", "value": {"id": "1"}})
    assert not carried.opens_form(keep["data"])
    assert (drop["type"], runs(drop["card"]["body"])) == ("Action.ShowCard", ["Really?"])
    assert carried.read(drop["card"]["actions"][0]["data"]) == carried.Press("a.drop", {"id": "1"})


def test_many_buttons_stand_in_several_rows() -> None:
    many = Buttons(tuple(Button(str(number), "a.b") for number in range(14)))
    assert [len(row["actions"]) for row in body(many)] == [6, 6, 2]


def test_a_picture_without_an_address_is_told() -> None:
    picture = Picture(7, "Finance 3, Sales 2")
    assert runs(body(picture)) == ["Finance 3, Sales 2"]
    (image,) = body(picture, known=Known(pictures={7: "https://example.org/7.png"}))
    assert (image["url"], image["altText"]) == ("https://example.org/7.png", "Finance 3, Sales 2")


def test_a_divider_needs_something_below_it() -> None:
    first, second = body(text("a"), Divider(), Divider(), text("b"), Divider())
    assert "separator" not in first
    assert second["separator"]


TYPED = Form(
    "mend",
    "Put it right",
    (
        TextField("form", "What *happened*", "It is slow", multiline=True, limit=500, hint="In your words"),
        TextField("short", "In short", required=False),
        ChoiceField("module", "Where", (("finance", "Finance"), ("sales", "Sales")), "sales"),
        DateField("day", "By when", "2026-03-02", required=False),
    ),
    "Send",
    {"complaint": "7"},
    "So that IT can help.",
)


def test_forms_bring_back_what_was_typed() -> None:
    for card, lines in ((dialog_card(TYPED), [TYPED.intro]), (chat_card(TYPED), [TYPED.title, TYPED.intro])):
        check_message(message(card), set())
        assert runs(card["body"]) == lines
        inputs = [part for part in card["body"] if part["type"].startswith("Input.")]
        assert [part["type"] for part in inputs] == ["Input.Text", "Input.Text", "Input.ChoiceSet", "Input.Date"]
        assert [part["isRequired"] for part in inputs] == [True, False, True, False]
        assert (inputs[0]["maxLength"], inputs[0]["placeholder"]) == (500, "In your words")
        typed = {part["id"]: part.get("value", "") for part in inputs}
        filled = carried.read(card["actions"][0]["data"] | typed)
        assert filled == carried.Filled(
            "mend",
            {"complaint": "7"},
            {"form": "It is slow", "short": "", "module": "sales", "day": "2026-03-02"},
        )


@pytest.mark.parametrize(
    "data",
    [
        *(None, "x", 7, [], {}, {"action": 1}, {"action": "a", "value": "b"}, {"action": "a", "value": {"b": 1}}),
        *({"form": "f", "value": {}, "answer.a": ["x"]}, {"form": "f", "value": {1: "x"}}),
    ],
)
def test_what_no_card_of_ours_sends_is_nothing(data: Any) -> None:
    assert carried.read(data) is None


def test_a_card_too_large_for_one_message_becomes_several_with_all_its_words() -> None:
    said = [f"{number}: " + "words and more words " * 60 + "end" for number in range(60)]
    whole = Card("Long", (Heading("All of it"), *(text(one) for one in said), Buttons((Button("Fine", "a.b"),))))
    parts = cards(whole)
    assert len(parts) > 2
    for part in parts:
        check_message(message(part), set())
    assert runs([part["body"] for part in parts]) == ["All of it", *said]
    assert parts[-1]["body"][-1]["type"] == "ActionSet"


def test_only_the_part_with_a_name_mentions_it() -> None:
    filler = [text("words " * 500) for _ in range(20)]
    first, *_, last = cards(Card("Long", (*filler, text(Mention(1, "Ann")))), ANN)
    assert "msteams" not in first
    assert last["msteams"]["entities"]


_ANY = st.text(max_size=200)
_LONG = st.builds(lambda piece, times: piece * times, st.text(min_size=1, max_size=40), st.integers(1, 900))
_SPAN = st.one_of(
    _ANY,
    _LONG,
    st.builds(Bold, _ANY | _LONG),
    st.builds(Link, _ANY, _ANY | st.just("https://example.org/")),
    st.builds(Moment, st.datetimes(min_value=datetime(1990, 1, 1), timezones=st.just(UTC))),
    st.builds(Mention, st.integers(1, 2), _ANY),
)
_SPANS = st.lists(_SPAN, max_size=5).map(tuple)
_BLOCK = st.one_of(
    st.builds(Heading, _ANY),
    st.builds(Text, _SPANS),
    st.builds(Note, _SPANS),
    st.builds(Quote, _ANY | _LONG, st.none() | _ANY),
    st.builds(Bullets, st.lists(_SPANS, max_size=6).map(tuple)),
    st.builds(FieldsBlock, st.lists(st.tuples(_ANY, _SPANS), max_size=5).map(tuple)),
    st.builds(Picture, st.integers(1, 2), _ANY),
    st.just(Divider()),
    st.builds(
        Buttons,
        st.lists(
            st.builds(
                Button,
                st.text(max_size=80),
                st.just("a.b"),
                st.dictionaries(st.text(max_size=10), st.text(max_size=60), max_size=3),
                st.sampled_from(["plain", "primary", "danger"]),
                st.booleans(),
                st.none() | st.text(max_size=200),
            ),
            max_size=9,
        ).map(tuple),
    ),
)


@settings(max_examples=60)
@given(st.builds(Card, st.text(max_size=200), st.lists(_BLOCK, max_size=8).map(tuple)))
def test_whatever_a_card_holds_teams_takes_it(card: Card) -> None:
    for part in cards(card, Known({1: "29:ann"}, {1: "https://example.org/1.png"})):
        check_message(message(part), {"29:ann"})


_NAMES = st.lists(st.text(max_size=20), max_size=4, unique=True)
_FIELD = {
    "text": lambda name: TextField(name, name, name * 3, multiline=True, hint=name),
    "choice": lambda name: ChoiceField(name, name, ((name, name), ("b", "B")), name),
    "date": lambda name: DateField(name, name),
}


@settings(max_examples=40)
@given(_NAMES, st.sampled_from(sorted(_FIELD)), st.text(max_size=100), st.text(max_size=400))
def test_whatever_a_form_asks_teams_takes_it(names: list[str], kind: str, title: str, intro: str) -> None:
    form = Form("f", title, tuple(_FIELD[kind](name) for name in names), title, {"id": "1"}, intro)
    for card in (dialog_card(form), chat_card(form)):
        check_message(message(card), set())


@given(_LONG | _ANY)
def test_no_word_is_lost(said: str) -> None:
    def bare(value: str) -> str:
        return "".join(
            c for c in value if not c.isspace() and c not in "\u202c\u2069" and ord(c) not in {*range(32), 127}
        )

    lines = [run["text"] for element in rich((said,)) for run in element["inlines"]]
    assert bare("".join(lines)) == bare(said)
    assert all(len(json.dumps(element, ensure_ascii=False).encode()) < LIMIT for element in rich((said,)))
