"""What the hub writes to a Claude Code it launched (stream-json, control protocol), and how that is launched.

Each was tried on the real command line: prompts one after another in one process, an interrupt in mid-text (the turn is
over in 5 ms, the session goes on), questions answered here or by the hook (then the CLI takes its question back).

Claude Code 2.1.197, checked 2026-11-22.
"""

from __future__ import annotations

from typing import Any

import msgspec

from app.agents.base import LaunchPlan

PERMISSION_MODES = ("default", "acceptEdits", "plan", "bypassPermissions")
_UNWANTED = ("CLAUDECODE", "CLAUDE_CODE_SESSION_ID", "CLAUDE_CODE_ENTRYPOINT", "CLAUDE_CODE_SSE_PORT")


def launch_plan(session_id: str, permission_mode: str, model: str, hooks: bytes | None) -> LaunchPlan:
    """Print mode with both streams open: one process, as many turns as there are prompts."""
    arguments = [
        "-p", "--input-format", "stream-json", "--output-format", "stream-json", "--verbose",
        "--include-partial-messages", "--permission-prompt-tool", "stdio", "--session-id", session_id,
    ]  # fmt: skip
    if permission_mode:
        arguments += ["--permission-mode", permission_mode]
    if model:
        arguments += ["--model", model]
    if hooks is not None:
        arguments += ["--settings", hooks.decode()]
    greeting = _line({"type": "control_request", "request_id": "hello", "request": {"subtype": "initialize"}})
    return LaunchPlan(arguments=tuple(arguments), greeting=greeting, unwanted_variables=_UNWANTED)


def prompt_line(text: str, prompt_id: str) -> bytes:
    """One prompt of a person's. Given during a turn it waits in the agent until the model is asked next."""
    message = {"role": "user", "content": [{"type": "text", "text": text}]}
    return _line({"type": "user", "uuid": prompt_id, "message": message, "parent_tool_use_id": None, "session_id": ""})


def interrupt_line(request_id: str) -> bytes:
    """End the turn as Esc does; the session goes on."""
    return _line({"type": "control_request", "request_id": request_id, "request": {"subtype": "interrupt"}})


def answer_line(request_id: str, reply: bytes, asked: Any) -> bytes:
    """The hook's reply in the control protocol's words. Whatever does not allow denies."""
    decision = _decision_in(reply)
    if decision.get("behavior") == "allow":
        given = asked.get("request", {}).get("input") if isinstance(asked, dict) else None
        answer: dict[str, Any] = {"behavior": "allow", "updatedInput": decision.get("updatedInput", given or {})}
        if "updatedPermissions" in decision:
            answer["updatedPermissions"] = decision["updatedPermissions"]
    else:
        message = str(decision.get("message") or "denied by the user")
        answer = {"behavior": "deny", "message": message, "interrupt": decision.get("interrupt") is True}
    response = {"subtype": "success", "request_id": request_id, "response": answer}
    return _line({"type": "control_response", "response": response})


def _decision_in(reply: bytes) -> dict[str, Any]:
    value = msgspec.json.decode(reply)
    specific = value.get("hookSpecificOutput") if isinstance(value, dict) else None
    decision = specific.get("decision") if isinstance(specific, dict) else None
    return decision if isinstance(decision, dict) else {}


def _line(message: dict[str, Any]) -> bytes:
    return msgspec.json.encode(message) + b"\n"
