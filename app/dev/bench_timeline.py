"""``bench timeline``: a million spans: the diagram of 1,000 sessions, and the timeline of one long session.

Each contestant paints in a process of its own, one after the other, without a display. The peer is ``QGraphicsView``
with an item a span, at a tenth of the size: a million items would take some three gigabytes.
"""

from __future__ import annotations

import json
import os
import subprocess
from typing import Any

from app.system.own_command import own_module

_SESSIONS, _SPANS, _LONG_SESSION, _PEER_SESSIONS = 1_000, 1_000, 100_000, 100
_LONGEST_S = 600
_FRAME_MS, _APPEND_MS = 16, 5


def run(
    sessions: int = _SESSIONS,
    spans: int = _SPANS,
    long_session: int = _LONG_SESSION,
    peer_sessions: int = _PEER_SESSIONS,
) -> dict[str, Any]:
    """Milliseconds; raises CalledProcessError or TimeoutExpired when a contestant breaks down."""
    overview = _race("overview", sessions, spans)
    long = _race("session", long_session)
    peer = _race("graphics_view", peer_sessions, spans)
    return {
        "ours": overview,
        "ours_one_session": long,
        "graphics_view": peer,
        "graphics_view_is_smaller_by": round(overview["spans"] / max(1, peer["items"]), 1),
        "memory_mb_a_million_spans": {
            "ours": round(overview["memory_mb"] * 1e6 / overview["spans"]),
            "graphics_view_by_proportion": round(peer["memory_mb"] * 1e6 / peer["items"]),
        },
        "goals": {
            "frame_readable_rows": _frame_goal(overview["readable_rows"]),
            "frame_all_rows_at_once": _frame_goal(overview["all_rows_at_once"]),
            "frame_one_session": _frame_goal(long),
            "append_readable_rows": _append_goal(overview["readable_rows"]["append"]),
            "append_all_rows_at_once": _append_goal(overview["all_rows_at_once"]["append"]),
            "append_one_session": _append_goal(long["append_of_4_spans"]),
        },
    }


def _frame_goal(figures: dict[str, Any]) -> str:
    worst = figures["frame_worst_zoom"]
    return f"worst zoom p99 {worst['p99']} ms ({worst['cpu_p99']} ms of processor); goal at most {_FRAME_MS}"


def _append_goal(figures: dict[str, float]) -> str:
    return f"p50 {figures['p50']} ms ({figures['cpu_p50']} ms of processor); goal at most {_APPEND_MS}"


def _race(contestant: str, *numbers: int) -> dict[str, Any]:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    command = own_module("app.desktop.timeline_race", contestant, *map(str, numbers))
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, env=environment, timeout=_LONGEST_S, check=True)
    figures: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return figures


if __name__ == "__main__":
    print(json.dumps(run(), indent=1))
