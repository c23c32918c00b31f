"""One line of words painted in an interface that may run from the right, while the words run as they do."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle


def draw_line(
    painter: QPainter, direction: Qt.LayoutDirection, whole: QRect, rect: QRect, text: str, *, at_end: bool = False
) -> None:
    """Draw at the beginning or the end of ``rect``, which lies in ``whole`` as if the interface ran from the left."""
    side = Qt.AlignmentFlag.AlignRight if at_end else Qt.AlignmentFlag.AlignLeft
    align = QStyle.visualAlignment(direction, side | Qt.AlignmentFlag.AlignVCenter)
    # Else the full stop of an English sentence would stand before it.
    painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)
    flags = align | Qt.AlignmentFlag.AlignAbsolute | Qt.TextFlag.TextSingleLine
    painter.drawText(QStyle.visualRect(direction, whole, rect), flags, text)
