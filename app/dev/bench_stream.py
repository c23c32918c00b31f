"""``bench stream``: text as it is written, against a text browser given all of it anew and one that only appends.

Every contestant runs in a process of its own, one after the other, on Qt's offscreen platform: 1 MB and 10 MB of
Markdown written in small deltas, a long message read from end to end and back, and texts made to break a reader.
"""

from __future__ import annotations

import json
import os
import subprocess
from typing import Any

from app.system.own_command import own_module

_SIZES_BYTES = (1_000_000, 10_000_000)
_RACERS = ("ours", "browser_incremental", "browser_whole")
_READ_BYTES = 1_000_000
_HOSTILE_BYTES = 10_000_000
_GOALS = {"p50_ms": (3.0, "ms"), "p99_ms": (8.0, "ms"), "memory_mb": (40.0, "MB"), "memory_mb_at_the_end": (40.0, "MB")}
_HOSTILE_GOAL_MS = 100.0
_LONGEST_S = 900


def run(sizes_bytes: tuple[int, ...] = _SIZES_BYTES) -> dict[str, Any]:
    """Milliseconds of the GUI thread a frame (5 deltas of 20 bytes), and memory gained, for each contestant.

    Raises CalledProcessError or TimeoutExpired when one breaks down.
    """
    figures: dict[str, Any] = {"delta_bytes": 20, "deltas_a_frame": 5}
    for size in sizes_bytes:
        figures[f"{size // 1_000_000}_mb"] = {name: _race(name, size) for name in _RACERS}
    figures["there_and_back"] = _race("there_and_back", _READ_BYTES)
    figures["hostile"] = _race("hostile", _HOSTILE_BYTES)
    figures["goals"] = _goals(figures, f"{sizes_bytes[-1] // 1_000_000}_mb")
    return figures


def _goals(figures: dict[str, Any], largest: str) -> dict[str, str]:
    ours = figures[largest]["ours"]
    goals = {name: f"{ours[name]} {unit}; goal at most {limit:g}" for name, (limit, unit) in _GOALS.items()}
    name, worst = max(figures["hostile"].items(), key=lambda shape: max(shape[1].values()))
    goals["hostile"] = f"{max(worst.values())} ms ({name}); goal at most {_HOSTILE_GOAL_MS:g}"
    return goals


def _race(contestant: str, size_bytes: int) -> dict[str, Any]:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    command = own_module("app.desktop.stream_race", contestant, str(size_bytes))
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, env=environment, timeout=_LONGEST_S, check=True)
    figures: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return figures
