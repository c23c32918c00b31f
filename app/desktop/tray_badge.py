"""The tray's icon with the number of sessions that wait: at its lower right, legible from 16 pixels on."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QIcon, QPainter, QPainterPath, QPixmap, QTransform

from app.desktop.colours import BADGE_DIGIT, BADGE_GROUND
from app.desktop.signals import tray_icon, tray_ink

SIZES_PX = (16, 22, 24, 32, 44, 48, 64)


def badge_text(waiting: int) -> str:
    """One digit: a panel's icon has room for no more."""
    return "" if waiting <= 0 else str(waiting) if waiting <= 9 else "+"


def badged_icon(state: str, waiting: int) -> QIcon:
    """The arm for ``state``, with how many wait."""
    text = badge_text(waiting)
    return _badged(state, text, tray_ink()) if text else tray_icon(state)


@lru_cache(maxsize=32)
def _badged(state: str, text: str, ink: str) -> QIcon:
    icon = QIcon()
    plain = tray_icon(state)
    for size in SIZES_PX:
        icon.addPixmap(_draw(plain.pixmap(size, size), size, text, ink))
    icon.setIsMask(plain.isMask())
    return icon


def _draw(pixmap: QPixmap, size: int, text: str, ink: str) -> QPixmap:
    """A disc of two thirds of the icon, cut out of the drawing by a gap, so that both stay apart on any panel.

    ``ink``: where the whole icon wears one, the digit is a hole in the disc.
    """
    side = round(size * 0.66)
    disc = QRectF(size - side, size - side, side, side)
    gap = max(1.0, size / 22)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(ink or BADGE_GROUND))
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Clear)
    painter.drawEllipse(disc.adjusted(-gap, -gap, gap, gap))
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
    painter.drawEllipse(disc)
    if ink:
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Clear)
    painter.setBrush(QColor(BADGE_DIGIT))
    painter.drawPath(_digit(disc, text))
    painter.end()
    return pixmap


def _digit(disc: QRectF, text: str) -> QPainterPath:
    """The digit as a shape, its ink in the middle of the disc at every size: hinted text is never quite there."""
    font = QFont()
    font.setBold(True)
    font.setPixelSize(64)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    path = QPainterPath()
    path.addText(0, 0, font, text)
    ink = path.boundingRect()
    grow = disc.height() * 0.64 / max(ink.width(), ink.height())
    return QTransform.fromScale(grow, grow).map(path.translated(-ink.center())).translated(disc.center())
