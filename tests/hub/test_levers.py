"""Which levers there are for a session, told in one sentence each before anything is pulled."""

from __future__ import annotations

from typing import Any

import pytest

from app.core.projections.rows import SessionRow
from app.core.stopping import LEVERS, LeverList, LeverRow
from app.hub.levers import Sight, levers_of
from app.system.processes import ProcessId, ProcessInfo
from app.system.terminals import Place

NOW_US = 1_800_000_000_000_000
PANE = Place(name="tmux pane %1 (main:0.0)")
ROW = SessionRow(
    agent="claude_code", session_id="s", status="working", status_source="hook", status_at_us=NOW_US - 12_000_000
)


def process(name: str, pid: int) -> ProcessInfo:
    return ProcessInfo(id=ProcessId(pid, 1), parent=1, name=name, uid=1000)


CLAUDE = process("claude", 4650)


def seen(**more: Any) -> LeverList:
    known: dict[str, Any] = {
        "row": ROW, "now_us": NOW_US, "at_work": True, "hooked": True, "output_began": True, "agent": CLAUDE,
    }  # fmt: skip
    return levers_of(Sight(**known | more))


def lever(found: LeverList, name: str) -> LeverRow:
    return next(lever for lever in found.levers if lever.lever == name)


def test_they_come_gentlest_first_and_each_is_there_or_says_why_not() -> None:
    found = seen()
    assert [(each.level, each.lever) for each in found.levers] == [
        (level, lever) for level, levers in LEVERS.items() for lever in levers
    ]
    assert all(bool(each.sentence) != bool(each.why_not) for each in found.levers)


def test_a_session_at_work_is_stopped_before_its_next_tool() -> None:
    found = seen()
    assert found.default == "hook"
    assert lever(found, "hook").sentence == "Stops before the next tool; the sentence being written still finishes."


def test_in_a_tmux_pane_escape_is_the_default() -> None:
    found = seen(place=PANE)
    assert found.default == "tmux"
    assert lever(found, "tmux").sentence == "Presses Escape in tmux pane %1 (main:0.0): stops at once."


def test_before_any_answer_it_is_said_that_the_prompt_comes_back() -> None:
    assert "back into the input box" in lever(seen(place=PANE, output_began=False), "tmux").sentence


def test_a_session_launched_here_is_told_over_its_stream() -> None:
    found = seen(streams=True)
    assert found.default == "stream"
    assert lever(seen(), "stream").why_not == "it was not launched from here"


def test_a_held_permission_is_refused_before_any_key_is_pressed() -> None:
    found = seen(place=PANE, asks=("Bash “git push”",))
    assert found.default == "permission"
    assert lever(found, "permission").sentence == "Refuses Bash “git push” and ends the turn at once."


def test_a_session_at_rest_can_only_be_ended() -> None:
    found = seen(at_work=False, conversation_rests=True, place=PANE)
    assert found.default == "end"
    assert lever(found, "tmux").why_not == "it does not work now: working, hook 12 s ago"


def test_what_is_ended_is_named_children_first() -> None:
    below = (process("pytest", 4711), process("sh", 4712), process("node", 4713), process("cc", 4714))
    sentence = lever(seen(below=below), "end").sentence
    assert sentence.startswith("Ends its processes: 4 processes below (pytest (pid 4711), sh (pid 4712), node (pid 471")
    assert sentence.endswith("first, then claude (pid 4650).")
    assert lever(seen(), "end").sentence == "Ends its process: claude (pid 4650)."


def test_what_an_agent_that_is_gone_left_running_can_still_be_ended() -> None:
    found = seen(at_work=False, agent=None, below=(process("tail", 7),))
    assert (
        lever(found, "end").sentence
        == "Its process is gone; ends what it left running: 1 process below (tail (pid 7))."
    )


def test_a_process_that_is_not_ours_to_end_says_so() -> None:
    found = seen(at_work=False, held_up="belongs to another user")
    assert lever(found, "end").why_not == lever(found, "kill").why_not == "belongs to another user"
    assert found.default == ""


def test_where_no_process_is_known_none_can_be_ended() -> None:
    assert lever(seen(agent=None), "end").why_not == "no process of it is left, or none is known"


def test_print_mode_says_what_an_interrupt_cannot_do() -> None:
    found = seen(print_mode=True, place=PANE)
    assert "only ended" in lever(found, "hook").sentence
    assert lever(found, "tmux").why_not == "it runs in print mode, which takes no keys"


def test_a_session_no_hook_was_heard_of_is_promised_nothing_certain() -> None:
    assert "none was heard yet" in lever(seen(hooked=False), "hook").sentence


def test_subagents_beside_a_conversation_at_rest_are_named() -> None:
    found = seen(conversation_rests=True, subagents=("Look around", "Explore"), place=PANE)
    assert found.default == "hook"
    assert lever(found, "hook").sentence == "Stops its subagents (Look around, Explore) before their next tool."


@pytest.mark.parametrize("name", ["evil\x1b[2J", "rtl\u202ename"])
def test_names_of_processes_can_steer_no_terminal(name: str) -> None:
    assert name not in lever(seen(below=(process(name, 1),)), "end").sentence
