"""The hub as a process: it says that it is ready, is alone, ends cleanly, and says what goes wrong."""

from __future__ import annotations

import asyncio
import errno
import json
import os
import signal
import socket
import sqlite3
import stat
from pathlib import Path

import pytest

from app.core.commands import ListSessions, ReportHealth, StartRecording, StopRecording
from app.core.events import GapNoted
from app.hub import hub as hub_module
from app.hub.client import HubError, HubSilent, HubUnreachable, connect
from app.hub.hub import EXIT_FAILED, EXIT_RUNNING_ALREADY, EXIT_USAGE, main
from app.store.log import Log
from app.system.paths import DataPaths
from app.wire import feed as wire
from tests.helpers.hub_at_work import HubProcess, deliver, hub_at_work, hub_process, listening, prompt_frame

KEY = "sk-" + "a1B2" * 8


async def test_the_ready_line_names_what_answers(tmp_path: Path) -> None:
    hub = HubProcess(tmp_path)
    ready = await hub.start()
    assert ready == {
        "ready": True,
        "relay": str(hub.paths.relay),
        "feed": f"ws+unix://{hub.paths.feed_socket}",
        "pid": hub.pid,
    }
    info = json.loads(hub.paths.hub_info.read_bytes())
    assert (info["pid"], info["feed"], info["relay"]) == (hub.pid, ready["feed"], ready["relay"])
    assert info["proc_start"] > 0 and info["version"]
    assert await hub.end() == 0


@pytest.mark.parametrize("signum", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
async def test_a_signal_ends_it_cleanly(tmp_path: Path, signum: int) -> None:
    hub = HubProcess(tmp_path)
    await hub.start()
    await deliver(hub.paths, prompt_frame("Build it"))
    assert await hub.end(signum) == 0
    assert sorted(file.name for file in hub.paths.run_dir.iterdir()) == ["hub.lock"]
    assert not (tmp_path / "store.sqlite3-wal").exists()
    log = Log.open(hub.paths.store, read_only=True)
    checkpoint = log.load_checkpoint()
    assert checkpoint is not None and checkpoint[0] == log.last_seq
    log.close()


async def test_a_second_hub_says_who_was_first_and_leaves_it_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async with hub_process(tmp_path) as hub:
        assert await asyncio.to_thread(main, hub.paths) == EXIT_RUNNING_ALREADY
        assert str(hub.pid) in capsys.readouterr().err
        await deliver(hub.paths, prompt_frame("still there"))
        async with connect(hub.paths) as client:
            assert len((await client.order(ListSessions()))["sessions"]) == 1


async def test_the_roster_is_the_same_after_a_restart(tmp_path: Path) -> None:
    async with hub_at_work(tmp_path) as hub:
        await deliver(hub.paths, *(prompt_frame(f"prompt {n}", session=f"session-{n % 3}") for n in range(30)))
        async with connect(hub.paths) as client:
            before = await client.order(ListSessions())
    async with hub_at_work(tmp_path) as hub, connect(hub.paths) as client:
        assert await client.order(ListSessions()) == before


async def test_a_checkpoint_that_cannot_be_read_is_folded_anew(tmp_path: Path) -> None:
    async with hub_at_work(tmp_path) as hub:
        await deliver(hub.paths, prompt_frame("Build it"))
    log = Log.open(hub.paths.store)
    log.save_checkpoint(log.last_seq, b"rubbish")
    log.close()
    async with hub_at_work(tmp_path) as hub, connect(hub.paths) as client:
        (row,) = (await client.order(ListSessions()))["sessions"]
        assert row["title"] == "Build it"


async def test_a_damaged_store_is_set_aside_and_the_gap_is_said(tmp_path: Path) -> None:
    paths = DataPaths(tmp_path)
    paths.prepare()
    paths.store.write_bytes(b"this is no database " * 1000)
    async with hub_at_work(tmp_path), listening(paths) as listener:
        await listener.hear_a(wire.CaughtUp)
        assert [record.event for record in listener.records] == [GapNoted(reason="store_damaged")]
        aside = next(tmp_path.glob("store.sqlite3.damaged-*"))
        assert aside.read_bytes().startswith(b"this is no database")


async def test_a_store_of_a_newer_version_is_refused_and_not_touched(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    paths = DataPaths(tmp_path)
    paths.prepare()
    db = sqlite3.connect(paths.store)
    db.execute("PRAGMA user_version = 999")
    db.close()
    before = paths.store.read_bytes()
    assert await asyncio.to_thread(main, paths) == EXIT_FAILED
    assert "newer" in capsys.readouterr().err
    assert paths.store.read_bytes() == before


@pytest.mark.parametrize("listen", ["0.0.0.0:1234", "example.com:80", "127.0.0.1", "127.0.0.1:99999", ":80", "[::]:1"])
def test_what_it_may_not_listen_on_is_said_before_anything_starts(
    tmp_path: Path, listen: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(DataPaths(tmp_path / "data"), listen) == EXIT_USAGE
    assert capsys.readouterr().err
    assert not (tmp_path / "data").exists()


async def test_a_background_job_that_fails_is_logged_kept_and_started_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    failures = iter((ValueError("a mistake of ours"),))
    went_on = asyncio.Event()

    async def job(control: object) -> None:
        for failure in failures:
            raise failure
        went_on.set()

    monkeypatch.setattr(hub_module, "_tick", job)
    async with hub_at_work(tmp_path) as hub:
        await asyncio.wait_for(went_on.wait(), 10)
        (crash,) = hub.paths.logs_dir.glob("crash-*.txt")
        assert "a mistake of ours" in crash.read_text()
        assert stat.S_IMODE(crash.stat().st_mode) == 0o600


async def test_the_log_holds_no_prompt(tmp_path: Path) -> None:
    async with hub_process(tmp_path) as hub:
        await deliver(hub.paths, prompt_frame("my-private-words"), b"my-private-words")
    text = (hub.paths.logs_dir / "hub.log").read_text()
    assert "bad_magic" in text and "my-private-words" not in text
    assert stat.S_IMODE((hub.paths.logs_dir / "hub.log").stat().st_mode) == 0o600


async def test_a_recording_holds_every_delivery_scrubbed_and_can_be_played_again(tmp_path: Path) -> None:
    async with hub_at_work(tmp_path / "data") as hub, connect(hub.paths) as client:
        target = str(tmp_path / "story.jsonl")
        await deliver(hub.paths, prompt_frame("before"))
        assert await client.order(StartRecording(path=target)) == {"path": target}
        await deliver(hub.paths, prompt_frame(f"in {Path.home()}/x use {KEY}"))
        assert await client.order(StopRecording()) == {"path": target, "deliveries": 1}
        await deliver(hub.paths, prompt_frame("after"))
    text = Path(target).read_text()
    assert text.count("\n") == 1 and "in /home/dev/x use «secret»" in text
    assert stat.S_IMODE(os.stat(target).st_mode) == 0o600  # noqa: PTH116


async def test_an_order_that_cannot_be_done_says_why(tmp_path: Path) -> None:
    async with hub_at_work(tmp_path / "data") as hub, connect(hub.paths) as client:
        with pytest.raises(HubError, match="No recording"):
            await client.order(StopRecording())
        with pytest.raises(HubError, match="absolute"):
            await client.order(StartRecording(path="story.jsonl"))
        existing = tmp_path / "precious"
        existing.write_text("precious")
        with pytest.raises(HubError, match="cannot be made"):
            await client.order(StartRecording(path=str(existing)))
        assert existing.read_text() == "precious"


@pytest.mark.slow
async def test_a_hub_whose_data_folder_was_taken_away_ends_and_leaves_its_successor_alone(tmp_path: Path) -> None:
    first = HubProcess(tmp_path / "data")
    await first.start()
    (tmp_path / "data").rename(tmp_path / "elsewhere")
    async with hub_process(tmp_path / "data") as successor:
        assert await first.wait() == EXIT_FAILED
        await deliver(successor.paths, prompt_frame("still there"))
        async with connect(successor.paths) as client:
            assert len((await client.order(ListSessions()))["sessions"]) == 1


async def test_what_the_system_refuses_is_a_sentence_with_a_remedy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(hub_module, "start_logging", full)
    assert await asyncio.to_thread(main, DataPaths(tmp_path)) == EXIT_FAILED
    told = capsys.readouterr().err
    assert told == f"The hub cannot run: there is no space left in {tmp_path}. Free some, then start it again.\n"


async def test_a_port_that_is_taken_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        assert await asyncio.to_thread(main, DataPaths(tmp_path), f"127.0.0.1:{port}") == EXIT_FAILED
    assert str(port) in capsys.readouterr().err


async def test_who_listens_on_a_port_says_where_its_token_lies(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = tmp_path / "secrets" / "hub-token"
    monkeypatch.setattr(hub_module, "hub_token", lambda _: ("the token", str(kept)))
    paths = DataPaths(tmp_path)
    paths.prepare()
    hub = hub_module.Hub(paths, hub_module.HubOptions(listen=("127.0.0.1", 0)))
    running = asyncio.create_task(hub.run())
    await asyncio.wait_for(hub.ready.wait(), 20)
    told = capsys.readouterr()
    listen = json.loads(told.out)["listen"]
    assert told.err == f"The feed is also at {listen}; its token lies in {kept}.\n"
    info = json.loads(paths.hub_info.read_bytes())
    assert (info["listen"], info["token"]) == (listen, f"in {kept}")
    hub.shut_down()
    await running


async def test_a_hub_that_hangs_is_not_taken_for_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.hub.client._OPEN_TIMEOUT_S", 0.2)
    async with hub_process(tmp_path) as hub:
        os.kill(hub.pid, signal.SIGSTOP)
        try:
            with pytest.raises(HubSilent):
                async with connect(hub.paths):
                    pass
        finally:
            os.kill(hub.pid, signal.SIGCONT)


async def test_without_a_hub_the_client_says_so(tmp_path: Path) -> None:
    paths = DataPaths(tmp_path)
    paths.prepare()
    with pytest.raises(HubUnreachable):
        async with connect(paths):
            pass


async def test_an_order_under_way_when_the_hub_dies_says_so(tmp_path: Path) -> None:
    hub = HubProcess(tmp_path)
    await hub.start()
    async with connect(hub.paths) as client:
        await client.order(ReportHealth())
        await hub.kill()
        with pytest.raises(HubUnreachable):
            await client.order(ReportHealth())


async def test_a_deep_data_folder_works_too(tmp_path: Path) -> None:
    deep = tmp_path / ("d" * 60) / ("e" * 60)
    async with hub_at_work(deep) as hub, connect(hub.paths) as client:
        await deliver(hub.paths, prompt_frame("Build it"))
        assert len((await client.order(ListSessions()))["sessions"]) == 1
