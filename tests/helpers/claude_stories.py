"""Stories at the real Claude Code's terminal; ``python -m tests.helpers.claude_stories [STORY …]`` records them."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable
from typing import Any

from tests.helpers.real_claude import Terminal, bash, eventually, script
from tests.helpers.record_claude import CLAUDE, Recorder, record


def print_many_tools(recorder: Recorder) -> None:
    """Print mode: thinking, a tool that fails beside one that does not, a plan, a subagent."""
    sub = "You are a sub." + script({"text": "Sub runs.", "tools": [bash("echo from-sub")]}, {"text": "Sub finished."})
    agent = {"name": "Agent", "input": {"description": "Sub job", "subagent_type": "general-purpose", "prompt": sub}}
    steps = script(
        {"think": "I write first.", "text": "Writing.", "tools": [_write("note.txt", recorder)]},
        {"text": "Two at once.", "tools": [bash("echo out; exit 3"), bash("echo fine")]},
        {"text": "A file I have not read.", "tools": [_write("README.md", recorder)]},
        {
            "text": "A plan.",
            "tools": [{"name": "TaskCreate", "input": {"subject": "Fix it", "description": "Fix the bug"}}],
        },
        {"tools": [{"name": "TaskUpdate", "input": {"taskId": "1", "status": "completed"}}]},
        {"text": "Now a subagent.", "tools": [agent]},
        {"text": "Everything ran."},
    )
    (recorder.cabin.project / "README.md").write_text("A shop.\n")
    options = ("--allowedTools", "Bash", "Write", "TaskCreate", "TaskUpdate", "Agent")
    recorder.cabin.print_mode("Do much." + steps, *options).wait(60)


def _write(name: str, recorder: Recorder) -> dict[str, Any]:
    return {"name": "Write", "input": {"file_path": str(recorder.cabin.project / name), "content": "one\ntwo\n"}}


def permission_allowed(recorder: Recorder) -> None:
    """Interactive: a command needs a permission; allowed through the hook; a second one denied in the dialog."""
    terminal = recorder.cabin.terminal()
    recorder.answer("PermissionRequest", CLAUDE.reply_permission("allow", "", False))
    terminal.type("Touch it." + script({"text": "Touching.", "tools": [bash("touch made.txt")]}, {"text": "Touched."}))
    recorder.until("Stop")
    recorder.silence()
    terminal.type("Remove it." + script({"text": "Removing.", "tools": [bash("rm made.txt")]}, {"text": "never"}))
    recorder.until_status("waiting")
    recorder.until("PermissionRequest", 2)
    terminal.press("Escape")
    recorder.until_status("idle")
    _leave(recorder, terminal)


def permission_denied_by_hook(recorder: Recorder) -> None:
    """Interactive: denied through the hook, the model goes on; then denied with interrupt."""
    terminal = recorder.cabin.terminal()
    recorder.answer("PermissionRequest", CLAUDE.reply_permission("deny", "not on a Friday", False))
    terminal.type(
        "Touch it." + script({"text": "Touching.", "tools": [bash("touch made.txt")]}, {"text": "All right."})
    )
    recorder.until("Stop")
    recorder.answer("PermissionRequest", CLAUDE.reply_permission("deny", "stop", True))
    terminal.type("Again." + script({"text": "Touching.", "tools": [bash("touch made.txt")]}, {"text": "never"}))
    eventually(lambda: "[Request interrupted" in recorder.transcripts(), "the interrupt in the transcript")
    recorder.until_status("idle")
    _leave(recorder, terminal)


def stopped_by_hook(recorder: Recorder) -> None:
    """Interactive: the tool is denied, then the turn ended after the batch; the next prompt works."""
    terminal = recorder.cabin.terminal()
    recorder.answer("PreToolUse", CLAUDE.reply_deny_tool("stopped from the desktop"))
    recorder.answer("PostToolBatch", CLAUDE.reply_stop_turn("stopped from the desktop"))
    terminal.type("Go." + script({"text": "Going.", "tools": [bash("echo never")]}, {"text": "never"}))
    recorder.until("PostToolBatch")
    recorder.until_status("idle")
    recorder.silence()
    terminal.type("Still there?" + script({"text": "Still here."}))
    recorder.until("Stop")
    _leave(recorder, terminal)


def escape_while_writing_and_while_a_tool_runs(recorder: Recorder) -> None:
    """Interactive: Esc in the middle of a text, then in the middle of a command."""
    terminal = recorder.cabin.terminal("main", "--allowedTools", "Bash")
    terminal.type("Talk." + script({"text": "First line.\nSecond line.\n", "words": 400, "delay_ms": 30}))
    recorder.until("MessageDisplay", 2)
    terminal.press("Escape")
    recorder.until_status("idle")
    terminal.type("Sleep." + script({"text": "Sleeping.", "tools": [bash("sleep 300")]}, {"text": "never"}))
    recorder.until("PreToolUse")
    time.sleep(1.0)  # the command must really run, and no event says so
    terminal.press("Escape")
    recorder.until_status("idle")
    _leave(recorder, terminal)


def clear_and_go_on(recorder: Recorder) -> None:
    """Interactive: /clear ends one session and starts another in the same process."""
    terminal = recorder.cabin.terminal()
    terminal.type("Hello." + script({"text": "Hello you."}))
    recorder.until("Stop")
    terminal.type("/clear")
    recorder.until("SessionStart", 2)
    time.sleep(0.5)  # the input line is drawn anew
    terminal.type("Again." + script({"text": "A new leaf."}))
    recorder.until("Stop", 2)
    _leave(recorder, terminal)


def compaction(recorder: Recorder) -> None:
    """Interactive: /compact, a slash command of the project's, a shell command, a queued prompt."""
    commands = recorder.cabin.project / ".claude" / "commands"
    commands.mkdir(parents=True)
    (commands / "greet.md").write_text("Greet $ARGUMENTS." + script({"text": "Greetings."}))
    terminal = recorder.cabin.terminal("main", "--allowedTools", "Bash")
    terminal.type("Hello." + script({"text": "Hello you."}))
    recorder.until("Stop")
    terminal.type("/greet Bob")
    recorder.until("Stop", 2)
    terminal.type("! echo by hand")
    time.sleep(1.5)  # no hook tells of it
    terminal.type(
        "Slow."
        + script(
            {"text": "Slowly.", "tools": [bash("sleep 3")]}, {"text": "Slow done."}, {"text": "And the queued one."}
        )
    )
    recorder.until("PreToolUse")
    terminal.type("And this too.")
    recorder.until("Stop", 3)
    recorder.until_status("idle")
    terminal.type("/compact keep the names")
    recorder.until("PostCompact")
    recorder.until_status("idle")
    _leave(recorder, terminal)


def background_shell(recorder: Recorder) -> None:
    """Interactive: a command goes on in the background after the turn; its end wakes the agent."""
    terminal = recorder.cabin.terminal("main", "--allowedTools", "Bash")
    command = {
        "name": "Bash",
        "input": {"command": "sleep 4; echo ready", "description": "Wait", "run_in_background": True},
    }
    terminal.type(
        "Go." + script({"text": "In the background.", "tools": [command]}, {"text": "It runs."}, {"text": "I see."})
    )
    recorder.until("Stop", 2)
    recorder.until_status("idle")
    _leave(recorder, terminal)


def background_subagent(recorder: Recorder) -> None:
    """Interactive: a subagent is set to work in the background, its end wakes the agent."""
    terminal = recorder.cabin.terminal("main", "--allowedTools", "Bash", "Agent")
    sub = "You are a sub." + script(
        {"text": "Sub runs.", "tools": [bash("sleep 2; echo from-sub")]}, {"text": "Sub done."}
    )
    given = {"description": "Sub job", "subagent_type": "general-purpose", "prompt": sub, "run_in_background": True}
    terminal.type(
        "Go."
        + script(
            {"text": "Off it goes.", "tools": [{"name": "Agent", "input": given}]},
            {"text": "It runs."},
            {"text": "Seen."},
        )
    )
    recorder.until("Stop", 2)
    recorder.until_status("idle")
    _leave(recorder, terminal)


def api_failure(recorder: Recorder) -> None:
    """Interactive: the model answers 529 until the retries are spent; the next prompt works."""
    terminal = recorder.cabin.terminal("main", "--allowedTools", "Bash", CLAUDE_CODE_MAX_RETRIES="2")
    terminal.type("Try." + script({"status": 529, "text": "x"}))
    recorder.until("StopFailure")
    recorder.until_status("idle")
    terminal.type("Better?" + script({"text": "Better."}))
    recorder.until("Stop")
    _leave(recorder, terminal)


def killed(recorder: Recorder) -> None:
    """Interactive: SIGKILL in the middle of a command; then the session is resumed and goes on."""
    terminal = recorder.cabin.terminal("main", "--allowedTools", "Bash")
    terminal.type("Sleep." + script({"text": "Sleeping.", "tools": [bash("sleep 7")]}, {"text": "never"}))
    recorder.until("PreToolUse")
    time.sleep(0.5)
    os.kill(terminal.pid(), signal.SIGKILL)
    time.sleep(0.5)
    session = next(path.stem for path in recorder.claude_home.glob("projects/*/*.jsonl"))
    recorder.cabin.print_mode("Go on." + script({"text": "On we go."}), "--resume", session).wait(60)


def fork(recorder: Recorder) -> None:
    """Print mode: a session, then a fork of it."""
    recorder.cabin.print_mode("Hello." + script({"text": "Hello you."})).wait(60)
    session = next(path.stem for path in recorder.claude_home.glob("projects/*/*.jsonl"))
    recorder.cabin.print_mode("Again." + script({"text": "Forked."}), "--resume", session, "--fork-session").wait(60)


def questions_and_plans(recorder: Recorder) -> None:
    """Interactive: the model asks the user something, then shows a plan."""
    terminal = recorder.cabin.terminal("main", "--permission-mode", "plan")
    question = {
        "question": "Which colour?", "header": "Colour", "multiSelect": False,
        "options": [{"label": "Red", "description": "warm"}, {"label": "Blue", "description": "cold"}],
    }  # fmt: skip
    ask = {"name": "AskUserQuestion", "input": {"questions": [question]}}
    plan = {"name": "ExitPlanMode", "input": {"plan": "1. Paint it."}}
    terminal.type(
        "Plan."
        + script({"text": "A question.", "tools": [ask]}, {"text": "A plan.", "tools": [plan]}, {"text": "Painting."})
    )
    recorder.until_status("waiting")
    recorder.until("PermissionRequest")
    time.sleep(0.5)  # the dialog is drawn
    terminal.press("Enter")
    recorder.until("PermissionRequest", 2)
    time.sleep(0.5)
    terminal.press("Enter")
    recorder.until("Stop")
    _leave(recorder, terminal)


def _leave(recorder: Recorder, terminal: Terminal) -> None:
    terminal.type("/exit")
    recorder.until("SessionEnd")
    time.sleep(0.3)


STORIES: dict[str, Callable[[Recorder], None]] = {
    "print-many-tools": print_many_tools,
    "permission-allowed-then-escaped": permission_allowed,
    "permission-denied-by-hook": permission_denied_by_hook,
    "stopped-by-hook": stopped_by_hook,
    "escape": escape_while_writing_and_while_a_tool_runs,
    "clear": clear_and_go_on,
    "compaction": compaction,
    "background-shell": background_shell,
    "background-subagent": background_subagent,
    "api-failure": api_failure,
    "killed-and-resumed": killed,
    "fork": fork,
    "questions-and-plans": questions_and_plans,
}


if __name__ == "__main__":
    for told in sys.argv[1:] or STORIES:
        print(record(told, STORIES[told]))
