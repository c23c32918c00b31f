"""Hook payloads of Claude Code 2.1.197 → facts: one small function for each of its 30 events.

Payloads carry no time and no process: the relay's stamps on the delivery do. An interrupt by the user fires no hook at
all, a call refused by input validation only PostToolBatch: the transcript and the registry fill those gaps.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from app.agents.claude_code import hook_tools
from app.agents.claude_code.hook import Facts, Hook
from app.agents.claude_code.prompts import is_machine_made, message_in
from app.agents.claude_code.values import (
    bounded,
    count_of,
    mappings_of,
    path_of,
    short,
    text_of,
    word_of,
)
from app.core import events as facts
from app.core.records import Delivery


def facts_in(delivery: Delivery) -> list[facts.AnyEvent]:
    """The facts in one hook delivery; ``Unrecognized`` for a name or a shape we have no meaning for."""
    payload = {} if delivery.payload is None else delivery.payload
    decode = DECODERS.get(delivery.name)
    if decode is not None and isinstance(payload, dict):
        hook = Hook(payload, delivery.delivery_id, word_of(payload, "prompt_id"), word_of(payload, "agent_id"))
        found = decode(hook)
        if found is not None:
            return found
    return [facts.Unrecognized(name=short(delivery.name), payload=bounded(delivery.payload))]


# ── the session ────────────────────────────────────────────────────────────────────────────────


def _session_start(hook: Hook) -> Facts:
    """With --fork-session this carries the *old* session's id and the source "resume" (2.1.214 and later: "fork")."""
    payload = hook.payload
    started = facts.SessionStarted(
        how=word_of(payload, "source") or "unknown",
        cwd=path_of(payload, "cwd"),
        model=word_of(payload, "model"),
        transcript_path=path_of(payload, "transcript_path"),
    )
    return [started]


def _session_end(hook: Hook) -> Facts:
    return [facts.SessionEnded(reason=word_of(hook.payload, "reason"))]


def launch_cwd(payload: Mapping[str, Any]) -> str:
    """The payload's cwd if the session was started there, else "": a ``cd`` moves the cwd, but not the project.

    The transcript lies in a folder named after the project's path, each character but letters and digits a dash.
    """
    cwd = path_of(payload, "cwd")
    folder = path_of(payload, "transcript_path").replace("\\", "/").rpartition("/")[0].rpartition("/")[2]
    named = "".join(sign if sign.isascii() and sign.isalnum() else "-" for sign in cwd)
    return cwd if cwd and named == folder else ""


# ── turns and what was said ────────────────────────────────────────────────────────────────────


def _user_prompt(hook: Hook) -> Facts:
    payload = hook.payload
    prompt = text_of(payload, "prompt")
    prompt = message_in(prompt) or prompt
    described = facts.SessionDescribed(
        cwd=launch_cwd(payload),
        transcript_path=path_of(payload, "transcript_path"),
        permission_mode=word_of(payload, "permission_mode"),
    )
    origin = "machine" if is_machine_made(prompt) else "human"
    # A version without prompt ids still gets a turn of its own.
    turn_id = hook.turn_id or hook.delivery_id
    return [described, facts.TurnStarted(turn_id=turn_id, prompt=prompt, origin=origin)]


def _prompt_expansion(hook: Hook) -> Facts:
    name, arguments = word_of(hook.payload, "command_name"), text_of(hook.payload, "command_args")
    return [facts.PromptExpanded(turn_id=hook.turn_id, command_name=name, command_args=arguments)]


def _stop(hook: Hook) -> Facts:
    payload = hook.payload
    return [
        facts.TurnFinished(
            turn_id=hook.turn_id,
            last_message=text_of(payload, "last_assistant_message"),
            background_tasks=tuple(_background_task(task) for task in mappings_of(payload, "background_tasks")[:200]),
        )
    ]


def _background_task(task: Mapping[str, Any]) -> facts.BackgroundTask:
    return facts.BackgroundTask(
        task_id=word_of(task, "id"),
        kind=word_of(task, "type"),
        status=word_of(task, "status"),
        description=text_of(task, "description", 2000),
        command=text_of(task, "command", 2000),
    )


def _stop_failure(hook: Hook) -> Facts:
    payload = hook.payload
    message = text_of(payload, "last_assistant_message") or text_of(payload, "error_details")
    return [facts.TurnFailed(turn_id=hook.turn_id, error=word_of(payload, "error") or "unknown", message=message)]


def _message_display(hook: Hook) -> Facts:
    payload = hook.payload
    message_id = word_of(payload, "message_id")
    if not message_id or not isinstance(payload.get("delta"), str):
        return None
    index = count_of(payload, "index")
    return [
        facts.MessageDelta(
            message_id=message_id,
            first_index=index,
            last_index=index,
            text=text_of(payload, "delta"),
            final=payload.get("final") is True,
            turn_id=hook.turn_id,
            lane=hook.lane,
        )
    ]


# ── subagents, plans, compaction, surroundings ─────────────────────────────────────────────────


def _subagent_start(hook: Hook) -> Facts:
    return [facts.SubagentStarted(lane=hook.lane, kind=word_of(hook.payload, "agent_type"))] if hook.lane else None


def _subagent_stop(hook: Hook) -> Facts:
    """Fires for /compact too, with an empty agent_type and no start before it: that is no subagent of the user's."""
    kind = word_of(hook.payload, "agent_type")
    if not hook.lane or not isinstance(hook.payload.get("agent_type"), str):
        return None
    last_message = text_of(hook.payload, "last_assistant_message")
    return [facts.SubagentFinished(lane=hook.lane, kind=kind, last_message=last_message)] if kind else []


def _task(status: str) -> Callable[[Hook], Facts]:
    def decode(hook: Hook) -> Facts:
        payload = hook.payload
        task_id = word_of(payload, "task_id")
        subject, description = text_of(payload, "task_subject", 2000), text_of(payload, "task_description", 20_000)
        changed = facts.TaskChanged(task_id=task_id, subject=subject, description=description, status=status)
        return [changed] if task_id else None

    return decode


def _pre_compact(hook: Hook) -> Facts:
    return [facts.CompactionStarted(trigger=word_of(hook.payload, "trigger"))]


def _post_compact(hook: Hook) -> Facts:
    trigger, summary = word_of(hook.payload, "trigger"), text_of(hook.payload, "compact_summary")
    return [facts.CompactionFinished(trigger=trigger, summary=summary)]


def _teammate_idle(hook: Hook) -> Facts:
    return [facts.TeammateIdle(name=word_of(hook.payload, "teammate_name"), team=word_of(hook.payload, "team_name"))]


def _cwd_changed(hook: Hook) -> Facts:
    return [facts.CwdChanged(old=path_of(hook.payload, "old_cwd"), new=path_of(hook.payload, "new_cwd"))]


def _surroundings(kind: str, path_key: str, detail_key: str) -> Callable[[Hook], Facts]:
    def decode(hook: Hook) -> Facts:
        path, detail = path_of(hook.payload, path_key), word_of(hook.payload, detail_key)
        return [facts.SurroundingsChanged(kind=kind, path=path, detail=detail)]

    return decode


DECODERS: Mapping[str, Callable[[Hook], Facts]] = {
    "PreToolUse": hook_tools.pre_tool,
    "PostToolUse": hook_tools.post_tool,
    "PostToolUseFailure": hook_tools.post_tool_failure,
    "PostToolBatch": hook_tools.post_batch,
    "Notification": hook_tools.notification,
    "UserPromptSubmit": _user_prompt,
    "UserPromptExpansion": _prompt_expansion,
    "SessionStart": _session_start,
    "SessionEnd": _session_end,
    "Stop": _stop,
    "StopFailure": _stop_failure,
    "SubagentStart": _subagent_start,
    "SubagentStop": _subagent_stop,
    "PreCompact": _pre_compact,
    "PostCompact": _post_compact,
    "PermissionRequest": hook_tools.permission_request,
    "PermissionDenied": hook_tools.permission_denied,
    "Setup": _surroundings("setup", "", "trigger"),
    "TeammateIdle": _teammate_idle,
    "TaskCreated": _task("pending"),
    "TaskCompleted": _task("completed"),
    "Elicitation": hook_tools.elicitation,
    "ElicitationResult": hook_tools.elicitation_result,
    "ConfigChange": _surroundings("config", "file_path", "source"),
    "WorktreeCreate": _surroundings("worktree_created", "", "name"),
    "WorktreeRemove": _surroundings("worktree_removed", "worktree_path", ""),
    "InstructionsLoaded": _surroundings("instructions", "file_path", "load_reason"),
    "CwdChanged": _cwd_changed,
    "FileChanged": _surroundings("file", "file_path", "event"),
    "MessageDisplay": _message_display,
}
"""Every hook event of 2.1.197, in the order of its own list."""
