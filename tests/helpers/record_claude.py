"""Records what the real Claude Code tells in a story; ``claude_stories`` plays them.

Our own ``connect`` writes the hooks; in the relay's place stands a few lines of Python that keep what they were given.
Transcripts are read at the end, the live registry is watched all along. All three become deliveries as the hub would
have them, in the order they happened, with the machine's paths replaced by /home/dev.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec

from app.agents import adapters
from app.core.records import Delivery
from tests.helpers.real_claude import VERSION, Cabin, eventually
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
        for path, instead in (
            (self.cabin.project, "/home/dev/shop"),
            (self.cabin.home, "/home/dev"),
            (self.folder, "/home/dev/.local"),
        ):
            text = text.replace(str(path), instead).replace(_dashed(path), _dashed(instead))
        model = self.cabin.base_url.removeprefix("http://")
        return text.replace(model, "127.0.0.1:8765").encode()


def _dashed(path: object) -> str:
    """A path as Claude Code names a project's folder after it."""
    return "".join(sign if sign.isalnum() else "-" for sign in str(path))


def _stamp_us(line: dict[str, Any]) -> int:
    """The line's own time, 0 where it has none."""
    stamp = {"type": "stamp", "timestamp": line.get("timestamp")}
    asked = Delivery(delivery_id="", agent="", source="transcript", name="line", at_us=0, payload=stamp)
    return CLAUDE.decode(asked)[0].at_us


def _trimmed(line: dict[str, Any]) -> dict[str, Any]:
    """Without the long lists of skills and agents that every session begins with, and copies of whole requests."""
    if str(line.get("type", "")).startswith("api-request"):
        return {key: line[key] for key in ("type", "sessionId", "timestamp") if key in line}
    attachment = line.get("attachment")
    if not isinstance(attachment, dict) or attachment.get("type") not in _LISTINGS:
        return line
    return line | {"attachment": {"type": attachment["type"]}}


def record(name: str, story: Callable[[Recorder], None]) -> Path:
    """Play one story in a home of its own and keep what was heard; the recording's path."""
    folder = Path(tempfile.mkdtemp(prefix="record-"))
    target = RECORDINGS / CLAUDE.name / f"{VERSION}-{name}.jsonl"
    try:
        recorder = Recorder(folder)
        try:
            story(recorder)
        finally:
            recorder.close()
        target.write_bytes(recorder.scrubbed())
    finally:
        shutil.rmtree(folder)
    return target
