"""Stopping a session by its own hooks, told as what agent, person and hub say to each other."""

from __future__ import annotations

import asyncio
import signal

import pytest

from app.core.commands import DisarmStop, StopResult
from app.core.events import StopArmed, StopConcluded, StopRequested
from app.core.records import Delivery
from tests.helpers.control_room import AGENT, SESSION, ControlRoom, said, settle, until


@pytest.fixture
def room() -> ControlRoom:
    return ControlRoom()


def denied(reply: object) -> bool:
    return said(reply)["hookSpecificOutput"]["permissionDecision"] == "deny"  # type: ignore[arg-type]


def stopped(reply: object) -> bool:
    return said(reply)["continue"] is False  # type: ignore[arg-type]


async def outcome(stopping: asyncio.Task[StopResult]) -> StopResult:
    return await asyncio.wait_for(stopping, 5)


# ── interrupt ──────────────────────────────────────────────────────────────────────────────────


async def test_the_next_tool_is_refused_and_the_batch_ends_the_turn(room: ControlRoom) -> None:
    room.prompt("Build it")
    assert room.tool("t1") is None
    room.tool_done("t1")
    assert room.batch("t1") is None
    stopping = room.stop()
    await settle()
    assert room.row().armed == "will stop before the next tool"
    assert denied(room.tool("t2"))
    assert stopped(room.batch("t2"))
    assert not stopping.done(), "what we did is no outcome"
    room.registry("idle")
    result = await outcome(stopping)
    assert (result.outcome, result.lever) == ("stopped", "hook")
    assert "registry" in result.evidence
    assert room.row().armed == ""


async def test_every_stop_leaves_its_trail(room: ControlRoom) -> None:
    room.prompt("Build it")
    stopping = room.stop()
    await settle()
    room.rests()
    result = await outcome(stopping)
    (asked,), (armed,), (concluded,) = room.told(StopRequested), room.told(StopArmed), room.told(StopConcluded)
    assert asked.stop_id == armed.stop_id == concluded.stop_id
    assert (asked.level, asked.by) == ("interrupt", "test")
    assert (concluded.outcome, concluded.evidence) == (result.outcome, result.evidence)


async def test_tools_that_run_already_end_and_then_the_turn(room: ControlRoom) -> None:
    room.prompt("Build it")
    room.tool("t1")
    stopping = room.stop()
    await settle()
    room.tool_done("t1")
    assert stopped(room.batch("t1"))
    room.registry("idle")
    assert (await outcome(stopping)).outcome == "stopped"


async def test_of_parallel_tools_all_that_have_not_begun_are_refused(room: ControlRoom) -> None:
    room.prompt("Build it")
    room.tool("t1")
    stopping = room.stop()
    await settle()
    assert denied(room.tool("t2"))
    assert denied(room.tool("t3"))
    assert stopped(room.batch("t1", "t2", "t3"))
    room.registry("idle")
    assert (await outcome(stopping)).outcome == "stopped"


async def test_a_subagent_is_stopped_and_then_who_sent_it(room: ControlRoom) -> None:
    room.prompt("Explore it")
    room.tool("t1", "Agent")
    room.hook("SubagentStart", agent_id="sub1", agent_type="Explore")
    stopping = room.stop()
    await settle()
    assert denied(room.tool("s1", agent_id="sub1", agent_type="Explore"))
    assert stopped(room.batch("s1", agent_id="sub1", agent_type="Explore"))
    await settle()
    assert not stopping.done(), "the main conversation goes on until its own batch"
    assert stopped(room.batch("t1"))
    room.registry("idle")
    assert (await outcome(stopping)).outcome == "stopped"


async def test_print_mode_ends_with_its_process(room: ControlRoom) -> None:
    room.prompt("Build it")
    stopping = room.stop()
    await settle()
    assert denied(room.tool("t1"))
    assert stopped(room.batch("t1"))
    room.hook("SessionEnd", reason="other")
    result = await outcome(stopping)
    assert result.outcome == "stopped"


async def test_a_session_at_rest_needs_no_stop(room: ControlRoom) -> None:
    room.prompt("Build it")
    room.rests()
    room.pass_ms(12_000)
    result = await outcome(room.stop())
    assert (result.outcome, result.lever) == ("stopped", "")
    assert result.evidence == "was not working: done, hook 12 s ago"
    room.prompt("And now?")
    assert room.tool("t1") is None


async def test_what_goes_on_in_the_background_of_a_session_at_rest_is_said(room: ControlRoom) -> None:
    room.prompt("Serve it")
    task = {"id": "b1", "type": "shell", "status": "running", "description": "serve", "command": "serve"}
    room.hook("Stop", stop_hook_active=False, last_assistant_message="Up.", background_tasks=[task])
    result = await outcome(room.stop())
    assert result.evidence.endswith("1 background task(s) of it go on")


async def test_a_turn_that_ends_by_itself_says_so(room: ControlRoom) -> None:
    room.prompt("Say hello")
    stopping = room.stop()
    await settle()
    room.rests()
    result = await outcome(stopping)
    assert (result.outcome, result.lever) == ("stopped", "")
    assert "by itself" in result.evidence


async def test_a_process_that_dies_meanwhile_is_stopped(room: ControlRoom) -> None:
    room.prompt("Say hello")
    stopping = room.stop()
    await settle()
    room.machine.end(room.agent)
    await room.seconds(1)
    result = await outcome(stopping)
    assert result.outcome == "stopped"
    assert "process is gone" in result.evidence


async def test_no_tool_in_time_means_still_running_and_no_longer_armed(room: ControlRoom) -> None:
    room.prompt("Talk for an hour")
    stopping = room.stop(wait_ms=3000)
    await room.seconds(4)
    result = await outcome(stopping)
    assert result.outcome == "still_running"
    assert "no longer armed" in result.evidence
    assert 3000 <= result.took_ms <= 5000
    assert room.tool("t1") is None
    assert room.row().armed == ""


async def test_an_agent_that_goes_on_in_spite_of_refusals_is_not_called_stopped(room: ControlRoom) -> None:
    room.prompt("Build it")
    stopping = room.stop(wait_ms=3000)
    await settle()
    assert denied(room.tool("t1"))
    assert denied(room.tool("t2"))
    await room.seconds(4)
    result = await outcome(stopping)
    assert (result.outcome, result.lever) == ("still_running", "hook")
    assert "2 tool calls were refused" in result.evidence


async def test_a_session_whose_hooks_are_not_heard_is_not_promised_a_stop_for_long(room: ControlRoom) -> None:
    room.registry("busy")
    stopping = room.stop()
    await settle()
    (armed,) = room.told(StopArmed)
    assert armed.sentence == "will stop before the next tool, if its hooks are in place: none was heard yet"
    room.line_with_tool("t1")
    await room.seconds(2)
    result = await asyncio.wait_for(stopping, 5)
    assert result.outcome == "still_running"
    assert "no hook of it is heard: connect the agent, or end its process" in result.evidence
    assert room.control.armed == 0


async def test_a_line_that_is_read_before_its_hook_arrives_takes_no_stop_away(room: ControlRoom) -> None:
    room.registry("busy")
    stopping = room.stop()
    await settle()
    room.line_with_tool("t1")
    assert said(room.tool("t1"))
    await room.seconds(2)
    assert room.control.armed == 1
    room.registry("idle")
    assert (await asyncio.wait_for(stopping, 5)).outcome == "stopped"


async def test_a_stop_can_be_taken_back(room: ControlRoom) -> None:
    room.prompt("Build it")
    stopping = room.stop()
    await settle()
    order = DisarmStop(agent=AGENT, session_id=SESSION)
    assert await room.control.disarm(order) == {"disarmed": True}
    assert (await outcome(stopping)).outcome == "still_running"
    assert room.tool("t1") is None
    assert await room.control.disarm(order) == {"disarmed": False}


async def test_nobody_knows_a_session_that_was_never_heard_of(room: ControlRoom) -> None:
    assert (await outcome(room.stop(session="nobody"))).outcome == "unknown"
    assert room.told(StopRequested) == []


# ── a stop never reaches into the next prompt ──────────────────────────────────────────────────


async def test_a_new_prompt_takes_the_stop_away(room: ControlRoom) -> None:
    room.prompt("Build it")
    stopping = room.stop()
    await settle()
    room.prompt("No, clean it first")
    assert room.tool("t1") is None
    assert room.batch("t1") is None
    result = await outcome(stopping)
    assert (result.outcome, result.lever) == ("still_running", "")


async def test_a_tool_of_a_turn_whose_prompt_is_still_on_its_way_is_let_through(room: ControlRoom) -> None:
    room.prompt("Build it")
    room.tool("t1")
    stopping = room.stop()
    await settle()
    room.turn_id = "a prompt nobody has told us of"
    assert room.tool("t2") is None
    assert (await outcome(stopping)).outcome == "still_running"


async def test_after_rest_nothing_of_the_stop_is_left(room: ControlRoom) -> None:
    room.prompt("Build it")
    stopping = room.stop()
    await settle()
    assert denied(room.tool("t1"))
    room.registry("idle")
    await outcome(stopping)
    room.prompt("Go on")
    assert room.tool("t2") is None
    assert room.batch("t2") is None
    assert room.control.armed == 0


async def test_an_esc_in_the_terminal_ends_the_stop_too(room: ControlRoom) -> None:
    room.prompt("Build it")
    room.registry("busy")
    stopping = room.stop()
    await settle()
    room.registry("idle")
    assert (await outcome(stopping)).outcome == "stopped"
    room.prompt("Again")
    assert room.tool("t2") is None


async def test_the_end_of_a_background_task_does_not_take_the_stop_away(room: ControlRoom) -> None:
    room.prompt("Build it")
    stopping = room.stop()
    await settle()
    room.prompt("<task-notification>\n<task-id>b1</task-id>\n</task-notification>")
    assert denied(room.tool("t1"))
    assert stopped(room.batch("t1"))
    room.registry("idle")
    assert (await outcome(stopping)).outcome == "stopped"


async def test_a_prompt_told_late_but_given_before_the_stop_takes_nothing_away(room: ControlRoom) -> None:
    room.turn_id = "prompt-1"
    room.tool("t1")
    given_us = room.clock.us - 50
    room.pass_ms(5)
    stopping = room.stop()
    await settle()
    room.hook("UserPromptSubmit", prompt="Build it", at_us=given_us)
    assert denied(room.tool("t2"))
    stopping.cancel()


async def test_an_earlier_prompt_told_late_takes_nothing_away(room: ControlRoom) -> None:
    early_us = room.clock.us
    room.pass_ms(1000)
    room.prompt("Build it")
    turn_id = room.turn_id
    stopping = room.stop()
    await settle()
    room.prompt("Look at it", at_us=early_us)
    room.turn_id = turn_id
    assert denied(room.tool("t1"))
    stopping.cancel()


async def test_other_sessions_are_not_touched(room: ControlRoom) -> None:
    other = room.machine.add(4100, 1, "claude")
    room.prompt("Build it")
    room.prompt("Build mine", session="another", process=other)
    stopping = room.stop()
    await settle()
    assert room.tool("t1", session="another", process=other) is None
    assert room.batch("t1", session="another", process=other) is None
    stopping.cancel()


async def test_a_delivery_out_of_the_spool_gets_no_verdict(room: ControlRoom) -> None:
    room.prompt("Build it")
    stopping = room.stop()
    await settle()
    late = Delivery(
        delivery_id="late", agent=AGENT, source="hook", name="PreToolUse", at_us=room.clock.us, pid=4000,
        payload={"session_id": SESSION, "tool_name": "Bash", "tool_input": {}, "tool_use_id": "t"},
    )  # fmt: skip
    assert room.control.verdict_for(late, room.intake.take(late)) is None
    stopping.cancel()


# ── two at a time ──────────────────────────────────────────────────────────────────────────────


async def test_two_interrupts_are_one(room: ControlRoom) -> None:
    room.prompt("Build it")
    first, second = room.stop(), room.stop()
    await settle()
    room.rests()
    assert await outcome(first) == await outcome(second)
    assert len(room.told(StopRequested)) == 1


async def test_an_end_overtakes_an_interrupt_that_waits(room: ControlRoom) -> None:
    room.prompt("Talk")
    interrupting = room.stop()
    await settle()
    ending = room.stop("end")
    result = await outcome(ending)
    assert (result.outcome, result.lever) == ("stopped", "TERM")
    await room.seconds(1)
    assert (await outcome(interrupting)).outcome == "stopped"
    assert room.control.armed == 0


async def test_an_interrupt_while_the_process_is_being_ended_joins_that(room: ControlRoom) -> None:
    room.prompt("Talk")
    room.machine.add(4000, 1, "claude", start=room.agent.start, delay=30)
    ending, interrupting = room.stop("end"), room.stop()
    assert await outcome(ending) == await outcome(interrupting)


# ── end and kill ───────────────────────────────────────────────────────────────────────────────


async def test_what_the_agent_started_goes_first_then_the_agent(room: ControlRoom) -> None:
    room.machine.add(4001, 4000, "bash")
    room.machine.add(4002, 4001, "make")
    room.prompt("Build it")
    result = await outcome(room.stop("end"))
    assert room.machine.diary == [
        ("TERM", "bash (pid 4001)"), ("TERM", "make (pid 4002)"), ("TERM", "claude (pid 4000)"),
    ]  # fmt: skip
    assert (result.outcome, result.lever, result.survivors) == ("stopped", "TERM", ())
    assert "process gone (pid 4000)" in result.evidence
    assert "2 of 2" in result.evidence


async def test_who_does_not_listen_is_killed(room: ControlRoom) -> None:
    deaf = (signal.SIGTERM,)
    room.machine.add(4000, 1, "claude", start=room.agent.start, ignores=deaf)
    room.machine.add(4001, 4000, "make", ignores=deaf)
    room.prompt("Build it")
    result = await outcome(room.stop("end"))
    assert [sent for sent, _ in room.machine.diary] == ["TERM", "TERM", "KILL", "KILL"]
    assert room.machine.diary[-1] == ("KILL", "claude (pid 4000)")
    assert (result.outcome, result.lever) == ("stopped", "KILL")


async def test_kill_asks_nobody(room: ControlRoom) -> None:
    room.machine.add(4001, 4000, "make")
    room.prompt("Build it")
    result = await outcome(room.stop("kill"))
    assert room.machine.diary == [("KILL", "make (pid 4001)"), ("KILL", "claude (pid 4000)")]
    assert (result.outcome, result.lever) == ("stopped", "KILL")


async def test_a_survivor_is_named(room: ControlRoom) -> None:
    room.machine.add(4711, 4000, "sleep", ignores=(signal.SIGTERM, signal.SIGKILL))
    room.prompt("Build it")
    result = await outcome(room.stop("end"))
    assert result.outcome == "still_running"
    assert result.survivors == ("sleep (pid 4711)",)
    assert "sleep (pid 4711) runs on" in result.evidence
    (concluded,) = room.told(StopConcluded)
    assert concluded.survivors == result.survivors


async def test_what_another_user_runs_below_is_left_and_named(room: ControlRoom) -> None:
    room.machine.add(4711, 4000, "sudo", uid=0)
    room.prompt("Build it")
    result = await outcome(room.stop("end"))
    assert result.outcome == "still_running"
    assert result.survivors == ("sudo (pid 4711)",)
    assert "belongs to another user" in result.evidence
    assert room.machine.diary == [("TERM", "claude (pid 4000)")]


async def test_a_terminal_server_it_began_is_left_alone_and_named(room: ControlRoom) -> None:
    room.prompt("Serve it")
    mark = f"CLAUDE_CODE_SESSION_ID={SESSION}"
    room.machine.add(4001, 4000, "sleep")
    server = room.machine.add(4002, 1, "tmux: server", environment=(mark,))
    room.machine.add(4003, 4002, "vim", environment=(mark,))
    result = await outcome(room.stop("end"))
    assert (result.outcome, result.survivors) == ("stopped", ())
    assert "tmux: server (pid 4002) was left alone (it serves others too)" in result.evidence
    assert {who for _, who in room.machine.diary} == {"sleep (pid 4001)", "claude (pid 4000)"}
    assert room.machine.alive(server)


async def test_a_number_used_again_in_the_middle_is_not_hit(room: ControlRoom) -> None:
    child = room.machine.add(4001, 4000, "make", ignores=(signal.SIGTERM,))
    room.machine.when_gone(room.agent, lambda: room.machine.add(4001, 1, "vim"))
    room.prompt("Build it")
    result = await outcome(room.stop("end"))
    assert result.outcome == "stopped"
    assert ("KILL", "vim (pid 4001)") not in room.machine.diary
    assert not room.machine.alive(child)
    assert room.machine.look(4001) is not None


async def test_a_number_used_again_before_the_stop_is_not_hit(room: ControlRoom) -> None:
    room.prompt("Build it")
    room.machine.end(room.agent)
    room.machine.add(4000, 1, "vim")
    result = await outcome(room.stop("kill"))
    assert (result.outcome, room.machine.diary) == ("stopped", [])
    assert "gone already" in result.evidence


async def test_the_relay_that_brings_the_goodbye_may_finish(room: ControlRoom) -> None:
    mark = (f"CLAUDE_CODE_SESSION_ID={SESSION}",)
    room.machine.when_gone(room.agent, lambda: room.machine.add(4900, 1, "relay", environment=mark, looks=8))
    room.prompt("Build it")
    result = await outcome(room.stop("end"))
    assert result.outcome == "stopped"
    assert room.machine.diary == [("TERM", "claude (pid 4000)")]


async def test_what_starts_while_it_is_being_ended_is_ended_too(room: ControlRoom) -> None:
    mark = (f"CLAUDE_CODE_SESSION_ID={SESSION}",)
    room.machine.when_gone(room.agent, lambda: room.machine.add(4900, 1, "make", environment=mark))
    room.prompt("Build it")
    result = await outcome(room.stop("end"))
    assert (result.outcome, room.machine.look(4900)) == ("stopped", None)


async def test_a_daemon_it_detached_is_ended_by_its_mark(room: ControlRoom) -> None:
    room.machine.add(4800, 1, "server", environment=(f"CLAUDE_CODE_SESSION_ID={SESSION}",))
    room.machine.add(4801, 1, "server", environment=("CLAUDE_CODE_SESSION_ID=another",))
    room.prompt("Build it")
    result = await outcome(room.stop("end"))
    assert result.outcome == "stopped"
    assert room.machine.diary == [("TERM", "server (pid 4800)"), ("TERM", "claude (pid 4000)")]


async def test_what_a_dead_session_left_running_can_still_be_ended(room: ControlRoom) -> None:
    room.machine.add(4800, 4000, "server", environment=(f"CLAUDE_CODE_SESSION_ID={SESSION}",))
    room.prompt("Build it")
    room.machine.end(room.agent)
    await room.watch.tick()
    assert room.row().status == "lost"
    result = await outcome(room.stop("end"))
    assert (result.outcome, room.machine.diary) == ("stopped", [("TERM", "server (pid 4800)")])


async def test_a_session_that_this_one_started_apart_is_a_neighbour(room: ControlRoom) -> None:
    mark = (f"CLAUDE_CODE_SESSION_ID={SESSION}",)
    other = room.machine.add(4100, 1, "claude", environment=mark)
    room.machine.add(4101, 4100, "bash", environment=mark)
    room.prompt("Build it")
    room.prompt("Build mine", session="another", process=other)
    result = await outcome(room.stop("end"))
    assert (result.outcome, room.machine.diary) == ("stopped", [("TERM", "claude (pid 4000)")])


async def test_after_clear_the_process_belongs_to_the_new_session(room: ControlRoom) -> None:
    room.prompt("Build it")
    room.hook("SessionEnd", reason="clear")
    room.hook("SessionStart", session="after-clear", source="clear")
    result = await outcome(room.stop("end"))
    assert (result.outcome, room.machine.diary) == ("stopped", [])
    assert room.machine.alive(room.agent)


async def test_a_process_that_started_this_hub_is_not_ended(room: ControlRoom) -> None:
    room.machine.add(900, 4000, "signalcabin")
    room.machine.add(4001, 4000, "make")
    room.prompt("Build it")
    result = await outcome(room.stop("end"))
    assert (result.outcome, room.machine.diary) == ("still_running", [])
    assert "Signalcabin runs below it" in result.evidence


async def test_a_session_without_a_known_process_is_unknown(room: ControlRoom) -> None:
    line = Delivery(
        delivery_id="line", agent=AGENT, source="transcript", name="line", at_us=room.clock.us, session_hint="far",
        payload={"type": "user", "uuid": "u-1", "sessionId": "far", "message": {"role": "user", "content": "Hi"}},
    )  # fmt: skip
    room.intake.take(line)
    result = await outcome(room.stop("end", session="far"))
    assert (result.outcome, result.evidence) == ("unknown", "no process is known for this session")


async def test_while_it_is_being_ended_it_gets_no_more_tools(room: ControlRoom) -> None:
    room.machine.add(4000, 1, "claude", start=room.agent.start, delay=50)
    room.prompt("Build it")
    ending = room.stop("end")
    await settle()
    assert denied(room.tool("t1"))
    assert (await outcome(ending)).outcome == "stopped"
    assert room.control.armed == 0


# ── the hub ends and begins ────────────────────────────────────────────────────────────────────


async def test_a_hub_that_closes_gives_up_its_armed_stops(room: ControlRoom) -> None:
    room.prompt("Build it")
    stopping = room.stop()
    await settle()
    await room.control.close()
    assert (await outcome(stopping)).outcome == "unknown"


async def test_a_person_who_goes_away_does_not_end_the_stop(room: ControlRoom) -> None:
    room.prompt("Build it")
    stopping = room.stop()
    await settle()
    stopping.cancel()
    await settle()
    assert denied(room.tool("t1"))
    room.rests()
    await until(lambda: room.told(StopConcluded))
    (concluded,) = room.told(StopConcluded)
    assert concluded.outcome == "stopped"
