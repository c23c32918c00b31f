"""The pane at the left: the field that finds a session, the menu button, and the list."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QPushButton,
    QStyle,
    QVBoxLayout,
    QWidget,
)

from app.core.tr import tr
from app.desktop.models.hubs import SessionRef
from app.desktop.models.roster import Role, RosterModel
from app.desktop.signals import icon_size, signal_icon
from app.desktop.theme import GRID, RADIUS, SMALL, current_theme, scaled_px, ui_font
from app.desktop.views.roster_row import INSET, PAD, RosterDelegate
from app.desktop.widgets.own_viewport import give_viewport
from app.desktop.widgets.search_field import SearchField


class RosterList(QListView):
    """The list. It tells the model to hold still while the pointer is over it."""

    opened = Signal()
    """Enter was pressed: the person wants to read the session."""
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("roster")
        self.setAccessibleName(tr("Sessions"))
        self.setItemDelegate(RosterDelegate(self))
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        give_viewport(self).setAutoFillBackground(False)
        self.shows_numbers = False

    def show_numbers(self, shown: bool) -> None:
        """In each of the first rows, the number that leads to it."""
        if shown != self.shows_numbers:
            self.shows_numbers = shown
            self.viewport().update()

    def enterEvent(self, event: QEvent) -> None:
        self._hold(True)
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._hold(False)
        super().leaveEvent(event)

    def hideEvent(self, event: QEvent) -> None:
        self._hold(False)
        super().hideEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.opened.emit()
            return
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return
        super().keyPressEvent(event)

    def dataChanged(self, first: QModelIndex, last: QModelIndex, roles: list[int] = ()) -> None:
        """Rows keep their height: what changed is painted again, and QListView's own laying out of all is left out."""
        QAbstractItemView.dataChanged(self, first, last, list(roles))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        model = self.model()
        painter = QPainter(self.viewport())
        if self.hasFocus() and not self.currentIndex().isValid():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(current_theme().color("focus"), 2))
            # As high as a row: a ring round the whole empty list would shout.
            high = 5 * GRID + QFontMetrics(ui_font(SMALL)).height() + 2 * GRID
            painter.drawRoundedRect(QRect(INSET, GRID, self.viewport().width() - 2 * INSET, high), RADIUS, RADIUS)
        if isinstance(model, RosterModel) and not model.rowCount():
            painter.setFont(ui_font(SMALL))
            painter.setPen(current_theme().color("text_dim"))
            room = self.viewport().rect().adjusted(INSET + PAD, 4 * GRID, -(INSET + PAD), 0)
            side = QStyle.visualAlignment(
                self.layoutDirection(), Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
            )
            painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)
            flags = side | Qt.AlignmentFlag.AlignAbsolute | Qt.TextFlag.TextWordWrap
            painter.drawText(room, int(flags), model.empty_sentence)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange) and self.model() is not None:
            self.scheduleDelayedItemsLayout()
        super().changeEvent(event)

    def _hold(self, held: bool) -> None:
        model = self.model()
        if isinstance(model, RosterModel):
            model.hold(held)


class RosterPane(QWidget):
    """Search field and list."""

    selected = Signal(object)
    """SessionRef or None: what the person chose."""
    opened = Signal()

    def __init__(self, model: RosterModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("rosterPane")
        self._model = model
        self._chosen: SessionRef | None = None
        self.search = SearchField(tr("Find session"), tr("Find session…"), self)
        self.search.setObjectName("findSession")
        self._search_action = self.search.addAction(
            signal_icon("search", current_theme().text_dim), QLineEdit.ActionPosition.LeadingPosition
        )
        self._search_action.setText(tr("Find session"))
        self.search.name_buttons()
        self.search.textChanged.connect(model.set_filter)
        self.search.returnPressed.connect(self._choose_first)
        self.search.installEventFilter(self)
        self.menu_button = QPushButton(self)
        self.list = RosterList(self)
        self.list.setModel(model)
        self.list.opened.connect(self.opened)
        self.list.left.connect(self._leave_filter)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 3 * GRID, 0, 0)
        layout.setSpacing(GRID)
        self.menu_button.setProperty("role", "quiet")
        self.menu_button.setAccessibleName(tr("Menu"))
        self.menu_button.setToolTip(tr("Menu") + "  F10")
        field = QHBoxLayout()
        field.setContentsMargins(3 * GRID, 0, 2 * GRID, 0)
        field.setSpacing(GRID)
        field.addWidget(self.search)
        field.addWidget(self.menu_button)
        layout.addLayout(field)
        layout.addWidget(self.list)
        self.list.selectionModel().currentChanged.connect(self._current_changed)
        model.settled.connect(self._mark_chosen)
        self._dress()

    def current(self) -> SessionRef | None:
        """The selected session."""
        return self._chosen

    def select(self, ref: SessionRef | None) -> None:
        """Select a session; where the filter hides it, as soon as it is shown."""
        if ref != self._chosen:
            self._chosen = ref
            self.selected.emit(ref)
        self._mark_chosen()
        self.list.scrollTo(self.list.currentIndex())

    def select_number(self, number: int) -> None:
        """The ``number``-th of the listed sessions, counted from 1; nothing where there are fewer."""
        refs = self._model.refs()
        if number <= len(refs):
            self.select(refs[number - 1])

    def repaint_ages(self) -> None:
        """A second passed."""
        self.list.viewport().update()

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        if watched is self.search and event.type() == QEvent.Type.KeyPress:
            key = event.key()
            if key == Qt.Key.Key_Escape and self.search.text():
                self.search.clear()
                return True
            if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
                self.list.setFocus(Qt.FocusReason.TabFocusReason)
                if not self.list.currentIndex().isValid():
                    self._choose_first()
                return True
        return super().eventFilter(watched, event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            self._dress()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), current_theme().color("panel"))

    def _dress(self) -> None:
        theme = current_theme()
        self._search_action.setIcon(signal_icon("search", theme.text_dim))
        self.menu_button.setIconSize(icon_size())
        self.menu_button.setFixedWidth(scaled_px(16) + 4 * GRID)
        self.menu_button.setIcon(signal_icon("menu", theme.text_dim))

    def _current_changed(self, current: QModelIndex, _previous: QModelIndex) -> None:
        ref = current.data(Role.REF)
        if not self._model.settling and ref is not None and ref != self._chosen:
            self._chosen = ref
            self.selected.emit(ref)

    def _mark_chosen(self) -> None:
        """Show as current what the person chose, whatever moved meanwhile."""
        index = self._model.index_of(self._chosen)
        if index != self.list.currentIndex():
            self.list.setCurrentIndex(index)

    def _choose_first(self) -> None:
        refs = self._model.refs()
        if refs:
            self.select(refs[0])

    def _leave_filter(self) -> None:
        if self.search.text():
            self.search.clear()
