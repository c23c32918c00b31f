"""The table of records itself: even rows, a steady place while new ones come, a word where there are none."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from app.core.tr import mark, tr
from app.desktop.models.event_cells import KIND, NUMBER, SOURCE, TIME, TITLES
from app.desktop.models.events import EventModel
from app.desktop.theme import BODY, GRID, SMALL, current_theme, mono_font, ui_font
from app.desktop.views.event_cell import EventCell

_WIDEST = {NUMBER: "99,999", TIME: "00:00:00.000", SOURCE: mark("transcript"), KIND: mark("Permission requested")}
_WITH_SOURCE_PX = 680
_WITH_NUMBER_PX = 460
_REST_MS = 60


class EventGrid(QTableView):
    """Shows an ``EventModel``. Its selection is a row; ``rested`` comes once the selection stays where it is."""

    rested = Signal()

    def __init__(self, model: EventModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._events = model
        self.setAccessibleName(tr("Records of this session, newest first"))
        self.setModel(model)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head = self.horizontalHeader()
        head.setStretchLastSection(True)
        head.setHighlightSections(False)
        head.setSectionsClickable(False)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.empty_sentence = ""
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self.rested)
        self.selectionModel().currentRowChanged.connect(lambda *_: self._rest.start())
        self._cell = EventCell(model, self)
        self.setItemDelegate(self._cell)
        model.rowsInserted.connect(self._stay)
        model.modelReset.connect(self._measure)
        self._row_height = 0
        self._dress()

    def say_empty(self, sentence: str) -> None:
        """What is said where there are no rows."""
        if sentence != self.empty_sentence:
            self.empty_sentence = sentence
            self.viewport().update()

    def current_row(self) -> int:
        """The selected row, -1 for none."""
        return self.currentIndex().row()

    def go_to(self, row: int) -> None:
        """Select a row; Qt's own ``selectRow`` finds no column to stand in where people read from the right."""
        self.setCurrentIndex(self.model().index(row, KIND))
        self.horizontalScrollBar().setValue(0)

    def minimumSizeHint(self) -> QSize:
        return QSize(240, self.horizontalHeader().sizeHint().height() + 2 * self._row_height)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus():
            self._paint_ring()
        if self.model().rowCount() == 0 and self.empty_sentence:
            painter = QPainter(self.viewport())
            painter.setPen(current_theme().color("text_dim"))
            around = self.viewport().rect().adjusted(4 * GRID, 8 * GRID, -4 * GRID, 0)
            flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
            painter.drawText(around, flags, self.empty_sentence)

    def _paint_ring(self) -> None:
        """Around the row that has the keyboard; around all where none has."""
        rect = self.viewport().rect()
        if self.current_row() >= 0:
            rect.setTop(self.rowViewportPosition(self.current_row()))
            rect.setHeight(self._row_height)
        painter = QPainter(self.viewport())
        painter.setPen(QPen(current_theme().color("focus"), 2))
        painter.drawRect(rect.adjusted(1, 1, -1, -1))

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def currentChanged(self, current: QModelIndex, previous: QModelIndex) -> None:
        super().currentChanged(current, previous)
        self.viewport().update()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            self._dress()
        super().changeEvent(event)

    def _stay(self, parent: QModelIndex, first: int, last: int) -> None:
        """What is being read stays in its place when something comes in above it."""
        bar = self.verticalScrollBar()
        if first == 0 and bar.value() > 0:
            value = bar.value() + (last - first + 1) * self._row_height
            self.updateGeometries()
            bar.setValue(value)

    def _dress(self) -> None:
        height = QFontMetrics(ui_font(BODY)).height() + 2 * GRID
        if height != self._row_height:
            self._row_height = height
            self._cell.dress()
            self.verticalHeader().setMinimumSectionSize(height)
            self.verticalHeader().setDefaultSectionSize(height)
            self._measure()

    def _measure(self) -> None:
        """As wide as the words in a column can be, and no wider: the rest belongs to what happened."""
        plain, even = QFontMetrics(ui_font(BODY)), QFontMetrics(mono_font(SMALL))
        newest = self._events.event_at(0)
        number = f"{newest.seq:,}" if newest is not None else ""
        for column, text in _WIDEST.items():
            metrics = even if column in (NUMBER, TIME) else plain
            if column == NUMBER and len(number) > len(text):
                text = "9" * len(number)
            widest = max(metrics.horizontalAdvance(text), plain.horizontalAdvance(tr(TITLES[column])))
            self.setColumnWidth(column, widest + 6 * GRID)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.setColumnHidden(SOURCE, self.width() < _WITH_SOURCE_PX)
        self.setColumnHidden(NUMBER, self.width() < _WITH_NUMBER_PX)
