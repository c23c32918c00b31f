"""Collects the licences of everything a package holds; a part without a licence text fails the build.

Parts are found by what PyInstaller took in: Python distributions by their modules, the system's libraries by the Debian
package they come from. What comes without a text of its own (Qt's wheels, what Qt's libraries contain) lies in
``packaging/licences``.
"""

from __future__ import annotations

import re
import subprocess
import sys
import sysconfig
from collections.abc import Iterable
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
OURS = ROOT / "packaging" / "licences"

WITHOUT_TEXT = {
    "pyside6-essentials": ("LGPL-3.0.txt", "GPL-3.0.txt", "ICU.txt"),
    "shiboken6": ("LGPL-3.0.txt", "GPL-3.0.txt"),
}
"""Distributions whose wheels hold no licence → the texts that apply (of the choice they offer, the LGPL)."""

_NOT_PARTS = ("app", "pyimod", "_pyi_", "_sysconfigdata", "python3", "lib-dynload")
"""Ours, the loader's, and folders of Python's own extensions."""

_IS_LICENCE = re.compile(r"(^|/)(licen[cs]e|copying|notice)[^/]*$", re.IGNORECASE)
_COMMON = Path("/usr/share/common-licenses")
_MENTIONS_COMMON = re.compile(r"/usr/share/common-licenses/([A-Za-z0-9.-]*[A-Za-z0-9])")

Texts = dict[str, dict[str, bytes]]
"""Part → file name → licence text."""


class NoLicence(Exception):
    """A part of the package has no licence text; the sentence says which, and what to do."""


def collect(modules: Iterable[str], files: Iterable[str]) -> Texts:
    """The texts for a program of these modules (by name) and binaries (by where they come from); raises NoLicence."""
    texts: Texts = {
        "signalcabin": {"LICENSE": (ROOT / "LICENSE").read_bytes()},
        "python": {"LICENSE": _pythons_own()},
        "pyinstaller": of_distribution("pyinstaller"),
        "fonts": {file.name: file.read_bytes() for file in (ROOT / "resources" / "fonts").glob("*LICENSE*")},
    }
    for name in _distributions(modules):
        texts[name] = of_distribution(name)
    for package in _debian_packages(files):
        texts[f"debian/{package}"] = {"copyright": _of_debian(package)}
    texts |= _common(texts)
    if (ROOT / "build" / "package" / "signalcabin-relay").exists():
        texts["musl"] = {"COPYRIGHT": _of_musl()}
    return texts


def of_distribution(name: str) -> dict[str, bytes]:
    """The licence files of an installed distribution; raises NoLicence."""
    found = metadata.distribution(name)
    # A folder tells apart two files of one name; a wheel's own ones are all in it.
    texts = {
        "-".join(file.parts[1:]).replace("licenses-", ""): Path(str(found.locate_file(file))).read_bytes()
        for file in found.files or ()
        if ".dist-info/" in str(file) and _IS_LICENCE.search(str(file))
    }
    texts |= {file: (OURS / file).read_bytes() for file in WITHOUT_TEXT.get(name, ())}
    if not any(text.strip() for text in texts.values()):
        raise NoLicence(
            f"{name} comes without a licence text: put it into packaging/licences and name it in licences.py."
        )
    return texts


def write(texts: Texts, folder: Path) -> list[tuple[str, str]]:
    """Write them below ``folder`` with a list of them all; gives (name below the folder, file) of each."""
    written = []
    for part, some in sorted(texts.items()):
        for name, text in sorted(some.items()):
            file = folder / part / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(text)
            written.append((f"{part}/{name}", str(file)))
    overview = folder / "README.txt"
    overview.write_text(_overview(texts), encoding="utf-8")
    return [*written, ("README.txt", str(overview))]


def _overview(texts: Texts) -> str:
    lines = [
        "Signalcabin is made of these parts; the folder of each holds its licence.",
        "Qt and PySide6 are used under the LGPL 3 as libraries of their own: whoever wants to may replace them.",
        "",
    ]
    for part in sorted(texts):
        version = ""
        if not part.startswith("debian/") and part not in ("signalcabin", "python", "fonts", "musl"):
            version = f" {metadata.version(part)}"
        lines.append(f"{part}{version}: {', '.join(sorted(texts[part]))}")
    return "\n".join(lines) + "\n"


def _distributions(modules: Iterable[str]) -> list[str]:
    """The distributions these modules are of; raises NoLicence for a module nobody owns."""
    of_package = metadata.packages_distributions()
    found: set[str] = set()
    for top in {name.split(".")[0] for name in modules}:
        if top in of_package:
            found |= {_normal(name) for name in of_package[top]}
        elif top not in sys.stdlib_module_names and not top.startswith(_NOT_PARTS):
            raise NoLicence(f"Nobody knows which distribution the module {top} is of.")
    return sorted(found - {"signalcabin", "pyinstaller"})


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _pythons_own() -> bytes:
    for folder in (Path(sysconfig.get_path("stdlib")), Path(sys.base_prefix)):
        for name in ("LICENSE.txt", "LICENSE"):
            if (folder / name).is_file():
                return (folder / name).read_bytes()
    debian = Path(f"/usr/share/doc/python3.{sys.version_info.minor}/copyright")
    if debian.is_file():
        return debian.read_bytes()
    raise NoLicence("This Python comes without its licence text.")


def _of_musl() -> bytes:
    import ziglang

    return (Path(ziglang.__file__).parent / "lib" / "libc" / "musl" / "COPYRIGHT").read_bytes()


def _debian_packages(files: Iterable[str]) -> list[str]:
    """The packages the system's own libraries are of; raises NoLicence for one that is of none."""
    if sys.platform != "linux":
        return []  # there every library is of Python's installation, or of a distribution
    installed = tuple(str(Path(folder).resolve()) for folder in (sys.prefix, sys.base_prefix, ROOT))
    found = set()
    for file in {str(Path(each).resolve()) for each in files}:
        if not file.startswith(installed):
            found.add(_owner(file))
    return sorted(found)


def _owner(file: str) -> str:
    names = [file, file.removeprefix("/usr")] if file.startswith("/usr/") else [file, f"/usr{file}"]
    for name in names:
        done = subprocess.run(["dpkg", "-S", name], capture_output=True, text=True, check=False)
        if done.returncode == 0:
            return done.stdout.split(":")[0]
    raise NoLicence(f"{file} is of no Debian package: its licence is unknown.")


def _of_debian(package: str) -> bytes:
    file = Path("/usr/share/doc") / package / "copyright"
    if not file.is_file():
        raise NoLicence(f"{package} has no {file}.")
    return file.read_bytes()


def _common(texts: Texts) -> Texts:
    """The texts Debian's refer to: they are on every Debian, and not on the machine of whoever gets the package."""
    all_of_debian = b"".join(
        text for part, some in texts.items() if part.startswith("debian/") for text in some.values()
    )
    mentioned = set(_MENTIONS_COMMON.findall(all_of_debian.decode("utf-8", "replace")))
    found = {f"{name}.txt": (_COMMON / name).read_bytes() for name in mentioned if (_COMMON / name).is_file()}
    return {"debian/common-licenses": found} if found else {}
