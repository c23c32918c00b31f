"""Checks of ``app.desktop.views.permission_edit``: what a person changed is what will run, and nothing hides in it."""

from __future__ import annotations

import msgspec
import pytest

from app.core.commands import PendingRow
from app.desktop.views.permission_edit import NotUnderstood, editable_text, edited_input
from tests.helpers import canned


def asking(**asked: object) -> PendingRow:
    return msgspec.structs.replace(canned.PUSH, input=asked)


def test_a_command_alone_is_edited_as_it_is_and_all_else_as_json() -> None:
    assert editable_text(asking(command="ls", description="List")) == "ls"
    assert editable_text(asking(command="ls", timeout=5)).startswith("{")


def test_hidden_characters_are_written_out_and_can_be_taken_away() -> None:
    request = asking(command="rm \u202e x")
    assert "\\u202e" in editable_text(request)
    assert edited_input(request, '{"command": "rm x"}') == {"command": "rm x"}
    with pytest.raises(NotUnderstood, match="cannot be seen"):
        edited_input(request, '{"command": "rm \u202e x"}')


def test_what_was_not_changed_is_allowed_as_it_was_asked() -> None:
    request = asking(file_path="a", content="b")
    assert edited_input(request, editable_text(request)) is None
    assert edited_input(request, '{"content": "b", "file_path": "a"}') is None


@pytest.mark.parametrize("text", ["", "[1]", '"x"', '{"a": NaN}', "[" * 100_000, '{"a": 1'])
def test_what_is_no_input_is_refused_in_words(text: str) -> None:
    with pytest.raises(NotUnderstood, match=r"\.$"):
        edited_input(asking(file_path="a", content="b"), text)
