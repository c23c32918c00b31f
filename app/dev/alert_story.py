"""A storm for the policy of alerts, told by all three sources: 50 sessions, 500 subagents, 5,000 calls, 60 outcomes.

The same every time. Thirty sessions finish (ten of them end a turn first while background tasks go on), ten fail, ten
ask and finish after the answer. What is no outcome is in it, too: subagents that finish, calls that fail, notices,
turns a task's notification began.
"""

from __future__ import annotations

from typing import Any

from app.core.records import Delivery

AGENT = "claude_code"
SESSIONS = 50
SUBAGENTS = 10
CALLS_OF_A_SUBAGENT = 4
CALLS = 60
"""Of the main conversation; a session makes a hundred in all."""
EXPECTED = {"finished": 40, "failed": 10, "needs_you": 10}
"""Real outcomes by kind."""
_STEP_US = 40_000
_REGISTRY_LAG_US = 20_000
_TRANSCRIPT_LAG_US = 180_000
_ERRORS = (
    ("rate_limit", "You've hit your session limit · resets 3:45pm (Europe/Berlin)"),
    ("server_error", "API Error: Repeated 529 Overloaded errors. The API is at capacity."),
    ("authentication_failed", "Please run /login · API Error: 401 OAuth token has expired."),
)


class Teller:
    """One session: what it does, told by hooks, registry and transcript, each when it would arrive."""

    def __init__(self, number: int, start_us: int) -> None:
        self.number = number
        self.session_id = session_id(number)
        self.told: list[tuple[int, Delivery]] = []
        """(when it arrives, what)"""
        self._now_us = start_us
        self._turn = 0
        self._calls = 0

    def story(self) -> list[tuple[int, Delivery]]:
        """Everything, in the order it happens."""
        self._hook("SessionStart", source="startup")
        self._registry("idle")
        self._prompt("Do this part of the work, please.")
        self._work()
        if 30 <= self.number < 40:
            self._fails()
            return self.told
        if self.number >= 40:
            self._asks()
        if self.number < 10:
            task = {"id": "b1", "type": "shell", "status": "running", "description": "Build", "command": "make"}
            self._stops([task])
            self._now_us += 20_000_000
            self._prompt("<task-notification>b1 has ended</task-notification>", kind="task-notification")
            self._call(self._command("cat build.log"))
        self._stops([])
        return self.told

    # ── what it does ───────────────────────────────────────────────────────────────────────────

    def _prompt(self, text: str, kind: str = "human") -> None:
        self._turn += 1
        self._hook("UserPromptSubmit", prompt=text)
        self._registry("busy")
        self._line("user", {"message": {"role": "user", "content": text}, "origin": {"kind": kind}})

    def _work(self) -> None:
        for number in range(SUBAGENTS):
            lane = f"a{self.number}-{number}"
            self._hook("SubagentStart", agent_id=lane, agent_type="general-purpose")
            for call in range(CALLS_OF_A_SUBAGENT):
                self._call(self._command(f"grep part-{call}"), lane=lane)
            self._hook("SubagentStop", agent_id=lane, agent_type="general-purpose", last_assistant_message="Found it.")
        for number in range(CALLS - (self.number < 10) - (self.number >= 40)):
            self._call(self._command(f"make part-{number}"), failed=number % 20 == 7)

    def _call(self, call: dict[str, Any], lane: str = "", failed: bool = False) -> None:
        more = {"agent_id": lane} if lane else {}
        self._hook("PreToolUse", **call, **more)
        if not lane:
            block = {"type": "tool_use", "id": call["tool_use_id"], "name": "Bash", "input": call["tool_input"]}
            self._line("assistant", {"message": {"id": f"m-{call['tool_use_id']}", "content": [block]}})
        self._after(call, more, failed)

    def _after(self, call: dict[str, Any], more: dict[str, Any], failed: bool) -> None:
        if failed:
            self._hook("PostToolUseFailure", **call, **more, error="Exit code 2")
        else:
            self._hook("PostToolUse", **call, **more, tool_response={"stdout": "ok\n", "stderr": ""})
        batch = [{**call, "tool_response": "Exit code 2" if failed else "ok"}]
        self._hook("PostToolBatch", tool_calls=batch, **more)

    def _asks(self) -> None:
        call = self._command("git push origin main")
        self._hook("PreToolUse", **call)
        asked = {"tool_name": call["tool_name"], "tool_input": call["tool_input"]}
        self._hook("PermissionRequest", **asked)
        self._registry("waiting", "permission prompt")
        self._now_us += 6_000_000
        self._hook("Notification", notification_type="permission_prompt", message="Claude needs your permission")
        self._now_us += 14_000_000
        self._registry("busy")
        self._after(call, {}, failed=False)

    def _stops(self, background: list[dict[str, Any]]) -> None:
        text = {"type": "text", "text": "Done."}
        self._line("assistant", {"message": {"id": f"end-{self._turn}", "content": [text], "stop_reason": "end_turn"}})
        self._hook("Stop", last_assistant_message="Done.", background_tasks=background)
        self._registry("shell" if background else "idle")
        if not background:
            self._now_us += 60_000_000
            self._hook("Notification", notification_type="idle_prompt", message="Claude is waiting for your input")

    def _fails(self) -> None:
        error, text = _ERRORS[self.number % len(_ERRORS)]
        said = {"id": "err", "model": "<synthetic>", "content": [{"type": "text", "text": text}]}
        self._line("assistant", {"isApiErrorMessage": True, "error": error, "message": said})
        self._registry("idle")
        self._hook("StopFailure", error=error, last_assistant_message=text)

    # ── who tells it ───────────────────────────────────────────────────────────────────────────

    def _command(self, command: str) -> dict[str, Any]:
        self._calls += 1
        given = {"command": command, "description": "One step"}
        return {"tool_name": "Bash", "tool_input": given, "tool_use_id": f"toolu-{self.number}-{self._calls}"}

    def _hook(self, event: str, **more: Any) -> None:
        self._now_us += _STEP_US
        payload = {"session_id": self.session_id, "cwd": f"/src/part-{self.number}", "hook_event_name": event, **more}
        payload["prompt_id"] = f"p-{self.number}-{self._turn}"
        self._tell("hook", event, payload, self._now_us, 0, mode="async", pid=1000 + self.number, proc_start=77)

    def _registry(self, status: str, waiting_for: str = "") -> None:
        at_us = self._now_us + _REGISTRY_LAG_US
        entry = {"pid": 1000 + self.number, "procStart": "77", "sessionId": self.session_id, "kind": "interactive"}
        entry |= {"entrypoint": "cli", "status": status, "statusUpdatedAt": at_us // 1000, "version": "2.1.197"}
        entry |= {"waitingFor": waiting_for} if waiting_for else {}
        self._tell("registry", "entry", entry, at_us, _REGISTRY_LAG_US, pid=1000 + self.number, proc_start=77)

    def _line(self, kind: str, more: dict[str, Any]) -> None:
        line = {"type": kind, "uuid": f"u-{self.number}-{len(self.told)}", "sessionId": self.session_id, **more}
        line["promptId"] = f"p-{self.number}-{self._turn}"
        self._tell("transcript", "line", line, self._now_us, _TRANSCRIPT_LAG_US, path=f"/t/{self.session_id}.jsonl")

    def _tell(self, source: Any, name: str, payload: Any, at_us: int, lag_us: int, **more: Any) -> None:
        delivery_id = f"{self.session_id}/{len(self.told)}"
        delivery = Delivery(
            delivery_id=delivery_id, agent=AGENT, source=source, name=name, at_us=at_us, payload=payload, **more
        )
        self.told.append((at_us + lag_us, delivery))


def session_id(number: int) -> str:
    """The id of a storm's session, from 0."""
    return f"a1e27000-0000-4000-8000-{number:012d}"


def storm(start_us: int, sessions: int = SESSIONS, apart_us: int = 900_000) -> list[tuple[int, Delivery]]:
    """All deliveries, each with when it arrives, in that order. ``apart_us``: one session begins after the other."""
    told: list[tuple[int, Delivery]] = []
    for number in range(sessions):
        # Those that fail do so together, as when a network goes: that is a burst.
        begins_us = start_us if 30 <= number < 40 else start_us + number * apart_us
        told += Teller(number, begins_us).story()
    return sorted(told, key=lambda each: (each[0], each[1].delivery_id))
