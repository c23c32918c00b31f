"""How a simulated agent uses tools: asks its hooks, waits for permissions, runs children, sets subagents to work."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import time
import uuid
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from app.dev.sim_files import SessionFiles
from app.dev.sim_hooks import HookRunner
from app.dev.steps import Message, SubagentJob, ToolUse

_NOTICE_AFTER_S = 6.0
_APART_S = 0.3
"""The model writes the calls of one message one after the other; each starts as soon as it is written."""
_REJECTED = "The user doesn't want to proceed with this tool use. The tool use was rejected."
_DIALOGS = {"AskUserQuestion": "input needed"}

PlayMessage = Callable[[Message, str, str], Awaitable[str]]


class TurnStopped(Exception):
    """The turn (or, inside a subagent, that subagent's work) ends here: a hook or a person said so."""

    def __init__(self, *, by_hook: bool, tool_use_id: str = "", reason: str = "") -> None:
        super().__init__(reason)
        self.by_hook = by_hook
        self.tool_use_id = tool_use_id
        self.reason = reason


class Conversation:
    """What every part of an agent shares: its files, its hooks, its pace, the prompt it works on."""

    def __init__(self, files: SessionFiles, hooks: HookRunner, cwd: Path, speed: float) -> None:
        self.files = files
        self.hooks = hooks
        self.prompt_id = ""
        self.leaving = False
        self._cwd = cwd
        self._speed = speed

    def begin_turn(self, prompt_id: str) -> None:
        self.prompt_id = prompt_id

    async def pause(self, seconds: float) -> None:
        """Let ``seconds`` pass at the demo's speed."""
        await asyncio.sleep(self.real(seconds))

    def real(self, seconds: float) -> float:
        return seconds / self._speed

    async def fire(self, event: str, lane: str = "", kind: str = "", **own: Any) -> dict[str, Any]:
        """One hook event with the fields every payload has; returns the reply."""
        if self.leaving and event != "SessionEnd":
            await asyncio.Event().wait()  # the process is on its way out: nothing more is said
        return await self.hooks.fire(event, self.payload(event, lane, kind, **own))

    def payload(self, event: str, lane: str = "", kind: str = "", **own: Any) -> dict[str, Any]:
        base: dict[str, Any] = {
            "session_id": self.files.session_id,
            "transcript_path": str(self.files.transcript),
            "cwd": str(self._cwd),
            "hook_event_name": event,
        }
        if self.prompt_id:
            base["prompt_id"] = self.prompt_id
        if lane:
            base |= {"agent_id": lane, "agent_type": kind}
        return {**base, **own}

    @property
    def cwd(self) -> Path:
        return self._cwd


class ToolRunner:
    """Runs the tool calls of one message in parallel, then the batch hook."""

    def __init__(self, talk: Conversation, play_message: PlayMessage) -> None:
        self._talk = talk
        self._play_message = play_message

    async def run(self, calls: list[tuple[str, ToolUse]], lane: str, kind: str) -> None:
        """Raises TurnStopped when a hook or a person ends the turn."""
        tasks = [
            asyncio.create_task(self._one(call_id, tool, lane, kind, number * _APART_S))
            for number, (call_id, tool) in enumerate(calls)
        ]
        try:
            results = await asyncio.gather(*tasks)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
        told = [
            {"tool_name": tool.name, "tool_input": tool.input, "tool_use_id": call_id, "tool_response": result}
            for (call_id, tool), result in zip(calls, results, strict=True)
        ]
        reply = await self._talk.fire("PostToolBatch", lane, kind, permission_mode="default", tool_calls=told)
        if reply.get("continue") is False:
            raise TurnStopped(by_hook=True, tool_use_id=calls[-1][0], reason=str(reply.get("stopReason", "")))

    async def _one(self, call_id: str, tool: ToolUse, lane: str, kind: str, after_s: float) -> str:
        """One call from its first hook to its last; returns what the model is told."""
        await self._talk.pause(after_s)
        about = {"permission_mode": "default", "tool_name": tool.name, "tool_input": tool.input}
        reply = await self._talk.fire("PreToolUse", lane, kind, **about, tool_use_id=call_id)
        refusal = _denied(reply)
        if refusal is None and tool.asks:
            refusal = await self._ask(call_id, tool, lane, kind, about)
        if refusal is not None:
            self._result(call_id, f"Error: {refusal}", f"Error: {refusal}", lane, is_error=True)
            return refusal
        began = time.monotonic()
        text, structured = await self._do(call_id, tool, lane)
        after = {**about, "tool_use_id": call_id, "duration_ms": int((time.monotonic() - began) * 1000)}
        if tool.error:
            await self._talk.fire("PostToolUseFailure", lane, kind, **after, error=tool.error, is_interrupt=False)
            self._result(call_id, tool.error, f"Error: {tool.error}", lane, is_error=True)
            return tool.error
        await self._talk.fire("PostToolUse", lane, kind, **after, tool_response=structured)
        self._result(call_id, text, structured, lane, is_error=False)
        return text

    def _result(self, call_id: str, text: str, structured: Any, lane: str, *, is_error: bool) -> None:
        self._talk.files.tool_result(self._talk.prompt_id, call_id, text, structured, is_error=is_error, lane=lane)

    # ── may I? ─────────────────────────────────────────────────────────────────────────────────

    async def _ask(self, call_id: str, tool: ToolUse, lane: str, kind: str, about: dict[str, Any]) -> str | None:
        """None: allowed; else why not. Hook and terminal dialog are open side by side: the first answer counts."""
        talk = self._talk
        talk.files.report("waiting", _DIALOGS.get(tool.name, "permission prompt"))
        notice = asyncio.create_task(self._notify_later())
        hook = talk.hooks.start(
            "PermissionRequest", talk.payload("PermissionRequest", lane, kind, **about, permission_suggestions=[])
        )
        try:
            answer = await self._first_answer(hook, tool.answered_after_s)
        except asyncio.CancelledError:
            hook.cancel()
            raise
        finally:
            notice.cancel()
            talk.files.report("busy")
        if answer is None or answer.get("behavior") == "allow":
            return None
        if answer.get("interrupt") is True:
            self._result(call_id, _REJECTED, "User rejected tool use", lane, is_error=True)
            raise TurnStopped(by_hook=False, tool_use_id=call_id)
        return str(answer.get("message") or "denied")

    async def _first_answer(self, hook: asyncio.Task[dict[str, Any]], after_s: float) -> dict[str, Any] | None:
        """The hook's decision, or None: the person said Yes in the terminal (the hook is then told nothing)."""
        person = asyncio.create_task(self._person(after_s))
        try:
            while True:
                await asyncio.wait({hook, person}, return_when=asyncio.FIRST_COMPLETED)
                if person.done():
                    return None
                decision = hook.result().get("hookSpecificOutput", {}).get("decision")
                if isinstance(decision, dict):
                    return decision
                await person  # no decision came with the reply: only the dialog is left
        finally:
            person.cancel()

    async def _person(self, after_s: float) -> None:
        await (self._talk.pause(after_s) if after_s else asyncio.Event().wait())

    async def _notify_later(self) -> None:
        await asyncio.sleep(_NOTICE_AFTER_S)
        words = {"message": "Claude needs your permission", "notification_type": "permission_prompt"}
        await self._talk.fire("Notification", **words)

    # ── doing it ───────────────────────────────────────────────────────────────────────────────

    async def _do(self, call_id: str, tool: ToolUse, lane: str) -> tuple[str, Any]:
        if tool.job is not None:
            return await self._subagent(call_id, tool.job)
        if tool.name == "Bash":
            await self._child(str(tool.input.get("command", "")), self._talk.real(tool.takes_s))
        else:
            await self._talk.pause(tool.takes_s)
        return tool.result, tool.response

    async def _child(self, command: str, seconds: float) -> None:
        """A real shell with a real child, in a session of its own as Claude Code's are; killed with a stopped turn."""
        process = await asyncio.create_subprocess_exec(
            "/bin/sh", "-c", 'sleep "$1"; :', command, f"{seconds:.2f}",
            stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL,
            cwd=self._talk.cwd, start_new_session=True,
        )  # fmt: skip
        try:
            await process.wait()
        finally:
            if process.returncode is None:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)
                await process.wait()

    async def _subagent(self, call_id: str, job: SubagentJob) -> tuple[str, Any]:
        """A subagent from start to end; a stop inside it ends it alone, without a SubagentStop."""
        talk, lane, began = self._talk, f"a{uuid.uuid4().hex[:16]}", time.monotonic()
        talk.files.begin_subagent(lane, job.kind, job.description, call_id)
        await talk.fire("SubagentStart", lane, job.kind)
        talk.files.prompt(talk.prompt_id, job.prompt, lane)
        said = ""
        try:
            for message in job.messages:
                await talk.pause(0.8)
                said = await self._play_message(message, lane, job.kind) or said
        except TurnStopped as stopped:
            if not stopped.by_hook:
                raise
        else:
            end = {"stop_hook_active": False, "agent_transcript_path": str(talk.files.subagent_transcript(lane))}
            rest = {"last_assistant_message": said, "background_tasks": [], "session_crons": []}
            await talk.fire("SubagentStop", lane, job.kind, permission_mode="default", **end, **rest)
        response = {
            "status": "completed",
            "prompt": job.prompt,
            "agentId": lane,
            "agentType": job.kind,
            "content": [{"type": "text", "text": said}],
            "totalDurationMs": int((time.monotonic() - began) * 1000),
            "totalToolUseCount": sum(len(message.tools) for message in job.messages),
        }
        return said, response


def _denied(reply: dict[str, Any]) -> str | None:
    """Why a PreToolUse reply forbids the tool; None when it does not."""
    said = reply.get("hookSpecificOutput")
    if isinstance(said, dict) and said.get("permissionDecision") == "deny":
        return str(said.get("permissionDecisionReason") or "denied by a hook")
    if reply.get("decision") == "block":
        return str(reply.get("reason") or "blocked by a hook")
    return None
