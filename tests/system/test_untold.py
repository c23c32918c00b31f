"""What was done to settings while no hub ran is kept until one has made a record of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.system.paths import DataPaths
from app.system.untold import keep, taken


@pytest.fixture
def paths(tmp_path: Path) -> DataPaths:
    paths = DataPaths(tmp_path / "data")
    paths.prepare()
    return paths


def test_deeds_are_taken_once_and_in_order(paths: DataPaths) -> None:
    keep(paths, "connect", "claude_code", "28 hooks added")
    keep(paths, "disconnect", "claude_code", "28 hooks removed")
    with taken(paths) as deeds:
        assert [(deed.what, deed.words) for deed in deeds] == [
            ("connect", "28 hooks added"), ("disconnect", "28 hooks removed"),
        ]  # fmt: skip
        assert deeds[0].at_us > 0
    with taken(paths) as deeds:
        assert deeds == []


def test_what_could_not_be_told_is_kept(paths: DataPaths) -> None:
    keep(paths, "connect", "claude_code", "first")
    with pytest.raises(OSError), taken(paths):
        raise OSError("the disk is full")
    keep(paths, "disconnect", "claude_code", "second")
    with taken(paths) as deeds:
        assert [deed.words for deed in deeds] == ["first"]
    with taken(paths) as deeds:
        assert [deed.words for deed in deeds] == ["second"]


def test_half_a_line_hides_no_other(paths: DataPaths) -> None:
    keep(paths, "connect", "claude_code", "whole")
    with paths.untold.open("ab") as file:
        file.write(b'{"what": "conn')
    with taken(paths) as deeds:
        assert [deed.words for deed in deeds] == ["whole"]


def test_nobody_else_may_read_it(paths: DataPaths) -> None:
    keep(paths, "connect", "claude_code", "first")
    assert paths.untold.stat().st_mode & 0o077 == 0
