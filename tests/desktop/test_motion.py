"""Checks of ``app.desktop.motion``, and that nothing moves behind its back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.desktop import motion
from app.desktop.app import Desktop
from app.settings import Settings, load, save
from app.system.appearance import Wishes
from app.system.paths import DataPaths

DESKTOP = Path(__file__).resolve().parents[2] / "app" / "desktop"
MOVERS = r"QPropertyAnimation|QVariantAnimation|QTimeLine|QScroller|QParallelAnimationGroup|setAnimated\(True"


@pytest.fixture(autouse=True)
def _as_it_was(qapp: QApplication) -> Iterator[None]:
    blink = qapp.styleHints().cursorFlashTime()
    yield
    motion.system_says(qapp, None)
    motion.choose(qapp, "system")
    assert qapp.styleHints().cursorFlashTime() == blink


@pytest.mark.parametrize(("chosen", "system", "still"), [
    ("system", None, False), ("system", False, False), ("system", True, True),
    ("on", False, True), ("on", None, True), ("off", True, False),
])  # fmt: skip
def test_a_person_s_own_choice_wins_over_what_the_system_says(
    qapp: QApplication, chosen: str, system: bool | None, still: bool
) -> None:
    motion.system_says(qapp, system)
    motion.choose(qapp, chosen)
    assert motion.is_reduced() is still


def test_with_less_motion_nothing_takes_time_and_no_caret_blinks(qapp: QApplication) -> None:
    motion.choose(qapp, "on")
    assert motion.duration_ms() == 0
    assert qapp.styleHints().cursorFlashTime() == 0
    motion.choose(qapp, "off")
    assert qapp.styleHints().cursorFlashTime() > 0


def test_otherwise_nothing_takes_longer_than_120_ms(qapp: QApplication) -> None:
    motion.choose(qapp, "off")
    assert (motion.duration_ms(), motion.duration_ms(80), motion.duration_ms(400)) == (120, 80, 120)
    assert not any(QApplication.isEffectEnabled(effect) for effect in (Qt.UI_FadeMenu, Qt.UI_AnimateTooltip))


def test_whoever_moves_something_asks_how_long_it_may_take() -> None:
    movers = {file for file in DESKTOP.rglob("*.py") if re.search(MOVERS, file.read_text("utf-8"))}
    assert [file.name for file in movers if "duration_ms" not in file.read_text("utf-8")] == []


def test_whoever_lets_a_caret_blink_asks_qt_how_fast() -> None:
    blinks = re.compile(r"blink_|_blink|\bblink\(")
    blinkers = {file for file in DESKTOP.rglob("*.py") if blinks.search(file.read_text("utf-8"))}
    assert [file.name for file in blinkers if "cursorFlashTime" not in file.read_text("utf-8")] == []


async def test_the_setting_the_menu_and_the_desktop_lead_to_the_same(qapp: QApplication, paths: DataPaths) -> None:
    save(paths.settings, Settings(reduced_motion="on"))
    desktop = Desktop(qapp, paths, start_hub=False)
    assert motion.is_reduced()
    desktop.window.reduced_motion_wanted.emit(False)
    assert not motion.is_reduced()
    assert load(paths.settings).settings.reduced_motion == "off"
    desktop._wishes_came(Wishes(less_motion=True))
    assert not motion.is_reduced()
    desktop.choices.change(reduced_motion="system")
    motion.choose(qapp, "system")
    assert motion.is_reduced()
    desktop.window.deleteLater()
