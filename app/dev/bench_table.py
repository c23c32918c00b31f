"""``bench table``: the event table on a session of a million records, from order given to paint with the answer.

Hub, feed, window are the real ones. The peer is Qt's item model under its filter proxy, at a twentieth of the size; the
limit is bare SQLite, asked for the same rows. Both run in the same run, one after the other.
"""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

from app.core.projections.roster import Roster
from app.core.records import SessionKey
from app.dev.long_story import long_story
from app.store.bench import bare_pages, fill
from app.system.hub_process import end_process, start_hub
from app.system.own_command import own_environment, own_module
from app.system.paths import DataPaths

_RECORDS = 1_000_000
_PEER_ROWS = 50_000
_KEY = SessionKey("claude_code", "11111111-2222-4333-8444-777777777777")
_RARE = "TurnFailed"
_GOALS = {
    "first_page": 100,
    "filter_rare_kind": 100,
    "filter_kind_that_does_not_occur": 100,
    "filter_failures": 100,
    "filter_text_first_answer": 100,
    "append_at_the_top_170": 10,
    "append_while_reading_170": 10,
}
_LONGEST_S = 300


def run(records: int = _RECORDS, peer_rows: int = _PEER_ROWS) -> dict[str, Any]:
    """Milliseconds; raises CalledProcessError or TimeoutExpired when a contestant breaks down."""
    with tempfile.TemporaryDirectory(prefix="sc-") as folder:
        paths = DataPaths(Path(folder) / "data")
        paths.prepare()
        began = time.perf_counter()
        fill(paths.store, long_story(), records, _KEY, Roster().dump())
        figures: dict[str, Any] = {"records": records, "made_in_s": round(time.perf_counter() - began, 1)}
        figures["bare_sqlite"] = bare_pages(paths.store)
        environment = own_environment({**os.environ, "HOME": folder, "QT_QPA_PLATFORM": "offscreen"})
        hub = start_hub(paths, environment)
        try:
            figures["ours"] = _race("ours", str(paths.root), *_KEY, _RARE, "src/part_17/")
        finally:
            end_process(hub)
    figures["standard_items"] = _race("standard_items", str(peer_rows))
    ours = figures["ours"]
    figures["goals"] = {name: f"p50 {ours[name]['p50']} ms; goal at most {limit}" for name, limit in _GOALS.items()}
    return figures


def _race(*arguments: str) -> dict[str, Any]:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    command = own_module("app.desktop.table_race", *arguments)
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, env=environment, timeout=_LONGEST_S, check=True)
    figures: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return figures


if __name__ == "__main__":
    print(json.dumps(run(), indent=1))
