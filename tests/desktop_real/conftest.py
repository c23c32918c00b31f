"""A desktop, and the program on it. On a machine that lacks a part of it the tests say which, and are skipped."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.helpers.program import Program
from tests.helpers.real_desktop import RealDesktop, desktop_in


@pytest.fixture
def desktop(tmp_path: Path) -> Iterator[RealDesktop]:
    """A bus, a screen and a window manager; nothing else yet."""
    yield from desktop_in(tmp_path)


@pytest.fixture
def program(desktop: RealDesktop) -> Program:
    """Signalcabin in the tray of a desktop that has everything; no window is open."""
    desktop.start_tray("lxqt-panel")
    desktop.start_notifications()
    made = Program(desktop, "--in-tray")
    made.wait_for_icon()
    return made
