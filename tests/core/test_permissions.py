"""Checks of ``app.core.permissions``: fingerprints, suggestions in words, and the questions in an input."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.permissions import permission_digest, questions_in, suggestion_words

RULE = {"toolName": "Bash", "ruleContent": "npm test:*"}


def test_the_same_input_has_the_same_fingerprint_whatever_the_order_of_its_keys() -> None:
    assert permission_digest("Bash", {"a": 1, "b": 2}) == permission_digest("Bash", {"b": 2, "a": 1})
    assert permission_digest("Bash", {"a": 1}) != permission_digest("Bash", {"a": 2})
    assert permission_digest("Bash", {"a": 1}) != permission_digest("Read", {"a": 1})


@pytest.mark.parametrize(
    ("suggestion", "words"),
    [
        ({"type": "setMode", "mode": "acceptEdits", "destination": "session"}, "Accept all edits in this session"),
        (
            {"type": "addDirectories", "directories": ["/home/dev", "/srv"], "destination": "session"},
            "Allow access to /home/dev, /srv in this session",
        ),
        (
            {"type": "addRules", "rules": [RULE], "behavior": "allow", "destination": "localSettings"},
            "Allow Bash(npm test:*) in this folder, for you",
        ),
        (
            {"type": "addRules", "rules": [{"toolName": "Read"}], "behavior": "allow", "destination": "userSettings"},
            "Allow every Read everywhere",
        ),
    ],
)
def test_a_suggestion_is_told_in_words(suggestion: dict[str, Any], words: str) -> None:
    assert suggestion_words(suggestion) == words


@pytest.mark.parametrize(
    "suggestion",
    [
        None, [], "all", {}, {"type": "setMode", "mode": "ownEverything", "destination": "session"},
        {"type": "setMode", "mode": "acceptEdits", "destination": "elsewhere"},
        {"type": "addRules", "rules": [RULE], "behavior": "deny", "destination": "session"},
        {"type": "addRules", "rules": [RULE, {"toolName": 7}], "behavior": "allow", "destination": "session"},
        {"type": "addRules", "rules": [], "behavior": "allow", "destination": "session"},
        {"type": "addDirectories", "directories": [1], "destination": "session"},
        {"type": "removeEverything", "destination": "session"},
    ],
)  # fmt: skip
def test_a_suggestion_we_do_not_understand_has_no_words(suggestion: Any) -> None:
    assert suggestion_words(suggestion) == ""


def test_the_questions_of_an_input_are_read_with_their_options() -> None:
    asked = {"questions": [{
        "question": "Which index?", "header": "Index", "multiSelect": True,
        "options": [{"label": "btree", "description": "usual"}, {"label": "hash"}, {"label": 7}, "odd"],
    }, {"question": 3}, None]}  # fmt: skip
    (question,) = questions_in(asked)
    assert (question.text, question.heading, question.many) == ("Which index?", "Index", True)
    assert question.options == (("btree", "usual"), ("hash", ""))


_names = st.sampled_from(["questions", "question", "options", "label", "type", "rules"])
_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_names, inner, max_size=3),
    max_leaves=12,
)


@given(_json)
def test_no_input_can_make_it_raise(value: Any) -> None:
    suggestion_words(value)
    questions_in(value)
