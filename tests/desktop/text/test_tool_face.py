"""Tests of ``app/desktop/text/tool_face.py``."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.projections.blocks import ToolBlock
from app.desktop.text.tool_face import LONGEST_ASKED, ToolFace, asked_of, face_of, request_of


def face(name: str, tool_input: Any = None, output: Any = None, error: str = "", status: Any = "ok") -> ToolFace:
    return face_of(
        ToolBlock(
            block_id="b",
            at_us=1,
            tool_call_id="c",
            name=name,
            input=tool_input,
            output=output,
            error=error,
            status=status,
        )
    )


def kinds(shown: ToolFace) -> list[str]:
    return [part.kind for part in shown.parts]


def test_a_command_shows_itself_and_what_it_printed() -> None:
    shown = face("Bash", {"command": "pytest -q"}, {"stdout": "ok\n", "stderr": "warn"})
    assert (shown.title, shown.argument, shown.opens) == ("Bash", "pytest -q", True)
    assert [(part.kind, part.text) for part in shown.parts] == [
        ("output", "ok"),
        ("note", "stderr"),
        ("output", "warn"),
    ]


def test_a_command_of_many_lines_is_shown_in_full() -> None:
    shown = face("Bash", {"command": "cat <<X\nhello\nX"}, "done")
    assert kinds(shown) == ["command", "output"]


def test_a_command_that_failed_says_how_it_exited() -> None:
    shown = face("Bash", {"command": "false"}, error="Exit code 3\nout\nerr", status="failed")
    assert shown.state == "exit 3"
    assert [(part.kind, part.text) for part in shown.parts] == [("output", "out\nerr")]


def test_an_edit_shows_its_patch_and_counts_it() -> None:
    patch = [{"oldStart": 1, "newStart": 1, "lines": ["-a", "+b", "+c"]}]
    shown = face("Edit", {"file_path": "/x/y.py"}, {"structuredPatch": patch})
    assert (shown.argument, shown.added, shown.removed, kinds(shown)) == ("/x/y.py", 2, 1, ["diff"])


def test_an_edit_that_still_runs_shows_what_it_is_going_to_do() -> None:
    shown = face("Edit", {"file_path": "a", "old_string": "x\ny", "new_string": "x\nz"}, status="running")
    assert (shown.added, shown.removed) == (1, 1)


def test_a_new_file_is_all_added_lines() -> None:
    shown = face("Write", {"file_path": "a", "content": "1\n2\n3"}, {"type": "create", "structuredPatch": []})
    assert (shown.added, shown.removed) == (3, 0)


def test_what_was_read_is_code_with_its_line_numbers_and_folded() -> None:
    output = {"type": "text", "file": {"content": "x = 1", "startLine": 40}}
    shown = face("Read", {"file_path": "a.py"}, output)
    [part] = shown.parts
    assert (part.kind, part.filename, part.first_number, shown.opens) == ("code", "a.py", 40, False)


def test_a_search_is_told_by_its_pattern() -> None:
    shown = face("Grep", {"pattern": "redirect", "path": "app"}, {"filenames": ["a", "b"]})
    assert shown.argument == "redirect in app"
    assert shown.parts[0].text == "a\nb"


def test_a_tool_nobody_taught_us_gets_a_tree_of_what_it_took_and_gave() -> None:
    shown = face("mcp__github__search", {"query": "x", "limit": 2}, {"items": [1]})
    assert shown.title == "search · github"
    assert [(part.kind, part.value) for part in shown.parts] == [
        ("tree", {"query": "x", "limit": 2}),
        ("tree", {"items": [1]}),
    ]


def test_the_text_of_content_blocks_is_shown_as_text() -> None:
    shown = face("mcp__a__b", {}, [{"type": "text", "text": "hello"}, {"type": "text", "text": "you"}])
    assert [(part.kind, part.text) for part in shown.parts] == [("output", "hello\nyou")]


def test_a_failure_is_shown_in_the_place_of_a_result() -> None:
    shown = face("WebFetch", {"url": "https://x.org"}, error="no route", status="failed")
    assert (kinds(shown), shown.opens) == (["link", "error"], True)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["command", "file_path", "edits", "todos", "file", "content", "stdout", "structuredPatch", "lines", "x"]
            ),
            inner,
            max_size=4,
        )
    ),
)


@pytest.mark.parametrize(
    "name", ["Bash", "Edit", "MultiEdit", "Write", "Read", "Grep", "Agent", "TodoWrite", "Unknown", ""]
)
@given(tool_input=JSON, output=JSON, error=st.text(max_size=5))
def test_any_input_and_output_has_a_face(name: str, tool_input: Any, output: Any, error: str) -> None:
    assert face(name, tool_input, output, error).title


def test_all_of_what_is_to_be_allowed_is_told() -> None:
    command = "echo harmless\n" * 60 + "rm -rf ~"
    asked = asked_of({"description": "list files", "command": command, "timeout": 5})
    assert asked.startswith(command)
    assert asked.endswith("description: list files\ntimeout: 5")


def test_a_request_too_long_to_show_says_how_much_is_missing() -> None:
    asked = asked_of({"command": "x" * (LONGEST_ASKED + 1_234)})
    assert asked.endswith("… and 1,234 more characters that are not shown here")


@given(JSON)
def test_any_request_can_be_told(tool_input: Any) -> None:
    assert isinstance(asked_of(tool_input), str)


def test_a_request_shows_a_change_as_a_difference_and_says_the_rest() -> None:
    about, parts = request_of("Edit", {"file_path": "a", "old_string": "x", "new_string": "y", "replace_all": True})
    assert about == "a\nreplace_all: yes"
    assert [part.kind for part in parts] == ["diff"]
    about, parts = request_of("ExitPlanMode", {"plan": "1. Paint", "allowedPrompts": ["run tests"]})
    assert "run tests" in about and [part.text for part in parts] == ["1. Paint"]


def test_a_request_whose_edits_cannot_all_be_compared_is_told_as_it_is() -> None:
    about, parts = request_of("MultiEdit", {"edits": [{"old_string": "x", "new_string": "y"}, "rm -rf ~"]})
    assert "rm -rf ~" in about and not parts


@pytest.mark.parametrize("name", ["Edit", "MultiEdit", "Write", "NotebookEdit", "AskUserQuestion", "ExitPlanMode", "X"])
@given(JSON)
def test_any_request_is_told_one_way_or_the_other(name: str, tool_input: Any) -> None:
    about, parts = request_of(name, tool_input)
    assert isinstance(about, str) and (about or parts or tool_input in (None, "", {}, []))
