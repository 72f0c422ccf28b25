"""What a theme is called while nobody has named it, as the BRM reads it in the list."""

import pytest

from tests.office import Office, words

INVOICE = "Hi Liaison, I cannot post the invoice 5105600123 of yesterday. Regards, Ann"
SAME = "Posting the invoice fails, I cannot post the invoice of yesterday"


@pytest.fixture
async def firm(office: Office) -> Office:
    await office.open_company()
    return office


async def themes(office: Office) -> str:
    await office.say("ben", "themes")
    return words(office.last("ben"))


async def test_a_first_report_gives_a_line_without_greeting_number_or_signature(firm: Office) -> None:
    await firm.say("ann", INVOICE)
    listed = await themes(firm)
    assert "\nCannot post the invoice of yesterday\n" in listed
    assert "5105600123" not in listed


async def test_the_name_of_a_colleague_is_not_in_it(firm: Office) -> None:
    await firm.say("ann", "Bob cannot post the invoice of yesterday")
    assert "\nCannot post the invoice of yesterday\n" in await themes(firm)


async def test_a_report_whose_words_say_nothing_is_called_by_its_labels(firm: Office) -> None:
    await firm.say("ann", "it does not work with that invoice")
    assert "Finance: does not work" in await themes(firm)


async def test_from_three_reports_on_the_most_typical_one_gives_the_title(firm: Office) -> None:
    await firm.say("ann", "Since yesterday posting the invoice fails, terrible weather outside also makes me gloomy")
    await firm.say("bob", SAME)
    assert "\nPosting the invoice fails, terrible weather" in await themes(firm)
    await firm.say("dan", SAME)
    assert "\nPosting the invoice fails\n" in await themes(firm)


async def test_a_name_somebody_gave_stays(firm: Office) -> None:
    await firm.say("ann", INVOICE)
    await themes(firm)
    await firm.press("ben", "Open")
    await firm.fill("ben", "Rename", title="Invoices of March")
    await firm.say("bob", SAME)
    await firm.say("dan", SAME)
    await firm.press("ann", "Take it back")
    assert "\nInvoices of March\n" in await themes(firm)


async def test_a_title_goes_with_the_words_it_was_taken_from(firm: Office) -> None:
    message = await firm.say("ann", INVOICE)
    await firm.edit("ann", message, "The invoice list is empty")
    assert "\nInvoice list is empty\n" in await themes(firm)
    await firm.say("ann", "my data")
    await firm.press("ann", "Erase what I told you")
    listed = await themes(firm)
    assert "Finance: does not work" in listed
    assert "empty" not in listed
