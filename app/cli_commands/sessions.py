"""``signalcabin sessions``: every session and what it does, as a table or as JSON with stable names."""

from __future__ import annotations

import argparse
import time
from typing import Any

from app.cli_commands.asking import current_rows
from app.cli_commands.common import iso, write_json
from app.cli_commands.roster_text import roster_lines
from app.core.projections.rows import SessionRow
from app.system.paths import DataPaths


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="one array, one object a session; names never change")


def run(arguments: argparse.Namespace, paths: DataPaths) -> int:
    rows = sorted(current_rows(paths), key=lambda row: (row.started_at_us or row.last_at_us, row.session_id))
    if arguments.json:
        write_json([as_json(row) for row in rows])
        return 0
    if not rows:
        print("No sessions yet. `signalcabin connect claude_code`, then start `claude` in any terminal.")
        return 0
    for line in roster_lines(rows, int(time.time() * 1_000_000)):
        print(line)
    return 0


def as_json(row: SessionRow) -> dict[str, Any]:
    """The published shape of a session. Fields are added, never renamed; a time or pid not known is null."""
    return {
        "agent": row.agent,
        "session_id": row.session_id,
        "title": row.title,
        "cwd": row.cwd,
        "pid": row.pid or None,
        "status": row.status,
        "reason": row.reason,
        "detail": row.detail,
        "status_source": row.status_source,
        "status_at": iso(row.status_at_us),
        "started_at": iso(row.started_at_us),
        "ended_at": iso(row.ended_at_us),
        "turns": row.turns,
        "tool_calls": {
            "total": row.tool_calls.total,
            "running": row.tool_calls.running,
            "failed": row.tool_calls.failed,
        },
        "subagents": row.subagents,
        "usage": {
            "input": row.usage.input,
            "output": row.usage.output,
            "cache_read": row.usage.cache_read,
            "cache_write": row.usage.cache_write,
            "cost_usd": row.usage.cost_usd,
        },
        "waiting_on": row.waiting_on or None,
        "doing": row.doing,
        "model": row.model,
        "pending": list(row.pending),
        "armed": row.armed,
        "background": row.background,
        "last_at": iso(row.last_at_us),
        "transcript_path": row.transcript_path,
        "launched": row.launched,
        "queued": [{"prompt_id": prompt.prompt_id, "text": prompt.text} for prompt in row.queued],
    }
