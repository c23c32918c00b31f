"""What ``make package`` runs: builds the program for this system into dist/, tries it out there, and packs it.

In order: the relay and the icons (build/package), PyInstaller (dist/signalcabin), its size by part, the self-test in a
clean environment, and the archives. A step that fails ends the build with its own words.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(Path(__file__).parent)]

import archives
import build_relay
import linux_share
import sizes

BUILD = ROOT / "build" / "package"
DIST = ROOT / "dist"
LARGEST_MB = 140


def main() -> None:
    parser = argparse.ArgumentParser(prog="python packaging/build_package.py", description="Builds the package.")
    parser.add_argument("--no-relay", action="store_true", help="where none can be built yet: Windows")
    parser.add_argument("--no-try-out", action="store_true", help="where the program cannot work yet: Windows")
    parser.add_argument("--no-archives", action="store_true", help="the folder alone")
    arguments = parser.parse_args()
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    prepare(with_relay=not arguments.no_relay)
    program = freeze()
    if sys.platform == "darwin":
        run(ROOT / "packaging" / "macos" / "sign.sh", DIST / "Signalcabin.app")
    total_mb = sizes.show(program.parent)
    if total_mb > LARGEST_MB:
        raise SystemExit(f"{program.parent} has {total_mb:.0f} MB; the limit is {LARGEST_MB}.")
    if not arguments.no_try_out:
        try_out(program)
    if not arguments.no_archives:
        for file in archives.make(program.parent, DIST):
            print(f"{file.relative_to(ROOT)}: {file.stat().st_size / 1e6:.1f} MB")


def prepare(*, with_relay: bool) -> None:
    """What the program is made of beside its code."""
    shutil.rmtree(BUILD, ignore_errors=True)
    BUILD.mkdir(parents=True)
    run(sys.executable, ROOT / "packaging" / "make_icons.py", BUILD / "icons", quiet=True)
    if with_relay:
        target = build_relay.this_system()
        if not target:
            raise SystemExit("No relay can be built for this system yet; --no-relay leaves it out.")
        build_relay.build(target, BUILD / "signalcabin-relay")
    if sys.platform == "linux":
        linux_share.make(BUILD / "share", BUILD / "icons")


def freeze() -> Path:
    """Run PyInstaller; the program."""
    spec = ROOT / "packaging" / "signalcabin.spec"
    places = ["--distpath", DIST, "--workpath", ROOT / "build" / "pyinstaller"]
    run(sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN", *places, spec)
    if sys.platform == "darwin":
        return DIST / "Signalcabin.app" / "Contents" / "MacOS" / "signalcabin"
    return DIST / "signalcabin" / ("signalcabin.exe" if sys.platform == "win32" else "signalcabin")


def try_out(program: Path) -> None:
    """The self-test, as on somebody's machine: moved elsewhere, no Python, nothing at home."""
    with tempfile.TemporaryDirectory(prefix="signalcabin-") as name:
        folder = Path(name) / "Programme für alle"
        home = Path(name) / "home"
        home.mkdir()
        bundle = next((each for each in program.parents if each.suffix == ".app"), program.parent)
        shutil.copytree(bundle, folder / bundle.name, symlinks=True)
        moved = folder / program.relative_to(bundle.parent)
        environment = {"HOME": str(home), "PATH": str(home), "LANG": "C.UTF-8"}
        if sys.platform == "win32":
            environment |= {name: os.environ[name] for name in ("SYSTEMROOT", "TEMP") if name in os.environ}
        print("self-test, without Python, in an empty home:", flush=True)
        run(moved, "self-test", cwd=home, env=environment)


def run(*command: object, quiet: bool = False, **options: object) -> None:
    """Run it; ends the build when it fails."""
    output = subprocess.DEVNULL if quiet else None
    done = subprocess.run([str(word) for word in command], stdout=output, check=False, **options)  # type: ignore[call-overload]
    if done.returncode != 0:
        raise SystemExit(f"{command[0]} ended with {done.returncode}.")


if __name__ == "__main__":
    main()
