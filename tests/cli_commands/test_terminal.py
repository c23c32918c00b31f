"""Text for a terminal: what an agent wrote can neither steer it nor hide from the reader."""

from __future__ import annotations

import pytest

from app.cli_commands.terminal import age, columns, one_line, pad, plain


@pytest.mark.parametrize("evil", ["\x1b[2J", "\x1b]0;title\x07", "\x9b31m", "a\rb", "a\bb", "\x00", "\x7f"])
def test_no_control_character_reaches_the_terminal(evil: str) -> None:
    shown = plain(evil)
    assert all(letter.isprintable() for letter in shown)
    assert shown != evil


def test_letters_that_turn_the_direction_are_named() -> None:
    assert plain("rm \u202egpj.exe") == "rm ⟨U+202E⟩gpj.exe"
    assert plain("a\u200bb") == "a⟨U+200B⟩b"


def test_lines_and_tabs_and_other_scripts_stay() -> None:
    assert plain("eins\n\tzwei · 三 · שלוש 👍") == "eins\n\tzwei · 三 · שלוש 👍"


def test_a_long_line_is_cut_in_the_middle() -> None:
    assert one_line("abcdefghij", 7) == "abc…hij"
    assert one_line("a  b\n c") == "a b c"


@pytest.mark.parametrize("width", range(1, 14))
@pytest.mark.parametrize("text", ["plain text here", "日本語のテキスト", "e\u0301e\u0301e\u0301e\u0301e\u0301", ""])
def test_padded_text_has_exactly_its_width(text: str, width: int) -> None:
    assert columns(pad(text, width)) == width


@pytest.mark.parametrize(
    ("seconds", "words"), [(-5, "0 s"), (59.9, "59 s"), (60, "1 min"), (7200, "2 h"), (200_000, "2 d")]
)
def test_an_age_is_told_in_its_largest_unit(seconds: float, words: str) -> None:
    assert age(seconds) == words
