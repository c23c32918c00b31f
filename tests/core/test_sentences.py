"""The hub's English sentences, said by the window in the person's language."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from app.core import sentences
from app.core.sentences import in_your_words
from app.core.tr import speak

GERMAN = {
    "Ends its process: {process}.": "Beendet den Prozess: {process}.",
    "it does not work now: {why}": "es arbeitet gerade nicht: {why}",
    "the process is gone": "der Prozess ist fort",
    "Escape was pressed in {place}": "Escape wurde in {place} gedrückt",
    "Stops before the next tool.": "Hält vor dem nächsten Werkzeug.",
    "Only if its hooks are in place.": "Nur mit Hooks.",
}


@pytest.fixture(autouse=True)
def german() -> Iterator[None]:
    speak(lambda text, _meaning, _number: GERMAN.get(text, text))
    sentences.know(text for text in GERMAN if "{" in text)
    yield
    speak(None)
    sentences.know(())


def test_a_sentence_without_anything_filled_in_is_found_as_it_is() -> None:
    assert in_your_words("the process is gone") == "der Prozess ist fort"


def test_what_was_filled_in_stands_in_the_other_sentence_as_it_was() -> None:
    assert in_your_words("Ends its process: claude (pid 7).") == "Beendet den Prozess: claude (pid 7)."


def test_a_sentence_filled_into_another_is_said_too() -> None:
    said = in_your_words("it does not work now: the process is gone")
    assert said == "es arbeitet gerade nicht: der Prozess ist fort"


def test_sentences_put_together_are_said_one_by_one() -> None:
    said = in_your_words("Escape was pressed in tmux pane %1; the process is gone")
    assert said == "Escape wurde in tmux pane %1 gedrückt; der Prozess ist fort"
    said = in_your_words("Stops before the next tool. Only if its hooks are in place.")
    assert said == "Hält vor dem nächsten Werkzeug. Nur mit Hooks."


def test_words_nobody_knows_are_shown_as_they_came() -> None:
    for words in ("Bash “pytest -q”", "", "{process}", "(" * 3000):
        assert in_your_words(words) == words


def test_in_english_every_sentence_is_what_the_hub_wrote() -> None:
    speak(None)
    sentences.know(())
    assert in_your_words("Ends its process: claude (pid 7).") == "Ends its process: claude (pid 7)."
