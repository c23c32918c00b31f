"""Kill −9 in the middle of everything: nothing acknowledged is lost, nothing is stored twice."""

from __future__ import annotations

import asyncio
import fcntl
import os
import socket
import threading
from asyncio.subprocess import PIPE
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from app.core.events import MessageDelta, TurnStarted
from app.core.projections.blocks import TextBlock
from app.core.projections.transcript import Transcript
from app.core.records import SessionKey
from app.store.log import Log
from app.system.paths import DataPaths
from app.system.processes import system_processes
from app.system.relay_install import ensure_relay
from app.wire import feed as wire
from tests.helpers.hub_at_work import (
    ACK,
    SESSION,
    HubProcess,
    covers,
    deliver,
    delta_frame,
    eventually,
    hub_process,
    listening,
    prompt_frame,
    prompt_payload,
)

RELAYS = 1000
_RELAY_WAITS_S = 0.3


class Relays:
    """A thousand hooks, several at a time, each by the relay's rule: acknowledged in time, or into the spool."""

    def __init__(self, paths: DataPaths) -> None:
        self._paths = paths
        self._lock = threading.Lock()
        self.done = 0
        self.acknowledged = 0
        self.spooled = 0

    def run(self, frame: bytes) -> None:
        acknowledged = self._hand_over(frame)
        if not acknowledged:
            self._spool(frame)
        with self._lock:
            self.done += 1
            self.acknowledged += acknowledged
            self.spooled += not acknowledged

    def _hand_over(self, frame: bytes) -> bool:
        with socket.socket(socket.AF_UNIX) as link:
            link.settimeout(_RELAY_WAITS_S)
            try:
                link.connect(str(self._paths.relay_socket))
                link.sendall(frame)
                return link.recv(5) == ACK
            except OSError:
                return False

    def _spool(self, frame: bytes) -> None:
        while True:
            fd = os.open(self._paths.spool, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
            try:
                fcntl.flock(fd, fcntl.LOCK_EX)
                if self._still_named(fd):
                    os.write(fd, frame)
                    return
            finally:
                os.close(fd)

    def _still_named(self, fd: int) -> bool:
        try:
            return self._paths.spool.stat().st_ino == os.fstat(fd).st_ino
        except FileNotFoundError:
            return False


async def test_a_thousand_relays_across_a_kill_and_a_restart_are_stored_once_each(tmp_path: Path) -> None:
    hub = HubProcess(tmp_path)
    await hub.start()
    relays = Relays(hub.paths)
    with ThreadPoolExecutor(8) as pool:
        work = [pool.submit(relays.run, prompt_frame(f"prompt {n}")) for n in range(RELAYS)]
        await eventually(lambda: relays.done >= RELAYS // 3)
        await hub.kill()
        await eventually(lambda: relays.spooled >= 20)
        await hub.start()
        await eventually(lambda: relays.done == RELAYS)
    for one in work:
        one.result()
    assert relays.acknowledged > 0 and relays.spooled >= 20
    await eventually(lambda: not list(hub.paths.spool_dir.iterdir()))
    assert await hub.end() == 0
    assert stored_prompts(hub.paths) == sorted(f"prompt {n}" for n in range(RELAYS))


@pytest.mark.slow
async def test_a_thousand_processes_of_the_installed_relay_across_a_kill_are_stored_once_each(tmp_path: Path) -> None:
    hub = HubProcess(tmp_path)
    await hub.start()
    await asyncio.to_thread(ensure_relay, hub.paths)
    done = 0

    async def hook(number: int) -> None:
        nonlocal done
        process = await asyncio.create_subprocess_exec(
            str(hub.paths.relay), "claude_code", "UserPromptSubmit", "async", stdin=PIPE, stdout=PIPE, stderr=PIPE
        )
        said = await process.communicate(prompt_payload(f"prompt {number}"))
        assert (process.returncode, *said) == (0, b"", b"")
        done += 1

    async def hooks(numbers: Iterable[int]) -> None:
        for number in numbers:
            await hook(number)

    numbers = iter(range(RELAYS))
    work = asyncio.gather(*(hooks(numbers) for _ in range(4)))
    await eventually(lambda: done >= RELAYS // 3)
    await hub.kill()
    await eventually(lambda: done >= RELAYS // 2)
    await hub.start()
    await work
    await eventually(lambda: not list(hub.paths.spool_dir.iterdir()))
    assert await hub.end() == 0
    assert stored_prompts(hub.paths) == sorted(f"prompt {n}" for n in range(RELAYS))


async def test_a_reader_that_resumes_after_the_kill_has_no_gap_and_no_double(tmp_path: Path) -> None:
    hub = HubProcess(tmp_path)
    await hub.start()
    async with listening(hub.paths) as listener:
        welcome = await listener.hear_a(wire.Welcome)
        await deliver(hub.paths, *(prompt_frame(f"prompt {n}") for n in range(50)))
        await listener.hear_until(lambda one: one.last_seq >= 20)
        await hub.kill()
        before, seen = listener.batches, listener.last_seq
    await hub.start()
    await deliver(hub.paths, prompt_frame("after"))
    async with listening(hub.paths, wire.Hello(since=seen, hub_id=welcome.hub_id)) as listener:
        again = await listener.hear_a(wire.Welcome)
        await listener.hear_a(wire.CaughtUp)
        assert covers([*before, *listener.batches], 1, again.last_seq)
    assert await hub.end() == 0
    assert len(stored_prompts(hub.paths)) == 51


async def test_half_a_message_survives_the_kill(tmp_path: Path) -> None:
    hub = HubProcess(tmp_path)
    await hub.start()
    assert set(await deliver(hub.paths, *(delta_frame("m-1", n, f"line {n}\n") for n in range(40)))) == {ACK}
    await hub.kill()
    await hub.start()
    await deliver(hub.paths, *(delta_frame("m-1", n, f"line {n}\n", final=n == 79) for n in range(40, 80)))
    assert await hub.end() == 0
    log = Log.open(hub.paths.store, read_only=True)
    deltas = [record.event for record in log.read_since(0, 10_000) if isinstance(record.event, MessageDelta)]
    log.close()
    assert "".join(delta.text for delta in deltas) == "".join(f"line {n}\n" for n in range(80))
    assert [delta.first_index for delta in deltas[1:]] == [delta.last_index + 1 for delta in deltas[:-1]]


async def test_half_a_message_whose_agent_died_while_no_hub_ran_is_marked_as_such(tmp_path: Path) -> None:
    """What a reader of the new hub folds: the half that was heard, and that the rest will never come."""
    hub = HubProcess(tmp_path)
    await hub.start()
    agent = await asyncio.create_subprocess_exec("sleep", "600")
    known = system_processes().identify(agent.pid)
    assert known is not None
    await deliver(hub.paths, prompt_frame("say it", pid=known.pid, start=known.start))
    await deliver(hub.paths, delta_frame("m-1", 0, "Half a sent"))
    await hub.kill()
    agent.kill()
    await agent.wait()
    await hub.start()
    transcript = Transcript(SessionKey("claude_code", SESSION))

    def heard() -> TextBlock | None:
        blocks = [block for block in transcript.blocks() if isinstance(block, TextBlock) and not block.open]
        return blocks[0] if blocks else None

    async with listening(hub.paths) as listener:
        told = 0
        while heard() is None:
            records = listener.records
            for record in records[told:]:
                transcript.apply(record)
            told = len(records)
            if heard() is None:
                await listener.hear()
    block = heard()
    assert block is not None and (block.text, block.cut) == ("Half a sent", True)
    assert await hub.end() == 0


@pytest.mark.slow
async def test_kills_one_after_another_never_lose_what_was_acknowledged(tmp_path: Path) -> None:
    hub = HubProcess(tmp_path)
    acknowledged = 0
    for _ in range(5):
        await hub.start()
        sending = asyncio.create_task(send_until_killed(hub, acknowledged))
        await asyncio.sleep(0.15)
        await hub.kill()
        acknowledged += await sending
    async with hub_process(tmp_path) as hub, listening(hub.paths) as listener:
        await listener.hear_a(wire.CaughtUp)
    prompts = stored_prompts(hub.paths)
    assert acknowledged > 0
    assert {f"prompt {n}" for n in range(acknowledged)} <= set(prompts)


async def send_until_killed(hub: HubProcess, first: int) -> int:
    count = 0
    while True:
        try:
            if await deliver(hub.paths, prompt_frame(f"prompt {first + count}")) != [ACK]:
                return count
        except OSError:
            return count
        count += 1


def stored_prompts(paths: DataPaths) -> list[str]:
    """Every prompt in the store; its numbers must have no gap."""
    log = Log.open(paths.store, read_only=True)
    records = log.read_since(0, 100_000)
    log.close()
    assert [record.seq for record in records] == list(range(1, len(records) + 1))
    return sorted(record.event.prompt for record in records if isinstance(record.event, TurnStarted))
