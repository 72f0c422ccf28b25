"""What hangs on a long sentence becomes one of its own, where it can stand alone and says the same."""

# ruff: noqa: E501  (sentences read best on one line)
import pytest

from bot.translation.readability import grade
from bot.translation.splitting import shorter


@pytest.mark.parametrize(
    ("said", "parts"),
    [
        (
            "The payroll server will get a security patch on Sunday evening at eight, temporarily stopping all open jobs",
            ["The payroll server will get a security patch on Sunday evening at eight", "This will temporarily stop all open jobs"],
        ),
        (
            "To make room for the new scanners, we will move the label printers of hall 3 to the office next door",
            ["We will move the label printers of hall 3 to the office next door", "This is to make room for the new scanners"],
        ),
        (
            "You can open the list of invoices in Excel, send invoices to your supplier, print the whole month, and view drafts",
            ["You can open the list of invoices in Excel", "You can send invoices to your supplier", "You can print the whole month", "You can also view drafts"],
        ),
        (
            "A colleague used the key of the wrong print server in the warehouse but forgot to tell the shift that was printing",
            ["A colleague used the key of the wrong print server in the warehouse", "But they forgot to tell the shift that was printing"],
        ),
        (
            "The upgrade of the warehouse system takes place on Saturday evening, as announced in the letter of last month",
            ["The upgrade of the warehouse system takes place on Saturday evening", "This was announced in the letter of last month"],
        ),
    ],
)  # fmt: skip
def test_a_clause_that_can_stand_alone_becomes_a_sentence(said: str, parts: list[str]) -> None:
    assert shorter(said) == ". ".join(parts)


@pytest.mark.parametrize(
    "said",
    [
        "If the label printer in hall 3 is switched off, you can print on the one next door, stopping nobody",
        "Nobody who works in the warehouse of Lisbon is affected on Saturday evening, including the night shift",
        "You should check and update the address of the supplier on the page of the order before you send it",
    ],
)
def test_a_condition_a_not_and_a_shared_object_stay_whole(said: str) -> None:
    assert shorter(said) == said


def test_a_line_that_ends_with_a_colon_goes_on_below_it() -> None:
    whole, apart = (
        "What the words mean:\n- VPN: a safe way into the office",
        "What the words mean.\n- VPN: a safe way in",
    )
    assert grade(whole) > grade(apart)
