"""The bell in the status bar: how much of what called still stands, and the way to the inbox."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QPushButton, QWidget

from app.core.tr import plural, tr
from app.desktop import words
from app.desktop.signals import icon_size, signal_icon
from app.desktop.theme import SMALL, current_theme, ui_font


class Bell(QPushButton):
    """Amber while somebody needs you, quiet otherwise; struck through while nobody is to be called."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "bell")
        self._urgent, self._hushed = False, False
        self.show_standing(0, False)

    def show_standing(self, standing: int, urgent: bool, hushed_until_us: int = 0) -> None:
        """``urgent``: one of them is a session that needs you. ``hushed_until_us``: nobody is called before; 0: now."""
        self._urgent, self._hushed = urgent, bool(hushed_until_us)
        self.setText(str(standing) if standing else "")
        spoken = plural("%n alerts stand", "%n alert stands", standing) if standing else tr("nothing stands")
        if hushed_until_us:
            quiet = tr("quiet until {time}").format(time=words.clock(hushed_until_us))
            spoken = words.listed((spoken, quiet))
        self.setAccessibleName(words.listed((tr("Inbox"), spoken)))
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
        self.setIcon(
            signal_icon("bell_off" if self._hushed else "bell", theme.needs_you if self._urgent else theme.text_dim)
        )
