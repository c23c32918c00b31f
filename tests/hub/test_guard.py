"""Mistakes of one part are on record and cost the others nothing."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from app.hub import guard as guard_module
from app.hub.guard import Guard


def broken(*arguments: object) -> None:
    raise LookupError(f"a mistake of ours {arguments}")


def test_a_call_that_fails_gives_none_and_leaves_a_crash_file(tmp_path: Path) -> None:
    guard = Guard(tmp_path)
    assert guard.call("adding", lambda a, b: a + b, 1, 2) == 3
    assert guard.call("breaking", broken, 7) is None
    (crash,) = tmp_path.glob("crash-*.txt")
    assert "breaking" in crash.read_text() and "a mistake of ours (7,)" in crash.read_text()
    assert guard.mistakes == 1


def test_a_crash_file_that_cannot_be_written_is_no_second_mistake(tmp_path: Path) -> None:
    guard = Guard(tmp_path / "nowhere")
    assert guard.call("breaking", broken) is None
    assert guard.mistakes == 1


def test_what_is_meant_to_end_the_hub_ends_it(tmp_path: Path) -> None:
    def interrupted() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Guard(tmp_path).call("working", interrupted)


async def test_a_background_job_starts_again_after_a_mistake_and_ends_when_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guard_module, "_FIRST_PAUSE_S", 0.001)
    starts = 0
    running = asyncio.Event()

    async def job() -> None:
        nonlocal starts
        starts += 1
        if starts < 4:
            broken(starts)
        running.set()
        await asyncio.Event().wait()

    guard = Guard(tmp_path)
    task = guard.keep_running("a job", job)
    await asyncio.wait_for(running.wait(), 5)
    assert (starts, guard.mistakes) == (4, 3)
    await guard.stop_all()
    assert task.cancelled()
