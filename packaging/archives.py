"""Packs the built program as each system's people expect it: tar.gz and .deb, .dmg, or a Windows installer."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

import linux_share

from app import __version__

PACKAGING = Path(__file__).resolve().parent
DEBIAN_MACHINES = {"x86_64": "amd64", "aarch64": "arm64"}


def make(program_folder: Path, dist: Path) -> list[Path]:
    """The archives of ``program_folder`` (the one PyInstaller made), written into ``dist``."""
    if sys.platform == "darwin":
        return [dmg(dist / "Signalcabin.app", dist)]
    if sys.platform == "win32":
        return [installer(dist)]
    made = [tarball(program_folder, dist)]
    return [*made, deb(program_folder, dist)] if shutil.which("dpkg-deb") else made


def tarball(program_folder: Path, dist: Path) -> Path:
    """One folder to put anywhere; `signalcabin install` in it makes the menu entry."""
    name = f"signalcabin-{__version__}-linux-{platform.machine()}"
    file = dist / f"{name}.tar.gz"
    with tarfile.open(file, "w:gz", compresslevel=6) as archive:
        archive.add(program_folder, name, filter=_of_nobody)
        archive.add(PACKAGING / "linux" / "README.txt", f"{name}/README.txt", filter=_of_nobody)
    return file


def deb(program_folder: Path, dist: Path) -> Path:
    """A Debian package: all of it in /opt, menu entry and icons below /usr/share, the command in /usr/bin."""
    machine = DEBIAN_MACHINES[platform.machine()]
    file = dist / f"signalcabin_{__version__}_{machine}.deb"
    with tempfile.TemporaryDirectory() as name:
        root = Path(name) / "root"
        shutil.copytree(program_folder, root / "opt" / "signalcabin", symlinks=True)
        shutil.copytree(program_folder / "_internal" / "share", root / "usr" / "share")
        (root / "usr" / "bin").mkdir(parents=True)
        (root / "usr" / "bin" / "signalcabin").symlink_to("/opt/signalcabin/signalcabin")
        doc = root / "usr" / "share" / "doc" / "signalcabin"
        linux_share.put(doc / "copyright", _debian_copyright())
        for script in ("postinst", "prerm"):
            linux_share.put(root / "DEBIAN" / script, (PACKAGING / "linux" / script).read_text(encoding="utf-8"), 0o755)
        size_kib = sum(each.lstat().st_size for each in root.rglob("*")) // 1024
        control = (PACKAGING / "linux" / "control").read_text(encoding="utf-8")
        values = {
            "VERSION": __version__,
            "MACHINE": machine,
            "SIZE_KIB": str(size_kib),
            "GLIBC": platform.libc_ver()[1],
        }
        for key, value in values.items():
            control = control.replace(f"@{key}@", value)
        linux_share.put(root / "DEBIAN" / "control", control)
        for folder in (each for each in [root, *root.rglob("*")] if each.is_dir() and not each.is_symlink()):
            folder.chmod(0o755)
        subprocess.run(
            ["dpkg-deb", "--root-owner-group", "-Zxz", "-z6", "--build", root, file],
            check=True,
            stdout=subprocess.DEVNULL,
        )
    return file


def dmg(app: Path, dist: Path) -> Path:
    """A disk image with the app and a link to Applications."""
    file = dist / f"Signalcabin-{__version__}-{platform.machine()}.dmg"
    with tempfile.TemporaryDirectory() as name:
        shutil.copytree(app, Path(name) / app.name, symlinks=True)
        (Path(name) / "Applications").symlink_to("/Applications")
        order = ["hdiutil", "create", "-volname", "Signalcabin", "-srcfolder", name, "-ov", "-format", "UDZO", file]
        subprocess.run(order, check=True)
    return file


def installer(dist: Path) -> Path:
    """A setup program made by Inno Setup's compiler."""
    compiler = shutil.which("iscc") or r"C:\Program Files (x86)\Inno Setup 6\ISCC.exe"
    script = PACKAGING / "windows" / "signalcabin.iss"
    subprocess.run([compiler, f"/DVersion={__version__}", f"/O{dist}", str(script)], check=True)
    return dist / f"signalcabin-{__version__}-setup.exe"


def _of_nobody(entry: tarfile.TarInfo) -> tarfile.TarInfo:
    """Whoever unpacks it owns it; the names on the building machine are nobody's business."""
    entry.uid = entry.gid = 0
    entry.uname = entry.gname = ""
    if "SOURCE_DATE_EPOCH" in os.environ:
        entry.mtime = int(os.environ["SOURCE_DATE_EPOCH"])
    return entry


def _debian_copyright() -> str:
    licence = (PACKAGING.parent / "LICENSE").read_text(encoding="utf-8")
    return f"{licence}\nThe licences of everything it contains: /opt/signalcabin/_internal/licences\n"
