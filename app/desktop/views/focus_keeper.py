"""Sees to it that the keyboard always is somewhere, also after the widget that had it has gone."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget


class FocusKeeper(QObject):
    """``home`` gives the widget that takes the keyboard when nothing in ``window`` has it any more."""

    def __init__(self, window: QWidget, home: Callable[[], QWidget]) -> None:
        super().__init__(window)
        self._window = window
        self._home = home
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._focus_changed)

    def _focus_changed(self, _old: QWidget | None, new: QWidget | None) -> None:
        if new is None:
            # Whoever hides a widget may give the focus on in its next line.
            QTimer.singleShot(0, self, self._come_home)

    def _come_home(self) -> None:
        elsewhere = QApplication.activePopupWidget() or QApplication.activeModalWidget()
        if elsewhere is None and self._window.isActiveWindow() and QApplication.focusWidget() is None:
            self._home().setFocus()
