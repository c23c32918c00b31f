"""Paints the lanes of a timeline: titles, spans one by one where they are few, as strips where they are many."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen

from app.core.projections.lane_row import Row, SpanLike
from app.core.tr import tr
from app.desktop.theme import GRID, SMALL, current_theme, ui_font
from app.desktop.views.bands import Place, paint_strips
from app.desktop.views.timeline_look import MARKS_OF_LANE
from app.desktop.views.timeline_paint import colour_of, paint_span

if TYPE_CHECKING:
    from app.desktop.views.timeline import TimelineView

MOST_ONE_BY_ONE = 60
"""Spans in sight of one row that are painted one by one; more are painted as a strip."""

_EDGE_PX = 20


class LanePainter:
    """Paints for one view."""

    def __init__(self, view: TimelineView) -> None:
        self._view = view
        self.painted_spans = 0
        """How many spans the last paint drew one by one."""

    def paint(self, painter: QPainter) -> None:
        """All rows in sight."""
        view = self._view
        self.painted_spans = 0
        if not view.rows.rows:
            self._paint_empty(painter)
        dense: dict[str, list[Place]] = {}
        sparse: list[tuple[int, Row]] = []
        start_us, end_us = view.time_at(view.plot_left - 8), view.time_at(view.plot_left + view.plot_width + 8)
        for index, row in enumerate(view.rows.rows):
            top = view.row_top(index)
            if not -view.row_px < top < view.height():
                continue
            if view.rows.first_row_of[row.lane] == index:
                self._paint_title(painter, row.lane, top)
            if len(row.touching(start_us, end_us)) > MOST_ONE_BY_ONE:
                place = Place(row, top + 1, view.row_px - 2)
                dense.setdefault(view.rows.lanes[row.lane].kind or "tools", []).append(place)
            sparse.append((index, row))
        theme, left, width = current_theme(), view.plot_left, view.plot_width
        for kind, places in dense.items():
            marks = MARKS_OF_LANE.get(kind, MARKS_OF_LANE["tools"])
            paint_strips(painter, theme, marks, places, view.scale, left, width, view.now_us)
        crowded = {id(place.strip) for places in dense.values() for place in places}
        painter.save()
        clip = QRectF(left, 0, width + GRID, view.height())
        painter.setClipRect(clip, Qt.ClipOperation.IntersectClip)
        for index, row in sparse:
            if id(row) not in crowded:
                self._paint_spans(painter, index, row.in_sight(start_us, end_us))
                self._paint_folded(painter, index, row, start_us, end_us)
        self._paint_marked(painter)
        painter.restore()

    def _paint_title(self, painter: QPainter, lane: int, top: int) -> None:
        view = self._view
        font = ui_font(SMALL)
        shown = view.rows.lanes[lane]
        indent = view.indent_of(shown)
        room = view.titles_px() - 4 * GRID - indent
        words = QFontMetrics(font).elidedText(view.title_of(shown), Qt.TextElideMode.ElideMiddle, room)
        side = Qt.AlignmentFlag.AlignRight if view.is_mirrored else Qt.AlignmentFlag.AlignLeft
        painter.setFont(font)
        painter.setPen(current_theme().color("text_dim"))
        box = QRectF(view.titles_left + (GRID if view.is_mirrored else 3 * GRID + indent), top, room, view.row_px)
        painter.drawText(box, side | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute, words)

    def _paint_empty(self, painter: QPainter) -> None:
        painter.setFont(ui_font(SMALL))
        painter.setPen(current_theme().color("text_dim"))
        room = QRectF(self._view.rect()).adjusted(0, 0, 0, -self._view.axis_px)
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter, tr("Nothing has taken time yet."))

    def _paint_spans(self, painter: QPainter, index: int, spans: object) -> None:
        """Spans from the left; several that fall on one pixel are painted once."""
        view, theme = self._view, current_theme()
        covered = -1.0
        for span in spans:  # type: ignore[attr-defined]
            rect = view.span_rect(index, span)
            if rect.width() < 2 and rect.left() < covered:
                continue
            covered = rect.right()
            self.painted_spans += 1
            paint_span(painter, theme, span.kind, span.state, self._shown(rect), span.end_us is None)

    def _paint_folded(self, painter: QPainter, index: int, head: Row, start_us: float, end_us: float) -> None:
        """What goes on below a folded head, as ticks along its lower edge."""
        view, theme = self._view, current_theme()
        lane = view.rows.lanes[head.lane]
        if lane.lane_id not in view.rows.folded:
            return
        top, height = view.row_top(index) + view.row_px * 0.6, view.row_px * 0.3
        for row in view.rows.folded_into(lane.lane_id):
            seen = row.touching(start_us, end_us)
            for at in list(seen)[:MOST_ONE_BY_ONE]:
                span = row.spans[at]
                rect = self._shown(view.span_rect(index, span))
                colour = colour_of(span.kind, span.state, theme)
                painter.fillRect(QRectF(rect.left(), top, max(1.5, rect.width()), height), colour)

    def _paint_marked(self, painter: QPainter) -> None:
        """The span under the pointer, and the selected one: always one by one, with a frame."""
        view, theme = self._view, current_theme()
        frames = ((view.hovered, "text", 1), (view.selected, "focus" if view.hasFocus() else "text", 2))
        for span_id, colour, width in frames:
            found = view.rows.find(span_id) if span_id else None
            if found is None:
                continue
            rect = self._shown(view.span_rect(*found))
            self._paint_one(painter, rect, found[1])
            painter.setPen(QPen(theme.color(colour), width))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(rect.adjusted(-1.5, -1.5, 1.5, 1.5), 4, 4)

    def _paint_one(self, painter: QPainter, rect: QRectF, span: SpanLike) -> None:
        paint_span(painter, current_theme(), span.kind, span.state, rect, span.end_us is None)

    def _shown(self, rect: QRectF) -> QRectF:
        """What of it is in sight, and a little more: nothing is painted that is a million pixels wide."""
        view = self._view
        left = max(rect.left(), view.plot_left - _EDGE_PX)
        right = min(rect.right(), view.plot_left + view.plot_width + _EDGE_PX)
        return QRectF(left, rect.top(), max(0.0, right - left), rect.height())
