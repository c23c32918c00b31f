"""A program run with its three streams on pipes, that outlives us if we end: asyncio's own would be killed with us."""

from __future__ import annotations

import asyncio
import subprocess
from collections.abc import AsyncIterator, Mapping, Sequence
from pathlib import Path

_READ_BYTES = 64 * 1024
_POLL_S = 0.25
_LAST_WORDS_S = 1.0


class Child:
    """One running program. Its input is open until ``close_input``, or until this process ends."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process
        self._input: asyncio.WriteTransport | None = None
        self._outputs: list[asyncio.ReadTransport] = []
        self._streams: list[asyncio.StreamReader] = []

    @classmethod
    async def start(cls, command: Sequence[str], cwd: Path, environment: Mapping[str, str]) -> Child:
        """Run ``command`` in a session of its own (no Ctrl-C of ours reaches it); raises OSError."""
        child = cls(await asyncio.to_thread(_start, command, cwd, environment))
        await child._connect()
        return child

    async def _connect(self) -> None:
        loop = asyncio.get_running_loop()
        self._input, _ = await loop.connect_write_pipe(asyncio.BaseProtocol, self._process.stdin)
        for pipe in (self._process.stdout, self._process.stderr):
            stream = asyncio.StreamReader(limit=_READ_BYTES)
            protocol = asyncio.StreamReaderProtocol(stream)
            transport, _ = await loop.connect_read_pipe(lambda protocol=protocol: protocol, pipe)  # type: ignore[misc]
            self._outputs.append(transport)
            self._streams.append(stream)

    @property
    def pid(self) -> int:
        return self._process.pid

    def write(self, data: bytes) -> bool:
        """Put bytes on its input; False when that is closed."""
        if self._input is None or self._input.is_closing():
            return False
        self._input.write(data)
        return True

    def close_input(self) -> None:
        """What was written still gets there; then it reads the end."""
        if self._input is not None and not self._input.is_closing():
            self._input.close()

    async def output(self) -> AsyncIterator[bytes]:
        """Its standard output, in pieces, until the end."""
        while piece := await self._streams[0].read(_READ_BYTES):
            yield piece

    async def errors(self) -> AsyncIterator[bytes]:
        """Its standard error, in pieces, until the end."""
        while piece := await self._streams[1].read(_READ_BYTES):
            yield piece

    async def ended(self, *readings: asyncio.Task[None]) -> int:
        """Its exit code (a signal's number, negative), once it has ended and its outputs were read.

        A descendant may keep an output open for ever; it gets a second.
        """
        quiet = 0
        while self._process.poll() is None:
            running = [reading for reading in readings if not reading.done()]
            if running:
                await asyncio.wait(running, timeout=_POLL_S, return_when=asyncio.FIRST_COMPLETED)
            else:
                await asyncio.sleep(_POLL_S if quiet > 40 else _POLL_S / 10)  # it mostly ends with its output
                quiet += 1
        if readings:
            _, late = await asyncio.wait(readings, timeout=_LAST_WORDS_S)
            for reading in late:
                reading.cancel()
        self.let_go()
        return self._process.returncode

    def let_go(self) -> None:
        """Close our ends of the pipes; the program goes on if it likes."""
        self.close_input()
        for transport in self._outputs:
            transport.close()


def _start(command: Sequence[str], cwd: Path, environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
    pipe = subprocess.PIPE
    return subprocess.Popen(
        command, stdin=pipe, stdout=pipe, stderr=pipe, cwd=cwd, env=dict(environment), start_new_session=True
    )
