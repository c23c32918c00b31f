"""Lines of Claude Code's transcript (2.1.197) → facts: what hooks never tell, and sessions older than our hooks.

One assistant line is one content block; all of a message are written together when it has ended, each with the whole
message's usage. Ids are the same as in the hooks: tool_use_id, promptId = prompt_id, agentId = agent_id.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from app.agents.claude_code.outcomes import text_of_content
from app.agents.claude_code.prompts import message_in, origin_of, prompt_in, shell_command_in
from app.agents.claude_code.transcript_line import MAX_BLOCKS_IN_LINE, Facts, Line, lane_of
from app.agents.claude_code.transcript_results import tool_result
from app.agents.claude_code.transcript_said import said
from app.agents.claude_code.values import (
    PATH_LIMIT,
    bounded,
    count_of,
    cut,
    mapping_of,
    mappings_of,
    milliseconds_of,
    path_of,
    short,
    text_of,
    word_of,
)
from app.core import events as facts
from app.core.records import Delivery
from app.core.tr import tr

_INTERRUPT = "[Request interrupted by user"
_INTERRUPT_FOR_TOOL = "[Request interrupted by user for tool use]"


def facts_in(delivery: Delivery) -> Facts:
    """The facts in one line; ``Unrecognized`` for a kind of line we have no meaning for."""
    payload = delivery.payload
    if isinstance(payload, dict):
        decode = _LINES.get(word_of(payload, "type"))
        if decode is not None:
            block_prefix = word_of(payload, "uuid") or delivery.delivery_id
            return decode(Line(payload, lane_of(delivery), delivery.path, block_prefix))
    return [facts.Unrecognized(name=short(delivery.name), payload=bounded(payload))]


def facts_in_meta(delivery: Delivery) -> Facts:
    """The facts in a subagent's ``agent-<id>.meta.json``: which call started it."""
    payload, lane = delivery.payload, lane_of(delivery)
    if not isinstance(payload, dict) or not lane:
        return [facts.Unrecognized(name=short(delivery.name), payload=bounded(payload))]
    return [
        facts.SubagentStarted(
            lane=lane,
            kind=word_of(payload, "agentType"),
            description=text_of(payload, "description", 2000),
            tool_call_id=word_of(payload, "toolUseId"),
        )
    ]


# ── what people and tools put in ───────────────────────────────────────────────────────────────


def _user(line: Line) -> Facts:
    payload = line.payload
    message = mapping_of(payload, "message")
    results = [block for block in mappings_of(message, "content") if block.get("type") == "tool_result"]
    if results:
        return [fact for block in results[:MAX_BLOCKS_IN_LINE] for fact in tool_result(line, block, len(results) == 1)]
    text = text_of_content(message.get("content"))
    # Inside a subagent the "user" is the agent that started it: its prompt stands in the tool call already.
    if line.lane or payload.get("isMeta") is True or payload.get("isCompactSummary") is True:
        return []
    turn_id = word_of(payload, "promptId") or line.block_prefix
    if text.startswith(_INTERRUPT):
        how = "user_for_tool" if text.startswith(_INTERRUPT_FOR_TOOL) else "user"
        return [facts.TurnInterrupted(turn_id=turn_id, how=how, message=cut(text, 200))]
    command = shell_command_in(text)
    if command:
        # Typed with "!": no hook tells of it, the model answers it, and its promptId is the previous prompt's.
        return [facts.TurnStarted(turn_id=line.block_prefix, prompt=f"! {command}")]
    if ours := message_in(text):
        return [_described(line), facts.TurnStarted(turn_id=turn_id, prompt=ours)]
    prompt = prompt_in(text)
    if not prompt:
        return []
    return [_described(line), facts.TurnStarted(turn_id=turn_id, prompt=prompt, origin=origin_of(payload, prompt))]


def _described(line: Line) -> facts.SessionDescribed:
    payload = line.payload
    first = payload.get("parentUuid") is None
    return facts.SessionDescribed(
        # Later lines may stand in a folder the agent changed into; the session's own is that of its first line.
        cwd=path_of(payload, "cwd") if first else "",
        transcript_path=cut(line.path[:PATH_LIMIT]) if first else "",
        version=word_of(payload, "version"),
        entrypoint=word_of(payload, "entrypoint"),
        permission_mode=word_of(payload, "permissionMode"),
        git_branch=word_of(payload, "gitBranch"),
    )


# ── what the agent notes about itself ──────────────────────────────────────────────────────────


def _system(line: Line) -> Facts:
    subtype = word_of(line.payload, "subtype")
    if subtype == "compact_boundary":
        trigger = word_of(mapping_of(line.payload, "compactMetadata"), "trigger")
        return [facts.CompactionFinished(trigger=trigger)]
    if subtype == "api_error":
        attempt, most = count_of(line.payload, "retryAttempt"), count_of(line.payload, "maxRetries")
        message = tr("The model could not be reached: attempt {attempt} of {most} failed.").format(
            attempt=attempt, most=most
        )
        if wait_ms := milliseconds_of(line.payload, "retryInMs"):
            message += " " + tr("Next try in {seconds} s.").format(seconds=max(1, round(wait_ms / 1000)))
        return [facts.NoticeGiven(kind="api_error", message=message, lane=line.lane)]
    return []


def _attachment(line: Line) -> Facts:
    attachment = mapping_of(line.payload, "attachment")
    kind = attachment.get("type")
    if kind == "hook_stopped_continuation":
        message = text_of(attachment, "message", 20_000)
        if line.lane:
            # A hook's stop inside a subagent ends that one only, and then no SubagentStop fires.
            return [facts.SubagentFinished(lane=line.lane, last_message=message)]
        return [facts.TurnInterrupted(how="hook", message=message)]
    if kind == "queued_command" and not line.lane:
        # Typed while the agent worked and taken in along the way: no hook tells of it.
        prompt = text_of_content(attachment.get("prompt"))
        origin = origin_of(attachment, prompt)
        return [facts.TurnStarted(turn_id=line.block_prefix, prompt=prompt, origin=origin)] if prompt else []
    return []


def _title(key: str) -> Callable[[Line], Facts]:
    def decode(line: Line) -> Facts:
        title = text_of(line.payload, key, 500)
        return [facts.SessionDescribed(title=title)] if title and not line.lane else []

    return decode


def _permission_mode(line: Line) -> Facts:
    mode = word_of(line.payload, "permissionMode")
    return [facts.SessionDescribed(permission_mode=mode)] if mode and not line.lane else []


def _nothing(line: Line) -> Facts:
    return []


_LINES: Mapping[str, Callable[[Line], Facts]] = {
    "user": _user,
    "assistant": said,
    "system": _system,
    "attachment": _attachment,
    "summary": _title("summary"),
    "ai-title": _title("aiTitle"),
    "custom-title": _title("customTitle"),
    "permission-mode": _permission_mode,
    # The agent's own bookkeeping (up to 2.1.330), known and without a fact for us.
    **dict.fromkeys(
        (
            "agent-color",
            "agent-name",
            "agent-setting",
            "api-request",
            "api-request-blob",
            "api-request-shape",
            "atis-latch",
            "bridge-session",
            "content-replacement",
            "cost-state",
            "file-history-delta",
            "file-history-snapshot",
            "fork-context-ref",
            "last-prompt",
            "mode",
            "pr-link",
            "progress",
            "queue-operation",
            "tag",
            "task-summary",
            "tools-used",
            "worktree-state",
        ),
        _nothing,
    ),
}
