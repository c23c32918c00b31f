"""What holds in every test: a home of its own, no word from the developer's environment, goldens on request."""

from __future__ import annotations

import gc
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

_FOREIGN = ("ANTHROPIC_", "CLAUDE", "OPENAI_", "GEMINI_", "COPILOT_", "CURSOR_", "SIGNALCABIN_", "AI_AGENT")
_MADE_BEFORE_COLLECTING = 20_000
"""Objects; few tests make as many, and looking at the young ones costs a millisecond or two."""
_COLLECTIONS_BEFORE_ALL = 100
"""Looking at everything, all the collected tests among it, takes half a second."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-goldens", action="store_true", help="write tests/golden anew instead of comparing")


def pytest_configure() -> None:
    """A run in the background of a script begins with Ctrl-C ignored, and so would every command it tries Ctrl-C on."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(autouse=True)
def _garbage_is_collected_between_tests() -> Iterator[None]:
    """As in the program: a window that an earlier test left must not die in a worker thread of a later one."""
    gc.disable()
    yield
    gc.disable()  # a program that ended may have switched it on
    made, _, collections = gc.get_count()
    if collections > _COLLECTIONS_BEFORE_ALL:
        gc.collect()
    elif made > _MADE_BEFORE_COLLECTING:
        gc.collect(1)


@pytest.fixture(autouse=True)
def _own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Nothing in a test may see, or touch, the machine's own agents."""
    home = tmp_path_factory.mktemp("home")
    for name in list(os.environ):
        if name.startswith(_FOREIGN):
            monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(home))
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(name, str(home / name.lower()))
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(home))  # goes with the test, and is short enough for sockets
    return home
