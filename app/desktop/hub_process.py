"""Starts this machine's hub when none runs, and ends it when the window that started it is quit."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import time
from pathlib import Path

from app.core.tr import tr
from app.system.logs import HUB_OUTPUT_BYTES, open_bounded
from app.system.own_command import own_command, own_environment
from app.system.paths import DataPaths

log = logging.getLogger(__name__)

_FIRST_PAUSE_S = 2.0
_LONGEST_PAUSE_S = 30.0
_LOG_TAIL_BYTES = 2000


class HubProcess:
    """The hub of one data folder, as a child that outlives its parent's terminal."""

    def __init__(self, paths: DataPaths) -> None:
        self._paths = paths
        self._process: subprocess.Popen[bytes] | None = None
        self._not_before_s = 0.0
        self._pause_s = _FIRST_PAUSE_S
        self.last_error = ""

    @property
    def started_here(self) -> bool:
        """True while a hub runs that this desktop started."""
        return self._process is not None and self._process.poll() is None

    def ensure(self) -> None:
        """Start a hub unless ours runs or one was tried a moment ago. Never raises: why not is in ``last_error``."""
        if self.started_here or time.monotonic() < self._not_before_s:
            return
        if self._process is not None:
            self.last_error = tr("the hub ended with code {code}: {log}").format(
                code=self._process.returncode, log=self._log_tail()
            )
            log.warning("%s", self.last_error)
        self._not_before_s = time.monotonic() + self._pause_s
        self._pause_s = min(_LONGEST_PAUSE_S, self._pause_s * 2)
        try:
            self._start()
        except OSError as error:
            self.last_error = tr("the hub could not be started: {why}").format(why=error.strerror)
            log.warning("%s", self.last_error)

    def is_up(self) -> None:
        """The hub answered: the next time it is missing it is started at once."""
        self._pause_s = _FIRST_PAUSE_S
        self._not_before_s = 0.0
        self.last_error = ""

    def stop(self, wait_s: float = 5.0) -> None:
        """End the hub we started, politely; the store is safe even when it does not listen."""
        process, self._process = self._process, None
        if process is None or process.poll() is not None:
            return
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(wait_s)
        except subprocess.TimeoutExpired:
            log.warning("the hub (pid %d) did not end in %.0f s and is killed", process.pid, wait_s)
            process.kill()
            process.wait()

    def leave_running(self) -> None:
        """The person chose to keep collecting: forget the child."""
        self._process = None

    def _start(self) -> None:
        self._log_file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with open_bounded(self._log_file, HUB_OUTPUT_BYTES) as output:
            self._process = subprocess.Popen(
                own_command("--data-dir", str(self._paths.root), "hub"),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                env=own_environment(dict(os.environ)),
                start_new_session=True,
            )
        log.info("started a hub (pid %d)", self._process.pid)

    @property
    def _log_file(self) -> Path:
        return self._paths.hub_output

    def _log_tail(self) -> str:
        try:
            lines = self._log_file.read_bytes()[-_LOG_TAIL_BYTES:].decode("utf-8", "replace").strip().splitlines()
        except OSError as error:
            return tr("its log cannot be read ({why})").format(why=error.strerror)
        return lines[-1] if lines else tr("it said nothing")
