"""Texts in the person's language, in a room that knows no Qt."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from app.core.tr import mark, plural, speak, tr

GERMAN = {("Open", ""): "Öffnen", ("Open", "adjective"): "Offen", ("%n sessions", "%n session"): "%n Sitzungen"}


def in_german(text: str, meaning: str, number: int) -> str:
    said = GERMAN.get((text, meaning), text)
    return said if number < 0 else said.replace("%n", str(number))


@pytest.fixture
def german() -> Iterator[None]:
    speak(in_german)
    yield
    speak(None)


def test_without_a_catalogue_a_text_is_said_as_it_stands_in_the_code() -> None:
    assert tr("Open") == tr("Open", "adjective") == mark("Open") == "Open"


def test_without_a_catalogue_one_of_a_thing_is_said_in_the_singular() -> None:
    assert [plural("%n sessions", "%n session", number) for number in (0, 1, 2)] == [
        "0 sessions",
        "1 session",
        "2 sessions",
    ]


@pytest.mark.usefixtures("german")
def test_with_a_catalogue_a_text_is_said_in_its_language_by_its_meaning() -> None:
    assert (tr("Open"), tr("Open", "adjective")) == ("Öffnen", "Offen")


@pytest.mark.usefixtures("german")
def test_with_a_catalogue_its_own_form_for_a_number_is_taken() -> None:
    assert plural("%n sessions", "%n session", 3) == "3 Sitzungen"


@pytest.mark.usefixtures("german")
def test_what_the_catalogue_does_not_have_is_said_in_right_english() -> None:
    assert tr("Close") == "Close"
    assert plural("%n hubs", "%n hub", 1) == "1 hub"


@pytest.mark.usefixtures("german")
def test_a_marked_text_stays_as_it_is_until_it_is_shown() -> None:
    assert mark("Open") == "Open"
