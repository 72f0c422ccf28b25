"""Commands in the words people put around them; what only resembles one is a report and stays one."""

import pytest

from bot import typed
from bot.listening.wishes import without_courtesy
from bot.translation import meaning
from tests.office import Office, words


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("my issues", "my issues"),
        ("my issues please", "my issues"),
        ("Please, my issues!", "my issues"),
        ("Hi Liaison, could you show me my issues, please?", "my issues"),
        ("show me all my issues", "my issues"),
        ("what are my issues", "my issues"),
        ("List my open issues, thanks", "my issues"),
        ("any news on my reports?", "my issues"),
        ("/my issues pls", "my issues"),
        ("the digest please", "digest"),
        ("digest please", "digest"),
        ("can I see the digest now?", "digest"),
        ("send me the digest", "digest"),
        ("help please", "help"),
        ("pulse please", "pulse"),
        ("show me the themes", "themes"),
        ("glossary, please", "glossary"),
        ("please show me who sees this", "who sees this"),
        ("meine Meldungen bitte", "my issues"),
        ("Zeig mir bitte meine Meldungen", "my issues"),
        ("Wochenuberblick bitte", "digest"),
        ("montre-moi mes signalements s'il te plaît", "my issues"),
        ("muéstrame mis avisos por favor", "my issues"),
        ("pokaż mi moje zgłoszenia, proszę", "my issues"),
        ("mostre-me meus relatos por favor", "my issues"),
    ],
)
def test_politeness_changes_no_command(said: str, name: str) -> None:
    assert typed.command_of(said) is typed.COMMANDS[name]


@pytest.mark.parametrize(
    "said",
    [
        "my issues with the invoice printer are back",
        "my issues please look at them, the printer is broken again",
        "please help with the invoice printer",
        "show me the digest button does nothing",
        "My issue is that posting fails",
        "the digest printer is broken",
        "I cannot see my issues in SAP",
        "please fix my issues",
        "my problems with goods receipts started today",
        "themes in the Fiori launchpad are gone, please help",
        "can you show me the open invoices",
        "thanks",
        "thank you, my issues are solved",
        "pulse oximeter orders fail please",
        "define new vendor does not work please",
        "define vendor fails",
        "definiere Kreditor unmöglich",
        "define proveedor falla",
        "définir fournisseur impossible",
        "zdefiniuj dostawcę brak",
        "definir fornecedor falha",
        "translate error",
        "übersetze Menü fehlt",
        "traduce no funciona",
        "traduire le menu ne marche pas",
        "przetłumacz nie działa",
        "traduz não funciona",
        "Hilfe, die Buchung geht nicht",
        "meine Meldungen werden nicht gedruckt",
        "mis avisos no aparecen en SAP",
        "à l'aide, la facture est bloquée",
        "mes signalements de maintenance disparaissent",
        "moje zgłoszenia w SAP zniknęły",
        "meus relatos sumiram do sistema",
        "resumo de vendas vazio",
        "Kurzfrage: warum geht die Buchung nicht",
    ],
)
def test_a_report_is_not_taken_for_a_command(said: str) -> None:
    assert typed.command_of(said) is None


@pytest.mark.parametrize("said", ["", " ", "please", "thanks", "???", "bitte danke", "please " * 5000, "ßßß please"])
def test_without_courtesy_never_leaves_nothing_of_something(said: str) -> None:
    assert bool(without_courtesy(said)) == bool(said.strip())


@pytest.mark.parametrize("said", ["define vendor fails", "Define proveedor falla", "please define vendor missing"])
def test_a_report_that_begins_with_define_names_no_term(said: str) -> None:
    assert meaning.asked(without_courtesy(said)) is None
    assert meaning.asked(said) is None


@pytest.mark.parametrize("said", ["define GRNI", "define error", "define goods receipt", "define down payment"])
def test_a_term_is_still_explained(said: str) -> None:
    assert meaning.asked(said) == said.partition(" ")[2]


async def test_politely_asked_in_chat(office: Office) -> None:
    await office.open_company()
    await office.say("ann", "Posting an invoice fails with an error, I cannot post invoices")
    await office.say("ann", "Could you show me my issues, please?")
    assert "invoice" in words(office.last("ann"))
    assert "Here is what I understood" not in words(office.last("ann"))
    await office.say("ann", "please define IDoc")
    assert "IDoc" in words(office.last("ann"))
    await office.say("ben", "Please define EWM = the program for the warehouse")
    assert "the program for the warehouse" in words(office.last("ben"))
    before = len(office.seen("ann"))
    await office.say("ann", "my issues with the invoice printer are back, nothing is printed")
    assert len(office.seen("ann")) == before + 1
