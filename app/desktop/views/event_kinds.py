"""The button and menu that choose which kinds of records the event table shows."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from app.core.commands import EventCounts
from app.core.figures import grouped
from app.core.tr import plural, tr
from app.desktop.models.event_cells import kind_words


class StayingMenu(QMenu):
    """Stays open while things are ticked, by mouse and by Space."""

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        action = self.actionAt(event.position().toPoint())
        if action is not None and action.isCheckable() and action.isEnabled():
            action.trigger()
            return
        super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        action = self.activeAction()
        if event.key() == Qt.Key.Key_Space and action is not None and action.isCheckable():
            action.trigger()
            return
        super().keyPressEvent(event)


class KindsButton(QPushButton):
    """Says what is chosen; its menu lists the kinds this session has, with their numbers."""

    chosen = Signal(tuple)
    """Names of kinds; none: all."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.kinds: tuple[str, ...] = ()
        self.counts = EventCounts()
        self.menu_open: StayingMenu | None = None
        self.clicked.connect(self.open_menu)
        self._say()

    def set_kinds(self, kinds: tuple[str, ...]) -> None:
        """Choose without being asked."""
        self.kinds = kinds
        self._say()

    def open_menu(self) -> None:
        """The menu, under the button."""
        menu = StayingMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setAccessibleName(tr("Kinds of records"))
        everything = menu.addAction(tr("All kinds"))
        everything.triggered.connect(lambda: self._choose(menu, ()))
        menu.addSeparator()
        for kind in sorted(self.counts.kinds.keys() | set(self.kinds), key=kind_words):
            count = self.counts.kinds.get(kind, 0)
            action = menu.addAction(f"{kind_words(kind).replace('&', '&&')}\t{grouped(count)}")
            action.setCheckable(True)
            action.setChecked(kind in self.kinds)
            action.setData(kind)
            action.triggered.connect(lambda _=False: self._choose(menu, _ticked(menu)))
        self.menu_open = menu
        menu.destroyed.connect(self._forget_menu)
        menu.popup(self.mapToGlobal(QPoint(0, self.height())))

    def _forget_menu(self) -> None:
        self.menu_open = None

    def _choose(self, menu: QMenu, kinds: tuple[str, ...]) -> None:
        if not kinds:
            for action in menu.actions():
                action.setChecked(False)
        self.set_kinds(kinds)
        self.chosen.emit(kinds)

    def _say(self) -> None:
        match len(self.kinds):
            case 0:
                text = tr("All kinds")
            case 1:
                text = kind_words(self.kinds[0])
            case count:
                text = plural("%n kinds", "%n kind", count)
        self.setText(f"{text.replace('&', '&&')}  ▾")
        self.setAccessibleName(tr("Kinds of records: {chosen}").format(chosen=text))


def _ticked(menu: QMenu) -> tuple[str, ...]:
    ticked: list[QAction] = [action for action in menu.actions() if action.isCheckable() and action.isChecked()]
    return tuple(str(action.data()) for action in ticked)
