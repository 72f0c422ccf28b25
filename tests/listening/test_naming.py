"""What a theme is called before somebody names it: a line a BRM reads at a glance, and nothing about a person."""

import time

import pytest

from bot.listening.naming import LONGEST, name_of


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("My goods receipt for PO 4500012345 hangs since this morning. I cannot continue.",
         "Goods receipt for PO hangs since this morning"),
        ("Hi team, could you please help? We are still not able to release invoice 5105600123!!! Thanks, Ben",
         "Unable to release invoice"),
        ("I can't post the freight invoice, please fix it today", "Cannot post the freight invoice"),
        ("HELLO IT, ME21N CRASHES WHEN I SAVE. URGENT!!!", "ME21N crashes when I save"),
        ("migo keeps throwing error m7021 for po 4500099999", "MIGO keeps throwing error M7021"),
        ("I keep getting a time-out error when I open the stock list and I have to start again",
         "Time-out error when I open the stock list"),
        ("How do I reverse a goods receipt?", "How to reverse a goods receipt"),
        ("We would like to see the supplier's name in the list", "Wish: the supplier's name in the list"),
        ("It worked until Friday, but the handheld loses the picking list", "Handheld loses the picking list"),
        ("Any news? The tax code is missing on all customer invoices.", "Tax code is missing on all customer invoices"),
        ("Invoice locked - hello, see the attached screenshot, best", "Invoice locked"),
        ("This fucking dunning run takes ages", "Dunning run takes ages"),
        ("Bonjour, je n'arrive pas à ouvrir le bon 4500012345, merci", "Impossible d'ouvrir le bon"),
        ("Guten Morgen, ich kann keine Bestellung anlegen. Danke", "Kann keine Bestellung anlegen"),
        ("Buenos días, no puedo contabilizar la factura 5105600123", "No puedo contabilizar la factura"),
        ("Dzień dobry, nie mogę zaksięgować faktury", "Nie mogę zaksięgować faktury"),
        ("Bom dia, não consigo lançar a nota fiscal", "Não consigo lançar a nota fiscal"),
    ],
)  # fmt: skip
def test_a_report_gives_a_line_that_says_what_is_the_matter(text: str, name: str) -> None:
    assert name_of(text) == name


def test_a_long_clause_ends_where_a_clause_ends_or_between_words() -> None:
    parted = (
        "Salary slips of colleagues who joined in March show wrong deductions because the tax class was never sent over"
    )
    assert name_of(parted) == "Salary slips of colleagues who joined in March show wrong deductions"
    unparted = (
        "Wrong deductions on the salary slips of all seasonal workers in the three distribution warehouses of the north"
    )
    name = name_of(unparted)
    assert name is not None
    assert name.endswith("…")
    assert len(name) <= LONGEST
    assert unparted.startswith(f"{name[:-1]} ")


@pytest.mark.parametrize(
    "told",
    [
        "Please unlock user mmeier, mail anna.berg@firm.example or +49 170 1234567",
        "Anna Berg cannot open the leave planner",
        "The password is [password] and the leave planner is locked",
        "Mr. Berg gets no payslip in the portal, his IBAN is DE89 3704 0044 0532 0130 00",
        "Refund to card 4111 1111 1111 1111 is stuck in the credit note 90001234",
    ],
)
def test_nothing_about_a_person_or_a_single_document_is_in_it(told: str) -> None:
    name = name_of(told, ["Anna Berg"])
    assert name
    for part in ("mmeier", "Anna", "Berg", "@", "1234", "password", "[", "DE89", "4111"):
        assert part not in name


@pytest.mark.parametrize(
    "text", ["help", "It does not work.", "any news on this one???", "hello, please see attached", ""]
)
def test_words_that_say_nothing_give_no_name(text: str) -> None:
    assert name_of(text) is None


@pytest.mark.parametrize(
    "text", ["a " * 20_000, "x" * 40_000, "1 " * 20_000, "(" * 40_000, "please " * 6_000, "hi a " * 9_000]
)
def test_no_text_takes_long(text: str) -> None:
    started = time.process_time()
    name_of(text)
    assert time.process_time() - started < 1
