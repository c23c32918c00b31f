"""``bench fleet``: a hundred sessions write a hundred deltas a second each, and the window still answers at once.

The deltas come by the hub's own door in batches, as from a gateway, with no relay process for each; the hub decodes,
stores and feeds them, and the window (on Qt's offscreen platform) shows one session after another while it is scrolled,
searched and filtered without pause. A 5 ms timer in its thread says how late it answers; the limit is the same timer in
a bare window, at the same time on the same machine. At the end the text of every session is compared, letter by letter,
in the store and (of the sessions it holds) in the window.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from typing import Any

from app.dev.fleet_check import lost_in_store
from app.dev.fleet_story import Teller, digest
from app.dev.stage import Meter, Stage, stage

_SESSIONS, _RATE_PER_S, _SECONDS = 100, 100, 60
_SWITCH_EVERY_S = 10.0
_P99_GOAL_MS, _MAX_GOAL_MS = 16, 100


def run(sessions: int = _SESSIONS, rate_per_s: int = _RATE_PER_S, seconds: int = _SECONDS) -> dict[str, Any]:
    """Milliseconds late, and percent of one core; raises RuntimeError when a process breaks down."""
    figures: dict[str, Any] = {"sessions": sessions, "deltas_per_s": sessions * rate_per_s, "seconds": seconds}
    with stage() as made:
        with made.actor("app.desktop.heartbeat") as alone:
            alone.tell("go")
            time.sleep(min(5, seconds))
            alone.tell("end")
            figures["bare_window_alone_late_ms"] = alone.told()
        figures |= _race(made, sessions, rate_per_s, seconds)
        figures["sessions_lost_or_changed_in_store"] = len(
            lost_in_store(made.paths.store, sessions, rate_per_s * seconds)
        )
    return figures | {"goals": _goals(figures)}


def _race(made: Stage, sessions: int, rate_per_s: int, seconds: int) -> dict[str, Any]:
    deltas = rate_per_s * seconds
    switch_every_s = str(min(_SWITCH_EVERY_S, seconds / 4))
    with (
        made.actor("app.desktop.heartbeat") as bare,
        made.actor("app.desktop.fleet_race", str(made.paths.root), switch_every_s) as window,
    ):
        load = made.load(sessions, deltas, rate_per_s, sessions, ends=False)
        meters = {"hub": Meter(made.hub_pid), "desktop": Meter(window.pid), "load": Meter(load.pid)}
        for actor in (bare, window):
            actor.tell("go")
        told = _last_words(load, seconds * 3 + 60)
        cpu = {name: meter.cpu_percent() for name, meter in meters.items() if name != "load"}
        memory = {name: meters[name].memory_mb()[0] for name in ("hub", "desktop")}
        for actor in (window, bare):
            actor.tell("end")
        late_ms = bare.told()
        shown = window.told()
    wrong = [session for session, text in shown.pop("texts").items() if text != _expected(session, deltas)]
    return {
        "reached_deltas_per_s": round(told["deltas"] / told["seconds"]),
        "handed_over": {key: told[key] for key in ("deliveries", "batches", "ack_p50_ms", "ack_p99_ms", "ack_max_ms")},
        "bare_window_late_ms": late_ms,
        "window_late_ms": shown.pop("late_ms"),
        "cpu_percent": cpu,
        "rss_mb": memory,
        "window": shown,
        "sessions_wrong_in_window": len(wrong),
    }


def _last_words(load: subprocess.Popen[bytes], patience_s: float) -> dict[str, Any]:
    output, _ = load.communicate(timeout=patience_s)
    if load.returncode:
        raise RuntimeError("the load broke down")
    told: dict[str, Any] = json.loads(output.strip().splitlines()[-1])
    return told


def _expected(session: str, deltas: int) -> str:
    return digest(Teller(int(session.rpartition("-")[2]), deltas).said())


def _goals(figures: dict[str, Any]) -> dict[str, str]:
    ours, bare = figures["window_late_ms"], figures["bare_window_late_ms"]
    lost = figures["sessions_lost_or_changed_in_store"] + figures["sessions_wrong_in_window"]
    return {
        "p99": f"{ours['p99'] - bare['p99']:.1f} ms beyond the bare window; goal at most {_P99_GOAL_MS}",
        "max": f"{ours['max'] - bare['max']:.1f} ms beyond the bare window; goal at most {_MAX_GOAL_MS}",
        "lost": f"{lost} sessions; goal 0",
    }


if __name__ == "__main__":
    print(json.dumps(run(seconds=int(sys.argv[1]) if sys.argv[1:] else _SECONDS), indent=1))
