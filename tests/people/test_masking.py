"""What is personal is hidden before a text leaves, and comes back exactly."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.people.masking import Span, is_card, is_iban, mask, personal_data

TEXT = st.text(st.characters(codec="utf-8"), max_size=60)
DIGITS = st.text("0123456789", min_size=11, max_size=18)


def luhn(digits: str) -> str:
    """The digits with the check digit that makes them a card number."""
    total = sum(d if place % 2 else d * 2 - 9 * (d > 4) for place, d in enumerate(int(c) for c in reversed(digits)))
    return digits + str(-total % 10)


def iban(country: str, account: str) -> str:
    """An account with the check digits that make it an IBAN."""
    number = int("".join(str(int(c, 36)) for c in f"{account}{country}00"))
    return f"{country}{98 - number % 97:02}{account}"


def grouped(text: str, separator: str) -> str:
    return separator.join(text[at : at + 4] for at in range(0, len(text), 4))


def hidden(text: str) -> str:
    return mask(text, personal_data(text)).text


@given(st.lists(TEXT), st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60), st.sampled_from("abc"))))
def test_masking_any_spans_of_any_text_can_be_undone(parts: list[str], cuts: list[tuple[int, int, str]]) -> None:
    text = " ".join([*parts, "[a 1]", "[email 2]"])
    spans = [
        Span(min(a, b), min(max(a, b), len(text)), kind) for a, b, kind in cuts if a != b and min(a, b) < len(text)
    ]
    masked = mask(text, spans)
    assert masked.restore(masked.text) == text
    assert masked.missing_in(masked.text) == []
    assert masked.unknown_in(masked.text) == []


@given(TEXT, st.emails(), TEXT)
def test_no_ordinary_email_address_is_left(before: str, address: str, after: str) -> None:
    name, _, domain = address.partition("@")
    if name.isalnum() and domain.replace(".", "").replace("-", "").isalnum():
        assert address not in hidden(f"{before} {address} {after}")


@given(TEXT, DIGITS.filter(lambda digits: len(set(digits)) > 1), st.sampled_from(["", " ", "-"]), TEXT)
def test_no_card_number_is_left(before: str, digits: str, separator: str, after: str) -> None:
    number = grouped(luhn(digits), separator)
    assert number not in hidden(f"{before} {number} {after}")


@given(TEXT, st.text("0123456789", min_size=18, max_size=18), st.sampled_from(["", " "]), TEXT)
def test_no_iban_is_left(before: str, account: str, separator: str, after: str) -> None:
    number = grouped(iban("DE", account), separator)
    assert number not in hidden(f"{before} {number} {after}")


@given(TEXT)
def test_hiding_twice_changes_nothing_more(text: str) -> None:
    once = hidden(text)
    masked = mask(once, personal_data(once))
    assert masked.restore(masked.text) == once


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Write to anna.berg+erp@mail.example.co.uk today", "Write to [email 1] today"),
        ("Call +49 (0)30 1234-567 or 030/1234567", "Call [phone 1] or [phone 2]"),
        ("Call (555) 123-4567, or 555-123-4567", "Call [phone 1], or [phone 2]"),
        ("a@b.example and c@b.example and a@b.example", "[email 1] and [email 2] and [email 1]"),
        ("Card 4111-1111-1111-1111.", "Card [card 1]."),
        ("IBAN GB82 WEST 1234 5698 7654 32 is wrong", "IBAN [iban 1] is wrong"),
    ],
)
def test_what_is_personal_becomes_a_placeholder(text: str, shown: str) -> None:
    assert hidden(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        "Order 4500012345 has 12 lines of 1,200.00 EUR",
        "Material 100-200-300 in plant 1000",
        "Invoice 4111111111111112 was rejected",
        "On 14.03.2026 at 10:15, or 14/03/2026",
        "from 2026-03-14 08:00 to 2026-03-15",
        "IDoc 0000000012345",
        "DE12 is our plant",
        "Version 10.2.1.4400 on host 10.0.0.12",
        "",
    ],
)
def test_what_is_not_personal_stays(text: str) -> None:
    assert hidden(text) == text


def test_published_examples_of_check_digits() -> None:
    assert is_iban("GB82 WEST 1234 5698 7654 32")
    assert not is_iban("GB83 WEST 1234 5698 7654 32")


def test_words_after_a_transaction_are_no_iban() -> None:
    assert hidden("ME21N CRASHES WHEN I SAVE") == "ME21N CRASHES WHEN I SAVE"
    assert is_card("4539 1488 0343 6467")
    assert not is_card("4539 1488 0343 6468")
    assert not is_card("0000 0000 0000 0000")


def test_a_long_text_is_read_in_time_that_grows_with_its_length() -> None:
    """Each of these takes minutes with a pattern that tries every end for every beginning."""
    for text in ("a" * 100_000, "1" * 100_000, "DE12" * 25_000, "a@" * 50_000, "1-" * 10_000, "0 1" * 10_000):
        assert len(hidden(text)) <= len(text) + 10
