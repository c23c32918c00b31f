"""Checks of ``app.desktop.theme``."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtGui import QFontInfo, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from app.desktop import theme as themes
from app.desktop.theme import DARK, HIGH_CONTRAST, LIGHT, Theme, contrast

ALL = [pytest.param(theme, id=theme.name) for theme in (LIGHT, DARK, HIGH_CONTRAST)]
STATES = ("working", "needs_you", "finished", "failed", "interrupted", "ended", "lost")
CODE = ("text", "code_keyword", "code_string", "code_number", "code_comment", "code_name")


@pytest.mark.parametrize("theme", ALL)
@pytest.mark.parametrize("ground", ["window", "panel", "raised", "hover", "selection"])
@pytest.mark.parametrize("name", ["text", "text_dim"])
def test_words_can_be_read_on_every_ground(theme: Theme, ground: str, name: str) -> None:
    assert contrast(getattr(theme, name), getattr(theme, ground)) >= 4.5


@pytest.mark.parametrize("theme", ALL)
@pytest.mark.parametrize("name", [*STATES, "accent"])
def test_words_in_a_signal_colour_can_be_read_where_they_stand(theme: Theme, name: str) -> None:
    for ground in (theme.window, theme.panel, theme.raised):
        assert contrast(getattr(theme, name), ground) >= 4.5


@pytest.mark.parametrize("theme", ALL)
@pytest.mark.parametrize("name", STATES)
def test_a_mark_can_be_seen_on_the_selected_row_too(theme: Theme, name: str) -> None:
    for ground in (theme.selection, theme.hover):
        assert contrast(getattr(theme, name), ground) >= 3.5


@pytest.mark.parametrize("theme", ALL)
@pytest.mark.parametrize("name", CODE)
def test_code_can_be_read_on_its_ground(theme: Theme, name: str) -> None:
    assert contrast(getattr(theme, name), theme.code_background) >= 4.5


@pytest.mark.parametrize("theme", ALL)
def test_added_and_removed_lines_and_selected_text_can_be_read(theme: Theme) -> None:
    assert contrast(theme.diff_added_text, theme.diff_added) >= 4.5
    assert contrast(theme.diff_removed_text, theme.diff_removed) >= 4.5
    assert contrast(theme.text, theme.text_selection) >= 4.5
    assert contrast(theme.text, theme.needs_you_background) >= 4.5
    assert contrast(theme.needs_you, theme.needs_you_background) >= 4.5
    assert contrast(theme.text_dim, theme.needs_you_background) >= 4.5
    assert contrast(theme.failed, theme.failed_background) >= 4.5


@pytest.mark.parametrize("theme", ALL)
def test_the_main_button_can_be_read(theme: Theme) -> None:
    assert contrast(theme.text_on_accent, themes._primary(theme)) >= 4.5


@pytest.mark.parametrize("theme", ALL)
def test_the_high_contrast_ratio_of_body_text_is_at_least_seven(theme: Theme) -> None:
    assert contrast(theme.text, theme.window) >= 7


def test_a_theme_chosen_by_name_wins_over_the_system(qapp: QApplication) -> None:
    assert themes.apply_theme(qapp, "dark") is DARK
    assert themes.current_theme() is DARK
    assert qapp.palette().color(QPalette.ColorRole.Window).name() == DARK.window
    assert themes.apply_theme(qapp, "light") is LIGHT


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
