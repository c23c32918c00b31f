"""The signal diagram: one row a session on one axis of time, in the order and groups of the roster."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QAccessible, QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import QWidget

from app.core.projections.overview_lines import Line, OverviewLines
from app.core.projections.rows import SessionRow
from app.core.projections.signal_history import SignalHistory
from app.core.projections.strips import Strip
from app.core.tr import tr
from app.desktop import words
from app.desktop.accessible import shown_as
from app.desktop.announce import announce
from app.desktop.link import now_us
from app.desktop.models.hubs import SessionRef
from app.desktop.models.roster import Entry, Role, RosterModel, group_title
from app.desktop.models.signal_histories import SignalHistories
from app.desktop.theme import BODY, GRID, SMALL, current_theme, ui_font
from app.desktop.views.bands import Place, paint_strips
from app.desktop.views.overview_keys import OverviewKeys
from app.desktop.views.overview_look import STATUS_MARKS
from app.desktop.views.overview_paint import OverviewPainter
from app.desktop.views.overview_words import OverviewWords, Spot
from app.desktop.views.time_canvas import NOW_ROOM_PX, Mode, TimeCanvas
from app.desktop.views.timeline_scale import Scale

AT_FIRST_US = 2 * 3600 * 1_000_000
"""So much of the past is looked at first; ``fit`` shows all there is."""

_LEAST_ROW_PX = 0.5
_BAR_SHARE = 0.55
"""Of a row's height, where it is high enough to be read."""


@shown_as(QAccessible.Role.Chart)
class OverviewCanvas(TimeCanvas):
    """Paints what roster and histories know; what a person chose is told by signals."""

    chosen = Signal(object)
    """SessionRef: show this one as selected."""
    opened = Signal(object)
    """SessionRef: go there."""
    sentence_changed = Signal(str)
    """What is under the pointer, or selected, in words."""

    def __init__(self, roster: RosterModel, histories: SignalHistories, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("overview")
        self.setAccessibleName(tr("All sessions over time"))
        self._roster = roster
        self._histories = histories
        self.lines: OverviewLines[Entry] = OverviewLines()
        self.see_all = False
        """All rows at once, however low they get."""
        self.spot: Spot | None = None
        """What is selected."""
        self._spot_since_us = 0
        self.hovered: Spot | None = None
        self._untouched = True
        """No hand has chosen what stretch of time is looked at."""
        self.mode = "now"
        self._first_us = 0
        """The earliest moment of all rows; 0: to be found out."""
        self._least_px = 0
        self._version = 0
        """Goes up with every change of rows or stretches."""
        self._pictured: object = None
        """What was to be painted last, so that nothing is painted again for nothing."""
        self._laid = 0
        """Goes up whenever bars may lie elsewhere, or be of other strips."""
        self._places: list[Place] = []
        self._strips: dict[SessionRef, Strip] = {}
        self._places_of: object = None
        self._painter = OverviewPainter(self)
        self._keys = OverviewKeys(self)
        self._words = OverviewWords(self)
        roster.settled.connect(self._settled)
        roster.dataChanged.connect(self._changed)
        histories.changed.connect(self._histories_changed)

    # ── what is shown ──

    def tick(self, at_us: int) -> None:
        """A second passed."""
        self.now_us = at_us
        self.refresh()

    def refresh(self) -> None:
        """Something may have changed: paint again if it can be seen."""
        if not self.isVisible():
            return
        self.apply_mode()
        picture = self._picture()
        if picture != self._pictured:
            self._pictured = picture
            self.update()

    def _changed(self, *_what: object) -> None:
        self.refresh()

    def _histories_changed(self, refs: set[SessionRef]) -> None:
        self._version += 1
        if self.spot is not None and self.spot.stretch >= 0 and self.spot.ref in refs:
            # What is selected stays selected, though there may be more before it now.
            self.spot = Spot(self.spot.ref, self._histories.of(self.spot.ref).index_at(self._spot_since_us))
        if any(self._strips.get(ref) is not self._histories.of(ref).strip for ref in refs if ref in self._strips):
            self._laid += 1
        begun = [each.stretches[0].since_us for ref in refs if (each := self._histories.of(ref)).stretches]
        if self._first_us and min(begun, default=self._first_us) < self._first_us:
            self._first_us = 0
        self.refresh()

    def select(self, ref: SessionRef | None) -> None:
        """Another session was selected, here or elsewhere."""
        if ref is None or self.spot is None or self.spot.ref != ref:
            self._set_spot(Spot(ref) if ref is not None else None)

    def toggle_see_all(self) -> None:
        """All rows at once, or as high as is good to read."""
        self.see_all = not self.see_all
        self._settled()

    def row_of(self, ref: SessionRef) -> SessionRow | None:
        """The roster's row of a session."""
        return self._roster.row_of(ref)

    def history_of(self, ref: SessionRef) -> SignalHistory:
        """The statuses it went through."""
        return self._histories.of(ref)

    def heading_of(self, entry: Entry) -> tuple[str, str]:
        """A group's title and how many are in it."""
        index = self._roster.index(self._roster.entries().index(entry), 0)
        return group_title(index.data(Role.GROUP)), str(index.data(Role.COUNT))

    def apply_mode(self) -> None:
        if self._untouched and self.mode == "now":
            start_us, end_us = self.reach()
            length_us = min(AT_FIRST_US, max(60_000_000, (end_us - start_us) * 1.02))
            self.scale = Scale(0, length_us / max(1, self.plot_width - NOW_ROOM_PX))
        super().apply_mode()

    def set_mode(self, mode: Mode) -> None:
        self._untouched = False
        super().set_mode(mode)

    def show_scale(self, scale: Scale) -> None:
        self._untouched = False
        super().show_scale(scale)

    def _settled(self) -> None:
        self._first_us = 0
        self._lay_out()
        self._pictured = None
        self.refresh()

    def _lay_out(self) -> None:
        entries = [(entry, isinstance(entry, SessionRef)) for entry in self._roster.entries()]
        rows = sum(is_session for _, is_session in entries)
        heading = float(QFontMetrics(ui_font(SMALL)).height() + 2 * GRID)
        row = self.row_px
        if self.see_all and rows:
            room = self.view_height - heading * (len(entries) - rows)
            row = min(row, max(_LEAST_ROW_PX, room / rows))
        self.lines.lay(entries, row, heading)
        self._least_px = QFontMetrics(ui_font(SMALL)).height()
        self._version += 1
        self._laid += 1
        self.fit_bar()

    @property
    def row_px(self) -> float:
        """A row that is good to read."""
        return float(QFontMetrics(ui_font(BODY)).height() + 3 * GRID)

    # ── what TimeCanvas asks ──

    def reach(self) -> tuple[int, int]:
        if not self._first_us:
            histories = (self._histories.of(line.key) for line in self.lines.lines if line.is_session)
            self._first_us = min((each.stretches[0].since_us for each in histories if each.stretches), default=0)
        return self._first_us or self.now_us - AT_FIRST_US, self.now_us

    def rows_height(self) -> int:
        return round(self.lines.height)

    def titles_px(self) -> int:
        return int(min(QFontMetrics(ui_font(BODY)).averageCharWidth() * 34, self.width() * 0.36))

    def has_open(self) -> bool:
        return bool(self.lines.lines)

    def thing_at(self, point: QPointF) -> Spot | None:
        line = self._line_at(point)
        if line is None or not line.is_session:
            return None
        if not self.plot_left <= point.x() <= self.plot_left + self.plot_width:
            return Spot(line.key)
        history = self._histories.of(line.key)
        time_us = self.time_at(point.x())
        index = history.index_at(time_us) if time_us <= self.now_us else -1
        return Spot(line.key, index)

    def tip_of(self, thing: Spot) -> str:
        if thing.stretch >= 0:
            return words.plain_tip("\n".join(self._words.of(thing)))
        return str(self._roster.index_of(thing.ref).data(Qt.ItemDataRole.ToolTipRole) or "")

    def hover(self, thing: Spot | None) -> None:
        if thing != self.hovered:
            self.hovered = thing
            self.sentence_changed.emit(self._words.sentence(thing or self.spot))
            self.update()

    def click(self, thing: Spot) -> None:
        self.choose(thing)

    def double_click(self, thing: Spot | None) -> None:
        if thing is not None:
            self.choose(thing)
            self.opened.emit(thing.ref)
        else:
            self.fit()

    def own_key(self, event: QKeyEvent) -> bool:
        return self._keys.key(event)

    def paint_rows(self, painter: QPainter) -> None:
        lines = self.lines_in_sight()
        self._painter.paint_under(painter, lines)
        theme, left, width = current_theme(), self.plot_left, self.plot_width
        paint_strips(painter, theme, STATUS_MARKS, self._bars(), self.scale, left, width, self.now_us)
        self._painter.paint_over(painter, lines)

    # ── how it is done ──

    def lines_in_sight(self) -> list[Line[Entry]]:
        return self.lines.between(self.scroll_px, self.scroll_px + self.view_height)

    def bar_of(self, line: Line[Entry]) -> tuple[float, float]:
        """Where a row's bar begins, and how high it is."""
        top = line.top - self.scroll_px
        if line.height < 3 * GRID:
            return top, line.height - (1 if line.height >= GRID else 0)
        height = round(line.height * _BAR_SHARE)
        return top + (line.height - height) // 2, height

    def _line_at(self, point: QPointF) -> Line[Entry] | None:
        if not 0 <= point.y() < self.height() - self.axis_px:
            return None
        return self.lines.at(point.y() + self.scroll_px)

    def choose(self, spot: Spot) -> None:
        """Select what a person points at, and say so."""
        fresh = self.spot is None or self.spot.ref != spot.ref
        self._set_spot(spot)
        announce(self, self.accessibleDescription())
        if fresh:
            self.chosen.emit(spot.ref)

    def _set_spot(self, spot: Spot | None) -> None:
        self.spot = spot
        said = self._words.sentence(spot)
        self.setAccessibleDescription(said)
        self.sentence_changed.emit(said)
        line = self.lines.find(spot.ref) if spot is not None else None
        if line is not None:
            above = self.lines.above(line)  # a group's heading comes into sight with its first row
            top = above.top if above is not None and not above.is_session else line.top
            self.show_row(int(top), int(line.top + line.height - top) + 1)
        if spot is not None and spot.stretch >= 0:
            self._spot_since_us = self._histories.of(spot.ref).stretches[spot.stretch].since_us
            self.bring_into_sight(self._spot_since_us)
        self.update()

    def title_says(self, line: Line[Entry]) -> object:
        """What stands in a line's title."""
        row = self.row_of(line.key) if isinstance(line.key, SessionRef) else None
        if row is None:
            return None if line.is_session else self.heading_of(line.key)
        return row.title, row.cwd, row.status, words.age(row.status_at_us or row.last_at_us, self.now_us)

    def _picture(self) -> object:
        """All that a paint would show, as far as it changes by itself."""
        us_per_px = self.scale.us_per_px
        moved = round(self.scale.start_us / us_per_px), round(self.x_of(self.now_us)), us_per_px
        titles = [self.title_says(line) for line in self.lines_in_sight() if self.has_title(line)]
        return titles, moved, self._version, self.size(), self.spot, self.hovered, self.scroll_px

    def has_title(self, line: Line[Entry]) -> bool:
        """Whether there is room for words in a line."""
        return not line.is_session or line.height >= self._least_px

    def _bars(self) -> list[Place]:
        """Where each bar in sight lies; found anew only after something changed or was scrolled."""
        wanted = self._laid, self.scroll_px, self.height()
        if wanted != self._places_of:
            self._places_of = wanted
            shown = [line for line in self.lines_in_sight() if line.is_session]
            self._strips = {line.key: self._histories.of(line.key).strip for line in shown}
            self._places = [Place(self._strips[line.key], *self.bar_of(line)) for line in shown]
        return self._places

    # ── Qt's own ──

    def enterEvent(self, event: QEvent) -> None:
        self._roster.hold(True)  # nothing moves away under the pointer
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._roster.hold(False)
        super().leaveEvent(event)

    def hideEvent(self, event: QEvent) -> None:
        self._roster.hold(False)
        super().hideEvent(event)

    def showEvent(self, event: QEvent) -> None:
        super().showEvent(event)
        self.now_us = now_us()
        self._settled()

    def resizeEvent(self, event: QEvent) -> None:
        self._lay_out()
        super().resizeEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self._settled()
        super().changeEvent(event)

    def paint_empty(self, painter: QPainter, room: QRectF) -> None:
        painter.setFont(ui_font(BODY))
        painter.setPen(current_theme().color("text_dim"))
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(room, int(flags), self._roster.empty_sentence)
