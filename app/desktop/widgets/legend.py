"""What the colours, shapes and keys of a view mean: a small popup, one sample a line."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec
from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QAccessible, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QWidget

from app.core.tr import explained, tr
from app.desktop.accessible import shown_as
from app.desktop.colours import Theme
from app.desktop.theme import GRID, RADIUS, SMALL, current_theme, mono_font, ui_font

PaintSample = Callable[[QPainter, Theme, QRectF], None]


class Sample(msgspec.Struct, frozen=True):
    """One line: ``paint`` draws the sample into a rectangle."""

    title: str
    paint: PaintSample


@shown_as(QAccessible.Role.Graphic)
class _SampleBox(QWidget):
    def __init__(self, title: str, paint: PaintSample, parent: QWidget) -> None:
        super().__init__(parent)
        self._paint = paint
        self.setAccessibleName(tr("How it looks: {what}").format(what=title))

    def sizeHint(self) -> QSize:
        return QSize(20 * GRID, QFontMetrics(ui_font(SMALL)).height() + GRID)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint(painter, current_theme(), QRectF(self.rect()).adjusted(1, 2, -5, -2))
        painter.end()


@shown_as(QAccessible.Role.PopupMenu)
class Legend(QFrame):
    """Closes with Escape, Enter or a click beside it; the keyboard goes back to where it was."""

    def __init__(self, title: str, samples: Sequence[Sample], keys: Sequence[tuple[str, str]], parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(title)
        spoken = [sample.title for sample in samples] + [explained(tr(key), tr(what)) for key, what in keys]
        self.setAccessibleDescription(". ".join(spoken))
        grid = QGridLayout(self)
        grid.setContentsMargins(4 * GRID, 3 * GRID, 4 * GRID, 3 * GRID)
        grid.setHorizontalSpacing(3 * GRID)
        grid.setVerticalSpacing(GRID)
        for line, sample in enumerate(samples):
            grid.addWidget(_SampleBox(sample.title, sample.paint, self), line, 0)
            grid.addWidget(self._label(sample.title), line, 1)
        for line, (key, what) in enumerate(keys):
            shown = QLabel(tr(key), self)
            shown.setFont(mono_font(SMALL))
            grid.addWidget(shown, line, 2)
            grid.addWidget(self._label(tr(what)), line, 3)
        grid.setColumnMinimumWidth(1, 30 * GRID)

    def _label(self, text: str) -> QLabel:
        label = QLabel(text, self)
        label.setFont(ui_font(SMALL))
        return label

    def open_under(self, button: QWidget) -> None:
        """Show below a button, inside its window where there is room."""
        self.adjustSize()
        corner = button.mapToGlobal(button.rect().bottomRight())
        edge = button.window().mapToGlobal(button.window().rect().topLeft())
        self.move(max(edge.x(), corner.x() - self.width()), corner.y() + GRID)
        self.show()
        self.setFocus(Qt.FocusReason.PopupFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.close()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("raised"))
        painter.setPen(QPen(theme.color("line_strong"), 1))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS / 2, RADIUS / 2)
        painter.end()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            self.update()
        super().changeEvent(event)
