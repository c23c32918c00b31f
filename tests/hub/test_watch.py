"""A session whose process is gone is noticed, once, and never by mistake."""

from __future__ import annotations

import pytest

from app.core.events import ProcessGone
from app.core.projections.rows import SessionRow
from app.system.processes import ProcessId
from tests.helpers.control_room import AGENT, SESSION, START_US, ControlRoom


@pytest.fixture
def room() -> ControlRoom:
    return ControlRoom()


async def looks(room: ControlRoom, times: int = 1) -> list[ProcessGone]:
    """What is known to be gone after that many looks, one a second."""
    for _ in range(times):
        room.pass_ms(1000)
        await room.watch.tick()
    return room.told(ProcessGone)


async def test_a_killed_agent_is_lost_at_the_next_look(room: ControlRoom) -> None:
    room.prompt("Build it")
    assert await looks(room, 3) == []
    room.machine.end(room.agent)
    assert await looks(room) == [ProcessGone(pid=4000, proc_start=room.agent.start)]
    assert (room.row().status, room.row().status_source) == ("lost", "process")
    assert room.row().status_at_us - room.clock.us <= 1_000_000


async def test_it_is_told_once(room: ControlRoom) -> None:
    room.prompt("Build it")
    room.machine.end(room.agent)
    assert len(await looks(room, 5)) == 1
    assert room.watch.watching == 0


async def test_a_zombie_is_gone(room: ControlRoom) -> None:
    room.prompt("Build it")
    room.machine.zombify(room.agent)
    assert len(await looks(room)) == 1


async def test_a_number_used_again_does_not_keep_a_session_alive(room: ControlRoom) -> None:
    room.prompt("Build it")
    room.machine.end(room.agent)
    room.machine.add(4000, 1, "vim")
    assert len(await looks(room)) == 1


async def test_a_session_that_said_goodbye_is_not_lost(room: ControlRoom) -> None:
    room.prompt("Build it")
    room.hook("SessionEnd", reason="prompt_input_exit")
    room.machine.end(room.agent)
    assert await looks(room, 3) == []
    assert room.row().status == "ended"


async def test_a_late_hook_from_before_the_goodbye_does_not_wake_the_watch(room: ControlRoom) -> None:
    room.prompt("Build it")
    early_us = room.clock.us
    room.pass_ms(100)
    room.hook("SessionEnd", reason="other")
    room.machine.end(room.agent)
    room.hook("PostToolUse", tool_name="Bash", tool_use_id="t", tool_input={}, tool_response={}, at_us=early_us)
    assert await looks(room, 2) == []


async def test_a_resumed_session_is_watched_in_its_new_process(room: ControlRoom) -> None:
    room.prompt("Build it")
    room.hook("SessionEnd", reason="other")
    room.machine.end(room.agent)
    again = room.machine.add(4050, 1, "claude")
    room.hook("SessionStart", process=again, source="resume")
    assert await looks(room, 2) == []
    room.machine.end(again)
    assert [gone.pid for gone in await looks(room)] == [4050]


async def test_of_two_processes_the_one_heard_last_counts_in_whatever_order(room: ControlRoom) -> None:
    newer = room.machine.add(4050, 1, "claude")
    room.pass_ms(1000)
    room.prompt("From the new one", process=newer)
    room.prompt("From the old one, late", at_us=START_US)
    room.machine.end(room.agent)
    assert await looks(room, 2) == []


async def test_a_fact_without_a_start_is_believed_if_the_process_was_there_before(room: ControlRoom) -> None:
    room.prompt("Build it", process=ProcessId(4000, 0))
    assert await looks(room) == []
    room.machine.end(room.agent)
    room.machine.add(4000, 1, "vim", started_us=room.clock.us)
    assert len(await looks(room)) == 1


async def test_a_fact_without_a_start_is_not_believed_of_a_younger_process(room: ControlRoom) -> None:
    room.machine.end(room.agent)
    room.machine.add(4000, 1, "vim", started_us=room.clock.us + 60_000_000)
    room.prompt("Build it", process=ProcessId(4000, 0))
    assert len(await looks(room)) == 1


async def test_sessions_that_lived_when_the_hub_ended_are_watched_from_the_start(room: ControlRoom) -> None:
    def row(session: str, pid: int, **more: object) -> SessionRow:
        return SessionRow(agent=AGENT, session_id=session, pid=pid, proc_start=7, status="working", **more)  # type: ignore[arg-type]

    gone = row(SESSION, 4321)
    room.watch.adopt([gone, row("no process", 0), row("over", 4322, ended_at_us=5)])
    assert [event.pid for event in await looks(room)] == [4321]


async def test_all_sessions_of_one_process_are_lost_with_it(room: ControlRoom) -> None:
    room.prompt("One")
    room.prompt("Two", session="another")
    room.machine.end(room.agent)
    assert len(await looks(room)) == 2
