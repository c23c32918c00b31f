"""Checks of ``app.desktop.frame``."""

from __future__ import annotations

import itertools
import time

from pytestqt.qtbot import QtBot

from app.desktop.frame import FRAME_MS, Frame, Paced


def test_without_work_there_is_no_timer(qtbot: QtBot) -> None:
    frame = Frame()
    frame.add(lambda: False)
    assert frame.is_idle
    frame.wake()
    assert not frame.is_idle
    qtbot.waitUntil(lambda: frame.ticks == 1)
    assert frame.is_idle


def test_many_wakes_make_one_tick(qtbot: QtBot) -> None:
    frame, runs = Frame(), []
    frame.add(lambda: runs.append(1) or False)
    for _ in range(10_000):
        frame.wake()
    qtbot.waitUntil(lambda: bool(runs))
    qtbot.wait(3 * FRAME_MS)
    assert len(runs) == 1


def test_a_job_with_more_to_do_is_called_again_and_then_no_more(qtbot: QtBot) -> None:
    frame, left = Frame(), [3]

    def job() -> bool:
        left[0] -= 1
        return left[0] > 0

    frame.add(job)
    frame.wake()
    qtbot.waitUntil(lambda: left[0] == 0)
    qtbot.wait(3 * FRAME_MS)
    assert (left[0], frame.ticks, frame.is_idle) == (0, 3, True)


def test_every_job_runs_even_when_the_first_has_more_to_do(qtbot: QtBot) -> None:
    frame, seen = Frame(), []
    frame.add(lambda: not seen.append("first") and len(seen) < 3)
    frame.add(lambda: seen.append("second") or False)
    frame.wake()
    qtbot.waitUntil(lambda: frame.is_idle and frame.ticks > 0)
    assert seen[:2] == ["first", "second"]


def test_ticks_keep_a_frame_between_them(qtbot: QtBot) -> None:
    frame, times = Frame(), []
    frame.add(lambda: times.append(time.monotonic()) or len(times) < 5)
    frame.wake()
    qtbot.waitUntil(lambda: len(times) == 5)
    assert min(after - before for before, after in itertools.pairwise(times)) >= FRAME_MS / 1000 * 0.8


def test_what_is_paced_is_called_at_once_and_then_once_for_all_that_was_wanted_meanwhile(qtbot: QtBot) -> None:
    calls: list[int] = []
    paced = Paced(50, lambda: calls.append(1))
    paced.want()
    assert len(calls) == 1
    for _ in range(1000):
        paced.want()
    assert len(calls) == 1
    qtbot.waitUntil(lambda: len(calls) == 2)
    qtbot.wait(3 * 50)
    assert len(calls) == 2


def test_what_is_paced_leaves_no_timer_behind(qtbot: QtBot) -> None:
    paced = Paced(5, lambda: None)
    paced.want()
    qtbot.waitUntil(lambda: not paced._timer.isActive())
