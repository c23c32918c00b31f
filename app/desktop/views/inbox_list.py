"""The list of the inbox: arrows go through it, and a few letters do what its buttons do."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QWidget

from app.core.tr import tr
from app.desktop.models.inbox import InboxModel
from app.desktop.theme import GRID, RADIUS, SMALL, current_theme, ui_font
from app.desktop.views.inbox_row import InboxDelegate


class InboxList(QListView):
    """Says in its own room what it is for while it is empty."""

    opened = Signal()
    """Enter, or a double click."""
    answer_pressed = Signal(object)
    """The key event of A or D."""
    snooze_wanted = Signal()
    seen_wanted = Signal()

    def __init__(self, model: InboxModel, parent: QWidget) -> None:
        super().__init__(parent)
        self.setModel(model)
        self.setAccessibleName(tr("What called you"))
        self.setItemDelegate(InboxDelegate(self))
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        self.doubleClicked.connect(lambda _index: self.opened.emit())
        for signal in (model.rowsInserted, model.rowsRemoved, model.modelReset):
            signal.connect(self._describe)
        self._describe()

    @property
    def empty_sentence(self) -> str:
        """What an empty list says."""
        model = self.model()
        if isinstance(model, InboxModel) and model.open_only:
            return tr(
                "Nothing has called you that you have not seen. A question, a failure or a turn that ended stands here"
                " until you have looked at it. Ctrl+J leads to the session that has waited longest for you."
            )
        return tr("Nothing has called you since this window was opened.")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        key = event.key()
        if not plain or not self.currentIndex().isValid():
            super().keyPressEvent(event)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit()
        elif key in (Qt.Key.Key_A, Qt.Key.Key_D):
            self.answer_pressed.emit(event)
        elif key == Qt.Key.Key_S:
            self.snooze_wanted.emit()
        elif key == Qt.Key.Key_Delete:
            self.seen_wanted.emit()
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Letters have a meaning here; they look for nothing."""

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.model().rowCount():
            return
        painter = QPainter(self.viewport())
        if self.hasFocus():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(current_theme().color("focus"), 2))
            painter.drawRoundedRect(self.viewport().rect().adjusted(1, 1, -1, -1), RADIUS, RADIUS)
        painter.setFont(ui_font(SMALL))
        painter.setPen(current_theme().color("text_dim"))
        room: QRect = self.viewport().rect().adjusted(3 * GRID, 4 * GRID, -3 * GRID, 0)
        side = QStyle.visualAlignment(self.layoutDirection(), Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        flags = side | Qt.AlignmentFlag.AlignAbsolute | Qt.TextFlag.TextWordWrap
        painter.drawText(room, int(flags), self.empty_sentence)

    def _describe(self) -> None:
        is_empty = not self.model().rowCount()
        self.setAccessibleDescription(self.empty_sentence if is_empty else "")
        self.viewport().update()
