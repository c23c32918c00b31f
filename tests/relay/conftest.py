"""The relays under test: the C program, the same with sanitizers, and the Python twin."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.system.paths import DataPaths
from app.system.relay_install import RelayUnusable, compile_relay, install_twin, source_mark
from tests.helpers.relays import Relay

SANITIZERS = ("-std=c99", "-O1", "-g", "-fsanitize=address,undefined", "-fno-sanitize-recover=all")


@pytest.fixture(scope="session")
def native(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """relay.c as shipped."""
    binary = tmp_path_factory.mktemp("native") / "relay"
    compile_relay(binary)
    return binary


@pytest.fixture(scope="session")
def sanitized(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """relay.c in a build that reports every bad access and every undefined step, on stderr and by its status."""
    binary = tmp_path_factory.mktemp("sanitized") / "relay"
    try:
        compile_relay(binary, extra_flags=SANITIZERS)
    except RelayUnusable as error:
        pytest.skip(f"this machine's compiler has no sanitizers: {error}")
    return binary


PACKAGED = Path(__file__).parents[2] / "dist" / "signalcabin" / "_internal" / "app" / "relay" / "signalcabin-relay"
"""The one of the package `make package` built; tried if it is of the present source."""
KINDS = ["native", "sanitized", "python"]
if PACKAGED.is_file() and source_mark() in PACKAGED.read_bytes():
    KINDS.append("packaged")


@pytest.fixture(scope="session")
def packaged() -> Path:
    """relay.c as it travels in the package."""
    return PACKAGED


@pytest.fixture(params=KINDS)
def relay(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Relay]:
    paths = DataPaths(tmp_path / "data")
    paths.prepare()
    if request.param == "python":
        install_twin(paths)
    else:
        shutil.copy(request.getfixturevalue(request.param), paths.relay)
    made = Relay(paths, request.param)
    yield made
    made.finish()
