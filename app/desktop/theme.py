"""How everything looks now: the theme in force, the fonts, and their application to Qt.

Widgets ask ``current_theme()`` while they paint and keep no colours of their own. When the theme changes, Qt sends
every widget a ``QEvent.Type.PaletteChange``: whoever caches something coloured drops it there.
"""

from __future__ import annotations

import functools
import sys
from pathlib import Path

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFont, QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QApplication

from app.desktop.colours import DARK, HIGH_CONTRAST, LIGHT, THEMES, Theme
from app.desktop.style import palette_of, style_sheet_of

SMALL = 0.88
BODY = 1.0
TITLE = 1.3
"""The three sizes of type, as multiples of the base size."""

GRID = 4
"""Every distance is a multiple of this many logical pixels."""

RADIUS = 6
"""Corner of cards, buttons and selections, in logical pixels."""

_BASE_POINTS = 10.0
_UI_FAMILY = "Inter"
_MONO_FAMILY = "JetBrains Mono"


class _State:
    """What is chosen now: one per process, as the QApplication is."""

    theme: Theme = LIGHT
    wanted: str = "system"
    more_contrast: bool = False
    """The desktop's portal asked for it; Qt knows of some desktops itself."""
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
    # Only ours are asked for by name: a list of all families would have Qt look at every font of the system.
    families: set[str] = set()
    for file in sorted((resources_dir() / "resources" / "fonts").glob("*.[ot]tf")):
        families.update(QFontDatabase.applicationFontFamilies(QFontDatabase.addApplicationFont(str(file))))
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
    # A copy, which shares what Qt has found out about the font: every painted line asks for one.
    return QFont(_made_font(family, _State.base_points * _State.text_scale * size, strong, mono))


@functools.lru_cache(maxsize=64)
def _made_font(family: str, points: float, strong: bool, mono: bool) -> QFont:
    font = QFont(family)
    font.setPointSizeF(points)
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


def scaled_px(size_px: int) -> int:
    """The size of a mark or icon that stands beside text: it grows with the text, and never shrinks."""
    return round(size_px * max(1.0, _State.text_scale))


def set_text_scale(app: QApplication, scale: float) -> None:
    """Magnify all text, between 0.75 and 2.5."""
    _State.text_scale = min(2.5, max(0.75, scale))
    apply_theme(app, _State.wanted)


def apply_theme(app: QApplication, wanted: str = "system", *, sheet: bool = True) -> Theme:
    """Dress the application: ``wanted`` is system | light | dark | high-contrast. Gives the theme now in force.

    ``sheet`` False leaves the style sheet to ``put_on_sheet``: a window built without one takes half the time, for Qt
    looks through the sheet anew whenever a widget gets another parent.
    """
    _State.wanted = wanted
    theme = THEMES.get(wanted) or _theme_of_system(app)
    _State.theme = theme
    load_fonts()
    app.setStyle("Fusion")
    app.setPalette(palette_of(theme))
    app.setFont(ui_font())
    if sheet:
        put_on_sheet(app)
    # Under a style sheet Qt tells widgets of a new style only; those that cache colours wait for a new palette.
    for widget in app.allWidgets():
        QApplication.sendEvent(widget, QEvent(QEvent.Type.PaletteChange))
    return theme


def put_on_sheet(app: QApplication) -> None:
    """The style sheet of the theme in force."""
    app.setStyleSheet(style_sheet_of(_State.theme, RADIUS))


def follow_system(app: QApplication) -> None:
    """Change with the system between light, dark and high contrast, as long as nobody chose a theme by name."""
    hints = app.styleHints()
    hints.colorSchemeChanged.connect(lambda _: _follow(app))
    hints.accessibility().contrastPreferenceChanged.connect(lambda _: _follow(app))


def system_says(app: QApplication, more_contrast: bool | None) -> None:
    """What the desktop tells over its portal; None where it does not."""
    if bool(more_contrast) != _State.more_contrast:
        _State.more_contrast = bool(more_contrast)
        _follow(app)


def _follow(app: QApplication) -> None:
    if _State.wanted not in THEMES:
        apply_theme(app, _State.wanted)


def _theme_of_system(app: QApplication) -> Theme:
    hints = app.styleHints()
    if _State.more_contrast or hints.accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast:
        return HIGH_CONTRAST
    return DARK if hints.colorScheme() == Qt.ColorScheme.Dark else LIGHT
