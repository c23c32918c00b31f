"""The timeline of one session: lanes from top to bottom, time from left to right; click a span to go to what it was.

The projection decides lanes and rows, ``timeline_scale`` the time, ``timeline_rows`` what is in sight; this paints it.
"""

from __future__ import annotations

from typing import Any, Literal, Protocol

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from app.desktop.text.safe import visible_line
from app.desktop.theme import SMALL, current_theme, ui_font
from app.desktop.views.output_pieces.header import duration_words
from app.desktop.views.timeline_hands import TimelineHands
from app.desktop.views.timeline_paint import KIND_WORDS, paint_span
from app.desktop.views.timeline_rows import Rows
from app.desktop.views.timeline_scale import Scale, fitting, label_of, ticks

_ROW_PX = 14
_LANE_GAP_PX = 4
_AXIS_PX = 22
_PAD_PX = 8
_TITLE_PX = 96
_MOST_HEIGHT_PX = 236
_NOW_ROOM_PX = 36
_MOST_SPANS_PAINTED = 20_000

Mode = Literal["fit", "now", "free"]


class TimelineSource(Protocol):
    """What the view needs of a timeline."""

    def lanes(self) -> list[Any]: ...
    def spans_of(self, lane_id: str) -> list[Any]: ...
    def span(self, span_id: str) -> Any | None: ...
    def bounds(self) -> tuple[int, int] | None: ...
    def take_changes(self) -> Any: ...


class TimelineView(QWidget):
    """``fit`` shows everything, ``now`` keeps the present at the right edge, ``free`` is wherever a hand left it."""

    span_activated = Signal(str)
    """block_id of what a span stands for."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Timeline")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.source: TimelineSource | None = None
        self.mode: Mode = "fit"
        self.scale = Scale(0.0, 1_000_000.0)
        self.selected = ""
        self.rows = Rows()
        self._lanes: list[Any] = []
        self._bounds: tuple[int, int] | None = None
        self._now_us = 0
        self.scroll_px = 0
        self.hovered = ""
        self.painted_spans = 0
        """How many spans the last paint drew."""
        self.hands = TimelineHands(self)

    # ── what is shown ──

    def set_timeline(self, timeline: TimelineSource | None) -> None:
        """Show another session (or none), all of it."""
        self.source = timeline
        self.mode, self.selected, self.hovered, self.scroll_px = "fit", "", "", 0
        self._read_all()
        self._apply_mode()
        self.updateGeometry()
        self.update()

    def refresh(self, now_us: int) -> None:
        """Take in what changed; open spans reach to ``now_us`` (microseconds since the epoch)."""
        self._now_us = now_us
        if self.source is None:
            return
        before = self.content_height()
        self._read()
        if self.content_height() != before:
            self.updateGeometry()
        self._apply_mode()
        self.update()

    def _read_all(self) -> None:
        source = self.source
        self.rows = Rows()
        self._lanes = list(source.lanes()) if source is not None else []
        self._bounds = source.bounds() if source is not None else None
        if source is not None:
            source.take_changes()
            for lane in self._lanes:
                self.rows.put_lane(lane.lane_id, source.spans_of(lane.lane_id))
        self.rows.arrange([lane.lane_id for lane in self._lanes])

    def _read(self) -> None:
        """Read the lanes in which something changed."""
        source = self.source
        changes = source.take_changes() if source is not None else None
        if source is None or not (changes.changed_ids or changes.removed_ids or changes.lanes_changed):
            return
        known = {lane.lane_id for lane in self._lanes}
        self._lanes = list(source.lanes())
        self._bounds = source.bounds()
        touched = self.rows.lanes_of(changes.changed_ids | changes.removed_ids)
        fresh = changes.changed_ids - self.rows.known_ids
        touched |= {span.lane_id for span in map(source.span, fresh) if span is not None}
        for lane in self._lanes:
            if lane.lane_id in touched or lane.lane_id not in known:
                self.rows.put_lane(lane.lane_id, source.spans_of(lane.lane_id))
        self.rows.arrange([lane.lane_id for lane in self._lanes])

    def select_block(self, block_id: str) -> None:
        """Mark the span of a block, and bring it into sight."""
        for row in self.rows.rows:
            for span in row.spans:
                if block_id and span.block_id == block_id:
                    self.select(span)
                    return

    # ── geometry ──

    def content_height(self) -> int:
        """Pixels all lanes and the axis need."""
        rows, lanes = len(self.rows.rows), len(self._lanes)
        return _AXIS_PX + rows * _ROW_PX + max(0, lanes - 1) * _LANE_GAP_PX + 2 * _PAD_PX

    def sizeHint(self) -> QSize:
        if not self._lanes:
            return QSize(640, _AXIS_PX + 3 * _ROW_PX + 2 * _PAD_PX)
        return QSize(640, min(_MOST_HEIGHT_PX, self.content_height()))

    def minimumSizeHint(self) -> QSize:
        return QSize(240, self.sizeHint().height())

    @property
    def plot_left(self) -> int:
        return _TITLE_PX if self.width() > 420 else 12

    @property
    def plot_width(self) -> int:
        return max(1, self.width() - self.plot_left - _PAD_PX)

    def row_top(self, row: int) -> int:
        """Where a row begins, scrolled as it is."""
        lane = self.rows.rows[row].lane
        return _PAD_PX + row * _ROW_PX + lane * _LANE_GAP_PX - self.scroll_px

    def _apply_mode(self) -> None:
        start, end = self._reach()
        if self.mode == "fit":
            room = max(1, self.plot_width - _NOW_ROOM_PX)
            self.scale = fitting(start, end, room)
        elif self.mode == "now":
            us_per_px = self.scale.us_per_px
            self.scale = Scale(end - (self.plot_width - _NOW_ROOM_PX) * us_per_px, us_per_px)

    def _reach(self) -> tuple[int, int]:
        """From the first moment to the last; to now while anything goes on."""
        if self._bounds is None:
            return self._now_us - 60_000_000, self._now_us
        start, end = self._bounds
        return start, max(end, self._now_us) if self._has_open() else max(start, end)

    def _has_open(self) -> bool:
        return any(row.spans and row.spans[-1].end_us is None for row in self.rows.rows)

    def _span_rect(self, row: int, span: Any) -> QRectF:
        """Where a span lies; a gap without a length is a mark through its row."""
        end_us = span.end_us if span.end_us is not None else max(span.start_us, self._now_us)
        left = self.plot_left + self.scale.x_of(span.start_us)
        right = self.plot_left + self.scale.x_of(end_us)
        inset = 1 if span.kind != "turn" else 3
        return QRectF(left, self.row_top(row) + inset, max(1.5, right - left), _ROW_PX - 2 * inset)

    # ── hands ──

    def fit(self) -> None:
        """Show everything."""
        self._set_mode("fit")

    def follow_now(self) -> None:
        """Keep the present at the right edge, at this zoom."""
        self._set_mode("now")

    def _set_mode(self, mode: Mode) -> None:
        self.mode = mode
        self._apply_mode()
        self.update()

    def zoom_at(self, x: float, factor: float) -> None:
        """Nearer or farther; the time under ``x`` (pixels of the widget) stays there."""
        self.scale = self.scale.zoomed(x - self.plot_left, factor)
        self.mode = "free"
        self.update()

    def span_at(self, point: QPointF) -> tuple[int, Any] | None:
        """The row and span under a point; narrow ones are easier to hit than they look."""
        best: tuple[float, int, Any] | None = None
        for index in range(len(self.rows.rows)):
            top = self.row_top(index)
            if not top <= point.y() < top + _ROW_PX or point.x() < self.plot_left:
                continue
            time_us = self.scale.time_at(point.x() - self.plot_left)
            reach = 4 * self.scale.us_per_px
            for span in self.rows.rows[index].in_sight(time_us - reach, time_us + reach):
                rect = self._span_rect(index, span)
                away = max(0.0, rect.left() - point.x(), point.x() - rect.right())
                if away <= 4 and (best is None or away <= best[0]):
                    best = (away, index, span)
        return best[1:] if best is not None else None

    def select(self, span: Any) -> None:
        """Mark a span, say what it is, and bring its beginning into sight."""
        self.selected = span.span_id
        self.setAccessibleDescription(self.sentence(span))
        x = self.scale.x_of(span.start_us)
        if not 0 <= x <= self.plot_width - 8:
            self.scale = self.scale.panned(x - self.plot_width / 3)
            self.mode = "free"
        self.update()

    def sentence(self, span: Any) -> str:
        """A span in words: for tool tips and for reading aloud."""
        end_us = span.end_us if span.end_us is not None else max(span.start_us, self._now_us)
        took = duration_words((end_us - span.start_us) // 1000)
        parts = [KIND_WORDS.get(span.kind, span.kind), visible_line(span.label, 120)]
        state = "" if span.state in ("ok", "finished", "done", "") else str(span.state)
        parts += [state, label_of(span.start_us, 1_000_000), took + (" so far" if span.end_us is None else "")]
        return " · ".join(part for part in parts if part)

    def leaveEvent(self, event: QEvent) -> None:
        self.hovered = ""
        self.update()
        super().leaveEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        self.hands.wheel(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.hands.press(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.hands.move(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.hands.release(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self.span_at(event.position()) is None:
            self.fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.hands.key(event):
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            hit = self.span_at(QPointF(event.pos()))
            if hit is None:
                QToolTip.hideText()
            else:
                QToolTip.showText(event.globalPos(), self.sentence(hit[1]), self)
            return True
        return super().event(event)

    def scroll_to(self, pixels: int) -> None:
        """Scroll lanes up and down; pixels from the top."""
        self.scroll_px = max(0, min(pixels, self.content_height() - self.height()))

    def activate(self, span: Any) -> None:
        """Go to what a span stands for."""
        if span.block_id:
            self.span_activated.emit(span.block_id)

    def resizeEvent(self, event: QEvent) -> None:
        self._apply_mode()
        super().resizeEvent(event)

    def focusInEvent(self, event: QEvent) -> None:
        self.update()
        super().focusInEvent(event)

    def focusOutEvent(self, event: QEvent) -> None:
        self.update()
        super().focusOutEvent(event)

    # ── painting ──

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        painter.fillRect(event.rect(), theme.color("window"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.painted_spans = 0
        self._paint_axis(painter)
        self._paint_lanes(painter)
        self._paint_now(painter)
        painter.fillRect(QRectF(0, self.height() - 1, self.width(), 1), theme.color("line"))
        painter.end()

    def _paint_axis(self, painter: QPainter) -> None:
        theme = current_theme()
        font = ui_font(SMALL)
        metrics = QFontMetrics(font)
        painter.setFont(font)
        bottom = self.height() - _AXIS_PX
        now_x = self.plot_left + self.scale.x_of(self._now_us) if self._has_open() else -1e9
        for x, label in ticks(self.scale, self.plot_width, metrics.horizontalAdvance("00:00:00") + 28):
            at = self.plot_left + x
            painter.fillRect(QRectF(round(at), _PAD_PX, 1, bottom - _PAD_PX), theme.color("line"))
            painter.setPen(theme.color("text_dim"))
            box = QRectF(at - 60, bottom, 120, _AXIS_PX - 4)
            half = metrics.horizontalAdvance(label) / 2
            if at + half < self.width() - 4 and abs(at - now_x) > half + 24:
                painter.drawText(box, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter, label)

    def _paint_lanes(self, painter: QPainter) -> None:
        painter.save()
        painter.setClipRect(QRectF(0, 2, self.width(), self.height() - _AXIS_PX))
        for index, row in enumerate(self.rows.rows):
            top = self.row_top(index)
            if top > self.height() - _AXIS_PX or top + _ROW_PX < 0:
                continue
            if self.rows.first_row_of[row.lane] == index:
                self._paint_title(painter, row.lane, top)
            painter.save()
            painter.setClipRect(
                QRectF(self.plot_left, 2, self.plot_width + _PAD_PX, self.height() - _AXIS_PX),
                Qt.ClipOperation.IntersectClip,
            )
            self._paint_row(painter, index)
            painter.restore()
        painter.restore()

    def _paint_title(self, painter: QPainter, lane: int, top: int) -> None:
        if self.plot_left < _TITLE_PX:
            return
        theme, shown = current_theme(), self._lanes[lane]
        font = ui_font(SMALL)
        painter.setFont(font)
        painter.setPen(theme.color("text_dim"))
        indent = 12 + 8 * min(4, shown.depth)
        words = ("↳ " if shown.depth else "") + visible_line(shown.title, 60)
        words = QFontMetrics(font).elidedText(words, Qt.TextElideMode.ElideMiddle, _TITLE_PX - indent - 8)
        box = QRectF(indent, top, _TITLE_PX - indent, _ROW_PX)
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)

    def _paint_row(self, painter: QPainter, index: int) -> None:
        """Spans from the left; many that fall on one pixel are painted once."""
        theme = current_theme()
        start, end = self.scale.time_at(-8), self.scale.time_at(self.plot_width + 8)
        covered = -1.0
        for painted, span in enumerate(self.rows.rows[index].in_sight(start, end)):
            rect = self._span_rect(index, span)
            if painted > _MOST_SPANS_PAINTED:
                return
            if rect.width() < 2 and rect.left() < covered and span.span_id not in (self.selected, self.hovered):
                continue
            covered = rect.right()
            self.painted_spans += 1
            shown = rect.intersected(QRectF(self.plot_left - 20, rect.top(), self.plot_width + 40, rect.height()))
            paint_span(painter, theme, span.kind, span.state, shown, span.end_us is None)
            self._paint_marks(painter, span, shown)

    def _paint_marks(self, painter: QPainter, span: Any, rect: QRectF) -> None:
        theme = current_theme()
        if span.span_id == self.selected:
            painter.setPen(QPen(theme.color("focus" if self.hasFocus() else "text"), 2))
        elif span.span_id == self.hovered:
            painter.setPen(QPen(theme.color("text"), 1))
        else:
            return
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(rect.adjusted(-1.5, -1.5, 1.5, 1.5), 4, 4)

    def _paint_now(self, painter: QPainter) -> None:
        if not self._now_us or not self._has_open():
            return
        x = self.plot_left + self.scale.x_of(self._now_us)
        if self.plot_left <= x <= self.width():
            theme = current_theme()
            painter.fillRect(QRectF(round(x), _PAD_PX, 1, self.height() - _AXIS_PX - _PAD_PX), theme.color("working"))
            painter.setFont(ui_font(SMALL))
            painter.setPen(theme.color("working"))
            box = QRectF(x - 20, self.height() - _AXIS_PX, 40, _AXIS_PX - 4)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, "now")
