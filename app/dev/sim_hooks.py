"""Runs hooks as Claude Code 2.1.197 does: from its settings file, live, each as a process of its own.

Synchronous hooks are awaited and their JSON obeyed, asynchronous ones go on by themselves, MessageDisplay is always
awaited, a hook that fails or is slow never fails the agent, and an interrupt ends a held hook with SIGTERM.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
from pathlib import Path
from typing import Any

import msgspec

_DEFAULT_TIMEOUT_S = 600.0
_ALWAYS_AWAITED = frozenset({"MessageDisplay"})
_NO_HOOKS: dict[str, list[dict[str, Any]]] = {}


class HookRunner:
    """The hooks of one session."""

    def __init__(self, settings: Path, cwd: Path, environment: dict[str, str]) -> None:
        self._settings = settings
        self._cwd = cwd
        self._environment = environment
        self._read_at_ns = -1
        self._hooks = _NO_HOOKS
        self._background: set[asyncio.Task[Any]] = set()
        self.ran = 0
        """Processes started so far."""

    async def fire(self, event: str, payload: dict[str, Any]) -> dict[str, Any]:
        """Run all hooks of an event in parallel; the merged JSON replies of the synchronous ones ({}: none)."""
        stdin = msgspec.json.encode(payload)
        awaited = []
        for hook in self._of(event):
            task = asyncio.create_task(self._run(hook, stdin))
            if hook.get("async") is True and event not in _ALWAYS_AWAITED:
                self._keep(task)
            else:
                awaited.append(task)
        merged: dict[str, Any] = {}
        try:
            for reply in await asyncio.gather(*awaited):
                merged |= reply
        finally:
            for task in awaited:
                task.cancel()
        return merged

    def start(self, event: str, payload: dict[str, Any]) -> asyncio.Task[dict[str, Any]]:
        """The same as a task, which may be left alone (a dialog answered in the terminal leaves its hook waiting)."""
        return self._keep(asyncio.create_task(self.fire(event, payload)))

    async def settle(self, within_s: float) -> None:
        """Give background hooks a moment to end."""
        if self._background:
            await asyncio.wait(self._background, timeout=within_s)

    def _keep(self, task: asyncio.Task[Any]) -> asyncio.Task[Any]:
        self._background.add(task)
        task.add_done_callback(self._background.discard)
        return task

    def _of(self, event: str) -> list[dict[str, Any]]:
        with contextlib.suppress(OSError):
            changed_ns = self._settings.stat().st_mtime_ns
            if changed_ns != self._read_at_ns:
                self._read_at_ns = changed_ns
                self._hooks = _hooks_in(self._settings.read_bytes())
        return self._hooks.get(event, [])

    async def _run(self, hook: dict[str, Any], stdin: bytes) -> dict[str, Any]:
        command = str(hook.get("command", ""))
        argv = [command, *map(str, hook["args"])] if hook.get("args") is not None else ["/bin/sh", "-c", command]
        try:
            process = await asyncio.create_subprocess_exec(
                *argv,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.DEVNULL,
                cwd=self._cwd,
                env=self._environment,
                start_new_session=True,
            )
        except OSError:
            return {}
        self.ran += 1
        try:
            async with asyncio.timeout(float(hook.get("timeout") or _DEFAULT_TIMEOUT_S)):
                stdout, _ = await process.communicate(stdin)
        except TimeoutError:
            return {}
        finally:
            await _end(process)
        return _reply(stdout) if process.returncode == 0 else {}


async def _end(process: asyncio.subprocess.Process) -> None:
    """Claude Code sends SIGTERM to a hook it no longer waits for."""
    if process.returncode is not None:
        return
    with contextlib.suppress(ProcessLookupError):
        process.send_signal(signal.SIGTERM)
    await process.wait()


def _hooks_in(settings: bytes) -> dict[str, list[dict[str, Any]]]:
    try:
        table = msgspec.json.decode(settings, type=dict[str, Any]).get("hooks", {})
        if not isinstance(table, dict):
            return _NO_HOOKS
        return {
            str(event): [hook for group in groups for hook in group["hooks"] if hook.get("type") == "command"]
            for event, groups in table.items()
        }
    except (msgspec.DecodeError, KeyError, TypeError, AttributeError):
        return _NO_HOOKS


def _reply(stdout: bytes) -> dict[str, Any]:
    try:
        return msgspec.json.decode(stdout, type=dict[str, Any]) if stdout.strip() else {}
    except msgspec.DecodeError:
        return {}


def hook_environment(session_id: str, project: Path, environment: dict[str, str] | None = None) -> dict[str, str]:
    """What Claude Code adds to its own environment for a hook."""
    base = dict(os.environ) if environment is None else environment
    return {
        **base,
        "CLAUDECODE": "1",
        "CLAUDE_CODE_ENTRYPOINT": "cli",
        "CLAUDE_CODE_SESSION_ID": session_id,
        "CLAUDE_PROJECT_DIR": str(project),
    }
