"""``sessions``: the published shape, the same from a running hub and from the store alone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.helpers.command_line import CommandLine
from tests.helpers.recordings import RECORDINGS

ALL_EVENTS = str(RECORDINGS / "claude_code" / "2.1.197-all-events.jsonl")
PUBLISHED = {
    "agent", "session_id", "title", "cwd", "pid", "status", "reason", "status_source", "status_at", "started_at",
    "ended_at", "turns", "tool_calls", "subagents", "usage", "waiting_on",
}  # fmt: skip
ISO_UTC = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z")


def test_every_published_name_is_there_and_times_are_iso_utc(line_with_hub: CommandLine) -> None:
    line_with_hub.say("replay", ALL_EVENTS, "--speed", "max")
    rows = line_with_hub.ask("sessions")
    assert rows
    for row in rows:
        assert set(row) >= PUBLISHED
        assert set(row["tool_calls"]) == {"total", "running", "failed"}
        assert set(row["usage"]) == {"input", "output", "cache_read", "cache_write", "cost_usd"}
        assert row["agent"] == "claude_code"
        for name in ("status_at", "started_at", "ended_at", "last_at"):
            assert row[name] is None or ISO_UTC.fullmatch(row[name]), (name, row[name])


def test_the_store_alone_tells_what_the_hub_told(line: CommandLine) -> None:
    hub = line.start_hub()
    line.say("replay", ALL_EVENTS, "--speed", "max")
    told = line.ask("sessions")
    assert line.end(hub) == 0
    assert line.ask("sessions") == told


@pytest.mark.slow
def test_the_table_groups_by_who_needs_someone(line_with_hub: CommandLine) -> None:
    line_with_hub.say("replay", ALL_EVENTS, "--speed", "max")
    table = line_with_hub.say("sessions")
    assert any(heading in table for heading in ("NEEDS YOU", "WORKING", "FINISHED", "EARLIER"))
    for row in line_with_hub.ask("sessions"):
        assert row["session_id"][:8] in table


def test_a_title_cannot_steer_the_terminal(line_with_hub: CommandLine, tmp_path: Path) -> None:
    evil = tmp_path / "evil.jsonl"
    evil.write_text(
        '{"delivery_id":"1","agent":"claude_code","source":"hook","name":"UserPromptSubmit","at_us":1795333001000000,'
        '"payload":{"session_id":"bcbdcff7-99ba","cwd":"/tmp","prompt_id":"p","hook_event_name":"UserPromptSubmit",'
        '"prompt":"\\u001b[2Jgone \\u202egnp"}}\n'
    )
    line_with_hub.say("replay", str(evil))
    table = line_with_hub.say("sessions")
    assert "gone" in table
    assert "\x1b" not in table and "\u202e" not in table
