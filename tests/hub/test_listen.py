"""Where a hub may listen, and which Host and Origin headers are its own."""

from __future__ import annotations

import pytest

from app.hub.listen import ListenRefused, allowed_hosts, own_origin, parse_listen


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("127.0.0.1:8765", ("127.0.0.1", 8765)),
        ("localhost:0", ("127.0.0.1", 0)),
        ("[::1]:9", ("::1", 9)),
        ("127.9.9.9:80", ("127.9.9.9", 80)),
    ],
)
def test_loopback_may_be_listened_on(text: str, address: tuple[str, int]) -> None:
    assert parse_listen(text) == address


@pytest.mark.parametrize("text", ["0.0.0.0:1", "[::]:1", "192.168.1.2:1", "example.com:1"])
def test_anything_beyond_this_machine_is_refused_with_the_way_out(text: str) -> None:
    with pytest.raises(ListenRefused, match="TLS"):
        parse_listen(text)


@pytest.mark.parametrize(
    "text", ["", "127.0.0.1", ":80", "127.0.0.1:", "127.0.0.1:x", "127.0.0.1:65536", "127.0.0.1:²"]
)
def test_what_is_no_address_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(ListenRefused, match="HOST:PORT"):
        parse_listen(text)


def test_only_loopback_names_with_the_right_port_mean_this_hub() -> None:
    assert allowed_hosts(7) == {"127.0.0.1:7", "localhost:7", "[::1]:7"}


@pytest.mark.parametrize(
    ("origin", "own"),
    [
        ("http://127.0.0.1:7", True),
        ("HTTP://LOCALHOST:7", True),
        ("http://127.0.0.1:8", False),
        ("http://127.0.0.1:7.evil.example", False),
        ("http://evil.example", False),
        ("null", False),
        ("", False),
        ("file://", False),
        ("chrome-extension://127.0.0.1:7", False),
    ],
)
def test_every_page_but_our_own_is_foreign(origin: str, own: bool) -> None:
    assert own_origin(origin, 7) is own
