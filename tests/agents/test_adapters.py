"""Adapters are found by their presence."""

from __future__ import annotations

import subprocess
import sys

from app.agents import adapter_for, adapters, title_of


def test_claude_code_is_found() -> None:
    assert adapters()["claude_code"].title == "Claude Code"


def test_an_agent_nobody_wrote_an_adapter_for_is_none() -> None:
    assert adapter_for("agent_of_tomorrow") is None


def test_nobody_can_change_what_was_found() -> None:
    adapters().clear()
    assert adapters()


def test_a_title_is_known_before_the_adapter_is_loaded() -> None:
    program = "import sys; from app.agents import title_of; print(title_of('claude_code'), *sys.modules)"
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    assert told.startswith("Claude Code ") and "app.agents.claude_code.adapter" not in told.split()


def test_the_title_is_the_adapters_own() -> None:
    assert all(title_of(name) == adapter.title for name, adapter in adapters().items())
    assert title_of("agent_of_tomorrow") == ""
