"""A command line for every test here, and a hub for those that ask for one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.helpers.command_line import CommandLine


@pytest.fixture
def line(tmp_path: Path) -> Iterator[CommandLine]:
    line = CommandLine(tmp_path)
    yield line
    line.close()


@pytest.fixture
def line_with_hub(line: CommandLine) -> CommandLine:
    line.start_hub()
    return line
