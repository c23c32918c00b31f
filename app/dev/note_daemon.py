"""A notification service on a bus of its own that notes when each note reaches it: what a benchmark measures up to."""

from __future__ import annotations

import contextlib
import shutil
import subprocess
import threading
import time
from collections.abc import Iterator

from jeepney import HeaderFields, MessageType, message_bus, new_method_return
from jeepney.io.blocking import DBusConnection, Proxy, open_dbus_connection

_NAME = "org.freedesktop.Notifications"
_CAPABILITIES = ["actions", "body", "body-markup"]


class NoteDaemon:
    """``came``: title of a note → when each of that title came, in microseconds since 1970."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.came: dict[str, list[int]] = {}
        self._connection: DBusConnection = open_dbus_connection(address)
        Proxy(message_bus, self._connection).RequestName(_NAME)
        self._next = 1
        threading.Thread(target=self._serve, name="note daemon", daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                message = self._connection.receive()
            except (OSError, EOFError):
                return  # the bus has ended
            if message.header.message_type is not MessageType.method_call:
                continue
            member = message.header.fields[HeaderFields.member]
            if member == "Notify":
                self.came.setdefault(message.body[3], []).append(time.time_ns() // 1000)
                number, self._next = message.body[1] or self._next, self._next + 1
                self._connection.send(new_method_return(message, "u", (number,)))
            elif member == "GetCapabilities":
                self._connection.send(new_method_return(message, "as", (_CAPABILITIES,)))
            else:
                self._connection.send(new_method_return(message))


@contextlib.contextmanager
def note_daemon() -> Iterator[NoteDaemon | None]:
    """On a bus that ends with the block; None where there is no bus to start."""
    program = shutil.which("dbus-daemon")
    if program is None:
        yield None
        return
    words = [program, "--session", "--nofork", "--print-address=1"]
    bus = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        assert bus.stdout is not None
        yield NoteDaemon(bus.stdout.readline().strip())
    finally:
        bus.terminate()
        bus.wait()
        assert bus.stdout is not None
        bus.stdout.close()
