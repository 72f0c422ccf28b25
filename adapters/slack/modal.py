"""Forms as Slack's dialogs, and what people filled in read back.

A dialog says nothing of the place it was opened from, so it carries that along with the form's own value.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from adapters.slack.blocks import Around, Block, blocks_of, plain, short, small_print
from adapters.slack.mrkdwn import length
from adapters.slack.values import DIALOG_LIMIT, TooMuch, packed
from bot import wording
from bot.cards import Card, ChoiceField, DateField, Form, FormField, Text, TextField
from bot.speaking import ENGLISH, speaking

#: Characters of a dialog's title and of its two buttons.
TITLE = 24

#: Characters of an input, of its label and hint, of an option's label.
INPUT, INPUT_LABEL, OPTION = 3000, 2000, 75

#: Blocks of a dialog; options of a list, or of each group of one.
BLOCKS, OPTIONS = 100, 100

#: Stands before an option's value, because Slack wants one to have a character at least.
SET = "="

#: What stands between two parts of an answer that was too long for one input, by the last letter of the block's id.
SEAMS = {"n": "\n", "s": " ", "c": ""}

#: The name of each block's only input.
ANSWER = "answer"


@dataclass(frozen=True)
class Filled:
    """A dialog that was sent: the form's name, what it carried, where it was opened, and the answers by field."""

    form: str
    place: str
    value: dict[str, str] = field(default_factory=dict)
    answers: dict[str, str] = field(default_factory=dict)


def form_view(form: Form, place: str, language: str = ENGLISH) -> Block:
    """A form as a dialog, opened from the place with this id. Raises TooMuch for more than a dialog takes."""
    around = Around()
    head: list[Block] = []
    for words in (form.title, form.submit):
        if length(words) > TITLE:
            head += small_print((words,), around)
    if form.intro:
        head += blocks_of(Card(form.intro, (Text((form.intro,)),)), around)
    asked = head + [block for item in form.fields for block in _field(item)]
    if len(asked) > BLOCKS:
        raise TooMuch(f"{len(asked)} blocks, of which a dialog takes {BLOCKS}")
    with speaking(language):
        close = wording.cancel()
    return {
        "type": "modal",
        "callback_id": form.name,
        "private_metadata": packed({"place": place, "value": packed(form.value, DIALOG_LIMIT)}, DIALOG_LIMIT),
        "title": plain(short(form.title, TITLE)),
        "submit": plain(short(form.submit, TITLE)),
        "close": plain(short(close, TITLE)),
        "blocks": asked,
    }


def card_view(card: Card, around: Around | None = None) -> Block:
    """A card as a dialog that asks nothing."""
    around = around or Around()
    with speaking(around.language):
        close = wording.close()
    return {
        "type": "modal",
        "title": plain("Liaison"),
        "close": plain(short(close, TITLE)),
        "blocks": _as_many_as_fit(card, around),
    }


def home_view(card: Card, around: Around | None = None) -> Block:
    """A card as somebody's home page."""
    return {"type": "home", "blocks": _as_many_as_fit(card, around or Around())}


def _as_many_as_fit(card: Card, around: Around) -> list[Block]:
    """A card's blocks, and where they are too many, a word that there is more."""
    shown = blocks_of(card, around)
    if len(shown) <= BLOCKS:
        return shown
    with speaking(around.language):
        more = wording.more_than_fits()
    return [*shown[: BLOCKS - 1], *small_print((more,), around)]


def _field(item: FormField) -> Iterator[Block]:
    if isinstance(item, TextField):
        yield from _text_inputs(item)
    elif isinstance(item, ChoiceField):
        yield from _choice(item)
    else:
        yield _input(item, item.name, item.label, _day(item))


def _input(item: FormField, block_id: str, label: str, element: Block) -> Block:
    return {
        "type": "input",
        "block_id": block_id,
        "label": plain(short(label, INPUT_LABEL)),
        "optional": not item.required,
        "element": {"action_id": ANSWER, **element},
    }


def _text_inputs(item: TextField) -> Iterator[Block]:
    """One input, or several under each other where the words are longer than one takes."""
    parts = list(_parts(item.value))
    room = max(item.limit, length(item.value))
    if length(parts[-1][1]) > INPUT // 2 and room > INPUT * len(parts):
        parts.append(("n", ""))
    for number, (seam, words) in enumerate(parts, 1):
        again = number > 1
        block_id = f"{item.name}#{number}{seam}" if again else item.name
        element = {"type": "plain_text_input", "multiline": item.multiline or "\n" in words}
        element["max_length"] = max(1, min(room, INPUT))
        if words:
            element["initial_value"] = words
        block = _input(item, block_id, f"{item.label} ({number})" if again else item.label, element)
        block["optional"] = again or not item.required
        if item.hint and not again:
            block["hint"] = plain(short(item.hint, INPUT_LABEL))
        yield block


def _parts(words: str) -> Iterator[tuple[str, str]]:
    """The words in parts that an input takes, each with the name of the seam before it (see SEAMS)."""
    seam = ""
    while length(words) > INPUT:
        room = _fitting(words)
        for mark, name in (("\n", "n"), (" ", "s"), ("", "c")):
            at = words.rfind(mark, room // 2, room) if mark else room
            if at > 0:
                yield seam, words[:at]
                seam, words = name, words[at + len(mark) :]
                break
    yield seam, words


def _fitting(words: str) -> int:
    """How many characters of the words an input takes."""
    room = INPUT
    while length(words[:room]) > INPUT:
        room -= max(1, (length(words[:room]) - INPUT) // 2)
    return room


def _choice(item: ChoiceField) -> Iterator[Block]:
    options = [{"text": plain(short(label, OPTION)), "value": SET + value} for value, label in item.options]
    if not options:  # Slack takes no empty list, and there is nothing to choose
        return
    element: Block = {"type": "static_select"}
    if len(options) <= OPTIONS:
        element["options"] = options
    else:
        starts = range(0, len(options), OPTIONS)
        groups = [(start, options[start : start + OPTIONS]) for start in starts]
        element["option_groups"] = [
            {"label": plain(f"{start + 1}–{start + len(group)}"), "options": group} for start, group in groups
        ]
    chosen = next((option for option in options if option["value"] == SET + item.value), None)
    if chosen is not None:
        element["initial_option"] = chosen
    yield _input(item, item.name, item.label, element)
    for _value, label in item.options:
        if length(label) > OPTION:
            yield from small_print((label,), Around())


def _day(item: DateField) -> Block:
    try:
        first = date.fromisoformat(item.value).isoformat()
    except ValueError:
        return {"type": "datepicker"}
    return {"type": "datepicker", "initial_date": first}


def filled(view: object) -> Filled | None:
    """What was filled in, from the dialog as Slack sends it back; None where it is none of ours."""
    if not isinstance(view, dict) or not isinstance(view.get("callback_id"), str):
        return None
    carried = _pairs(view.get("private_metadata"))
    place = carried.get("place")
    if not place:
        return None
    state = view.get("state")
    values = state.get("values") if isinstance(state, dict) else None
    answers: dict[str, str] = {}
    for block_id, block in (values if isinstance(values, dict) else {}).items():
        given = _given(block)
        name, _, rest = str(block_id).partition("#")
        if not rest:
            answers[name] = given
        elif given:
            answers[name] = f"{answers.get(name, '')}{SEAMS.get(rest[-1:], '')}{given}"
    return Filled(view["callback_id"], place, _pairs(carried.get("value")), answers)


def _given(block: object) -> str:
    """The answer in a block's only input, "" where nothing was given."""
    answer = block.get(ANSWER) if isinstance(block, dict) else None
    if not isinstance(answer, dict):
        return ""
    chosen = answer.get("selected_option")
    if isinstance(chosen, dict):
        return str(chosen.get("value") or "").removeprefix(SET)
    given = answer.get("value") or answer.get("selected_date")
    return given if isinstance(given, str) else ""


def _pairs(words: object) -> dict[str, str]:
    try:
        found = json.loads(words) if isinstance(words, str) else None
    except ValueError:
        return {}
    pairs = found if isinstance(found, dict) else {}
    return {str(name): value for name, value in pairs.items() if isinstance(value, str)}
