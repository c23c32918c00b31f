"""What relays left in the spool comes in once, in order, past torn places, and is never answered."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.commands import ListPending, ReportHealth
from app.core.events import GapNoted
from app.hub.spool import Torn, read_spool, take
from app.system.paths import DataPaths
from app.wire import feed as wire
from app.wire.relay_frames import Frame, RelayHeader, encode_frame
from tests.helpers.hub_at_work import SESSION, Listener, header, hub_at_work, listening, prompt_frame


def spool(paths: DataPaths, *content: bytes) -> None:
    """As a relay does: append under the lock."""
    paths.prepare()
    fd = os.open(paths.spool, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    fcntl.flock(fd, fcntl.LOCK_EX)
    os.write(fd, b"".join(content))
    os.close(fd)


async def prompts_of(paths: DataPaths) -> list[str]:
    async with listening(paths) as listener:
        await listener.hear_a(wire.CaughtUp)
        return prompts(listener)


def prompts(listener: Listener) -> list[str]:
    return [record.event.prompt for record in listener.records if hasattr(record.event, "prompt")]


async def test_what_lies_there_at_the_start_is_in_before_the_hub_is_ready(tmp_path: Path) -> None:
    spool(DataPaths(tmp_path), *(prompt_frame(f"prompt {n}") for n in range(1200)))
    async with hub_at_work(tmp_path) as hub:
        assert await prompts_of(hub.paths) == [f"prompt {n}" for n in range(1200)]
        assert not list(hub.paths.spool_dir.iterdir())


@pytest.mark.slow
async def test_what_comes_to_lie_there_later_is_taken_in_too(tmp_path: Path) -> None:
    async with hub_at_work(tmp_path) as hub, listening(hub.paths) as listener:
        await listener.hear_a(wire.CaughtUp)
        spool(hub.paths, prompt_frame("late"))
        await listener.hear_until(lambda one: prompts(one) == ["late"])
        health = await listener.order(ReportHealth())
        assert health["spooled_ingested"] == 1
        assert list(health["last_event_at_us"]) == ["claude_code"]
        assert health["relay_p95_ms"] == 0, "how long it lay there is no cost to the agent"


async def test_a_torn_frame_is_noted_and_the_next_ones_are_found(tmp_path: Path) -> None:
    torn = prompt_frame("torn")[:-30]
    spool(DataPaths(tmp_path), prompt_frame("first"), torn, prompt_frame("second"), b"rubbish", prompt_frame("third"))
    spool(DataPaths(tmp_path), prompt_frame("never finished")[:50])
    async with hub_at_work(tmp_path) as hub, listening(hub.paths) as listener:
        await listener.hear_a(wire.CaughtUp)
        assert prompts(listener) == ["first", "second", "third"]
        gaps = [record.event for record in listener.records if isinstance(record.event, GapNoted)]
        assert [(gap.reason, gap.lost) for gap in gaps] == [("torn_frame", 1)] * 3
        assert (await listener.order(ReportHealth()))["bad_input"] == {"torn_frame": 3}


async def test_a_spool_half_taken_in_when_the_hub_died_is_read_again_and_stored_once(tmp_path: Path) -> None:
    paths = DataPaths(tmp_path)
    frames = [prompt_frame(f"prompt {n}") for n in range(10)]
    spool(paths, *frames[:5])
    async with hub_at_work(tmp_path):
        pass
    (paths.spool_dir / "deliveries.taken").write_bytes(b"".join(frames))
    async with hub_at_work(tmp_path) as hub:
        assert await prompts_of(hub.paths) == [f"prompt {n}" for n in range(10)]
        assert not list(paths.spool_dir.iterdir())


async def test_a_torn_place_read_again_after_a_crash_is_noted_once(tmp_path: Path) -> None:
    paths = DataPaths(tmp_path)
    paths.prepare()
    taken = paths.spool_dir / "deliveries.taken"
    for _ in range(2):
        taken.write_bytes(prompt_frame("torn", id="the-same")[:-10])
        os.utime(taken, ns=(1, 1))
        async with hub_at_work(tmp_path) as hub, listening(hub.paths) as listener:
            await listener.hear_a(wire.CaughtUp)
            assert [type(record.event) for record in listener.records] == [GapNoted]


async def test_deliveries_dropped_because_the_spool_was_full_are_counted_and_said(tmp_path: Path) -> None:
    paths = DataPaths(tmp_path)
    paths.prepare()
    (paths.spool_dir / "overflow").write_bytes(b"".join(stamp.to_bytes(8, "big") for stamp in (10, 20, 30)))
    async with hub_at_work(tmp_path) as hub, listening(hub.paths) as listener:
        await listener.hear_a(wire.CaughtUp)
        assert [record.event for record in listener.records] == [GapNoted(reason="spool_overflow", lost=3)]
        assert (await listener.order(ReportHealth()))["bad_input"] == {"spool_overflow": 3}
        assert not list(paths.spool_dir.iterdir())


async def test_a_permission_request_that_lay_in_the_spool_is_never_held(tmp_path: Path) -> None:
    request = b'{"session_id":"%s","tool_name":"Bash","tool_input":{"command":"ls"}}' % SESSION.encode()
    spool(DataPaths(tmp_path), encode_frame(header("PermissionRequest", mode="sync"), request))
    async with hub_at_work(tmp_path) as hub, listening(hub.paths) as listener:
        await listener.hear_a(wire.CaughtUp)
        assert "PermissionRequested" in {type(record.event).__name__ for record in listener.records}
        assert await listener.order(ListPending()) == {"pending": []}


@pytest.mark.slow
async def test_a_relay_that_writes_just_now_is_not_disturbed(tmp_path: Path) -> None:
    paths = DataPaths(tmp_path)
    spool(paths, prompt_frame("whole"))
    fd = os.open(paths.spool, os.O_WRONLY | os.O_APPEND)
    fcntl.flock(fd, fcntl.LOCK_EX)
    async with hub_at_work(tmp_path) as hub, listening(hub.paths) as listener:
        os.write(fd, prompt_frame("and this"))
        os.close(fd)
        await listener.hear_until(lambda one: prompts(one) == ["whole", "and this"])


def test_the_spool_is_renamed_only_under_its_lock(tmp_path: Path) -> None:
    path, taken = tmp_path / "deliveries.spool", tmp_path / "deliveries.taken"
    assert not take(path, taken)
    path.write_bytes(b"x")
    with path.open() as writing:
        fcntl.flock(writing, fcntl.LOCK_EX)
        assert not take(path, taken)
    assert take(path, taken) and taken.read_bytes() == b"x" and not path.exists()


async def test_a_spool_that_cannot_be_taken_in_yet_does_not_keep_the_hub_from_ending(tmp_path: Path) -> None:
    paths = DataPaths(tmp_path)
    async with hub_at_work(tmp_path):
        spool(paths, *(prompt_frame(f"prompt {n}") for n in range(3000)))
    assert paths.spool.exists() or (paths.spool_dir / "deliveries.taken").exists()
    async with hub_at_work(tmp_path) as hub:
        assert len(await prompts_of(hub.paths)) == 3000


@given(
    payloads=st.lists(st.binary(max_size=60), max_size=6),
    noise=st.lists(st.binary(max_size=20).filter(lambda noise: b"SCR1" not in noise), min_size=7, max_size=7),
)
def test_frames_are_found_between_any_noise(payloads: list[bytes], noise: list[bytes]) -> None:
    frames = [encode_frame(RelayHeader(v=1, id=str(n), agent="a", event="E"), p) for n, p in enumerate(payloads)]
    content = noise[0] + b"".join(frame + rubbish for frame, rubbish in zip(frames, noise[1:], strict=False))
    found = list(read_spool(content))
    assert [frame.payload for frame in found if isinstance(frame, Frame)] == payloads
    torn = sum(isinstance(frame, Torn) for frame in found)
    assert torn == sum(map(bool, noise[: len(payloads) + 1]))


@given(content=st.binary(max_size=300))
def test_no_spool_whatever_is_in_it_raises(content: bytes) -> None:
    list(read_spool(content))
    list(read_spool(b"SCR1" + content))
