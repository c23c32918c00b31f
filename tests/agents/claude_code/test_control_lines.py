"""Checks of ``app.agents.claude_code.control_lines``: every line is one JSON object, and only an allow allows."""

from __future__ import annotations

import json
from typing import Any

import pytest

from app.agents.claude_code import control_lines, replies

ASKED = {"request_id": "r7", "request": {"subtype": "can_use_tool", "input": {"command": "ls"}}}


def read(line: bytes) -> dict[str, Any]:
    assert line.endswith(b"\n") and line.count(b"\n") == 1
    value = json.loads(line)
    assert isinstance(value, dict)
    return value


def answered(reply: bytes, asked: Any = ASKED) -> dict[str, Any]:
    response = read(control_lines.answer_line("r7", reply, asked))["response"]
    assert response["request_id"] == "r7"
    answer = response["response"]
    assert isinstance(answer, dict)
    return answer


def test_a_prompt_with_line_ends_is_one_line() -> None:
    message = read(control_lines.prompt_line("one\ntwo\u2028three", "id-1"))
    assert message["message"]["content"] == [{"type": "text", "text": "one\ntwo\u2028three"}]
    assert message["uuid"] == "id-1"


def test_an_interrupt_is_a_control_request() -> None:
    assert read(control_lines.interrupt_line("r1"))["request"] == {"subtype": "interrupt"}


def test_an_allow_gives_the_input_back_as_it_was_asked() -> None:
    assert answered(replies.permission("allow", "", False)) == {"behavior": "allow", "updatedInput": {"command": "ls"}}


def test_a_deny_says_why_and_may_interrupt() -> None:
    answer = answered(replies.permission("deny", "not now", True))
    assert (answer["behavior"], answer["interrupt"]) == ("deny", True)
    assert "not now" in answer["message"]


@pytest.mark.parametrize("reply", [b"{}", b"[]", b'{"hookSpecificOutput": 1}', replies.permission("alow", "", False)])
def test_whatever_is_no_allow_denies(reply: bytes) -> None:
    assert answered(reply)["behavior"] == "deny"


def test_the_session_bears_the_id_it_was_given() -> None:
    plan = control_lines.launch_plan("5a1d", "plan", "opus", b'{"hooks":{}}')
    words = list(plan.arguments)
    assert words[words.index("--session-id") + 1] == "5a1d"
    assert words[words.index("--permission-mode") + 1] == "plan"
    assert words[words.index("--model") + 1] == "opus"
    assert words[words.index("--settings") + 1] == '{"hooks":{}}'


def test_what_was_not_chosen_is_left_to_the_agent() -> None:
    words = control_lines.launch_plan("5a1d", "", "", None).arguments
    assert not {"--permission-mode", "--model", "--settings"} & set(words)
