"""The number of sessions that wait, on the program's entry in the task bar, dock or launcher, and a call for attention.

Qt brings it to each platform: Unity's launcher protocol (KDE, Ubuntu's dock, Cinnamon), the dock of macOS, Windows.
"""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget

from app.core.projections.alerts import Alert
from app.desktop.alerts import Alerts
from app.desktop.cabin import Cabin
from app.desktop.models.hubs import SessionRef
from app.desktop.models.roster_groups import Group


class Taskbar(QObject):
    """Says nothing until somebody waits."""

    def __init__(self, window: QWidget, cabin: Cabin, alerts: Alerts) -> None:
        super().__init__(window)
        self._window, self._cabin = window, cabin
        self._waiting = 0
        cabin.hubs.rows_changed.connect(lambda _refs: self._count())
        alerts.alerted.connect(self._call)

    def _count(self) -> None:
        waiting = len(self._cabin.roster.in_group(Group.NEEDS_YOU))
        if waiting != self._waiting:
            self._waiting = waiting
            QGuiApplication.instance().setBadgeNumber(waiting)

    def clear(self) -> None:
        """The program ends: a number would stay behind on some."""
        if self._waiting:
            QGuiApplication.instance().setBadgeNumber(0)

    def _call(self, _ref: SessionRef, alert: Alert) -> None:
        """The entry of a window that is open but not in front asks for attention."""
        if alert.kind == "needs_you" and not alert.again and self._window.isVisible():
            QApplication.alert(self._window)
