"""Ctrl+K: type a few letters, press Enter, be there. Sessions first, then everything the window can do."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec
from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QAccessible, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QFrame,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from app.core.tr import listed, mark, tr
from app.desktop.accessible import shown_as
from app.desktop.announce import announce
from app.desktop.signals import signal_pixmap
from app.desktop.theme import BODY, GRID, RADIUS, SMALL, current_theme, scaled_px, ui_font
from app.desktop.widgets.line_text import draw_line

MOST_SHOWN = 50
ROW_HEIGHT = 34


_SIGNAL_WORDS = {
    "working": mark("working"),
    "needs_you": mark("needs you"),
    "finished": mark("finished"),
    "idle": mark("idle"),
    "interrupted": mark("interrupted"),
    "failed": mark("failed"),
    "ended": mark("ended"),
    "lost": mark("lost"),
}


class Offer(msgspec.Struct, frozen=True):
    """One line of the palette. ``hint`` stands at its right: a shortcut, or where a session is."""

    title: str
    action: Callable[[], None]
    hint: str = ""
    signal: str = ""

    @property
    def spoken(self) -> str:
        """The whole line for the ear, the mark as a word."""
        return listed((self.title, tr(_SIGNAL_WORDS.get(self.signal, self.signal)), self.hint))


def score(title: str, hint: str, typed: str) -> int | None:
    """How well an offer fits: 0 is best, None not at all. Every typed word must occur in title or hint."""
    total = 0
    name, rest = title.casefold(), hint.casefold()
    for word in typed.casefold().split():
        at = name.find(word)
        if at == 0:
            continue
        if at > 0:
            total += 1 if name[at - 1] == " " else 2
        elif word in rest:
            total += 4
        else:
            return None
    return total


class _Delegate(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(0, max(ROW_HEIGHT, QFontMetrics(ui_font(BODY)).height() + 4 * GRID))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        theme = current_theme()
        offer: Offer = index.data(Qt.ItemDataRole.UserRole)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("selection"))
            painter.drawRoundedRect(option.rect.adjusted(2, 0, -2, 0), RADIUS - 2, RADIUS - 2)
            painter.setPen(QPen(theme.color("focus"), 2))
            painter.drawRoundedRect(option.rect.adjusted(3, 1, -3, -1), RADIUS - 2, RADIUS - 2)
        inner = option.rect.adjusted(3 * GRID, 0, -3 * GRID, 0)
        mark = scaled_px(14)
        if offer.signal:
            top = inner.top() + (inner.height() - mark) // 2
            ratio = painter.device().devicePixelRatioF()
            place = QStyle.visualRect(option.direction, option.rect, QRect(inner.left(), top, mark, mark))
            painter.drawPixmap(place.topLeft(), signal_pixmap(offer.signal, mark, ratio))
        left = inner.left() + mark + 2 * GRID
        small = QFontMetrics(ui_font(SMALL))
        hint = small.elidedText(offer.hint, Qt.TextElideMode.ElideMiddle, inner.width() // 3)
        painter.setFont(ui_font(SMALL))
        painter.setPen(theme.color("text_dim"))
        draw_line(painter, option.direction, option.rect, inner, hint, at_end=True)
        room = inner.right() - left - small.horizontalAdvance(hint) - 4 * GRID
        painter.setFont(ui_font(BODY))
        painter.setPen(theme.color("text"))
        title = QFontMetrics(ui_font(BODY)).elidedText(offer.title, Qt.TextElideMode.ElideMiddle, room)
        box = QRect(left, inner.top(), room, inner.height())
        draw_line(painter, option.direction, option.rect, box, title)
        painter.restore()


@shown_as(QAccessible.Role.Dialog)
class CommandPalette(QFrame):
    """A popup over the window."""

    def __init__(self, offers: Sequence[Offer], parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAccessibleName(tr("Command palette"))
        self._offers = list(offers)
        self._most_height = 420
        self.field = QLineEdit(self)
        self.field.setPlaceholderText(tr("Go to a session or do something…"))
        self.field.setAccessibleName(tr("Search sessions and actions"))
        self.field.textChanged.connect(self._filter)
        self.field.installEventFilter(self)
        self.list = QListWidget(self)
        self.list.setAccessibleName(tr("Matches"))
        self.list.setItemDelegate(_Delegate(self.list))
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setStyleSheet("QListWidget { background: transparent; }")
        self.list.itemClicked.connect(self._choose)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        layout.setSpacing(2 * GRID)
        layout.addWidget(self.field)
        layout.addWidget(self.list)
        self._filter("")

    def open_over(self, window: QWidget) -> None:
        """Show near the top of ``window``."""
        self._most_height = min(420, window.height() - 24 * GRID)
        width = min(600, window.width() - 8 * GRID)
        self.setFixedWidth(width)
        self._fit()
        corner = window.mapToGlobal(window.rect().topLeft())
        self.move(corner.x() + (window.width() - width) // 2, corner.y() + window.height() // 8)
        self.show()
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)

    def titles(self) -> list[str]:
        """What is offered for what was typed."""
        return [self.list.item(row).data(Qt.ItemDataRole.UserRole).title for row in range(self.list.count())]

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress:
            key = event.key()
            if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
                step = 1 if key == Qt.Key.Key_Down else -1
                count = self.list.count()
                if count:
                    self.list.setCurrentRow((self.list.currentRow() + step) % count)
                    self._tell_current()
                return True
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._choose(self.list.currentItem())
                return True
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("raised"))
        painter.setPen(QPen(theme.color("line_strong"), 1))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def _filter(self, typed: str) -> None:
        rated = [(score(offer.title, offer.hint, typed), at, offer) for at, offer in enumerate(self._offers)]
        fitting = sorted((rate, at, offer) for rate, at, offer in rated if rate is not None)[:MOST_SHOWN]
        self.list.clear()
        for _, _, offer in fitting:
            item = QListWidgetItem(offer.title)
            item.setData(Qt.ItemDataRole.UserRole, offer)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, offer.spoken)
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self._fit()
        self._tell_current()

    def _tell_current(self) -> None:
        """The keyboard stays in the field: a screen reader has to be told what Enter would choose now."""
        row, count = self.list.currentRow(), self.list.count()
        item = self.list.currentItem()
        spoken = item.data(Qt.ItemDataRole.UserRole).spoken if item is not None else tr("Nothing found")
        self.field.setAccessibleDescription(
            tr("{what}, {place} of {all}").format(what=spoken, place=row + 1, all=count) if count else spoken
        )
        if self.isVisible():
            announce(self.field, self.field.accessibleDescription())

    def _fit(self) -> None:
        """As high as what it offers, within reason."""
        rows = sum(self.list.sizeHintForRow(row) for row in range(self.list.count()))
        around = self.field.sizeHint().height() + 6 * GRID
        self.setFixedHeight(min(self._most_height, around + rows + GRID // 2))

    def _choose(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            offer: Offer = item.data(Qt.ItemDataRole.UserRole)
            self.close()
            offer.action()
