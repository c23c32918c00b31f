"""A web server with TLS on loopback, trusted by nobody but the test, and the means to sign what it gives out."""

from __future__ import annotations

import base64
import contextlib
import datetime
import http.server
import ipaddress
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import msgspec
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.x509.oid import NameOID

from app.core.updates import SIGNED_AS, Envelope, Manifest

DAY_S = 86_400

Answer = Callable[[http.server.BaseHTTPRequestHandler], None]


@dataclass
class UpdateServer:
    """``answer`` is what it does with a request; ``asked`` the paths it was asked for, ``headers`` with which."""

    port: int
    certificate: Path
    answer: Answer
    key: Ed25519PrivateKey = field(default_factory=Ed25519PrivateKey.generate)
    asked: list[str] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"https://127.0.0.1:{self.port}/update.json"

    @property
    def public_key(self) -> str:
        return base64.b64encode(self.key.public_key().public_bytes_raw()).decode()

    @property
    def context(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=str(self.certificate))

    def gives(self, body: bytes, status: int = 200, **headers: str) -> None:
        def answer(request: http.server.BaseHTTPRequestHandler) -> None:
            request.send_response(status)
            told = {name.replace("_", "-"): value for name, value in headers.items()}
            for name, value in ({"Content-Length": str(len(body))} | told).items():
                request.send_header(name, value)
            request.end_headers()
            with contextlib.suppress(OSError):  # whoever asked may have heard enough
                request.wfile.write(body)

        self.answer = answer


def manifest(version: str = "99.1", **changes: object) -> Manifest:
    """One that counts."""
    now_s = int(time.time())
    whole = Manifest(
        version=version,
        issued_s=now_s - 60,
        expires_s=now_s + DAY_S,
        page="https://example.org/signalcabin",
        news=("A quieter bell", "Fewer words"),
    )
    return msgspec.structs.replace(whole, **changes)


def note(body: bytes | Manifest, key: Ed25519PrivateKey) -> bytes:
    """As it lies on the web."""
    signed = body if isinstance(body, bytes) else msgspec.json.encode(body)
    signature = key.sign(SIGNED_AS + signed)
    return msgspec.json.encode(
        Envelope(manifest=base64.b64encode(signed).decode(), signature=base64.b64encode(signature).decode())
    )


@contextlib.contextmanager
def update_server(folder: Path) -> Iterator[UpdateServer]:
    """Serves until the block ends."""

    class Request(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            serving.asked.append(self.path)
            serving.headers.append(dict(self.headers))
            serving.answer(self)

        def log_message(self, *_: object) -> None:
            """Not into the test's output."""

    class Quiet(http.server.ThreadingHTTPServer):
        def handle_error(self, *_: object) -> None:
            """A client that does not trust us leaves in the middle: that is what some tests are about."""

    server = Quiet(("127.0.0.1", 0), Request)
    certificate = _certificate(folder)
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate)
    server.socket = tls.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    serving = UpdateServer(server.server_address[1], certificate, lambda request: request.send_error(404))
    serving.gives(note(manifest(), serving.key))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield serving
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _certificate(folder: Path) -> Path:
    """Its own authority, in one PEM file with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), True)
        .sign(key, hashes.SHA256())
    )
    file = folder / "server.pem"
    file.write_bytes(
        made.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return file
