"""The files a simulated agent leaves, in the shapes of Claude Code 2.1.197: live registry, transcript, subagents'."""

from __future__ import annotations

import os
import re
import time
import uuid
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec

VERSION = "2.1.197"


class SessionFiles:
    """The registry entry and the transcripts of one session, under one agent home."""

    def __init__(self, home: Path, cwd: Path, session_id: str, branch: str, proc_start: int) -> None:
        self.session_id = session_id
        self._cwd = cwd
        self._branch = branch
        self._proc_start = proc_start
        self._started_ms = _now_ms()
        self._registry = home / "sessions" / f"{os.getpid()}.json"
        self._folder = home / "projects" / re.sub(r"[^A-Za-z0-9]", "-", str(cwd))
        self.transcript = self._folder / f"{session_id}.jsonl"
        self._last_uuid: dict[str, str | None] = {}
        for folder in (self._registry.parent, self._folder):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    # ── the registry ───────────────────────────────────────────────────────────────────────────

    def report(self, status: str, waiting_for: str = "") -> None:
        """State in the registry what the agent does: idle, busy, waiting."""
        now_ms = _now_ms()
        entry: dict[str, Any] = {
            "pid": os.getpid(),
            "sessionId": self.session_id,
            "cwd": str(self._cwd),
            "startedAt": self._started_ms,
            "procStart": str(self._proc_start),
            "version": VERSION,
            "peerProtocol": 1,
            "kind": "interactive",
            "entrypoint": "cli",
            "name": f"{self._cwd.name}-{self.session_id[:2]}",
            "nameSource": "derived",
            "status": status,
            "updatedAt": now_ms,
            "statusUpdatedAt": now_ms,
        }
        if waiting_for:
            entry["waitingFor"] = waiting_for
        temporary = self._registry.with_suffix(".new")
        temporary.write_bytes(msgspec.json.encode(entry))
        temporary.replace(self._registry)

    def leave(self) -> None:
        """A clean exit removes the entry."""
        self._registry.unlink(missing_ok=True)

    # ── transcripts ────────────────────────────────────────────────────────────────────────────

    def subagent_transcript(self, lane: str) -> Path:
        return self._folder / self.session_id / "subagents" / f"agent-{lane}.jsonl"

    def begin_subagent(self, lane: str, kind: str, description: str, tool_use_id: str) -> None:
        """The note that ties a subagent to the tool call that started it."""
        path = self.subagent_transcript(lane)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        meta = {"agentType": kind, "description": description, "toolUseId": tool_use_id, "spawnDepth": 1}
        path.with_suffix(".meta.json").write_bytes(msgspec.json.encode(meta))

    def prompt(self, prompt_id: str, text: str, lane: str = "") -> None:
        """A person's words (in a lane: the starting agent's)."""
        said = {"promptId": prompt_id, "type": "user", "message": {"role": "user", "content": text}}
        human = {} if lane else {"permissionMode": "default", "origin": {"kind": "human"}, "promptSource": "typed"}
        self._line({**said, **human}, lane)

    def block(self, block: dict[str, Any], message: dict[str, Any], at_s: float, lane: str = "") -> None:
        """One content block of an assistant message; ``at_s``: when it was complete (Unix time)."""
        whole = {"type": "message", "role": "assistant", **message, "content": [block]}
        line = {"message": whole, "requestId": f"req_{uuid.uuid4().hex[:20]}", "type": "assistant"}
        self._line({**line, "timestamp": _stamp(at_s)}, lane)

    def failure(self, error: str, text: str) -> None:
        """What Claude Code writes itself when the model could not be reached."""
        message = {
            "id": str(uuid.uuid4()),
            "type": "message",
            "role": "assistant",
            "model": "<synthetic>",
            "stop_reason": "stop_sequence",
            "content": [{"type": "text", "text": text}],
            "usage": {"input_tokens": 0, "output_tokens": 0},
        }
        self._line({"type": "assistant", "message": message, "isApiErrorMessage": True, "error": error})

    def tool_result(
        self, prompt_id: str, tool_use_id: str, text: str, structured: Any, *, is_error: bool, lane: str = ""
    ) -> None:
        """How a tool call ended, as the model is told."""
        result: dict[str, Any] = {"tool_use_id": tool_use_id, "type": "tool_result", "content": text}
        if is_error:
            result["is_error"] = True
        line = {"promptId": prompt_id, "type": "user", "message": {"role": "user", "content": [result]}}
        self._line({**line, "toolUseResult": structured}, lane)

    def interrupted(self, prompt_id: str, *, for_tool: bool) -> None:
        """The only trace an interrupt leaves."""
        words = "[Request interrupted by user for tool use]" if for_tool else "[Request interrupted by user]"
        content = [{"type": "text", "text": words}]
        self._line({"promptId": prompt_id, "type": "user", "message": {"role": "user", "content": content}})

    def hook_stopped(self, tool_use_id: str, reason: str) -> None:
        """A hook said ``continue: false``."""
        words = {"type": "hook_stopped_continuation", "message": reason, "hookName": "PostToolBatch"}
        attachment = {**words, "toolUseID": tool_use_id, "hookEvent": "PostToolBatch"}
        self._line({"attachment": attachment, "type": "attachment"})

    def turn_took(self, duration_ms: int) -> None:
        self._line({"type": "system", "subtype": "turn_duration", "durationMs": duration_ms, "isMeta": False})

    def _line(self, own: dict[str, Any], lane: str = "") -> None:
        line_id = str(uuid.uuid4())
        line = {
            "parentUuid": self._last_uuid.get(lane),
            "isSidechain": bool(lane),
            **({"agentId": lane} if lane else {}),
            "timestamp": _stamp(time.time()),
            **own,
            "uuid": line_id,
            "userType": "external",
            "entrypoint": "cli",
            "cwd": str(self._cwd),
            "sessionId": self.session_id,
            "version": VERSION,
            "gitBranch": self._branch,
        }
        self._last_uuid[lane] = line_id
        path = self.subagent_transcript(lane) if lane else self.transcript
        with path.open("ab") as file:
            file.write(msgspec.json.encode(line) + b"\n")


def _stamp(at_s: float) -> str:
    return datetime.fromtimestamp(at_s, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _now_ms() -> int:
    return time.time_ns() // 1_000_000
