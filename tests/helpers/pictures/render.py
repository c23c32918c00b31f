"""Paints scenes into a folder: ``python -m tests.helpers.pictures.render [--ratio 2] FOLDER [SCENE…]``.

To be started by ``take``, which gives it an environment in which every machine paints the same.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QApplication
from qasync import QEventLoop

from app.desktop.theme import resources_dir
from tests.helpers.pictures.scenes import Scene, scenes
from tests.helpers.pictures.stage import Clock, stage

ROOT = Path(__file__).parents[3]
KEPT = ROOT / "tests" / "pictures"
README = ROOT / "resources" / "pictures"
PAGE = ROOT / "build" / "pictures" / "index.html"
FAILED = PAGE.parent / "failed"

_FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <dir>{fonts}</dir>
  <cachedir>{cache}</cachedir>
</fontconfig>
"""

_SCREEN = {"name": "still", "x": 0, "y": 0, "width": 3840, "height": 3200, "logicalDpi": 96, "dpr": 1}


class NotPainted(Exception):
    """The pictures could not be taken; the text is what the painter said."""


def name_of(scene: Scene, theme: str) -> str:
    """A picture's place below the folder of pictures."""
    return f"{theme}/{scene.name}.png"


def take(folder: Path, wanted: Sequence[str] = ()) -> None:
    """Take the pictures of all scenes, or of those named, into ``folder``; raises NotPainted."""
    for ratio in sorted({scene.ratio for scene in scenes() if not wanted or scene.name in wanted}):
        command = [sys.executable, "-m", "tests.helpers.pictures.render", "--ratio", str(ratio), str(folder), *wanted]
        with tempfile.TemporaryDirectory(prefix="signalcabin-pictures-") as scratch:
            done = subprocess.run(
                command, cwd=ROOT, env=_environment(Path(scratch), ratio), capture_output=True, text=True, check=False
            )
        if done.returncode:
            raise NotPainted(f"{done.stdout[-2000:]}\n{done.stderr[-4000:]}")


def _environment(scratch: Path, ratio: int) -> dict[str, str]:
    """No word of this machine's: its fonts, its screen, its language, its clock's zone, its person's home."""
    fonts = scratch / "fonts.conf"
    screen = scratch / "screen.json"
    screen.write_text(json.dumps({"screens": [_SCREEN]}))
    fonts.write_text(_FONTS.format(fonts=resources_dir() / "resources" / "fonts", cache=scratch / "cache"))
    return {
        "PATH": os.environ.get("PATH", ""),
        "PYTHONPATH": str(ROOT),
        "PYTHONHASHSEED": "0",
        "HOME": "/home/ada",
        "TMPDIR": str(scratch),
        "XDG_RUNTIME_DIR": str(scratch),
        "XDG_CACHE_HOME": str(scratch / "cache"),
        "XDG_CONFIG_HOME": str(scratch / "config"),
        "XDG_CONFIG_DIRS": str(scratch / "config"),
        "FONTCONFIG_FILE": str(fonts),
        "LC_ALL": "C.UTF-8",
        "TZ": "UTC",
        "QT_QPA_PLATFORM": f"offscreen:configfile={screen}",
        "QT_FONT_DPI": "96",
        "QT_SCALE_FACTOR": str(ratio),
    }


async def _paint(app: QApplication, folder: Path, chosen: Sequence[Scene]) -> None:
    for scene in chosen:
        from_the_right = Qt.LayoutDirection.RightToLeft if scene.from_the_right else Qt.LayoutDirection.LeftToRight
        app.setLayoutDirection(from_the_right)
        for theme in scene.themes:
            with tempfile.TemporaryDirectory() as store:
                async with stage(app, Path(store), theme, scene.text_scale) as on:
                    await scene.play(on)
                    await on.settle()
                    file = folder / name_of(scene, theme)
                    file.parent.mkdir(parents=True, exist_ok=True)
                    if not on.picture().save(str(file), "PNG", 60):
                        raise NotPainted(f"{file} cannot be written")
        gc.collect()


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("wanted", nargs="*", default=[])
    parser.add_argument("--ratio", type=int, default=1)
    words = parser.parse_args()
    chosen = [scene for scene in scenes() if scene.ratio == words.ratio]
    chosen = [scene for scene in chosen if not words.wanted or scene.name in words.wanted]
    Clock.stop()
    QLocale.setDefault(QLocale.c())
    app = QApplication(["pictures"])
    app.setCursorFlashTime(0)
    gc.disable()  # as in the program: windows die where they were born
    loop = QEventLoop(app)
    asyncio.set_event_loop(loop)
    with loop:
        loop.run_until_complete(_paint(app, words.folder, chosen))


if __name__ == "__main__":
    main()
