"""Cards and forms as HTML."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from adapters.web.render import Renderer, day_label, moment_label
from bot.cards import (
    Bold,
    Bullets,
    Button,
    Card,
    ChoiceField,
    DateField,
    Divider,
    Form,
    Heading,
    Link,
    Mention,
    Moment,
    Picture,
    Quote,
    TextField,
    buttons,
    fields,
    note,
    text,
)

LISBON, PENANG = ZoneInfo("Europe/Lisbon"), ZoneInfo("Asia/Kuala_Lumpur")
NIGHT = datetime(2026, 3, 2, 23, 30, tzinfo=UTC)
EVIL = "<img src=x onerror=alert(1)>\"'&"


@pytest.fixture(scope="module")
def renderer() -> Renderer:
    return Renderer()


def shown(renderer: Renderer, *blocks, zone: ZoneInfo = LISBON) -> str:
    return renderer.card(Card("s", blocks), zone)


def test_every_block_escapes_what_people_wrote(renderer):
    html = shown(
        renderer,
        Heading(EVIL),
        text(EVIL, Bold(EVIL), Link(EVIL, "https://a.example/?q=" + EVIL), Mention(1, EVIL)),
        note(EVIL),
        Quote(EVIL, EVIL),
        Bullets(((EVIL,),)),
        fields([(EVIL, EVIL)]),
        Picture(3, EVIL),
        Divider(),
        buttons(Button(EVIL, EVIL, {"k": EVIL}, confirm=EVIL)),
    )
    assert "<img src=x" not in html
    assert html.count("&lt;img src=x onerror=alert(1)&gt;") == 16
    assert "\"'&" not in html


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "JavaScript:alert(1)", "//a.example"])
def test_only_plain_links_can_be_followed(renderer, url):
    html = shown(renderer, text(Link("here", url)))
    assert "href" not in html
    assert "here" in html


def test_a_moment_is_told_in_the_readers_zone(renderer):
    moment = text(Moment(NIGHT), " ", Moment(NIGHT, "date"), " ", Moment(NIGHT, "time"))
    assert ">2 Mar 2026, 23:30<" in shown(renderer, moment)
    penang = shown(renderer, moment, zone=PENANG)
    assert ">3 Mar 2026, 07:30<" in penang
    assert ">3 Mar 2026<" in penang
    assert ">07:30<" in penang
    assert 'datetime="2026-03-02T23:30:00+00:00"' in penang
    assert moment_label(Moment(NIGHT, "date"), LISBON) == "2 Mar 2026"


def test_days_are_named_as_people_name_them():
    assert day_label(NIGHT, LISBON, NIGHT) == "Today"
    assert day_label(NIGHT, LISBON, datetime(2026, 3, 3, 1, 0, tzinfo=UTC)) == "Yesterday"
    assert day_label(NIGHT, PENANG, datetime(2026, 3, 3, 1, 0, tzinfo=UTC)) == "Today"
    assert day_label(NIGHT, LISBON, datetime(2026, 4, 3, 1, 0, tzinfo=UTC)) == "Monday 2 March"
    assert day_label(NIGHT, LISBON, datetime(2027, 4, 3, 1, 0, tzinfo=UTC)) == "Monday 2 March 2026"


def test_a_picture_says_in_words_what_it_shows(renderer):
    html = shown(renderer, Picture(7, "Twelve reports, half of them about invoices"))
    assert 'src="/playground/pictures/7.png" alt="Twelve reports, half of them about invoices"' in html


def test_buttons_carry_what_the_press_needs(renderer):
    html = shown(renderer, buttons(Button("Go", "a.b", {"x": "1"}, "danger", opens_form=True, confirm="Sure?")))
    assert 'class="button danger"' in html
    assert 'data-action="a.b"' in html
    assert 'data-confirm="Sure?"' in html
    assert 'aria-haspopup="dialog"' in html
    assert "aria-haspopup" not in shown(renderer, buttons(Button("Go", "a.b")))


def test_a_form_labels_every_field_and_knows_what_was_chosen(renderer):
    form = Form(
        "f",
        EVIL,
        (
            TextField("t", "Words", value="</textarea>\n<b>", multiline=True, limit=50, hint="Short"),
            TextField("s", "Line", value=EVIL, required=False),
            ChoiceField("c", "Choice", (("a", "An A"), ("b", "A B")), value="b"),
            ChoiceField("n", "None yet", (("a", "An A"),)),
            DateField("d", "Day", value="2026-03-02"),
        ),
        "Save",
        {"id": "1"},
        intro=EVIL,
    )
    html = renderer.form(form)
    for number in range(1, 6):
        assert html.count(f'<label for="field-{number}">') == 1
        assert html.count(f'id="field-{number}"') == 1
    assert "&lt;/textarea&gt;\n&lt;b&gt;</textarea>" in html
    assert 'maxlength="50"' in html
    assert '<option value="b" selected>A B</option>' in html
    assert html.count('<option value="">Choose</option>') == 1
    assert 'type="date" value="2026-03-02"' in html
    assert "(optional)" in html
    assert "<img src=x" not in html
