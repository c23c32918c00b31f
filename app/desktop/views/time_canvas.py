"""What every view along a time axis has: titles at the side, a scale that hands move, an axis, "now", a scroll bar.

Time runs from left to right also where the interface runs from the right, as clocks and charts do; the titles then
stand at the right. Who derives says what there is to show and paints the rows.
"""

from __future__ import annotations

from typing import Any, Literal

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetrics, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QScrollBar, QToolTip, QWidget

from app.core.tr import tr
from app.desktop.theme import GRID, SMALL, current_theme, ui_font
from app.desktop.views.time_axis import paint_axis, paint_now
from app.desktop.views.time_hands import TimeHands
from app.desktop.views.timeline_scale import Scale, fitting

PAD_PX = 2 * GRID
NOW_ROOM_PX = 9 * GRID
"""Between the present and the edge, so that an open end is seen to be open."""

Mode = Literal["fit", "now", "free"]


class TimeCanvas(QWidget):
    """``fit`` shows everything, ``now`` keeps the present at the right edge, ``free`` is wherever a hand left it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.mode: Mode = "fit"
        self.scale = Scale(0.0, 1_000_000.0)
        self.now_us = 0
        self.painted = 0
        """How often it was painted, so that tests can see that nothing is painted in vain."""
        self.bar = QScrollBar(Qt.Orientation.Vertical, self)
        self.bar.setAccessibleName(tr("Rows"))
        self.bar.hide()
        self.bar.valueChanged.connect(self.update)
        self.hands = TimeHands(self)

    # ── what a view along time must say ──

    def reach(self) -> tuple[int, int]:
        """(first moment, last) of all there is, microseconds since the epoch."""
        raise NotImplementedError

    def rows_height(self) -> int:
        """Pixels all rows need."""
        raise NotImplementedError

    def titles_px(self) -> int:
        """Pixels the titles need, the gap to the plot included; 0: there are none."""
        raise NotImplementedError

    def thing_at(self, point: QPointF) -> Any | None:
        """What lies under a point: whatever ``tip_of``, ``click`` and ``double_click`` take."""
        raise NotImplementedError

    def tip_of(self, thing: Any) -> str:
        """What the tool tip says of it, as plain text."""
        raise NotImplementedError

    def hover(self, thing: Any | None) -> None:
        """The pointer is over it now."""
        raise NotImplementedError

    def click(self, thing: Any) -> None:
        """It was clicked."""
        raise NotImplementedError

    def double_click(self, thing: Any | None) -> None:
        """It, or nothing, was clicked twice."""
        raise NotImplementedError

    def own_key(self, event: QKeyEvent) -> bool:
        """A key that is not about the scale; whether it meant something."""
        raise NotImplementedError

    def paint_rows(self, painter: QPainter) -> None:
        """All rows in sight, clipped to where rows are."""
        raise NotImplementedError

    def has_open(self) -> bool:
        """Whether anything still goes on, so that there is a "now"."""
        raise NotImplementedError

    # ── geometry ──

    @property
    def axis_px(self) -> int:
        return QFontMetrics(ui_font(SMALL)).height() + 2 * GRID

    @property
    def corner_px(self) -> int:
        """Pixels of the axis that something else needs, in the corner under the titles."""
        return 0

    @property
    def view_height(self) -> int:
        """Pixels there are for rows."""
        return max(1, self.height() - self.axis_px - PAD_PX)

    @property
    def scroll_px(self) -> int:
        return self.bar.value() if not self.bar.isHidden() else 0

    @property
    def is_mirrored(self) -> bool:
        return self.layoutDirection() == Qt.LayoutDirection.RightToLeft

    @property
    def _bar_px(self) -> int:
        return self.bar.width() if not self.bar.isHidden() else 0

    @property
    def plot_left(self) -> int:
        return PAD_PX + self._bar_px if self.is_mirrored else max(PAD_PX, self.titles_px())

    @property
    def plot_width(self) -> int:
        return max(1, self.width() - max(PAD_PX, self.titles_px()) - PAD_PX - self._bar_px)

    @property
    def titles_left(self) -> int:
        return self.plot_left + self.plot_width if self.is_mirrored else 0

    def x_of(self, time_us: float) -> float:
        """Where a moment lies, pixels of the widget."""
        return self.plot_left + self.scale.x_of(time_us)

    def time_at(self, x: float) -> float:
        """The moment at a place."""
        return self.scale.time_at(x - self.plot_left)

    # ── the scale ──

    def apply_mode(self) -> None:
        """Bring the scale to what the mode asks for."""
        room = max(1, self.plot_width - NOW_ROOM_PX)
        start_us, end_us = self.reach()
        if self.mode == "fit":
            self.scale = fitting(start_us, end_us, room)
        elif self.mode == "now":
            self.scale = Scale(end_us - room * self.scale.us_per_px, self.scale.us_per_px)

    def fit(self) -> None:
        """Show everything."""
        self.set_mode("fit")

    def follow_now(self) -> None:
        """Keep the present at the right edge, at this zoom."""
        self.set_mode("now")

    def set_mode(self, mode: Mode) -> None:
        self.mode = mode
        self.apply_mode()
        self.update()

    def zoom_at(self, x: float, factor: float) -> None:
        """Nearer or farther; the time under ``x`` (pixels of the widget) stays there."""
        self.show_scale(self.scale.zoomed(x - self.plot_left, factor))

    def show_scale(self, scale: Scale) -> None:
        """Look at another stretch of time."""
        self.scale, self.mode = scale, "free"
        self.update()

    def bring_into_sight(self, start_us: float) -> None:
        """Move along time so that a moment can be seen, no more than needed."""
        x = self.scale.x_of(start_us)
        if not 0 <= x <= self.plot_width - PAD_PX:
            self.show_scale(self.scale.panned(x - self.plot_width / 3))

    # ── up and down ──

    def fit_bar(self) -> None:
        """The rows, or the room for them, became more or fewer."""
        beyond = self.rows_height() - self.view_height
        self.bar.setVisible(beyond > 0)
        self.bar.setRange(0, max(0, beyond))
        self.bar.setPageStep(self.view_height)
        self.bar.setSingleStep(max(1, self.view_height // 8))
        x = 0 if self.is_mirrored else self.width() - self.bar.width()
        self.bar.setGeometry(x, 0, self.bar.sizeHint().width(), self.height() - self.axis_px)

    def scroll_to(self, pixels: int) -> None:
        """Scroll the rows; pixels from the top."""
        self.bar.setValue(pixels)

    def show_row(self, top: int, height: int) -> None:
        """Scroll so that a row (in unscrolled pixels) can be seen."""
        if top < self.scroll_px:
            self.scroll_to(top)
        elif top + height > self.scroll_px + self.view_height:
            self.scroll_to(top + height - self.view_height)

    # ── hands ──

    def wheelEvent(self, event: QWheelEvent) -> None:
        self.hands.wheel(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.hands.press(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.hands.move(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.hands.release(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.double_click(self.thing_at(event.position()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.own_key(event) and not self.hands.key(event):
            super().keyPressEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self.hover(None)
        super().leaveEvent(event)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            thing = self.thing_at(QPointF(event.pos()))
            tip = self.tip_of(thing) if thing is not None else ""
            if tip:
                QToolTip.showText(event.globalPos(), tip, self)
            else:
                QToolTip.hideText()
            return True
        return super().event(event)

    def resizeEvent(self, event: QEvent) -> None:
        self.fit_bar()
        self.apply_mode()
        super().resizeEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange, QEvent.Type.LayoutDirectionChange):
            self.fit_bar()
            self.apply_mode()
            self.updateGeometry()
            self.update()
        super().changeEvent(event)

    def focusInEvent(self, event: QEvent) -> None:
        self.update()
        super().focusInEvent(event)

    def focusOutEvent(self, event: QEvent) -> None:
        self.update()
        super().focusOutEvent(event)

    # ── painting ──

    def paintEvent(self, event: QPaintEvent) -> None:
        self.painted += 1
        theme = current_theme()
        painter = QPainter(self)
        painter.fillRect(event.rect(), theme.color("window"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        # The interface may run from the right while the words of a line run from the left.
        painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        paint_axis(painter, self)
        painter.save()
        painter.setClipRect(QRectF(0, 0, self.width(), self.height() - self.axis_px))
        self.paint_rows(painter)
        painter.restore()
        if self.has_open():
            paint_now(painter, self)
        painter.end()
