"""Tests of ``app/desktop/text/splitter.py``."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.desktop.text.splitter import CODE_LINES, LINE_CHARS, LIST_LINES, TABLE_ROWS, Part, Splitter, split


def told(text: str, sizes: list[int]) -> list[Part]:
    """Feed a text in pieces of these sizes, going round."""
    splitter = Splitter()
    parts: list[Part] = []
    at = index = 0
    while at < len(text):
        size = max(1, sizes[index % len(sizes)])
        parts += splitter.feed(text[at : at + size])
        at, index = at + size, index + 1
    return parts + splitter.finish()


def kinds(text: str) -> list[str]:
    return [part.kind for part in split(text)]


def test_every_kind_of_block_becomes_a_part_of_its_own() -> None:
    text = (
        "# Head\nwords\nmore\n\n- one\n- two\n\n> quoted\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n---\n\n```sh\nls\n```\n"
    )
    text += "end"
    assert kinds(text) == ["heading", "text", "list", "quote", "table", "rule", "code", "text"]


def test_a_fence_keeps_its_lines_and_its_language_and_nothing_of_its_marks() -> None:
    [part] = split("```python\ndef f():\n\n    return '`'\n```\n")
    assert (part.kind, part.language, part.source) == ("code", "python", "def f():\n\n    return '`'")


def test_a_longer_fence_holds_shorter_ones() -> None:
    [part] = split("````md\n```\ninner\n```\n````")
    assert part.source == "```\ninner\n```"


def test_a_fence_in_a_list_is_taken_out_of_its_indentation() -> None:
    parts = split("1. do:\n   ```sh\n   ls\n     -l\n   ```\n2. done")
    assert [part.source for part in parts] == ["1. do:", "ls\n  -l", "2. done"]


def test_inline_code_with_three_backticks_opens_no_fence() -> None:
    assert kinds("```not a fence``` but words\n\nmore") == ["text", "text"]


def test_code_that_never_closes_is_code_to_the_end() -> None:
    [part] = split("```\na\n\n# not a heading")
    assert (part.kind, part.source) == ("code", "a\n\n# not a heading")


def test_an_empty_line_inside_a_list_does_not_end_it() -> None:
    assert kinds("- a\n\n  more of a\n\n- b\n\nafter") == ["list", "text"]


def test_the_tail_is_what_is_not_finished_yet() -> None:
    splitter = Splitter()
    assert splitter.tail() is None
    assert splitter.feed("First.\n\nSec") == [Part("text", "First.")]
    assert splitter.tail() == Part("text", "Sec", before="\n\n")
    assert splitter.feed("ond") == []
    assert splitter.finish() == [Part("text", "Second", before="\n\n")]
    assert splitter.tail() is None


def test_half_a_closing_fence_is_not_shown_as_code() -> None:
    splitter = Splitter()
    splitter.feed("```\nls\n``")
    tail = splitter.tail()
    assert tail is not None and tail.source == "ls"
    splitter.feed("x")
    tail = splitter.tail()
    assert tail is not None and tail.source == "ls\n``x"


def test_a_long_table_is_cut_and_every_piece_has_the_header() -> None:
    rows = "".join(f"| {number} | x |\n" for number in range(100))
    parts = split(f"| n | v |\n|---|---|\n{rows}")
    assert [part.kind for part in parts] == ["table"] * 4
    assert all(part.source.startswith("| n | v |\n|---|---|\n") for part in parts)
    assert max(part.source.count("\n") - 1 for part in parts) <= TABLE_ROWS
    assert [part.goes_on for part in parts] == [False, True, True, True]


def test_a_long_list_is_cut_between_items() -> None:
    parts = split("".join(f"- item {number}\n  more\n" for number in range(100)))
    assert len(parts) == 5
    assert all(part.source.startswith("- item") and part.source.count("\n") <= LIST_LINES for part in parts)


def test_long_code_is_cut_into_pieces_that_say_so() -> None:
    parts = split("```c\n" + "x;\n" * 450 + "```\n")
    assert [part.goes_on for part in parts] == [False, True, True]
    assert {part.language for part in parts} == {"c"}
    assert max(part.source.count("\n") + 1 for part in parts) <= CODE_LINES
    assert "\n".join(part.source for part in parts) == "\n".join(["x;"] * 450)


@pytest.mark.parametrize("fence", ["", "```\n"])
def test_ten_megabytes_without_a_newline_are_cut_and_nothing_is_lost(fence: str) -> None:
    text = "abcdefghi " * 1_000_000
    parts = told(fence + text, [700_000])
    assert max(len(part.source) for part in parts) <= LINE_CHARS + 1
    assert "".join(part.source for part in parts).replace(" ", "") == text.replace(" ", "")


MARKUP = st.lists(
    st.sampled_from(
        [
            "# h",
            "- a",
            "  - b",
            "1. c",
            "> q",
            "| a | b |",
            "|---|---|",
            "```",
            "```py",
            "~~~",
            "",
            "  ",
            "word **x**",
            "    code",
            "---",
        ]
    ),
    max_size=60,
).map("\n".join)


@given(MARKUP, st.lists(st.integers(1, 9), min_size=1, max_size=5))
def test_how_the_text_arrives_does_not_change_what_comes_of_it(text: str, sizes: list[int]) -> None:
    assert told(text, sizes) == split(text)


@given(st.text(max_size=400), st.integers(1, 7))
def test_any_text_is_taken_and_no_word_of_it_is_lost(text: str, size: int) -> None:
    shown = "".join(part.source for part in told(text, [size]))
    letters = [char for char in text if char.isalpha()]
    if "`" not in text and "~" not in text:
        assert [char for char in shown if char.isalpha()] == letters


@given(MARKUP, st.integers(1, 5))
def test_what_was_given_once_never_changes(text: str, size: int) -> None:
    splitter = Splitter()
    given_so_far: list[Part] = []
    for at in range(0, len(text), size):
        given_so_far += splitter.feed(text[at : at + size])
        assert given_so_far == split(text)[: len(given_so_far)]


def test_closed_parts_and_tail_together_are_always_the_whole_text() -> None:
    dice = random.Random(1)
    text = "".join(dice.choice(["word ", "\n", "\n\n", "- x\n", "more"]) for _ in range(400))
    splitter = Splitter()
    closed: list[Part] = []
    for at, char in enumerate(text):
        closed += splitter.feed(char)
        tail = splitter.tail()
        shown = "".join(part.source for part in [*closed, *([tail] if tail else [])])
        assert "".join(shown.split()) == "".join(text[: at + 1].split())
