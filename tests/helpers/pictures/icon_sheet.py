"""A contact sheet of the icons: each as it is and enlarged, on light and dark panels, and in one colour."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QWidget

from app.desktop.colours import TRAY_INKS
from app.desktop.signals import TRAY_STATES, app_icon, choose_tray_ink, tray_icon
from app.desktop.theme import SMALL, ui_font

_SIZES_PX = (16, 22, 24, 32, 48)
_PANELS = (("#f6f6f7", "dark"), ("#16171a", "light"))
_ENLARGED = 5
_ROW_PX = 92
_LEFT_PX = 96


class IconSheet(QWidget):
    """Both panels side by side, one state a line."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.resize(1100, 20 + _ROW_PX * (len(TRAY_STATES) + 1))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(ui_font(SMALL))
        half = self.width() // 2
        for number, (ground, ink) in enumerate(_PANELS):
            painter.fillRect(QRect(number * half, 0, half, self.height()), QColor(ground))
            for line, state in enumerate((*TRAY_STATES, "app")):
                top = 10 + line * _ROW_PX
                painter.setPen(QColor(TRAY_INKS[ink]))
                painter.drawText(QRect(number * half + 12, top, _LEFT_PX, 80), Qt.AlignmentFlag.AlignVCenter, state)
                icon = app_icon() if state == "app" else tray_icon(state)
                choose_tray_ink(ink)
                one_ink = None if state == "app" else tray_icon(state)
                choose_tray_ink("colour")
                _line(painter, number * half + _LEFT_PX, top, icon, one_ink)


def _line(painter: QPainter, left: int, top: int, icon: QIcon, one_ink: QIcon | None) -> None:
    side = 16 * _ENLARGED
    for each in (icon, one_ink):
        if each is not None:
            painter.drawPixmap(QRect(left, top, side, side), _enlarged(each.pixmap(16, 16)))
            left += side + 12
    for size in _SIZES_PX:
        for row, each in enumerate((icon, one_ink)):
            if each is not None and (size <= 32 or not row):
                painter.drawPixmap(left, top + row * 46, each.pixmap(size, size))
        left += size + 12


def _enlarged(pixmap: QPixmap) -> QPixmap:
    return pixmap.scaled(pixmap.size() * _ENLARGED, Qt.AspectRatioMode.KeepAspectRatio)
