"""Where the window stood when it was closed last: size, place, split, timeline, size of text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication

from app.desktop import theme as themes

if TYPE_CHECKING:
    from app.desktop.views.main_window import MainWindow


def save_place(window: MainWindow, settings: QSettings) -> None:
    """Remember it."""
    settings.setValue("geometry", window.saveGeometry())
    settings.setValue("splitter", window.splitter.saveState())
    settings.setValue("timeline", window.session.timeline.isVisibleTo(window.session))
    settings.setValue("text_scale", themes.text_scale())
    settings.sync()


def restore_place(window: MainWindow, settings: QSettings) -> None:
    """Stand there again; what cannot be read is left at its default."""
    geometry, split = settings.value("geometry"), settings.value("splitter")
    if geometry is not None:
        window.restoreGeometry(geometry)
    if split is not None:
        window.splitter.restoreState(split)
    window.session.timeline.setVisible(settings.value("timeline", True, type=bool))
    scale = settings.value("text_scale", 1.0, type=float)
    if scale != themes.text_scale():
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        themes.set_text_scale(app, scale)
