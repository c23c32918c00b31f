"""A window that stands still for a while is late for every beat of that while, not for one."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import pytest

from app.desktop import heartbeat as module
from app.desktop.heartbeat import Heartbeat


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch, qapp: object) -> Iterator[list[float]]:
    """What the clock says next, in milliseconds; afterwards the last of it."""
    said: list[float] = []
    monkeypatch.setattr(module, "_now_ms", lambda: said.pop(0) if len(said) > 1 else said[0])
    yield said


def test_beats_in_time_are_not_late(clock: list[float]) -> None:
    clock += itertools.chain(range(0, 500, 5), [500])
    beating = Heartbeat()
    beating.start()
    for _ in range(99):
        beating._beat()
    assert beating.stop() == {"beats": 100, "p50": 0.0, "p99": 0.0, "max": 0.0}


def test_a_stall_of_fifty_milliseconds_is_ten_late_beats(clock: list[float]) -> None:
    clock += [0, 5, 10, 60]
    beating = Heartbeat()
    beating.start()
    beating._beat()
    beating._beat()
    figures = beating.stop()
    assert figures["beats"] == 2 + 9 and figures["max"] == 45.0 and figures["p50"] == 20.0
