"""What the shipped classifier makes of messages, and that nothing a person writes can break it."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.language.minilm import MiniLM
from bot.listening.classify import Classifier
from bot.listening.labels import Cause, Impact, Intent, Module
from bot.listening.understanding.model import Model, ModelUnreadable


@pytest.fixture(scope="module")
def classifier() -> Classifier:
    return Classifier.load(MiniLM())


@pytest.mark.parametrize(
    ("text", "intent", "cause", "module"),
    [
        ("I forgot my password and can't log in to the ERP", Intent.COMPLAINT, Cause.ACCESS, Module.PLATFORM),
        ("MIGO goods issue ends with error M7 021, truck is waiting", Intent.COMPLAINT, Cause.DEFECT, Module.INVENTORY),
        ("The payroll run is terribly slow", Intent.COMPLAINT, Cause.PERFORMANCE, Module.HR_PAYROLL),
        (
            "Please add a region filter to the sales report",
            Intent.COMPLAINT,
            Cause.MISSING_FEATURE,
            Module.REPORTING,
        ),
        ("How do I reverse an invoice?", Intent.QUESTION, Cause.TRAINING, Module.FINANCE),
        ("Webshop orders are not transferred to the ERP", Intent.COMPLAINT, Cause.INTEGRATION, Module.SALES),
        ("Der Bericht ist seit dem Update leer", Intent.COMPLAINT, Cause.DEFECT, Module.REPORTING),
        ("Nie mogę zalogować się do systemu, konto zablokowane", Intent.COMPLAINT, Cause.ACCESS, Module.PLATFORM),
    ],
)
def test_says_why_and_where(classifier: Classifier, text: str, intent: Intent, cause: Cause, module: Module) -> None:
    found = classifier.classify([text])[0]

    assert (found.intent, found.cause, found.module) == (intent, cause, module)


@pytest.mark.parametrize(
    ("text", "module"),
    [
        ("planning run takes four hours since the weekend", Module.MANUFACTURING),
        ("I cannot sign the batch record", Module.MANUFACTURING),
        ("Rescheduling messages are ignored by the planner's list", Module.MANUFACTURING),
        ("The planning horizon of the plant is wrong", Module.MANUFACTURING),
        ("Availability check promises a date that is too late", Module.SALES),
        ("Shift planning does not show the new colleague", Module.HR_PAYROLL),
        ("Goods movement fails with a lock", Module.INVENTORY),
        ("Backflush takes the wrong component", Module.MANUFACTURING),
        ("Work order on line 3 shows the wrong operation", Module.MANUFACTURING),
        ("Maintenance work order cannot be closed, the pump is repaired", Module.MAINTENANCE),
        ("Resource planning for the project does not save", Module.PROJECTS),
    ],
)
def test_words_that_two_areas_use_are_read_by_what_they_stand_with(
    classifier: Classifier, text: str, module: Module
) -> None:
    assert classifier.classify([text])[0].module is module


@pytest.mark.parametrize(
    "text", ["hello there", "tell me a joke about dogs", "what is the capital of Peru", "ok", "lol"]
)
def test_small_talk_is_no_complaint(classifier: Classifier, text: str) -> None:
    assert classifier.classify([text])[0].intent is Intent.OTHER


def test_thanks_and_status_are_heard(classifier: Classifier) -> None:
    found = classifier.classify(["thank you so much", "any news on my issue?"])

    assert [u.intent for u in found] == [Intent.THANKS, Intent.STATUS]


def test_a_wish_does_not_block_and_a_locked_account_does(classifier: Classifier) -> None:
    wish, locked = classifier.classify(["It would be nice to have dark mode", "my account is locked, please unlock"])

    assert (wish.impact, locked.impact) == (Impact.NONE, Impact.BLOCKED)


def test_every_label_has_a_probability_best_first(classifier: Classifier) -> None:
    found = classifier.classify(["stock is wrong after the transfer"])[0]

    for pairs, labels in (
        (found.causes, Cause),
        (found.modules, Module),
        (found.impacts, Impact),
        (found.intents, Intent),
    ):
        shares = [share for _, share in pairs]
        assert {label for label, _ in pairs} == set(labels)
        assert shares == sorted(shares, reverse=True)
        assert sum(shares) == pytest.approx(1, abs=1e-4)
    assert (found.cause, found.module, found.impact) == (found.causes[0][0], found.modules[0][0], found.impacts[0][0])
    assert 0 < found.confidence < 1
    assert found.engine == "embedded"


def test_a_clear_message_is_surer_than_a_vague_one(classifier: Classifier) -> None:
    clear, vague = classifier.classify(
        ["No authorization for FB60, please grant me access to post invoices", "it is odd"]
    )

    assert clear.confidence > vague.confidence + 0.3


def test_a_message_means_the_same_alone_and_in_company(classifier: Classifier) -> None:
    texts = ["Payslip is wrong", "hello", "a much longer message about the purchase order that can't be released " * 3]

    together = classifier.classify(texts)

    for text, found in zip(texts, together, strict=True):
        alone = classifier.classify([text])[0]
        assert (alone.intent, alone.cause, alone.module) == (found.intent, found.cause, found.module)
        assert alone.confidence == pytest.approx(found.confidence, abs=1e-3)


def test_greeting_and_signature_change_nothing_that_matters(classifier: Classifier) -> None:
    bare = "The delivery note for order 30012345 can't be created, customer is waiting"
    mail = f"Dear team,\n\n{bare}\n\nBest regards,\nAnna Meyer\nLogistics\nHauptstr. 5\n12345 Musterstadt"

    short, long = classifier.classify([bare, mail])

    assert (short.cause, short.module, short.impact) == (long.cause, long.module, long.impact)


def test_a_long_mail_is_read_at_its_telling_parts(classifier: Classifier) -> None:
    chatter = "We met in the large room and talked about this and that for a good while.\n" * 400

    found = classifier.classify([chatter + "My SAP account is locked, please unlock my user.\n" + chatter])[0]

    assert Cause.ACCESS in [cause for cause, _ in found.causes[:2]]


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n\t ",
        "\x00\x00",
        "\x00error in FB60\x00",
        "😀😀",
        "\ud800",
        "a" * 1_000_000,
        "error " * 170_000,
        "מערכת איטית",
        "é" * 5,
    ],
)
def test_any_text_gets_an_answer(classifier: Classifier, text: str) -> None:
    found = classifier.classify([text])

    assert len(found) == 1
    if not any(character.isalnum() for character in text):
        assert found[0].intent is Intent.OTHER


def test_no_texts_no_answers(classifier: Classifier) -> None:
    assert classifier.classify([]) == []


@settings(max_examples=30)
@given(st.lists(st.text(max_size=200), max_size=4))
def test_never_raises(classifier: Classifier, texts: list[str]) -> None:
    assert len(classifier.classify(texts)) == len(texts)


def test_a_damaged_model_is_refused_with_what_to_do(tmp_path: Path) -> None:
    broken = tmp_path / "model.npz"
    broken.write_bytes(b"not a model")

    with pytest.raises(ModelUnreadable, match="liaison train"):
        Model.load(broken)
