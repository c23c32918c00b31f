"""``python -m tests.helpers.languages [SCENE…]``: says of each scene what in it was not translated, as JSON."""

from __future__ import annotations

import asyncio
import gc
import json
import sys
import tempfile
from pathlib import Path

from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication
from qasync import QEventLoop

from tests.helpers.languages.more_scenes import all_scenes
from tests.helpers.languages.pseudo import speak_pseudo
from tests.helpers.languages.seen import Painted, seen
from tests.helpers.languages.untranslated import untranslated
from tests.helpers.pictures.stage import Clock, stage


async def _look(app: QApplication, wanted: list[str], painted: Painted) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for scene in all_scenes():
        if wanted and scene.name not in wanted:
            continue
        painted.texts.clear()
        with tempfile.TemporaryDirectory() as store:
            async with stage(app, Path(store), "light") as on:
                await scene.play(on)
                await on.settle()
                texts = {*seen(app), *(("painted", text) for text in painted.texts)}
                found[scene.name] = untranslated(texts, on)
        gc.collect()
    return found


def main() -> None:
    Clock.stop()
    QLocale.setDefault(QLocale.c())
    app = QApplication(["languages"])
    painted = Painted()
    painted.watch()
    speak_pseudo(app)
    gc.disable()
    loop = QEventLoop(app)
    asyncio.set_event_loop(loop)
    with loop:
        found = loop.run_until_complete(_look(app, sys.argv[1:], painted))
    print(json.dumps(found, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
