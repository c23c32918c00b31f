"""Checks of ``app.desktop.only_window``: one window a data folder, and a second start that calls it."""

from __future__ import annotations

import asyncio
import os
import socket
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.desktop import only_window
from app.desktop.only_window import Call, OnlyWindow, WindowSilent, call, calling, claim
from app.system.paths import DataPaths
from tests.desktop.conftest import until


@pytest.fixture
def first(paths: DataPaths) -> Iterator[OnlyWindow]:
    only = claim(paths)
    assert only is not None
    yield only
    only.close()


async def test_the_second_start_is_heard_by_the_first(paths: DataPaths, first: OnlyWindow) -> None:
    heard: list[Call] = []
    await first.listen(heard.append)
    assert claim(paths) is None
    await asyncio.to_thread(call, paths, Call(session="s-1", token="t"))
    assert heard == [Call(session="s-1", token="t")]


async def test_only_the_owner_may_call(paths: DataPaths, first: OnlyWindow) -> None:
    await first.listen(lambda _: None)
    assert stat.S_IMODE(paths.window_socket.stat().st_mode) == 0o600
    assert stat.S_IMODE(paths.run_dir.stat().st_mode) == 0o700


async def test_a_call_that_comes_while_the_first_is_being_built_waits_for_it(
    paths: DataPaths, first: OnlyWindow
) -> None:
    heard: list[Call] = []
    caller = asyncio.create_task(asyncio.to_thread(call, paths, Call(session="early")))
    await asyncio.sleep(0)
    await first.listen(heard.append)
    await caller
    assert heard == [Call(session="early")]


def test_a_window_that_does_not_answer_is_named(paths: DataPaths, first: OnlyWindow) -> None:
    with pytest.raises(WindowSilent, match=f"process {os.getpid()}\\) does not answer"):
        call(paths, Call(), patience_s=0.1)


async def test_a_window_that_has_gone_makes_room_for_the_next(paths: DataPaths) -> None:
    first = claim(paths)
    assert first is not None
    await first.listen(lambda _: None)
    first.close()
    second = claim(paths)
    assert second is not None
    assert not paths.window_socket.exists()
    second.close()


def test_a_window_that_was_killed_leaves_no_obstacle(paths: DataPaths) -> None:
    program = (
        "import sys, socket; from pathlib import Path; from app.system.paths import DataPaths;"
        "from app.desktop.only_window import claim; paths = DataPaths(Path(sys.argv[1])); only = claim(paths);"
        "socket.socket(socket.AF_UNIX).bind(str(paths.window_socket)); print('there', flush=True); sys.stdin.read()"
    )
    command = [sys.executable, "-c", program, str(paths.root)]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"there\n"
        assert claim(paths) is None
        process.kill()
    only = claim(paths)
    assert only is not None
    only.close()


@pytest.mark.parametrize(
    "said", [b"stop everything\n", b'{"session": 7}\n', b"\xff" * 100_000, b"[" * 3000 + b"\n", b""]
)
async def test_a_caller_that_says_something_else_does_no_harm(paths: DataPaths, first: OnlyWindow, said: bytes) -> None:
    heard: list[Call] = []
    await first.listen(heard.append)

    def speak() -> bytes:
        with socket.socket(socket.AF_UNIX) as caller:
            caller.settimeout(10)
            caller.connect(str(paths.window_socket))
            try:
                caller.sendall(said)
                caller.shutdown(socket.SHUT_WR)
                return caller.recv(10)
            except OSError:
                return b""

    assert await asyncio.to_thread(speak) == b""
    await asyncio.to_thread(call, paths, Call())
    assert heard == [Call()]


async def test_a_caller_that_says_nothing_is_given_up(
    paths: DataPaths, first: OnlyWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(only_window, "_CALL_WITHIN_S", 0.05)
    await first.listen(lambda _: None)
    ended = threading.Event()

    def wait_for_the_end() -> None:
        with socket.socket(socket.AF_UNIX) as caller:
            caller.connect(str(paths.window_socket))
            caller.recv(10)
            ended.set()

    threading.Thread(target=wait_for_the_end, daemon=True).start()
    await until(ended.is_set)


def test_the_desktop_s_leave_to_come_forward_is_handed_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_ACTIVATION_TOKEN", "from-the-launcher")
    assert calling("s-1") == Call(session="s-1", token="from-the-launcher")
