"""``bench pixel``: from the stamp in a hook's payload to the paint event that first shows it, at 100 deltas a second.

Everything on the way is the real thing: the relay program as the agent runs it, the hub, the feed, the window (on Qt's
offscreen platform). The limit measured in the same run is the same way as far as the desktop's inbox: what the window
adds to it is its own frame.
"""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

from app.system.hub_process import end_process, start_hub
from app.system.own_command import own_environment, own_module
from app.system.paths import DataPaths
from app.system.relay_install import ensure_relay

_RATE_PER_S = 100
_SECONDS = 10
_LIMIT_S = 120.0
_SESSION = "11111111-2222-4333-8444-666666666666"


def run(rate_per_s: int = _RATE_PER_S, seconds: int = _SECONDS) -> dict[str, Any]:
    """Milliseconds, for ``rate_per_s * seconds`` deltas; raises RuntimeError when some were never painted."""
    count = rate_per_s * seconds
    with tempfile.TemporaryDirectory(prefix="sc-") as folder:
        root = Path(folder)
        paths = DataPaths(root / "data")
        paths.prepare()
        relay = ensure_relay(paths)
        environment = own_environment({**os.environ, "HOME": str(root), "QT_QPA_PLATFORM": "offscreen"})
        hub = start_hub(paths, environment)
        try:
            _hook(paths, environment, "SessionStart", {"source": "startup"}).wait(10)
            _hook(paths, environment, "UserPromptSubmit", {"prompt": "count"}).wait(10)
            figures = _race(paths, environment, count, rate_per_s)
        finally:
            end_process(hub)
    return {"relay": relay.kind, "rate_per_s": rate_per_s, **figures}


def _race(paths: DataPaths, environment: dict[str, str], count: int, rate_per_s: int) -> dict[str, Any]:
    window = subprocess.Popen(
        own_module("app.desktop.pixel_race", str(paths.root), _SESSION, str(count), str(_LIMIT_S)),
        stdout=subprocess.PIPE,
        env=environment,
    )
    assert window.stdout is not None
    try:
        if window.stdout.readline().strip() != b"ready":
            raise RuntimeError("the window did not come up")
        reached_per_s = _stream(paths, environment, count, rate_per_s)
        output, _ = window.communicate(timeout=_LIMIT_S)
    finally:
        end_process(window)
    if window.returncode:
        raise RuntimeError(f"not every delta was painted: {output.decode()}")
    figures: dict[str, Any] = json.loads(output.strip().splitlines()[-1])
    return {"reached_per_s": round(reached_per_s), **figures}


def _stream(paths: DataPaths, environment: dict[str, str], count: int, rate_per_s: int) -> float:
    """One relay a delta, as the agent does; gives the rate that was reached."""
    relays: list[subprocess.Popen[bytes]] = []
    began = time.monotonic()
    for index in range(count):
        early_s = began + index / rate_per_s - time.monotonic()
        if early_s > 0:
            time.sleep(early_s)
        # The stamp is taken before the relay is even started: its start belongs to the way.
        text = f"@{time.time_ns() // 1000} and some words of a line that goes on\n"
        payload = {"message_id": "m1", "index": index, "final": index == count - 1, "delta": text, "turn_id": "t1"}
        relays.append(_hook(paths, environment, "MessageDisplay", payload))
        relays = [relay for relay in relays if relay.poll() is None]
    took_s = time.monotonic() - began
    for relay in relays:
        relay.wait(10)
    return count / took_s


def _hook(
    paths: DataPaths, environment: dict[str, str], event: str, payload: dict[str, Any]
) -> subprocess.Popen[bytes]:
    """Start the relay for one event and give it its payload."""
    whole = {
        "session_id": _SESSION,
        "transcript_path": "",
        "cwd": str(paths.root),
        "prompt_id": "p1",
        "hook_event_name": event,
        **payload,
    }
    relay = subprocess.Popen(
        [str(paths.relay), "claude_code", event, "async"],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        env=environment,
    )
    assert relay.stdin is not None
    relay.stdin.write(json.dumps(whole).encode())
    relay.stdin.close()
    return relay


if __name__ == "__main__":
    print(json.dumps(run(), indent=1))
