"""Checks of ``packaging/sign_manifest.py``: what it signs is what installed copies believe."""

from __future__ import annotations

import importlib.util
import stat
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from app.system.paths import DataPaths
from app.system.updates import look
from tests.helpers.update_server import UpdateServer, update_server

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def script() -> ModuleType:
    """A script, not a package: ``packaging`` is the name of a library."""
    spec = importlib.util.spec_from_file_location("sign_manifest", ROOT / "packaging" / "sign_manifest.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def server(tmp_path: Path) -> Iterator[UpdateServer]:
    with update_server(tmp_path) as serving:
        yield serving


def test_what_it_writes_is_believed_by_an_installed_copy(
    script: ModuleType, server: UpdateServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    key, out = tmp_path / "update.pem", tmp_path / "update.json"
    assert script.main(["--make-key", str(key)]) == 0
    public = capsys.readouterr().out.strip()
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    words = ["--key", str(key), "--version", "9.9", "--page", "https://example.org/", "--news", "All of it"]
    assert script.main([*words, "--out", str(out)]) == 0
    assert public in capsys.readouterr().err
    server.gives(out.read_bytes())
    paths = DataPaths(tmp_path / "data")
    paths.prepare()
    found = look(paths, server.url, public, "0.1", context=server.context)
    assert (found.state, found.version, found.news) == ("newer", "9.9", ("All of it",))


def test_the_key_may_come_from_the_environment(
    script: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    key = tmp_path / "update.pem"
    script.make_key(key)
    monkeypatch.setenv(script.KEY_VARIABLE, key.read_text())
    assert script.main(["--page", "https://example.org/"]) == 0
    assert '"signature"' in capsys.readouterr().out


def test_a_key_that_is_there_is_never_overwritten(script: ModuleType, tmp_path: Path) -> None:
    key = tmp_path / "update.pem"
    script.make_key(key)
    before = key.read_bytes()
    assert script.main(["--make-key", str(key)]) == 1 and key.read_bytes() == before


@pytest.mark.parametrize(
    "words", [[], ["--page", "http://example.org/"], ["--page", "https://e.org/", "--version", "x"]]
)
def test_what_no_installed_copy_would_believe_is_not_signed(
    script: ModuleType, tmp_path: Path, words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    key = tmp_path / "update.pem"
    script.make_key(key)
    assert script.main(["--key", str(key), *words]) == 1
    assert not capsys.readouterr().out


def test_without_a_key_it_says_where_one_is_looked_for(
    script: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv(script.KEY_VARIABLE, raising=False)
    assert script.main(["--page", "https://example.org/"]) == 1
    assert script.KEY_VARIABLE in capsys.readouterr().err
