"""Everything a person could read or hear of the open windows: texts of widgets, of models, of what is painted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, QModelIndex, Qt
from PySide6.QtGui import QAccessible, QAction, QPainter
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QGroupBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QWidget,
)

from tests.helpers.accessible_tree import walk

_ROLES = (
    Qt.ItemDataRole.DisplayRole,
    Qt.ItemDataRole.ToolTipRole,
    Qt.ItemDataRole.AccessibleTextRole,
    Qt.ItemDataRole.AccessibleDescriptionRole,
)
_MOST_ROWS = 200

Seen = tuple[str, str]
"""Where, and what is said there."""


class Painted:
    """Remembers what is painted as text, from ``watch`` on."""

    def __init__(self) -> None:
        self.texts: set[str] = set()

    def watch(self) -> None:
        """Look over the painters' shoulders."""
        draw: Callable[..., Any] = QPainter.drawText

        def draw_and_tell(painter: QPainter, *words: Any) -> Any:
            self.texts.update(word for word in words if isinstance(word, str))
            return draw(painter, *words)

        QPainter.drawText = draw_and_tell  # type: ignore[method-assign]


def seen(app: QApplication) -> Iterator[Seen]:
    """All of it; what stands in fields to be written in is the person's own."""
    for window in app.topLevelWidgets():
        if window.isVisible():
            for widget in (window, *window.findChildren(QWidget)):
                yield from ((type(widget).__name__, text) for text in _texts_of(widget) if text)
            for path, each in walk(window):
                for part in (QAccessible.Text.Name, QAccessible.Text.Description):
                    if each.text(part):
                        yield f"{path} ({part.name})", each.text(part)


def _texts_of(widget: QWidget) -> Iterator[str]:
    yield from (widget.windowTitle(), widget.toolTip(), widget.accessibleName(), widget.accessibleDescription())
    yield from (text for action in widget.actions() for text in _of_action(action))
    if isinstance(widget, (QLabel, QAbstractButton)):
        yield widget.text()
    if isinstance(widget, (QLineEdit, QPlainTextEdit)):
        yield widget.placeholderText()
    if isinstance(widget, QGroupBox):
        yield widget.title()
    if isinstance(widget, QComboBox):
        yield from (widget.itemText(row) for row in range(widget.count()))
    if isinstance(widget, QMenu):
        yield widget.title()
    if isinstance(widget, QAbstractItemView) and not isinstance(widget, QHeaderView) and widget.model() is not None:
        yield from _of_model(widget.model())


def _of_action(action: QAction) -> Iterator[str]:
    yield from (action.text(), action.toolTip())


def _of_model(model: QAbstractItemModel) -> Iterator[str]:
    nowhere = QModelIndex()
    columns = range(1 if isinstance(model, QAbstractListModel) else model.columnCount(nowhere))
    for column in columns:
        yield str(model.headerData(column, Qt.Orientation.Horizontal) or "")
    for row in range(min(_MOST_ROWS, model.rowCount(nowhere))):
        for column in columns:
            for role in _ROLES:
                told = model.data(model.index(row, column), role)
                if isinstance(told, str):
                    yield told
