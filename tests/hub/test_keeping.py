"""Sessions that are over leave the store by age, by size or by order; those that run stay."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import msgspec
import pytest

from app.agents.claude_code import ADAPTER
from app.core.commands import ListSessions, Purge, ReadHistory
from app.core.events import MessageWritten, SessionEnded, TurnStarted
from app.core.records import Decoded, Delivery, SessionKey
from app.hub.counters import Counters
from app.hub.guard import Guard
from app.hub.intake import Intake
from app.hub.keeping import Keeping
from app.settings import Settings
from app.store.log import Log
from app.system.processes_dummy import DummyProcesses
from app.wire import feed as wire
from tests.helpers.control_room import START_US, MadeUpClock
from tests.helpers.hub_at_work import SESSION, deliver, hub_at_work, listening, prompt_frame

DAY_US = 86_400 * 1_000_000
AGENT = "claude_code"


class Cellar:
    """A store with sessions of several ages, and who keeps it."""

    def __init__(self, folder: Path) -> None:
        self.log = Log.open(folder / "store.sqlite3")
        self.intake = Intake(self.log, {AGENT: ADAPTER}, Counters(), Guard(folder))
        self.machine = DummyProcesses()
        self.clock = MadeUpClock()
        self.chosen = Settings(keep_days=0, keep_megabytes=0)
        self.keeping = Keeping(self.intake, self.machine, self.clock, lambda: self.chosen)
        self._number = 0

    async def put(self, session: str, days_ago: float, text: str = "x", *, pid: int = 0, ended: bool = True) -> None:
        """A session that was last heard of so many days ago; with ``pid`` its process runs."""
        at_us = START_US - int(days_ago * DAY_US)
        start = self.machine.add(pid, 1, "claude").start if pid else 0
        events = [TurnStarted(turn_id="t", prompt=session), MessageWritten(block_id=session, text=text)]
        facts = [Decoded(session_id=session, at_us=at_us, event=event) for event in events]
        if ended and not pid:
            facts.append(Decoded(session_id=session, at_us=at_us, event=SessionEnded(reason="other")))
        self._number += 1
        delivery = Delivery(
            delivery_id=str(self._number), agent=AGENT, source="hook", name="x", at_us=at_us, payload={"text": text},
            pid=pid, proc_start=start,
        )  # fmt: skip
        await self.intake.submit_items([(delivery, facts)])

    def left(self) -> list[str]:
        """Sessions in the roster, which are those with records."""
        rows = sorted(row.session_id for row in self.intake.roster.rows())
        assert rows == sorted(key.session_id for key in self.log.sessions() if self.log.read_session(key))
        return rows


@pytest.fixture
async def cellar(tmp_path: Path) -> AsyncIterator[Cellar]:
    cellar = Cellar(tmp_path)
    cellar.intake.start()
    yield cellar
    await cellar.intake.close()
    cellar.log.close()


async def test_nothing_leaves_unless_a_person_wants_it(cellar: Cellar) -> None:
    await cellar.put("ancient", days_ago=4000)
    assert await cellar.keeping.look() == 0
    assert cellar.left() == ["ancient"]


async def test_what_is_older_than_wanted_leaves(cellar: Cellar) -> None:
    for days in (1, 29, 31, 400):
        await cellar.put(f"of {days} days", days_ago=days)
    cellar.chosen = Settings(keep_days=30, keep_megabytes=0)
    assert await cellar.keeping.look() == 2
    assert cellar.left() == ["of 1 days", "of 29 days"]


async def test_a_session_whose_process_runs_stays_however_old(cellar: Cellar) -> None:
    await cellar.put("sleeper", days_ago=100, pid=4000)
    await cellar.put("gone", days_ago=100)
    cellar.chosen = Settings(keep_days=30, keep_megabytes=0)
    await cellar.keeping.look()
    assert cellar.left() == ["sleeper"]


async def test_the_oldest_leave_until_the_rest_fits(cellar: Cellar) -> None:
    text = "".join(f"{number:x} " for number in range(60_000))
    for days in (8, 7, 6, 5, 4, 3, 2, 1):
        await cellar.put(f"of {days} days", days_ago=days, text=text)
    await cellar.put("running", days_ago=9, text=text, pid=4000)
    assert cellar.log.used_bytes() > 2 * 1024 * 1024
    cellar.chosen = Settings(keep_days=0, keep_megabytes=1)
    assert await cellar.keeping.look() > 0
    assert "of 8 days" not in cellar.left()
    assert {"of 1 days", "running"} <= set(cellar.left())
    assert cellar.log.used_bytes() <= cellar.chosen.keep_megabytes * 1024 * 1024


async def test_a_person_is_told_what_was_kept_and_why(cellar: Cellar) -> None:
    await cellar.put("runs", days_ago=1, pid=4000)
    await cellar.put("over", days_ago=1)
    keys = tuple(SessionKey(AGENT, name) for name in ("runs", "over", "nobody"))
    result = await cellar.keeping.carry_out(Purge(sessions=keys))
    assert ([key.session_id for key in result.purged], result.running, result.unknown, result.records) == (
        ["over"], (keys[0],), (keys[2],), 3,
    )  # fmt: skip


async def test_what_was_purged_does_not_come_back_with_the_next_hub(cellar: Cellar, tmp_path: Path) -> None:
    await cellar.put("over", days_ago=1)
    await cellar.put("other", days_ago=1)
    await cellar.keeping.carry_out(Purge(sessions=(SessionKey(AGENT, "over"),)))
    await cellar.intake.close()
    again = Intake(cellar.log, {AGENT: ADAPTER}, Counters(), Guard(tmp_path))
    again.start()
    assert [row.session_id for row in again.roster.rows()] == ["other"]
    cellar.intake = again


async def test_every_reader_is_told_and_none_sees_anything_of_it_again(tmp_path: Path) -> None:
    async with hub_at_work(tmp_path) as hub:
        await deliver(hub.paths, prompt_frame("Build it", pid=0))
        async with listening(hub.paths) as watching:
            await watching.hear_a(wire.CaughtUp)
            async with listening(hub.paths, wire.Hello()) as orderer:
                result = await orderer.order(Purge(sessions=(SessionKey(AGENT, SESSION),)))
                assert result["purged"] == [[AGENT, SESSION]]
                assert (await orderer.order(ListSessions()))["sessions"] == []
                history = await orderer.order(ReadHistory(agent=AGENT, session_id=SESSION))
                assert history["records"] == []
            gone = await watching.hear_a(wire.SessionsGone)
            assert gone.sessions == (SessionKey(AGENT, SESSION),)
        async with listening(hub.paths, wire.Hello(since=0)) as late:
            caught_up = await late.hear_a(wire.CaughtUp)
            assert b"Build it" not in b"".join(msgspec.json.encode(batch) for batch in late.batches)
            assert caught_up.seq == late.last_seq


async def test_a_reader_catches_up_where_all_that_it_lacks_was_purged(tmp_path: Path) -> None:
    async with hub_at_work(tmp_path) as hub:
        await deliver(hub.paths, prompt_frame("Build it", pid=0))
        async with listening(hub.paths, wire.Hello()) as orderer:
            await orderer.order(Purge(all=True))
    async with hub_at_work(tmp_path) as hub, listening(hub.paths, wire.Hello(since=0)) as late:
        assert (await late.hear_a(wire.CaughtUp)).seq >= 1
