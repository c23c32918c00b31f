"""``python -m tests.helpers.languages.look FOLDER [--language zh_CN] [SCENE…]``: pictures of the scenes in a language.

For looking only: they are painted with this machine's fonts, for those of the program have no Chinese letters.
``--language pseudo`` paints the language nobody speaks, whose texts are longer by a third.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import tempfile
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from qasync import QEventLoop

from app.desktop import language
from tests.helpers.languages.more_scenes import all_scenes
from tests.helpers.languages.pseudo import speak_pseudo
from tests.helpers.pictures.stage import Clock, stage


async def _paint(app: QApplication, folder: Path, wanted: Sequence[str], theme: str, scale: float) -> None:
    for scene in all_scenes():
        if wanted and scene.name not in wanted:
            continue
        with tempfile.TemporaryDirectory() as store:
            async with stage(app, Path(store), theme, scale) as on:
                await scene.play(on)
                await on.settle()
                if not on.picture().save(str(folder / f"{scene.name}.png")):
                    raise OSError(f"{folder} cannot be written")
        gc.collect()


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.helpers.languages.look")
    parser.add_argument("folder", type=Path)
    parser.add_argument("scenes", nargs="*", metavar="SCENE", help="only these (all)")
    parser.add_argument("--language", default="zh_CN")
    parser.add_argument("--theme", default="light")
    parser.add_argument("--text-scale", type=float, default=1.0)
    parser.add_argument("--from-the-right", action="store_true")
    words = parser.parse_intermixed_args()
    words.folder.mkdir(parents=True, exist_ok=True)
    Clock.stop()
    app = QApplication(["look"])
    if words.language == "pseudo":
        speak_pseudo(app)
    elif language.choose(app, words.language) != words.language:
        parser.error(f"no catalogue for {words.language}")
    if words.from_the_right:
        app.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    gc.disable()
    loop = QEventLoop(app)
    asyncio.set_event_loop(loop)
    with loop:
        loop.run_until_complete(_paint(app, words.folder, words.scenes, words.theme, words.text_scale))


if __name__ == "__main__":
    main()
