"""What all desktop tests need: Qt without a display, one loop for Qt and asyncio, no warning nobody expects."""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ |= {"LC_ALL": "C.UTF-8", "LANGUAGE": ""}  # the tests read English, whoever runs them

import pytest
import pytest_asyncio
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication
from qasync import QEventLoop

from app.desktop import theme as themes
from app.system.paths import DataPaths
from tests.helpers.scripted_hub import ScriptedHub

_HARMLESS = ("This plugin does not support",)
"""What the offscreen platform says when a window is raised."""


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "expects_warnings: this test causes warnings on purpose")


class _Loop(QEventLoop):
    """pytest-qt lets Qt's loop turn between fixtures too: coroutines that go on there must find their loop running."""

    def call_later(self, delay: float, callback: Callable[..., Any], *args: Any, context: Any = None) -> Any:
        return super().call_later(delay, self._inside, callback, args, context=context)

    def _inside(self, callback: Callable[..., Any], args: tuple[Any, ...]) -> None:
        if asyncio._get_running_loop() is not None:
            callback(*args)
            return
        asyncio._set_running_loop(self)
        try:
            callback(*args)
        finally:
            asyncio._set_running_loop(None)


def pytest_asyncio_loop_factories(
    config: pytest.Config, item: pytest.Item
) -> dict[str, Callable[[], asyncio.AbstractEventLoop]]:
    """Coroutines of these tests run inside Qt's event loop, as in the program."""
    return {"qt": lambda: _Loop(QApplication.instance() or QApplication([]))}


@pytest.fixture(autouse=True)
def _dressed(qapp: QApplication) -> Iterator[None]:
    """Every test begins in the light theme at normal text size and with no window of another."""
    qapp.setQuitOnLastWindowClosed(False)
    if themes.current_theme() is not themes.LIGHT or themes.text_scale() != 1.0 or not qapp.styleSheet():
        themes._State.text_scale = 1.0
        themes.apply_theme(qapp, "light")
    yield
    for widget in qapp.topLevelWidgets():
        widget.deleteLater()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture(autouse=True)
def _no_unexpected_warnings(
    request: pytest.FixtureRequest, caplog: pytest.LogCaptureFixture, qtlog: object
) -> Iterator[None]:
    """A warning in the log, ours or Qt's, fails the test."""
    yield
    if request.node.get_closest_marker("expects_warnings"):
        return
    ours = [record.getMessage() for record in caplog.get_records("call") if record.levelno >= logging.WARNING]
    from_qt = [record.message for record in qtlog.records if record.type.name not in ("QtDebugMsg", "QtInfoMsg")]  # type: ignore[attr-defined]
    unexpected = [text for text in [*ours, *from_qt] if not text.startswith(_HARMLESS)]
    assert not unexpected


@pytest.fixture
def paths(tmp_path_factory: pytest.TempPathFactory) -> DataPaths:
    """A data folder of the test's own."""
    made = DataPaths(tmp_path_factory.mktemp("d"))
    made.prepare()
    return made


@pytest_asyncio.fixture
async def hub(paths: DataPaths) -> AsyncIterator[ScriptedHub]:
    """A running hub that says what the test tells it to."""
    scripted = ScriptedHub(paths.feed_socket)
    await scripted.start()
    yield scripted
    await scripted.stop()


async def until(done: Callable[[], object], patience_s: float = 5.0) -> None:
    """Wait until something holds; fails after a few seconds."""
    deadline = asyncio.get_running_loop().time() + patience_s
    while not done():
        assert asyncio.get_running_loop().time() < deadline, "it did not happen in time"
        await asyncio.sleep(0.005)
