"""Who may read the feed: our own user by the private socket; over TCP whoever knows the token, and never a page."""

from __future__ import annotations

import hmac
import http
import platform

from websockets.asyncio.server import ServerConnection
from websockets.http11 import Request, Response

from app.core.projections.words import one_line
from app.hub.counters import Counters
from app.hub.door import peer_is_us
from app.hub.listen import allowed_hosts, own_origin
from app.system.processes import own_uid
from app.wire.feed import Hello

MAX_CONNECTIONS = 64


class Access:
    """Looks at each handshake, and at Hello. What it turns away is counted by reason."""

    def __init__(self, counters: Counters) -> None:
        self._counters = counters
        self._token = ""
        self._port = 0
        self.connections = 0

    def admit_tcp(self, port: int, token: str) -> None:
        """The feed is reached at this port by those who know ``token``."""
        self._port = port
        self._token = token

    def check_unix(self, connection: ServerConnection, request: Request) -> Response | None:
        """None: come in. The socket's folder and mode keep others out; this asks the system once more."""
        if not peer_is_us(connection.transport.get_extra_info("socket")):
            return self._turn_away(connection, http.HTTPStatus.FORBIDDEN, "foreign_user", "This hub is another user's.")
        if request.headers.get_all("Origin"):
            return self._turn_away(connection, http.HTTPStatus.FORBIDDEN, "foreign_origin", "No page may read this.")
        return self._check_room(connection)

    def check_tcp(self, connection: ServerConnection, request: Request) -> Response | None:
        """None: come in. Any program of this machine can connect, and any page in its browsers."""
        headers = request.headers
        hosts = headers.get_all("Host")
        if len(hosts) != 1 or hosts[0].lower() not in allowed_hosts(self._port):
            return self._turn_away(connection, http.HTTPStatus.FORBIDDEN, "wrong_host", "Wrong Host header.")
        if any(not own_origin(origin, self._port) for origin in headers.get_all("Origin")):
            return self._turn_away(connection, http.HTTPStatus.FORBIDDEN, "foreign_origin", "No page may read this.")
        if headers.get_all("Authorization") and not self._token_in(request):
            return self._turn_away(connection, http.HTTPStatus.UNAUTHORIZED, "wrong_token", "Wrong token.")
        return self._check_room(connection)

    def may_enter(self, socket: ServerConnection, hello: Hello) -> bool:
        """Whether a connection that got through the handshake has shown the token where one is needed."""
        if not isinstance(socket.local_address, tuple):
            return True
        if socket.request is not None and self._token_in(socket.request):
            return True
        return self._is_token(hello.token)

    @staticmethod
    def who_is(socket: ServerConnection, hello: Hello) -> str:
        """Who gives orders over this connection, for the record: what the client calls itself, and what is certain."""
        name = one_line(hello.client, 40) or "a client without a name"
        if isinstance(socket.local_address, tuple):
            remote = socket.remote_address
            return f"{name}, with the token, from {remote[0] if isinstance(remote, tuple) else 'this machine'}"
        return f"{name}, uid {own_uid()} on {platform.node()}"

    def _check_room(self, connection: ServerConnection) -> Response | None:
        if self.connections < MAX_CONNECTIONS:
            return None
        text = "Too many readers."
        return self._turn_away(connection, http.HTTPStatus.SERVICE_UNAVAILABLE, "too_many_clients", text)

    def _turn_away(self, connection: ServerConnection, status: http.HTTPStatus, reason: str, text: str) -> Response:
        self._counters.bad(reason)
        return connection.respond(status, text + "\n")

    def _token_in(self, request: Request) -> bool:
        given = request.headers.get_all("Authorization")
        return len(given) == 1 and given[0].startswith("Bearer ") and self._is_token(given[0].removeprefix("Bearer "))

    def _is_token(self, given: str) -> bool:
        return bool(self._token) and hmac.compare_digest(given.encode("utf-8", "replace"), self._token.encode())
