"""Checks of ``app.desktop.theme``."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAccessibilityHints, QFontInfo, QPalette
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
