"""What readers of the feed are told, how they resume, and what becomes of slow and rude ones."""

from __future__ import annotations

import asyncio
from pathlib import Path

import msgspec
import psutil
import pytest
from websockets.asyncio.client import connect, unix_connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from app.core.commands import HubHealth, ListSessions, MarkSeen, ReadHistory, ReportHealth, ShutDown, Stop
from app.core.events import MessageDelta, TurnStarted
from app.core.records import Record, SessionKey
from app.hub import feed as feed_module
from app.hub import feed_client
from app.hub.feed import MAX_CLIENT_MESSAGE_BYTES, MAX_ORDERS_UNDER_WAY, RING_BYTES
from app.hub.hub import Hub
from app.system.secrets import hub_token
from app.wire import feed as wire
from app.wire.relay_frames import encode_frame
from tests.helpers.hub_at_work import (
    PATIENCE_S,
    SESSION,
    Listener,
    covers,
    deliver,
    delta_frame,
    eventually,
    header,
    hub_at_work,
    hub_process,
    listening,
    prompt_frame,
)

OTHER = "5e551011-0000-4000-8000-000000000002"


async def test_a_reader_is_welcomed_given_the_roster_and_everything_since(tmp_path: Path) -> None:
    async with hub_at_work(tmp_path) as hub:
        await deliver(hub.paths, prompt_frame("Build it"))
        async with listening(hub.paths) as listener:
            welcome = await listener.hear_a(wire.Welcome)
            assert welcome.protocol == wire.PROTOCOL and welcome.hub_id
            snapshot = await listener.hear_a(wire.Snapshot)
            assert [row.session_id for row in snapshot.sessions] == [SESSION]
            caught_up = await listener.hear_a(wire.CaughtUp)
            assert caught_up.seq == welcome.last_seq == snapshot.seq
            assert covers(listener.batches, 1, welcome.last_seq)
            assert "Build it" in [getattr(record.event, "prompt", "") for record in listener.records]


async def test_what_happens_next_comes_live_with_the_changed_row(tmp_path: Path) -> None:
    async with hub_at_work(tmp_path) as hub, listening(hub.paths, wire.Hello()) as listener:
        await listener.hear_a(wire.CaughtUp)
        await deliver(hub.paths, prompt_frame("Build it"))
        batch = await listener.hear_a(wire.Batch)
        rows = await listener.hear_a(wire.RowsChanged)
        assert batch.first_seq == 1
        assert [(row.session_id, row.status) for row in rows.sessions] == [(SESSION, "working")]
        assert rows.seq >= batch.last_seq


async def test_rows_that_go_on_changing_are_told_together_later_while_the_records_come_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feed_client, "ROWS_EVERY_S", 3600.0)
    async with hub_at_work(tmp_path) as hub, listening(hub.paths, wire.Hello()) as listener:
        await listener.hear_a(wire.CaughtUp)
        await deliver(hub.paths, prompt_frame("Build it"))
        await listener.hear_a(wire.RowsChanged)
        for number in range(5):
            await deliver(hub.paths, prompt_frame(f"{number}"))
        await listener.hear_until(lambda heard: sum(isinstance(r.event, TurnStarted) for r in heard.records) == 6)
        assert sum(isinstance(message, wire.RowsChanged) for message in listener.messages) == 1


async def test_a_session_that_writes_on_costs_no_row_a_delta(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feed_client, "ROWS_EVERY_S", 0.0)
    monkeypatch.setattr(feed_module, "HEARD_EVERY_S", 3600.0)
    async with hub_at_work(tmp_path) as hub, listening(hub.paths, wire.Hello()) as listener:
        await listener.hear_a(wire.CaughtUp)
        await deliver(hub.paths, prompt_frame("Build it"), delta_frame("m", 0, "0"))
        await listener.hear_until(lambda heard: told_doing(heard) == "writing…")
        before = len(told(listener))
        for index in range(1, 30):
            await deliver(hub.paths, delta_frame("m", index, f"{index}"))
        await listener.hear_until(lambda heard: any(r.event.last_index == 29 for r in deltas(heard)))
        assert len(told(listener)) == before


async def test_when_a_session_that_writes_on_was_last_heard_of_is_told_in_the_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feed_module, "HEARD_EVERY_S", 0.05)
    async with hub_at_work(tmp_path) as hub, listening(hub.paths, wire.Hello()) as listener:
        await listener.hear_a(wire.CaughtUp)
        await deliver(hub.paths, prompt_frame("Build it"), *(delta_frame("m", index, "x") for index in range(5)))
        await listener.hear_until(lambda heard: any(r.event.last_index == 4 for r in deltas(heard)))
        last_at_us = deltas(listener)[-1].at_us
        await listener.hear_until(lambda heard: told(heard) and told(heard)[-1].sessions[0].last_at_us >= last_at_us)


async def test_a_reader_resumes_without_a_gap_or_a_double_across_a_restart_of_the_hub(tmp_path: Path) -> None:
    async with hub_at_work(tmp_path) as hub:
        await deliver(hub.paths, *(prompt_frame(f"before {n}") for n in range(20)))
        async with listening(hub.paths) as listener:
            welcome = await listener.hear_a(wire.Welcome)
            await listener.hear_a(wire.CaughtUp)
            before, seen = listener.records, listener.last_seq
        await deliver(hub.paths, *(prompt_frame(f"away {n}") for n in range(20)))
    async with hub_at_work(tmp_path) as hub:
        await deliver(hub.paths, *(prompt_frame(f"after {n}") for n in range(20)))
        hello = wire.Hello(since=seen, hub_id=welcome.hub_id, snapshot=False)
        async with listening(hub.paths, hello) as listener:
            again = await listener.hear_a(wire.Welcome)
            await listener.hear_a(wire.CaughtUp)
            assert again.hub_id == welcome.hub_id
            assert covers(listener.batches, seen + 1, again.last_seq)
            prompts = [getattr(record.event, "prompt", "") for record in before + listener.records]
            told = [prompt for prompt in prompts if prompt]
            assert told == [f"{when} {n}" for when in ("before", "away", "after") for n in range(20)]


async def test_a_reader_that_remembers_another_hub_starts_over_with_a_snapshot(tmp_path: Path) -> None:
    async with hub_at_work(tmp_path) as hub:
        await deliver(hub.paths, prompt_frame("Build it"))
        async with listening(hub.paths, wire.Hello(since=1, hub_id="another")) as listener:
            welcome = await listener.hear_a(wire.Welcome)
            snapshot = await listener.hear_a(wire.Snapshot)
            caught_up = await listener.hear_a(wire.CaughtUp)
            assert welcome.hub_id != "another"
            assert snapshot.seq == caught_up.seq == welcome.last_seq
            assert listener.records == []


async def test_a_number_that_does_not_exist_yet_is_no_place_to_resume_from(tmp_path: Path) -> None:
    async with hub_at_work(tmp_path) as hub:
        await deliver(hub.paths, prompt_frame("Build it"))
        async with listening(hub.paths, wire.Hello(since=10**9)) as listener:
            caught_up = await listener.hear_a(wire.CaughtUp)
            assert caught_up.seq < 100
            await deliver(hub.paths, prompt_frame("and then?"))
            assert (await listener.hear_a(wire.Batch)).first_seq == caught_up.seq + 1


async def test_a_replay_that_is_not_to_be_live_ends_with_caught_up(tmp_path: Path) -> None:
    async with hub_at_work(tmp_path) as hub, listening(hub.paths, wire.Hello(since=0, live=False)) as listener:
        await listener.hear_a(wire.CaughtUp)
        await deliver(hub.paths, prompt_frame("Build it"))
        await listener.order(ReportHealth())
        assert listener.records == []


async def test_pieces_of_one_message_arrive_joined_and_whole(tmp_path: Path) -> None:
    async with hub_at_work(tmp_path) as hub:
        frames = [delta_frame("m-1", n, f"line {n}\n", final=n == 99) for n in range(100)]
        await deliver(hub.paths, *frames)
        async with listening(hub.paths) as listener:
            welcome = await listener.hear_a(wire.Welcome)
            await listener.hear_a(wire.CaughtUp)
            deltas = [record.event for record in listener.records if isinstance(record.event, MessageDelta)]
            assert len(deltas) < 10
            assert "".join(delta.text for delta in deltas) == "".join(f"line {n}\n" for n in range(100))
            assert (deltas[0].first_index, deltas[-1].last_index, deltas[-1].final) == (0, 99, True)
            assert covers(listener.batches, 1, welcome.last_seq)


async def test_batches_come_at_most_sixty_times_a_second(tmp_path: Path) -> None:
    async with hub_at_work(tmp_path) as hub, listening(hub.paths, wire.Hello()) as listener:
        await listener.hear_a(wire.CaughtUp)
        began = asyncio.get_running_loop().time()
        await deliver(hub.paths, *(prompt_frame(f"prompt {n}") for n in range(200)))
        await listener.hear_until(lambda one: len([r for r in one.records if hasattr(r.event, "prompt")]) == 200)
        seconds = asyncio.get_running_loop().time() - began
        assert len(listener.batches) <= seconds * wire.MAX_BATCHES_PER_SECOND + 2


async def test_a_watch_leaves_other_sessions_out_but_not_their_numbers_nor_their_rows(tmp_path: Path) -> None:
    async with hub_at_work(tmp_path) as hub:
        hello = wire.Hello(sessions=(SessionKey("claude_code", SESSION),))
        async with listening(hub.paths, hello) as listener:
            await listener.hear_a(wire.CaughtUp)
            await deliver(hub.paths, prompt_frame("mine"), prompt_frame("theirs", session=OTHER), prompt_frame("mine"))
            last = (await hub_health(listener)).last_seq
            await listener.hear_until(lambda one: one.last_seq == last)
            assert {record.session_id for record in listener.records} == {SESSION}
            assert covers(listener.batches, 1, last)
            await listener.hear_until(lambda one: OTHER in told_rows(one))
            await listener.say(wire.Watch(sessions=None))
            await deliver(hub.paths, prompt_frame("theirs again", session=OTHER))
            await listener.hear_until(lambda one: OTHER in {record.session_id for record in one.records})


async def test_who_waits_for_words_hears_the_finished_output_of_all_sessions_and_nothing_else_of_them(
    tmp_path: Path,
) -> None:
    async with hub_at_work(tmp_path) as hub:
        hello = wire.Hello(sessions=(), outputs=True)
        async with listening(hub.paths, hello) as listener:
            await listener.hear_a(wire.CaughtUp)
            call = {"session_id": SESSION, "tool_name": "Bash", "tool_use_id": "c1", "tool_response": {"stdout": "ok"}}
            gave = encode_frame(header("PostToolUse"), msgspec.json.encode(call))
            await deliver(hub.paths, prompt_frame("go"), gave)
            await listener.hear_until(lambda one: one.records)
            assert {type(record.event).__name__ for record in listener.records} == {"ToolCallFinished"}


@pytest.mark.slow
async def test_a_reader_too_slow_is_told_to_resync_and_then_misses_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.hub.feed.RING_LINES", 200)
    monkeypatch.setattr("app.hub.feed.RING_BYTES", 400_000)
    async with hub_at_work(tmp_path) as hub, listening(hub.paths, wire.Hello(), max_queue=1) as listener:
        await listener.hear_a(wire.CaughtUp)
        # It stops reading; the socket's buffers fill, then the hub's sender stands still.
        await deliver(hub.paths, *(prompt_frame(f"{n} " + "x" * 20_000) for n in range(1000)))
        resync = await listener.hear_a(wire.Resync)
        assert resync.from_seq == listener.last_seq
        assert covers(listener.batches, 1, resync.from_seq)
        await listener.say(wire.Since(seq=resync.from_seq))
        await listener.hear_a(wire.CaughtUp)
        prompts = [record.event.prompt for record in listener.records if hasattr(record.event, "prompt")]
        assert [prompt.split()[0] for prompt in prompts] == [str(n) for n in range(1000)]
        assert covers(listener.batches, 1, listener.last_seq)


@pytest.mark.slow
async def test_a_reader_that_never_reads_costs_the_hub_no_more_memory_than_the_bound(tmp_path: Path) -> None:
    sent_mb, at_once = 150, 100_000
    async with hub_process(tmp_path) as hub:
        hub_memory = psutil.Process(hub.pid).memory_info
        async with listening(hub.paths, wire.Hello(), max_queue=1, close_timeout=0.1) as listener:
            await listener.hear_a(wire.CaughtUp)
            before = hub_memory().rss
            for n in range(sent_mb * 1_000_000 // at_once):
                await deliver(hub.paths, prompt_frame("x" * at_once, session=f"session-{n % 10}"))
            assert hub_memory().rss - before < 2 * RING_BYTES < sent_mb * 1_000_000 / 2


async def test_a_slow_order_does_not_hold_up_a_quick_one(tmp_path: Path) -> None:
    async with hub_at_work(tmp_path) as hub, listening(hub.paths) as listener:
        await deliver(hub.paths, prompt_frame("Build it"))
        slow = Stop(agent="claude_code", session_id=SESSION, wait_ms=600_000)
        await listener.say(wire.Order(order_id="slow", command=slow))
        await listener.say(wire.Order(order_id="quick", command=ListSessions()))
        result = await listener.hear_a(wire.Result)
        assert result.order_id == "quick"
        assert [row["session_id"] for row in result.data["sessions"]] == [SESSION]


async def test_history_comes_in_pages_from_the_newest(tmp_path: Path) -> None:
    async with hub_at_work(tmp_path) as hub, listening(hub.paths) as listener:
        await deliver(hub.paths, *(prompt_frame(f"prompt {n}") for n in range(10)))
        pages = []
        before = 0
        while True:
            order = ReadHistory(agent="claude_code", session_id=SESSION, before_seq=before, limit=7)
            data = await listener.order(order)
            pages.insert(0, [record["seq"] for record in data["records"]])
            before = pages[0][0]
            if not data["more"]:
                break
        last = (await hub_health(listener)).last_seq
        assert [seq for page in pages for seq in page] == list(range(1, last + 1))
        assert all(len(page) <= 7 for page in pages)


async def test_a_session_that_was_looked_at_is_done_no_more(tmp_path: Path) -> None:
    stop = b'{"session_id":"%s","hook_event_name":"Stop","last_assistant_message":"done"}' % SESSION.encode()
    async with hub_at_work(tmp_path) as hub, listening(hub.paths) as listener:
        await deliver(hub.paths, prompt_frame("Build it"), encode_frame(header("Stop", mode="sync"), stop))
        assert await status_of(listener) == "done"
        await listener.order(MarkSeen(agent="claude_code", session_id=SESSION))
        assert await status_of(listener) == "idle"


async def test_more_orders_than_can_be_under_way_are_answered_with_an_error(tmp_path: Path) -> None:
    async with hub_at_work(tmp_path) as hub, listening(hub.paths) as listener:
        await deliver(hub.paths, prompt_frame("Build it"))
        slow = Stop(agent="claude_code", session_id=SESSION, wait_ms=600_000)
        for number in range(MAX_ORDERS_UNDER_WAY + 1):
            await listener.say(wire.Order(order_id=str(number), command=slow))
        result = await listener.hear_a(wire.Result)
        assert result.order_id == str(MAX_ORDERS_UNDER_WAY) and "Too many" in result.error


async def test_an_order_nobody_knows_is_answered_with_an_error(tmp_path: Path) -> None:
    async with hub_at_work(tmp_path) as hub, listening(hub.paths) as listener:
        await listener.socket.send('{"type":"Order","order_id":"o-9","command":{"type":"Dance"}}')
        result = await listener.hear_a(wire.Result)
        assert result.order_id == "o-9" and result.error
        assert (await hub_health(listener)).bad_input == {"bad_order": 1}


async def test_shut_down_is_answered_and_then_the_connection_closes(tmp_path: Path) -> None:
    async with hub_at_work(tmp_path) as hub, listening(hub.paths) as listener:
        assert await listener.order(ShutDown()) == {}
        with pytest.raises(ConnectionClosed):
            while True:
                await listener.hear()


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        (b"\xff\xfe no json", "bad_feed_message"),
        (b"[" * 5000, "bad_feed_message"),
        (b'{"type":"Since","seq":1}', "no_hello"),
        (b'{"type":"Hello","protocol":99}', "wrong_protocol"),
        (b'{"type":"Hello","since":"yesterday"}', "bad_feed_message"),
    ],
)
async def test_garbage_is_refused_counted_and_does_not_disturb_others(tmp_path: Path, said: bytes, reason: str) -> None:
    async with hub_at_work(tmp_path) as hub, listening(hub.paths) as listener:
        async with unix_connect(str(hub.paths.feed_socket), uri="ws://localhost/") as rude:
            await rude.send(said)
            answer = wire.decode_hub(await asyncio.wait_for(rude.recv(decode=False), PATIENCE_S))
            assert isinstance(answer, wire.Refused) and answer.reason
            with pytest.raises(ConnectionClosed):
                await asyncio.wait_for(rude.recv(), PATIENCE_S)
        assert (await hub_health(listener)).bad_input == {reason: 1}


async def test_a_message_over_the_limit_ends_only_its_own_connection(tmp_path: Path) -> None:
    async with hub_at_work(tmp_path) as hub, listening(hub.paths) as listener:
        rude = await unix_connect(str(hub.paths.feed_socket), uri="ws://localhost/", compression=None)
        await rude.send(b"x" * (MAX_CLIENT_MESSAGE_BYTES + 1), text=True)
        with pytest.raises(ConnectionClosed) as closed:
            await asyncio.wait_for(rude.recv(), PATIENCE_S)
        assert closed.value.rcvd is not None and closed.value.rcvd.code == 1009

        async def counted() -> bool:
            return (await hub_health(listener)).bad_input == {"too_large": 1}

        await eventually(counted)


async def test_a_page_in_a_browser_gets_nothing_from_the_unix_socket_either(tmp_path: Path) -> None:
    async with hub_at_work(tmp_path) as hub:
        with pytest.raises(InvalidStatus) as refused:
            await unix_connect(str(hub.paths.feed_socket), uri="ws://localhost/", origin="http://evil.example")
        assert refused.value.response.status_code == 403


class TestOverTcp:
    """With ``--listen``: a token, our own Host, and no page."""

    async def test_the_token_opens_the_feed_in_hello_or_in_the_header(self, tmp_path: Path) -> None:
        async with hub_at_work(tmp_path, listen=("127.0.0.1", 0)) as hub:
            token, _ = hub_token(hub.paths)
            async with connect(listen_uri(hub)) as socket:
                await socket.send(wire.encode(wire.Hello(token=token)), text=True)
                assert isinstance(wire.decode_hub(await socket.recv()), wire.Welcome)
            async with connect(listen_uri(hub), additional_headers={"Authorization": f"Bearer {token}"}) as socket:
                await socket.send(wire.encode(wire.Hello()), text=True)
                assert isinstance(wire.decode_hub(await socket.recv()), wire.Welcome)

    @pytest.mark.parametrize("token", ["", "wrong", "tökén"])
    async def test_without_the_token_hello_is_refused(self, tmp_path: Path, token: str) -> None:
        async with hub_at_work(tmp_path, listen=("127.0.0.1", 0)) as hub, connect(listen_uri(hub)) as socket:
            await socket.send(wire.encode(wire.Hello(token=token)), text=True)
            assert isinstance(wire.decode_hub(await socket.recv()), wire.Refused)
            with pytest.raises(ConnectionClosed):
                await socket.recv()

    async def test_a_wrong_token_in_the_header_is_turned_away(self, tmp_path: Path) -> None:
        async with hub_at_work(tmp_path, listen=("127.0.0.1", 0)) as hub:
            assert await status_with(hub, {"Authorization": "Bearer wrong"}) == 401

    @pytest.mark.parametrize("origin", ["null", "http://evil.example", "http://127.0.0.1:1", "file://"])
    async def test_a_foreign_page_is_turned_away_even_with_the_token(self, tmp_path: Path, origin: str) -> None:
        async with hub_at_work(tmp_path, listen=("127.0.0.1", 0)) as hub:
            token, _ = hub_token(hub.paths)
            assert await status_with(hub, {"Authorization": f"Bearer {token}", "Origin": origin}) == 403

    @pytest.mark.parametrize("host", ["evil.example", "127.0.0.1", "127.0.0.1:1", "localhost.evil.example:80"])
    async def test_a_name_made_to_point_here_is_turned_away(self, tmp_path: Path, host: str) -> None:
        async with hub_at_work(tmp_path, listen=("127.0.0.1", 0)) as hub:
            address = listen_uri(hub).removeprefix("ws://").split(":")
            reader, writer = await asyncio.open_connection(address[0], int(address[1]))
            writer.write(
                f"GET / HTTP/1.1\r\nHost: {host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n".encode()
            )
            status = await asyncio.wait_for(reader.readline(), PATIENCE_S)
            writer.close()
            assert b" 403 " in status


async def hub_health(listener: Listener) -> HubHealth:
    return msgspec.convert(await listener.order(ReportHealth()), HubHealth)


async def status_of(listener: Listener) -> str:
    return str((await listener.order(ListSessions()))["sessions"][0]["status"])


async def status_with(hub: Hub, headers: dict[str, str]) -> int:
    with pytest.raises(InvalidStatus) as refused:
        await connect(listen_uri(hub), additional_headers=headers)
    return refused.value.response.status_code


def told(listener: Listener) -> list[wire.RowsChanged]:
    return [message for message in listener.messages if isinstance(message, wire.RowsChanged)]


def told_doing(listener: Listener) -> str:
    return told(listener)[-1].sessions[0].doing if told(listener) else ""


def deltas(listener: Listener) -> list[Record]:
    return [record for record in listener.records if isinstance(record.event, MessageDelta)]


def told_rows(listener: Listener) -> set[str]:
    changes = [message for message in listener.messages if isinstance(message, wire.RowsChanged)]
    return {row.session_id for change in changes for row in change.sessions}


def listen_uri(hub: Hub) -> str:
    return str(msgspec.json.decode(hub.paths.hub_info.read_bytes())["listen"])
