"""Tests of ``app/desktop/text/ansi.py``."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.desktop.text.ansi import PLAIN, Run, Style, parse, settled, style_after


def test_colours_become_runs_and_leave_only_the_words() -> None:
    text, runs, after = parse("ok \x1b[1;32mgreen\x1b[0m end")
    assert text == "ok green end"
    assert runs == [Run(3, 5, Style(foreground=2, bold=True))]
    assert after == PLAIN


def test_the_style_in_force_is_carried_into_what_follows() -> None:
    _, _, after = parse("\x1b[31mred")
    assert parse("still", after)[1] == [Run(0, 5, Style(foreground=1))]


@pytest.mark.parametrize(
    ("codes", "style"),
    [
        ("38;5;9", Style(foreground=9)),
        ("38;5;196", Style(foreground=(255, 0, 0))),
        ("48;5;244", Style(background=(128, 128, 128))),
        ("38;2;1;2;999", Style(foreground=(1, 2, 255))),
        ("94", Style(foreground=12)),
        ("3;4;7;9", Style(italic=True, underline=True, inverse=True, strike=True)),
        ("1;22", PLAIN),
        ("38;5", PLAIN),
        ("", PLAIN),
    ],
)
def test_every_way_to_say_a_style_is_understood(codes: str, style: Style) -> None:
    assert parse(f"\x1b[{codes}m")[2] == style


def test_every_other_escape_stays_visible() -> None:
    text, _, _ = parse("\x1b]0;title\x07 \x1b[2J \x1b[1A \x1b]8;;http://x\x1b\\link")
    assert text == "⟦ESC⟧]0;title⟦BEL⟧ ⟦ESC⟧[2J ⟦ESC⟧[1A ⟦ESC⟧]8;;http://x⟦ESC⟧\\link"


@given(st.text(alphabet="\x1b[m;0123456789ab\x07", max_size=60))
def test_any_text_is_taken_and_runs_lie_inside_it(raw: str) -> None:
    text, runs, _ = parse(raw)
    assert "\x1b" not in text
    assert all(run.start >= 0 and run.start + run.length <= len(text) for run in runs)


def test_a_line_written_over_and_over_shows_its_last_state() -> None:
    assert settled("get  10%\rget  55%\rget 100%\ndone\r\n") == "get 100%\ndone\n"
    assert settled("get  10%\r\x1b[Kget 100%\r") == "get 100%"
    assert settled("\x1b[32mok\x1b[0m\r\x1b[K") == "\x1b[32mok\x1b[0m"
    assert settled("a\r\r\rb") == "b"
    assert settled("plain") == "plain"


def test_ten_megabytes_of_progress_become_its_last_state() -> None:
    assert settled("x" * 10 + "\r" * 10_000_000) == "x" * 10
    assert settled("\r".join(["1234567 %"] * 1_000_000)) == "1234567 %"


@given(
    st.lists(st.sampled_from(["\x1b[1m", "\x1b[31m", "\x1b[0m", "\x1b[m", "\x1b[38;5;9m", "x", "\x1b[2J"]), max_size=12)
)
def test_the_style_at_the_end_is_known_without_reading_everything(pieces: list[str]) -> None:
    text = "".join(pieces)
    assert style_after(text, Style(underline=True)) == parse(text, Style(underline=True))[2]
