"""Checks of ``app.desktop.link``, against a real WebSocket server."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
import pytest_asyncio
from websockets.asyncio.server import ServerConnection
from websockets.asyncio.server import serve as tcp_serve

from app.core import events as e
from app.core.commands import ListSessions, Stop
from app.core.records import SessionKey
from app.desktop import link as links
from app.desktop.link import HubAddress, HubAway, Link, OrderFailed, PhaseChanged, StartedOver
from app.system.paths import DataPaths
from app.wire import feed
from tests.desktop.conftest import until
from tests.helpers.canned import row
from tests.helpers.scripted_hub import ScriptedHub

KEY = SessionKey("claude_code", "s1")
Heard = list[Any]


class Ear:
    """A link that keeps all it heard."""

    def __init__(self, paths: DataPaths, **options: Any) -> None:
        self.heard: Heard = []
        self.wakes = 0
        self.link = Link(HubAddress("here", f"ws+unix://{paths.feed_socket}"), self._wake, **options)

    def _wake(self) -> None:
        self.wakes += 1

    def listen(self) -> Heard:
        while (item := self.link.take()) is not None:
            self.heard.append(item)
        return self.heard

    def has(self, wanted: Callable[[Any], bool]) -> bool:
        return any(wanted(item) for item in self.listen())

    def seqs(self) -> list[int]:
        return [r.seq for item in self.listen() if isinstance(item, feed.Batch) for r in item.records]


@pytest_asyncio.fixture
async def ear(paths: DataPaths) -> AsyncIterator[Ear]:
    made = Ear(paths)
    made.link._watched = (KEY,)
    made.link.start()
    yield made
    await made.link.close()


def _delta(index: int) -> e.MessageDelta:
    return e.MessageDelta(message_id="m", first_index=index, last_index=index, text=f"{index} ")


async def test_it_says_hello_and_becomes_live(hub: ScriptedHub, ear: Ear) -> None:
    hub.rows[KEY] = row("s1", "working", 1, 10**15)
    await until(lambda: ear.listen() and ear.link.phase == "live")
    kinds = [type(item) for item in ear.heard]
    assert kinds == [PhaseChanged, feed.Welcome, feed.Snapshot, feed.CaughtUp, PhaseChanged]
    assert hub.hellos[0].client == "desktop"


async def test_it_waits_for_a_hub_that_comes_later(paths: DataPaths, ear: Ear) -> None:
    await until(lambda: ear.has(lambda item: isinstance(item, PhaseChanged) and item.phase == "away"))
    assert ear.heard[0].reason == "no hub is running"
    late = ScriptedHub(paths.feed_socket)
    await late.start()
    await until(lambda: ear.link.phase == "live")
    await late.stop()


async def test_a_missing_hub_is_asked_to_be_started(paths: DataPaths) -> None:
    asked: list[int] = []
    ear = Ear(paths, when_absent=lambda: asked.append(1))
    ear.link.start()
    await until(lambda: len(asked) >= 2)
    await ear.link.close()


async def test_after_a_restart_of_the_hub_nothing_is_missing_and_nothing_comes_twice(
    hub: ScriptedHub, ear: Ear
) -> None:
    await until(lambda: ear.link.phase == "live")
    await hub.say(records=tuple(hub.record(KEY, _delta(index)) for index in range(3)))
    await until(lambda: ear.seqs() == [1, 2, 3])
    await hub.stop()
    await until(lambda: ear.link.phase == "away")
    for index in range(3, 6):
        hub.record(KEY, _delta(index))
    await hub.start()
    await until(lambda: ear.link.phase == "live")
    await hub.say(records=(hub.record(KEY, _delta(6)),))
    await until(lambda: ear.seqs() == [1, 2, 3, 4, 5, 6, 7])
    assert hub.hellos[-1].since == 3
    assert hub.hellos[-1].hub_id == "hub-1"


async def test_another_hub_at_the_same_place_makes_it_start_over(hub: ScriptedHub, ear: Ear) -> None:
    await until(lambda: ear.link.phase == "live")
    await hub.say(records=(hub.record(KEY, _delta(0)),))
    await until(lambda: ear.seqs() == [1])
    await hub.stop()
    hub.hub_id, hub.records = "hub-2", []
    await hub.start()
    await until(lambda: ear.has(lambda item: isinstance(item, StartedOver)))
    await until(lambda: ear.link.phase == "live")
    assert ear.link.last_seq == 0


async def test_an_order_brings_its_result(hub: ScriptedHub, ear: Ear) -> None:
    hub.answers[ListSessions] = lambda _order: {"sessions": []}
    await until(lambda: ear.link.phase == "live")
    assert await ear.link.order(ListSessions()) == {"sessions": []}


async def test_orders_under_way_together_do_not_mix_up_their_results(hub: ScriptedHub, ear: Ear) -> None:
    hub.answers[Stop] = lambda order: order.session_id
    await until(lambda: ear.link.phase == "live")
    orders = [ear.link.order(Stop(agent="a", session_id=str(number))) for number in range(20)]
    assert await asyncio.gather(*orders) == [str(number) for number in range(20)]


async def test_a_refused_order_says_why(hub: ScriptedHub, ear: Ear) -> None:
    def refuse(_order: Stop) -> None:
        raise RuntimeError("no such session")

    hub.answers[Stop] = refuse
    await until(lambda: ear.link.phase == "live")
    with pytest.raises(OrderFailed, match="no such session"):
        await ear.link.order(Stop(agent="a", session_id="s"))


async def test_an_order_the_hub_takes_to_its_grave_fails_at_once(hub: ScriptedHub, ear: Ear) -> None:
    hub.silent_on.add(Stop)
    await until(lambda: ear.link.phase == "live")
    waiting = asyncio.ensure_future(ear.link.order(Stop(agent="a", session_id="s")))
    await until(lambda: hub.orders)
    await hub.stop()
    with pytest.raises(HubAway):
        await asyncio.wait_for(waiting, 5)


async def test_without_a_hub_an_order_fails_instead_of_waiting(ear: Ear) -> None:
    with pytest.raises(HubAway):
        await ear.link.order(ListSessions())


async def test_told_to_resync_it_asks_from_where_it_stands(hub: ScriptedHub, ear: Ear) -> None:
    await until(lambda: ear.link.phase == "live")
    await hub.say(records=(hub.record(KEY, _delta(0)),))
    await until(lambda: ear.seqs() == [1])
    hub.record(KEY, _delta(1))
    hub.record(KEY, _delta(2))
    await hub.resync()
    await until(lambda: ear.seqs() == [1, 2, 3])


@pytest.mark.expects_warnings
async def test_what_is_no_feed_message_is_counted_and_the_link_comes_back(hub: ScriptedHub, ear: Ear) -> None:
    await until(lambda: ear.link.phase == "live")
    await hub.send_raw('{"type": "Nonsense"}')
    await until(lambda: ear.link.protocol_errors == 1)
    await until(lambda: len(hub.hellos) == 2 and ear.link.phase == "live")


async def test_a_window_that_does_not_keep_up_stops_the_reading_at_a_bound(
    hub: ScriptedHub, ear: Ear, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(links, "INBOX_LIMIT", 8)
    await until(lambda: ear.link.phase == "live")
    ear.listen()
    for index in range(40):
        await hub.say(records=(hub.record(KEY, _delta(index)),))
    await until(lambda: len(ear.link._inbox) == 8)
    await asyncio.sleep(0.05)
    assert len(ear.link._inbox) == 8
    await until(lambda: ear.seqs() == list(range(1, 41)))


async def test_few_messages_with_many_records_stop_the_reading_too(
    hub: ScriptedHub, ear: Ear, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(links, "INBOX_RECORDS", 50)
    await until(lambda: ear.link.phase == "live")
    ear.listen()
    for start in range(0, 200, 20):
        await hub.say(records=tuple(hub.record(KEY, _delta(index)) for index in range(start, start + 20)))
    await until(lambda: len(ear.link._inbox) == 3)
    await asyncio.sleep(0.05)
    assert len(ear.link._inbox) == 3
    await until(lambda: ear.seqs() == list(range(1, 201)))


async def test_waiting_longer_and_longer_never_exceeds_the_longest_delay(
    ear: Ear, monkeypatch: pytest.MonkeyPatch
) -> None:
    waited: list[float] = []

    async def note(what: Any, timeout_s: float) -> None:
        what.close()
        waited.append(timeout_s)

    monkeypatch.setattr(asyncio, "wait_for", note)
    for failures in range(12):
        await ear.link._back_off(failures)
    assert 0.05 <= waited[0] <= 0.1
    assert max(waited) <= links.LONGEST_DELAY_S
    assert waited[11] >= links.LONGEST_DELAY_S / 2


async def test_a_hub_over_tcp_hears_the_token_with_the_first_words_and_a_refusal_is_shown() -> None:
    heard: list[feed.Hello] = []

    async def serve(client: ServerConnection) -> None:
        hello = feed.decode_client(await client.recv())
        assert isinstance(hello, feed.Hello)
        heard.append(hello)
        if hello.token != "secret":
            await client.send(feed.encode(feed.Refused(reason="Wrong token.")), text=True)
            return
        await client.send(feed.encode(feed.Welcome(protocol=1, hub_id="far", last_seq=0)), text=True)
        await client.send(feed.encode(feed.CaughtUp(seq=0)), text=True)
        await client.wait_closed()

    tokens = iter(["old", "secret"])

    async def token() -> str:
        return next(tokens)

    async with tcp_serve(serve, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        link = Link(HubAddress("server", f"ws://127.0.0.1:{port}"), lambda: None, token=token)
        link.start()
        await until(lambda: link.phase == "refused")
        taken = []
        while (item := link.take()) is not None:
            taken.append(item)
        assert PhaseChanged("refused", "Wrong token.") in taken
        link.retry()
        await until(lambda: link.phase == "live")
        assert [hello.token for hello in heard] == ["old", "secret"]
        await link.close()
