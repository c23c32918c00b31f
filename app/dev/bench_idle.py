"""``bench idle``: what hub and window cost while nothing happens, a hundred sessions in the list.

The hub first alone, then with the window (on Qt's offscreen platform) open on a session at rest. The window's limit is
a bare Qt window in the same run; ours repaints the ages in its list once a second.
"""

from __future__ import annotations

import json
import sys
import time
from typing import Any

from app.dev.stage import LONGEST_S, Meter, Stage, stage

_SESSIONS = 100
_DELTAS = 50
_SETTLE_S = 4.0
_SECONDS = 20.0
_GOAL_PERCENT = 1.0


def run(seconds: float = _SECONDS, sessions: int = _SESSIONS) -> dict[str, Any]:
    """Percent of one core; raises RuntimeError when a process breaks down."""
    with stage() as made:
        load = made.load(sessions, _DELTAS, 0, sessions, ends=False)
        load.communicate(timeout=LONGEST_S)
        time.sleep(_SETTLE_S)
        figures: dict[str, Any] = {"sessions": sessions, "seconds": seconds}
        figures["hub_alone_cpu_percent"] = _percent(made.hub_pid, seconds)
        figures |= _with_window(made, seconds)
        with made.actor("app.desktop.heartbeat") as bare:
            figures["bare_window_cpu_percent"] = _percent(bare.pid, seconds)
    names = ("hub_alone_cpu_percent", "hub_cpu_percent", "window_cpu_percent")
    figures["goals"] = {name: f"{figures[name]} %; goal at most {_GOAL_PERCENT:g}" for name in names}
    return figures


def _with_window(made: Stage, seconds: float) -> dict[str, Any]:
    with made.actor("app.desktop.fleet_race", str(made.paths.root), "0") as window:
        time.sleep(_SETTLE_S)
        hub, desktop = Meter(made.hub_pid), Meter(window.pid)
        time.sleep(seconds)
        return {"hub_cpu_percent": hub.cpu_percent(), "window_cpu_percent": desktop.cpu_percent()}


def _percent(pid: int, seconds: float) -> float:
    meter = Meter(pid)
    time.sleep(seconds)
    return meter.cpu_percent()


if __name__ == "__main__":
    print(json.dumps(run(float(sys.argv[1]) if sys.argv[1:] else _SECONDS), indent=1))
