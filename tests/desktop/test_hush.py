"""Checks of *do not disturb* by hand: ``Alerts.hush`` keeps everything quiet, and loses nothing."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest_asyncio

from app.desktop.alerts import Alerts
from app.desktop.cabin import Cabin
from app.desktop.link import now_us
from app.settings import Settings
from app.system.paths import DataPaths
from tests.desktop.conftest import until
from tests.helpers.canned import row
from tests.helpers.scripted_hub import ScriptedHub


class Room:
    """A cabin, its alerts, and who was called."""

    def __init__(self, paths: DataPaths, hub: ScriptedHub) -> None:
        self.hub = hub
        self.cabin = Cabin(paths, start_hub=False)
        self.alerts = Alerts(self.cabin.hubs, Settings, lambda _ref: False, self.cabin)
        self.called: list[str] = []
        self.alerts.alerted.connect(lambda ref, _alert: self.called.append(ref.session_id))

    async def asks(self, session_id: str) -> None:
        await self.hub.say(row(session_id, "working", 5, now_us()))
        await self.hub.say(row(session_id, "waiting", 0, now_us(), doing="allow?", pending=(f"req-{session_id}",)))
        await until(lambda: session_id in [entry.ref.session_id for entry in self.alerts.entries()])


@pytest_asyncio.fixture
async def room(paths: DataPaths, hub: ScriptedHub) -> AsyncIterator[Room]:
    made = Room(paths, hub)
    made.cabin.add_own_hub()
    await until(lambda: made.cabin.hubs.all()[0].phase == "live")
    yield made
    await made.cabin.close(stop_own_hub=False)


async def test_while_hushed_an_alert_stands_in_the_inbox_and_calls_nobody(room: Room) -> None:
    room.alerts.hush(60)
    await room.asks("a")
    (entry,) = room.alerts.entries()
    assert entry.is_open and entry.alert.muted
    assert room.called == []


async def test_all_sessions_are_hushed_also_those_nobody_knew_of(room: Room) -> None:
    room.alerts.hush(60)
    await room.asks("a")
    await room.asks("b")
    assert room.called == []


async def test_disturbed_again_the_next_alert_calls(room: Room) -> None:
    room.alerts.hush(60)
    room.alerts.hush(0)
    await room.asks("b")
    await until(lambda: room.called == ["b"])


async def test_it_is_told_until_when_and_when_it_is_over(room: Room) -> None:
    told: list[int] = []
    room.alerts.changed.connect(lambda: told.append(room.alerts.hushed_until_us))
    assert room.alerts.hushed_until_us == 0
    room.alerts.hush(60)
    assert 0 <= now_us() + 3_600_000_000 - room.alerts.hushed_until_us < 5_000_000
    room.alerts.hush(0)
    assert told[-1] == 0 and told[0] > 0
