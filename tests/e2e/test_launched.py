"""The real Claude Code launched by the hub: token by token, questions, several turns, and what becomes of it."""

from __future__ import annotations

import json
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.helpers.real_claude import CLAUDE, Cabin, bash, eventually, script

pytestmark = [pytest.mark.slow, pytest.mark.real_cli]


@pytest.fixture
def cabin(tmp_path: Path) -> Iterator[Cabin]:
    """A hub that can launch; nothing is connected."""
    if not CLAUDE.exists():
        pytest.skip("the real Claude Code is not installed: npm could not be reached (`make claude`)")
    cabin = Cabin(tmp_path)
    try:
        cabin.start_hub(**cabin.claude_env())
        yield cabin
    finally:
        cabin.close()


def launch(cabin: Cabin, prompt: str) -> dict[str, Any]:
    launched = json.loads(cabin.signalcabin("launch", "--json", "--folder", str(cabin.project), prompt))
    assert isinstance(launched, dict)
    return launched


def write(path: Path) -> dict[str, Any]:
    return {"name": "Write", "input": {"file_path": str(path), "content": "x"}}


def pending(cabin: Cabin) -> dict[str, Any]:
    """The one request that waits."""
    rows = eventually(lambda: json.loads(cabin.signalcabin("pending", "--json")), "a question", 30)
    assert len(rows) == 1
    return dict(rows[0])


def is_running(pid: int) -> bool:
    """Whether the process is there and at work: one that has ended may stay listed until it is asked for."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


@pytest.mark.parametrize("hooks", ["launch", "settings", "waking", "none"])
def test_a_launched_session_streams_asks_and_takes_further_prompts(cabin: Cabin, hooks: str) -> None:
    if hooks in ("settings", "waking"):
        cabin.signalcabin("connect", "claude_code", "--yes", *(["--wake"] if hooks == "waking" else []))
    if hooks == "none":
        (cabin.home / ".claude").mkdir()
        (cabin.home / ".claude/settings.json").write_text('{"disableAllHooks": true}')
    target = cabin.project / "note.txt"
    steps = script(
        {"think": "Where to?", "text": "I write a note.\n\nThen I am done.", "tools": [write(target)]},
        {"text": "Written."},
    )
    launched = launch(cabin, "Write it" + steps)
    assert launched["hooks"] == ("settings" if hooks in ("settings", "waking") else "launch")
    session_id = launched["session_id"]
    assert cabin.session("waiting")["session_id"] == session_id
    assert not target.exists()
    cabin.signalcabin("answer", pending(cabin)["request_id"], "allow")
    row = cabin.session("done")
    assert (row["pid"], row["launched"], target.exists()) == (launched["pid"], True, True)
    cabin.signalcabin("say", session_id, "And now" + script({"text": "A second answer."}))
    eventually(lambda: "A second answer." in cabin.said(session_id), "the second answer")
    # Without hooks the tool and the turns are told by the transcript alone, a moment later.
    row = eventually(
        lambda: next((row for row in cabin.sessions() if row["status"] == "done" and row["turns"] == 2), None),
        "both turns done",
    )
    calls = eventually(lambda: [call["name"] for call in cabin.blocks(session_id, "ToolBlock")], "the call told")
    assert (calls, row["tool_calls"]["total"]) == (["Write"], 1)
    assert row["usage"]["cost_usd"] > 0
    assert cabin.said(session_id) == ["I write a note.\n\nThen I am done.", "Written.", "A second answer."]
    assert [block["text"] for block in cabin.blocks(session_id, "ThoughtBlock")] == ["Where to?"]


def test_text_is_there_word_by_word_before_its_line_ends(cabin: Cabin) -> None:
    session_id = launch(cabin, "Talk" + script({"text": "One", "words": 400, "delay_ms": 20}))["session_id"]
    eventually(lambda: "word3" in "".join(cabin.said(session_id)), "the first words")
    early = "".join(cabin.said(session_id))
    assert "word399" not in early
    assert "\n" not in early


def test_killed_hub_lets_the_turn_finish_and_a_new_hub_tells_the_end(cabin: Cabin) -> None:
    launched = launch(cabin, "Talk" + script({"text": "Until", "words": 150, "delay_ms": 10}))
    eventually(lambda: "word3" in "".join(cabin.said(launched["session_id"])), "the first words")
    cabin.hub.send_signal(signal.SIGKILL)
    cabin.hub.wait()
    eventually(lambda: not is_running(launched["pid"]), "the agent's own end")
    cabin.start_hub(**cabin.claude_env())
    row = eventually(lambda: next((row for row in cabin.sessions() if row["ended_at"]), None), "the end told")
    assert (row["session_id"], row["launched"], row["status"]) == (launched["session_id"], False, "done")
    assert cabin.said(launched["session_id"])[0].endswith("word149")


def test_an_ended_launched_session_leaves_nothing_behind(cabin: Cabin) -> None:
    marker = cabin.project / "started"
    command = f"touch {marker}; setsid sleep 300 & sleep 300"
    launched = launch(cabin, "Wait" + script({"text": "I wait.", "tools": [bash(command)]}, {"text": "x"}))
    cabin.signalcabin("answer", pending(cabin)["request_id"], "allow")
    eventually(marker.exists, "the command at work")
    result = json.loads(cabin.run("stop", launched["session_id"], "--level", "end", "--json").stdout)
    assert (result["outcome"], result["survivors"]) == ("stopped", [])
    assert not is_running(launched["pid"])
    assert cabin.sessions()[0]["status"] == "ended"


@pytest.mark.parametrize("at", ["text", "tool", "question"])
def test_an_interrupt_ends_the_turn_and_the_session_takes_the_next_prompt(cabin: Cabin, at: str) -> None:
    steps = {
        "text": [{"text": "Talking", "words": 2000, "delay_ms": 10}],
        "tool": [{"text": "I wait.", "tools": [bash("touch started; tail -f /dev/null")]}],
        "question": [{"text": "I ask.", "tools": [bash("touch started")]}],
    }[at]
    session_id = launch(cabin, "Go" + script(*steps, {"text": "not reached"}))["session_id"]
    if at == "text":
        eventually(lambda: "word3" in "".join(cabin.said(session_id)), "the first words")
    else:
        request = pending(cabin)["request_id"]
        if at == "tool":
            cabin.signalcabin("answer", request, "allow")
            eventually((cabin.project / "started").exists, "the command at work")
    result = json.loads(cabin.run("stop", session_id, "--json").stdout)
    assert result["outcome"] == "stopped"
    # After a refusal the batch's own hook may be there before the line on the stream: then that ended the turn.
    assert result["lever"] in (("permission", "hook") if at == "question" else ("stream",))
    row = cabin.session("interrupted")
    assert (row["session_id"], row["launched"]) == (session_id, True)
    cabin.signalcabin("say", session_id, "And now" + script({"text": "Still here."}))
    eventually(lambda: "Still here." in cabin.said(session_id), "the next answer")
    assert "not reached" not in cabin.said(session_id)
