"""Ctrl+F: finds text in what the selected session said and did."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QAccessible, QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QWidget

from app.core.tr import tr
from app.desktop.accessible import shown_as
from app.desktop.theme import GRID, SMALL, current_theme, ui_font
from app.desktop.widgets.elided_label import ElidedLabel


@shown_as(QAccessible.Role.Grouping)
class FindBar(QWidget):
    """A field, forth and back; hidden until it is wanted."""

    wanted = Signal(str, bool)
    """text, backwards."""
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("findBar")
        self.setAccessibleName(tr("Find"))
        self.field = QLineEdit(self)
        self.field.setPlaceholderText(tr("Find in this session…"))
        self.field.setAccessibleName(tr("Find in this session"))
        self.field.setMaximumWidth(360)
        self.field.textChanged.connect(lambda text: self.wanted.emit(text, False))
        self.field.installEventFilter(self)
        self.count = ElidedLabel(size=SMALL, colour="text_dim", parent=self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(5 * GRID, 2 * GRID, 5 * GRID, 2 * GRID)
        layout.setSpacing(2 * GRID)
        layout.addWidget(self.field, 1)
        self._steps: list[QPushButton] = []
        for title, backwards in ((tr("Previous"), True), (tr("Next"), False)):
            button = QPushButton(title, self)
            button.setAccessibleName(title)
            button.setToolTip(title)
            self._steps.append(button)
            button.clicked.connect(lambda _=False, back=backwards: self.wanted.emit(self.field.text(), back))
            layout.addWidget(button)
        layout.addWidget(self.count)
        layout.addStretch(1)
        self.hide()

    def resizeEvent(self, event: QEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            self._fit()
        super().changeEvent(event)

    def _fit(self) -> None:
        """Arrows say the same in less room: what is looked for has to be seen."""
        narrow = self.width() < QFontMetrics(ui_font()).averageCharWidth() * 66
        for button, arrow in zip(self._steps, "↑↓", strict=True):
            button.setText(arrow if narrow else button.accessibleName())

    def open(self) -> None:
        """Show it and take what is typed."""
        self.show()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def close_bar(self) -> None:
        """Put it away."""
        self.hide()
        self.closed.emit()

    def say(self, text: str) -> None:
        """How many were found."""
        self.count.set_text(text)

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            backwards = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.wanted.emit(self.field.text(), backwards)
            return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_bar()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("panel"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, theme.color("line"))
