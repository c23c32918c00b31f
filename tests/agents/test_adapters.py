"""Adapters are found by their presence."""

from __future__ import annotations

from app.agents import adapter_for, adapters


def test_claude_code_is_found() -> None:
    assert adapters()["claude_code"].title == "Claude Code"


def test_an_agent_nobody_wrote_an_adapter_for_is_none() -> None:
    assert adapter_for("agent_of_tomorrow") is None


def test_nobody_can_change_what_was_found() -> None:
    adapters().clear()
    assert adapters()
