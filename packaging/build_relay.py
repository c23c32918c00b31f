"""Builds the relay for a package, for this system or another: ``python packaging/build_relay.py [--target T] FILE``.

The compiler is Zig's, from PyPI: one and the same for every system, with its own C library, so that the result needs
nothing of the machine it runs on (on Linux it is linked statically; Apple allows no static programs).
"""

from __future__ import annotations

import argparse
import platform
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from app.system.relay_install import SOURCES, source_mark

TARGETS = {
    "linux-x86_64": "x86_64-linux-musl",
    "linux-aarch64": "aarch64-linux-musl",
    "macos-x86_64": "x86_64-macos.12.0",
    "macos-arm64": "aarch64-macos.12.0",
}
"""Ours → Zig's. Windows is missing: relay.c speaks to a unix socket and asks who is at its other end."""

_FLAGS = (
    "-std=c99",
    "-O2",
    "-fPIE",
    "-fstack-protector-strong",
    "-fno-sanitize=all",  # Zig's own would pull in a runtime
    "-Wall",
    "-Wextra",
    "-Werror=implicit-function-declaration",
    "-Werror=incompatible-pointer-types",
    "-s",
)


def this_system() -> str:
    """The name in ``TARGETS`` for where this runs; "" where no relay can be built."""
    system = {"darwin": "macos"}.get(sys.platform, sys.platform)
    machine = {"amd64": "x86_64", "arm64": "aarch64"}.get(platform.machine().lower(), platform.machine().lower())
    name = f"{system}-{'arm64' if system == 'macos' and machine == 'aarch64' else machine}"
    return name if name in TARGETS else ""


def build(target: str, file: Path) -> None:
    """Compile relay.c for ``target`` into ``file``; raises CalledProcessError, ValueError if the mark is not in it."""
    file.parent.mkdir(parents=True, exist_ok=True)
    mark = source_mark()
    static = ["-static"] if target.startswith("linux") else []
    subprocess.run(
        [
            sys.executable, "-m", "ziglang", "cc", "-target", TARGETS[target], *_FLAGS, *static,
            f'-DRELAY_SOURCE="{mark.split()[-1].decode()}"', str(SOURCES / "relay.c"), "-o", str(file),
        ],
        check=True,
    )  # fmt: skip
    if mark not in file.read_bytes():
        raise ValueError(f"{file} does not bear the mark of its source: the installed program would not take it")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python packaging/build_relay.py", description="Builds the relay.")
    parser.add_argument("--target", choices=TARGETS, default=this_system() or None, help="default: this system")
    parser.add_argument("file", type=Path, metavar="FILE")
    arguments = parser.parse_args()
    if arguments.target is None:
        parser.error("no relay can be built for this system yet; --target names another")
    build(arguments.target, arguments.file)
    print(f"{arguments.file}: {arguments.file.stat().st_size:,} bytes for {arguments.target}")


if __name__ == "__main__":
    main()
