"""What the store takes on disk beside its file."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.store import opening
from app.store.log import Log
from tests.store.test_log import item, notice


def wal_bytes(path: Path) -> int:
    return path.with_name(path.name + "-wal").stat().st_size


def test_the_write_ahead_log_is_small_again_once_a_long_reader_let_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "WAL_BYTES", 64 * 1024)
    path = tmp_path / "store.sqlite3"
    log = Log.open(path)
    log.append([item(f"before-{number}", notice("x")) for number in range(10)])
    reader = Log.open(path, read_only=True)
    reading = reader._rows("SELECT seq FROM records", ())
    next(reading)
    for number in range(400):
        log.append([item(f"meanwhile-{number}", notice("x" * 20_000))])
    grown = wal_bytes(path)
    reading.close()  # type: ignore[attr-defined]
    for number in range(400):
        log.append([item(f"after-{number}", notice("x" * 20_000))])
    assert grown > 6 * 1024 * 1024
    assert wal_bytes(path) < grown
    reader.close()
    log.close()
