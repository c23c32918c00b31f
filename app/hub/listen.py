"""Where a hub may listen on TCP, and which Host and Origin headers are its own."""

from __future__ import annotations

import ipaddress


class ListenRefused(ValueError):
    """The address cannot be listened on; the text says why and what to do."""


def parse_listen(text: str) -> tuple[str, int]:
    """(host, port) in "127.0.0.1:8765", "[::1]:0", "localhost:0"; port 0: any free one. Raises ListenRefused."""
    host, colon, port_text = text.rpartition(":")
    host = host.removeprefix("[").removesuffix("]")
    if not colon or not host or not port_text.isascii() or not port_text.isdigit() or int(port_text) > 65535:
        raise ListenRefused(f"{text!r} is no HOST:PORT. Example: --listen 127.0.0.1:8765 (port 0: any free one).")
    if host == "localhost":
        host = "127.0.0.1"
    if not _is_loopback(host):
        raise ListenRefused(
            f"{host} is not this machine's loopback address: listening beyond it needs TLS, which this version does "
            "not have yet. Use 127.0.0.1:PORT, and ssh -L to reach it from another machine."
        )
    return host, int(port_text)


def allowed_hosts(port: int) -> frozenset[str]:
    """The Host headers of those who mean this hub, and not a name that some page made point here."""
    return frozenset((f"127.0.0.1:{port}", f"localhost:{port}", f"[::1]:{port}"))


def own_origin(origin: str, port: int) -> bool:
    """Whether an Origin header names this hub itself; "null" and every other page's do not."""
    scheme, _, rest = origin.lower().partition("://")
    return scheme in ("http", "https", "ws", "wss") and rest in allowed_hosts(port)


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
