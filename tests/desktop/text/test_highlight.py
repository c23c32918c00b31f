"""Tests of ``app/desktop/text/highlight.py``."""

from __future__ import annotations

import pytest

from app.desktop.text import highlight
from app.desktop.text.highlight import LONG_LINE, LineHighlighter, Run, lexer_for


def roles(language: str, code: str) -> list[set[str]]:
    highlighter = LineHighlighter(language)
    return [{run.role for run in highlighter.line(line)} for line in code.split("\n")]


def test_words_get_the_roles_they_play() -> None:
    assert LineHighlighter("python").line("return 1  # one") == [
        Run(0, 6, "keyword"),
        Run(7, 1, "number"),
        Run(10, 5, "comment"),
    ]


def test_a_string_over_several_lines_is_one_in_all_of_them() -> None:
    assert roles("python", '"""first\nif second\n"""\nif x: pass') == [{"string"}, {"string"}, {"string"}, {"keyword"}]


def test_an_unknown_language_is_left_plain() -> None:
    highlighter = LineHighlighter("no-such-language")
    assert highlighter.idle and highlighter.line("if x:") == []


def test_a_file_name_chooses_the_language() -> None:
    assert (
        lexer_for("", "/home/ada/shop/app/login.py") is lexer_for("", "other/login.py")
        or lexer_for("", "login.py").name == "Python"
    )


def test_an_endless_line_is_not_lexed() -> None:
    assert LineHighlighter("python").line("if " * LONG_LINE) == []


def test_lines_that_make_no_sense_do_no_harm() -> None:
    for language in ("html", "php", "yaml", "json", "diff", "bash", "rust", "pycon", "jinja"):
        highlighter = LineHighlighter(language)
        for line in ("<?php %}", '"\\u{', "}}}{{{ <!--", "@@ -1 +1 @@", "+x", ">>> '''", ""):
            assert all(run.start + run.length <= len(line) for run in highlighter.line(line))


def test_only_as_much_of_a_name_as_a_name_can_be_is_compared_with_every_pattern(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[int] = []

    def measured(language: str, filename: str) -> object:
        asked.append(len(language) + len(filename))
        return lexer_for(language, filename)

    monkeypatch.setattr(highlight, "lexer_for", measured)
    assert not LineHighlighter(filename="x" * 10_000_000 + "/a.py").idle
    assert LineHighlighter("python" + "x" * 10_000_000).idle
    assert max(asked) <= 100
