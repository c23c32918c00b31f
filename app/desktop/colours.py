"""The colours of the three themes, each named by what it means, and how well one can be read on another."""

from __future__ import annotations

from functools import lru_cache

import msgspec
from PySide6.QtGui import QColor


class Theme(msgspec.Struct, frozen=True):
    """All colours by meaning, as ``#rrggbb``.

    Words keep 4.5:1 to every ground they stand on (7:1 with high contrast); marks, focus rings, edges and spans 3:1.
    """

    name: str
    is_dark: bool

    window: str
    """Behind the selected session."""
    panel: str
    """Behind the roster, the status bar, cards that lie on ``window``."""
    raised: str
    """Buttons, fields, menus."""
    hover: str
    selection: str
    """Behind the selected row; text on it is ``text``."""
    line: str
    """Hairlines between things."""
    line_strong: str
    """Borders that only adorn: of cards, quotes, menus."""
    edge: str
    """Borders that say "here": of fields and buttons, and the handle of a scroll bar."""

    text: str
    text_dim: str
    text_on_accent: str
    accent: str
    primary: str
    """Ground of the main button, under ``text_on_accent``."""
    focus: str
    """The focus ring."""

    working: str
    needs_you: str
    finished: str
    failed: str
    interrupted: str
    ended: str
    lost: str

    needs_you_background: str
    """Behind a permission request."""
    failed_background: str

    code_background: str
    code_keyword: str
    code_string: str
    code_number: str
    code_comment: str
    code_name: str

    diff_added: str
    """Behind an added line."""
    diff_removed: str
    diff_added_text: str
    diff_removed_text: str
    diff_added_word: str
    """Behind the words that changed in an added line; text on it is ``text``."""
    diff_removed_word: str
    text_selection: str
    """Behind selected text; text on it is ``text``."""

    span_turn: str
    span_text: str
    span_thought: str
    span_tool: str
    span_wait: str
    span_failed: str
    span_subagent: str
    span_background: str
    span_gap: str

    @property
    def least_contrast(self) -> float:
        """What words keep to their ground, to 1."""
        return 7.0 if self.name == "high-contrast" else 4.5

    def color(self, name: str) -> QColor:
        """A colour by its field name, ready to paint with (shared: do not change it)."""
        return _qcolor(getattr(self, name))


LIGHT = Theme(
    name="light", is_dark=False,
    window="#ffffff", panel="#f6f6f7", raised="#ffffff", hover="#ecedf0", selection="#e3e7fb",
    line="#e6e7ea", line_strong="#d3d5da", edge="#858993",
    text="#1b1c20", text_dim="#5d616b", text_on_accent="#ffffff", accent="#3f51d8",
    primary="#3f51d8", focus="#4f61e6",
    working="#15803d", needs_you="#b45309", finished="#4d6480", failed="#c4232f", interrupted="#6a4f8f",
    ended="#5f646e", lost="#5f646e",
    needs_you_background="#fff6e0", failed_background="#fdeeee",
    code_background="#f7f7f8", code_keyword="#8a2a8c", code_string="#1c6e37", code_number="#9a4a00",
    code_comment="#646a74", code_name="#2b50b8",
    diff_added="#e2f5e7", diff_removed="#fde7e7", diff_added_text="#11602c", diff_removed_text="#a31a26",
    diff_added_word="#b5e3c2", diff_removed_word="#f7c3c3",
    text_selection="#c9d2fb",
    span_turn="#858f9f", span_text="#6f83e8", span_thought="#8f7ccc", span_tool="#3f9d61", span_wait="#bd7a1c",
    span_failed="#d8505a", span_subagent="#3193a5", span_background="#7d8796", span_gap="#8b909a",
)  # fmt: skip

DARK = Theme(
    name="dark", is_dark=True,
    window="#1b1c20", panel="#16171a", raised="#26282d", hover="#24262b", selection="#2c3150",
    line="#2a2c31", line_strong="#3b3e46", edge="#757985",
    text="#e7e8ec", text_dim="#a0a4af", text_on_accent="#ffffff", accent="#8f9dff",
    primary="#4c5be0", focus="#8794ff",
    working="#56c378", needs_you="#f0b03f", finished="#93abc8", failed="#ff7b78", interrupted="#bfa2ea",
    ended="#9a9ea9", lost="#9a9ea9",
    needs_you_background="#2e2718", failed_background="#33201f",
    code_background="#131417", code_keyword="#cf9bf0", code_string="#8fd19e", code_number="#f0b37e",
    code_comment="#8d929e", code_name="#8fb4ff",
    diff_added="#15301f", diff_removed="#3a1d20", diff_added_text="#8fe0a8", diff_removed_text="#ff9d9b",
    diff_added_word="#22573a", diff_removed_word="#6d2b30",
    text_selection="#3a4378",
    span_turn="#69707f", span_text="#7d8ff5", span_thought="#8a78c4", span_tool="#48ab6a", span_wait="#d99a35",
    span_failed="#e0615f", span_subagent="#43a0b2", span_background="#717a89", span_gap="#676c78",
)  # fmt: skip

HIGH_CONTRAST = Theme(
    name="high-contrast", is_dark=True,
    window="#000000", panel="#000000", raised="#000000", hover="#2a2a2a", selection="#002a66",
    line="#8a8a8a", line_strong="#ffffff", edge="#ffffff",
    text="#ffffff", text_dim="#e0e0e0", text_on_accent="#000000", accent="#8fd0ff",
    primary="#8fd0ff", focus="#ffff00",
    working="#5cff8a", needs_you="#ffcc33", finished="#b8d8ff", failed="#ffb3b3", interrupted="#dcc2ff",
    ended="#e0e0e0", lost="#e0e0e0",
    needs_you_background="#332600", failed_background="#330d0d",
    code_background="#000000", code_keyword="#e6b8ff", code_string="#a6ffb8", code_number="#ffcf99",
    code_comment="#c8c8c8", code_name="#a6ccff",
    diff_added="#003d14", diff_removed="#4d0000", diff_added_text="#b8ffc8", diff_removed_text="#ffc2c2",
    diff_added_word="#005a1d", diff_removed_word="#850000",
    text_selection="#0050c8",
    span_turn="#9a9a9a", span_text="#8fa2ff", span_thought="#cdb8ff", span_tool="#5cff8a", span_wait="#ffcc33",
    span_failed="#ff9a9a", span_subagent="#7fe6ff", span_background="#b0b0b0", span_gap="#8a8a8a",
)  # fmt: skip

TRAY_INKS = {"colour": "", "dark": "#2e3436", "light": "#f2f2f2"}
"""The tray's arm in its own colours, which keep 3 to 1 to light and dark panels alike, or in one ink where wanted.

The position of the arm alone tells the state.
"""

THEMES: dict[str, Theme] = {theme.name: theme for theme in (LIGHT, DARK, HIGH_CONTRAST)}


def contrast(one: str, other: str) -> float:
    """WCAG 2 contrast ratio of two ``#rrggbb`` colours, 1 to 21."""
    brighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


@lru_cache(maxsize=4096)
def readable(ink: str, ground: str, least: float) -> str:
    """``ink``, or what is nearest to it on the way to white or black that keeps ``least`` to 1 on ``ground``."""
    if contrast(ink, ground) >= least:
        return ink
    end = max("#ffffff", "#000000", key=lambda extreme: contrast(extreme, ground))
    mixed = (_mixed(ink, end, step / 16) for step in range(1, 16))
    return next((colour for colour in mixed if contrast(colour, ground) >= least), end)


def _mixed(one: str, other: str, share: float) -> str:
    pairs = ((int(one[at : at + 2], 16), int(other[at : at + 2], 16)) for at in (1, 3, 5))
    return "#" + "".join(f"{round(first + (second - first) * share):02x}" for first, second in pairs)


def _luminance(colour: str) -> float:
    parts = [int(colour[index : index + 2], 16) / 255 for index in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@lru_cache(maxsize=256)
def _qcolor(colour: str) -> QColor:
    return QColor(colour)


BADGE_GROUND, BADGE_DIGIT = "#9a5b00", "#ffffff"
"""How many wait, in the tray: the colour of who waits, darker; 5.4 to 1 to its digit, and apart from light and dark
panels alike."""
