"""Checks of ``app.system.updates`` against a real server with TLS on loopback, honest and otherwise."""

from __future__ import annotations

import base64
import http.server
import socket
import stat
import threading
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from app.core.updates import LARGEST_BYTES, UpdateRefused, Verdict
from app.system import updates
from app.system.paths import DataPaths
from app.system.updates import UpdateNotKnown, decline, look, recall
from tests.helpers.update_server import UpdateServer, manifest, note, update_server


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[UpdateServer]:
    for name in ("https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    with update_server(tmp_path) as serving:
        yield serving


@pytest.fixture
def paths(tmp_path: Path) -> DataPaths:
    paths = DataPaths(tmp_path / "data")
    paths.prepare()
    return paths


def ask(server: UpdateServer, paths: DataPaths, **changes: object) -> Verdict:
    how = {"url": server.url, "key": server.public_key, "installed": "0.1.0", "context": server.context, **changes}
    return look(paths, **how)  # type: ignore[arg-type]


def test_a_newer_version_is_told_with_what_is_new_and_where_it_is(server: UpdateServer, paths: DataPaths) -> None:
    found = ask(server, paths)
    assert (found.state, found.version, found.page) == ("newer", "99.1", "https://example.org/signalcabin")
    assert found.news == ("A quieter bell", "Fewer words")


def test_the_server_is_told_nothing_about_who_asks(server: UpdateServer, paths: DataPaths) -> None:
    ask(server, paths)
    (headers,) = server.headers
    assert set(headers) <= {"Host", "User-Agent", "Accept", "Accept-Encoding", "Connection"}
    assert headers["User-Agent"] == "Signalcabin" and server.asked == ["/update.json"]


def test_what_was_signed_with_another_key_is_refused(server: UpdateServer, paths: DataPaths) -> None:
    server.gives(note(manifest(), Ed25519PrivateKey.generate()))
    with pytest.raises(UpdateRefused, match="not signed by who"):
        ask(server, paths)


def test_what_was_changed_after_it_was_signed_is_refused(server: UpdateServer, paths: DataPaths) -> None:
    signed = note(manifest(), server.key)
    other = note(manifest("99.2"), server.key)
    server.gives(other.split(b',"signature"')[0] + b',"signature"' + signed.split(b',"signature"')[1])
    with pytest.raises(UpdateRefused, match="not signed by who"):
        ask(server, paths)


@pytest.mark.parametrize("signature", ["", "AAAA", base64.b64encode(bytes(64)).decode()])
def test_what_is_no_signature_is_refused(server: UpdateServer, paths: DataPaths, signature: str) -> None:
    server.gives(note(manifest(), server.key).split(b',"signature"')[0] + f',"signature":"{signature}"}}'.encode())
    with pytest.raises(UpdateRefused, match="not signed by who"):
        ask(server, paths)


def test_a_signature_made_for_something_else_counts_for_nothing_here(server: UpdateServer, paths: DataPaths) -> None:
    body = msgspec.json.encode(manifest())
    both = {"manifest": base64.b64encode(body).decode(), "signature": base64.b64encode(server.key.sign(body)).decode()}
    server.gives(msgspec.json.encode(both))
    with pytest.raises(UpdateRefused, match="not signed by who"):
        ask(server, paths)


def test_a_replayed_older_note_is_refused_and_the_same_one_is_not(server: UpdateServer, paths: DataPaths) -> None:
    new = manifest("99.2")
    server.gives(note(new, server.key))
    assert ask(server, paths).version == ask(server, paths).version == "99.2"
    server.gives(note(manifest("99.1", issued_s=new.issued_s - 1), server.key))
    with pytest.raises(UpdateRefused, match="older than one seen"):
        ask(server, paths)
    assert recall(paths).newest_issued_s == new.issued_s


def test_a_lower_version_is_not_offered(server: UpdateServer, paths: DataPaths) -> None:
    server.gives(note(manifest("0.0.9"), server.key))
    assert ask(server, paths).state == "current"


def test_an_expired_note_is_refused(server: UpdateServer, paths: DataPaths) -> None:
    server.gives(note(manifest(expires_s=1_000), server.key))
    with pytest.raises(UpdateRefused, match="out of date"):
        ask(server, paths)


def test_a_note_that_is_refused_shuts_out_no_good_one(server: UpdateServer, paths: DataPaths) -> None:
    server.gives(note(manifest(issued_s=2**40, expires_s=2**41), Ed25519PrivateKey.generate()))
    with pytest.raises(UpdateRefused):
        ask(server, paths)
    server.gives(note(manifest(), server.key))
    assert ask(server, paths).state == "newer"


@pytest.mark.parametrize("body", [b"", b"<html>Not here</html>", b"{}", b"null"])
def test_what_is_no_note_is_refused(server: UpdateServer, paths: DataPaths, body: bytes) -> None:
    server.gives(body)
    with pytest.raises(UpdateRefused, match="no note about an update"):
        ask(server, paths)


def test_a_body_cut_short_is_said(server: UpdateServer, paths: DataPaths) -> None:
    whole = note(manifest(), server.key)
    server.gives(whole[:-20], Content_Length=str(len(whole)))
    with pytest.raises(UpdateNotKnown, match="ends in the middle"):
        ask(server, paths)


def test_a_chunked_body_cut_short_is_said(server: UpdateServer, paths: DataPaths) -> None:
    def answer(request: http.server.BaseHTTPRequestHandler) -> None:
        request.protocol_version = "HTTP/1.1"
        request.send_response(200)
        request.send_header("Transfer-Encoding", "chunked")
        request.end_headers()
        request.wfile.write(b"40\r\n{")
        request.close_connection = True

    server.answer = answer
    with pytest.raises(UpdateNotKnown):
        ask(server, paths)


def test_a_huge_body_is_not_read_to_its_end(server: UpdateServer, paths: DataPaths) -> None:
    sent = 0
    gave_up = threading.Event()

    def answer(request: http.server.BaseHTTPRequestHandler) -> None:
        nonlocal sent
        request.send_response(200)
        request.end_headers()
        try:
            while sent < 1000 * LARGEST_BYTES:
                sent += request.wfile.write(b" " * LARGEST_BYTES)
        except OSError:
            gave_up.set()

    server.answer = answer
    with pytest.raises(UpdateNotKnown, match="too large"):
        ask(server, paths)
    assert gave_up.wait(10) and sent < 500 * LARGEST_BYTES


def test_a_server_that_says_nothing_is_not_waited_for(
    server: UpdateServer, paths: DataPaths, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(updates, "WAIT_S", 0.05)
    done = threading.Event()
    server.answer = lambda _request: done.wait(10) and None
    with pytest.raises(UpdateNotKnown, match="timed out"):
        ask(server, paths)
    done.set()


def test_a_server_that_drips_is_not_waited_for(
    server: UpdateServer, paths: DataPaths, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(updates, "ALTOGETHER_S", -1.0)
    with pytest.raises(UpdateNotKnown, match="takes too long"):
        ask(server, paths)


@pytest.mark.parametrize("to", ["http://127.0.0.1:9/", "ftp://127.0.0.1/", "file:///etc/hostname"])
def test_a_redirect_away_from_https_is_not_followed(server: UpdateServer, paths: DataPaths, to: str) -> None:
    server.gives(b"", 302, Location=to)
    with pytest.raises(UpdateNotKnown):
        ask(server, paths)


def test_a_redirect_to_https_is_followed_and_one_in_a_circle_is_not(server: UpdateServer, paths: DataPaths) -> None:
    def answer(request: http.server.BaseHTTPRequestHandler) -> None:
        if request.path == "/update.json":
            request.send_response(302)
            request.send_header("Location", "/moved.json")
            request.send_header("Content-Length", "0")
            request.end_headers()
            return
        body = note(manifest(), server.key)
        request.send_response(200)
        request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        request.wfile.write(body)

    server.answer = answer
    assert ask(server, paths).state == "newer"
    server.gives(b"", 302, Location="/update.json")
    with pytest.raises(UpdateNotKnown):
        ask(server, paths)


def test_an_error_of_the_server_is_said_by_its_number(server: UpdateServer, paths: DataPaths) -> None:
    server.gives(b"gone", 410)
    with pytest.raises(UpdateNotKnown, match="410"):
        ask(server, paths)


def test_a_server_nobody_vouches_for_is_not_believed(server: UpdateServer, paths: DataPaths) -> None:
    with pytest.raises(UpdateNotKnown, match="CERTIFICATE_VERIFY_FAILED"):
        ask(server, paths, context=None)


def test_a_server_that_is_not_there_is_said(server: UpdateServer, paths: DataPaths) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with pytest.raises(UpdateNotKnown, match="Nobody could be asked"):
        ask(server, paths, url=f"https://127.0.0.1:{port}/")


@pytest.mark.parametrize("url", ["http://127.0.0.1/", "file:///etc/hostname", "ftp://x/", "update.json", "https://"])
def test_another_address_than_https_is_not_asked(server: UpdateServer, paths: DataPaths, url: str) -> None:
    with pytest.raises(UpdateNotKnown):
        ask(server, paths, url=url)
    assert not server.asked


@pytest.mark.parametrize("key", ["", "AAAA", "not base64"])
def test_without_a_key_nobody_is_asked(server: UpdateServer, paths: DataPaths, key: str) -> None:
    with pytest.raises(UpdateNotKnown, match="update_key"):
        ask(server, paths, key=key)
    assert not server.asked


def test_what_is_remembered_is_private_and_says_when_it_was_asked_even_in_vain(
    server: UpdateServer, paths: DataPaths
) -> None:
    server.gives(b"gone", 410)
    with pytest.raises(UpdateNotKnown):
        ask(server, paths, now_s=123)
    file = paths.root / "updates.json"
    assert recall(paths).asked_s == 123 and stat.S_IMODE(file.stat().st_mode) == 0o600
    assert not list(paths.root.glob(".updates-*"))


def test_not_this_one_is_remembered_until_the_next(server: UpdateServer, paths: DataPaths) -> None:
    decline(paths, "99.1")
    assert ask(server, paths).declined
    server.gives(note(manifest("99.2"), server.key))
    assert not ask(server, paths).declined


def test_a_memory_that_cannot_be_read_is_none(paths: DataPaths) -> None:
    (paths.root / "updates.json").write_bytes(b"{half")
    assert recall(paths).newest_issued_s == 0


def test_a_memory_that_cannot_be_kept_is_said_and_nobody_is_asked(server: UpdateServer, tmp_path: Path) -> None:
    with pytest.raises(UpdateNotKnown, match="cannot be kept"):
        ask(server, DataPaths(tmp_path / "nowhere"))
    assert not server.asked
