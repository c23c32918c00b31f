"""``bench stream``: text as it is written, against a text browser given all of it anew and one that only appends.

Every contestant runs in a process of its own, one after the other, on Qt's offscreen platform.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any

_SIZE_BYTES = 1_000_000
_CONTESTANTS = ("ours", "browser_incremental", "browser_whole")
_GOALS = {"p50_ms": 3.0, "p99_ms": 8.0}
_LONGEST_S = 900


def run(size_bytes: int = _SIZE_BYTES) -> dict[str, Any]:
    """Milliseconds of the GUI thread a frame (5 deltas of 20 bytes), and memory gained, for each contestant."""
    figures: dict[str, Any] = {"bytes": size_bytes, "delta_bytes": 20, "deltas_a_frame": 5}
    for name in _CONTESTANTS:
        figures[name] = _race(name, size_bytes)
    ours = figures["ours"]
    figures["goals"] = {name: f"{ours[name]} ms; goal at most {limit:g}" for name, limit in _GOALS.items()}
    return figures


def _race(contestant: str, size_bytes: int) -> dict[str, Any]:
    """Raises CalledProcessError or TimeoutExpired when the contestant breaks down."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-m", "app.desktop.stream_race", contestant, str(size_bytes)]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=_LONGEST_S, check=True)
    figures: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return figures
