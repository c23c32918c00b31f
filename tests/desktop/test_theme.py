"""Checks of ``app.desktop.theme``."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAccessibilityHints, QFontInfo, QPalette, QRawFont
from PySide6.QtWidgets import QApplication, QWidget

from app.desktop import theme as themes
from app.desktop.colours import DARK, HIGH_CONTRAST, LIGHT


def test_a_theme_chosen_by_name_wins_over_the_system(qapp: QApplication) -> None:
    assert themes.apply_theme(qapp, "dark") is DARK
    assert themes.current_theme() is DARK
    assert qapp.palette().color(QPalette.ColorRole.Window).name() == DARK.window
    assert themes.apply_theme(qapp, "light") is LIGHT


def test_a_desktop_that_asks_for_more_contrast_gets_it_unless_a_theme_was_chosen(qapp: QApplication) -> None:
    themes.apply_theme(qapp, "system")
    themes.system_says(qapp, True)
    assert themes.current_theme() is HIGH_CONTRAST
    assert themes.apply_theme(qapp, "light") is LIGHT
    assert themes.apply_theme(qapp, "system") is HIGH_CONTRAST
    themes.system_says(qapp, None)
    assert themes.current_theme() is not HIGH_CONTRAST


def test_what_qt_knows_of_the_desktop_s_contrast_counts_too(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        QAccessibilityHints, "contrastPreference", lambda _hints: Qt.ContrastPreference.HighContrast, raising=True
    )
    assert themes.apply_theme(qapp, "system") is HIGH_CONTRAST


def test_the_shipped_fonts_are_the_ones_pictures_are_made_with(qapp: QApplication) -> None:
    assert QFontInfo(themes.ui_font()).family() == "Inter"
    assert QFontInfo(themes.mono_font()).family() == "JetBrains Mono"
    assert QFontInfo(themes.mono_font()).fixedPitch()


def test_text_can_be_magnified_and_brought_back(qapp: QApplication) -> None:
    before = themes.ui_font().pointSizeF()
    themes.set_text_scale(qapp, 2.0)
    assert themes.ui_font().pointSizeF() == pytest.approx(before * 2)
    themes.set_text_scale(qapp, 1.0)
    assert themes.ui_font().pointSizeF() == pytest.approx(before)


def test_widgets_that_keep_colours_are_told_of_a_new_theme(qapp: QApplication) -> None:
    told: list[str] = []

    class Keeper(QWidget):
        def changeEvent(self, event: QEvent) -> None:
            if event.type() == QEvent.Type.PaletteChange:
                told.append(themes.current_theme().name)
            super().changeEvent(event)

    keeper = Keeper()
    themes.apply_theme(qapp, "dark")
    assert told[-1] == "dark"
    keeper.deleteLater()


# ── fonts ──


def _signs_written() -> dict[str, set[str]]:
    """Every sign beyond ASCII in a text of the desktop and of what it shows, and in which files."""
    found: dict[str, set[str]] = {}
    app = Path(themes.__file__).parents[1]
    for file in [*(app / "desktop").rglob("*.py"), *(app / "core").rglob("*.py")]:
        if file.name == "safe.py":  # knows the signs that are never to be shown
            continue
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                for sign in node.value:
                    if 126 < ord(sign) < 0xFFFF and sign.isprintable() and sign != "\u2426":  # the end of a range
                        found.setdefault(sign, set()).add(file.name)
    return found


_OF_A_LANGUAGE = frozenset("简体中文")
"""A language is named in its own letters: who reads them has a font for them."""


def test_every_sign_the_window_writes_is_in_a_font_we_ship(qapp: QApplication) -> None:
    fonts = [QRawFont(str(file), 14) for file in (themes.resources_dir() / "resources" / "fonts").glob("*-Regular.*")]
    assert len(fonts) == 2
    missing = {
        sign: files
        for sign, files in _signs_written().items()
        if sign not in _OF_A_LANGUAGE and not any(font.supportsCharacter(ord(sign)) for font in fonts)
    }
    assert not missing
