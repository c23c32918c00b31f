"""What the output view measures and paints with: fonts, distances and the column, for one theme, zoom and width."""

from __future__ import annotations

import copy
from functools import lru_cache

import msgspec
from PySide6.QtGui import QColor, QFont, QFontMetricsF

from app.desktop.colours import Theme, readable
from app.desktop.theme import RADIUS, SMALL, current_theme, mono_font, text_scale, ui_font

PROSE_CHARS = 90
"""Lines of prose are never longer."""

COLUMN_CHARS = 118
"""Cards may be wider than prose: code likes room."""

MARGIN = 28
"""Left and right of the column at least."""

ANSI_LIGHT = (
    "#24262b", "#c4232f", "#147236", "#8a5a00", "#2b50b8", "#8a2a8c", "#0b6a75", "#5d616b",
    "#5d616b", "#c4232f", "#147236", "#8a5a00", "#2b50b8", "#8a2a8c", "#0b6a75", "#1b1c20",
)  # fmt: skip
ANSI_DARK = (
    "#8d929e", "#ff7b78", "#56c378", "#f0b03f", "#8fb4ff", "#cf9bf0", "#5fc9d8", "#e7e8ec",
    "#a0a4af", "#ff9d9b", "#8fe0a8", "#f7cb7c", "#b0caff", "#e0bdf7", "#8fe0ea", "#ffffff",
)  # fmt: skip
ANSI_HIGH_CONTRAST = ("#b4b4b4", *ANSI_DARK[1:8], "#c8c8c8", *ANSI_DARK[9:])


def ansi_colours(theme: Theme) -> tuple[str, ...]:
    """A terminal's sixteen colours as they are read on this theme's ground."""
    if theme.name == "high-contrast":
        return ANSI_HIGH_CONTRAST
    return ANSI_DARK if theme.is_dark else ANSI_LIGHT


class Look:
    """Immutable once made: a change of theme, zoom or width makes a new one, and everything is laid out again."""

    def __init__(self, viewport_width: int, zoom: float = 1.0, theme: Theme | None = None) -> None:
        self.theme = theme or current_theme()
        self.zoom = zoom
        self._scale = zoom * max(1.0, text_scale())
        self.prose = _zoomed(ui_font(1.06), zoom)
        self.strong = _zoomed(ui_font(1.0, strong=True), zoom)
        self.plain = _zoomed(ui_font(), zoom)
        self.small = _zoomed(ui_font(SMALL), zoom)
        self.figures = _tabular(self.small)
        """For numbers that stand below each other, or run."""
        self.small_strong = _zoomed(ui_font(SMALL, strong=True), zoom)
        self.mono = _zoomed(mono_font(), zoom)
        metrics = QFontMetricsF(self.prose)
        self.char_px = metrics.averageCharWidth()
        self.line_px = metrics.lineSpacing() * 1.4
        self.mono_char_px = QFontMetricsF(self.mono).averageCharWidth()
        self.mono_line_px = QFontMetricsF(self.mono).lineSpacing() * 1.25
        self.row_px = self.px(28)
        self.radius = RADIUS
        room = max(160, viewport_width - 2 * MARGIN)
        self.column = int(min(room, self.char_px * COLUMN_CHARS))
        self.left = MARGIN + max(0, min((room - self.column) // 2, self.px(160)))
        self.prose_width = int(min(self.column, self.char_px * PROSE_CHARS))
        self.indent = self.px(20)

    def px(self, pixels: float) -> int:
        """A distance, grown with the text."""
        return round(pixels * self._scale)

    def color(self, name: str) -> QColor:
        """A colour of the theme by its name."""
        return self.theme.color(name)

    def on_selection(self) -> Look:
        """The same with all words in the plain colour: quiet and coloured ones cannot be read on what is selected."""
        plain = copy.copy(self)
        plain.theme = _in_plain_ink(self.theme)
        return plain

    def ansi(self, index: int) -> QColor:
        """One of a terminal's sixteen colours, readable on this theme's ground."""
        return QColor(ansi_colours(self.theme)[index & 15])

    def readable(self, ink: QColor, ground: QColor) -> QColor:
        """A colour somebody else chose, mended until it can be read on ``ground``."""
        return QColor(readable(ink.name(), ground.name(), self.theme.least_contrast))


def _tabular(font: QFont) -> QFont:
    """The same font with all figures as wide as each other."""
    font = QFont(font)
    font.setFeature(QFont.Tag("tnum"), 1)
    return font


@lru_cache(maxsize=4)
def _in_plain_ink(theme: Theme) -> Theme:
    inks = ("text_dim", "accent", "working", "failed", "needs_you", "finished", "interrupted", "ended", "lost")
    others = ("diff_added_text", "diff_removed_text", "code_name")
    return msgspec.structs.replace(theme, **dict.fromkeys((*inks, *others), theme.text))


def _zoomed(font: QFont, zoom: float) -> QFont:
    font = QFont(font)
    if font.fixedPitch():
        # Code is shown as it is written: no arrow in the place of "->".
        for feature in ("calt", "liga"):
            font.setFeature(QFont.Tag(feature), 0)
    font.setPointSizeF(max(4.0, font.pointSizeF() * zoom))
    return font
