"""The status marks: which shape and colour a status has, drawn from ``icons/`` at any size and tinted by the theme."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from app.core.projections.rows import SessionRow
from app.desktop.colours import TRAY_INKS
from app.desktop.theme import current_theme, resources_dir, scaled_px

SIGNAL_OF_STATUS = {
    "working": "working",
    "waiting": "needs_you",
    "done": "finished",
    "idle": "finished",
    "interrupted": "interrupted",
    "failed": "failed",
    "ended": "ended",
    "lost": "lost",
}
"""Status → name of the mark, which is also the theme's colour."""

TRAY_STATES = ("needs_you", "failed", "working", "quiet", "away")
"""What the semaphore arm can say, worst first; ``away`` is for when no hub can be reached."""


def signal_of(row: SessionRow) -> str:
    """The mark of a session."""
    return SIGNAL_OF_STATUS.get(row.status, "lost")


def signal_pixmap(name: str, size_px: int, ratio: float = 1.0, colour: str = "") -> QPixmap:
    """A mark of ``size_px`` logical pixels in the theme's colour of that name, or in ``colour`` (``#rrggbb``)."""
    return _tinted(name, size_px, ratio, colour or getattr(current_theme(), name))


def signal_icon(name: str, colour: str = "") -> QIcon:
    """A mark as an icon for buttons and menus, in the size of ``icon_size``."""
    icon = QIcon()
    for ratio in (1.0, 2.0):
        icon.addPixmap(signal_pixmap(name, scaled_px(16), ratio, colour))
    return icon


def icon_size() -> QSize:
    """What to give ``setIconSize`` beside text of today's size."""
    return QSize(scaled_px(16), scaled_px(16))


@lru_cache(maxsize=1)
def app_icon() -> QIcon:
    """The program's own icon; up to 24 pixels the drawing that lies on whole ones."""
    icon = QIcon()
    _add(icon, "app-small.svg", (16, 24))
    _add(icon, "app.svg", (32, 48, 64, 128, 256))
    return icon


class _Chosen:
    """One tray for a process."""

    ink: str = ""


def choose_tray_ink(name: str) -> None:
    """As the setting ``tray_icon``; icons made from here on wear it."""
    _Chosen.ink = TRAY_INKS[name]


def tray_ink() -> str:
    """The one colour of the tray's icons, ``#rrggbb``; "" where they wear their own."""
    return _Chosen.ink


def tray_icon(state: str) -> QIcon:
    """The semaphore arm for one of ``TRAY_STATES``, in its colours or in the one that was chosen."""
    return _tray_icon(state, _Chosen.ink)


@lru_cache(maxsize=16)
def _tray_icon(state: str, ink: str) -> QIcon:
    icon = QIcon()
    _add(icon, f"tray/{state}.svg", (16, 22, 24, 32, 44, 48, 64), ink)
    # The menu bar of macOS gives such an icon the colour of its own text.
    icon.setIsMask(bool(ink))
    return icon


def _add(icon: QIcon, file: str, sizes_px: tuple[int, ...], ink: str = "") -> None:
    for size in sizes_px:
        pixmap = _render(_renderer(file), size, 1.0)
        icon.addPixmap(_dyed(pixmap, ink) if ink else pixmap)


@lru_cache(maxsize=256)
def _tinted(name: str, size_px: int, ratio: float, colour: str) -> QPixmap:
    return _dyed(_render(_renderer(f"signals/{name}.svg"), size_px, ratio), colour)


def _dyed(pixmap: QPixmap, colour: str) -> QPixmap:
    """All that is drawn in ``pixmap``, in one colour."""
    painter = QPainter(pixmap)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceIn)
    painter.fillRect(pixmap.rect(), QColor(colour))
    painter.end()
    return pixmap


def _render(renderer: QSvgRenderer, size_px: int, ratio: float) -> QPixmap:
    pixmap = QPixmap(QSize(round(size_px * ratio), round(size_px * ratio)))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    renderer.render(painter, QRectF(0, 0, size_px, size_px))
    painter.end()
    return pixmap


@lru_cache(maxsize=64)
def _renderer(file: str) -> QSvgRenderer:
    """A drawing of ours; raises FileNotFoundError when the program was taken apart."""
    return QSvgRenderer(QByteArray((resources_dir() / "icons" / file).read_bytes()))
