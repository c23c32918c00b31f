"""The timeline of one session: lanes from top to bottom, time from left to right; click a span to go to what it was.

The projection decides lanes, rows and levels of detail; ``TimeCanvas`` knows time and hands; this is what lies between.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple, Protocol

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QContextMenuEvent, QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.core.projections.lane_row import SpanLike
from app.core.projections.lane_rows import LaneLike, LaneRows
from app.core.tr import tr
from app.desktop.accessible import shown_as
from app.desktop.text.safe import visible_line
from app.desktop.theme import GRID, SMALL, text_scale, ui_font
from app.desktop.views.time_canvas import PAD_PX, TimeCanvas
from app.desktop.views.timeline_keys import TimelineKeys
from app.desktop.views.timeline_lanes import LanePainter
from app.desktop.views.timeline_menu import TimelineMenu
from app.desktop.views.timeline_words import sentence_of, tip_of_span

_LANE_GAP_PX = GRID
_MOST_HEIGHT_PX = 236
_MOST_SHARE = 0.42
"""Of the session's page, so that words are left to be seen."""
_NEAR_PX = 4
"""So close to a span a click still means it."""
_MANY_SUBAGENTS = 4
"""More of them begin folded."""


class TimelineSource(Protocol):
    """What the view needs of a timeline."""

    def lanes(self) -> list[Any]: ...
    def spans_of(self, lane_id: str) -> list[Any]: ...
    def span(self, span_id: str) -> Any | None: ...
    def bounds(self) -> tuple[int, int] | None: ...
    def take_changes(self) -> Any: ...


class Title(NamedTuple):
    """The title of a lane, as a thing to point at."""

    lane: LaneLike


@shown_as(QAccessible.Role.Chart)
class TimelineView(TimeCanvas):
    """Lanes fold by a click on their title or with Space."""

    span_activated = Signal(str)
    """block_id of what a span stands for."""
    overview_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Timeline"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.source: TimelineSource | None = None
        self.rows = LaneRows()
        self.selected = ""
        self.hovered = ""
        self.text_of: Callable[[str], str] = lambda _block_id: ""
        """The whole text of a block, for tool tips."""
        self._bounds: tuple[int, int] | None = None
        self._lane_painter = LanePainter(self)
        self._keys = TimelineKeys(self)
        self.menu = TimelineMenu(self)

    # ── what is shown ──

    def set_timeline(self, timeline: TimelineSource | None) -> None:
        """Show another session (or none), all of it."""
        self.source = timeline
        self.mode, self.selected, self.hovered = "fit", "", ""
        self.rows = LaneRows()
        self.rows.read(timeline)
        if timeline is not None:
            timeline.take_changes()
        if sum(lane.kind == "subagent" for lane in self.rows.lanes) > _MANY_SUBAGENTS:
            self.rows.fold_all(True)
        self._bounds = timeline.bounds() if timeline is not None else None
        self.bar.setValue(0)
        self._resized()
        self.update()

    def refresh(self, now_us: int) -> None:
        """Take in what changed; open spans reach to ``now_us`` (microseconds since the epoch)."""
        before = self._picture()
        self.now_us = now_us
        if self.source is None:
            return
        changes = self.source.take_changes()
        changed = bool(changes.changed_ids or changes.removed_ids or changes.lanes_changed)
        if changed:
            height = self.rows_height()
            self.rows.take(self.source, changes)
            self._bounds = self.source.bounds()
            if self.rows_height() != height:
                self._resized()
        self.apply_mode()
        if changed or before != self._picture():
            self.update()

    def select_block(self, block_id: str) -> None:
        """Mark the span of a block, and bring it into sight."""
        span = self.rows.of_block(block_id) if block_id else None
        if span is not None:
            self.select(span)

    def _picture(self) -> object:
        """What time alone changes on the picture."""
        now_x = round(self.x_of(self.now_us)) if self.has_open() else 0
        return round(self.scale.start_us / self.scale.us_per_px), self.scale.us_per_px, now_x

    def _resized(self) -> None:
        self.updateGeometry()
        self.fit_bar()
        self.apply_mode()

    # ── geometry ──

    @property
    def row_px(self) -> int:
        return max(14, QFontMetrics(ui_font(SMALL)).height())

    def row_top(self, row: int) -> int:
        """Where a row begins, scrolled as it is."""
        return PAD_PX + row * self.row_px + self.rows.rows[row].lane * _LANE_GAP_PX - self.scroll_px

    def rows_height(self) -> int:
        return len(self.rows.rows) * self.row_px + max(0, len(self.rows.lanes) - 1) * _LANE_GAP_PX + PAD_PX

    def sizeHint(self) -> QSize:
        rows = self.rows_height() if self.rows.lanes else 3 * self.row_px
        page = self.parentWidget()
        most = _MOST_HEIGHT_PX * max(1.0, text_scale())
        if page is not None and page.height() > 200:
            most = min(most, page.height() * _MOST_SHARE)
        return QSize(640, int(min(most, rows + self.axis_px + PAD_PX)))

    def minimumSizeHint(self) -> QSize:
        return QSize(240, self.sizeHint().height())

    def titles_px(self) -> int:
        metrics = QFontMetrics(ui_font(SMALL))
        titles = [metrics.horizontalAdvance(self.title_of(each)) + self.indent_of(each) for each in self.rows.lanes]
        corner = self.corner_px + metrics.horizontalAdvance("Wed 22 Nov")
        return int(min(max(*titles, corner, 0) if titles else corner, self.width() * 0.3 - 6 * GRID)) + 6 * GRID

    @property
    def corner_px(self) -> int:
        return self.menu.room_px + 2 * GRID

    def indent_of(self, lane: LaneLike) -> int:
        """Pixels by which a lane's title stands back."""
        return 3 * GRID * min(4, lane.depth)

    def title_of(self, lane: LaneLike) -> str:
        """A lane's title with its fold mark."""
        mark = ""
        if lane.kind == "subagent":
            mark = "▸ " if lane.lane_id in self.rows.folded else "▾ "
        return mark + visible_line(str(getattr(lane, "title", "")), 60)

    def reach(self) -> tuple[int, int]:
        """From the first moment to the last; to now while anything goes on."""
        if self._bounds is None:
            return self.now_us - 60_000_000, self.now_us
        start_us, end_us = self._bounds
        return start_us, max(end_us, self.now_us) if self.has_open() else max(start_us, end_us)

    def has_open(self) -> bool:
        return self.rows.has_open()

    def span_rect(self, row: int, span: SpanLike) -> QRectF:
        """Where a span lies; a gap without a length is a mark through its row."""
        end_us = span.end_us if span.end_us is not None else max(span.start_us, self.now_us)
        left, right = self.x_of(span.start_us), self.x_of(end_us)
        inset = 1 if span.kind != "turn" else 3
        return QRectF(left, self.row_top(row) + inset, max(1.5, right - left), self.row_px - 2 * inset)

    # ── hands ──

    def thing_at(self, point: QPointF) -> SpanLike | Title | None:
        if not 0 <= point.y() < self.height() - self.axis_px:
            return None
        row = next((n for n in range(len(self.rows.rows)) if 0 <= point.y() - self.row_top(n) < self.row_px), -1)
        if row < 0:
            return None
        if not self.plot_left <= point.x() <= self.plot_left + self.plot_width:
            return Title(self.rows.lanes[self.rows.rows[row].lane])
        return self._span_at(row, point.x())

    def _span_at(self, row: int, x: float) -> SpanLike | None:
        """The span at a place in a row; narrow ones are easier to hit than they look."""
        best: tuple[float, SpanLike] | None = None
        for span in self.rows.rows[row].in_sight(self.time_at(x - _NEAR_PX), self.time_at(x + _NEAR_PX)):
            rect = self.span_rect(row, span)
            away = max(0.0, rect.left() - x, x - rect.right())
            if away <= _NEAR_PX and (best is None or away <= best[0]):
                best = away, span
        return best[1] if best is not None else None

    def tip_of(self, thing: SpanLike | Title) -> str:
        if isinstance(thing, Title):
            return visible_line(str(getattr(thing.lane, "title", "")), 200)
        return tip_of_span(thing, self.now_us, self.text_of(thing.block_id) if thing.block_id else "")

    def hover(self, thing: SpanLike | Title | None) -> None:
        hovered = "" if thing is None or isinstance(thing, Title) else thing.span_id
        if isinstance(thing, Title) and not self.rows.can_fold(thing.lane):
            self.setCursor(Qt.CursorShape.ArrowCursor)
        if hovered != self.hovered:
            self.hovered = hovered
            self.update()

    def click(self, thing: SpanLike | Title) -> None:
        if isinstance(thing, Title):
            if self.rows.can_fold(thing.lane):
                self.fold(thing.lane.lane_id, thing.lane.lane_id not in self.rows.folded)
            return
        self.select(thing)
        self.activate(thing)

    def double_click(self, thing: SpanLike | Title | None) -> None:
        if thing is None:
            self.fit()
        elif isinstance(thing, Title):
            self.click(thing)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.menu.open_at(event.globalPos())

    def own_key(self, event: QKeyEvent) -> bool:
        return self._keys.key(event)

    def fold(self, lane_id: str, folded: bool) -> None:
        """Show only one row of a subagent, or all its lanes."""
        self.rows.fold(lane_id, folded)
        self._after_fold()

    def fold_all(self, folded: bool) -> None:
        """The same for every subagent."""
        self.rows.fold_all(folded)
        self._after_fold()

    def _after_fold(self) -> None:
        span = self.rows.span(self.selected)
        if span is not None and self.rows.find(self.selected) is None:
            head = self.rows.head_of(span.lane_id)
            first = next(iter(self.rows.rows[self._row_of(head)].spans), None) if head is not None else None
            self.selected = first.span_id if first is not None else ""
        self._resized()
        self.update()

    def _row_of(self, lane: LaneLike) -> int:
        return self.rows.first_row_of[[each.lane_id for each in self.rows.lanes].index(lane.lane_id)]

    def select(self, span: SpanLike) -> None:
        """Mark a span, say what it is, and bring its beginning into sight, unfolding what hides it."""
        while self.rows.find(span.span_id) is None:
            hiding = next((lane for lane in self.rows.lanes if self._hides(lane, span)), None)
            if hiding is None:
                break
            self.fold(hiding.lane_id, False)
        self.selected = span.span_id
        self.setAccessibleDescription(sentence_of(span, self.now_us))
        found = self.rows.find(span.span_id)
        if found is not None:
            self.show_row(self.row_top(found[0]) + self.scroll_px - PAD_PX, self.row_px + PAD_PX)
        self.bring_into_sight(span.start_us)
        self.update()

    def _hides(self, lane: LaneLike, span: SpanLike) -> bool:
        return lane.lane_id in self.rows.folded and any(
            row.index_of(span) >= 0 for row in self.rows.folded_into(lane.lane_id)
        )

    def activate(self, span: SpanLike) -> None:
        """Go to what a span stands for."""
        if span.block_id:
            self.span_activated.emit(span.block_id)

    # ── painting ──

    def fit_bar(self) -> None:
        super().fit_bar()
        self.menu.place()

    def paint_rows(self, painter: QPainter) -> None:
        self._lane_painter.paint(painter)
