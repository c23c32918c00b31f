"""Tests of ``app/desktop/text/faces/shell.py``."""

from __future__ import annotations

from typing import Any

from app.desktop.text.faces.shell import look_after, run


def told(command: str, output: Any = None, **more: Any) -> list[tuple[str, str]]:
    arguments = {"command": command, **more}
    return [(part.kind, part.text) for part in run(arguments, arguments, output).parts]


def test_a_short_command_needs_no_body() -> None:
    assert told("pytest -q") == []


def test_a_command_a_narrow_header_would_cut_stands_in_the_body_and_its_purpose_on_top() -> None:
    long = "python -m pytest tests/test_login.py --maxfail=1 -k redirect"
    sketch = run({"command": long, "description": "Run the login tests"}, None, None)
    assert [(part.kind, part.text) for part in sketch.parts] == [("command", long)]
    assert sketch.summary == "Run the login tests"


def test_a_short_command_with_something_hidden_in_it_is_spelled_out_in_the_body() -> None:
    assert told("ls \u202eevil") == [("command", "ls \u202eevil")]


def test_a_command_that_goes_on_in_the_background_says_so() -> None:
    sketch = run({"command": "npm run dev"}, None, {"stdout": "", "stderr": "", "backgroundTaskId": "b7"})
    assert sketch.state == "in background"
    assert [part.text for part in sketch.parts] == ["Goes on in the background as b7."]
    assert run({"command": "x", "run_in_background": True}, None, None).state == "in background"


def test_a_picture_is_named_instead_of_its_data() -> None:
    assert told("cat a.png", {"stdout": "iVBORw0" * 10, "isImage": True}) == [
        ("note", "A picture, not shown (70 characters of data).")
    ]


def test_what_a_return_code_means_is_told() -> None:
    output = {"stdout": "", "stderr": "", "returnCodeInterpretation": "No matches found"}
    assert told("grep x y", output) == [("note", "No matches found")]


def test_looking_after_a_background_shell_shows_what_it_printed_and_how_it_is() -> None:
    output = {"shellId": "b7", "status": "running", "stdout": "ready", "stderr": "", "exitCode": None}
    sketch = look_after({"bash_id": "b7"}, None, output)
    assert (sketch.argument, sketch.state) == ("b7", "running")
    assert [(part.kind, part.text) for part in sketch.parts] == [("output", "ready")]
    failed = look_after({"task_id": "b8"}, None, {"task": {"status": "failed", "exitCode": 3, "output": "no"}})
    assert (failed.argument, failed.state) == ("b8", "exit 3")
    assert [part.text for part in failed.parts] == ["no"]
