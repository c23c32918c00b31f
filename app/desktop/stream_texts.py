"""What the contestants of ``bench stream`` write: Markdown as models write it, and texts made to break a reader."""

from __future__ import annotations

import random
from collections.abc import Callable

_TEXT = (
    "the redirect keeps its query string when a handler reads what was asked before it answers and every test "
    "that pins it down runs again after each change so nothing is lost on the way to the person who waits"
)
_WORDS = tuple(_TEXT.split())


def markdown(size_bytes: int) -> str:
    """Much Markdown, the same every time: paragraphs, headings, lists, quotes, tables and code."""
    dice = random.Random(7)
    pieces: list[str] = []
    size = 0
    while size < size_bytes:
        piece = dice.choice(_MAKERS)(dice)
        pieces.append(piece)
        size += len(piece)
    return "".join(pieces)[:size_bytes]


def _sentence(dice: random.Random) -> str:
    words = [dice.choice(_WORDS) for _ in range(dice.randint(6, 24))]
    words[0] = words[0].title()
    if dice.random() < 0.3:
        words[2] = f"**{words[2]}**"
    if dice.random() < 0.3:
        words[4] = f"`{words[4]}()`"
    return " ".join(words) + ". "


def _paragraph(dice: random.Random) -> str:
    return "".join(_sentence(dice) for _ in range(dice.randint(1, 7))) + "\n\n"


def _heading(dice: random.Random) -> str:
    return "#" * dice.randint(1, 3) + f" {dice.choice(_WORDS)} {dice.choice(_WORDS)}\n\n"


def _list(dice: random.Random) -> str:
    return "".join(f"- {_sentence(dice)}\n" for _ in range(dice.randint(2, 12))) + "\n"


def _code(dice: random.Random) -> str:
    lines = [f"    {dice.choice(_WORDS)} = {dice.choice(_WORDS)}({dice.randint(0, 99)})  # note" for _ in range(30)]
    return "```python\ndef work() -> None:\n" + "\n".join(lines[: dice.randint(3, 30)]) + "\n```\n\n"


def _table(dice: random.Random) -> str:
    rows = [f"| {dice.choice(_WORDS)} | {dice.randint(0, 999)} | `{dice.choice(_WORDS)}` |" for _ in range(12)]
    return "| name | count | code |\n|:--|--:|---|\n" + "\n".join(rows[: dice.randint(2, 12)]) + "\n\n"


_MAKERS: tuple[Callable[[random.Random], str], ...] = (
    _paragraph,
    _paragraph,
    _paragraph,
    _heading,
    _list,
    _code,
    _table,
)


HOSTILE: dict[str, Callable[[int], str]] = {
    "one_line_of_prose": lambda size: ("word " * (size // 5 + 1))[:size],
    "one_line_without_a_space": lambda size: "x" * size,
    "one_line_of_code": lambda size: "```python\n" + ("f(x, 'y') " * (size // 10 + 1))[:size],
    "one_table_cell": lambda size: "| a | b |\n|---|---|\n| " + ("cell " * (size // 5 + 1))[:size],
    "a_table_of_many_columns": lambda size: ("| a " * (size // 12)) + "|\n" + ("|---" * (size // 12)) + "|\n",
    "one_list_item": lambda size: "- " + ("item " * (size // 5 + 1))[:size],
    "one_inline_code": lambda size: "`" + ("code " * (size // 5 + 1))[:size],
    "combining_marks": lambda size: "e" + "\u0301" * (size // 2),
    "open_brackets": lambda size: "[" * size,
    "open_pictures": lambda size: "![" * (size // 2),
    "open_links": lambda size: "[a](" * (size // 4),
    "open_emphasis": lambda size: "*a " * (size // 3),
    "open_and_closed_emphasis": lambda size: "*a **a " * (size // 7),
    "underscores": lambda size: "_a" * (size // 2),
    "backticks_of_all_lengths": lambda size: _backticks(size),
    "nested_quotes": lambda size: ">" * size,
    "nested_lists": lambda size: "- " * (size // 2),
    "deeper_and_deeper_lists": lambda size: _staircase(size),
    "open_tags": lambda size: "<a " * (size // 3),
    "entities": lambda size: "&#x" * (size // 3),
    "empty_lines": lambda size: "\n" * size,
    "one_word_a_line": lambda size: "a\n" * (size // 2),
    "hidden_characters": lambda size: "\u202e\u200b" * (size // 6),
}
"""By name, a text of about so many bytes."""


def _backticks(size: int) -> str:
    pieces, length, number = [], 0, 1
    while length < size:
        pieces.append("`" * number + "a ")
        length += number + 2
        number = number % 400 + 1
    return "".join(pieces)


def _staircase(size: int) -> str:
    lines, length, depth = [], 0, 0
    while length < size:
        lines.append(" " * depth + "- a")
        length += depth + 4
        depth = (depth + 2) % 2_000
    return "\n".join(lines)
