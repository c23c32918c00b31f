"""Draws the program's icons in the sizes and files each platform wants: ``python packaging/make_icons.py [FOLDER]``.

From ``icons/*.svg`` into FOLDER (``build/icons``): ``signalcabin.ico`` (Windows), ``signalcabin.icns`` (macOS), and
``hicolor/`` (Linux) as it lies below ``/usr/share/icons``: PNG in every size, the drawing itself, and the one in a
single colour that panels tint (``symbolic``). Needs nothing but Qt, and no display.
"""

from __future__ import annotations

import argparse
import os
import re
import struct
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

ROOT = Path(__file__).resolve().parents[1]
ICONS = ROOT / "icons"
NAME = "signalcabin"

SMALL_UP_TO_PX = 24
"""Up to this size the drawing made for small sizes is taken: it lies on whole pixels."""

LINUX_SIZES_PX = (16, 22, 24, 32, 48, 64, 128, 256, 512)
WINDOWS_SIZES_PX = (16, 20, 24, 32, 40, 48, 64, 256)
MAC_TYPES = {
    b"ic11": 32, b"ic12": 64, b"ic07": 128, b"ic13": 256, b"ic08": 256, b"ic14": 512, b"ic09": 512, b"ic10": 1024
}  # fmt: skip
"""Kinds of picture in an .icns, and their side in pixels; some sizes come twice, for screens of twice the density."""

_SYMBOLIC_INK = "#2e3436"
"""The colour GNOME and KDE replace by that of their text."""


def draw(size_px: int) -> QImage:
    """The program's icon, ``size_px`` on a side."""
    file = ICONS / ("app-small.svg" if size_px <= SMALL_UP_TO_PX else "app.svg")
    image = QImage(size_px, size_px, QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    QSvgRenderer(QByteArray(file.read_bytes())).render(painter, QRectF(0, 0, size_px, size_px))
    painter.end()
    return image


def symbolic(drawing: str) -> str:
    """A drawing in one colour, which panels replace by their own."""
    return re.sub(r'(fill|stroke)="#[0-9a-f]{6}"', rf'\1="{_SYMBOLIC_INK}"', drawing)


def png(image: QImage) -> bytes:
    """The picture as PNG."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if not image.save(buffer, "PNG"):
        raise OSError("Qt cannot write PNG here")
    return bytes(buffer.data())


def ico(images: list[QImage]) -> bytes:
    """A Windows icon: bitmaps, which old parts of Windows want, and PNG for the one too large for them."""
    bodies = [png(image) if image.width() >= 256 else _bitmap(image) for image in images]
    head = struct.pack("<HHH", 0, 1, len(images))
    offset = len(head) + 16 * len(images)
    for image, body in zip(images, bodies, strict=True):
        side = image.width() % 256  # 0 stands for 256
        head += struct.pack("<BBBBHHII", side, side, 0, 0, 1, 32, len(body), offset)
        offset += len(body)
    return head + b"".join(bodies)


def icns(images: dict[bytes, QImage]) -> bytes:
    """A macOS icon: a list of PNGs, each with its kind."""
    bodies = [(kind, png(image)) for kind, image in images.items()]
    chunks = b"".join(kind + struct.pack(">I", len(body) + 8) + body for kind, body in bodies)
    return b"icns" + struct.pack(">I", len(chunks) + 8) + chunks


def _bitmap(image: QImage) -> bytes:
    """A DIB: from the bottom up, blue green red alpha, and after it a mask nobody needs any more."""
    side = image.width()
    head = struct.pack("<IiiHHIIiiII", 40, side, 2 * side, 1, 32, 0, 0, 0, 0, 0, 0)
    # Named, so that it lives while its bits are read.
    upside_down = image.convertToFormat(QImage.Format.Format_ARGB32).flipped()
    return head + bytes(upside_down.constBits()) + bytes((side + 31) // 32 * 4 * side)


def make(folder: Path) -> list[Path]:
    """Write all of them below ``folder``; gives the files."""
    files: dict[Path, bytes] = {
        folder / f"{NAME}.ico": ico([draw(size) for size in WINDOWS_SIZES_PX]),
        folder / f"{NAME}.icns": icns({kind: draw(size) for kind, size in MAC_TYPES.items()}),
        folder / "hicolor" / "scalable" / "apps" / f"{NAME}.svg": (ICONS / "app.svg").read_bytes(),
        folder / "hicolor" / "symbolic" / "apps" / f"{NAME}-symbolic.svg": symbolic(
            (ICONS / "tray" / "working.svg").read_text(encoding="utf-8")
        ).encode(),
    }
    for size in LINUX_SIZES_PX:
        files[folder / "hicolor" / f"{size}x{size}" / "apps" / f"{NAME}.png"] = png(draw(size))
    for file, body in files.items():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(body)
    return list(files)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python packaging/make_icons.py", description="Draws the program's icons.")
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT / "build" / "icons", metavar="FOLDER")
    folder = parser.parse_args().folder
    _ = QGuiApplication.instance() or QGuiApplication([])
    for file in make(folder):
        print(file)


if __name__ == "__main__":
    main()
