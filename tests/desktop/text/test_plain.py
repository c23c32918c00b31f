"""Tests of ``app/desktop/text/plain.py``."""

from __future__ import annotations

from app.desktop.text.plain import plain


def test_marks_go_and_words_stay() -> None:
    text = "## Head\n> quoted **bold** and `code`\n- [x] a [link](https://x.org) *here*\n1. one ~~two~~ \\*"
    assert plain(text) == "Head\nquoted bold and code\na link here\none two *"


def test_names_with_underscores_are_not_taken_for_emphasis() -> None:
    assert plain("snake_case_name and __init__ x") == "snake_case_name and init x"
