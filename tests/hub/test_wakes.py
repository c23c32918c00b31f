"""Relays that wait to wake a session: one a session, in its process, and let go as soon as that is over."""

from __future__ import annotations

import asyncio

import pytest

from app.core.records import Delivery, SessionKey
from app.hub.wakes import HOLD_MS, WaitingRelay
from app.system.processes import ProcessId
from tests.helpers.control_room import AGENT, SESSION, ControlRoom

OTHER = "5a1d0000-0000-4000-8000-000000000002"
KEY = SessionKey(AGENT, SESSION)


@pytest.fixture
def room() -> ControlRoom:
    return ControlRoom()


def asks(room: ControlRoom, session: str = SESSION, process: ProcessId | None = None) -> WaitingRelay | None:
    """A relay asks to wait beside a session."""
    room.pass_ms(1)
    process = process or room.agent
    delivery = Delivery(
        delivery_id=f"wake-{room.clock.us}", agent=AGENT, source="hook", name="Stop", at_us=room.clock.us,
        payload={"session_id": session}, pid=process.pid, proc_start=process.start, mode="wake",
    )  # fmt: skip
    return room.control.wakes.hold(delivery, session)


def waits(room: ControlRoom, session: str = SESSION, process: ProcessId | None = None) -> WaitingRelay:
    relay = asks(room, session, process)
    assert relay is not None
    return relay


async def left(relay: WaitingRelay) -> bool:
    """Whether it was let go, without a word."""
    try:
        return await asyncio.wait_for(relay.result(), 0.05) is None
    except TimeoutError:
        return False


async def test_it_is_told_to_wait_for_nearly_as_long_as_the_agent_lets_it(room: ControlRoom) -> None:
    assert waits(room).wait_ms == HOLD_MS < 86_400_000


async def test_of_ten_only_the_newest_stays(room: ControlRoom) -> None:
    relays = [waits(room) for _ in range(10)]
    assert [await left(relay) for relay in relays] == [True] * 9 + [False]
    assert len(room.control.wakes) == 1


async def test_it_goes_with_the_session(room: ControlRoom) -> None:
    room.prompt("Build it")
    relay = waits(room)
    room.hook("SessionEnd", reason="prompt_input_exit")
    assert await left(relay)
    assert len(room.control.wakes) == 0


async def test_it_goes_with_the_process(room: ControlRoom) -> None:
    room.prompt("Build it")
    relay = waits(room)
    room.machine.end(room.agent)
    for _ in range(5):
        await room.watch.tick()
        await room.seconds(1)
    assert await left(relay)


async def test_it_goes_when_its_process_takes_up_another_session(room: ControlRoom) -> None:
    room.prompt("Build it")
    relay = waits(room)
    room.hook("SessionStart", session=OTHER, source="clear")
    assert await left(relay)


async def test_a_late_hook_of_the_session_before_leaves_it(room: ControlRoom) -> None:
    room.prompt("Build it")
    before_us = room.clock.us
    relay = waits(room, OTHER)
    room.hook("PostToolUse", at_us=before_us, tool_use_id="t1", tool_name="Bash", tool_input={}, tool_response={})
    assert not await left(relay)


async def test_a_session_taken_up_in_another_process_does_not_send_messages_to_the_first(room: ControlRoom) -> None:
    room.prompt("Build it")
    relay = waits(room)
    second = room.machine.add(5000, 1, "claude", started_us=room.clock.us)
    room.hook("SessionStart", process=second, source="resume")
    room.hook("UserPromptSubmit", process=second, prompt="Here")
    assert not room.control.wakes.can_wake(KEY)
    newer = waits(room, process=second)
    assert room.control.wakes.can_wake(KEY)
    assert await left(relay) and not await left(newer)


async def test_one_that_went_by_itself_is_forgotten(room: ControlRoom) -> None:
    room.prompt("Build it")
    relay = waits(room)
    relay.gone()
    assert not room.control.wakes.can_wake(KEY)
    assert len(room.control.wakes) == 0


async def test_one_that_was_replaced_does_not_take_the_newer_along_when_it_goes(room: ControlRoom) -> None:
    room.prompt("Build it")
    older, newer = waits(room), waits(room)
    older.gone()
    assert room.control.wakes.can_wake(KEY)
    assert not await left(newer)


async def test_nobody_waits_beside_a_session_in_print_mode(room: ControlRoom) -> None:
    room.registry("", entrypoint="sdk-cli")
    assert asks(room) is None


async def test_nobody_waits_without_a_session_or_a_process(room: ControlRoom) -> None:
    assert asks(room, "") is None
    assert asks(room, process=ProcessId(0)) is None


async def test_the_hubs_end_lets_all_go(room: ControlRoom) -> None:
    relay = waits(room)
    await room.control.close()
    assert await left(relay)
