"""Checks of ``packaging/licences.py``: nothing gets into a package without its licence."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def licences() -> ModuleType:
    """A script, not a package: ``packaging`` is the name of a library."""
    spec = importlib.util.spec_from_file_location("licences", ROOT / "packaging" / "licences.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", ["msgspec", "websockets", "keyring", "qasync", "psutil", "pygments", "platformdirs"])
def test_what_comes_with_a_licence_is_taken_with_it(licences: ModuleType, name: str) -> None:
    texts = licences.of_distribution(name)
    assert any(len(text) > 200 for text in texts.values())


def test_qt_whose_wheels_hold_none_gets_the_texts_that_apply(licences: ModuleType) -> None:
    pytest.importorskip("PySide6")
    texts = licences.of_distribution("pyside6-essentials")
    assert b"GNU LESSER GENERAL PUBLIC LICENSE" in texts["LGPL-3.0.txt"]
    assert b"GNU GENERAL PUBLIC LICENSE" in texts["GPL-3.0.txt"]
    assert b"Unicode, Inc." in texts["ICU.txt"]


def test_a_distribution_without_a_licence_ends_the_build(
    licences: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "bare-1.0.dist-info"
    folder.mkdir()
    (folder / "METADATA").write_text("Metadata-Version: 2.1\nName: bare\nVersion: 1.0\nLicense: MIT\n")
    (folder / "RECORD").write_text("bare.py,,\nbare-1.0.dist-info/METADATA,,\n")
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    with pytest.raises(licences.NoLicence, match="bare comes without a licence text"):
        licences.of_distribution("bare")


def test_a_module_nobody_owns_ends_the_build(licences: ModuleType) -> None:
    pytest.importorskip("PyInstaller", reason="its own licence goes into every build; `make package` installs it")
    with pytest.raises(licences.NoLicence, match="no_such_module_of_anybody"):
        licences.collect(["json", "app.cli", "no_such_module_of_anybody"], [])


@pytest.mark.parametrize("font", ["Inter", "JetBrainsMono"])
def test_each_font_has_the_whole_text_of_its_licence(font: str) -> None:
    text = (ROOT / "resources" / "fonts" / f"{font}-LICENSE.txt").read_text()
    assert "SIL OPEN FONT LICENSE Version 1.1" in text
    assert "PERMISSION & CONDITIONS" in text
    assert "OTHER DEALINGS IN THE FONT SOFTWARE" in text
