"""Tests of ``app/desktop/text/faces/files.py``."""

from __future__ import annotations

from typing import Any

from app.desktop.text.diff import DiffLine
from app.desktop.text.faces.files import MOST_EDITS, edit, notebook, read, write


def lines(arguments: dict[str, Any], output: Any = None) -> list[tuple[str, int, int, str]]:
    sketch = edit(arguments, arguments, output)
    (part,) = (part for part in sketch.parts if part.kind == "diff")
    return [(line.sign, line.old, line.new, line.text) for line in part.lines]


def test_lines_are_numbered_as_in_the_file_when_the_agent_tells_where_they_stand() -> None:
    patch = [{"oldStart": 40, "newStart": 41, "lines": [" a", "-b", "+c"]}]
    assert lines({}, {"structuredPatch": patch}) == [(" ", 40, 41, "a"), ("-", 41, 0, "b"), ("+", 0, 42, "c")]


def test_without_a_patch_the_numbers_come_from_the_file_as_it_was() -> None:
    output = {"originalFile": "one\ntwo\nthree\n"}
    assert lines({"old_string": "three", "new_string": "3"}, output) == [("-", 3, 0, "three"), ("+", 0, 3, "3")]


def test_numbers_nobody_knows_are_not_made_up() -> None:
    wanted = {"old_string": "x", "new_string": "y"}
    assert lines(wanted) == [("-", 0, 0, "x"), ("+", 0, 0, "y")]
    assert lines(wanted, {"originalFile": "x\nx\n"}) == lines(wanted)


def test_several_edits_are_shown_one_after_the_other() -> None:
    pairs = [{"old_string": "a", "new_string": "b"}, {"old_string": "c", "new_string": "d"}, "odd", 7]
    assert [sign for sign, *_ in lines({"edits": pairs})] == ["-", "+", "@", "-", "+"]


def test_endless_edits_are_compared_up_to_a_limit() -> None:
    pairs = [{"old_string": f"a{number}", "new_string": "b"} for number in range(MOST_EDITS + 100)]
    assert sum(sign == "+" for sign, *_ in lines({"edits": pairs})) == MOST_EDITS


def test_a_new_file_is_shown_as_the_code_it_is() -> None:
    arguments = {"file_path": "a.py", "content": "x = 1\ny = 2\n"}
    sketch = write(arguments, arguments, {"type": "create", "structuredPatch": []})
    (part,) = sketch.parts
    assert (part.kind, part.text, part.first_number, part.is_new) == ("code", "x = 1\ny = 2", 1, True)
    assert (sketch.count, sketch.copy_name, sketch.copy_text) == ("new file", "new text", "x = 1\ny = 2\n")


def test_a_file_written_over_shows_what_changed_in_it() -> None:
    arguments = {"file_path": "a.py", "content": "x = 1\ny = 3\n"}
    (part,) = write(arguments, arguments, {"type": "update", "originalFile": "x = 1\ny = 2\n"}).parts
    assert part.lines[-1] == DiffLine("+", 0, 2, "y = 3")


def test_cells_of_a_notebook_are_shown_in_their_own_language() -> None:
    put_in = notebook({"notebook_path": "n.ipynb", "new_source": "df.plot()", "cell_id": "c3"}, None, None)
    assert [(part.kind, part.language) for part in put_in.parts] == [("code", "python")]
    assert (put_in.argument, put_in.count) == ("n.ipynb", "cell c3")
    gone = notebook({"notebook_path": "n.ipynb", "edit_mode": "delete", "cell_id": "c3"}, None, None)
    assert [part.text for part in gone.parts] == ["The cell is taken out."]


def test_what_was_read_says_which_lines_of_how_many() -> None:
    file = {"content": "a\nb", "startLine": 20, "numLines": 2, "totalLines": 340}
    assert read({"file_path": "x"}, None, {"type": "text", "file": file}).count == "lines 20–21 of 340"
    whole = {"content": "a\nb", "startLine": 1, "numLines": 2, "totalLines": 2}
    assert read({"file_path": "x"}, None, {"type": "text", "file": whole}).count == "2 lines"
    assert read({"file_path": "x", "offset": 5, "limit": 10}, None, None).count == "from line 5, 10 lines"


def test_a_picture_that_was_read_is_named() -> None:
    output = {"type": "image", "file": {"base64": "x", "originalSize": 34_120}}
    assert [part.text for part in read({"file_path": "a.png"}, None, output).parts] == [
        "A picture, not shown (34,120 bytes)."
    ]
