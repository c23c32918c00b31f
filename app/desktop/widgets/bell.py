"""The bell in the status bar: how much of what called still stands, and the way to the inbox."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QPushButton, QWidget

from app.core.tr import plural, tr
from app.desktop.signals import icon_size, signal_icon
from app.desktop.theme import SMALL, current_theme, ui_font


class Bell(QPushButton):
    """Amber while somebody needs you, quiet otherwise; no number where nothing stands."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "bell")
        self._standing, self._urgent = 0, False
        self.show_standing(0, False)

    def show_standing(self, standing: int, urgent: bool) -> None:
        """``urgent``: one of them is a session that needs you."""
        self._standing, self._urgent = standing, urgent
        self.setText(str(standing) if standing else "")
        spoken = plural("%n alerts stand", "%n alert stands", standing) if standing else tr("nothing stands")
        self.setAccessibleName(tr("Inbox, {count}").format(count=spoken))
        self.setToolTip(tr("Inbox: {count}  Ctrl+I").format(count=spoken))
        self._dress()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            self._dress()
        super().changeEvent(event)

    def _dress(self) -> None:
        theme = current_theme()
        self.setFont(ui_font(SMALL, strong=self._urgent))
        self.setIconSize(icon_size())
        self.setIcon(signal_icon("bell", theme.needs_you if self._urgent else theme.text_dim))
