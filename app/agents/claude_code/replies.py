"""What a hook of ours may answer Claude Code: the exact JSON of 2.1.197, one line, for stdout.

Each was tried on the real command line: a denied tool does not run and the model reads the reason; ``continue: false``
counts only after the batch (before a tool it would let the tool run); both in one reply cancel each other out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

DENY_MARK = "Signalcabin: "
"""How a refusal of ours begins, so that its tool result can be told from a failure later."""


def deny_tool(reason: str) -> bytes:
    """To PreToolUse: do not run this tool."""
    decision = {
        "hookEventName": "PreToolUse",
        "permissionDecision": "deny",
        "permissionDecisionReason": _marked(reason),
    }
    return _line({"hookSpecificOutput": decision})


def stop_turn(reason: str) -> bytes:
    """To PostToolBatch: end the turn here, cleanly. In a subagent it ends that subagent only."""
    return _line({"continue": False, "stopReason": _marked(reason)})


def permission(
    behavior: str, reason: str, interrupt: bool, updated_input: Any = None, permissions: Sequence[Any] = ()
) -> bytes:
    """To PermissionRequest: ``allow``, or deny with the reason; ``interrupt`` ends the turn as Esc would.

    Whatever is not "allow" denies: a word we do not know must never approve anything.
    """
    if behavior == "allow":
        decision: dict[str, Any] = {"behavior": "allow"}
        if updated_input is not None:
            decision["updatedInput"] = updated_input
        if permissions:
            decision["updatedPermissions"] = list(permissions)
    else:
        decision = {"behavior": "deny", "message": _marked(reason), "interrupt": interrupt}
    return _line({"hookSpecificOutput": {"hookEventName": "PermissionRequest", "decision": decision}})


def go_on(prompt: str) -> bytes:
    """To Stop: the model reads this and goes on in the same turn; the terminal shows it as the hook's feedback."""
    return _line({"hookSpecificOutput": {"hookEventName": "Stop", "additionalContext": prompt}})


def wake(prompt: str) -> bytes:
    """To a waiting hook, for stderr: the words before it and the line the terminal shows are in the settings."""
    return prompt.encode(errors="replace")


def answered(asked: Any, answers: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """AskUserQuestion's input with the answers in it: allowed so, the agent takes them as its user's own."""
    given = asked if isinstance(asked, dict) else {}
    return {**given, "answers": {question: ", ".join(chosen) for question, chosen in answers.items()}}


def _marked(reason: str) -> str:
    text = reason.strip() or "stopped by the user"
    return text if text.startswith(DENY_MARK) else DENY_MARK + text


def _line(reply: dict[str, Any]) -> bytes:
    return msgspec.json.encode(reply)
