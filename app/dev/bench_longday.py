"""``bench longday``: two million deltas over fifty sessions at speed; the memory of hub and window must level off.

Sessions begin, write and end, two dozen at a time; the window (on Qt's offscreen platform) shows one after the other
while it is scrolled, searched and filtered. Memory of both processes, and what the store takes on disk, are noted all
the while, and painted to ``bench/longday.png`` below the current folder.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, NamedTuple

from app.dev.fleet_check import lost_in_store
from app.dev.fleet_story import Teller, digest
from app.dev.stage import LONGEST_S, Meter, Stage, stage
from app.system.own_command import own_module

_DELTAS = 2_000_000
_SESSIONS = 50
_AT_ONCE = 24
_SWITCH_EVERY_S = 1.0
_SHARES = (0.1, 0.25, 0.5, 0.75, 1.0)
_PICTURE = Path("bench") / "longday.png"
_SLOPE_GOAL_MB = 1.0


class Sample(NamedTuple):
    """Megabytes at a moment."""

    deltas: int
    hub_rss: float
    hub_uss: float
    desktop_rss: float
    desktop_uss: float
    store: float
    wal: float


def run(deltas: int = _DELTAS, sessions: int = _SESSIONS, picture: Path = _PICTURE) -> dict[str, Any]:
    """Megabytes and megabytes per 100,000 deltas; raises RuntimeError when a process breaks down."""
    each = deltas // sessions
    with stage() as made:
        samples, told, shown = _day(made, sessions, each)
        lost = len(lost_in_store(made.paths.store, sessions, each))
        picture.parent.mkdir(parents=True, exist_ok=True)
        _paint(made, samples, picture)
    wrong = [name for name, text in shown["texts"].items() if text != _expected(name, each)]
    second_half = [sample for sample in samples if sample.deltas >= deltas / 2]
    slopes = {
        name: round(_slope(second_half, name), 2) for name in ("hub_rss", "hub_uss", "desktop_rss", "desktop_uss")
    }
    return {
        "deltas": told["deltas"],
        "sessions": sessions,
        "seconds": told["seconds"],
        "deltas_per_s": round(told["deltas"] / told["seconds"]),
        "mb_at": {f"{share:.0%}": _at(samples, share * deltas) for share in _SHARES},
        "mb_per_100k_deltas_in_the_last_half": slopes,
        "most_wal_mb": max(sample.wal for sample in samples),
        "window_late_ms": shown["late_ms"],
        "window_switched": shown["hands"]["switched"],
        "sessions_lost_or_changed_in_store": lost,
        "sessions_wrong_in_window": len(wrong),
        "picture": str(picture),
        "goals": {
            name: f"grows by {slopes[name]} MB per 100,000 deltas in the last half; goal at most {_SLOPE_GOAL_MB:g}"
            for name in ("hub_uss", "desktop_uss")
        },
    }


def _day(made: Stage, sessions: int, each: int) -> tuple[list[Sample], dict[str, Any], dict[str, Any]]:
    with made.actor("app.desktop.fleet_race", str(made.paths.root), str(_SWITCH_EVERY_S)) as window:
        hub, desktop = Meter(made.hub_pid), Meter(window.pid)
        samples = [_sample(0, hub, desktop, made)]
        load = made.load(sessions, each, 0, _AT_ONCE, ends=True)
        window.tell("go")
        told: dict[str, Any] = {}
        assert load.stdout is not None
        for line in load.stdout:
            told = json.loads(line)
            samples.append(_sample(told["deltas"], hub, desktop, made))
        if load.wait(LONGEST_S) or not told.get("over"):
            raise RuntimeError("the load broke down")
        time.sleep(2)
        samples.append(_sample(told["deltas"], hub, desktop, made))
        window.tell("end")
        return samples, told, window.told()


def _sample(deltas: int, hub: Meter, desktop: Meter, made: Stage) -> Sample:
    store = made.paths.store
    sizes = [_size_mb(path) for path in (store, store.with_name(store.name + "-wal"))]
    return Sample(deltas, *hub.memory_mb(), *desktop.memory_mb(), *sizes)


def _size_mb(path: Path) -> float:
    try:
        return round(path.stat().st_size / 1e6, 1)
    except FileNotFoundError:
        return 0.0


def _at(samples: list[Sample], deltas: float) -> dict[str, float]:
    nearest = min(reversed(samples), key=lambda sample: abs(sample.deltas - deltas))
    return nearest._asdict()


def _slope(samples: list[Sample], name: str) -> float:
    """Least squares, per 100,000 deltas."""
    points = [(sample.deltas / 100_000, getattr(sample, name)) for sample in samples]
    mean_x, mean_y = (sum(values) / len(points) for values in zip(*points, strict=True))
    spread = sum((x - mean_x) ** 2 for x, _ in points)
    return float(sum((x - mean_x) * (y - mean_y) for x, y in points) / spread) if spread else 0.0


def _expected(session: str, each: int) -> str:
    return digest(Teller(int(session.rpartition("-")[2]), each).said())


def _paint(made: Stage, samples: list[Sample], picture: Path) -> None:
    """Raises CalledProcessError when it cannot be painted."""
    subprocess.run(
        own_module("app.desktop.memory_plot", str(picture.resolve())),
        input=json.dumps([sample._asdict() for sample in samples]).encode(),
        env=made.environment,
        check=True,
    )


if __name__ == "__main__":
    print(json.dumps(run(int(sys.argv[1]) if sys.argv[1:] else _DELTAS), indent=1))
