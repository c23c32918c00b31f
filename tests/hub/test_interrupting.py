"""Escape in the agent's terminal, and what an interrupt leaves behind, told as agent, person and machine act."""

from __future__ import annotations

import asyncio

import pytest

from app.core.commands import DisarmStop, StopResult
from app.core.events import StopArmed
from app.core.records import SessionKey
from tests.helpers.control_room import AGENT, SESSION, START_US, ControlRoom, said, settle, until

PANE = "tmux pane %1 (main:0.0)"


@pytest.fixture
def room() -> ControlRoom:
    room = ControlRoom()
    room.terminals.show(room.agent, PANE)
    return room


async def outcome(stopping: asyncio.Task[StopResult]) -> StopResult:
    return await asyncio.wait_for(stopping, 5)


def at_work(room: ControlRoom) -> None:
    room.prompt("Build it")
    room.registry("busy")
    room.tool("t1")


async def test_escape_is_pressed_at_once_and_the_registry_says_that_it_worked(room: ControlRoom) -> None:
    at_work(room)
    stopping = room.stop()
    await until(lambda: room.terminals.diary)
    await settle()
    assert not stopping.done(), "a key that was pressed is no outcome"
    assert room.row().armed == f"Escape was pressed in {PANE}"
    room.registry("idle")
    result = await outcome(stopping)
    assert (result.outcome, result.lever) == ("stopped", "tmux")
    assert "registry" in result.evidence and PANE in result.evidence
    assert room.terminals.diary == [PANE]
    assert room.row().armed == ""


async def test_a_held_permission_is_refused_and_no_key_pressed(room: ControlRoom) -> None:
    at_work(room)
    room.asks("git push")
    stopping = room.stop()
    await settle()
    room.registry("idle")
    assert (await outcome(stopping)).lever == "permission"
    assert room.terminals.diary == []


async def test_a_session_that_goes_on_after_a_refusal_is_escaped(room: ControlRoom) -> None:
    at_work(room)
    room.asks("git push")
    stopping = room.stop()
    await settle()
    await room.seconds(2)
    await until(lambda: room.terminals.diary)
    room.registry("idle")
    assert (await outcome(stopping)).outcome == "stopped"


async def test_a_dialog_nobody_holds_is_escaped(room: ControlRoom) -> None:
    at_work(room)
    room.registry("waiting", waitingFor="permission prompt")
    assert room.row().status == "waiting"
    stopping = room.stop()
    await until(lambda: room.terminals.diary)
    room.registry("idle")
    assert (await outcome(stopping)).outcome == "stopped"


async def test_no_key_is_pressed_in_a_session_at_rest(room: ControlRoom) -> None:
    at_work(room)
    room.rests()
    assert (await outcome(room.stop())).lever == ""
    assert room.terminals.diary == []


async def test_no_key_is_pressed_where_print_mode_runs(room: ControlRoom) -> None:
    at_work(room)
    room.registry("", entrypoint="sdk-cli")
    stopping = room.stop()
    await until(lambda: room.told(StopArmed))
    assert room.terminals.diary == []
    room.rests()
    await outcome(stopping)


async def test_print_mode_whose_prompt_is_still_on_its_way_is_stopped_all_the_same(room: ControlRoom) -> None:
    room.registry("", entrypoint="sdk-cli")
    room.hook("SessionStart", source="startup")
    assert room.row().status == "idle"
    stopping = room.stop()
    await until(lambda: room.told(StopArmed))
    room.prompt("Build it")
    assert said(room.tool("t1"))["hookSpecificOutput"]["permissionDecision"] == "deny"
    assert said(room.batch("t1"))["continue"] is False
    room.hook("SessionEnd", reason="other")
    assert (await outcome(stopping)).outcome == "stopped"


async def test_no_second_escape_is_pressed_in_a_session_that_does_not_say_that_it_works(room: ControlRoom) -> None:
    room.prompt("Build it")
    room.tool("t1")
    stopping = room.stop(wait_ms=6000)
    await until(lambda: room.terminals.diary)
    await room.seconds(7)
    assert (await outcome(stopping)).outcome == "still_running"
    assert room.terminals.diary == [PANE]
    assert [armed.lever for armed in room.told(StopArmed)] == ["tmux", "hook"], "each is told once"


async def test_a_stop_that_is_taken_back_says_what_it_has_done_already(room: ControlRoom) -> None:
    at_work(room)
    stopping = room.stop()
    await until(lambda: room.terminals.diary)
    await settle()
    assert await room.control.disarm(DisarmStop(agent=AGENT, session_id=SESSION)) == {"disarmed": True}
    assert (await outcome(stopping)).evidence == f"taken back; Escape was pressed in {PANE}"


async def test_where_no_key_can_be_pressed_the_next_tool_is_waited_for(room: ControlRoom) -> None:
    room.terminals.show(room.agent, PANE, "another program is in front of it there")
    at_work(room)
    stopping = room.stop()
    await until(lambda: room.told(StopArmed))
    (armed,) = room.told(StopArmed)
    assert (armed.lever, armed.sentence) == ("hook", "will stop before the next tool")
    assert said(room.tool("t2"))
    room.registry("idle")
    assert (await outcome(stopping)).lever == "hook"


async def test_a_tool_that_begins_before_escape_has_worked_is_refused(room: ControlRoom) -> None:
    at_work(room)
    stopping = room.stop()
    await until(lambda: room.terminals.diary)
    assert said(room.tool("t2"))["hookSpecificOutput"]["permissionDecision"] == "deny"
    room.registry("idle")
    assert (await outcome(stopping)).outcome == "stopped"


async def test_escape_is_pressed_once_more_if_it_goes_on_and_then_no_more(room: ControlRoom) -> None:
    at_work(room)
    stopping = room.stop(wait_ms=8000)
    await until(lambda: room.terminals.diary)
    room.pass_ms(1000)
    room.control.tick()
    await settle()
    assert len(room.terminals.diary) == 1, "too soon after the first"
    room.pass_ms(1000)
    room.control.tick()
    await until(lambda: len(room.terminals.diary) == 2)
    await room.seconds(8)
    result = await outcome(stopping)
    assert room.terminals.diary == [PANE, PANE]
    assert (result.outcome, result.lever) == ("still_running", "tmux")
    assert "Escape was pressed 2 times" in result.evidence
    assert [armed.lever for armed in room.told(StopArmed)] == ["tmux", "tmux", "hook"]


async def test_no_second_escape_reaches_a_session_that_rests_by_now(room: ControlRoom) -> None:
    at_work(room)
    stopping = room.stop()
    await until(lambda: room.terminals.diary)
    room.registry("idle")
    await room.seconds(4)
    await outcome(stopping)
    assert room.terminals.diary == [PANE]


async def test_a_prompt_that_comes_back_into_the_input_box_is_told_of(room: ControlRoom) -> None:
    room.prompt("Think about it")
    room.registry("busy")
    stopping = room.stop()
    await until(lambda: room.terminals.diary)
    room.registry("idle")
    assert "its prompt is back in the input box" in (await outcome(stopping)).evidence


async def test_a_turn_that_had_begun_to_answer_does_not_come_back(room: ControlRoom) -> None:
    at_work(room)
    stopping = room.stop()
    await until(lambda: room.terminals.diary)
    room.registry("idle")
    assert "input box" not in (await outcome(stopping)).evidence


async def test_what_the_turn_began_and_left_running_is_named(room: ControlRoom) -> None:
    room.machine.add(4001, 4000, "old-server", started_us=START_US - 50_000_000)
    at_work(room)
    room.machine.add(4002, 4000, "tail", started_us=room.clock.us)
    stopping = room.stop()
    await until(lambda: room.terminals.diary)
    room.registry("idle")
    result = await outcome(stopping)
    assert result.outcome == "stopped"
    assert "tail (pid 4002) of this turn runs on" in result.evidence
    assert "old-server" not in result.evidence


# ── a session that runs under the hub ──────────────────────────────────────────────────────────


class OwnSessions:
    """Takes note of what launched sessions are told."""

    def __init__(self) -> None:
        self.told: list[SessionKey] = []

    def runs(self, key: SessionKey) -> bool:
        return True

    def interrupt(self, key: SessionKey) -> bool:
        self.told.append(key)
        return True


async def test_a_session_launched_here_is_told_over_its_stream(room: ControlRoom) -> None:
    sessions = OwnSessions()
    room.control.use_streams(sessions)
    at_work(room)
    stopping = room.stop()
    await until(lambda: sessions.told)
    await settle()
    assert (sessions.told, room.terminals.diary) == ([SessionKey(AGENT, SESSION)], [])
    assert not stopping.done(), "that it was told is no outcome"
    room.registry("idle")
    result = await outcome(stopping)
    assert (result.outcome, result.lever) == ("stopped", "stream")


# ── one lever and no other ─────────────────────────────────────────────────────────────────────


async def test_who_asks_for_the_hook_gets_no_key_pressed(room: ControlRoom) -> None:
    at_work(room)
    stopping = room.stop(lever="hook")
    await until(lambda: room.told(StopArmed))
    assert room.terminals.diary == []
    assert said(room.tool("t2"))
    room.registry("idle")
    assert (await outcome(stopping)).lever == "hook"


async def test_who_asks_for_escape_where_there_is_none_learns_why(room: ControlRoom) -> None:
    room.terminals.show(room.agent, "", "it runs in no terminal")
    at_work(room)
    result = await outcome(room.stop(lever="tmux"))
    assert (result.outcome, result.evidence) == ("still_running", "nothing was done: it runs in no terminal")
    assert room.tool("t2") is None


async def test_an_armed_stop_can_be_hurried_along_by_escape(room: ControlRoom) -> None:
    at_work(room)
    patient = room.stop(lever="hook")
    await until(lambda: room.told(StopArmed))
    hasty = room.stop(lever="tmux")
    await until(lambda: room.terminals.diary)
    room.registry("idle")
    assert (await outcome(patient)) == (await outcome(hasty))


# ── subagents ──────────────────────────────────────────────────────────────────────────────────


def send_subagent(room: ControlRoom) -> None:
    """A subagent works in the background, and the conversation that sent it rests."""
    room.prompt("Explore it")
    room.hook("SubagentStart", agent_id="sub1", agent_type="Explore")
    task = {"id": "sub1", "type": "subagent", "status": "running", "description": "Look around"}
    room.hook("Stop", stop_hook_active=False, last_assistant_message="Sent.", background_tasks=[task])
    room.pass_ms(1)


async def test_a_subagent_beside_a_conversation_at_rest_is_stopped_before_its_next_tool(room: ControlRoom) -> None:
    send_subagent(room)
    stopping = room.stop()
    await until(lambda: room.told(StopArmed))
    assert room.row().armed == "will stop its subagents (Explore) before their next tool"
    assert room.terminals.diary == [], "Escape does not reach it"
    assert said(room.tool("s1", agent_id="sub1"))
    assert said(room.batch("s1", agent_id="sub1"))["continue"] is False
    await room.seconds(1)
    result = await outcome(stopping)
    assert result.outcome == "stopped"
    assert "its subagents were stopped: Explore" in result.evidence


async def test_who_is_woken_by_a_stopped_subagent_is_stopped_too(room: ControlRoom) -> None:
    send_subagent(room)
    stopping = room.stop()
    await until(lambda: room.told(StopArmed))
    room.batch("s1", agent_id="sub1")
    room.prompt("<task-notification>\n<task-id>sub1</task-id>\n</task-notification>")
    await settle()
    assert not stopping.done(), "it went on"
    assert said(room.tool("t2"))["hookSpecificOutput"]["permissionDecision"] == "deny"
    assert said(room.batch("t2"))["continue"] is False
    room.registry("idle")
    assert (await outcome(stopping)).outcome == "stopped"


async def test_one_that_was_waited_for_ends_with_the_turn_that_waited(room: ControlRoom) -> None:
    room.prompt("Explore it")
    room.registry("busy")
    room.hook("SubagentStart", agent_id="sub1", agent_type="Explore")
    stopping = room.stop()
    await until(lambda: room.terminals.diary)
    room.registry("idle")
    assert (await outcome(stopping)).lever == "tmux"


async def test_a_subagent_that_finished_is_nothing_to_stop(room: ControlRoom) -> None:
    send_subagent(room)
    room.hook("SubagentStop", agent_id="sub1", agent_type="Explore")
    result = await outcome(room.stop())
    assert result.evidence.startswith("was not working")


async def test_a_start_that_is_told_after_the_end_wakes_no_ghost(room: ControlRoom) -> None:
    room.prompt("Explore it")
    began_us = room.clock.us
    room.pass_ms(500)
    room.hook("SubagentStop", agent_id="sub1", agent_type="Explore")
    room.hook("SubagentStart", agent_id="sub1", agent_type="Explore", at_us=began_us)
    room.registry("idle")
    assert (await outcome(room.stop())).evidence.startswith("was not working")
