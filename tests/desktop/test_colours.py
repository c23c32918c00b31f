"""Checks of ``app.desktop.colours``: what the window paints can be told from what it lies on."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from app.desktop.colours import DARK, HIGH_CONTRAST, LIGHT, Theme, contrast, readable
from app.desktop.views.output_look import ansi_colours

ALL = [pytest.param(theme, id=theme.name) for theme in (LIGHT, DARK, HIGH_CONTRAST)]
DESKTOP = Path(__file__).resolve().parents[2] / "app" / "desktop"

STATES = ("working", "needs_you", "finished", "failed", "interrupted", "ended", "lost")
CODE = ("text", "code_keyword", "code_string", "code_number", "code_comment", "code_name")
GROUNDS = ("window", "panel", "raised", "hover", "selection", "needs_you_background", "failed_background")
CHANGED = ("diff_added", "diff_removed")

WORDS: dict[str, tuple[str, ...]] = {
    "text": (*GROUNDS, "code_background", "text_selection", *CHANGED, "diff_added_word", "diff_removed_word"),
    "text_dim": (*GROUNDS, "code_background", *CHANGED),
    **dict.fromkeys(STATES, ("window", "panel", "raised")),
    "failed": ("window", "panel", "raised", "selection", "failed_background"),
    "needs_you": ("window", "panel", "raised", "needs_you_background"),
    "accent": ("window", "panel", "raised", "hover", "code_background"),
    "text_on_accent": ("primary",),
    "window": ("needs_you",),
    **{role: ("code_background", *CHANGED) for role in CODE if role != "text"},
    "diff_added_text": ("diff_added", "window", "panel"),
    "diff_removed_text": ("diff_removed", "window", "panel"),
}
"""Ink → the grounds on which words stand in it. ``window`` on ``needs_you`` is a place that was found."""

SPANS = tuple(name for name in Theme.__struct_fields__ if name.startswith("span_"))
MARKS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(STATES, (*GROUNDS, "code_background")),
    "focus": (*GROUNDS, "code_background", "text_selection"),
    "edge": ("window", "panel", "raised"),
    "accent": ("window", "panel", "selection"),
    "primary": ("window", "panel"),
    **dict.fromkeys(SPANS, ("window",)),
    "text_dim": ("window", "panel", "raised", "hover"),
}
"""What carries meaning without words → what it lies on. ``text_dim`` draws arrows and small icons."""

ADORN_ONLY = {"line", "line_strong"}
"""Nobody has to see these to understand or to use anything."""


@pytest.mark.parametrize("theme", ALL)
@pytest.mark.parametrize(("ink", "ground"), [(ink, ground) for ink, grounds in WORDS.items() for ground in grounds])
def test_words_can_be_read_on_their_ground(theme: Theme, ink: str, ground: str) -> None:
    assert contrast(getattr(theme, ink), getattr(theme, ground)) >= theme.least_contrast


@pytest.mark.parametrize("theme", ALL)
@pytest.mark.parametrize(("ink", "ground"), [(ink, ground) for ink, grounds in MARKS.items() for ground in grounds])
def test_marks_rings_and_edges_stand_out_from_what_they_lie_on(theme: Theme, ink: str, ground: str) -> None:
    assert contrast(getattr(theme, ink), getattr(theme, ground)) >= 3.0


@pytest.mark.parametrize("theme", ALL)
@pytest.mark.parametrize("number", range(16))
def test_what_a_terminal_colours_can_be_read_in_a_card(theme: Theme, number: int) -> None:
    assert contrast(ansi_colours(theme)[number], theme.code_background) >= theme.least_contrast


@pytest.mark.parametrize("theme", ALL)
def test_a_colour_an_agent_chose_is_kept_where_it_can_be_read_and_mended_where_not(theme: Theme) -> None:
    ground, least = theme.code_background, theme.least_contrast
    assert readable(theme.text, ground, least) == theme.text
    for chosen in ("#000000", "#ffffff", "#00005f", "#ffff00", "#808080", "#ff00ff"):
        assert contrast(readable(chosen, ground, least), ground) >= least
    for under in ("#c4232f", "#808080", "#ffff00"):
        assert contrast(readable(under, under, 4.5), under) >= 4.5


def test_high_contrast_asks_more_than_the_others() -> None:
    assert [theme.least_contrast for theme in (LIGHT, DARK, HIGH_CONTRAST)] == [4.5, 4.5, 7.0]


def test_every_colour_a_theme_has_is_checked_here_or_known_to_adorn_only() -> None:
    colours = {name for name, kind in Theme.__annotations__.items() if kind == "str"} - {"name"}
    grounds = {ground for pairs in (WORDS, MARKS) for each in pairs.values() for ground in each}
    assert colours - set(WORDS) - set(MARKS) - grounds == ADORN_ONLY


def test_nobody_paints_with_a_colour_of_their_own() -> None:
    """Two files hold colours; every other asks the theme, so that what is checked here is what is seen."""
    strangers = []
    for file in DESKTOP.rglob("*.py"):
        if file.name in ("colours.py", "output_look.py"):
            continue
        strangers += [f"{file.name}: {found}" for found in re.findall(r'"#[0-9a-fA-F]{3,8}"', file.read_text("utf-8"))]
    assert strangers == []
