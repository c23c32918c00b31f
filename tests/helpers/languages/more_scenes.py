"""Scenes no picture is kept of, so that every menu is seen in another language, too."""

from __future__ import annotations

import re

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu

from app.desktop.tray import Tray
from app.desktop.views.output_menu import menu_for
from tests.helpers import canned
from tests.helpers.pictures.scene import Scene, afternoon
from tests.helpers.pictures.scenes import scenes
from tests.helpers.pictures.stage import Clock, Stage

_NO_WORDS = ("icons", "cards-large")
"""Scenes without words of the window's, or with those of another."""


_RECORDING = re.compile(r"claude_code-\d")
_TELLING = ("compaction", "transcript-tools-and-subagent", "questions-and-plans", "stopped-by-hook", "-team")
"""Recordings in which something of every kind happens; the rest would say the same again."""


async def _timeline_menu(stage: Stage) -> None:
    await afternoon(stage)
    stage.window.session.timeline.menu.open_at(QPoint(400, 200))
    await stage.settle()


async def _timeline_legend(stage: Stage) -> None:
    await afternoon(stage)
    stage.window.session.timeline.menu.open_legend()
    await stage.settle()


async def _output_menu(stage: Stage) -> None:
    await afternoon(stage)
    output = stage.window.session.output
    menu_for(output, output.page.nearest(QPoint(60, 60)), "https://example.org/").popup(QPoint(400, 200))
    await stage.settle()


async def _every_command(stage: Stage) -> None:
    await afternoon(stage, 1120, 720)
    stage.window.open_palette()
    await stage.settle()


async def _kinds(stage: Stage) -> None:
    await afternoon(stage, 1120, 720)
    stage.window.session.toggle_events()
    await stage.settle()
    stage.window.session.events.kinds.open_menu()
    await stage.settle()


async def _refused(stage: Stage) -> None:
    canned.fill(stage.hub, Clock.now_us)
    await stage.open()
    assert stage.link is not None
    stage.link._become("refused", "Wrong token.")
    await stage.settle()


async def _tray_menu(stage: Stage) -> None:
    await afternoon(stage)
    menu = QMenu(stage.window)
    Tray(stage.cabin, stage.window).build_menu(menu)
    menu.popup(QPoint(400, 200))
    await stage.settle()


def all_scenes() -> list[Scene]:
    """Those of the pictures, each once, and more."""
    kept = [scene for scene in scenes() if scene.name not in _NO_WORDS]
    kept = [scene for scene in kept if not _RECORDING.match(scene.name) or scene.name.endswith(_TELLING)]
    kept = [scene for scene in kept if scene.ratio == 1 and scene.text_scale == 1.0 and not scene.from_the_right]
    more = (_timeline_menu, _timeline_legend, _output_menu, _every_command, _kinds, _refused, _tray_menu)
    return [*kept, *(Scene(play.__name__.strip("_").replace("_", "-"), play) for play in more)]
