"""A session bus as a test sees it: who is on it, calls to them, and everything that was said since."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from typing import Any, NamedTuple

from jeepney import DBusAddress, HeaderFields, new_method_call
from jeepney.io.blocking import DBusConnection, open_dbus_connection
from jeepney.wrappers import Properties, unwrap_msg

_BUS = DBusAddress("/org/freedesktop/DBus", bus_name="org.freedesktop.DBus", interface="org.freedesktop.DBus")
_MONITORING = DBusAddress(
    "/org/freedesktop/DBus", bus_name="org.freedesktop.DBus", interface="org.freedesktop.DBus.Monitoring"
)
_REPLY_LIMIT_S = 10.0


class Said(NamedTuple):
    """One call or signal on the bus."""

    kind: str
    """"method_call" | "signal" | "method_return" | "error"."""
    path: str
    interface: str
    member: str
    body: tuple[Any, ...]
    sender: str
    to: str
    serial: int
    answers: int
    """The serial of the call it answers."""
    at_s: float


class Bus:
    """Asks, and listens to everybody."""

    def __init__(self, address: str) -> None:
        self._connection = open_dbus_connection(address)
        self._monitor = open_dbus_connection(address)
        self.said: list[Said] = []
        unwrap_msg(self._ask(self._monitor, new_method_call(_MONITORING, "BecomeMonitor", "asu", ([], 0))))
        self._listening = threading.Thread(target=self._listen, name="bus monitor", daemon=True)
        self._listening.start()

    def has_owner(self, name: str) -> bool:
        """Whether somebody has this name."""
        return bool(self._call(_BUS, "NameHasOwner", "s", (name,))[0])

    def names(self) -> list[str]:
        """Everybody's names."""
        return list(self._call(_BUS, "ListNames")[0])

    def call(self, name: str, path: str, interface: str, method: str, signature: str = "", *arguments: Any) -> Any:
        """Call a method; its results. Raises DBusErrorResponse."""
        return self._call(DBusAddress(path, bus_name=name, interface=interface), method, signature, arguments)

    def get(self, name: str, path: str, interface: str, prop: str) -> Any:
        """A property's value. Raises DBusErrorResponse."""
        about = Properties(DBusAddress(path, bus_name=name, interface=interface))
        return unwrap_msg(self._ask(self._connection, about.get(prop)))[0][1]

    def calls(self, member: str) -> list[tuple[Any, ...]]:
        """Arguments of every call of a method of that name so far, whoever made it."""
        return [each.body for each in self.said if each.kind == "method_call" and each.member == member]

    def signals(self, member: str) -> list[tuple[Any, ...]]:
        """Arguments of every signal of that name so far."""
        return [each.body for each in self.said if each.kind == "signal" and each.member == member]

    def answers(self, member: str) -> list[tuple[Any, ...]]:
        """What came back from calls of that name, in the order of the answers."""
        return [each.body for each in self._answers(member)]

    def is_answered(self, member: str) -> bool:
        """Whether the last call of that name has its answer."""
        made = [each for each in list(self.said) if each.kind == "method_call" and each.member == member]
        answered = {(each.to, each.answers) for each in self._answers(member)}
        return bool(made) and (made[-1].sender, made[-1].serial) in answered

    def since_answer_ms(self, member: str) -> float:
        """How long ago the last of them came."""
        came = self._answers(member)
        return (time.monotonic() - came[-1].at_s) * 1000 if came else 0.0

    def _answers(self, member: str) -> list[Said]:
        said = list(self.said)
        calls = {(each.sender, each.serial) for each in said if each.kind == "method_call" and each.member == member}
        return [each for each in said if each.kind == "method_return" and (each.to, each.answers) in calls]

    def close(self) -> None:
        """Leave the bus."""
        self._connection.close()
        self._monitor.sock.shutdown(2)
        self._listening.join(5)
        self._monitor.close()

    def _call(self, where: DBusAddress, method: str, signature: str = "", arguments: tuple[Any, ...] = ()) -> Any:
        return unwrap_msg(self._ask(self._connection, new_method_call(where, method, signature or None, arguments)))

    def _ask(self, connection: DBusConnection, message: Any) -> Any:
        return connection.send_and_get_reply(message, timeout=_REPLY_LIMIT_S)

    def _listen(self) -> None:
        for message in self._heard():
            fields = message.header.fields
            self.said.append(
                Said(
                    message.header.message_type.name,
                    str(fields.get(HeaderFields.path, "")),
                    str(fields.get(HeaderFields.interface, "")),
                    str(fields.get(HeaderFields.member, "")),
                    tuple(message.body),
                    str(fields.get(HeaderFields.sender, "")),
                    str(fields.get(HeaderFields.destination, "")),
                    message.header.serial,
                    int(fields.get(HeaderFields.reply_serial, 0)),
                    time.monotonic(),
                )
            )

    def _heard(self) -> Iterator[Any]:
        while True:
            try:
                yield self._monitor.receive()
            except (OSError, EOFError, ConnectionResetError):
                return
