"""A field of a form that holds one of a few choices, each with a sentence about what it means."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleValueChangeEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QWidget

from app.core.tr import tr
from app.desktop.signals import icon_size, signal_icon
from app.desktop.theme import GRID, current_theme
from app.desktop.widgets.choice_menu import Choice, ChoiceMenu


class ChoiceField(QPushButton):
    """``choices``: (value, title, sentence), both ``mark``ed; the first is chosen until somebody chooses another."""

    changed = Signal(str)
    """The value."""

    def __init__(self, name: str, choices: Sequence[tuple[str, str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._choices = tuple(choices)
        self.value = ""
        self.setProperty("role", "field")
        self.clicked.connect(self.open_menu)
        self.choose(self._choices[0][0])

    def choose(self, value: str) -> None:
        """Hold this choice."""
        title = tr(next(title for known, title, _ in self._choices if known == value))
        self.value = value
        self.setText(title)
        self.setAccessibleName(tr("{field}: {value}").format(field=self._name, value=title))
        if QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleValueChangeEvent(self, title))
        self.changed.emit(value)

    def open_menu(self) -> ChoiceMenu:
        """Show what can be chosen."""
        choices = [
            Choice(tr(title), tr(sentence), lambda value=value: self.choose(value))
            for value, title, sentence in self._choices
        ]
        menu = ChoiceMenu(self._name, choices, self)
        menu.open_below(self)
        return menu

    def sizeHint(self) -> QSize:
        return super().sizeHint() + QSize(icon_size().width() + 2 * GRID, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        size = icon_size()
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        left = 2 * GRID if mirrored else self.width() - size.width() - 2 * GRID
        place = QRect(QPoint(left, (self.height() - size.height()) // 2), size)
        painter = QPainter(self)
        signal_icon("chevron_down", current_theme().text).paint(painter, place)
        painter.end()
