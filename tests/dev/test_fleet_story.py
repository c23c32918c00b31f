"""What a fleet says can be checked by whoever received it: in the store, letter by letter."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.agents import adapters
from app.core.events import MessageDelta, TurnStarted
from app.core.records import SessionKey
from app.dev.fleet_check import lost_in_store
from app.dev.fleet_story import AGENT, Teller, facts, said_in, session_id
from app.hub.counters import Counters
from app.hub.frames import read_frame
from app.hub.guard import Guard
from app.hub.intake import Intake
from app.store.bench import grow
from app.store.log import Log
from app.wire.relay_frames import decode_frame


async def store(folder: Path, frames: list[bytes]) -> Path:
    """A store into which these frames went, as through a hub's door."""
    log, counters, guard = Log.open(folder / "store.sqlite3"), Counters(), Guard(folder)
    intake = Intake(log, adapters(), counters, guard)
    intake.start()
    await intake.submit_items([read_frame(decode_frame(frame), intake, counters) for frame in frames])
    await intake.close()
    log.close()
    return folder / "store.sqlite3"


def test_a_session_says_as_many_deltas_as_were_asked_for_and_the_same_each_time() -> None:
    frames = list(Teller(3, 200).frames())
    assert sum(deltas for _, deltas in frames) == 200
    assert Teller(3, 200).said() == Teller(3, 200).said() != Teller(4, 200).said()


async def test_all_that_was_handed_over_is_found_in_the_store(tmp_path: Path) -> None:
    frames = [frame for number in range(3) for frame, _ in Teller(number, 150).frames()]
    assert lost_in_store(await store(tmp_path, frames), 3, 150) == []


@pytest.mark.parametrize("missing", [10, 60])
async def test_one_delta_that_is_missing_is_noticed(tmp_path: Path, missing: int) -> None:
    frames = [frame for frame, deltas in Teller(0, 150).frames() if deltas]
    del frames[missing]
    assert lost_in_store(await store(tmp_path, frames), 1, 150) == [session_id(0)]


def test_facts_of_a_session_can_be_told_in_two_halves(tmp_path: Path) -> None:
    path, key = tmp_path / "store.sqlite3", SessionKey(AGENT, session_id(2))
    told = list(facts(2, 120))
    assert grow(path, [(key, at_us, event) for at_us, event in enumerate(told[:50], 1)]) == 50
    assert grow(path, [(key, at_us, event) for at_us, event in enumerate(told[50:], 51)]) == 120
    log = Log.open(path)
    events = [record.event for record in log.read_session(key)]
    log.close()
    assert events == told and said_in(events) and any(isinstance(event, TurnStarted) for event in events)
    assert said_in(events) == "".join(event.text for event in told if isinstance(event, MessageDelta))
