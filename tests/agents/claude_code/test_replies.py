"""What our hooks answer Claude Code: exactly what 2.1.197 was seen to obey."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.agents.claude_code.conversation import CLAUDE


def test_a_tool_is_denied_with_a_reason_the_model_reads() -> None:
    assert json.loads(CLAUDE.reply_deny_tool("enough")) == {
        "hookSpecificOutput": {
            "hookEventName": "PreToolUse",
            "permissionDecision": "deny",
            "permissionDecisionReason": "Signalcabin: enough",
        }
    }


def test_a_turn_is_stopped_after_its_batch() -> None:
    assert json.loads(CLAUDE.reply_stop_turn("enough")) == {"continue": False, "stopReason": "Signalcabin: enough"}


def decision(behavior: str, reason: str = "", interrupt: bool = False) -> dict[str, Any]:
    reply = json.loads(CLAUDE.reply_permission(behavior, reason, interrupt))
    assert reply.keys() == {"hookSpecificOutput"}
    assert reply["hookSpecificOutput"]["hookEventName"] == "PermissionRequest"
    found: dict[str, Any] = reply["hookSpecificOutput"]["decision"]
    return found


def test_a_request_is_allowed_or_denied() -> None:
    assert decision("allow") == {"behavior": "allow"}
    assert decision("deny", "not today") == {
        "behavior": "deny",
        "message": "Signalcabin: not today",
        "interrupt": False,
    }
    assert decision("deny", interrupt=True)["interrupt"] is True


@pytest.mark.parametrize("behavior", ["", "Allow", "allow ", "ask", "always"])
def test_a_word_we_do_not_know_never_approves(behavior: str) -> None:
    assert decision(behavior)["behavior"] == "deny"


def test_a_reason_is_always_given_and_marked_once() -> None:
    assert decision("deny", "  ")["message"] == "Signalcabin: stopped by the user"
    assert decision("deny", "Signalcabin: no")["message"] == "Signalcabin: no"


def test_a_reply_is_one_line() -> None:
    assert b"\n" not in CLAUDE.reply_deny_tool("two\nlines")


def test_an_edited_input_and_a_suggestion_go_with_an_allow_only() -> None:
    edited, rule = {"command": "ls"}, {"type": "setMode", "mode": "acceptEdits", "destination": "session"}
    reply = json.loads(CLAUDE.reply_permission("allow", "", False, edited, [rule]))
    assert reply["hookSpecificOutput"]["decision"] == {
        "behavior": "allow", "updatedInput": edited, "updatedPermissions": [rule],
    }  # fmt: skip
    refused = json.loads(CLAUDE.reply_permission("deny", "no", False, edited, [rule]))
    assert refused["hookSpecificOutput"]["decision"].keys() == {"behavior", "message", "interrupt"}


def test_a_question_is_answered_in_its_own_input() -> None:
    asked = {"questions": [{"question": "Which?"}]}
    assert CLAUDE.answered(asked, {"Which?": ["a", "b"]}) == {**asked, "answers": {"Which?": "a, b"}}
    assert CLAUDE.answered(None, {}) == {"answers": {}}
