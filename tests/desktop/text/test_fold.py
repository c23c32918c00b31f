"""Tests of ``app/desktop/text/fold.py``."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.desktop.text.fold import CHUNK_CHARS, CHUNK_LINES, Folded, chunks, fold


def test_a_short_text_is_shown_whole() -> None:
    assert fold("a\nb\nc", 2, 1) == Folded("a\nb\nc", 0, "")


def test_of_a_long_text_the_beginning_and_the_end_are_shown() -> None:
    text = "\n".join(str(number) for number in range(100))
    assert fold(text, 2, 3) == Folded("0\n1", 95, "97\n98\n99")
    assert fold(text, 2, 0) == Folded("0\n1", 98, "")


@given(st.lists(st.text(alphabet="ab", max_size=3), min_size=1, max_size=40), st.integers(1, 9), st.integers(0, 9))
def test_head_hidden_and_tail_are_all_lines(lines: list[str], head: int, tail: int) -> None:
    folded = fold("\n".join(lines), head, tail)
    if not folded.hidden_lines:
        assert folded.head.split("\n") == lines
        return
    assert folded.head.split("\n") == lines[:head]
    assert folded.hidden_lines == len(lines) - head - tail
    assert folded.tail == "\n".join(lines[len(lines) - tail :])


def test_stretches_are_bounded_and_nothing_is_lost() -> None:
    text = "\n".join(["x" * 90] * 1_000 + ["y" * 100_000] + [""] * 500)
    stretches = list(chunks(text))
    assert max(len(stretch) for stretch in stretches) <= CHUNK_CHARS
    assert max(stretch.count("\n") + 1 for stretch in stretches) <= CHUNK_LINES
    assert "".join(stretches).replace("\n", "") == text.replace("\n", "")
