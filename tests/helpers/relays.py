"""A relay in a data folder of its own, run as an agent runs it."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence
from typing import Any, NamedTuple

from app.system.paths import DataPaths
from app.wire.relay_frames import Frame, decode_frame, frame_size

GUARD = ("/bin/sh", "-c", '[ -x "$0" ] || exit 0; exec "$0" "$@"')
"""What agents run in place of the bare relay: a missing relay is a silent success."""

PATIENCE_S = 30.0


class Ran(NamedTuple):
    status: int
    stdout: bytes
    stderr: bytes


SILENT_SUCCESS = Ran(0, b"", b"")


class Relay:
    """One relay in its data folder, run as an agent runs it."""

    def __init__(self, paths: DataPaths, kind: str) -> None:
        self.paths = paths
        self.kind = kind
        self.breaker = paths.run_dir / "hub.hung"
        self.overflow = paths.spool_dir / "overflow"
        self.started: list[subprocess.Popen[bytes]] = []

    def start(
        self,
        *words: str | bytes,
        guard: Sequence[str] = GUARD,
        environment: dict[str, str] | None = None,
        stdin: int = subprocess.PIPE,
        **options: Any,
    ) -> subprocess.Popen[bytes]:
        """An agent starts a hook. ``words`` replace ("claude_code", "Stop", "sync")."""
        order = [*guard, str(self.paths.relay), *(words or ("claude_code", "Stop", "sync"))]
        env = {"PATH": os.defpath, **(environment or {})}
        pipe = subprocess.PIPE
        process = subprocess.Popen(order, stdin=stdin, stdout=pipe, stderr=pipe, env=env, **options)
        self.started.append(process)
        return process

    def begin(self, *words: str | bytes, payload: bytes = b"", **options: Any) -> subprocess.Popen[bytes]:
        """A hook that goes on while the test does: it has its whole payload."""
        process = self.start(*words, **options)
        assert process.stdin is not None
        process.stdin.write(payload)
        process.stdin.close()
        process.stdin = None
        return process

    def run(self, *words: str | bytes, payload: bytes = b"{}", **options: Any) -> Ran:
        """A whole hook: payload in, what the agent gets out."""
        process = self.start(*words, **options)
        stdout, stderr = process.communicate(payload, timeout=PATIENCE_S)
        return Ran(process.returncode, stdout, stderr)

    def spooled(self) -> list[Frame]:
        """The frames in the spool; fails where there is anything but whole frames."""
        rest = self.paths.spool.read_bytes() if self.paths.spool.is_file() else b""
        frames = []
        while rest:
            size = frame_size(rest[:12])
            assert size is not None
            frames.append(decode_frame(rest[:size]))
            rest = rest[size:]
        return frames

    def finish(self) -> None:
        """End what still runs, whatever became of the test."""
        for process in self.started:
            if process.poll() is None:
                process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout, process.stderr):
                if pipe is not None:
                    pipe.close()
