"""``bench start``: from the start of a process to the paint of its first page, ours against a bare PySide6 window.

Three stores: empty, empty with no hub running yet, and a million events in two hundred sessions. All in turn, several
times, each a process of its own on Qt's offscreen platform.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from app.core.events import AnyEvent
from app.core.projections.roster import Roster
from app.core.records import Record, SessionKey
from app.dev.long_story import long_story
from app.store.bench import grow
from app.store.log import Log
from app.system.hub_process import end_process, start_hub
from app.system.own_command import own_environment, own_module
from app.system.paths import DataPaths

_RECORDS = 1_000_000
_SESSIONS = 200
_START_US = 1_700_000_000_000_000
_TIMES = 9
_LONGEST_S = 90
_TIMES_BARE = 3.0
_TIMES_EMPTY = 1.2

Race = Callable[[], dict[str, float]]


def run(records: int = _RECORDS, sessions: int = _SESSIONS, times: int = _TIMES) -> dict[str, Any]:
    """Milliseconds, medians; raises CalledProcessError or TimeoutExpired when a contestant breaks down."""
    with tempfile.TemporaryDirectory(prefix="sc-") as folder:
        ours = {"HOME": folder, "QT_QPA_PLATFORM": "offscreen", "PYTHONPYCACHEPREFIX": str(Path(folder) / "compiled")}
        environment = own_environment({**os.environ, **ours})
        environment.pop("PYTHONDONTWRITEBYTECODE", None)  # who has started once before has everything compiled
        stores = {name: DataPaths(Path(folder) / name) for name in ("empty", "full", "hubless")}
        for paths in stores.values():
            paths.prepare()
        began = time.perf_counter()
        _fill(stores["full"].store, records, sessions)
        figures: dict[str, Any] = {"records": records, "sessions": sessions, "made_in_s": _since_s(began)}
        hubs = [start_hub(stores[name], environment) for name in ("empty", "full")]
        try:
            figures |= _race(
                {
                    "bare": lambda: _start(environment, "bare"),
                    "empty": lambda: _start(environment, "ours", str(stores["empty"].root)),
                    "full": lambda: _start(environment, "ours", str(stores["full"].root)),
                    "no_hub_yet": lambda: _start(environment, "ours", str(stores["hubless"].root)),
                },
                times,
            )
        finally:
            for hub in hubs:
                end_process(hub)
    return figures | {"goals": _goals(figures)}


def _fill(path: Path, records: int, sessions: int) -> None:
    """Each session's records in one stretch, and the roster's checkpoint as of the last: so a hub starts at once."""
    story, roster = long_story(), Roster()
    keys = [SessionKey("claude_code", f"11111111-2222-4333-8444-{number:012}") for number in range(sessions)]

    def facts() -> Iterator[tuple[SessionKey, int, AnyEvent]]:
        for number in range(records):
            key, at_us = keys[number * sessions // records], _START_US + number * 1000
            event = story[number % len(story)]
            roster.apply(
                Record(
                    seq=number + 1,
                    at_us=at_us,
                    agent=key.agent,
                    session_id=key.session_id,
                    source="hook",
                    event=event,
                )
            )
            yield key, at_us, event

    last_seq = grow(path, facts())
    log = Log.open(path)
    log.save_checkpoint(last_seq, roster.dump())
    log.close()


def _race(contestants: dict[str, Race], times: int) -> dict[str, Any]:
    for race in contestants.values():
        race()  # so that none reads its files from the disk
    took: dict[str, list[dict[str, float]]] = {name: [] for name in contestants}
    for _ in range(times):
        for name, race in contestants.items():
            took[name].append(race())
    return {
        name: {event: round(statistics.median(each[event] for each in runs)) for event in runs[0]}
        for name, runs in took.items()
    }


def _start(environment: dict[str, str], *arguments: str) -> dict[str, float]:
    """Milliseconds from the start of the process to its first paint, and to the paint of its first page."""
    began_s = time.monotonic()
    done = subprocess.run(
        own_module("app.desktop.start_race", *arguments),
        stdout=subprocess.PIPE,
        text=True,
        env=environment,
        timeout=_LONGEST_S,
        check=True,
    )
    times_s = json.loads(done.stdout.strip().splitlines()[-1])
    cpu_ms = times_s.pop("cpu_s") * 1000
    return {f"{name.removesuffix('_s')}_ms": (at_s - began_s) * 1000 for name, at_s in times_s.items()} | {
        "cpu_ms": cpu_ms
    }


def _goals(figures: dict[str, Any]) -> dict[str, str]:
    bare, empty, full = (figures[name]["first_page_ms"] for name in ("bare", "empty", "full"))
    return {
        "window": f"{empty / bare:.2f} times a bare window; goal at most {_TIMES_BARE:g}",
        "million_events": f"{full / empty:.2f} times the empty store; goal at most {_TIMES_EMPTY:g}",
    }


def _since_s(began: float) -> float:
    return round(time.perf_counter() - began, 1)


if __name__ == "__main__":
    print(json.dumps(run(), indent=1))
