"""A hub that says to relays exactly what a test tells it to."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from app.wire.relay_frames import Frame, decode_frame, encode_ack, encode_hold, encode_refusal, encode_reply, frame_size

PATIENCE_S = 20.0


class Line:
    """One relay on the line, its frame already heard."""

    def __init__(self, link: socket.socket, frame: Frame) -> None:
        self._link = link
        self.frame = frame

    def say(self, words: bytes) -> None:
        self._link.sendall(words)

    def hear_the_end(self) -> bytes:
        """Wait until the relay is gone; whatever else it said meanwhile."""
        said = b""
        try:
            while piece := self._link.recv(4096):
                said += piece
        except ConnectionResetError:
            return said
        return said


Script = Callable[[Line], None]


def acknowledge(line: Line) -> None:
    line.say(encode_ack())


def refuse(line: Line) -> None:
    line.say(encode_refusal("unknown_agent"))


def hang_up(line: Line) -> None:
    """Hear the frame, and close without a word."""


def keep_silent(line: Line) -> None:
    line.hear_the_end()


def reply(words: bytes) -> Script:
    return lambda line: line.say(encode_reply(words))


def hold(wait_ms: int, *then: bytes) -> Script:
    """Hold, say the rest, and listen until the relay has gone."""

    def script(line: Line) -> None:
        line.say(encode_hold(wait_ms))
        for words in then:
            line.say(words)
        line.hear_the_end()

    return script


class ScriptedHub:
    """Listens while entered. ``read_bytes``: hear no more than that of a frame and hang up."""

    def __init__(self, path: Path, script: Script = acknowledge, *, accepts: bool = True, read_bytes: int = 0) -> None:
        self._path = path
        self._script = script
        self._accepts = accepts
        self._read_bytes = read_bytes
        self._changed = threading.Condition()
        self._listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self._links: list[socket.socket] = []
        self._threads: list[threading.Thread] = []
        self.connections = 0
        self.frames: list[Frame] = []
        self.finished = 0
        """Connections whose script has come to its end."""

    def __enter__(self) -> ScriptedHub:
        self._path.unlink(missing_ok=True)
        self._listener.bind(str(self._path))
        self._listener.listen(128)
        if self._accepts:
            self._start(self._accept)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._accepts:
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        with self._changed:
            for link in self._links:
                try:
                    link.shutdown(socket.SHUT_RDWR)
                except OSError:
                    continue  # the relay was quicker
        for thread in self._threads:
            thread.join(PATIENCE_S)
        self._path.unlink(missing_ok=True)

    def wait(self, *, frames: int = 0, finished: int = 0) -> None:
        """Until so many frames were heard and scripts finished; fails after PATIENCE_S."""
        with self._changed:
            came = self._changed.wait_for(
                lambda: len(self.frames) >= frames and self.finished >= finished, timeout=PATIENCE_S
            )
        assert came, f"heard {len(self.frames)} frames of {frames}, {self.finished} scripts of {finished} finished"

    def _start(self, job: Callable[[], None]) -> None:
        thread = threading.Thread(target=job, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while True:
            try:
                link, _ = self._listener.accept()
            except OSError:
                return
            with self._changed:
                self.connections += 1
                self._links.append(link)
                self._changed.notify_all()
            self._start(lambda link=link: self._converse(link))  # type: ignore[misc]

    def _converse(self, link: socket.socket) -> None:
        with link:
            try:
                frame = self._hear(link)
                if frame is not None:
                    with self._changed:
                        self.frames.append(frame)
                        self._changed.notify_all()
                    self._script(Line(link, frame))
            except OSError:
                return
            finally:
                with self._changed:
                    self._links.remove(link)
                    self.finished += 1
                    self._changed.notify_all()

    def _hear(self, link: socket.socket) -> Frame | None:
        heard = bytearray()
        while True:
            size = frame_size(bytes(heard[:12]))
            if size is not None and len(heard) >= size:
                return decode_frame(bytes(heard))
            piece = link.recv(self._read_bytes or 1 << 20)
            if not piece or self._read_bytes:
                return None
            heard += piece
