"""Forms as Slack's dialogs: within every limit, and read back as they were filled in."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.slack.blocks import Around
from adapters.slack.modal import Filled, card_view, filled, form_view, home_view
from adapters.slack.values import TooMuch
from bot.cards import Button, Buttons, Card, ChoiceField, DateField, Divider, Form, TextField, text
from tests.slack.reading import seen
from tests.slack.standin import blockkit


def sent(view: dict[str, Any], **answers: str) -> dict[str, Any]:
    """The dialog as Slack sends it back: what it shows, but for the answers given by block."""
    values = {}
    for block in view["blocks"]:
        if block["type"] == "input":
            given = answers.get(block["block_id"])
            values[block["block_id"]] = {block["element"]["action_id"]: _state(block["element"], given)}
    return {**view, "id": "V1", "state": {"values": values}}


def _state(element: dict[str, Any], given: str | None) -> dict[str, Any]:
    kind = element["type"]
    if kind == "plain_text_input":
        return {"type": kind, "value": given if given is not None else element.get("initial_value")}
    if kind == "datepicker":
        return {"type": kind, "selected_date": given or element.get("initial_date")}
    groups = element.get("option_groups") or [element]
    options = [option for group in groups for option in group["options"]]
    chosen = next((o for o in options if o["text"]["text"] == given), None) if given else element.get("initial_option")
    return {"type": kind, "selected_option": chosen}


names = st.sampled_from(["reason", "goal", "day", "plain"])
LONG = ("word " * 2500, "x" * 9000, "line\n" * 1400)
words = st.one_of(st.text("abc <!channel>&*\n", max_size=50), st.integers(0, 2).map(lambda number: LONG[number]))
labels = st.text("abc &", min_size=1, max_size=100).filter(str.strip)
options = st.lists(st.tuples(st.text("abc123", max_size=8), labels), max_size=230, unique_by=lambda o: o[0]).map(tuple)
fields = st.one_of(
    st.builds(
        TextField, names, labels, words, st.booleans(), st.booleans(), st.sampled_from([60, 500, 12_000]), labels
    ),
    st.builds(ChoiceField, names, labels, options, st.just("a"), st.booleans()),
    st.builds(DateField, names, labels, st.sampled_from(["", "2026-03-02", "soon"]), st.booleans()),
)
forms = st.builds(
    Form,
    st.just("theme.rename"),
    labels,
    st.lists(fields, min_size=1, max_size=6, unique_by=lambda field: field.name).map(tuple),
    labels,
    st.dictionaries(names, st.text(max_size=30), max_size=4),
    words,
)


@given(forms)
@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_any_form_is_taken_by_slack_and_comes_back_as_it_was(form: Form) -> None:
    view = form_view(form, "D0ANN")
    assert blockkit.view_problems(view) == []
    read = filled(sent(view))
    assert read is not None
    assert (read.form, read.place, read.value) == (form.name, "D0ANN", form.value)
    for item in form.fields:
        if isinstance(item, TextField):
            assert read.answers[item.name] == item.value
        elif isinstance(item, DateField):
            assert read.answers[item.name] == ("2026-03-02" if item.value == "2026-03-02" else "")
        elif item.options:
            assert read.answers[item.name] == ("a" if any(value == "a" for value, _label in item.options) else "")


FORM = Form(
    "update.edit",
    "Edit",
    (
        TextField("headline", "Headline", "Old", limit=150, hint="Short"),
        TextField("plain", "In plain words", "One\nTwo", multiline=True, required=False, limit=12_000),
        ChoiceField("goal", "Goal", (("", "None"), ("7", "Close the month")), "7"),
        DateField("day", "Day", "2026-03-02"),
    ),
    "Save",
    {"update": "12"},
    "Everything *here* goes out <!channel>.",
)


def test_a_form_looks_like_its_fields() -> None:
    view = form_view(FORM, "C0NEWS")
    intro, headline, plain, goal, day = view["blocks"]
    assert intro["text"]["text"] == "Everything \u2217here\u2217 goes out &lt;!channel&gt;."
    assert headline["hint"]["text"] == "Short"
    assert (headline["element"]["initial_value"], headline["element"]["max_length"]) == ("Old", 150)
    assert (headline["optional"], plain["optional"]) == (False, True)
    assert plain["element"]["multiline"]
    assert goal["element"]["initial_option"]["text"]["text"] == "Close the month"
    assert day["element"]["initial_date"] == "2026-03-02"
    assert (view["submit"]["text"], view["close"]["text"]) == ("Save", "Cancel")


def test_answers_are_read_by_field() -> None:
    view = sent(form_view(FORM, "C0NEWS"), headline="New", goal="None", day="2026-04-01")
    answers = {"headline": "New", "plain": "One\nTwo", "goal": "", "day": "2026-04-01"}
    assert filled(view) == Filled("update.edit", "C0NEWS", {"update": "12"}, answers)


def test_words_longer_than_an_input_are_edited_in_several() -> None:
    long = "\n".join(f"Sentence number {number}, and so on." for number in range(200))
    form = Form("update.edit", "Edit", (TextField("plain", "Words", long, multiline=True, limit=12_000),), "Save")
    view = form_view(form, "C0NEWS")
    first, second, third = view["blocks"]
    assert [block["label"]["text"] for block in view["blocks"]] == ["Words", "Words (2)", "Words (3)"]
    assert "\n".join(block["element"]["initial_value"] for block in view["blocks"]) == long
    read = filled(sent(view, **{second["block_id"]: "Other words", third["block_id"]: ""}))
    assert read is not None
    assert read.answers == {"plain": first["element"]["initial_value"] + "\nOther words"}


def test_there_is_room_to_go_on_where_an_input_is_nearly_full() -> None:
    form = Form("update.edit", "Edit", (TextField("plain", "Words", "x" * 2900, multiline=True, limit=12_000),), "Save")
    view = form_view(form, "C0NEWS")
    assert len(view["blocks"]) == 2
    read = filled(sent(view, **{view["blocks"][1]["block_id"]: "and more"}))
    assert read is not None
    assert read.answers == {"plain": "x" * 2900 + "\nand more"}


def test_titles_that_are_too_long_stand_in_small_print() -> None:
    form = Form("a", "A title that is far too long", (TextField("x", "X"),), "A button that is too long too")
    view = form_view(form, "C0NEWS", "de")
    assert view["title"]["text"] == "A title that is far too…"
    assert "Atitlethatisfartoolong" in seen(view["blocks"][:1])
    assert view["close"]["text"] == "Abbrechen"


def test_more_than_a_dialog_takes_is_our_mistake_and_said_so() -> None:
    with pytest.raises(TooMuch):
        form_view(Form("a", "A", (TextField("x", "X"),), "Go", {"words": "x" * 3000}), "C0NEWS")
    with pytest.raises(TooMuch):
        form_view(Form("a", "A", tuple(TextField(f"x{n}", "X") for n in range(101)), "Go"), "C0NEWS")


@pytest.mark.parametrize(
    "made_by_hand",
    [
        None,
        "view",
        {},
        {"callback_id": 7, "private_metadata": "{}"},
        {"callback_id": "a", "private_metadata": "not JSON"},
        {"callback_id": "a", "private_metadata": "[]"},
        {"callback_id": "a", "private_metadata": '{"place": 7}'},
    ],
)
def test_what_is_no_dialog_of_ours_is_nothing(made_by_hand: Any) -> None:
    assert filled(made_by_hand) is None


@pytest.mark.parametrize("values", [None, [], {"reason": None}, {"reason": {"answer": 7}}, {"reason": {"other": {}}}])
def test_answers_made_by_hand_are_empty(values: Any) -> None:
    view = {"callback_id": "a", "private_metadata": '{"place":"C1","value":"{}"}', "state": {"values": values}}
    read = filled(view)
    assert read is not None
    assert set(read.answers.values()) <= {""}


def test_a_card_in_place_of_a_form_asks_nothing() -> None:
    card = Card("x", (text("Only colleagues in the IT channel can do that."), Buttons((Button("Help", "help"),))))
    view = card_view(card, Around(language="fr"))
    assert blockkit.view_problems(view) == []
    assert "submit" not in view
    assert view["close"]["text"] == "Fermer"


def test_a_home_page_that_is_too_long_says_so() -> None:
    view = home_view(Card("x", (text("First"), *[Divider()] * 120)))
    assert blockkit.view_problems(view) == []
    assert seen(view["blocks"]).endswith("Writetomeand Iwillshowyouallofit.".replace(" ", ""))
