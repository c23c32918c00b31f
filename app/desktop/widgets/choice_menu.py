"""A menu whose choices each carry a sentence about what they will do."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec
from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QAccessible, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QFrame, QVBoxLayout, QWidget

from app.desktop.accessible import shown_as
from app.desktop.theme import BODY, GRID, RADIUS, SMALL, current_theme, ui_font
from app.desktop.widgets.line_text import draw_line


class Choice(msgspec.Struct, frozen=True):
    """One line of the menu."""

    title: str
    sentence: str
    action: Callable[[], None]
    shortcut: str = ""
    enabled: bool = True


class ChoiceButton(QAbstractButton):
    """Title, shortcut, and the sentence beneath."""

    def __init__(self, choice: Choice, parent: QWidget) -> None:
        super().__init__(parent)
        self.choice = choice
        self.setText(choice.title)
        self.setAccessibleName(choice.title)
        self.setAccessibleDescription(choice.sentence)
        self.setEnabled(choice.enabled)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)

    def sizeHint(self) -> QSize:
        title, small = QFontMetrics(ui_font(BODY)), QFontMetrics(ui_font(SMALL))
        width = max(
            title.horizontalAdvance(self.choice.title) + small.horizontalAdvance(self.choice.shortcut) + 8 * GRID,
            small.horizontalAdvance(self.choice.sentence),
        )
        return QSize(width + 6 * GRID, title.height() + small.height() + 4 * GRID)

    def enterEvent(self, event: QEvent) -> None:
        if self.isEnabled():
            self.setFocus(Qt.FocusReason.MouseFocusReason)
        super().enterEvent(event)

    def focusInEvent(self, event: QEvent) -> None:
        self.update()
        super().focusInEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.hasFocus():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("selection"))
            painter.drawRoundedRect(self.rect(), RADIUS - 2, RADIUS - 2)
            painter.setPen(QPen(theme.color("focus"), 2))
            painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), RADIUS - 2, RADIUS - 2)
        inner = self.rect().adjusted(3 * GRID, 2 * GRID, -3 * GRID, -2 * GRID)
        title_height = QFontMetrics(ui_font(BODY)).height()
        first = QRect(inner.left(), inner.top(), inner.width(), title_height)
        second = inner.adjusted(0, title_height, 0, 0)
        painter.setFont(ui_font(BODY))
        painter.setPen(theme.color("text" if self.isEnabled() else "text_dim"))
        draw_line(painter, self.layoutDirection(), self.rect(), first, self.choice.title)
        painter.setFont(ui_font(SMALL))
        painter.setPen(theme.color("text_dim"))
        draw_line(painter, self.layoutDirection(), self.rect(), first, self.choice.shortcut, at_end=True)
        draw_line(painter, self.layoutDirection(), self.rect(), second, self.choice.sentence)


@shown_as(QAccessible.Role.PopupMenu)
class ChoiceMenu(QFrame):
    """Closes when something was chosen, on Esc and on a click elsewhere."""

    def __init__(self, title: str, choices: Sequence[Choice], parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAccessibleName(title)
        self.buttons = [ChoiceButton(choice, self) for choice in choices]
        layout = QVBoxLayout(self)
        layout.setContentsMargins(GRID + 1, GRID + 1, GRID + 1, GRID + 1)
        layout.setSpacing(0)
        for button in self.buttons:
            button.clicked.connect(lambda _=False, each=button: self._choose(each))
            layout.addWidget(button)

    def open_below(self, anchor: QWidget) -> None:
        """Show, right edges aligned, under ``anchor``."""
        self.adjustSize()
        corner = anchor.mapToGlobal(QPoint(anchor.width() - self.width(), anchor.height() + GRID))
        screen = anchor.screen().availableGeometry()
        corner.setX(max(screen.left(), corner.x()))
        self.move(corner)
        self.show()
        first = next((button for button in self.buttons if button.isEnabled()), None)
        if first is not None:
            first.setFocus(Qt.FocusReason.PopupFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(event.key())
        if step is not None:
            self._step(step)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            focused = next((button for button in self.buttons if button.hasFocus()), None)
            if focused is not None:
                self._choose(focused)
        else:
            super().keyPressEvent(event)
            if event.key() == Qt.Key.Key_Escape:
                self.close()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("raised"))
        painter.setPen(QPen(theme.color("line_strong"), 1))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def _step(self, step: int) -> None:
        usable = [button for button in self.buttons if button.isEnabled()]
        if usable:
            at = next((i for i, button in enumerate(usable) if button.hasFocus()), -1 if step > 0 else 0)
            usable[(at + step) % len(usable)].setFocus(Qt.FocusReason.TabFocusReason)

    def _choose(self, button: ChoiceButton) -> None:
        self.close()
        button.choice.action()
