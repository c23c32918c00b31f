"""A cabin with the real Claude Code in it, connected by our own ``connect``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.helpers.real_claude import CLAUDE, Cabin


@pytest.fixture
def cabin(tmp_path: Path) -> Iterator[Cabin]:
    if not CLAUDE.exists():
        pytest.skip("the real Claude Code is not installed: npm could not be reached (`make claude`)")
    cabin = Cabin(tmp_path)
    try:
        cabin.start_hub()
        cabin.connect()
        yield cabin
    finally:
        cabin.close()
