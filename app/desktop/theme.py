"""How everything looks: the named colours of a theme, the fonts, and their application to Qt.

Widgets ask ``current_theme()`` while they paint and keep no colours of their own. When the theme changes, Qt sends
every widget a ``QEvent.Type.PaletteChange``: whoever caches something coloured drops it there.
"""

from __future__ import annotations

import dataclasses
import sys
from functools import lru_cache
from pathlib import Path

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

SMALL = 0.88
BODY = 1.0
TITLE = 1.3
"""The three sizes of type, as multiples of the base size."""

GRID = 4
"""Every distance is a multiple of this many logical pixels."""

RADIUS = 6
"""Corner of cards, buttons and selections, in logical pixels."""

MOTION_MS = 120
"""Nothing moves for longer."""

_BASE_POINTS = 10.0
_UI_FAMILY = "Inter"
_MONO_FAMILY = "JetBrains Mono"


@dataclasses.dataclass(frozen=True)
class Theme:
    """All colours by meaning, as ``#rrggbb``. Text keeps 4.5:1 on every ground, a state colour on window and panel."""

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
    """Borders of buttons and fields."""

    text: str
    text_dim: str
    text_on_accent: str
    accent: str
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

    def color(self, name: str) -> QColor:
        """A colour by its field name, ready to paint with (shared: do not change it)."""
        return _qcolor(getattr(self, name))


LIGHT = Theme(
    name="light", is_dark=False,
    window="#ffffff", panel="#f6f6f7", raised="#ffffff", hover="#ecedf0", selection="#e3e7fb",
    line="#e6e7ea", line_strong="#d3d5da",
    text="#1b1c20", text_dim="#5d616b", text_on_accent="#ffffff", accent="#3f51d8", focus="#6e7ff0",
    working="#15803d", needs_you="#b45309", finished="#4d6480", failed="#c4232f", interrupted="#6a4f8f",
    ended="#5f646e", lost="#5f646e",
    needs_you_background="#fff6e0", failed_background="#fdeeee",
    code_background="#f7f7f8", code_keyword="#8a2a8c", code_string="#1c6e37", code_number="#9a4a00",
    code_comment="#646a74", code_name="#2b50b8",
    diff_added="#e2f5e7", diff_removed="#fde7e7", diff_added_text="#11602c", diff_removed_text="#a31a26",
    text_selection="#c9d2fb",
    span_turn="#c3cad6", span_text="#6f83e8", span_thought="#b3a4e0", span_tool="#3f9d61", span_wait="#d9922b",
    span_failed="#d8505a", span_subagent="#45a3b5", span_background="#a7b0bd", span_gap="#e6e7ea",
)  # fmt: skip

DARK = Theme(
    name="dark", is_dark=True,
    window="#1b1c20", panel="#16171a", raised="#26282d", hover="#24262b", selection="#2c3150",
    line="#2a2c31", line_strong="#3b3e46",
    text="#e7e8ec", text_dim="#a0a4af", text_on_accent="#ffffff", accent="#8f9dff", focus="#7483f5",
    working="#56c378", needs_you="#f0b03f", finished="#93abc8", failed="#ff7b78", interrupted="#bfa2ea",
    ended="#9a9ea9", lost="#9a9ea9",
    needs_you_background="#2e2718", failed_background="#33201f",
    code_background="#131417", code_keyword="#cf9bf0", code_string="#8fd19e", code_number="#f0b37e",
    code_comment="#8d929e", code_name="#8fb4ff",
    diff_added="#15301f", diff_removed="#3a1d20", diff_added_text="#8fe0a8", diff_removed_text="#ff9d9b",
    text_selection="#3a4378",
    span_turn="#454a55", span_text="#7d8ff5", span_thought="#8a78c4", span_tool="#48ab6a", span_wait="#d99a35",
    span_failed="#e0615f", span_subagent="#43a0b2", span_background="#5d6470", span_gap="#2a2c31",
)  # fmt: skip

HIGH_CONTRAST = Theme(
    name="high-contrast", is_dark=True,
    window="#000000", panel="#000000", raised="#000000", hover="#2a2a2a", selection="#003a8c",
    line="#8a8a8a", line_strong="#ffffff",
    text="#ffffff", text_dim="#e0e0e0", text_on_accent="#000000", accent="#8fd0ff", focus="#ffff00",
    working="#5cff8a", needs_you="#ffcc33", finished="#b8d8ff", failed="#ff9a9a", interrupted="#dcc2ff",
    ended="#e0e0e0", lost="#e0e0e0",
    needs_you_background="#332600", failed_background="#330d0d",
    code_background="#000000", code_keyword="#e6b8ff", code_string="#a6ffb8", code_number="#ffcf99",
    code_comment="#c8c8c8", code_name="#a6ccff",
    diff_added="#003d14", diff_removed="#4d0000", diff_added_text="#b8ffc8", diff_removed_text="#ffc2c2",
    text_selection="#0050c8",
    span_turn="#9a9a9a", span_text="#8fa2ff", span_thought="#cdb8ff", span_tool="#5cff8a", span_wait="#ffcc33",
    span_failed="#ff9a9a", span_subagent="#7fe6ff", span_background="#b0b0b0", span_gap="#5a5a5a",
)  # fmt: skip

THEMES: dict[str, Theme] = {theme.name: theme for theme in (LIGHT, DARK, HIGH_CONTRAST)}


class _State:
    """What is chosen now: one per process, as the QApplication is."""

    theme: Theme = LIGHT
    wanted: str = "system"
    text_scale: float = 1.0
    base_points: float = 0.0
    ui_family: str = ""
    mono_family: str = ""


def current_theme() -> Theme:
    """The theme to paint with now."""
    return _State.theme


def resources_dir() -> Path:
    """Where ``resources/`` and ``icons/`` lie, in a checkout and in a frozen program."""
    frozen = getattr(sys, "_MEIPASS", "")
    return Path(frozen) if frozen else Path(__file__).resolve().parents[2]


def load_fonts() -> None:
    """Take the shipped fonts in: the one for code always, the one for words where the system names none of its own."""
    if _State.mono_family:
        return
    for file in sorted((resources_dir() / "resources" / "fonts").glob("Inter-*.otf")):
        QFontDatabase.addApplicationFont(str(file))
    for file in sorted((resources_dir() / "resources" / "fonts").glob("JetBrainsMono-*.ttf")):
        QFontDatabase.addApplicationFont(str(file))
    families = set(QFontDatabase.families())
    system = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    offscreen = QGuiApplication.platformName() in ("offscreen", "minimal", "vnc")
    unnamed = system.family() in ("", "Sans Serif", "Sans", "sans-serif", "DejaVu Sans")
    use_ours = _UI_FAMILY in families and (offscreen or unnamed)
    _State.ui_family = _UI_FAMILY if use_ours else system.family()
    fixed = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
    _State.mono_family = _MONO_FAMILY if _MONO_FAMILY in families else fixed.family()
    points = system.pointSizeF()
    _State.base_points = _BASE_POINTS if use_ours or points <= 0 else points


def ui_font(size: float = BODY, strong: bool = False) -> QFont:
    """The font for words at one of the three sizes; ``strong`` is the second weight."""
    load_fonts()
    return _font(_State.ui_family, size, strong, mono=False)


def mono_font(size: float = BODY, strong: bool = False) -> QFont:
    """The font for code and commands."""
    load_fonts()
    return _font(_State.mono_family, size * 0.95, strong, mono=True)


def _font(family: str, size: float, strong: bool, mono: bool) -> QFont:
    font = QFont(family)
    font.setPointSizeF(_State.base_points * _State.text_scale * size)
    font.setWeight(QFont.Weight.DemiBold if strong else QFont.Weight.Normal)
    if mono:
        font.setStyleHint(QFont.StyleHint.Monospace)
        font.setFixedPitch(True)
        # "--" must look like two hyphens in a command somebody is asked to allow.
        for ligatures in ("calt", "liga"):
            font.setFeature(QFont.Tag(ligatures), 0)
    else:
        font.setStyleHint(QFont.StyleHint.SansSerif)
    # Glyphs on whole pixels look uneven at these sizes; let the layout use fractions.
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font


def text_scale() -> float:
    """The person's own magnification of all text; 1.0 is the system's size."""
    return _State.text_scale


def set_text_scale(app: QApplication, scale: float) -> None:
    """Magnify all text, between 0.75 and 2.5."""
    _State.text_scale = min(2.5, max(0.75, scale))
    apply_theme(app, _State.wanted)


def apply_theme(app: QApplication, wanted: str = "system") -> Theme:
    """Dress the application: ``wanted`` is system | light | dark | high-contrast. Gives the theme now in force."""
    _State.wanted = wanted
    theme = THEMES.get(wanted) or (DARK if _system_is_dark(app) else LIGHT)
    _State.theme = theme
    load_fonts()
    app.setStyle("Fusion")
    app.setPalette(palette_of(theme))
    app.setFont(ui_font())
    app.setStyleSheet(style_sheet_of(theme))
    # Under a style sheet Qt tells widgets of a new style only; those that cache colours wait for a new palette.
    for widget in app.allWidgets():
        QApplication.sendEvent(widget, QEvent(QEvent.Type.PaletteChange))
    return theme


def follow_system(app: QApplication) -> None:
    """Change with the system between light and dark, as long as nobody chose a theme by name."""

    def changed() -> None:
        if _State.wanted not in THEMES:
            apply_theme(app, _State.wanted)

    app.styleHints().colorSchemeChanged.connect(changed)


def _system_is_dark(app: QApplication) -> bool:
    return app.styleHints().colorScheme() == Qt.ColorScheme.Dark


def palette_of(theme: Theme) -> QPalette:
    """Qt's own roles in our colours."""
    roles = QPalette.ColorRole
    palette = QPalette()
    colours = {
        roles.Window: theme.window,
        roles.WindowText: theme.text,
        roles.Base: theme.window,
        roles.AlternateBase: theme.panel,
        roles.Text: theme.text,
        roles.PlaceholderText: theme.text_dim,
        roles.Button: theme.raised,
        roles.ButtonText: theme.text,
        roles.BrightText: theme.failed,
        roles.ToolTipBase: theme.raised,
        roles.ToolTipText: theme.text,
        roles.Highlight: theme.text_selection,
        roles.HighlightedText: theme.text,
        roles.Accent: theme.accent,
        roles.Link: theme.accent,
        roles.LinkVisited: theme.accent,
        roles.Light: theme.raised,
        roles.Midlight: theme.line,
        roles.Mid: theme.line_strong,
        roles.Dark: theme.line_strong,
        roles.Shadow: theme.line_strong,
    }
    for role, colour in colours.items():
        palette.setColor(role, _qcolor(colour))
    for role in (roles.WindowText, roles.Text, roles.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, _qcolor(theme.text_dim))
    return palette


def style_sheet_of(theme: Theme) -> str:
    """The few things a palette cannot say. Widgets that paint themselves are not touched."""
    return f"""
    QToolTip {{ color: {theme.text}; background: {theme.raised}; border: 1px solid {theme.line_strong};
        padding: 4px 8px; }}
    QMenu {{ background: {theme.raised}; color: {theme.text}; border: 1px solid {theme.line_strong};
        padding: 4px 0; }}
    QMenu::item {{ padding: 6px 24px 6px 16px; }}
    QMenu::item:selected {{ background: {theme.selection}; color: {theme.text}; }}
    QMenu::item:disabled {{ color: {theme.text_dim}; }}
    QMenu::separator {{ height: 1px; background: {theme.line}; margin: 4px 0; }}
    QMenuBar {{ background: {theme.panel}; color: {theme.text}; border-bottom: 1px solid {theme.line}; }}
    QMenuBar::item {{ padding: 4px 10px; background: transparent; }}
    QMenuBar::item:selected {{ background: {theme.hover}; }}
    QLineEdit {{ background: {theme.raised}; color: {theme.text}; border: 1px solid {theme.line_strong};
        border-radius: {RADIUS}px; padding: 5px 8px; selection-background-color: {theme.text_selection};
        selection-color: {theme.text}; }}
    QLineEdit:focus {{ border: 1px solid {theme.focus}; }}
    QPushButton {{ background: {theme.raised}; color: {theme.text}; border: 1px solid {theme.line_strong};
        border-radius: {RADIUS}px; padding: 5px 14px; }}
    QPushButton:hover {{ background: {theme.hover}; }}
    QPushButton:pressed {{ background: {theme.selection}; }}
    QPushButton:focus {{ border: 1px solid {theme.focus}; }}
    QPushButton:disabled {{ color: {theme.text_dim}; }}
    QPushButton[role="primary"] {{ background: {_primary(theme)}; color: {theme.text_on_accent};
        border: 1px solid {_primary(theme)}; }}
    QPushButton[role="primary"]:hover {{ border: 1px solid {theme.text}; }}
    QPushButton[role="primary"]:focus {{ border: 1px solid {theme.text}; }}
    QPushButton[role="quiet"] {{ background: transparent; border: 1px solid transparent; color: {theme.text_dim}; }}
    QPushButton[role="quiet"]:hover {{ background: {theme.hover}; color: {theme.text}; }}
    QPushButton[role="quiet"]:focus {{ border: 1px solid {theme.focus}; }}
    QPushButton[role="choice"]:checked {{ background: {theme.selection}; border: 1px solid {theme.accent}; }}
    QPushButton[role="choice"]:focus {{ border: 1px solid {theme.focus}; }}
    QTabBar {{ background: {theme.window}; }}
    QTabBar::tab {{ background: transparent; color: {theme.text_dim}; padding: 6px 12px; margin-left: 8px;
        border: none; border-bottom: 2px solid transparent; }}
    QTabBar::tab:hover {{ color: {theme.text}; }}
    QTabBar::tab:selected {{ color: {theme.text}; border-bottom: 2px solid {theme.accent}; }}
    QTabBar::tab:focus {{ border-bottom: 2px solid {theme.focus}; background: {theme.selection}; }}
    QTableView {{ background: {theme.window}; color: {theme.text}; border: none; outline: none;
        selection-background-color: {theme.selection}; selection-color: {theme.text}; }}
    QTableView::item {{ padding: 0 8px; border: none; }}
    QTableView::item:selected {{ background: {theme.selection}; }}
    QHeaderView::section {{ background: {theme.panel}; color: {theme.text_dim}; padding: 4px 8px; border: none;
        border-bottom: 1px solid {theme.line}; }}
    QPlainTextEdit {{ background: {theme.code_background}; color: {theme.text}; border: none;
        selection-background-color: {theme.text_selection}; selection-color: {theme.text}; }}
    QScrollBar:vertical {{ background: transparent; width: 10px; margin: 0; border: none; }}
    QScrollBar:horizontal {{ background: transparent; height: 10px; margin: 0; border: none; }}
    QScrollBar::handle {{ background: {theme.line_strong}; border-radius: 3px; margin: 2px; }}
    QScrollBar::handle:vertical {{ min-height: 32px; }}
    QScrollBar::handle:horizontal {{ min-width: 32px; }}
    QScrollBar::handle:hover {{ background: {theme.text_dim}; }}
    QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
    QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
    QSplitter::handle {{ background: {theme.line}; }}
    """


def _primary(theme: Theme) -> str:
    """The accent as a button's ground, dark enough for white text on it."""
    return {"dark": "#4c5be0"}.get(theme.name, theme.accent)


def contrast(one: str, other: str) -> float:
    """WCAG 2 contrast ratio of two ``#rrggbb`` colours, 1 to 21."""
    brighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[index : index + 2], 16) / 255 for index in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@lru_cache(maxsize=256)
def _qcolor(colour: str) -> QColor:
    return QColor(colour)
