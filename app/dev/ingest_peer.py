"""What ingest is measured against: ``python -m app.dev.ingest_peer SOCKET`` answers each frame, keeps nothing."""

from __future__ import annotations

import asyncio
import sys

from app.wire.relay_frames import encode_ack, frame_size


class _Echo(asyncio.Protocol):
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._buffer = b""

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        size = frame_size(self._buffer[:12])
        if size is not None and len(self._buffer) >= size:
            self._transport.write(encode_ack())
            self._transport.close()


async def serve(path: str) -> None:
    """Listen until killed."""
    server = await asyncio.get_running_loop().create_unix_server(_Echo, path, backlog=1024)
    print("ready", flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(sys.argv[1]))
