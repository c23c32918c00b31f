"""The window's right side: the selected session, all sessions over time, or how to begin; one of them in front."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QWidget

from app.desktop.views.session_pane import SessionPane
from app.desktop.views.start_page import StartPage

if TYPE_CHECKING:
    from app.desktop.views.overview import OverviewPage


class RightSide(QStackedWidget):
    """Decides what is in front; where the keyboard is goes along."""

    def __init__(
        self, start: StartPage, session: SessionPane, overview: Callable[[], OverviewPage], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._start, self._session = start, session
        self._overview = overview
        """Makes it the first time."""
        for page in (start, session):
            self.addWidget(page)
        self._empty = True
        self.shows_overview = False

    def set_empty(self, empty: bool) -> None:
        """Whether there is no session at all."""
        self._empty = empty
        self._turn()

    def show_overview(self, wanted: bool) -> None:
        """All sessions over time, or the selected one."""
        self.shows_overview = wanted
        self._turn()

    def toggle_overview(self) -> None:
        """There or back, the keyboard with it."""
        self.show_overview(not self.shows_overview)
        if self.shows_overview:
            self._overview().canvas.setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            self._session.focus_page()

    def open_session(self) -> None:
        """Read the selected session."""
        self.show_overview(False)
        self._session.focus_page()

    def _turn(self) -> None:
        if self.shows_overview:
            if self.indexOf(self._overview()) < 0:
                self.addWidget(self._overview())
            self.setCurrentWidget(self._overview())
        else:
            self.setCurrentWidget(self._start if self._empty else self._session)
