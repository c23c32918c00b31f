"""Checks of ``app.desktop.garbage``."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from app.desktop import garbage as module
from app.desktop.garbage import Garbage


class Dying:
    """Knows in which thread it was collected."""

    died_in: list[str]

    def __init__(self) -> None:
        self.me = self

    def __del__(self) -> None:
        Dying.died_in.append(threading.current_thread().name)


@pytest.fixture
def garbage(qapp: object) -> Iterator[Garbage]:
    Dying.died_in = []
    made = Garbage()
    made.start()
    yield made
    made.stop()


def _allocate_much() -> None:
    kept = [[] for _ in range(50_000)]
    del kept


def test_what_a_worker_allocates_never_lets_an_object_die_in_it(garbage: Garbage) -> None:
    Dying()
    worker = threading.Thread(target=_allocate_much, name="worker")
    worker.start()
    worker.join()
    assert Dying.died_in == []
    gc.collect()
    assert Dying.died_in == ["MainThread"]


def test_a_frame_collects_only_when_something_is_due(garbage: Garbage, monkeypatch: pytest.MonkeyPatch) -> None:
    collected: list[int] = []
    for count, expected in [
        ((10, 0, 0), []),
        ((9_000, 0, 0), [0]),
        ((9_000, 11, 0), [1]),
        ((9_000, 11, 21), [1]),
        ((9_000, 11, 801), [2]),
    ]:
        collected.clear()
        with monkeypatch.context() as patch:
            patch.setattr(module.gc, "collect", collected.append)
            patch.setattr(module.gc, "get_count", lambda found=count: found)
            assert garbage.collect_if_due() is False
        assert collected == expected


def test_everything_there_is_is_looked_at_once_the_window_is_at_rest(
    garbage: Garbage, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    collected: list[int] = []
    monkeypatch.setattr(module.gc, "collect", collected.append)
    monkeypatch.setattr(module.gc, "get_count", lambda: (10, 0, 21))
    garbage._rest.setInterval(60)
    for _ in range(10):
        garbage.collect_if_due()
        qtbot.wait(5)
    assert collected == []
    qtbot.waitUntil(lambda: collected == [2])
    qtbot.wait(3 * 60)
    assert collected == [2]


def test_afterwards_python_collects_by_itself_again(qapp: object) -> None:
    made = Garbage()
    made.start()
    assert not gc.isenabled()
    made.stop()
    assert gc.isenabled()
    gc.disable()
