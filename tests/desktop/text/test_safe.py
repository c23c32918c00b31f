"""Tests of ``app/desktop/text/safe.py``."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.desktop.text.safe import cut_long_lines, is_safe_link, visible, visible_line


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("\x1b[2J", "⟦ESC⟧[2J"),
        ("a\rb", "a⟦CR⟧b"),
        ("a\r\nb", "a\nb"),
        ("\x00\x07\x7f", "⟦NUL⟧⟦BEL⟧⟦DEL⟧"),
        ("user\u202etxt.exe", "user⟦U+202E⟧txt.exe"),
        ("\u2066x\u2069", "⟦U+2066⟧x⟦U+2069⟧"),
        ("zero\u200bwidth", "zero⟦U+200B⟧width"),
        ("\U000e0041", "⟦U+E0041⟧"),
        ("\ufdd0\ufdd1\ufffc\u2029", "⟦U+FDD0⟧⟦U+FDD1⟧⟦U+FFFC⟧⟦U+2029⟧"),
        ("\ud800", "⟦U+D800⟧"),
    ],
)
def test_what_cannot_be_seen_is_spelled_out(raw: str, shown: str) -> None:
    assert visible(raw) == shown


def test_ordinary_text_in_any_script_stays_as_it_is() -> None:
    text = "naïve 漢字 עברית العربية 👩‍🚀\n\ttabbed"
    assert visible(text) == text


@given(st.text())
def test_nothing_hidden_is_left_in_any_text(text: str) -> None:
    hidden = set(map(chr, [*range(0, 9), *range(11, 32), *range(127, 160), *range(0x202A, 0x202F), 0x2029]))
    assert not hidden & set(visible(text))


def test_a_long_line_is_cut_and_says_by_how_much() -> None:
    assert cut_long_lines("short\n" + "x" * 1_000_050, 50) == "short\n" + "x" * 50 + " … 1,000,000 more characters"


def test_a_header_is_one_line_of_bounded_length() -> None:
    line = visible_line("first\nsecond " + "x" * 10_000_000, 40)
    assert line.startswith("first second xxx") and line.endswith("…") and len(line) == 41


@pytest.mark.parametrize("link", ["https://example.org/a?b=c#d", "http://localhost:8000"])
def test_web_links_are_offered(link: str) -> None:
    assert is_safe_link(link)


@pytest.mark.parametrize(
    "link",
    ["javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "", "https://a\u202eb", "ftp://x", "http://a b"],
)
def test_no_other_link_is_offered(link: str) -> None:
    assert not is_safe_link(link)
