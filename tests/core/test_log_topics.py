"""Checks of ``app.core.log_topics``."""

from __future__ import annotations

import pytest

from app.core.log_topics import logger_levels, topics_of


def test_topics_are_read_as_they_are_written() -> None:
    assert topics_of(" hub.follow=debug, store = warning ,") == ({"hub.follow": "debug", "store": "warning"}, [])


@pytest.mark.parametrize("part", ["hub", "hub=loud", "=debug", "Hub=debug", "hub..x=debug", "hub/x=debug"])
def test_what_is_no_topic_with_a_level_is_named_and_the_rest_counts(part: str) -> None:
    assert topics_of(f"{part},store=info") == ({"store": "info"}, [part])


def test_a_topic_is_set_under_both_names_our_code_speaks_by() -> None:
    assert logger_levels({"hub.launch": "debug"}) == {"signalcabin.hub.launch": 10, "app.hub.launch": 10}


def test_of_two_that_name_a_topic_the_later_counts() -> None:
    assert logger_levels({"hub": "debug"}, {"hub": "error"})["app.hub"] == 40


def test_what_is_no_topic_sets_nothing() -> None:
    assert logger_levels({"": "debug", "a b": "debug", "hub": "loud"}) == {}
