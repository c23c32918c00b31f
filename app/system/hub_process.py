"""Starting a hub as a process of its own, and ending what we started."""

from __future__ import annotations

import subprocess

import msgspec

from app.core.tr import tr
from app.system.own_command import own_command, own_environment
from app.system.paths import DataPaths

_END_TIMEOUT_S = 5.0


class HubNotStarted(Exception):
    """The hub did not come up; the text says what to do."""


def start_hub(paths: DataPaths, environment: dict[str, str]) -> subprocess.Popen[bytes]:
    """Start a hub and wait until its first line says that it is ready; raises HubNotStarted."""
    hub = subprocess.Popen(
        own_command("--data-dir", str(paths.root), "hub"),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        env=own_environment(environment),
        start_new_session=True,
    )
    assert hub.stdout is not None
    try:
        line = hub.stdout.readline()
    except KeyboardInterrupt:  # it has a session of its own and would stay
        end_process(hub)
        raise
    try:
        ready = bool(msgspec.json.decode(line)["ready"])
    except (msgspec.DecodeError, KeyError, TypeError):
        ready = False
    if not ready:
        end_process(hub)
        raise HubNotStarted(tr("The hub could not be started; `signalcabin hub` in a terminal shows why."))
    return hub


def end_process(process: subprocess.Popen[bytes]) -> None:
    """TERM, then KILL, for a process of ours."""
    if process.poll() is None:
        process.terminate()
    try:
        process.wait(_END_TIMEOUT_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    if process.stdout is not None:
        process.stdout.close()
