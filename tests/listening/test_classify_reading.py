"""What of a message is read, the lexicon, the training set, and training itself."""

import re
from collections import Counter

import numpy as np
import pytest

from bot.listening.evaluate import Labelled, read
from bot.listening.labels import Cause, Intent, Module
from bot.listening.retrain import golden_messages
from bot.listening.understanding import training
from bot.listening.understanding.compose import composed
from bot.listening.understanding.examples import Example, shipped
from bot.listening.understanding.features import Reader
from bot.listening.understanding.intents import decide
from bot.listening.understanding.lexicon import Lexicon
from bot.listening.understanding.model import Model
from bot.listening.understanding.text import READ, clean, core
from tests.eval import understanding


class Letters:
    """An embedder that counts letters: quick, and the same on every machine."""

    def embed(self, texts):
        rows = np.array([[text.lower().count(letter) for letter in "abcdefgh"] for text in texts], dtype=np.float32)
        return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Hi team, stock is wrong", "stock is wrong"),
        ("Guten Tag, Bestand falsch\n\nMit freundlichen Grüßen\nAnna", "Bestand falsch"),
        ("> old words\nnew words", "new words"),
        ("see https://example.org/a?b for the error", "see for the error"),
        ("write to me@example.org please", "write to please"),
    ],
)
def test_greetings_links_quotes_and_signatures_are_not_read(text: str, kept: str) -> None:
    assert core(clean(text)) == kept


def test_a_message_that_is_only_a_greeting_keeps_its_words() -> None:
    assert core(clean("hello")) == "hello"


def test_a_long_text_is_cut_at_what_it_tells() -> None:
    kept = core("It was a fine day. " * 100 + "The posting fails with an error. " + "It was a fine day. " * 100)

    assert len(kept) <= READ
    assert "The posting fails with an error." in kept


def test_the_lexicon_is_large_and_covers_every_module() -> None:
    entries = Lexicon.load().entries.values()
    modules = Counter(entry.module for entry in entries)

    assert len(entries) >= 600
    assert set(modules) == set(Module) - {Module.UNKNOWN}
    assert min(modules.values()) >= 40


@pytest.mark.parametrize(
    ("text", "module"),
    [
        ("va01 does not save", Module.SALES),
        ("two purchase orders are missing", Module.PROCUREMENT),
        ("the expense reports of may", Module.FINANCE),
        ("iw31 fails", Module.MAINTENANCE),
    ],
)
def test_the_lexicon_finds_codes_and_screens_in_any_number(text: str, module: Module) -> None:
    assert Lexicon.load().votes(text).most_common(1)[0][0] is module


def test_the_longest_term_wins() -> None:
    found = Lexicon.load().find("the stock transfer order is open")

    assert [entry.term for entry in found] == ["stock transfer order"]


def test_talk_needs_more_proof_than_work_before_it_is_heard() -> None:
    reader = Reader()
    doubtful = np.array([0.55, 0.0, 0.0, 0.0, 0.0, 0.45], dtype=np.float32)

    assert decide(reader.read("post an invoice"), doubtful) is Intent.COMPLAINT
    assert decide(reader.read("call my mother"), doubtful) is Intent.OTHER
    assert decide(reader.read("???"), doubtful) is Intent.OTHER


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("Wie storniere ich einen Wareneingang?", Intent.QUESTION),
        ("Comment annuler une facture ?", Intent.QUESTION),
        ("¿Dónde está el albarán?", Intent.QUESTION),
        ("Jak utworzyć zlecenie?", Intent.QUESTION),
        ("Wareneingang lässt sich nicht stornieren", Intent.COMPLAINT),
        ("Wie immer geht die Rechnung nicht. Wer hilft mir?", Intent.COMPLAINT),
    ],
)
def test_a_how_to_question_in_another_language_is_one(text: str, intent: Intent) -> None:
    taken_for_complaint = np.array([0.9, 0.1, 0.0, 0.0, 0.0, 0.0], dtype=np.float32)

    assert decide(Reader().read(text), taken_for_complaint) is intent


def test_the_training_set_is_as_large_as_promised() -> None:
    examples = shipped()
    causes = Counter(example.cause for example in examples)
    modules = Counter(example.module for example in examples)

    assert min(causes[cause] for cause in Cause) >= 150
    assert min(modules[module] for module in Module) >= 120


def test_no_golden_message_was_trained_on() -> None:
    golden = golden_messages()
    trained = {example.text.lower() for example in [*shipped(), *composed()]}

    assert len(golden) >= 300
    assert [row.text for row in golden if row.text.lower() in trained] == []


def test_no_example_is_nearly_a_message_we_measure_on() -> None:
    """Two shared runs of four words make a sentence a near copy. Greetings and other very short texts have none."""
    measured = [(row.text, _runs(row.text)) for row in [*golden_messages(), *_real_messages()]]
    near = [
        (example.text, text)
        for example in shipped()
        if (own := _runs(example.text))
        for text, runs in measured
        if len(own & runs) > 2
    ]

    assert near == []


def _runs(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower())
    return {tuple(words[i : i + 4]) for i in range(len(words) - 3)}


def _real_messages() -> list[Labelled]:
    """Those beside the checkout; none where they are not."""
    folder = understanding.real_data()
    return [row for path in sorted(folder.glob("*.jsonl")) for row in read(path)] if folder else []


def test_frames_meet_all_areas_alike_and_nothing_is_left_open() -> None:
    examples = composed()
    complaints = Counter(example.module for example in examples if example.cause is not None)

    assert set(complaints) == set(Module) - {Module.UNKNOWN}
    assert max(complaints.values()) - min(complaints.values()) < 20
    assert not any("{" in example.text or "the the " in example.text for example in examples)
    assert [example.text for example in examples] == [example.text for example in composed()]


def test_training_twice_gives_the_same_bytes(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(training, "shipped", lambda: shipped()[::40])
    monkeypatch.setattr(training, "composed", lambda: composed()[::160])

    report = training.train(tmp_path / "first.npz", Letters())
    training.train(tmp_path / "second.npz", Letters())

    assert (tmp_path / "first.npz").read_bytes() == (tmp_path / "second.npz").read_bytes()
    assert set(report.accuracy) == {"intent", "cause", "module", "impact"}


def test_corrections_are_learned(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(training, "shipped", lambda: shipped()[::40])
    monkeypatch.setattr(training, "composed", lambda: composed()[::160])
    odd = Example("the zorblax is grumpy", Intent.COMPLAINT, Cause.PROCESS, Module.PROJECTS, None)

    report = training.train(tmp_path / "model.npz", Letters(), [odd] * 8)

    reading = Reader().read("zorblax grumpy today")
    found = Model.load(tmp_path / "model.npz").probabilities([reading], Letters().embed([reading.text]))
    assert report.corrections == 8
    assert list(Cause)[int(found["cause"][0].argmax())] is Cause.PROCESS
    assert list(Module)[int(found["module"][0].argmax())] is Module.PROJECTS
