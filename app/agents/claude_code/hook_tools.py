"""The hooks around one tool call, and those that wait for a person → facts.

Pairing is by ``tool_use_id`` and never by arrival: a Post hook may come after its batch. A call may be told of twice
(Post and batch): the batch says ``from_batch`` and only guesses at success.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.agents.claude_code.hook import Facts, Hook
from app.agents.claude_code.outcomes import never_ran, outcome_in_batch, text_of_content
from app.agents.claude_code.values import (
    bounded,
    mapping_of,
    mappings_of,
    milliseconds_of,
    text_of,
    word_of,
)
from app.core import events as facts

MAX_CALLS_IN_BATCH = 1000


def pre_tool(hook: Hook) -> Facts:
    return _started(hook, hook.payload)


def _started(hook: Hook, call: Mapping[str, Any]) -> list[facts.AnyEvent] | None:
    tool_call_id, name = word_of(call, "tool_use_id"), word_of(call, "tool_name")
    if not tool_call_id or not name:
        return None
    given = bounded(call.get("tool_input"))
    return [
        facts.ToolCallStarted(tool_call_id=tool_call_id, name=name, input=given, turn_id=hook.turn_id, lane=hook.lane)
    ]


def post_tool(hook: Hook) -> Facts:
    payload = hook.payload
    tool_call_id = word_of(payload, "tool_use_id")
    if not tool_call_id:
        return None
    response = payload.get("tool_response")
    interrupted = isinstance(response, dict) and response.get("interrupted") is True
    finished = facts.ToolCallFinished(
        tool_call_id=tool_call_id,
        outcome="interrupted" if interrupted else "ok",
        name=word_of(payload, "tool_name"),
        output=bounded(response),
        duration_ms=milliseconds_of(payload, "duration_ms"),
        turn_id=hook.turn_id,
        lane=hook.lane,
    )
    given = mapping_of(payload, "tool_input")
    return [finished, *task_changes(response, given), *subagent_facts(tool_call_id, response, given)]


def task_changes(response: Any, given: Mapping[str, Any]) -> list[facts.AnyEvent]:
    """What the result of TaskCreate or TaskUpdate says about the agent's plan; the shapes are theirs alone.

    TaskCreate: {"task": {"id", "subject"}}; TaskUpdate: {"taskId", "updatedFields", "statusChange": {"from", "to"}}.
    """
    if not isinstance(response, dict):
        return []
    status = word_of(mapping_of(response, "statusChange"), "to")
    task_id = word_of(response, "taskId")
    if status and task_id:
        return [facts.TaskChanged(task_id=task_id, subject=text_of(given, "subject", 2000), status=status)]
    task = mapping_of(response, "task")
    if response.keys() == {"task"} and word_of(task, "id") and "subject" in task:
        subject, description = text_of(task, "subject", 2000), text_of(given, "description", 20_000)
        return [facts.TaskChanged(task_id=word_of(task, "id"), subject=subject, description=description)]
    return []


def subagent_facts(tool_call_id: str, response: Any, given: Mapping[str, Any]) -> list[facts.AnyEvent]:
    """What the result of the Agent tool says about the subagent it ran: which call it was, and that it came to rest."""
    lane = word_of(response, "agentId") if isinstance(response, dict) else ""
    if not lane:
        return []
    kind, description = word_of(response, "agentType"), text_of(given, "description", 2000)
    started = facts.SubagentStarted(lane=lane, kind=kind, description=description, tool_call_id=tool_call_id)
    if response.get("status") != "completed":  # set to work in the background: it goes on
        return [started]
    return [
        started,
        facts.SubagentFinished(lane=lane, kind=kind, last_message=text_of_content(response.get("content"))),
    ]


def post_tool_failure(hook: Hook) -> Facts:
    payload = hook.payload
    tool_call_id = word_of(payload, "tool_use_id")
    if not tool_call_id:
        return None
    return [
        facts.ToolCallFinished(
            tool_call_id=tool_call_id,
            outcome="interrupted" if payload.get("is_interrupt") is True else "failed",
            name=word_of(payload, "tool_name"),
            error=text_of(payload, "error"),
            duration_ms=milliseconds_of(payload, "duration_ms"),
            turn_id=hook.turn_id,
            lane=hook.lane,
        )
    ]


def post_batch(hook: Hook) -> Facts:
    calls = [call for call in mappings_of(hook.payload, "tool_calls") if word_of(call, "tool_use_id")]
    found: list[facts.AnyEvent] = []
    for call in calls[:MAX_CALLS_IN_BATCH]:
        found += _batch_call(hook, call)
    ids = tuple(word_of(call, "tool_use_id") for call in calls[:MAX_CALLS_IN_BATCH])
    return [*found, facts.ToolBatchFinished(tool_call_ids=ids, turn_id=hook.turn_id, lane=hook.lane)]


def _batch_call(hook: Hook, call: Mapping[str, Any]) -> list[facts.AnyEvent]:
    text = text_of_content(call.get("tool_response"))
    name = word_of(call, "tool_name")
    outcome = outcome_in_batch(name, text)
    finished = facts.ToolCallFinished(
        tool_call_id=word_of(call, "tool_use_id"),
        outcome=outcome,
        name=name,
        # What succeeded has told its output itself, structured; here it would only be stored twice.
        error="" if outcome == "ok" else text,
        from_batch=True,
        turn_id=hook.turn_id,
        lane=hook.lane,
    )
    # A call refused before it ran had no PreToolUse: this is the only hook that knows what was asked.
    before = (_started(hook, call) or []) if never_ran(text) else []
    return [*before, finished]


# ── waiting for a person ───────────────────────────────────────────────────────────────────────

_ASKING_TOOLS: Mapping[str, facts.WaitingOn] = {"AskUserQuestion": "question", "ExitPlanMode": "plan"}


def permission_kind(tool_name: str) -> facts.WaitingOn:
    """What a person is asked: a permission, or (some tools are nothing but a question) an answer."""
    return _ASKING_TOOLS.get(tool_name, "permission")


def permission_request(hook: Hook) -> Facts:
    """There is no tool_use_id in it: the request is named by its delivery."""
    payload = hook.payload
    name = word_of(payload, "tool_name")
    if not name:
        return None
    return [
        facts.PermissionRequested(
            request_id=hook.delivery_id,
            tool_name=name,
            input=bounded(payload.get("tool_input")),
            kind=permission_kind(name),
            suggestions=bounded(payload.get("permission_suggestions")),
            turn_id=hook.turn_id,
            lane=hook.lane,
        )
    ]


def permission_denied(hook: Hook) -> Facts:
    tool_call_id = word_of(hook.payload, "tool_use_id")
    if not tool_call_id:
        return None
    name, reason = word_of(hook.payload, "tool_name"), text_of(hook.payload, "reason")
    return [facts.PermissionDenied(tool_call_id=tool_call_id, name=name, reason=reason, lane=hook.lane)]


def notification(hook: Hook) -> Facts:
    kind, message = word_of(hook.payload, "notification_type"), text_of(hook.payload, "message", 20_000)
    return [facts.NoticeGiven(kind=kind, message=message, lane=hook.lane)]


def elicitation(hook: Hook) -> Facts:
    server, message = word_of(hook.payload, "mcp_server_name"), text_of(hook.payload, "message")
    return [facts.QuestionAsked(server=server, message=message, schema=bounded(hook.payload.get("requested_schema")))]


def elicitation_result(hook: Hook) -> Facts:
    return [
        facts.QuestionAnswered(server=word_of(hook.payload, "mcp_server_name"), action=word_of(hook.payload, "action"))
    ]
