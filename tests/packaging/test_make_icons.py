"""Checks of ``packaging/make_icons.py``: what it writes is read by somebody else's reader, or taken apart by hand."""

from __future__ import annotations

import importlib.util
import struct
from pathlib import Path
from types import ModuleType

import pytest

pytest.importorskip("PySide6.QtGui")

from PySide6.QtGui import QImage, QImageReader

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def script() -> ModuleType:
    """A script, not a package: ``packaging`` is the name of a library."""
    spec = importlib.util.spec_from_file_location("make_icons", ROOT / "packaging" / "make_icons.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def made(script: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("icons")
    script.make(folder)
    return folder


def test_the_windows_icon_holds_every_size_and_shows_the_drawing_the_right_way_up(
    made: Path, script: ModuleType
) -> None:
    reader = QImageReader(str(made / "signalcabin.ico"))
    sizes = []
    for number in range(reader.imageCount()):
        assert reader.jumpToImage(number)
        image = reader.read()
        sizes.append(image.width())
        drawn = script.draw(image.width())
        for x, y in ((x, y) for x in range(image.width()) for y in range(image.height())):
            read, wanted = image.pixelColor(x, y).getRgb(), drawn.pixelColor(x, y).getRgb()
            # What is hardly there loses a little of its colour on the way.
            assert wanted[3] < 64 or max(abs(a - b) for a, b in zip(read, wanted, strict=True)) <= 4, (x, y)
    assert tuple(sizes) == script.WINDOWS_SIZES_PX


def test_the_mac_icon_is_a_list_of_pictures_each_of_the_size_of_its_kind(made: Path, script: ModuleType) -> None:
    data = (made / "signalcabin.icns").read_bytes()
    assert data[:4] == b"icns"
    assert struct.unpack(">I", data[4:8])[0] == len(data)
    found, at = {}, 8
    while at < len(data):
        (length,) = struct.unpack(">I", data[at + 4 : at + 8])
        found[data[at : at + 4]] = QImage.fromData(data[at + 8 : at + length], "PNG").width()
        at += length
    assert found == script.MAC_TYPES


def test_a_linux_desktop_finds_each_size_in_its_own_folder(made: Path, script: ModuleType) -> None:
    for size in script.LINUX_SIZES_PX:
        image = QImage(str(made / "hicolor" / f"{size}x{size}" / "apps" / "signalcabin.png"))
        assert (image.width(), image.height(), image.hasAlphaChannel()) == (size, size, True)
    assert (made / "hicolor" / "scalable" / "apps" / "signalcabin.svg").is_file()


def test_the_one_for_panels_that_tint_has_one_colour_only(made: Path) -> None:
    drawing = (made / "hicolor" / "symbolic" / "apps" / "signalcabin-symbolic.svg").read_text()
    colours = {part[:7] for part in drawing.split('="') if part.startswith("#")}
    assert len(colours) == 1
