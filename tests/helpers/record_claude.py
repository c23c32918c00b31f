"""Records stories of the real Claude Code: ``python -m tests.helpers.record_claude [STORY …]``.

Our own ``connect`` writes the hooks; in the relay's place stands a few lines of Python that keep what they were given.
Transcripts are read at the end, the live registry is watched all along. All three become deliveries as the hub would
have them, in the order they happened, with the machine's paths replaced by /home/dev.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec

from app.agents import adapters
from app.core.records import Delivery
from tests.helpers.real_claude import VERSION, Cabin, Terminal, bash, eventually, script
from tests.helpers.recordings import RECORDINGS

CLAUDE = adapters()["claude_code"]
_RELAY = """#!/usr/bin/python3 -ISE
import os, time
agent, event, mode = __import__("sys").argv[1:]
stamp, pid = time.time_ns() // 1000, os.getppid()
try:
    start = open(f"/proc/{pid}/stat").read().rpartition(")")[2].split()[19]
except OSError:
    start = "0"
payload = open(0, "rb").read()
folder = os.path.dirname(os.path.abspath(__file__))
hint = os.environ.get("CLAUDE_CODE_SESSION_ID", "")
with open(f"{folder}/heard/{stamp}-{os.getpid()}.part", "wb") as file:
    file.write("\\n".join([event, mode, str(stamp), str(pid), start, hint, ""]).encode() + payload)
os.rename(file.name, file.name[:-5])
if os.path.exists(f"{folder}/replies/{event}"):
    print(open(f"{folder}/replies/{event}").read(), end="")
"""
_LISTINGS = frozenset({"skill_listing", "agent_listing_delta", "deferred_tools_delta"})


class Recorder:
    """One cabin without a hub, and everything that was heard in it."""

    def __init__(self, folder: Path) -> None:
        self.cabin = Cabin(folder)
        self.folder = folder
        self.claude_home = self.cabin.home / ".claude"
        relay = folder / "signalcabin-relay"
        relay.write_text(_RELAY)
        relay.chmod(0o755)
        (folder / "heard").mkdir()
        (folder / "replies").mkdir()
        self.claude_home.mkdir()
        settings = CLAUDE.connect(None, (str(relay),), VERSION).after
        assert settings is not None
        (self.claude_home / "settings.json").write_bytes(settings)
        self._entries: dict[str, tuple[int, Any, str]] = {}
        self._done = threading.Event()
        self._watcher = threading.Thread(target=self._watch_registry)
        self._watcher.start()

    def answer(self, event: str, reply: bytes) -> None:
        """From now on the relay answers this event so."""
        (self.folder / "replies" / event).write_bytes(reply)

    def silence(self) -> None:
        """… and from now on nothing."""
        for reply in (self.folder / "replies").iterdir():
            reply.unlink()

    def heard(self, event: str) -> int:
        """How often a hook of this name has come."""
        files = (self.folder / "heard").glob("*[0-9]")
        return sum(file.read_bytes().startswith(event.encode() + b"\n") for file in files)

    def until(self, event: str, times: int = 1) -> None:
        eventually(lambda: self.heard(event) >= times, f"{times} × {event}", 30)

    def status(self) -> str:
        """What the newest registry entry says."""
        newest = max(self._entries.values(), default=(0, {}, ""), key=lambda entry: entry[0])
        return str(newest[1].get("status", ""))

    def until_status(self, status: str) -> None:
        eventually(lambda: self.status() == status, f"status {status}", 30)

    def transcripts(self) -> str:
        return "".join(path.read_text() for path in sorted(self.claude_home.glob("projects/**/*.jsonl")))

    def _watch_registry(self) -> None:
        while not self._done.wait(0.02):
            for path in (self.claude_home / "sessions").glob("*.json"):
                try:
                    entry = json.loads(path.read_text())
                except (OSError, ValueError):  # just being written, or gone
                    continue
                stamp = int(entry.get("updatedAt") or entry["startedAt"])
                key = f"r:{entry['pid']}:{entry['procStart']}:{stamp}:{entry.get('status', '')}"
                self._entries.setdefault(key, (stamp * 1000, entry, str(path)))

    def close(self) -> None:
        self._done.set()
        self._watcher.join()
        self.cabin.close()

    # ── what was heard, as deliveries ──────────────────────────────────────────────────────────

    def deliveries(self) -> list[Delivery]:
        found = [*self._hooks(), *self._lines(), *self._registry()]
        return sorted(found, key=lambda delivery: delivery.at_us)

    def _hooks(self) -> list[Delivery]:
        return [self._hook(path) for path in sorted((self.folder / "heard").glob("*[0-9]"))]

    def _hook(self, path: Path) -> Delivery:
        event, mode, stamp, pid, start, hint, payload = path.read_bytes().split(b"\n", 6)
        digest = hashlib.sha256(path.name.encode()).hexdigest()[:16]
        return Delivery(
            delivery_id=f"{int(stamp)}-{int(pid)}-{digest}",
            agent=CLAUDE.name,
            source="hook",
            name=event.decode(),
            at_us=int(stamp),
            payload=json.loads(payload) if payload.strip() else None,
            pid=int(pid),
            proc_start=int(start),
            mode=mode.decode(),
            session_hint=hint.decode(),
        )

    def _lines(self) -> list[Delivery]:
        found: list[Delivery] = []
        for path in sorted(self.claude_home.glob("projects/**/*.jsonl")):
            lines = [json.loads(line) for line in path.read_text().splitlines()]
            at_us = next((_stamp_us(line) for line in lines if _stamp_us(line)), 0)
            for number, line in enumerate(lines):
                at_us = _stamp_us(line) or at_us
                session = line.get("sessionId", path.stem)
                name = line.get("uuid") or hashlib.sha256(f"{number}{line}".encode()).hexdigest()[:32]
                found.append(self._line(f"t:{session}:{name}", "line", at_us, _trimmed(line), path))
        for path in sorted(self.claude_home.glob("projects/**/agent-*.meta.json")):
            at_us = path.stat().st_mtime_ns // 1000
            name = f"t:{path.parent.parent.name}:meta:{path.name}"
            found.append(self._line(name, "meta", at_us, json.loads(path.read_text()), path))
        return found

    def _line(self, delivery_id: str, name: str, at_us: int, payload: Any, path: Path) -> Delivery:
        return Delivery(
            delivery_id=delivery_id, agent=CLAUDE.name, source="transcript", name=name, at_us=at_us,
            payload=payload, path=str(path),
        )  # fmt: skip

    def _registry(self) -> list[Delivery]:
        return [
            Delivery(
                delivery_id=key, agent=CLAUDE.name, source="registry", name="entry", at_us=at_us, payload=entry,
                pid=entry["pid"], proc_start=int(entry["procStart"]), path=path,
            )
            for key, (at_us, entry, path) in self._entries.items()
        ]  # fmt: skip

    def scrubbed(self) -> bytes:
        """The recording, with nothing of this machine in it."""
        text = b"".join(msgspec.json.encode(delivery) + b"\n" for delivery in self.deliveries()).decode()
        for path, instead in ((self.cabin.project, "/home/dev/shop"), (self.cabin.home, "/home/dev"), (self.folder, "/home/dev/.local")):
            text = text.replace(str(path), instead)
            text = text.replace("".join(sign if sign.isalnum() else "-" for sign in str(path)), instead.replace("/", "-").replace(".", "-"))
        return text.replace(self.cabin.base_url, "http://127.0.0.1:8765").replace(self.cabin.base_url.removeprefix("http://"), "127.0.0.1:8765").encode()


def _stamp_us(line: dict[str, Any]) -> int:
    delivery = Delivery(delivery_id="", agent="", source="transcript", name="line", at_us=0, payload=line)
    found = CLAUDE.decode(msgspec.structs.replace(delivery, payload={"type": "stamp", "timestamp": line.get("timestamp")}))
    return found[0].at_us


def _trimmed(line: dict[str, Any]) -> dict[str, Any]:
    """Without the long lists of skills and agents that every session begins with."""
    attachment = line.get("attachment")
    if not isinstance(attachment, dict) or attachment.get("type") not in _LISTINGS:
        return line
    return line | {"attachment": {"type": attachment["type"]}}


# ── the stories ────────────────────────────────────────────────────────────────────────────────


def print_many_tools(recorder: Recorder) -> None:
    """Print mode: thinking, a tool that fails beside one that does not, a plan, a subagent."""
    sub = "You are a sub." + script({"text": "Sub runs.", "tools": [bash("echo from-sub")]}, {"text": "Sub finished."})
    agent = {"name": "Agent", "input": {"description": "Sub job", "subagent_type": "general-purpose", "prompt": sub}}
    steps = script(
        {"think": "I write first.", "text": "Writing.", "tools": [_write("note.txt", recorder)]},
        {"text": "Two at once.", "tools": [bash("echo out; exit 3"), bash("echo fine")]},
        {"text": "A file I have not read.", "tools": [_write("README.md", recorder)]},
        {"text": "A plan.", "tools": [{"name": "TaskCreate", "input": {"subject": "Fix it", "description": "Fix the bug"}}]},
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
    terminal.type("Touch it." + script({"text": "Touching.", "tools": [bash("touch made.txt")]}, {"text": "All right."}))
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
    terminal.type("Slow." + script({"text": "Slowly.", "tools": [bash("sleep 3")]}, {"text": "Slow done."}, {"text": "And the queued one."}))
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
    command = {"name": "Bash", "input": {"command": "sleep 4; echo ready", "description": "Wait", "run_in_background": True}}
    terminal.type("Go." + script({"text": "In the background.", "tools": [command]}, {"text": "It runs."}, {"text": "I see."}))
    recorder.until("Stop", 2)
    recorder.until_status("idle")
    _leave(recorder, terminal)


def background_subagent(recorder: Recorder) -> None:
    """Interactive: a subagent is set to work in the background, its end wakes the agent."""
    terminal = recorder.cabin.terminal("main", "--allowedTools", "Bash", "Agent")
    sub = "You are a sub." + script({"text": "Sub runs.", "tools": [bash("sleep 2; echo from-sub")]}, {"text": "Sub done."})
    given = {"description": "Sub job", "subagent_type": "general-purpose", "prompt": sub, "run_in_background": True}
    terminal.type("Go." + script({"text": "Off it goes.", "tools": [{"name": "Agent", "input": given}]}, {"text": "It runs."}, {"text": "Seen."}))
    recorder.until("Stop", 2)
    recorder.until_status("idle")
    _leave(recorder, terminal)


def api_failure(recorder: Recorder) -> None:
    """Interactive: the model answers 529 until the retries are spent; the next prompt works. Then a cut in the middle."""
    terminal = recorder.cabin.terminal("main", "--allowedTools", "Bash", CLAUDE_CODE_MAX_RETRIES="2")
    terminal.type("Try." + script({"status": 529, "text": "x"}))
    recorder.until("StopFailure")
    recorder.until_status("idle")
    terminal.type("Better?" + script({"text": "Better."}))
    recorder.until("Stop")
    _leave(recorder, terminal)


def killed(recorder: Recorder) -> None:
    """Interactive: SIGKILL in the middle of a command; then the session is resumed and goes on."""
    import os

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
    terminal.type("Plan." + script({"text": "A question.", "tools": [ask]}, {"text": "A plan.", "tools": [plan]}, {"text": "Painting."}))
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


def main(names: list[str]) -> int:
    for name in names or list(STORIES):
        folder = Path(tempfile.mkdtemp(prefix="record-"))
        recorder = Recorder(folder)
        try:
            STORIES[name](recorder)
        finally:
            recorder.close()
        target = RECORDINGS / CLAUDE.name / f"{VERSION}-{name}.jsonl"
        target.write_bytes(recorder.scrubbed())
        print(f"{target}: {len(recorder.deliveries())} deliveries")
        shutil.rmtree(folder)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
